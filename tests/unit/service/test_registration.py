"""A device's registration, by what a service may answer; and HTTP as it comes off a connection."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event
from typing import Any

import pytest

from station.errors import StationError
from station.model.names import IdScope, RegistrationId
from station.model.proof import SasToken
from station.secret import Secret
from station.service import registration
from station.service.calls import Answer
from station.service.doors import parse_answer
from station.service.registration import (
    Caller,
    Registration,
    TpmPublics,
    register_by_certificate,
    register_by_key,
    register_by_tpm,
)

KEY = b"the device's own key"
NOW = 1_700_000_000
ASSIGNED = {
    "status": "assigned",
    "registrationId": "unit-1",
    "assignedHub": "hub.invalid",
    "deviceId": "unit-1",
}


@dataclass
class Scripted:
    """A door behind which the answers are known beforehand."""

    answers: list[Answer]
    asked: list[tuple[str, str, Mapping[str, str], bytes | None]] = field(default_factory=list)
    name: str = "localhost"

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        self.asked.append((method, path, headers, body))
        return self.answers.pop(0)


def answer(status: int, /, **body: Any) -> Answer:  # noqa: ANN401 - any JSON
    return Answer(status, json.dumps(body).encode(), "", {"retry-after": "0"})


def caller(cancel: Event | None = None) -> Caller:
    scope, name = IdScope.parse("0nePRACTICE"), RegistrationId.parse("unit-1")
    return Caller(scope, name, cancel or Event(), lambda: NOW)


def sign(message: bytes) -> bytes:
    return hmac.digest(KEY, message, hashlib.sha256)


def by_key(*answers: Answer) -> Registration:
    return register_by_key(Scripted(list(answers)), caller(), sign)


GOING = answer(202, operationId="4.a/b", status="assigning")
DONE = answer(200, operationId="4.a/b", status="assigned", registrationState=ASSIGNED)


def test_it_begins_asks_after_it_and_hears_where_it_belongs() -> None:
    door = Scripted([GOING, GOING, DONE])
    done = register_by_key(door, caller(), sign)
    assert done.assigned
    assert (done.http, done.name, done.hub, done.device_id) == (
        200,
        "unit-1",
        "hub.invalid",
        "unit-1",
    )
    version = "api-version=2021-10-01"
    one = "/0nePRACTICE/registrations/unit-1"
    assert [(method, path) for method, path, _, _ in door.asked] == [
        ("PUT", f"{one}/register?{version}"),
        ("GET", f"{one}/operations/4.a%2Fb?{version}"),
        ("GET", f"{one}/operations/4.a%2Fb?{version}"),
    ]
    assert json.loads(door.asked[0][3] or b"") == {"registrationId": "unit-1"}
    for _, _, headers, _ in door.asked:
        token = SasToken.parse(headers["Authorization"])
        assert token.verified_by(Secret(KEY), NOW)
        assert token.resource == "0nePRACTICE/registrations/unit-1"
        assert token.key_name == "registration"


def test_a_certificate_needs_no_token() -> None:
    door = Scripted([DONE])
    assert register_by_certificate(door, caller()).assigned
    assert door.asked[0][2] == {}


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ({"status": "disabled"}, "disabled"),
        (
            {"status": "failed", "errorCode": 400208, "errorMessage": "No\nhub"},
            "failed, code 400208: No\\nhub",
        ),
        ({"status": "assigned"}, "assigned"),  # to no hub
    ],
)
def test_one_that_ends_without_a_hub_is_not_assigned(state: dict[str, Any], told: str) -> None:
    done = by_key(GOING, answer(200, status=state["status"], registrationState=state))
    assert (done.assigned, str(done)) == (False, told)


@pytest.mark.parametrize(("status", "code"), [(400, 400004), (401, 401002), (404, 404201)])
def test_a_refusal_is_told_with_its_status_and_code(status: int, code: int) -> None:
    done = by_key(answer(status, errorCode=code, message="Why"))
    assert (done.http, done.status, done.code, done.assigned) == (status, "", code, False)
    assert str(done) == f"status {status}, code {code}: Why"


def test_a_tpm_gets_a_key_first_and_the_hubs_at_the_end() -> None:
    blob = base64.b64encode(b"challenge").decode()
    hubs = {**ASSIGNED, "tpm": {"authenticationKey": base64.b64encode(b"for the hub").decode()}}
    challenged = answer(401, message="x", authenticationKey=blob, keyName="registration")
    door = Scripted([challenged, GOING, answer(200, status="assigned", registrationState=hubs)])
    taken = []

    def activate(challenge: bytes) -> registration.Signer:
        taken.append(challenge)
        return sign

    done = register_by_tpm(door, caller(), TpmPublics(b"ek", b"srk"), activate)
    assert (done.assigned, done.authentication_key, taken) == (True, b"for the hub", [b"challenge"])
    assert "Authorization" not in door.asked[0][2]
    assert "Authorization" in door.asked[1][2]
    shown = {"endorsementKey": "ZWs=", "storageRootKey": "c3Jr"}
    assert [json.loads(door.asked[at][3] or b"")["tpm"] for at in (0, 1)] == [shown, shown]


def test_a_tpm_that_gets_no_challenge_is_refused_and_asked_for_nothing() -> None:
    def activate(challenge: bytes) -> registration.Signer:
        raise AssertionError(challenge)

    door = Scripted([answer(401, errorCode=401000, authenticationKey="no base64")])
    done = register_by_tpm(door, caller(), TpmPublics(b"ek", b"srk"), activate)
    assert (done.http, done.code) == (401, 401000)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([answer(503)], "SVC-039"),
        ([GOING, answer(500)], "SVC-039"),
        ([answer(429, errorCode=429001)], "SVC-044"),
        ([Answer(200, b"{", "it is cut short")], "SVC-039"),
        ([Answer(200, b"<html>", "")], "SVC-041"),
        ([Answer(202, b"[]", "")], "SVC-041"),
        ([answer(202, status="assigning")], "SVC-041"),
        ([Answer(202, GOING.body, "", {"retry-after": "99999"}) for _ in range(3)], "SVC-039"),
    ],
)
def test_a_service_that_is_unwell_is_not_the_units_fault(
    answers: list[Answer], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registration, "_PATIENCE_S", 1.0)
    with pytest.raises(StationError) as caught:
        by_key(*answers)
    assert caught.value.code == code


def test_a_cancel_ends_it_while_it_waits() -> None:
    cancel = Event()
    cancel.set()
    door = Scripted([Answer(202, GOING.body, "", {"retry-after": "5"})])
    with pytest.raises(StationError, match="LIN-003"):
        register_by_key(door, caller(cancel), sign)


CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n"
)


@pytest.mark.parametrize(
    ("heard", "body", "whole"),
    [
        (b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}", b"{}", True),
        (b"HTTP/1.1 202 Accepted\r\nContent-Length: 3\r\n\r\n{}", b"{}", False),
        (b"HTTP/1.1 200 OK\r\n\r\nuntil its end", b"until its end", True),
        (CHUNKED, b"abcdef", True),
        (CHUNKED[:-5], b"abcdef", False),
        (CHUNKED[:-12], b"abcd", False),
        (CHUNKED[:-16], b"ab", False),
    ],
)
def test_an_answer_off_a_connection_is_whole_or_says_that_it_is_not(
    heard: bytes, body: bytes, whole: bool
) -> None:
    told = parse_answer(heard)
    assert (told.body, told.trouble == "") == (body, whole)
    assert told.good


@pytest.mark.parametrize(
    "heard",
    [
        b"SSH-2.0\r\n",
        b"HTTP/1.1 ok\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 200 + b"\r\n",
    ],
)
def test_what_is_no_http_is_told_as_that(heard: bytes) -> None:
    with pytest.raises((ValueError, HTTPException)):
        parse_answer(heard)
