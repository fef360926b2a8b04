"""Practice units that are Linux devices, and the short words that tests of their link use."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from station.errors import StationError
from station.links.console import ConsoleKind, ConsoleLink
from station.links.ports import open_port
from station.model.profile import LinkSettings
from station.model.profile_console import ConsoleSettings
from station.practice.modules import PRACTICE_PASSWORD, PRACTICE_USER
from station.practice.unit_config import Behaviour, Manner, Pacing, UnitConfig
from tests.support.plugged import Plugged, plugged

CONSOLE = ConsoleSettings(
    user=PRACTICE_USER,
    password=PRACTICE_PASSWORD,
    serial="cat ~/etc/serial",
    model="cat ~/etc/model",
    firmware="cat ~/etc/firmware",
    tpm_node="~/dev/tpmrm0",
)
SOON = LinkSettings(kind="console", answer_s=2.0, connect_s=8.0, console=CONSOLE)
PATIENT = ConsoleKind()
HASTY = ConsoleKind(tpm_answer_s=2.0)
RANDOM = bytes.fromhex("80010000000c0000017b0010")
# Of an HMAC session without key or salt, nonce of 16 bytes, SHA-256.
START_SESSION = bytes.fromhex(
    "80010000002b000001764000000740000007" + "0010" + "00" * 16 + "0000" + "00" + "0010" + "000b"
)
CAPABILITIES = bytes.fromhex("8001000000160000017a000000020000011200000100")


def linux_device(folder: Path) -> UnitConfig:
    """Return what is inside a device that lies in `folder`, without pacing."""
    for name in ("tpm", "disk"):
        (folder / name).mkdir()
    return UnitConfig(
        *("A1-42", "gateway", "1.0", folder / "port", folder / "tpm", folder / "disk"),
        pacing=Pacing.NONE,
    )


def told(**changes: str | None) -> LinkSettings:
    """Return settings with another console."""
    return SOON.model_copy(update={"console": CONSOLE.model_copy(update=changes)})


@contextmanager
def linked(
    config: UnitConfig, settings: LinkSettings = SOON, kind: ConsoleKind = PATIENT
) -> Iterator[ConsoleLink]:
    """Plug a unit in and open its link."""
    with plugged(config) as unit, kind.open(str(unit.link), settings, Event()) as link:
        yield link


def misbehaving(config: UnitConfig, manner: Manner, after: int = 0) -> UnitConfig:
    """Return a unit that behaves in that manner."""
    return replace(config, behaviour=Behaviour(manner, after, delay_s=0.2))


def code(act: Callable[[], object]) -> str:
    """Return the code of the error that it raises, which tells no password."""
    with pytest.raises(StationError) as caught:
        act()
    assert PRACTICE_PASSWORD not in f"{caught.value} {caught.value.detail}"
    return caught.value.code


def shown(unit: Plugged, typed: bytes, within_s: float = 1.0) -> bytes:
    """Type at a unit's port as a person would, and return what shows."""
    with open_port(str(unit.link), 115_200, Event()) as port:
        port.write(typed)
        until, text = time.monotonic() + within_s, b""
        while time.monotonic() < until:
            text += port.read(0.1)
    return text
