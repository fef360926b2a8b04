"""Linux devices on their consoles, from plug to PASS and to every way of failing."""

import base64
import hashlib

import pytest

from station.errors import Outcome
from station.line.run import RunResult
from station.line.work import Job
from station.model.attestation import KeyOrigin, TpmAttestation
from station.model.run import USUAL_STEPS, Step, StepEvent, StepState
from station.practice.seats import Pull
from station.practice.unit_config import Behaviour, Manner
from tests.bench.line.test_refusals import own_profile
from tests.support.floor import Floor

pytestmark = pytest.mark.bench


def hasty(floor: Floor, connect_s: float = 2.0) -> Job:
    name = own_profile(
        floor,
        "practice-console",
        f"practice-console-{int(connect_s)}s",
        link=("connect_s = 20.0", f"connect_s = {connect_s}"),
    )
    return floor.order("console", profile=name)


def passed(result: RunResult) -> TpmAttestation:
    assert result.outcome is Outcome.PASSED, (
        f"{result.error} {result.error and result.error.detail}"
    )
    assert result.enrollment is not None
    assert result.enrollment.identity.key_origin is KeyOrigin.IN_TPM
    attestation = result.enrollment.identity.attestation
    assert isinstance(attestation, TpmAttestation)
    return attestation


def test_a_linux_device_is_enrolled_with_its_tpm_s_key(floor: Floor) -> None:
    result = floor.run(floor.unit("console"), floor.order("console"))
    public = passed(result).endorsement_key.public
    digest = base64.b32encode(hashlib.sha256(public).digest()).decode().lower().rstrip("=")
    assert result.enrollment is not None
    assert result.enrollment.registration_id.text == digest
    assert str(result.enrollment.device_id) == result.serial


@pytest.mark.parametrize("manner", [Manner.NOISY, Manner.SLOW])
def test_it_passes_in_noise_and_slowly(floor: Floor, manner: Manner) -> None:
    behaviour = Behaviour(manner, delay_s=0.05)
    passed(floor.run(floor.unit("console"), floor.order("console"), behaviour=behaviour))


@pytest.mark.parametrize(
    ("manner", "code"),
    [
        (Manner.SILENT, "LNK-002"),
        (Manner.GARBAGE, "LNK-004"),
        (Manner.REFUSES, "LNK-009"),
        (Manner.DIES, "LNK-003"),
        (Manner.NO_TPM, "LNK-007"),
        (Manner.SWAPPED, "LNK-004"),
    ],
)
def test_a_device_that_misbehaves(floor: Floor, manner: Manner, code: str) -> None:
    job = hasty(floor)
    result = floor.run(floor.unit("console"), job, behaviour=Behaviour(manner))
    floor.assert_refused(result, job, code)
    floor.assert_next_unit_passes("console", job)


def test_a_wrong_password_in_the_profile(floor: Floor) -> None:
    name = own_profile(
        floor,
        "practice-console",
        "practice-console-wrong",
        link=('password = "press-any-key"', 'password = "out-of-date"'),
    )
    job = floor.order("console", profile=name)
    unit = floor.unit("console")
    result = floor.run(unit, job)
    floor.assert_refused(result, job, "LNK-009")
    assert result.error is not None
    assert "out-of-date" not in f"{result.error} {result.error.detail}"
    assert result.outcome is Outcome.FAILED
    passed(floor.run(unit, floor.order("console")))


def test_a_device_that_restarts_before_its_proof_passes(floor: Floor) -> None:
    name = own_profile(
        floor,
        "practice-console",
        "practice-console-restarted",
        link=("practice = true", 'practice = true\nprove = "after-restart"'),
    )
    result = floor.run(floor.unit("console"), floor.order("console", profile=name))
    passed(result)
    assert result.enrollment is not None
    assert result.enrollment.proof.endswith("after a restart")


def test_a_device_that_restarts_by_itself(floor: Floor) -> None:
    job = floor.order("console")
    unit = floor.unit("console")
    result = floor.run(unit, job, behaviour=Behaviour(Manner.REBOOTS, after=3))
    floor.assert_refused(result, job, "LNK-011")
    passed(floor.run(unit, job))


@pytest.mark.parametrize("step", USUAL_STEPS[:-1])
def test_a_device_pulled_out(floor: Floor, step: Step) -> None:
    job = hasty(floor, 8.0)

    def pull(event: StepEvent) -> None:
        if (event.step, event.state) == (step, StepState.STARTED):
            floor.bench.unplug(floor.seat, Pull.ABRUPT)

    unit = floor.unit("console")
    result = floor.run(unit, job, listeners=[pull])
    floor.assert_refused(result, job, "LNK-001" if step is Step.CONNECT else "LNK-003")
    passed(floor.run(unit, job))
    floor.assert_next_unit_passes("console", job)


def test_a_device_whose_serial_number_is_another_s(floor: Floor) -> None:
    job = floor.order("console")
    floor.assert_refused(floor.run(floor.unit("console"), job, scanned="SN-OTHER"), job, "LIN-002")
    unit = floor.unit("console", "no serial this!")
    floor.assert_refused(floor.run(unit, job), job, "LIN-001")
