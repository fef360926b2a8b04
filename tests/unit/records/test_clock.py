"""Jumps of the station's clock stand in the chain, before whatever comes next."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.records.clock import ClockWatch, steady_seconds
from station.records.entries import AuditEntry, EntryKind
from station.records.store import Records
from tests.unit.records.software import NOW, SoftwareGuard, enrol, make_order


@dataclass
class Hall:
    """A clock on the wall that can be set, and time itself."""

    passed: float = 1000.0
    wall: datetime = field(default=NOW)

    def now(self) -> datetime:
        return self.wall

    def steady(self) -> float:
        return self.passed

    def go_on(self, seconds: float) -> None:
        self.passed += seconds
        self.wall += timedelta(seconds=seconds)

    def put(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)


@pytest.fixture
def hall() -> Hall:
    return Hall()


@pytest.fixture
def watched(tmp_path: Path, guard: SoftwareGuard, hall: Hall) -> Iterator[Records]:
    path = tmp_path / "station.db"
    with Records.create(
        path, guard, station="line-1", practice=True, now=hall.now, steady=hall.steady
    ) as records:
        records.add_order(make_order())
        yield records


def jumps(records: Records) -> list[AuditEntry]:
    return [entry for entry in records.entries() if entry.kind is EntryKind.CLOCK_JUMPED]


@pytest.mark.parametrize("seconds", [61, 86_400, -6, -86_400])
def test_a_jump_is_told_with_both_times_before_the_next_entry(
    watched: Records, hall: Hall, seconds: int
) -> None:
    hall.go_on(10)
    hall.put(seconds)
    enrol(watched, "S1")
    *_, jumped, enrolled = watched.entries()
    assert (jumped.kind, enrolled.kind) == (EntryKind.CLOCK_JUMPED, EntryKind.ENROLLED)
    expected = NOW + timedelta(seconds=10)
    assert jumped.data["seconds"] == seconds
    assert datetime.fromisoformat(str(jumped.data["expected"])) == expected
    assert datetime.fromisoformat(str(jumped.data["now"])) == hall.now()
    enrol(watched, "S2")
    assert len(jumps(watched)) == 1, "it is told once"
    assert watched.verify().unsigned == 0


def test_time_that_passes_and_a_time_servers_corrections_are_no_jumps(
    watched: Records, hall: Hall
) -> None:
    for number, seconds in enumerate((59, -4, 30, 0)):
        hall.go_on(100_000)
        hall.put(seconds)
        enrol(watched, f"S{number}")
    assert jumps(watched) == []


def test_a_jump_whose_entry_was_undone_is_told_by_the_next(watched: Records, hall: Hall) -> None:
    hall.put(-3600)
    with suppress(RuntimeError), watched._ledger.writer.transaction() as connection:
        watched._ledger.journal.append(connection, EntryKind.LOGGED_OUT, {"badge": "x"})
        raise RuntimeError
    assert jumps(watched) == []
    enrol(watched, "S1")
    [jumped] = jumps(watched)
    assert jumped.data["seconds"] == -3600


def test_a_clock_put_back_while_the_station_was_off_is_told_and_time_off_is_not(
    watched: Records, hall: Hall, guard: SoftwareGuard
) -> None:
    path = watched.path
    watched.close()
    hall.passed = 5.0  # the computer was started anew
    hall.put(86_400)
    with Records.open(path, guard, now=hall.now, steady=hall.steady) as again:
        enrol(again, "S1")
        assert jumps(again) == []
    hall.put(-7200)
    with Records.open(path, guard, now=hall.now, steady=hall.steady) as again:
        enrol(again, "S2")
        [jumped] = jumps(again)
        assert jumped.data["seconds"] == -7200
        again.verify()


def test_the_steady_clock_goes_ahead() -> None:
    assert 0 < steady_seconds() <= steady_seconds()


MOVES = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(-5000, 5000), st.booleans()), max_size=20
)


@given(MOVES)
def test_each_jump_is_told_once_whatever_is_undone(moves: list[tuple[int, int, bool]]) -> None:
    hall, last, untold = Hall(), 1, 0.0
    watch = ClockWatch(hall.steady)
    watch.jump(hall.now(), last, lambda: NOW)
    for passed, moved, kept in moves:
        hall.go_on(passed)
        hall.put(moved)
        untold += moved
        jump = watch.jump(hall.now(), last, lambda: NOW)
        if jump is None:
            assert -5.001 <= untold <= 60.001
            untold = 0.0
            continue
        assert jump.total_seconds() == pytest.approx(untold, abs=0.01)
        if kept:
            untold, last = 0.0, last + 2
