"""Asking several MES for a unit's route: who must answer, and what no answer means."""

import logging
from threading import Event

import pytest

from station.errors import StationError
from station.model.handoff import Cancel, RouteAnswer, RouteQuestion
from station.operations.handoff_route import Asked, Routes

QUESTION = RouteQuestion(
    station="line-1", position="1", order="o1", serial="S1\x1b", profile="p1", practice=True
)
YES, NO = RouteAnswer(allowed=True), RouteAnswer(allowed=False, reason="not due")


class Says:
    """A MES that says always the same."""

    def __init__(self, answer: RouteAnswer | StationError) -> None:
        self.answer = answer
        self.asked = 0

    def ask(self, question: RouteQuestion, cancel: Cancel) -> RouteAnswer:
        del question, cancel
        self.asked += 1
        if isinstance(self.answer, StationError):
            raise self.answer
        return self.answer


def error(code: str) -> StationError:
    return StationError(code, "detail", name="mes", why="nobody listens there")


def routes(*answers: RouteAnswer | StationError, lenient: bool = False) -> Routes:
    return Routes([Asked("mes", Says(answer), lenient) for answer in answers])


def test_all_must_allow_it() -> None:
    assert routes(YES, YES).ask(QUESTION, Event()) == YES
    assert routes(YES, NO).ask(QUESTION, Event()) == NO


def test_after_a_refusal_nobody_else_is_asked() -> None:
    second = Says(YES)
    asked = Routes([Asked("a", Says(NO), lenient=False), Asked("b", second, lenient=False)])
    assert asked.ask(QUESTION, Event()) == NO
    assert second.asked == 0


def test_no_answer_is_the_stations_trouble_and_names_the_mes() -> None:
    with pytest.raises(StationError) as caught:
        routes(error("SVC-020")).ask(QUESTION, Event())
    assert caught.value.code == "LIN-058"
    assert "mes: nobody listens there" in caught.value.message


def test_where_that_was_chosen_units_go_on_and_the_log_says_which(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        assert routes(error("SVC-020"), lenient=True).ask(QUESTION, Event()) == YES
    assert "S1\\x1b" in caplog.text
    assert "position 1" in caplog.text


@pytest.mark.parametrize("lenient", [True, False])
@pytest.mark.parametrize("code", ["SVC-021", "SVC-024"])
def test_an_answer_that_is_none_lets_nobody_pass(code: str, lenient: bool) -> None:
    with pytest.raises(StationError, match="LIN-059"):
        routes(error(code), lenient=lenient).ask(QUESTION, Event())


def test_a_refusal_is_a_refusal_also_where_no_answer_would_not_be() -> None:
    assert routes(NO, lenient=True).ask(QUESTION, Event()) == NO


def test_a_cancelled_question_stays_cancelled() -> None:
    with pytest.raises(StationError, match="LIN-003"):
        routes(StationError("LIN-003"), lenient=True).ask(QUESTION, Event())
