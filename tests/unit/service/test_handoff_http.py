"""A hand-off by HTTP against a real server, which does all that servers do when they are unwell."""

import base64
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from station.errors import StationError
from station.model.handoff import RouteCheck, RouteQuestion
from station.secret import Secret
from station.service.handoffs import Handoff
from station.service.handoffs.http_settings import HttpSettings
from tests.support import mes as behaviours
from tests.support.certificates import server_files
from tests.support.mes import WAIT_S, Behaviour, Mes, answers, running_mes
from tests.unit.model.test_handoff import result

SECRET = b"tok-3n-of-the-line"
QUESTION = RouteQuestion(
    station="line-1", position="1", order="o1", serial="S1", profile="p1", practice=True
)


@pytest.fixture
def mes() -> Iterator[Mes]:
    with running_mes() as mes:
        yield mes


def settings_of(mes: Mes, **more: object) -> HttpSettings:
    return HttpSettings.model_validate({"kind": "http", "url": mes.url, "route": True, **more})


def opened(mes: Mes, **more: object) -> Handoff:
    return settings_of(mes, **more).opened("mes", None)


def route(mes: Mes, **more: object) -> RouteCheck:
    found = opened(mes, **more).route
    assert found is not None
    return found


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(StationError) as caught:
        call()
    assert SECRET.decode() not in f"{caught.value} {caught.value.detail} {caught.value.data}"
    return caught.value.code


def assert_nobody_waits_on() -> None:
    """Check that a call's own thread has ended, though the server has not."""
    for thread in threading.enumerate():
        if thread.name == "handoff-mes":
            thread.join(WAIT_S)
            assert not thread.is_alive()


def test_a_result_is_posted_with_its_number_as_its_key(mes: Mes) -> None:
    opened(mes).tell(result(sequence=12), Event())
    (request,) = mes.requests
    assert request.path == "/mes/v1/results"
    assert request.headers["Idempotency-Key"] == "12"
    assert request.headers["Content-Type"] == "application/json"
    assert request.body == result(sequence=12).as_json()


def test_a_route_is_asked_for_and_the_answer_is_heeded(mes: Mes) -> None:
    assert route(mes).ask(QUESTION, Event()).allowed
    assert mes.requests[0].path == "/mes/v1/route"
    assert mes.requests[0].body == QUESTION.as_json()
    mes.behave = answers(200, b'{"allowed": false, "reason": "due at soldering"}')
    assert route(mes).ask(QUESTION, Event()).reason == "due at soldering"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "SVC-021"),
        (403, "SVC-021"),
        (404, "SVC-021"),
        (409, "SVC-021"),
        (422, "SVC-021"),
        (401, "SVC-020"),
        (407, "SVC-020"),
        (408, "SVC-020"),
        (425, "SVC-020"),
        (429, "SVC-020"),
        (500, "SVC-020"),
        (503, "SVC-020"),
        (304, "SVC-020"),
    ],
)
def test_a_status_says_whether_a_result_is_taken_later_or_never(
    mes: Mes, status: int, code: str
) -> None:
    mes.behave = answers(status, b"" if status == 304 else b"because\x1b[31m")
    assert code_of(lambda: opened(mes).tell(result(), Event())) == code


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_2xx_is_taken(mes: Mes, status: int) -> None:
    mes.behave = answers(status)
    opened(mes).tell(result(), Event())


def test_what_a_mes_says_of_a_refusal_is_told_escaped_and_short(mes: Mes) -> None:
    mes.behave = answers(400, b"\x1b[31m" + b"no" * 5000)
    with pytest.raises(StationError) as caught:
        opened(mes).tell(result(), Event())
    assert caught.value.detail.isprintable()
    assert len(caught.value.detail) <= 200


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(mes: Mes, status: int) -> None:
    with running_mes() as elsewhere:
        mes.behave = answers(status, Location=f"{elsewhere.url}/results")
        assert code_of(lambda: opened(mes).tell(result(), Event())) == "SVC-020"
        assert elsewhere.requests == []


@pytest.mark.parametrize(
    "behave",
    [
        behaviours.dies_in_the_head,
        behaviours.dies_in_the_body,
        answers(500),
        answers(302, Location="/"),
    ],
)
def test_no_answer_about_a_route_is_no_leave(mes: Mes, behave: Behaviour) -> None:
    mes.behave = behave
    assert code_of(lambda: route(mes).ask(QUESTION, Event())) == "SVC-020"


