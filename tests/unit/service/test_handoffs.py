"""Every way to speak to a MES keeps the same promises, and the settings take only what is safe."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from station.errors import StationError
from station.model.handoff import UnitResult
from station.secret import Secret
from station.service.handoffs import HANDOFFS, Handoff, HandoffSettings
from station.service.handoffs.http_settings import HttpSettings
from tests.support.mes import running_mes
from tests.unit.model.test_handoff import result

Told = Callable[[], list[dict[str, JsonValue]]]


@dataclass
class Other:
    """The other side of a hand-off, whichever kind it is.

    Attributes:
        settings: that lead there.
        told: what is there of results, in their order, each once.
        breaks: has it take nothing more.
    """

    settings: Mapping[str, object]
    told: Told
    breaks: Callable[[], object]


def _folder(folder: Path, held: ExitStack) -> Other:
    del held

    def told() -> list[dict[str, JsonValue]]:
        return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*"))]

    settings = {"kind": "file-drop", "folder": str(folder)}
    return Other(settings, told, lambda: folder.rename(folder.with_name("away")))


def _server(folder: Path, held: ExitStack) -> Other:
    del folder
    server = ExitStack()
    held.enter_context(server)
    mes = server.enter_context(running_mes())

    def told() -> list[dict[str, JsonValue]]:
        return list({r.headers["Idempotency-Key"]: r.said for r in mes.requests}.values())

    return Other({"kind": "http", "url": mes.url}, told, server.close)


OTHERS: Mapping[str, Callable[[Path, ExitStack], Other]] = {"file-drop": _folder, "http": _server}


@pytest.fixture(params=sorted(HANDOFFS))
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Other]:
    folder = tmp_path / "results"
    folder.mkdir()
    with ExitStack() as held:
        yield OTHERS[request.param](folder, held)


@pytest.fixture
def settings(other: Other) -> HandoffSettings:
    return HANDOFFS[str(other.settings["kind"])].model_validate_json(json.dumps(other.settings))


@pytest.fixture
def way(settings: HandoffSettings) -> Handoff:
    return settings.opened("mes", None)


def numbered(sequence: int) -> UnitResult:
    return result(sequence=sequence)


def test_what_is_told_arrives_as_it_was_told(other: Other, way: Handoff) -> None:
    for sequence in (7, 8, 100):
        way.tell(numbered(sequence), Event())
    assert other.told() == [json.loads(numbered(n).as_json()) for n in (7, 8, 100)]


def test_what_is_told_twice_is_there_once(other: Other, way: Handoff) -> None:
    for sequence in (7, 8, 7, 8):
        way.tell(numbered(sequence), Event())
    assert [one["sequence"] for one in other.told()] == [7, 8]


def test_a_mes_that_is_gone_may_take_it_later(other: Other, way: Handoff) -> None:
    other.breaks()
    with pytest.raises(StationError) as caught:
        way.tell(numbered(7), Event())
    assert caught.value.code == "SVC-020"
    assert caught.value.data["name"] == "mes"
    assert caught.value.data["why"]


def test_nobody_is_asked_for_a_route_who_was_not_meant_to_be(
    settings: HandoffSettings, way: Handoff
) -> None:
    assert settings.asks_route is False
    assert way.route is None


def test_settings_say_where_to_and_take_no_key_that_is_not_theirs(
    other: Other, settings: HandoffSettings
) -> None:
    assert settings.address
    assert settings.secret_for is None
    with pytest.raises(ValueError, match="nonsense"):
        type(settings).model_validate({**other.settings, "nonsense": 1})


def test_a_file_is_whole_and_its_owner_names_it_once(tmp_path: Path) -> None:
    way = HANDOFFS["file-drop"](kind="file-drop", folder=str(tmp_path)).opened("mes", None)  # type: ignore[call-arg]
    way.tell(numbered(7), Event())
    assert [path.name for path in tmp_path.iterdir()] == [
        "000000000007-01KB3T6G8Q0000000000000000.json"
    ]
    assert tmp_path.joinpath("000000000007-01KB3T6G8Q0000000000000000.json").read_bytes() == (
        numbered(7).as_json() + b"\n"
    )


def test_a_file_that_can_not_be_written_leaves_nothing_half(tmp_path: Path) -> None:
    way = HANDOFFS["file-drop"](kind="file-drop", folder=str(tmp_path)).opened("mes", None)  # type: ignore[call-arg]
    (tmp_path / "000000000007-01KB3T6G8Q0000000000000000.json").mkdir()
    with pytest.raises(StationError, match="SVC-020"):
        way.tell(numbered(7), Event())
    assert [path.name for path in tmp_path.glob("*")] == [
        "000000000007-01KB3T6G8Q0000000000000000.json"
    ]
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://mes.example",
        "https://mes.example:8443/a/b/",
        "http://127.0.0.1:80/x",
        "http://127.9.9.9",
        "http://[::1]:8080/mes",
        "http://localhost",
    ],
)
def test_tls_everywhere_but_on_this_very_machine(url: str) -> None:
    settings = HttpSettings(kind="http", url=url)
    assert settings.address == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://mes.example",
        "http://10.0.0.1",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://localhost@evil.example",
        "https://user:password@mes.example",
        "https://mes.example/?a=b",
        "https://mes.example/#a",
        "https://mes.example/a b",
        "https://mes.example/\r\nX: y",
        "https://",
        "https://mes.example:0",
        "https://mes.example:99999",
        "ftp://mes.example",
        "mes.example",
        "https://m\u00e9s.example",
        "https://mes.example/?",
        "",
    ],
)
def test_no_other_address_is_spoken_to(url: str) -> None:
    with pytest.raises(ValueError, match="url"):
        HttpSettings(kind="http", url=url)


@given(st.text(max_size=60))
def test_any_text_is_a_safe_address_or_refused(text: str) -> None:
    try:
        url = HttpSettings(kind="http", url=text).url
    except ValueError:
        return
    assert url.startswith(("https://", "http://127.", "http://[::1]", "http://localhost"))
    assert url.isascii()
    assert url.isprintable()


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"route_when_down": "allow"}, "goes with route"),
        ({"auth": "basic"}, "needs a user"),
        ({"user": "line"}, "goes with auth"),
        ({"auth": "bearer", "user": "line"}, "goes with auth"),
        ({"auth": "basic", "user": "a:b"}, "without :"),
        ({"ca": "ca.pem"}, "whole path"),
        ({"timeout_s": 0.1}, "timeout_s"),
        ({"timeout_s": 600}, "timeout_s"),
        ({"password": "x"}, "password"),
    ],
)
def test_settings_that_do_not_fit_together_are_refused(
    more: Mapping[str, object], key: str
) -> None:
    told = {"kind": "http", "url": "https://mes.example", **more}
    with pytest.raises(ValueError, match=key):
        HttpSettings.model_validate_json(json.dumps(told))


def test_a_secret_is_for_one_host_and_one_user() -> None:
    def whom(url: str, **more: str) -> str | None:
        told = {"kind": "http", "url": url, "auth": "bearer", **more}
        return HttpSettings.model_validate_json(json.dumps(told)).secret_for

    assert whom("https://mes.example/a") == whom("https://MES.example/b")
    others = {
        whom("https://mes.example"),
        whom("https://mes.example:8443"),
        whom("https://evil.example"),
        whom("https://mes.example", auth="basic", user="a"),
        whom("https://mes.example", auth="basic", user="b"),
    }
    assert len(others) == 5


@pytest.mark.parametrize("secret", [b"a b", b"a\r\nX: y", b"\xc3\xa4", b"x" * 5000, b"a\0"])
def test_a_secret_that_no_header_takes_is_refused_and_not_shown(secret: bytes) -> None:
    settings = HttpSettings(kind="http", url="https://mes.example", auth="bearer")
    with pytest.raises(StationError, match="SVC-026") as caught:
        settings.check_secret(Secret(secret))
    assert secret.decode("latin-1") not in str(caught.value) + caught.value.detail
