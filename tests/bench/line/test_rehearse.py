"""Each unit rehearses: it registers with a practice service by what is inside it, before it passes.

The parts are real: TPMs by swtpm, tokens by SoftHSM, units behind ptys, and the service over HTTPS.
"""

import base64
import json
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from station.errors import Outcome, StationError
from station.line.checks import check_job
from station.line.halt import Halt
from station.line.run import RunResult, opened_link, run_unit
from station.line.steps import RunLog
from station.line.work import Job, Work
from station.links import LINKS
from station.model.enrollment import Enrollment
from station.model.order import EnrolledAs, OrderSpec, Reprovisioning
from station.model.profile import KeyKind
from station.model.run import Run, Step, StepEvent, StepState, Unit
from station.operations import rehearsal_stage
from station.operations.practice import ID_SCOPE, position_of, practice_pin
from station.operations.registering import Place, register
from station.operations.rehearsal_papers import Paper, paper_of
from station.operations.rehearsal_stage import Stage
from station.operations.rehearsing import Rehearsals
from station.practice.seats import Seat
from station.practice.service.enrollments import GROUP, INDIVIDUAL
from station.practice.service.server import PracticeService
from station.practice.units import PracticeUnit
from station.service.registration import Registration
from station.tpm.keys import make_key, remove_key
from station.tpm.session import Tpm
from tests.support.floor import Floor
from tests.support.liars import Keys, LyingKind

pytestmark = [pytest.mark.bench, pytest.mark.timeout(180)]

CHIP_KEY = 0x81000010
PRODUCTS = (
    *("tpm", "console", "x509", "x509-tpm"),
    *("symmetric", "symmetric-device", "symmetric-tpm"),
)


def rehearsing(
    floor: Floor,
    product: str,
    more: str = "",
    table: str = "",
    key: str = "ec-p256",
    **spec: Any,  # noqa: ANN401 - of an order
) -> Job:
    """Return an order for a product whose units rehearse."""
    name = f"rehearses-{next(floor.numbers)}"
    text = Path(f"resources/profiles/practice-{product}.toml").read_text(encoding="utf-8")
    for before, after in (
        ("[link]", f"{table}\n[link]"),
        (f'name = "practice-{product}"', f'name = "{name}"'),
        ("practice = true", f"practice = true\nrehearse = true\n{more}"),
    ):
        assert before in text
        text = text.replace(before, after, 1)
    text = text.replace('key = "ec-p256"', f'key = "{key}"')
    folder = floor.plant.data.profiles
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    usual = {"name": name, "profile": name, "id_scope": ID_SCOPE, "quantity": 9}
    floor.plant.create_order(OrderSpec(**{**usual, **spec}), practice_pin())
    return floor.plant.job(name)


def rehearsals(floor: Floor) -> Rehearsals:
    found = floor.plant.tools.rehearsal
    assert isinstance(found, Rehearsals)
    return found


def stage_of(floor: Floor) -> Stage:
    begun = rehearsals(floor)._begun
    assert begun is not None
    return begun.wait(Event())


def assert_empty(stage: Stage) -> None:
    """Check that nothing is left at the service of any unit that rehearsed there."""
    store = stage.service.store
    assert store.all(INDIVIDUAL) == store.all(GROUP) == []
    assert store._many("SELECT name FROM registrations") == []
    assert stage.service.vaults == {}
    assert stage._lanes._lanes == {}


def error_of(result: RunResult) -> tuple[str | None, Outcome]:
    return (None if result.error is None else result.error.code), result.outcome


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_unit_registers_by_what_is_inside_it(floor: Floor, product: str) -> None:
    job, events = rehearsing(floor, product), list[StepEvent]()
    result = floor.run(floor.unit(product), job, listeners=[events.append])
    assert result.error is None, f"{result.error}: {result.error.detail}"
    assert result.enrollment is not None
    assert "; rehearsed: registered by what is inside it" in result.enrollment.proof
    done = [event.step for event in events if event.state is StepState.DONE and event.step]
    assert done == [*list(Step)[:5], Step.REHEARSE, Step.ENROL, Step.LABEL]
    assert_empty(stage_of(floor))