@pytest.mark.parametrize("body", [b"", b"yes", b'{"allowed": "true"}', b'{"allowed": true}x'])
def test_an_answer_that_is_none_is_no_leave(mes: Mes, body: bytes) -> None:
    mes.behave = answers(200, body)
    assert code_of(lambda: route(mes).ask(QUESTION, Event())) == "SVC-024"


def test_megabytes_are_not_read(mes: Mes) -> None:
    mes.behave = behaviours.floods
    assert code_of(lambda: route(mes).ask(QUESTION, Event())) == "SVC-020"
    opened(mes).tell(result(), Event())


def test_a_result_is_taken_once_the_status_says_so(mes: Mes) -> None:
    mes.behave = behaviours.dies_in_the_body
    opened(mes).tell(result(), Event())


@pytest.mark.parametrize("behave", [behaviours.is_silent, behaviours.drips])
def test_who_takes_too_long_is_not_waited_for(mes: Mes, behave: Behaviour) -> None:
    mes.behave = behave
    began = time.monotonic()
    assert code_of(lambda: route(mes, timeout_s=0.5).ask(QUESTION, Event())) == "SVC-020"
    assert time.monotonic() - began < WAIT_S / 2
    assert_nobody_waits_on()


@pytest.mark.parametrize("behave", [behaviours.is_silent, behaviours.drips])
def test_a_cancelled_run_waits_no_longer(mes: Mes, behave: Behaviour) -> None:
    mes.behave, cancel = behave, Event()

    def cancelled() -> None:
        mes.arrived.get(timeout=WAIT_S)
        cancel.set()

    other = threading.Thread(target=cancelled)
    other.start()
    assert code_of(lambda: route(mes, timeout_s=30).ask(QUESTION, cancel)) == "LIN-003"
    other.join()
    assert_nobody_waits_on()


def test_nobody_there_is_said_plainly(mes: Mes) -> None:
    with running_mes() as gone:
        way = opened(gone)
    with pytest.raises(StationError) as caught:
        way.tell(result(), Event())
    assert caught.value.data["why"] == "nobody listens there"


@pytest.mark.parametrize("auth", ["bearer", "basic"])
def test_the_station_says_who_it_is(mes: Mes, auth: str) -> None:
    more = {"auth": auth} | ({"user": "line"} if auth == "basic" else {})
    settings_of(mes, **more).opened("mes", Secret(SECRET)).tell(result(), Event())
    pair = base64.b64encode(b"line:" + SECRET).decode()
    expected = f"Bearer {SECRET.decode()}" if auth == "bearer" else f"Basic {pair}"
    assert mes.requests[0].headers["Authorization"] == expected


def test_a_server_that_repeats_the_secret_does_not_get_it_shown(mes: Mes) -> None:
    mes.behave = lambda answering, request: answering.say(
        400, request.headers["Authorization"].encode()
    )
    way = settings_of(mes, auth="bearer").opened("mes", Secret(SECRET))
    assert code_of(lambda: way.tell(result(), Event())) == "SVC-021"


def test_proxies_and_passwords_of_the_environment_are_nobodys_decision(
    mes: Mes, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    opened(mes).tell(result(), Event())
    assert len(mes.requests) == 1


def test_tls_is_spoken_with_who_is_vouched_for_and_nobody_else(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    files, others = server_files(tmp_path), server_files(tmp_path / "other")
    with running_mes(files=files) as mes:
        opened(mes, ca=str(files.authority)).tell(result(), Event())
        for ca in (str(others.authority), None):
            with pytest.raises(StationError) as caught:
                opened(mes, ca=ca).tell(result(), Event())
            assert caught.value.code == "SVC-020"
            assert caught.value.data["why"] == "its certificate is not one to be trusted here"
        assert len(mes.requests) == 1


def test_a_certificate_for_another_host_is_not_trusted(tmp_path: Path) -> None:
    files = server_files(tmp_path, "127.0.0.2")
    with running_mes(files=files) as mes:
        way = opened(mes, ca=str(files.authority))
        assert code_of(lambda: way.tell(result(), Event())) == "SVC-020"
        assert mes.requests == []


@pytest.mark.parametrize("content", [None, b"", b"nonsense"])
def test_a_file_of_authorities_that_is_none_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    settings = HttpSettings(kind="http", url="https://127.0.0.1:1", ca=str(path))
    assert code_of(lambda: settings.opened("mes", None)) == "SVC-020"
