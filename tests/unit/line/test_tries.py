"""A unit is tried again for what may pass, as often as its profile says; what each code does."""

import string
from collections.abc import Mapping, Sequence
from threading import Event
from types import SimpleNamespace
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.cli.events import EventPrinter
from station.errors import CATALOGUE, STOPPING, Failure, Fault, Outcome, StationError
from station.line import shift as line_shift
from station.line import tries
from station.line.bench import Position
from station.line.mechanisms.issuing import ISSUE
from station.line.run import RunResult
from station.line.shift import Assignment, ShiftResult, work_shift
from station.line.showing import NO_SIGNALS
from station.line.steps import Listener
from station.line.tries import AGAIN, try_unit
from station.line.work import Job
from station.model.profile_retries import RetrySettings
from station.model.run import StepEvent, StepState, Unit

AT: Final = Position(name="1", port="/dev/one")
TRANSIENT: Final = [c for c, entry in CATALOGUE.items() if entry.failure is Failure.TRANSIENT]
CODES: Final = ["", *CATALOGUE]


def failed(code: str) -> StationError | None:
    if not code:
        return None
    entry = CATALOGUE[code]
    texts = (entry.message, entry.remedy)
    places = {n for text in texts for _, n, _, _ in string.Formatter().parse(text) if n}
    data: Mapping[str, Any] = dict.fromkeys(places, "x")
    return StationError(code, **data)


class Bench:
    """Runs that end as they are told to: each takes the next code; empty for a pass.

    Args:
        codes: how they end; the last one for all that follow.
        retries: the profile's.
        issued: the numbers of the runs in which a certificate was issued.
        cancel_in: the number of the run in which somebody cancels.

    Attributes:
        breaks: whether the end of a run can't be written.
        refused_from: the number of the first run that can't be begun.
    """

    def __init__(
        self,
        codes: Sequence[str],
        retries: RetrySettings,
        issued: frozenset[int] = frozenset(),
        cancel_in: int = 0,
    ) -> None:
        self.codes, self.issued, self.cancel_in = codes, issued, cancel_in
        self.breaks = False
        self.refused_from = 1000
        self.cancel = Event()
        self.units: list[Unit] = []
        self.heard: list[StepEvent] = []
        self.still: StationError | None = None
        stops = SimpleNamespace(held=lambda *_: self.still)
        records = SimpleNamespace(failed_intents=self.intents, stops=stops)
        self.tools: Any = SimpleNamespace(records=records, prompter=None, signals=NO_SIGNALS)
        profile, order = SimpleNamespace(retries=retries), SimpleNamespace(name="o1")
        self.job: Any = SimpleNamespace(profile=profile, order=order)

    def intents(self, serial: str) -> list[SimpleNamespace]:
        assert serial == "SN-1"
        return [SimpleNamespace(run=f"run-{one}", kind=ISSUE) for one in self.issued]

    def run_unit(
        self,
        unit: Unit,
        _: object,
        at: Position,
        __: object,
        hear: Sequence[Listener],
        *___: object,
    ) -> RunResult:
        if len(self.units) + 1 >= self.refused_from:
            raise StationError("REC-010", order="o1")
        self.units.append(unit)
        number = len(self.units)
        error = failed(self.codes[min(number, len(self.codes)) - 1])
        if number == self.cancel_in:
            self.cancel.set()
            error = StationError("LIN-003")
        outcome = Outcome.PASSED if error is None else error.outcome
        state = StepState.FAILED if error else StepState.DONE
        for listener in hear:
            listener(StepEvent(f"run-{number}", at.name, None, state, 1.0, outcome))
        if self.breaks:
            raise StationError("REC-003")
        return RunResult(f"run-{number}", outcome, "SN-1", None, error, 1.0, Unit(known_as="known"))

    def tried(self, monkeypatch: pytest.MonkeyPatch) -> RunResult:
        with monkeypatch.context() as patch:
            patch.setattr(tries, "run_unit", self.run_unit)
            hear = [self.heard.append]
            return try_unit(Unit("SN-1"), self.job, AT, self.tools, hear, self.cancel)

    @staticmethod
    def check_unit(unit: Unit, *_: object) -> RunResult:
        return RunResult("check-1", Outcome.PASSED, "SN-1", None, None, 1.0, unit, dry=True)

    def shift(self, monkeypatch: pytest.MonkeyPatch) -> ShiftResult:
        with monkeypatch.context() as patch:
            patch.setattr(tries, "run_unit", self.run_unit)
            patch.setattr(line_shift, "check_unit", self.check_unit)
            return work_shift((AT,), Two(self.job), self.tools, [self.heard.append], self.cancel)