@pytest.mark.parametrize("product", ["x509", "x509-tpm"])
def test_a_unit_registers_under_its_order_s_group(floor: Floor, product: str) -> None:
    job = rehearsing(floor, product, enrollment=EnrolledAs.GROUP)
    for _ in range(2):
        result = floor.run(floor.unit(product), job)
        assert result.error is None, f"{result.error}: {result.error.detail}"
    assert_empty(stage_of(floor))


@pytest.mark.parametrize("product", ["x509", "x509-tpm", "symmetric-tpm"])
def test_it_rehearses_after_its_restart_and_again_when_it_is_run_again(
    floor: Floor, product: str
) -> None:
    twice, same = 'prove = "after-restart"', Reprovisioning.SAME_KEY
    job, events = rehearsing(floor, product, twice, reprovisioning=same), list[StepEvent]()
    unit = floor.unit(product)
    result = floor.run(unit, job, listeners=[events.append])
    assert result.error is None, f"{result.error}: {result.error.detail}"
    done = [event.step for event in events if event.state is StepState.DONE and event.step]
    assert done[4:8] == [Step.PROVE, Step.RESTART, Step.PROVE, Step.REHEARSE]
    again = floor.run(unit, job)
    assert again.error is None, f"{again.error}: {again.error.detail}"
    assert again.again


@pytest.mark.parametrize("product", ["tpm", "x509-tpm"])
def test_nothing_is_left_in_the_tpm(floor: Floor, product: str) -> None:
    plain, rehearsed = floor.unit(product), floor.unit(product)
    job = floor.order(product)
    assert floor.run(plain, job).outcome is Outcome.PASSED
    assert floor.run(rehearsed, rehearsing(floor, product)).outcome is Outcome.PASSED
    assert handles(floor, rehearsed, job) == handles(floor, plain, job)


def handles(floor: Floor, unit: PracticeUnit, job: Job) -> list[int]:
    """Return what is in a unit's TPM: loaded, persistent, sessions, indices."""
    position, tools, dry = position_of(floor.seat), floor.plant.tools, replace(job, dry=True)
    run = Run("r", "o", "", position.name, "", tools.now(), None, None, None)
    floor.bench.plug(floor.seat, unit)
    try:
        log = RunLog(run, (), Halt(Event()), dry.profile.steps)
        with opened_link(dry, position, tools, log) as link:
            link.identify()
            with Tpm(link.transact) as tpm:
                kinds = (0x80000000, 0x81000000, 0x02000000, 0x03000000, 0x01000000)
                return [handle for kind in kinds for handle in tpm.nv_indices(kind, 64)]
    finally:
        floor.bench.unplug(floor.seat)


def flipped(text: str, at: int) -> str:
    """Return base64 with another bit in a byte."""
    data = bytearray(base64.b64decode(text))
    data[at] ^= 1
    return base64.b64encode(data).decode()


def altered(document: dict[str, Any]) -> None:
    held = document["attestation"]
    if "tpm" in held:
        held["tpm"]["endorsementKey"] = flipped(held["tpm"]["endorsementKey"], 200)
    elif "x509" in held:
        primary = held["x509"]["clientCertificates"]["primary"]
        primary["certificate"] = flipped(primary["certificate"], -1)


@pytest.mark.parametrize(
    ("product", "code"), [("tpm", 400_004), ("x509", 401_002), ("x509-tpm", 401_002)]
)
def test_what_is_enrolled_with_another_bit_fails_the_unit(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, product: str, code: int
) -> None:
    def other(*told: Any) -> Paper:  # noqa: ANN401 - as the function's
        paper = paper_of(*told)
        document = json.loads(paper.body)
        altered(document)
        return replace(paper, body=json.dumps(document).encode())

    job = rehearsing(floor, product)
    with monkeypatch.context() as patched:
        patched.setattr(rehearsal_stage, "paper_of", other)
        result = floor.run(floor.unit(product), job)
    floor.assert_refused(result, job, "SVC-045")
    assert result.outcome is Outcome.FAILED
    assert result.error is not None
    assert f"HTTP status {code // 1_000}" in result.error.detail
    assert str(code) in result.error.detail
    assert_empty(stage_of(floor))


