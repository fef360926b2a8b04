"""The rehearsal's service: one for all who rehearse, and one that is of no use is ended."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

import pytest

from station.errors import StationError
from station.line.halt import Halt
from station.operations import rehearsal_stage
from station.operations.rehearsing import Rehearsals

WORK: Any = SimpleNamespace(cancel=Event())
ENROLLMENT: Any = None


@dataclass
class Stages:
    """Stands in for services: counts those that stand, and does what it is told at them."""

    does: Callable[[], str] = field(default=lambda: "rehearsed")
    begun: int = 0
    ended: list[Event] = field(default_factory=list)

    @contextmanager
    def standing(self) -> Iterator[SimpleNamespace]:
        ended = Event()
        self.begun += 1
        self.ended.append(ended)
        try:
            yield SimpleNamespace(rehearsed=lambda *_: self.does())
        finally:
            ended.set()


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> Stages:
    stages = Stages()
    monkeypatch.setattr(rehearsal_stage, "standing", stages.standing)
    return stages


def trouble() -> str:
    raise StationError("SVC-049", why="it hangs")


def refused() -> str:
    raise StationError("SVC-045", serial="1", why="it is another one")


def test_it_begins_with_the_first_and_ends_with_the_station(stages: Stages) -> None:
    with Rehearsals() as rehearsals:
        assert stages.begun == 0
        for _ in range(3):
            assert rehearsals.rehearsed(WORK, ENROLLMENT) == "rehearsed"
        assert stages.begun == 1
        assert not stages.ended[0].is_set()
    assert stages.ended[0].is_set()


def test_a_unit_s_own_fault_costs_no_service(stages: Stages) -> None:
    with Rehearsals() as rehearsals:
        stages.does = refused
        for _ in range(2):
            with pytest.raises(StationError, match="SVC-045"):
                rehearsals.rehearsed(WORK, ENROLLMENT)
        assert stages.begun == 1


def test_one_that_is_of_no_use_is_ended_at_once_however_many_there_are(stages: Stages) -> None:
    with Rehearsals() as rehearsals:
        stages.does = trouble
        for _ in range(5):
            with pytest.raises(StationError, match="SVC-049"):
                rehearsals.rehearsed(WORK, ENROLLMENT)
        assert stages.begun == 5
        assert all(ended.wait(10) for ended in stages.ended)


def test_it_isn_t_ended_while_another_unit_is_at_it(stages: Stages) -> None:
    inside, leaves = Event(), Event()

    def waits() -> str:
        inside.set()
        leaves.wait(10)
        return "rehearsed"

    with Rehearsals() as rehearsals:
        stages.does = waits
        other = Thread(target=rehearsals.rehearsed, args=(WORK, ENROLLMENT))
        other.start()
        assert inside.wait(10)
        stages.does = trouble
        with pytest.raises(StationError, match="SVC-049"):
            rehearsals.rehearsed(WORK, ENROLLMENT)
        assert not stages.ended[0].wait(0.05)
        leaves.set()
        other.join()
        assert stages.ended[0].wait(10)


def test_a_service_that_isn_t_there_in_time_is_no_fault_of_the_unit_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stands, cancel = Event(), Event()
    halt = Halt(cancel)

    @contextmanager
    def slow() -> Iterator[SimpleNamespace]:
        stands.wait(10)
        yield SimpleNamespace(rehearsed=lambda *_: "rehearsed")

    monkeypatch.setattr(rehearsal_stage, "standing", slow)
    late: Any = SimpleNamespace(cancel=halt)
    with Rehearsals() as rehearsals:
        halt.give(0.0)
        with pytest.raises(StationError, match="SVC-047"):
            rehearsals.rehearsed(late, ENROLLMENT)
        cancel.set()
        with pytest.raises(StationError, match="LIN-003"):
            rehearsals.rehearsed(late, ENROLLMENT)
        stands.set()
        assert rehearsals.rehearsed(WORK, ENROLLMENT) == "rehearsed"
