"""What passes between station and MES: parsed strictly, bounded, and the same bytes each time."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import Outcome
from station.model.handoff import MAX_REASON, ResultEvent, RouteAnswer, RouteQuestion, UnitResult

WHEN = datetime(2026, 11, 24, 6, 0, 1, tzinfo=UTC)


def result(**changes: object) -> UnitResult:
    """Return a result of a unit that failed."""
    return UnitResult.model_validate(
        {
            "station": "line-1",
            "sequence": 7,
            "event": ResultEvent.RUN,
            "time": WHEN,
            "practice": True,
            "run": "01KB3T6G8Q0000000000000000",
            "order": "o1",
            "profile": "p1",
            "position": "1",
            "serial": "S1",
            "outcome": Outcome.FAILED,
            "code": "LNK-002",
            **changes,
        }
    )


def test_an_answer_is_yes_or_no_with_a_reason() -> None:
    assert RouteAnswer.parse(b'{"allowed": true}') == RouteAnswer(allowed=True)
    answer = RouteAnswer.parse(b'{"allowed": false, "reason": "not tested yet"}')
    assert (answer.allowed, answer.reason) == (False, "not tested yet")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"true",
        b"{}",
        b"[]",
        b'{"allowed": "yes"}',
        b'{"allowed": 1}',
        b'{"allowed": null}',
        b'{"allowed": true, "reason": 5}',
        b'{"allowed": true, "alowed": false}',
        b'{"allowed": true',
        b'{"allowed": true} and more',
        b"[" * 50_000,
        b"\xff\xfe",
    ],
)
def test_what_is_not_clearly_an_answer_is_none(body: bytes) -> None:
    with pytest.raises(ValueError, match="RouteAnswer"):
        RouteAnswer.parse(body)


@given(st.text(), st.booleans())
def test_a_reason_is_printable_and_short_whatever_is_sent(reason: str, allowed: bool) -> None:
    body = json.dumps({"allowed": allowed, "reason": reason}).encode()
    try:
        answer = RouteAnswer.parse(body)
    except ValueError:
        assert any(0xD800 <= ord(letter) < 0xE000 for letter in reason)
        return
    assert answer.allowed is allowed
    assert len(answer.reason) <= MAX_REASON
    assert answer.reason.isascii()
    assert answer.reason.isprintable() or not answer.reason


@given(st.binary(max_size=300))
def test_any_bytes_are_an_answer_or_a_value_error(body: bytes) -> None:
    try:
        RouteAnswer.parse(body)
    except ValueError:
        return


def test_the_same_result_is_the_same_bytes_and_says_only_what_is_known() -> None:
    assert result().as_json() == result().as_json()
    said = json.loads(result().as_json())
    assert said["time"] == "2026-11-24T06:00:01Z"
    assert said["outcome"] == "failed"
    assert not {"registration_id", "device_id", "reason", "seconds"} & said.keys()


@given(st.text(max_size=50))
def test_what_is_sent_can_be_read_again(serial: str) -> None:
    try:
        sent = result(serial=serial).as_json()
    except ValueError:  # half a surrogate pair is no text
        return
    assert UnitResult.model_validate_json(sent).serial == serial


def test_a_question_says_when_it_is_a_test() -> None:
    question = RouteQuestion(
        station="line-1",
        position="1",
        order="o1",
        serial="S1",
        profile="p1",
        practice=False,
        test=True,
    )
    assert json.loads(question.as_json())["test"] is True