@pytest.mark.parametrize("kind", ["ec-p384", "rsa-2048"])
def test_other_keys_in_a_tpm_register_too(floor: Floor, kind: str) -> None:
    job = rehearsing(floor, "x509-tpm", key=kind)
    result = floor.run(floor.unit("x509-tpm"), job)
    assert result.error is None, f"{result.error}: {result.error.detail}"


def test_another_key_in_the_tpm_than_the_certified_one_fails_the_unit(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between proof and rehearsal, at the same handle and by the same template."""

    def other(work: Work, enrolled: Enrollment, place: Place) -> Registration:
        with Tpm(work.link.transact) as tpm:
            remove_key(tpm, CHIP_KEY)
            make_key(tpm, CHIP_KEY, KeyKind.EC_P256, lambda _: None)
        return register(work, enrolled, place)

    job = rehearsing(floor, "x509-tpm")
    with monkeypatch.context() as patched:
        patched.setattr(rehearsal_stage, "register", other)
        result = floor.run(floor.unit("x509-tpm"), job)
    floor.assert_refused(result, job, "HSM-016")
    assert_empty(stage_of(floor))


def test_a_tpm_without_its_key_fails_the_unit(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(work: Work, enrolled: Enrollment, place: Place) -> Registration:
        with Tpm(work.link.transact) as tpm:
            remove_key(tpm, CHIP_KEY)
        return register(work, enrolled, place)

    job = rehearsing(floor, "x509-tpm")
    with monkeypatch.context() as patched:
        patched.setattr(rehearsal_stage, "register", without)
        result = floor.run(floor.unit("x509-tpm"), job)
    floor.assert_refused(result, job, "TPM-053")


def test_a_certificate_on_the_unit_that_was_altered_fails_it(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Shelf(Keys):
        """A device that keeps a certificate for its TPM's key, and spoils it after a look."""

        def install_certificate(self, certificate: bytes, chain: Sequence[bytes]) -> None:
            del chain
            self.kept, self.looks = certificate, 0

        def certificate(self) -> bytes:
            self.looks += 1
            return self.kept if self.looks == 1 else self.kept[:-1] + bytes([self.kept[-1] ^ 1])

    job = rehearsing(floor, "x509-tpm")
    with monkeypatch.context() as patched:
        patched.setitem(LINKS, "smp", LyingKind(Shelf))
        result = floor.run(floor.unit("x509-tpm"), job)
    floor.assert_refused(result, job, "SVC-045")
    assert result.error is not None
    assert "401002" in result.error.detail


@pytest.mark.parametrize("product", ["symmetric", "symmetric-device", "symmetric-tpm"])
def test_a_unit_with_another_key_than_its_group_s_fails(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, product: str
) -> None:
    job = rehearsing(floor, product)

    def other(*told: Any) -> Paper:  # noqa: ANN401 - as the function's
        paper = paper_of(*told)
        return replace(paper, vault=lambda _: [lambda _: bytes(32)])

    with monkeypatch.context() as patched:
        patched.setattr(rehearsal_stage, "paper_of", other)
        result = floor.run(floor.unit(product), job)
    assert error_of(result) == ("SVC-045", Outcome.FAILED)
    assert result.error is not None
    assert "HTTP status 401" in result.error.detail
    assert "401000" in result.error.detail
    assert_empty(stage_of(floor))


def test_the_keys_of_a_group_are_not_in_the_service(floor: Floor) -> None:
    job = rehearsing(floor, "symmetric")
    assert floor.run(floor.unit("symmetric"), job).outcome is Outcome.PASSED
    stage = stage_of(floor)
    key = floor.plant.tools.factory.disclose_group_key(job.order.group_id, 1)
    with key.reveal() as secret:
        content = b"".join(
            path.read_bytes() for path in stage.service.files.ca.parent.iterdir() if path.is_file()
        )
        assert bytes(secret) not in content


@pytest.mark.parametrize("product", ["tpm", "x509", "x509-tpm"])
def test_a_service_that_is_gone_is_the_station_s_fault_and_the_next_unit_has_another(
    floor: Floor, product: str
) -> None:
    job = rehearsing(floor, product)
    assert floor.run(floor.unit(product), job).outcome is Outcome.PASSED
    gone = stage_of(floor)
    gone.service.__exit__(None, None, None)
    result = floor.run(floor.unit(product), job)
    assert error_of(result) == ("SVC-049", Outcome.ERROR)
    after = floor.run(floor.unit(product), job)
    assert after.error is None, f"{after.error}: {after.error.detail}"
    assert stage_of(floor) is not gone


def test_a_service_that_goes_away_in_the_midst_is_no_fault_of_the_unit_s(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = rehearsing(floor, "x509")

    def dies(*told: Any) -> object:  # noqa: ANN401 - as the function's
        stage_of(floor).service.__exit__(None, None, None)
        raise StationError("HSM-016", "the connection ended without an answer")

    with monkeypatch.context() as patched:
        patched.setattr(rehearsal_stage, "register", dies)
        result = floor.run(floor.unit("x509"), job)
    assert error_of(result) == ("SVC-049", Outcome.ERROR)


def test_a_cancel_in_the_midst_leaves_nothing(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, cancel = rehearsing(floor, "symmetric-device"), Event()
    there: list[int] = []

    def cancelled(*_: object) -> object:
        there.append(len(stage_of(floor).service.store.all(GROUP)))
        cancel.set()
        raise StationError("LIN-003")

    monkeypatch.setattr(rehearsal_stage, "register", cancelled)
    floor.bench.plug(floor.seat, floor.unit("symmetric-device"))
    try:
        position, tools = position_of(floor.seat), floor.plant.tools
        result = run_unit(Unit(), job, position, tools, cancel=cancel)
    finally:
        floor.bench.unplug(floor.seat)
    assert error_of(result) == ("LIN-003", Outcome.CANCELLED)
    assert there == [1]
    assert_empty(stage_of(floor))


def test_two_positions_rehearse_at_once(floor: Floor) -> None:
    job = rehearsing(floor, "symmetric")
    jobs, units = [job, job], [floor.unit("symmetric") for _ in range(2)]

    def worked(unit: PracticeUnit, job: Job, seat: Seat) -> RunResult:
        return floor.run(unit, job, seat=seat)

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(worked, units, jobs, floor.bench.seats[:2]))
    assert [error_of(result) for result in results] == [(None, Outcome.PASSED)] * 2
    assert_empty(stage_of(floor))


def test_a_service_that_hangs_until_the_step_is_over_is_the_station_s_fault(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = rehearsing(floor, "symmetric-device", table="[steps.rehearse]\ntimeout_s = 0.5")
    with closing(socket.create_server(("127.0.0.1", 0))) as mute, Rehearsals() as own:
        address = property(lambda _: f"localhost:{mute.getsockname()[1]}")
        monkeypatch.setattr(PracticeService, "address", address)
        tools = replace(floor.plant.tools, rehearsal=own)
        there = replace(floor, plant=replace(floor.plant, tools=tools))
        result = there.run(floor.unit("symmetric-device"), job)
    assert error_of(result) == ("SVC-049", Outcome.ERROR)


def test_where_nothing_can_rehearse_nothing_is_begun(floor: Floor) -> None:
    job, tools = rehearsing(floor, "symmetric-device"), floor.plant.tools
    check_job(job, tools)
    with pytest.raises(StationError, match="LIN-089"):
        check_job(job, replace(tools, rehearsal=None))
    check_job(replace(job, dry=True), replace(tools, rehearsal=None))
