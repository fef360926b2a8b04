"""The desk between runs and workers: each answer finds the question that it was given to."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Queue
from threading import Event

import pytest

from station.errors import StationError
from station.model.prompt import Answer, Prompt, PromptKind, Question
from station.operations import seating
from station.operations.bench_view import BenchView, Phase, PositionView
from station.operations.prompt_desk import PromptDesk


def question(timeout_s: float = 60) -> Question:
    return Question(
        Prompt(name="seal", kind=PromptKind.ENTER, text="?", pattern="[a-z]+", timeout_s=timeout_s)
    )


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


class Asked:
    """A desk whose questions are seen as they come."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.seen: Queue[tuple[str, Question | None]] = Queue()
        self.desk = PromptDesk(lambda position, asked: self.seen.put((position, asked)))
        self.cancel = Event()
        self._pool = pool

    def ask(self, position: str, asked: Question) -> "Future[Answer | None]":
        run = self._pool.submit(self.desk.ask, position, asked, self.cancel)
        assert self.seen.get(timeout=30) == (position, asked)
        return run


def test_two_positions_are_answered_each_for_itself(pool: ThreadPoolExecutor) -> None:
    asked = Asked(pool)
    first, second = question(), question()
    left, right = asked.ask("1", first), asked.ask("2", second)
    asked.desk.answer("2", second, "b")
    assert right.result(30) == Answer("seal", "b")
    assert asked.seen.get(timeout=30) == ("2", None)
    assert not left.done()
    asked.desk.answer("1", first, "a")
    assert left.result(30) == Answer("seal", "a")


def test_what_is_no_answer_is_refused_and_the_question_stays(pool: ThreadPoolExecutor) -> None:
    asked = Asked(pool)
    run = asked.ask("1", mine := question())
    with pytest.raises(StationError, match="LIN-065"):
        asked.desk.answer("1", mine, "42")
    asked.desk.answer("1", mine, "a")
    asked.desk.answer("1", mine, "b")
    assert run.result(30) == Answer("seal", "a")


def test_an_answer_that_comes_too_late_answers_nothing_else(pool: ThreadPoolExecutor) -> None:
    asked = Asked(pool)
    old = question(timeout_s=0.001)
    assert asked.ask("1", old).result(30) is None
    assert asked.seen.get(timeout=30) == ("1", None)
    run = asked.ask("1", new := question())
    asked.desk.answer("1", old, "old")
    asked.desk.answer("1", new, "new")
    assert run.result(30) == Answer("seal", "new")


def test_a_cancelled_run_asks_no_more(pool: ThreadPoolExecutor) -> None:
    asked = Asked(pool)
    run = asked.ask("1", question())
    asked.cancel.set()
    assert run.result(30) is None
    assert asked.seen.get(timeout=30) == ("1", None)


def test_a_question_takes_no_scan_from_a_position_that_waits_for_one() -> None:
    waiting = PositionView("1", phase=Phase.SCAN)
    asking = PositionView("2", phase=Phase.RUNNING, question=question())
    busy = PositionView("1", phase=Phase.RUNNING)
    assert seating.next_chosen(BenchView((waiting, asking), "")) == "1"
    assert seating.next_chosen(BenchView((waiting, asking), "2")) == "2"
    assert seating.next_chosen(BenchView((busy, asking), "")) == "2"
