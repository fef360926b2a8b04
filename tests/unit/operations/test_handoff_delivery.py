"""Delivery to a MES: nothing lost, nothing out of order, whatever breaks and whenever it does."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.errors import StationError
from station.model.handoff import Cancel, UnitResult
from station.operations import handoff_delivery
from station.operations.handoff_delivery import Delivery, Sender
from station.records.store import Records
from tests.unit.records.software import Clock, SoftwareGuard, begin, fail, make_order


@dataclass
class Sink:
    """A MES that remembers, and raises what it is told to.

    Attributes:
        trouble: raised for a result, or None.
        taken: what it took, in its order.
        seen: what it was told, also where it raised.
    """

    trouble: Callable[[UnitResult], StationError | None] = lambda _: None
    taken: list[UnitResult] = field(default_factory=list)
    seen: list[UnitResult] = field(default_factory=list)

    def tell(self, result: UnitResult, cancel: Cancel) -> None:
        del cancel
        self.seen.append(result)
        error = self.trouble(result)
        if error is not None:
            raise error
        self.taken.append(result)

    @property
    def numbers(self) -> list[int]:
        return [one.sequence for one in self.taken]


def down(_: UnitResult) -> StationError:
    return StationError("SVC-020", name="mes", why="nobody listens there")


def refused(_: UnitResult) -> StationError:
    return StationError("SVC-021", "no such order", name="mes", why="it answers with 422")


@pytest.fixture
def guard() -> SoftwareGuard:
    return SoftwareGuard()


@pytest.fixture
def records(tmp_path: Path, guard: SoftwareGuard) -> Iterator[Records]:
    with made(tmp_path, guard) as records:
        yield records


def made(folder: Path, guard: SoftwareGuard) -> Records:
    """Return a record with an order, and a hand-off that has begun."""
    records = Records.create(
        folder / "station.db", guard, station="line-1", practice=True, now=Clock()
    )
    records.add_order(make_order(quantity=1000))
    records.handoffs.begin("mes", {"kind": "http"})
    return records


def units(records: Records, number: int) -> list[int]:
    """Have units fail; return the numbers of their entries."""
    for _ in range(number):
        fail(records, begin(records))
    last = list(records.entries())[-1].sequence
    return list(range(last - number + 1, last + 1))


def delivery_to(sink: Sink, records: Records) -> Delivery:
    return Delivery("mes", sink, records.handoffs)


def test_what_waits_is_told_in_its_order_and_once(records: Records) -> None:
    sink, numbers = Sink(), units(records, 3)
    delivery = delivery_to(sink, records)
    delivery.send(Event())
    delivery.send(Event())
    assert sink.numbers == numbers
    assert delivery.taken == 3
    assert records.handoffs.state("mes").waiting == 0


def test_an_outage_holds_all_that_comes_after_it(records: Records) -> None:
    numbers = units(records, 3)
    sink = Sink(lambda result: down(result) if result.sequence == numbers[1] else None)
    with pytest.raises(StationError, match="SVC-020"):
        delivery_to(sink, records).send(Event())
    assert sink.numbers == numbers[:1]
    assert records.handoffs.state("mes").waiting == 2
    numbers += units(records, 1)
    sink.trouble = lambda _: None
    delivery_to(sink, records).send(Event())
    assert sink.numbers == numbers


def test_a_restart_goes_on_where_it_was(
    records: Records, guard: SoftwareGuard, tmp_path: Path
) -> None:
    numbers = units(records, 2)
    sink = Sink()
    delivery_to(sink, records).send(Event())
    numbers += units(records, 2)
    records.close()
    with Records.open(tmp_path / "station.db", guard, now=Clock()) as again:
        again.handoffs.begin("mes", {"kind": "http"})
        delivery_to(sink, again).send(Event())
    assert sink.numbers == numbers


def test_a_crash_before_it_is_written_down_repeats_the_very_same(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers, sink = units(records, 2), Sink()

    def full(name: str, sequence: int) -> None:
        raise StationError("REC-003")

    with monkeypatch.context() as patch:
        patch.setattr(records.handoffs, "delivered", full)
        with pytest.raises(StationError, match="REC-003"):
            delivery_to(sink, records).send(Event())
    delivery_to(sink, records).send(Event())
    assert sink.numbers == numbers * 2
    assert [one.as_json() for one in sink.taken[:2]] == [one.as_json() for one in sink.taken[2:]]


def test_what_is_refused_for_good_holds_nothing_up(records: Records) -> None:
    numbers = units(records, 3)
    sink = Sink(lambda result: refused(result) if result.sequence == numbers[1] else None)
    delivery_to(sink, records).send(Event())
    assert sink.numbers == [numbers[0], numbers[2]]
    (aside,) = records.handoffs.put_aside("mes")
    assert aside.sequence == numbers[1]
    assert "no such order" in aside.why
    delivery_to(sink, records).send_put_aside(Event())
    assert len(records.handoffs.put_aside("mes")) == 1, "it is refused once more"
    sink.trouble = lambda _: None
    delivery_to(sink, records).send_put_aside(Event())
    assert sink.numbers == [numbers[0], numbers[2], numbers[1]]
    assert records.handoffs.put_aside("mes") == ()


def test_a_long_delivery_is_written_down_on_the_way(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handoff_delivery, "_EVERY", 2)
    numbers = units(records, 5)
    at: list[int] = []
    sink = Sink(lambda _: at.append(records.handoffs.cursor("mes")))
    delivery_to(sink, records).send(Event())
    assert at[2] >= numbers[1] - 1
    assert at[4] >= numbers[3] - 1


def test_a_cancelled_delivery_ends_at_once(records: Records) -> None:
    units(records, 2)
    cancel, sink = Event(), Sink()
    cancel.set()
    with pytest.raises(StationError, match="LIN-003"):
        delivery_to(sink, records).send(cancel)
    assert sink.seen == []


def sender(sink: Sink, records: Records) -> Sender:
    ending = Event()
    return Sender(delivery_to(sink, records), ending, Event(), ending.wait, lambda seconds: seconds)


def test_waits_grow_to_a_minute_and_begin_anew_once_it_works(
    records: Records, caplog: pytest.LogCaptureFixture
) -> None:
    units(records, 1)
    sink = Sink(down)
    one = sender(sink, records)
    assert [one.turn() for _ in range(9)] == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    sink.trouble = lambda _: None
    assert one.turn() == handoff_delivery.LOOK_AGAIN_S
    units(records, 1)
    sink.trouble = down
    assert one.turn() == 1
    warnings = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert len(warnings) == 2, "an outage is told once, not at every try"


def test_jitter_makes_waits_shorter_by_up_to_half() -> None:
    assert all(5 <= handoff_delivery.jitter(10) <= 10 for _ in range(200))
    assert len({handoff_delivery.jitter(10) for _ in range(200)}) > 1


def test_whatever_breaks_in_a_mes_the_sender_goes_on(
    records: Records, caplog: pytest.LogCaptureFixture
) -> None:
    numbers = units(records, 1)

    def broken(_: UnitResult) -> StationError | None:
        raise ZeroDivisionError

    sink = Sink(broken)
    one = sender(sink, records)
    assert one.turn() == 1
    sink.trouble = lambda _: None
    one.turn()
    assert sink.numbers == numbers
    caplog.clear()


def test_the_sender_tells_the_last_ones_before_it_ends(records: Records) -> None:
    sink, ending, waits = Sink(), Event(), list[float]()
    numbers = units(records, 1)

    def wait(seconds: float) -> None:
        waits.append(seconds)
        numbers.extend(units(records, 1))
        if len(waits) == 2:
            ending.set()

    Sender(delivery_to(sink, records), ending, Event(), wait).run()
    assert sink.numbers == numbers
    assert len(waits) == 2


def test_a_sender_that_is_stopped_tells_nothing_more(records: Records) -> None:
    units(records, 1)
    sink, stop = Sink(), Event()
    stop.set()
    Sender(delivery_to(sink, records), Event(), stop, lambda _: pytest.fail("it waits")).run()
    assert sink.seen == []


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from(["unit", "down", "up", "send", "crash", "restart"]), max_size=14))
def test_nothing_is_lost_or_out_of_order_whatever_happens(events: list[str]) -> None:
    guard, sink, told = SoftwareGuard(), Sink(), list[int]()
    with TemporaryDirectory() as folder:
        records = made(Path(folder), guard)
        for event in [*events, "up", "send"]:
            if event == "unit":
                told += units(records, 1)
            elif event in {"down", "up"}:
                sink.trouble = down if event == "down" else lambda _: None
            elif event == "restart":
                records.close()
                records = Records.open(Path(folder) / "station.db", guard, now=Clock())
            else:
                delivered(sink, records, crash=event == "crash")
        records.close()
    first = list(dict.fromkeys(sink.numbers))
    assert first == told, "each is there, and first comes in its order"
    again: dict[int, bytes] = {}
    for one in sink.taken:
        assert again.setdefault(one.sequence, one.as_json()) == one.as_json()


def delivered(sink: Sink, records: Records, *, crash: bool) -> None:
    """Deliver; in a crash nothing of how far it came is written down."""
    delivery = delivery_to(sink, records)
    with pytest.MonkeyPatch.context() as patch:
        if crash:
            patch.setattr(records.handoffs, "delivered", lambda *_: None)
        try:
            delivery.send(Event())
        except StationError as error:
            assert error.code == "SVC-020"  # noqa: PT017 - it need not be raised
