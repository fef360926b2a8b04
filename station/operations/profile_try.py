"""Tries a profile on one unit: opens its link, asks it what it is, and keeps all that crosses."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from threading import Event
from typing import Final, TypeVar

from pydantic import JsonValue

from station.errors import StationError
from station.hsm.certification import requested_key
from station.line.checks import check_product, identified
from station.links import LINKS
from station.links.link import Access, Capability, DeviceReport, Link
from station.links.opening import open_link
from station.links.transcript import Transcript
from station.model.profile import Profile
from station.model.profile_checks import CheckSettings
from station.model.profile_keys import X509Settings
from station.model.run import Unit
from station.secret import Secret

Got = TypeVar("Got")
TRIED_NAME: Final = "station-try"  # the name that a key made by a try asks for


class Extent(Enum):
    """How far a try goes."""

    LOOK = "look"  # nothing on the unit changes
    KEYS = "keys"  # it makes a key


@dataclass(frozen=True)
class TriedStep:
    """One step of a try.

    Attributes:
        name: `connect`, `identify`, `check` or `make_key`.
        seconds: how long it took.
        error: why it failed, or None.
    """

    name: str
    seconds: float
    error: StationError | None


@dataclass
class Tried:
    """What came of a try.

    Attributes:
        steps: as far as it went.
        report: what the unit said of itself, or None.
        transcript: what crossed, escaped, as `Transcript.text`.
        sent: bytes sent.
        received: bytes received.
    """

    steps: list[TriedStep] = field(default_factory=list)
    report: DeviceReport | None = None
    transcript: str = ""
    sent: int = 0
    received: int = 0

    @property
    def error(self) -> StationError | None:
        """Why the last step failed, or None where all is well."""
        return self.steps[-1].error if self.steps else None

    def as_json(self) -> dict[str, JsonValue]:
        """Return it for machines."""
        steps: list[JsonValue] = [
            {
                "step": step.name,
                "seconds": round(step.seconds, 6),
                "code": step.error.code if step.error else None,
                "detail": step.error.detail if step.error else "",
            }
            for step in self.steps
        ]
        return {
            "steps": steps,
            "unit": _said(self.report) if self.report else None,
            "bytes": {"sent": self.sent, "received": self.received},
            "transcript": [*self.transcript.splitlines()],
        }


def _said(report: DeviceReport) -> dict[str, JsonValue]:
    return {
        "serial": report.serial,
        "model": report.model,
        "firmware": report.firmware,
        "capabilities": [*sorted(one.value for one in report.capabilities)],
    }


def try_profile(
    profile: Profile, port: str, extent: Extent, password: Secret | None, cancel: Event
) -> Tried:
    """Try a profile on the unit at `port`; a step that fails ends it.

    Args:
        profile: the product's.
        port: as in a bench file.
        extent: how far to go.
        password: what the unit asks for, where the profile's kind of link gives it one.
        cancel: set to end it.
    """
    tried = Tried()
    access = Access(password=password, transcript=Transcript())
    kind = LINKS[profile.link.kind]
    link = _step(
        tried, access, "connect", lambda: open_link(kind, port, profile.link, cancel, access)
    )
    if link is not None:
        with link:
            _asked(tried, access, link, profile, extent)
        tried.sent, tried.received = link.wire.sent, link.wire.received
    tried.transcript = access.transcript.text()
    return tried


def _asked(tried: Tried, access: Access, link: Link, profile: Profile, extent: Extent) -> None:
    report = tried.report = _step(tried, access, "identify", link.identify)
    if report is None:
        return
    if profile.checks != CheckSettings():
        unit = identified(Unit(), report)
        _step(tried, access, "check", lambda: check_product(unit, link, profile.checks))
    if tried.error is not None or extent is Extent.LOOK:
        return

    def make_key() -> None:
        if Capability.KEY not in report.capabilities:
            raise StationError("LNK-007", "it makes no key over this link")
        settings = profile.x509 or X509Settings()
        requested_key(link.keys.make_key(settings.key, TRIED_NAME), TRIED_NAME)

    _step(tried, access, "make_key", make_key)


def _step(tried: Tried, access: Access, name: str, do: Callable[[], Got]) -> Got | None:
    """Do a step and keep how it went; return None where it failed."""
    access.transcript.note(f"step {name}")
    begun = time.monotonic()
    error, got = None, None
    try:
        got = do()
    except StationError as failed:
        error = failed
        access.transcript.note(f"step {name} failed: {failed.code} {failed.detail}")
    tried.steps.append(TriedStep(name, time.monotonic() - begun, error))
    return got
