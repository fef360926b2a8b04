"""What every kind of link does alike."""

from pathlib import Path
from threading import Event

import pytest

from station.errors import StationError
from station.links import LINKS
from station.links.link import Capability
from station.model.profile import ConsoleSettings, LinkSettings
from station.practice.modules import PRACTICE_PASSWORD, PRACTICE_USER
from station.practice.unit_config import Pacing, UnitConfig
from tests.support.plugged import plugged

# What a profile must say for a kind beside its name.
SETTINGS = {
    "smp": LinkSettings(kind="smp"),
    "console": LinkSettings(
        kind="console",
        connect_s=20.0,
        console=ConsoleSettings(
            user=PRACTICE_USER, password=PRACTICE_PASSWORD, serial="cat ~/etc/serial"
        ),
    ),
}

pytestmark = [pytest.mark.bench, pytest.mark.parametrize("name", LINKS)]

RANDOM = bytes.fromhex("80010000000c0000017b0010")


def test_serves_a_unit_and_its_tpm(name: str, tmp_path: Path) -> None:
    (tmp_path / "tpm").mkdir()
    disk = tmp_path / "disk" if name == "console" else None
    config = UnitConfig(
        "A1-42", "m", "1", tmp_path / "port", tmp_path / "tpm", disk, pacing=Pacing.NONE
    )
    kind = LINKS[name]
    assert kind.name == name
    with plugged(config) as unit:
        with kind.open(str(unit.link), SETTINGS[name], Event()) as link:
            said = link.identify()
            assert said.serial == "A1-42"
            assert Capability.TPM in said.capabilities
            before = link.wire
            assert len(link.transact(RANDOM)) == 28
            assert (link.wire - before).total > len(RANDOM) + 28
            link.close()
        with kind.open(str(unit.link), SETTINGS[name], Event()) as link:
            assert link.identify() == said


def test_opens_nothing_that_is_not_there_or_no_port(name: str, tmp_path: Path) -> None:
    for port, code in ((str(tmp_path / "port"), "LNK-001"), ("spy:///dev/null", "LNK-006")):
        with pytest.raises(StationError, match=code):
            LINKS[name].open(port, SETTINGS[name], Event())


def test_has_settings_here(name: str) -> None:
    assert SETTINGS[name].kind == name


def test_opens_nothing_once_cancelled(name: str) -> None:
    cancel = Event()
    cancel.set()
    with pytest.raises(StationError, match="LIN-003"):
        LINKS[name].open("/dev/null", SETTINGS[name], cancel)