class Two:
    """Two units for the position."""

    def __init__(self, job: Job) -> None:
        self.left, self.done_with = [Assignment(Unit(), job), Assignment(Unit(), job)], 0

    def next(self, position: Position, cancel: Event) -> Assignment | None:
        del position, cancel
        return self.left.pop() if self.left else None

    def done(self, position: Position, result: RunResult) -> None:
        del position, result
        self.done_with += 1


@given(
    codes=st.lists(st.sampled_from([*TRANSIENT, "LNK-005", "HSM-018", "LIN-014", ""]), min_size=1),
    transient=st.integers(0, 5),
    issued=st.frozensets(st.integers(1, 6)),
    cancel_in=st.integers(0, 7),
)
def test_tries_go_on_while_the_failure_may_pass(
    codes: list[str], transient: int, issued: frozenset[int], cancel_in: int
) -> None:
    bench = Bench(codes, RetrySettings(transient=transient, wait_s=0), issued, cancel_in)
    with pytest.MonkeyPatch.context() as patch:
        result = bench.tried(patch)
    expected = 0
    for number in range(1, transient + 2):
        expected = number
        code = codes[min(number, len(codes)) - 1]
        if code not in TRANSIENT or number in issued or number == cancel_in:
            break
    assert len(bench.units) == expected
    assert result.run == f"run-{expected}", "the last one counts"
    again = [event for event in bench.heard if event.state is StepState.AGAIN]
    assert [(event.run, event.code, event.outcome) for event in again] == [
        (f"run-{number}", AGAIN, None) for number in range(1, expected)
    ]
    assert [event.data["what"] for event in again] == [
        f"{number} of {transient + 1}" for number in range(2, expected + 1)
    ]
    ends = [event for event in bench.heard if event.outcome is not None]
    assert [event.run for event in ends] == [result.run], "the unit ends once"
    assert bench.heard[-1] is ends[0]
    assert bench.units[1:] == [
        Unit("SN-1", known_as="known", tries=tries) for tries in range(1, expected)
    ]


def test_without_a_word_in_the_profile_nothing_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = Bench(["LNK-002"], RetrySettings())
    bench.tried(monkeypatch)
    assert len(bench.units) == 1


def test_a_cancel_between_two_tries_ends_them_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(["LNK-002"], RetrySettings(transient=5, wait_s=600))

    def cancel(event: StepEvent) -> None:
        if event.state is StepState.AGAIN:
            bench.cancel.set()

    bench.heard = Cancels(cancel)
    result = bench.tried(monkeypatch)
    assert (len(bench.units), result.outcome) == (1, Outcome.FAILED)
    assert [event.outcome for event in bench.heard] == [None, Outcome.FAILED]


class Cancels(list[StepEvent]):
    """A list that tells of what is put into it."""

    def __init__(self, told: Listener) -> None:
        super().__init__()
        self.told = told

    def append(self, event: StepEvent) -> None:
        super().append(event)
        self.told(event)


def test_where_the_record_breaks_the_worker_still_hears_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = Bench(["LNK-002"], RetrySettings(transient=2, wait_s=0))
    bench.breaks = True
    with pytest.raises(StationError, match="REC-003"):
        bench.tried(monkeypatch)
    assert [event.outcome for event in bench.heard] == [Outcome.FAILED]


