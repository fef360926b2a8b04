"""Units by command: put aside, released, repaired, returned, swapped, scrapped; and shown."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from station.cli import main
from station.errors import Outcome
from station.folders import Data
from station.model.attestation import KeyOrigin, SymmetricKeyAttestation
from station.model.enrollment import Enrollment, EnrollmentStatus, Identity
from station.model.names import IdScope, RegistrationId
from station.operations.plant import open_plant, utc_now
from station.operations.practice import ID_SCOPE, new_practice_plant, practice_pin
from station.practice.bench import PracticeBench
from station.practice.unit_config import Pacing

pytestmark = pytest.mark.bench

ORDER = "two"


@dataclass
class Station:
    """A practice station whose commands are given here, and what they answered."""

    data: Data
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> int:
        self.capsys.readouterr()
        status = main([*words, "--json", "--data", str(self.data.root)])
        said = self.capsys.readouterr()
        self.answer, self.err = json.loads(said.out), said.err
        return status

    def failed(self, serial: str) -> None:
        """Have a unit's run end without PASS."""
        with open_plant(self.data, practice_pin()) as plant:
            records = plant.tools.records
            run = records.begin_run(ORDER, "ab" * 32, "1")
            records.admit(run, serial)
            records.end_run(
                run, Outcome.FAILED, code="LNK-002", detail="", serial="", seconds=1, steps=()
            )

    def passed(self, serial: str) -> None:
        """Have a unit pass."""
        with open_plant(self.data, practice_pin()) as plant:
            records = plant.tools.records
            run = records.begin_run(ORDER, "ab" * 32, "1")
            records.admit(run, serial)
            name = RegistrationId.make(serial)
            enrollment = Enrollment(
                Identity(name, SymmetricKeyAttestation(ORDER), KeyOrigin.PLAINTEXT, None),
                device_id=None,
                id_scope=IdScope.parse(ID_SCOPE),
                serial=serial,
                order=ORDER,
                run=run.name,
                status=EnrollmentStatus.READY,
                enrolled=utc_now(),
                proof="a test",
            )
            records.enrol(run, enrollment, seconds=1, steps=())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Data:
    folder: Path = tmp_path_factory.mktemp("units")
    data = Data.made(folder / "data")
    with (
        PracticeBench(folder / "bench", 1, pacing=Pacing.NONE) as bench,
        new_practice_plant(data, bench),
    ):
        pass
    profile = ("--profile", "practice-symmetric", "--id-scope", ID_SCOPE)
    # Whatever the tests' order, each finds a place.
    size = ("--quantity", "3", "--scrap-allowance", "1")
    assert main(["order", "create", ORDER, *profile, *size, "--data", str(data.root)]) == 0
    return data


@pytest.fixture
def station(made: Data, capsys: pytest.CaptureFixture[str]) -> Station:
    return Station(made, capsys)


def test_a_unit_is_put_aside_released_and_repaired_and_says_so(station: Station) -> None:
    station.failed("U-1")
    for command, state in (
        ("quarantine", "quarantined"),
        ("release", "in-process"),
        ("rework", "rework"),
    ):
        assert station("unit", command, "u-1", "--reason", "it smells") == 0
        assert station.answer["state"] == state
        assert station("unit", "show", "U-1") == 0
        assert station.answer["state"] == state
    assert station.answer["reason"] == "it smells"
    assert "is under repair since" in station.err
    assert station("order", "show", ORDER) == 0
    assert station.answer["marked"]["rework"] == 1


def test_a_swap_and_a_scrapped_unit_use_the_allowance(station: Station) -> None:
    station.passed("U-2")
    assert station("unit", "swap", "U-2", "--reason", "board") == 2, "nobody said yes"
    assert "CFG-004" in station.err
    assert station("unit", "swap", "U-2", "--reason", "board", "--yes") == 0
    assert (station.answer["state"], station.answer["given"]) == ("in-process", [ORDER])
    station.passed("U-2")
    assert station("unit", "return", "U-2", "--reason", "dead") == 0
    assert station("unit", "swap", "U-2", "--reason", "board", "--yes") == 2
    assert station.answer["error"]["code"] == "REC-036"
    assert station("unit", "scrap", "U-2", "--reason", "dead", "--yes") == 0
    assert (station.answer["given"], station.answer["kept"]) == ([], [ORDER])
    assert "no scrap allowance is left" in station.err
    assert station("order", "show", ORDER) == 0
    assert (station.answer["scrap_allowance"], station.answer["scrapped"]) == (1, 1)
    assert station("audit", "verify") == 0


def test_a_unit_gets_another_key_only_where_its_order_says_so(station: Station) -> None:
    station.passed("U-7")
    assert station("unit", "renew", "U-7", "--reason", "leaked") == 2, "nobody said yes"
    assert station("unit", "renew", "U-7", "--reason", "leaked", "--yes") == 2
    assert station.answer["error"]["code"] == "REC-056"


def test_a_unit_that_nobody_knows_is_said_to_be_unknown(station: Station) -> None:
    assert station("unit", "scrap", "U-9", "--reason", "dead", "--yes") == 2
    assert station.answer["error"]["code"] == "REC-033"
    assert station("unit", "show", "U-9") == 1
