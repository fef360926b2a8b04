"""Every fault as a client meets it, and whether what it asked for was done all the same."""

import json
import random
import socket
import ssl
from functools import partial

import httpx
import pytest

from station.practice.service import faults as faults_module
from station.practice.service.faults import Fault, Faults
from station.practice.service.server import PracticeService
from tests.support.practice_service import Asking, symmetric

pytestmark = pytest.mark.service

ONE = "/enrollments/sn-1"


def is_there(service: PracticeService, ask: Asking) -> bool:
    service.faults.shares = {}
    return ask.ask("GET", ONE).status_code == 200


@pytest.mark.parametrize(
    ("fault", "status", "done"),
    [
        (Fault.ERROR, 500, False),
        (Fault.BUSY, 503, False),
        (Fault.THROTTLED, 429, False),
        (Fault.TOO_MANY, 429, False),
        (Fault.EXPIRED, 401, False),
        (Fault.LATE_ERROR, 500, True),
    ],
)
def test_an_error_is_told_as_any_other_and_may_come_after_it_was_done(
    service: PracticeService, ask: Asking, fault: Fault, status: int, *, done: bool
) -> None:
    service.faults.shares = {fault: 1.0}
    assert ask.refusal("PUT", ONE, symmetric("sn-1")) == (status, status * 1_000)
    assert is_there(service, ask) is done


def test_a_connection_breaks_off_and_it_was_done(service: PracticeService, ask: Asking) -> None:
    service.faults.shares = {Fault.RESET: 1.0}
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        ask.unchecked("PUT", ONE, symmetric("sn-1"))
    assert is_there(service, ask)


def test_it_breaks_off_by_a_reset(service: PracticeService) -> None:
    service.faults.shares = {Fault.RESET: 1.0}
    context = ssl.create_default_context(cafile=str(service.files.ca))
    plain = socket.create_connection(("localhost", service.port))
    with context.wrap_socket(plain, server_hostname="localhost") as tls:
        tls.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        # Python's TLS tells an end of a reset; the connection below does not.
        below = socket.socket(fileno=tls.detach())
    with below, pytest.raises(ConnectionResetError):
        list(iter(partial(below.recv, 4_096), b""))  # what TLS says by itself comes before


def test_half_an_answer_breaks_off_in_its_body(service: PracticeService, ask: Asking) -> None:
    service.faults.shares = {Fault.HALF: 1.0}
    with pytest.raises(
        (httpx.RemoteProtocolError, httpx.ReadError), match=r"without sending complete|EOF"
    ):
        ask.unchecked("PUT", ONE, symmetric("sn-1"))
    assert is_there(service, ask)


def test_of_an_answer_without_a_body_nothing_comes(service: PracticeService, ask: Asking) -> None:
    ask.put(symmetric("sn-1"))
    service.faults.shares = {Fault.HALF: 1.0}
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        ask.unchecked("DELETE", ONE)
    assert not is_there(service, ask)


def test_who_is_told_429_is_told_for_how_long_or_not(service: PracticeService, ask: Asking) -> None:
    for fault, said in ((Fault.THROTTLED, "1"), (Fault.TOO_MANY, None)):
        service.faults.shares = {fault: 1.0}
        assert ask.ask("GET", ONE).headers.get("retry-after") == said


def test_nothing_comes_and_it_was_done(service: PracticeService, ask: Asking) -> None:
    service.faults.shares = {Fault.SILENT: 1.0}
    ask.http.timeout = httpx.Timeout(0.5)
    with pytest.raises(httpx.ReadTimeout):
        ask.ask("PUT", ONE, symmetric("sn-1"))
    ask.http.timeout = httpx.Timeout(60)
    assert is_there(service, ask)


def test_an_answer_of_another_type_is_whole(service: PracticeService, ask: Asking) -> None:
    service.faults.shares = {Fault.TYPE: 1.0}
    answer = ask.unchecked("PUT", ONE, symmetric("sn-1"))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html"
    assert json.loads(answer.content)["registrationId"] == "sn-1"
    assert is_there(service, ask)


def test_faults_come_as_often_as_they_are_to() -> None:
    faults = Faults({Fault.ERROR: 0.1, Fault.RESET: 0.3}, chance=random.Random(7))  # noqa: S311 - to be had again
    drawn = [faults.drawn() for _ in range(10_000)]
    assert 800 < drawn.count(Fault.ERROR) < 1_200
    assert 2_700 < drawn.count(Fault.RESET) < 3_300
    assert drawn.count(None) == 10_000 - drawn.count(Fault.ERROR) - drawn.count(Fault.RESET)
    assert {Faults().drawn() for _ in range(100)} == {None}


def test_each_answer_takes_as_long_as_it_is_to(
    service: PracticeService, ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(faults_module, "sleep", sleep)
    ask.put(symmetric("sn-1"))
    assert waited == []
    service.faults.latency_s = 7.5
    assert ask.ask("GET", ONE).status_code == 200
    assert waited == [7.5]


def test_a_fault_of_the_service_itself_is_an_error_like_any(
    service: PracticeService,
    ask: Asking,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("disk on fire")

    with monkeypatch.context() as patched:
        patched.setattr(service.store, "get", broken)
        answer = ask.ask("GET", ONE)
    assert (answer.status_code, answer.json()["errorCode"]) == (500, 500_000)
    assert "disk on fire" not in answer.text
    assert ask.refusal("GET", ONE) == (404, 404_201)
    assert "disk on fire" in caplog.text
    caplog.clear()
