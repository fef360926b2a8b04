"""The main job on real parts: units of every mechanism pass, and what a PASS leaves behind."""

import base64
import hashlib
import hmac
from dataclasses import replace
from threading import Event

import pytest
from cryptography import x509

from station.errors import Outcome, StationError
from station.line.run import RunResult, run_unit
from station.line.shift import Assignment, work_shift
from station.model.attestation import (
    KeyOrigin,
    SymmetricKeyAttestation,
    TpmAttestation,
    X509Attestation,
)
from station.model.enrollment import EnrollmentStatus
from station.model.run import USUAL_STEPS, Step, StepEvent, StepState, Unit
from station.operations.practice import position_of
from tests.support.floor import Floor
from tests.support.printed import Printed

pytestmark = pytest.mark.bench


def test_a_tpm_unit_is_enrolled_with_the_key_at_its_handle(floor: Floor) -> None:
    job = floor.order("tpm")
    result = floor.run(floor.unit("tpm"), job)
    assert result.outcome is Outcome.PASSED, result.error
    assert result.enrollment is not None
    attestation = result.enrollment.identity.attestation
    assert isinstance(attestation, TpmAttestation)
    public = attestation.endorsement_key.public
    digest = base64.b32encode(hashlib.sha256(public).digest()).decode().lower().rstrip("=")
    assert result.enrollment.registration_id.text == digest
    assert result.enrollment.identity.key_origin is KeyOrigin.IN_TPM


def test_an_x509_unit_is_enrolled_with_a_certificate_in_its_name(floor: Floor) -> None:
    job = floor.order("x509")
    result = floor.run(floor.unit("x509", "SN-Mixed-Case-1"), job)
    assert result.outcome is Outcome.PASSED, result.error
    assert result.enrollment is not None
    attestation = result.enrollment.identity.attestation
    assert isinstance(attestation, X509Attestation)
    certificate = x509.load_der_x509_certificate(attestation.certificate)
    assert certificate.subject.rfc4514_string() == "CN=sn-mixed-case-1"
    certificate.verify_directly_issued_by(x509.load_der_x509_certificate(attestation.chain[0]))


def test_a_symmetric_unit_belongs_to_its_orders_group(floor: Floor) -> None:
    job = floor.order("symmetric")
    result = floor.run(floor.unit("symmetric"), job)
    assert result.outcome is Outcome.PASSED, result.error
    assert result.enrollment is not None
    assert result.enrollment.identity.attestation == SymmetricKeyAttestation(job.order.name)
    group_key = floor.plant.tools.factory.disclose_group_key(job.order.group_id)
    name = result.enrollment.registration_id
    with group_key.reveal() as key:
        expected = hmac.digest(key, name.text.encode(), "sha256")
    with floor.plant.tools.factory.derive(job.order.group_id, name).reveal() as derived:
        assert hmac.compare_digest(derived, expected)


def test_the_enrollment_list_holds_what_passed(floor: Floor) -> None:
    job = floor.order("x509")
    result = floor.run(floor.unit("x509"), job)
    found = floor.plant.tools.records.find(result.serial)
    assert found == result.enrollment
    assert found.status is EnrollmentStatus.READY
    assert floor.plant.tools.records.usage(job.order.name).enrolled == 1


def test_listeners_hear_each_step_in_its_order(floor: Floor) -> None:
    heard: list[StepEvent] = []
    floor.run(floor.unit("symmetric"), floor.order("symmetric"), listeners=[heard.append])
    started = [event.step for event in heard if event.state is StepState.STARTED]
    assert started == list(USUAL_STEPS)
    assert heard[-1].outcome is Outcome.PASSED


def test_a_listener_that_fails_breaks_no_run(
    floor: Floor, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(event: StepEvent) -> None:
        raise RuntimeError(event.run)

    result = floor.run(floor.unit("symmetric"), floor.order("symmetric"), listeners=[broken])
    assert result.outcome is Outcome.PASSED
    caplog.clear()


def test_the_last_place_of_an_order_goes_to_one_of_two_positions(floor: Floor) -> None:
    job = floor.order("x509", quantity=1)
    given = {seat.name: seat for seat in floor.bench.seats}

    class Two:
        def next(self, position: object, cancel: Event) -> Assignment | None:
            seat = given.pop(getattr(position, "name"), None)  # noqa: B009 - any position will do
            if seat is None:
                return None
            floor.bench.plug(seat, floor.unit("x509"))
            return Assignment(Unit(), job)

        def done(self, position: object, result: RunResult) -> None:
            pass

    positions = [position_of(seat) for seat in floor.bench.seats]
    shift = work_shift(positions, Two(), floor.plant.tools)
    for seat in floor.bench.seats:
        floor.bench.unplug(seat)
    assert [error.code for error in shift.stopped.values()] == ["REC-009"]
    assert sorted(r.error.code if r.error else "passed" for r in shift.results) == [
        "REC-009",
        "passed",
    ]
    refused = next(r for r in shift.results if r.error)
    assert refused.error is not None
    assert refused.outcome is Outcome.ERROR
    usage = floor.plant.tools.records.usage(job.order.name)
    assert (usage.enrolled, usage.reserved) == (1, 0)


def test_a_cancelled_run_is_on_record_as_cancelled(floor: Floor) -> None:
    job = floor.order("symmetric")
    seat, cancel = floor.seat, Event()
    floor.bench.plug(seat, floor.unit("symmetric"))

    def stop(event: StepEvent) -> None:
        if event.step is Step.IDENTIFY:
            cancel.set()

    try:
        result = run_unit(Unit(), job, position_of(seat), floor.plant.tools, [stop], cancel)
    finally:
        floor.bench.unplug(seat)
    floor.assert_refused(result, job, "LIN-003")
    assert result.outcome is Outcome.CANCELLED


def test_a_run_whose_end_cannot_be_written_is_told_to_the_worker(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, heard = floor.order("symmetric"), list[StepEvent]()

    def full(*_: object, **__: object) -> None:
        raise StationError("REC-003")

    with monkeypatch.context() as patch:
        patch.setattr(floor.plant.tools.records, "end_run", full)
        with pytest.raises(StationError, match="REC-003"):
            floor.run(floor.unit("symmetric", "none such!"), job, listeners=[heard.append])
    assert (heard[-1].outcome, heard[-1].code) == (Outcome.ERROR, "REC-003")
    floor.assert_next_unit_passes("symmetric", job)


def test_a_unit_that_has_passed_gets_its_label_though_the_shift_is_stopped(floor: Floor) -> None:
    job = floor.order("symmetric", profile="practice-labelled")
    cancel, printed = Event(), Printed()

    def stop(event: StepEvent) -> None:
        if (event.step, event.state) == (Step.ENROL, StepState.DONE):
            cancel.set()

    unit, tools = floor.unit("symmetric"), replace(floor.plant.tools, printer=lambda: printed)
    floor.bench.plug(floor.seat, unit)
    try:
        result = run_unit(Unit(), job, position_of(floor.seat), tools, [stop], cancel)
    finally:
        floor.bench.unplug(floor.seat)
    assert result.outcome is Outcome.PASSED
    assert [label.serial for label in printed.labels] == [unit.serial]
