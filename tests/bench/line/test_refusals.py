"""What the line refuses, unit by unit: each with its own code, on record, and nothing enrolled."""

from dataclasses import replace
from pathlib import Path

import pytest

from station.errors import Outcome, StationError
from station.hsm.tokens import Token, TokenAddress
from station.line.mechanisms.leftovers import key_id_of
from station.model.enrollment import Enrollment
from station.model.profile import KeyKind
from station.model.run import USUAL_STEPS, Step, StepEvent, StepState
from station.operations.practice import practice_pin
from station.practice.seats import Pull
from station.practice.unit_config import Behaviour, Manner
from station.secret import Secret
from tests.support.floor import Floor

pytestmark = pytest.mark.bench


def own_profile(floor: Floor, shipped: str, name: str, **changes: tuple[str, str]) -> str:
    """Put a changed copy of a shipped profile into the station's data folder."""
    text = (Path("resources/profiles") / f"{shipped}.toml").read_text(encoding="utf-8")
    text = text.replace(f'name = "{shipped}"', f'name = "{name}"')
    for before, after in changes.values():
        text = text.replace(before, after)
    folder = floor.plant.data.profiles
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return name


def test_a_serial_number_that_breaks_the_rules(floor: Floor) -> None:
    job = floor.order("symmetric")
    floor.assert_refused(floor.run(floor.unit("symmetric", "bad serial!"), job), job, "LIN-001")
    floor.assert_next_unit_passes("symmetric", job)


def test_a_scanned_serial_number_that_is_another_units(floor: Floor) -> None:
    job = floor.order("symmetric")
    result = floor.run(floor.unit("symmetric"), job, scanned="SN-OTHER")
    floor.assert_refused(result, job, "LIN-002")


def test_a_unit_that_never_said_its_serial_number_is_found_by_its_label(floor: Floor) -> None:
    job, unit = floor.order("symmetric"), floor.unit("symmetric")
    result = floor.run(unit, job, behaviour=Behaviour(Manner.REFUSES), scanned=unit.serial)
    floor.assert_refused(result, job, "LNK-005")
    assert [run.name for run in floor.plant.tools.records.runs_of(unit.serial)] == [result.run]
    floor.assert_next_unit_passes("symmetric", job)


@pytest.mark.parametrize("again", ["as it was", "in another case"])
def test_a_serial_number_already_enrolled(floor: Floor, again: str) -> None:
    job = floor.order("symmetric")
    unit = floor.unit("symmetric")
    assert floor.run(unit, job).outcome is Outcome.PASSED
    serial = unit.serial if again == "as it was" else unit.serial.lower()
    other = replace(floor.unit("symmetric"), serial=serial)
    floor.assert_refused(floor.run(other, job), job, "REC-008")
    floor.assert_next_unit_passes("symmetric", job)


def test_a_registration_id_already_enrolled(floor: Floor) -> None:
    name = own_profile(
        floor,
        "practice-x509",
        "practice-one-name",
        names=('registration_id = "{serial}"', 'registration_id = "{order}"'),
        token=('label = "{serial}"', ""),
    )
    job = floor.order("x509", profile=name)
    assert floor.run(floor.unit("x509"), job).outcome is Outcome.PASSED
    floor.assert_refused(floor.run(floor.unit("x509"), job), job, "REC-005")


def test_an_endorsement_key_already_enrolled(floor: Floor) -> None:
    job = floor.order("tpm")
    unit = floor.unit("tpm")
    assert floor.run(unit, job).outcome is Outcome.PASSED
    floor.assert_refused(floor.run(replace(unit, serial=floor.serial()), job), job, "REC-006")
    floor.assert_next_unit_passes("tpm", job)


