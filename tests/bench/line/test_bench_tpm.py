"""TPM modules without a host, wired to the station: from the node to the enrollment list."""

import hashlib
from pathlib import Path

import pytest

from station.cli import main
from station.errors import Outcome
from station.folders import Data
from station.line.bench import Bench, write_bench
from station.model.attestation import TpmAttestation
from station.operations.plant import open_reader
from station.operations.practice import new_practice_plant, position_of
from station.operations.practice_station import open_practice_order
from station.practice.bench import PracticeBench
from station.practice.unit_config import Behaviour, Manner, Pacing
from station.practice.units import UnitKind
from tests.support.floor import Floor

pytestmark = pytest.mark.bench


def test_a_module_without_a_label_is_named_by_its_endorsement_key(floor: Floor) -> None:
    result = floor.run(floor.unit("bench-tpm"), floor.order("bench-tpm"))
    assert result.outcome is Outcome.PASSED, result.error
    assert result.enrollment is not None
    attestation = result.enrollment.identity.attestation
    assert isinstance(attestation, TpmAttestation)
    digest = hashlib.sha256(attestation.endorsement_key.public).hexdigest()
    assert result.serial == f"tpm-{digest[:24]}"
    assert str(result.enrollment.device_id) == result.serial


def test_a_module_with_a_label_has_the_number_on_it(floor: Floor) -> None:
    unit = floor.unit("bench-tpm")
    result = floor.run(unit, floor.order("bench-tpm"), scanned=unit.serial)
    assert result.outcome is Outcome.PASSED, result.error
    assert result.serial == unit.serial


def test_a_module_is_enrolled_once_whatever_its_label_says(floor: Floor) -> None:
    unit, job = floor.unit("bench-tpm"), floor.order("bench-tpm")
    assert floor.run(unit, job).outcome is Outcome.PASSED
    floor.assert_refused(floor.run(unit, job), job, "REC-008")
    floor.assert_refused(floor.run(unit, job, scanned=floor.serial()), job, "REC-006")
    floor.assert_next_unit_passes("bench-tpm", job)


@pytest.mark.parametrize("after", [4, 12, 20])
def test_a_module_that_is_pulled_out_fails_and_passes_when_it_is_back(
    floor: Floor, after: int
) -> None:
    unit, job = floor.unit("bench-tpm"), floor.order("bench-tpm")
    result = floor.run(unit, job, behaviour=Behaviour(Manner.DIES, after=after))
    floor.assert_refused(result, job, "LNK-003")
    assert floor.run(unit, job).outcome is Outcome.PASSED


def test_modules_are_provisioned_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = Data.made(tmp_path / "data")
    with PracticeBench(tmp_path / "bench", 1, pacing=Pacing.NONE) as bench:
        with new_practice_plant(data, bench) as plant:
            open_practice_order(plant, "practice-bench-tpm")
        # A TPM has no slot for a token.
        position = position_of(bench.seats[0]).model_copy(update={"token": None})
        write_bench(data.bench, Bench(name="tpms", position=(position,)))
        bench.plug(bench.seats[0], bench.make_unit(UnitKind.TPM_MODULE, "on-its-label"))
        words = ["provision", "--units", "1", "--data", str(data.root)]
        assert main(words) == 0, capsys.readouterr()
    with open_reader(data) as reader:
        (enrollment,) = reader.enrollments()
    assert enrollment.serial.startswith("tpm-")
    assert "PASS" in capsys.readouterr().out
