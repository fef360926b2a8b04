"""Units at a position that are put in by hand: which of them start a run, and which don't."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Timer, current_thread

import pytest

from station.errors import Outcome, StationError
from station.line.bench import Bench, Position
from station.line.run import RunResult
from station.line.work import Job
from station.links.console import ConsoleKind, ConsoleLink
from station.links.link import Access
from station.model.order import OrderSecret
from station.model.profile import LinkSettings
from station.model.run import Step, StepEvent, StepState
from station.operations.floor import (
    Notice,
    StandingFeed,
    check_order,
    chosen,
    provision_bench,
)
from station.operations.practice import position_of
from station.practice.seats import Pull
from station.practice.unit_config import Behaviour, Manner
from station.secret import Secret
from tests.bench.line.test_refusals import own_profile
from tests.support.floor import Floor

pytestmark = pytest.mark.bench

TOO_LATE_S = 60.0  # for a feed that waits for ever


def worked(
    floor: Floor,
    job: Job,
    units: int,
    waiting: Callable[[Position], None],
    heard: Callable[[StepEvent], None] = lambda _: None,
    *,
    cancel: Event | None = None,
    notices: list[tuple[Notice, str]] | None = None,
) -> list[RunResult]:

    def told(position: Position, notice: Notice, serial: str) -> None:
        if notice is Notice.WAITING:
            waiting(position)
        elif notices is not None:
            notices.append((notice, serial))

    feed = StandingFeed(job, floor.plant.tools.records, units, None, told)
    positions = [position_of(floor.seat)]
    cancel = cancel or Event()
    too_late = Timer(TOO_LATE_S, cancel.set)
    too_late.start()
    try:
        shift = provision_bench(floor.plant, positions, feed, [heard], cancel)
    finally:
        too_late.cancel()
        floor.bench.unplug(floor.seat)
    assert not shift.stopped
    return list(shift.results)


def test_a_unit_that_failed_starts_again_once_it_was_taken_out(floor: Floor) -> None:
    job, unit = floor.order("symmetric"), floor.unit("symmetric")
    waits: list[str] = []

    def put_in(position: Position) -> None:
        waits.append(position.name)
        delay = 0.0 if len(waits) == 1 else 1.0
        Timer(delay, floor.bench.plug, (floor.seat, unit)).start()

    def pull(event: StepEvent) -> None:
        if len(waits) == 1 and (event.step, event.state) == (Step.ATTEST, StepState.STARTED):
            floor.bench.unplug(floor.seat, Pull.ABRUPT)

    results = worked(floor, job, 2, put_in, pull)
    assert [r.outcome for r in results] == [Outcome.FAILED, Outcome.PASSED]
    assert {r.serial for r in results} == {unit.serial}


def test_a_unit_that_passed_and_stays_starts_nothing(floor: Floor) -> None:
    job, cancel = floor.order("symmetric"), Event()
    floor.bench.plug(floor.seat, floor.unit("symmetric"))
    waits: list[str] = []

    def second_wait_is_short(position: Position) -> None:
        waits.append(position.name)
        if len(waits) == 2:
            Timer(1.5, cancel.set).start()

    results = worked(floor, job, 5, second_wait_is_short, cancel=cancel)
    assert [r.outcome for r in results] == [Outcome.PASSED]


def test_a_unit_that_talks_nonsense_is_a_fail_once_and_not_a_wait_for_ever(floor: Floor) -> None:
    job, cancel = floor.order("symmetric"), Event()
    floor.bench.plug(floor.seat, floor.unit("symmetric"), Behaviour(Manner.REFUSES))
    waits: list[str] = []

    def second_wait_is_short(position: Position) -> None:
        waits.append(position.name)
        if len(waits) == 2:
            Timer(1.5, cancel.set).start()

    results = worked(floor, job, 5, second_wait_is_short, cancel=cancel)
    assert [r.error.code if r.error else "passed" for r in results] == ["LNK-005"]


def test_a_console_is_logged_in_to_by_its_runs_alone(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    plain = ConsoleKind.open

    def counted(
        kind: ConsoleKind,
        port: str,
        settings: LinkSettings,
        cancel: Event,
        access: Access | None = None,
    ) -> ConsoleLink:
        if current_thread().name.startswith("position-"):  # no look at what was left open before
            opened.append(port)
        return plain(kind, port, settings, cancel, access)

    monkeypatch.setattr(ConsoleKind, "open", counted)
    job, cancel, unit = floor.order("console"), Event(), floor.unit("console")
    floor.bench.plug(floor.seat, unit)
    waits: list[str] = []
    notices: list[tuple[Notice, str]] = []

    def put_in_again(position: Position) -> None:
        waits.append(position.name)
        if len(waits) == 2:
            Timer(1.5, floor.bench.unplug, (floor.seat,)).start()
            Timer(3.5, floor.bench.plug, (floor.seat, unit)).start()
        if len(waits) == 3:
            Timer(1.0, cancel.set).start()

    results = worked(floor, job, 2, put_in_again, cancel=cancel, notices=notices)
    assert [r.outcome for r in results] == [Outcome.PASSED, Outcome.CANCELLED]
    assert len(opened) == 2, "once for each run, however long the unit stayed"
    assert notices[-1] == (Notice.DONE_BEFORE, unit.serial)


def test_one_left_in_that_nobody_asks_who_it_is_is_told_to_have_passed_before(
    floor: Floor,
) -> None:
    """As where the station stopped between a PASS and the word of it."""
    job, cancel, unit = floor.order("console"), Event(), floor.unit("console")
    assert floor.run(unit, job).outcome is Outcome.PASSED
    floor.bench.plug(floor.seat, unit)
    notices: list[tuple[Notice, str]] = []
    Timer(12.0, cancel.set).start()
    results = worked(floor, job, 1, lambda _: None, cancel=cancel, notices=notices)
    assert [r.error.code if r.error else "passed" for r in results] == ["LIN-031"]
    assert notices[-1] == (Notice.DONE_BEFORE, unit.serial)


def test_a_unit_left_in_after_its_pass_is_told_and_no_fail(floor: Floor) -> None:
    job, unit = floor.order("symmetric"), floor.unit("symmetric")
    assert floor.run(unit, job).outcome is Outcome.PASSED
    floor.bench.plug(floor.seat, unit)
    cancel = Event()
    Timer(1.5, cancel.set).start()
    notices: list[tuple[Notice, str]] = []
    results = worked(floor, job, 5, lambda _: None, cancel=cancel, notices=notices)
    assert results == []
    assert notices == [(Notice.DONE_BEFORE, unit.serial)]


def test_a_serial_number_that_comes_back_later_is_a_duplicate(floor: Floor) -> None:
    job, unit = floor.order("symmetric"), floor.unit("symmetric")
    assert floor.run(unit, job).outcome is Outcome.PASSED
    (result,) = worked(
        floor, job, 1, lambda _: Timer(1.0, floor.bench.plug, (floor.seat, unit)).start()
    )
    assert result.error is not None
    assert result.error.code == "REC-008"


def test_a_full_order_ends_the_work_and_touches_no_further_unit(floor: Floor) -> None:
    job = floor.order("symmetric", quantity=1)
    for seat in floor.bench.seats:
        floor.bench.plug(seat, floor.unit("symmetric"))
    notices: list[Notice] = []
    feed = StandingFeed(
        job, floor.plant.tools.records, 1000, None, lambda _, notice, __: notices.append(notice)
    )
    positions = [position_of(seat) for seat in floor.bench.seats]
    try:
        shift = provision_bench(floor.plant, positions, feed, [], Event())
        with pytest.raises(StationError) as again:
            check_order(floor.plant, job)
    finally:
        for seat in floor.bench.seats:
            floor.bench.unplug(seat)
    assert [r.outcome for r in shift.results] == [Outcome.PASSED]
    assert notices.count(Notice.COMPLETE) == 1
    assert again.value.code == "REC-009"


def test_whichever_position_has_the_unit_takes_it(floor: Floor) -> None:
    job = floor.order("symmetric")
    last = floor.bench.seats[-1]
    floor.bench.plug(last, floor.unit("symmetric"))
    feed = StandingFeed(job, floor.plant.tools.records, 1, None, lambda *_: None)
    positions = [position_of(seat) for seat in floor.bench.seats]
    try:
        shift = provision_bench(floor.plant, positions, feed, [], Event())
    finally:
        floor.bench.unplug(last)
    assert [r.outcome for r in shift.results] == [Outcome.PASSED]


def test_a_port_that_is_no_device_stops_its_position_with_a_word(
    floor: Floor, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "port").write_text("")
    told: list[tuple[str, str]] = []
    feed = StandingFeed(
        floor.order("symmetric"), floor.plant.tools.records, 1, None, lambda *_: None
    )
    shift = provision_bench(
        floor.plant,
        [Position(name="x", port=str(tmp_path / "port"))],
        feed,
        [],
        Event(),
        lambda position, error: told.append((position.name, error.code)),
    )
    assert told == [("x", "LNK-001")]
    assert list(shift.stopped) == ["x"]
    caplog.clear()


def test_a_position_named_twice_is_one_position(floor: Floor) -> None:
    bench = Bench(name="b", position=tuple(position_of(seat) for seat in floor.bench.seats))
    assert [p.name for p in chosen(bench, ["2", "1", "2"])] == ["2", "1"]
    assert [p.name for p in chosen(bench, [])] == ["1", "2"]


@pytest.mark.parametrize("mechanism", ["symmetric", "console"])
def test_a_port_that_another_program_keeps_stops_its_position_with_a_word(
    floor: Floor, mechanism: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(*_: object) -> None:
        raise StationError("LNK-008", port="x", program="minicom")

    for module in ("links.port_ear", "links.opening", "operations.floor"):
        monkeypatch.setattr(f"station.{module}.GREETING_S", 0.5)
    monkeypatch.setattr("station.links.port_ear.open_port", taken)
    monkeypatch.setattr("station.links.smp.open_port", taken)
    floor.bench.plug(floor.seat, floor.unit(mechanism))
    job, cancel = floor.order(mechanism), Event()
    feed = StandingFeed(job, floor.plant.tools.records, 1, None, lambda *_: None)
    too_late = Timer(10.0, cancel.set)
    too_late.start()
    try:
        shift = provision_bench(floor.plant, [position_of(floor.seat)], feed, [], cancel)
    finally:
        too_late.cancel()
        floor.bench.unplug(floor.seat)
    assert [error.code for error in shift.stopped.values()] == ["LNK-008"]


def test_a_unit_of_another_product_is_a_fail_and_stops_no_position(floor: Floor) -> None:
    change = ("practice-.*", "kettle")
    name = own_profile(floor, "practice-modem", "practice-modem-kettle", model=change)
    floor.bench.plug(floor.seat, floor.unit("modem"))
    cancel = Event()
    waits: list[str] = []

    def second_wait_is_short(position: Position) -> None:
        waits.append(position.name)
        if len(waits) == 2:
            Timer(1.5, cancel.set).start()

    job = floor.order("modem", profile=name)
    results = worked(floor, job, 5, second_wait_is_short, cancel=cancel)
    assert [r.error.code if r.error else "passed" for r in results] == ["LNK-030"]


def test_a_modem_that_asks_for_a_password_is_logged_in_to_by_its_runs_alone(floor: Floor) -> None:
    change = ('"ATE0"', '"AT{password}"')
    name = own_profile(floor, "practice-modem", "practice-modem-locked", connect=change)
    job = floor.order("modem", profile=name)
    password = Secret(b"E0")
    floor.plant.set_order_secret(job.order.name, OrderSecret.CONSOLE_PASSWORD, password)
    floor.bench.plug(floor.seat, floor.unit("modem"))
    results = worked(floor, job, 1, lambda _: None)
    assert [r.outcome for r in results] == [Outcome.PASSED]
