"""What a service may answer to ten items, and what of it is believed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Event

import pytest

from station.errors import StationError
from station.model.handoff import Cancel
from station.model.world import World
from station.secret import Secret
from station.service.account import Account
from station.service.calls import Answer, Asked, Caller
from station.service.client import Fate, ItemResult, ServiceClient
from station.service.trust import trusted

TEXT = b"HostName=localhost;SharedAccessKeyName=owner;SharedAccessKey=c2VjcmV0"
BODY = json.dumps(
    {"mode": "create", "enrollments": [{"registrationId": "One"}, {"registrationId": "two"}]}
).encode()
JSON = {"content-type": "application/json; charset=utf-8"}


@dataclass(frozen=True)
class Says(Caller):
    """Answers always the same."""

    answer: Answer

    def call(self, asked: Asked, cancel: Cancel) -> Answer:
        del asked, cancel
        return self.answer


def results(body: object, status: int = 200, headers: Mapping[str, str] = JSON) -> list[ItemResult]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    caller = Says(trusted(None, "localhost"), 1.0, "test", Answer(status, content, "", headers))
    client = ServiceClient(Account.parse(Secret(TEXT), World.PRACTICE), caller)
    return list(client.create_all("enrollments", BODY, Event()))


def error(name: str, code: int) -> dict[str, object]:
    return {"registrationId": name, "errorCode": code, "errorStatus": "said\nso"}


@pytest.mark.parametrize(
    ("said", "fates"),
    [
        ({"isSuccessful": True}, [Fate.CREATED, Fate.CREATED]),
        ({"isSuccessful": True, "errors": []}, [Fate.CREATED, Fate.CREATED]),
        # Official examples list what went well among the errors (FACTS 2.5).
        (
            {"isSuccessful": True, "errors": [error("One", 200), error("two", 200)]},
            [Fate.CREATED, Fate.CREATED],
        ),
        ({"isSuccessful": True, "errors": [error("one", 409001)]}, [Fate.EXISTS, Fate.CREATED]),
        ({"isSuccessful": False, "errors": [error("TWO", 400004)]}, [Fate.CREATED, Fate.REFUSED]),
        ({"isSuccessful": False, "errors": [error("two", 500000)]}, [Fate.CREATED, Fate.REFUSED]),
    ],
)
def test_each_item_is_judged_by_its_own_code(said: object, fates: list[Fate]) -> None:
    told = results(said)
    assert [one.fate for one in told] == fates
    assert "\n" not in "".join(one.words for one in told)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"<html>",
        [],
        {},
        {"isSuccessful": False},
        {"isSuccessful": False, "errors": []},
        {"isSuccessful": "true"},
        {"isSuccessful": False, "errors": {}},
        {"isSuccessful": False, "errors": ["two"]},
        {"isSuccessful": False, "errors": [{"registrationId": "two"}]},
        {"isSuccessful": False, "errors": [error("three", 409001)]},
        # What contradicts itself.
        {"isSuccessful": False, "errors": [error("one", 200), error("two", 200000)]},
        {"isSuccessful": True, "errors": [error("one", 409001), error("ONE", 200)]},
        # What no record can hold, or no program read.
        {"isSuccessful": True, "errors": [error("one", 10**30)]},
        {"isSuccessful": True, "errors": [error("one", -1)]},
        {"isSuccessful": True, "errors": [error("one", True)]},
        b"[" * 100_000,
    ],
)
def test_what_says_nothing_certain_is_not_believed(said: object) -> None:
    with pytest.raises(StationError, match="SVC-041"):
        results(said)


def test_a_call_that_is_refused_as_a_whole_says_why() -> None:
    said = {"errorCode": 400000, "message": "Bad\x1b Request", "trackingId": "t-1"}
    with pytest.raises(StationError, match="SVC-043") as caught:
        results(said, 400)
    assert caught.value.data["why"] == "400000 Bad\\x1b Request"
    assert "t-1" in caught.value.detail


@pytest.mark.parametrize("body", [{"errorCode": 10**30}, {"errorCode": True}, b"[" * 100_000])
def test_a_refusal_s_code_is_one_or_that_of_http(body: object) -> None:
    with pytest.raises(StationError, match="SVC-043") as caught:
        results(body, 400)
    assert caught.value.data["why"] == "400000"


@pytest.mark.parametrize("status", [302, 304, 408, 500, 503])
def test_what_is_no_answer_of_the_service_s_to_the_call_is_none(status: int) -> None:
    with pytest.raises(StationError, match="SVC-039"):
        results(b"", status)


@pytest.mark.parametrize(
    ("said", "date", "seconds"),
    [
        ("7", "Mon, 30 Nov 2026 08:00:00 GMT", 7),
        # A time by the service's own clock, whatever this computer's says.
        ("Mon, 30 Nov 2026 08:00:09 GMT", "Mon, 30 Nov 2026 08:00:00 GMT", 9),
        ("Mon, 30 Nov 2026 07:00:00 GMT", "Mon, 30 Nov 2026 08:00:00 GMT", 0),
        ("Mon, 30 Nov 2026 08:00:09 GMT", "", 1),
        ("soon", "Mon, 30 Nov 2026 08:00:00 GMT", 1),
        ("", "", 1),
    ],
)
def test_a_pause_is_as_long_as_it_is_said_to_be(said: str, date: str, seconds: int) -> None:
    with pytest.raises(StationError, match="SVC-044") as caught:
        results({}, 429, {**JSON, "retry-after": said, "date": date})
    assert caught.value.data["seconds"] == seconds