LEADS_TO: Final[Mapping[Failure, tuple[int, bool]]] = {
    # how many runs two units have where one more try is allowed, and whether the position stops
    Failure.TRANSIENT: (4, False),
    Failure.UNIT: (2, False),
    Failure.CANCEL: (2, False),
    Failure.STATION: (1, True),
    Failure.USE: (1, True),
    Failure.UNKNOWN: (1, True),
}


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_leads_to_one_thing(
    code: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bench = Bench([code], RetrySettings(transient=1, wait_s=0))
    shift = bench.shift(monkeypatch)
    failure = CATALOGUE[code].failure
    runs, stops = LEADS_TO[failure]
    assert len(bench.units) == runs
    assert {name: error.code for name, error in shift.stopped.items()} == (
        {"1": code} if stops and CATALOGUE[code].fault is not Fault.CANCEL else {}
    )
    assert (failure in STOPPING) is stops
    assert all(result.error and result.error.code == code for result in shift.results)
    caplog.clear()


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_code_laid_at_another_s_door_leads_to_what_that_one_s_do(code: str) -> None:
    error = failed(code)
    assert error is not None
    for fault in Fault:
        blamed = error.blamed_on(fault)
        expected = CATALOGUE[code].failure.value if fault is CATALOGUE[code].fault else fault.value
        assert blamed.failure.value == expected


def test_what_may_pass_is_the_unit_s_and_chosen_with_care() -> None:
    links = ["LNK-002", "LNK-004", "LNK-011", "LNK-014"]
    assert sorted(TRANSIENT) == sorted([*links, "TPM-014", "LIN-004", "REC-061"])
    assert all(CATALOGUE[code].fault is Fault.UNIT for code in TRANSIENT)
    unknown = [code for code, entry in CATALOGUE.items() if entry.failure is Failure.UNKNOWN]
    assert unknown == ["LIN-014", "LIN-082"]


def test_the_command_says_that_a_unit_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(["LNK-002", ""], RetrySettings(transient=2, wait_s=0))
    bench.tried(monkeypatch)
    said: list[str] = []
    console: Any = SimpleNamespace(marked=lambda _, *lines: said.extend(lines))
    for event in bench.heard:
        EventPrinter(console).heard(event)
    assert "The unit is tried again: 2 of 3." in said[0]
    assert said[1].startswith("-> Leave the unit in")
    assert len([line for line in said if "no serial number" in line]) == 1, "one end"


def test_nothing_is_tried_again_where_its_position_came_to_stand_still(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = Bench([TRANSIENT[0]], RetrySettings(transient=3, wait_s=0))
    bench.still = StationError("LIN-075", position="1", why="3 runs in a row failed")
    assert bench.tried(monkeypatch).outcome is Outcome.FAILED
    assert len(bench.units) == 1


def test_nor_where_it_came_to_in_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench([TRANSIENT[0]], RetrySettings(transient=3, wait_s=0))

    def stop(event: StepEvent) -> None:
        if event.state is StepState.AGAIN:
            bench.still = StationError("LIN-077", why="a key twice")

    bench.heard = Cancels(stop)
    assert bench.tried(monkeypatch).outcome is Outcome.FAILED
    assert len(bench.units) == 1
    assert [event.outcome for event in bench.heard] == [None, Outcome.FAILED]


@pytest.mark.parametrize("refused_from", [2, 3])
def test_a_try_that_cannot_begin_leaves_the_last_one_s_end(
    monkeypatch: pytest.MonkeyPatch, refused_from: int
) -> None:
    bench = Bench([TRANSIENT[0]], RetrySettings(transient=2, wait_s=0))
    bench.refused_from = refused_from
    result = bench.tried(monkeypatch)
    assert (result.run, result.outcome) == (f"run-{refused_from - 1}", Outcome.FAILED)
    ends = [event.run for event in bench.heard if event.outcome is not None]
    assert ends == [result.run]


def test_a_first_try_that_cannot_begin_stops_the_position(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench([TRANSIENT[0]], RetrySettings(transient=2, wait_s=0))
    bench.refused_from = 1
    with pytest.raises(StationError, match="REC-010"):
        bench.tried(monkeypatch)
    assert bench.heard == []
