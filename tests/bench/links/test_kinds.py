"""What every kind of link does alike."""

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from station.errors import StationError
from station.links import LINKS
from station.links.link import Capability
from station.model.commands import CommandsSettings, Decoding, Exchange
from station.model.profile import LinkSettings
from station.model.profile_console import ConsoleSettings
from station.practice.modules import PRACTICE_PASSWORD, PRACTICE_USER
from station.practice.unit_config import Face, Pacing, UnitConfig
from tests.support.plugged import plugged

# What a profile must say for a kind beside its name.
SETTINGS = {
    "smp": LinkSettings(kind="smp"),
    "console": LinkSettings(
        kind="console",
        connect_s=20.0,
        console=ConsoleSettings(
            user=PRACTICE_USER,
            password=PRACTICE_PASSWORD,
            serial="cat ~/etc/serial",
            tpm_node="~/dev/tpmrm0",
        ),
    ),
    "bench-tpm": LinkSettings(kind="bench-tpm"),
    "commands": LinkSettings(
        kind="commands",
        commands=CommandsSettings(
            identify=(Exchange(send="AT+CGSN", answer=r"^(?P<serial>A\S+)$"),),
            tpm=(
                Exchange(
                    send='AT+TPM="{command:hex}"',
                    answer=r'\+TPM: "(?P<response>\w+)"',
                    decode={"response": Decoding.HEX},
                ),
            ),
        ),
    ),
}
# What answers on the unit's port.
FACES = {"bench-tpm": Face.TPM_NODE, "commands": Face.MODEM}
# The kinds whose units say no serial number of their own.
UNNUMBERED = {"bench-tpm"}

pytestmark = [pytest.mark.bench, pytest.mark.parametrize("name", LINKS)]

RANDOM = bytes.fromhex("80010000000c0000017b0010")


def test_serves_a_unit_and_its_tpm(name: str, tmp_path: Path) -> None:
    (tmp_path / "tpm").mkdir()
    disk = tmp_path / "disk" if name == "console" else None
    config = UnitConfig(
        "A1-42", "m", "1", tmp_path / "port", tmp_path / "tpm", disk, pacing=Pacing.NONE
    )
    config = replace(config, face=FACES.get(name, Face.SMP), memory=tmp_path / "memory")
    kind = LINKS[name]
    assert kind.name == name
    with plugged(config) as unit:
        with kind.open(str(unit.link), SETTINGS[name], Event()) as link:
            said = link.identify()
            assert said.serial == "A1-42" or name in UNNUMBERED
            assert Capability.TPM in said.capabilities
            before = link.wire
            assert len(link.transact(RANDOM)) == 28
            assert (link.wire - before).total >= len(RANDOM) + 28
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