def test_a_public_key_already_enrolled(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    job = floor.order("x509")
    made: list[bytes] = []
    real = Token.generate_key_pair

    def poor(token: Token, kind: KeyKind, label: str, key_id: bytes) -> bytes:
        made.append(real(token, kind, label, key_id))
        return made[0]

    with monkeypatch.context() as patch:
        patch.setattr(Token, "generate_key_pair", poor)
        assert floor.run(floor.unit("x509"), job).outcome is Outcome.PASSED
        floor.assert_refused(floor.run(floor.unit("x509"), job), job, "REC-007")
    assert floor.plant.tools.records.usage(job.order.name).spent == 0
    floor.assert_next_unit_passes("x509", job)


@pytest.mark.parametrize(
    ("manner", "code"),
    [(Manner.SILENT, "LNK-002"), (Manner.GARBAGE, "LNK-004"), (Manner.REFUSES, "LNK-005")],
)
def test_a_unit_that_does_not_answer_sense(floor: Floor, manner: Manner, code: str) -> None:
    name = own_profile(
        floor, "practice-symmetric", "practice-hasty", link=("baud = 115200", "connect_s = 0.5")
    )
    job = floor.order("symmetric", profile=name)
    result = floor.run(floor.unit("symmetric"), job, behaviour=Behaviour(manner))
    floor.assert_refused(result, job, code)
    floor.assert_next_unit_passes("symmetric", job)


def test_an_empty_seat(floor: Floor) -> None:
    job = floor.order("symmetric")
    unit = floor.unit("symmetric")

    def nobody(event: StepEvent) -> None:
        if (event.step, event.state) == (Step.CONNECT, StepState.STARTED):
            floor.bench.unplug(floor.seat, Pull.ABRUPT)

    result = floor.run(unit, job, listeners=[nobody])
    floor.assert_refused(result, job, "LNK-001")
    assert result.outcome is Outcome.FAILED, "that it was taken out stops no position"


@pytest.mark.parametrize("step", USUAL_STEPS[:-1])
@pytest.mark.parametrize("mechanism", ["tpm", "x509", "symmetric"])
def test_a_unit_pulled_out(floor: Floor, mechanism: str, step: Step) -> None:
    job = floor.order(mechanism)

    def pull(event: StepEvent) -> None:
        if (event.step, event.state) == (step, StepState.STARTED):
            floor.bench.unplug(floor.seat, Pull.ABRUPT)

    result = floor.run(floor.unit(mechanism), job, listeners=[pull])
    assert result.error is not None, "it passed without its unit"
    assert result.error.code in {"LNK-001", "LNK-003", "HSM-002", "HSM-005"}
    floor.assert_refused(result, job, result.error.code)
    spent = floor.plant.tools.records.usage(job.order.name).spent
    issued = mechanism != "tpm" and step in {Step.PROVE, Step.ENROL}
    assert spent == (1 if issued else 0)
    floor.assert_next_unit_passes(mechanism, job)


@pytest.mark.parametrize("step", [Step.ATTEST, Step.PROVE, Step.ENROL])
@pytest.mark.parametrize("mechanism", ["tpm", "x509", "symmetric"])
def test_a_unit_seated_again_passes(floor: Floor, mechanism: str, step: Step) -> None:
    job = floor.order(mechanism)
    unit = floor.unit(mechanism)

    def pull(event: StepEvent) -> None:
        if (event.step, event.state) == (step, StepState.STARTED):
            floor.bench.unplug(floor.seat, Pull.ABRUPT)

    assert floor.run(unit, job, listeners=[pull]).outcome is Outcome.FAILED
    again = floor.run(unit, job)
    assert again.error is None, f"{again.error}: {again.error.detail}"


def test_a_token_seated_again_holds_the_key_of_the_last_try_alone(floor: Floor) -> None:
    job = floor.order("x509")
    unit = floor.unit("x509")

    def pull(event: StepEvent) -> None:
        if (event.step, event.state) == (Step.PROVE, StepState.STARTED):
            floor.bench.unplug(floor.seat, Pull.ABRUPT)

    first = floor.run(unit, job, listeners=[pull])
    last = floor.run(unit, job)
    assert last.error is None, f"{last.error}: {last.error.detail}"
    floor.bench.plug(floor.seat, unit)
    try:
        address = TokenAddress(floor.seat.module, unit.label)
        with Token.open(address, practice_pin()) as token:
            token.read_certificate(key_id_of(last.run))
            with pytest.raises(StationError) as gone:
                token.sign(key_id_of(first.run), b"anything")
    finally:
        floor.bench.unplug(floor.seat)
    assert gone.value.code == "HSM-008"


def test_a_unit_pulled_out_for_its_label_has_passed(floor: Floor) -> None:
    job = floor.order("symmetric")

    def pull(event: StepEvent) -> None:
        if (event.step, event.state) == (Step.LABEL, StepState.STARTED):
            floor.bench.unplug(floor.seat, Pull.ABRUPT)

    result = floor.run(floor.unit("symmetric"), job, listeners=[pull])
    assert result.outcome is Outcome.PASSED


def test_a_unit_changed_for_another_before_it_is_enrolled(floor: Floor) -> None:
    job = floor.order("symmetric")
    other = floor.unit("symmetric")

    def swap(event: StepEvent) -> None:
        if (event.step, event.state) == (Step.ENROL, StepState.STARTED):
            floor.bench.unplug(floor.seat, Pull.ABRUPT)
            floor.bench.plug(floor.seat, other)

    result = floor.run(floor.unit("symmetric"), job, listeners=[swap])
    assert result.error is not None
    floor.assert_refused(result, job, "LNK-003")


def test_a_wrong_pin_for_the_units_token(floor: Floor) -> None:
    job = floor.order("x509", pin=Secret(b"not the pin"))
    result = floor.run(floor.unit("x509"), job)
    floor.assert_refused(result, job, "HSM-003")
    assert result.outcome is Outcome.FAILED
    assert result.error is not None
    assert "not the pin" not in f"{result.error} {result.error.detail} {result.error.remedy}"
    floor.assert_next_unit_passes("x509", floor.order("x509"))


def test_a_request_for_another_name(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    job = floor.order("x509")
    real = Token.request_certificate

    def other_name(token: Token, key_id: bytes, common_name: str) -> bytes:
        return real(token, key_id, f"not-{common_name}")

    with monkeypatch.context() as patch:
        patch.setattr(Token, "request_certificate", other_name)
        floor.assert_refused(floor.run(floor.unit("x509"), job), job, "HSM-010")
    assert floor.plant.tools.records.usage(job.order.name).spent == 0
    floor.assert_next_unit_passes("x509", job)


def test_a_token_that_belongs_to_another_unit(floor: Floor) -> None:
    job = floor.order("x509")
    unit = replace(floor.unit("x509"), serial=floor.serial())
    floor.assert_refused(floor.run(unit, job), job, "HSM-002")


def test_a_unit_without_the_tpm_that_the_product_needs(floor: Floor) -> None:
    job = floor.order("tpm")
    result = floor.run(floor.unit("tpm"), job, behaviour=Behaviour(Manner.NO_TPM))
    floor.assert_refused(result, job, "LNK-007")


def test_a_profile_changed_after_the_order_was_made(floor: Floor) -> None:
    name = own_profile(floor, "practice-symmetric", "practice-pinned")
    job = floor.order("symmetric", profile=name)
    changed = replace(job, profile_hash="0" * 64)
    floor.assert_refused(floor.run(floor.unit("symmetric"), changed), job, "PRF-004")


def test_an_issued_certificate_keeps_its_place_in_the_order(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = floor.order("x509", quantity=1)
    with monkeypatch.context() as patch:
        patch.setattr(Token, "sign", lambda *_: b"no signature")
        floor.assert_refused(floor.run(floor.unit("x509"), job), job, "HSM-016")
    assert floor.plant.tools.records.usage(job.order.name).spent == 1
    floor.assert_refused(floor.run(floor.unit("x509"), job), job, "REC-009")


def test_an_enrollment_that_cannot_be_written(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    job = floor.order("symmetric")

    def broken(*_: object, **__: object) -> Enrollment:
        raise RuntimeError("anything")

    with monkeypatch.context() as patch:
        patch.setattr("station.line.run.enrolled", broken)
        result = floor.run(floor.unit("symmetric"), job)
    floor.assert_refused(result, job, "LIN-014")
    assert result.outcome is Outcome.ERROR
    caplog.clear()
    floor.assert_next_unit_passes("symmetric", job)
