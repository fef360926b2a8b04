"""Opens a station's hand-offs: their settings from the file, their secrets from the record."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.rights import Approval
from station.operations.handoff_file import read_handoff_file, settings_of
from station.operations.plant import Plant
from station.secret import Secret
from station.service.handoffs import Handoff, HandoffSettings, WhenDown

# What the factory HSM says where a seal was made for something else.
_OTHER_SEAL: Final = "HSM-021"


@dataclass(frozen=True)
class OpenHandoff:
    """A hand-off that can be spoken by.

    Attributes:
        name: as the file has it.
        settings: what the file says.
        way: to the MES.
    """

    name: str
    settings: HandoffSettings
    way: Handoff


@contextmanager
def opened_handoffs(plant: Plant, name: str | None = None) -> Iterator[list[OpenHandoff]]:
    """Open a station's hand-offs, or the one of that name, until the `with` block ends.

    Each is on record with its settings from then on; nothing is sent.

    Raises:
        StationError: SVC-023 where there is none of that name, SVC-022 where a secret is missing
            or was given for another address; as `read_handoff_file` and `HandoffSettings.opened`.
    """
    data = plant.data
    found = read_handoff_file(data) if name is None else {name: settings_of(data, name)}
    with ExitStack() as held:
        opened: list[OpenHandoff] = []
        for each, settings in found.items():
            secret = _secret(plant, each, settings)
            if secret is not None:
                held.callback(secret.wipe)
            opened.append(OpenHandoff(each, settings, settings.opened(each, secret)))
        for one in opened:
            plant.tools.records.handoffs.begin(one.name, told(one.settings))
        yield opened


def told(settings: HandoffSettings) -> dict[str, JsonValue]:
    """Return what the record and the commands say of a hand-off's settings."""
    said: dict[str, JsonValue] = {
        "kind": settings.kind,
        "address": settings.address,
        "route": settings.asks_route,
    }
    if settings.asks_route:
        said["route_when_down"] = settings.when_down.value
    return said


def is_lenient(settings: HandoffSettings) -> bool:
    """Return whether units go on where the MES doesn't answer."""
    return settings.when_down is WhenDown.ALLOW


def _purpose(name: str, whom: str) -> str:
    """Return what a hand-off's secret is sealed for, so that no other host is ever sent it."""
    return f"handoff-secret/{name}/{whom}"


def _secret(plant: Plant, name: str, settings: HandoffSettings) -> Secret | None:
    if settings.secret_for is None:
        return None
    sealed = plant.tools.records.handoffs.secret(name)
    if sealed is None:
        raise StationError("SVC-022", "none was given", name=name)
    try:
        return plant.tools.factory.unseal(_purpose(name, settings.secret_for), sealed)
    except StationError as error:
        if error.code != _OTHER_SEAL:
            raise
        raise StationError("SVC-022", "it was given for another", name=name) from error


def set_handoff_secret(
    plant: Plant, name: str, secret: Secret, approval: Approval | None = None
) -> None:
    """Seal a hand-off's password or token for its address alone and keep it; wipe it here.

    Args:
        plant: the station.
        name: of a hand-off in the file.
        secret: visible ASCII.
        approval: for `Right.SETTINGS`; practice needs none.

    Raises:
        StationError: SVC-023 where there is no such hand-off, SVC-025 where it takes no secret,
            SVC-026 where this can't be one, REC-025; as `read_handoff_file`.
    """
    try:
        settings = settings_of(plant.data, name)
        if settings.secret_for is None:
            raise StationError("SVC-025", name=name)
        settings.check_secret(secret)
        sealed = plant.tools.factory.seal(_purpose(name, settings.secret_for), secret)
    finally:
        secret.wipe()
    plant.tools.records.handoffs.set_secret(name, sealed, approval)
