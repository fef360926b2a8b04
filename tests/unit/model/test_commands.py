"""The table [link.commands] as a record: what it takes, and what it knows of itself."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from station.model.commands import LISTS, CommandsSettings, Exchange, LineEnd

IDENTIFY = {"send": "AT+CGSN", "answer": r"^(?P<serial>\d+)$"}


def settings(**more: object) -> CommandsSettings:
    return CommandsSettings.model_validate_json(json.dumps({"identify": [IDENTIFY], **more}))


@pytest.mark.parametrize(
    ("end", "sent"), [("cr", b"\r"), ("lf", b"\n"), ("crlf", b"\r\n"), ("none", b"")]
)
def test_a_line_ends_as_it_is_told_to(end: str, sent: bytes) -> None:
    assert LineEnd(end).sent == sent


def test_every_list_is_found_by_its_name() -> None:
    told = settings(leave=[{"send": "bye"}])
    assert [name for name in LISTS if told.exchanges(name)] == ["identify", "leave"]
    assert told.exchanges("leave")[0].send == "bye"


def test_it_knows_whether_it_wants_a_password() -> None:
    assert not settings().wants_password
    assert settings(connect=[{"send": "login {password}"}]).wants_password


@pytest.mark.parametrize("place", [name for name in LISTS if name not in ("connect", "restart")])
def test_a_password_is_for_connecting_alone(place: str) -> None:
    with pytest.raises(ValidationError, match=r"there is no \{password\} here"):
        settings(**{place: [{**IDENTIFY, "send": "{password}"}]})


@pytest.mark.parametrize(
    "exchange",
    [
        {"silent": True},
        {"silent": True, "send": "x", "until": ["OK"]},
        {"silent": True, "send": "x", "answer": "y"},
    ],
)
def test_what_is_not_answered_has_no_answer(exchange: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="and no answer"):
        Exchange.model_validate_json(json.dumps(exchange))


TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["AT+{serial}", "{", "(?P<serial>x)", "(?P<request>.*)", "pem", "{a:pem}", "("]
    ),
)
NAMES = st.one_of(st.text(max_size=8), st.sampled_from(["serial", "request", "signature"]))
EXCHANGES = st.fixed_dictionaries(
    {},
    optional={
        "send": TEXTS,
        "answer": TEXTS,
        "until": st.lists(TEXTS, max_size=3),
        "prompt": TEXTS,
        "decode": st.dictionaries(NAMES, TEXTS, max_size=2),
        "equals": st.dictionaries(NAMES, TEXTS, max_size=2),
        "matches": st.dictionaries(NAMES, TEXTS, max_size=2),
        "silent": st.booleans(),
    },
)


@given(st.dictionaries(st.sampled_from(LISTS), st.lists(EXCHANGES, max_size=3), max_size=4))
def test_any_table_is_taken_or_refused(table: dict[str, object]) -> None:
    try:
        told = CommandsSettings.model_validate_json(json.dumps({"identify": [IDENTIFY], **table}))
    except ValidationError:
        return
    assert any("serial" in exchange.captures for exchange in told.identify)


def test_a_certificate_that_may_be_refused_is_not_read_back() -> None:
    asked = {
        "send": "AT+CERT?",
        "answer": "^(?P<digest>[0-9A-F]{64})$",
        "decode": {"digest": "hex"},
        "equals": {"digest": "{certificate:sha256}"},
    }
    key = {"send": "AT+KEY", "answer": "^(?P<request>.+)$", "decode": {"request": "hex"}}
    lists = {"make_key": [key], "install_certificate": [{"send": "AT+CERT={certificate:hex}"}]}
    assert settings(**lists, certificate=[asked]).certificate
    with pytest.raises(ValidationError, match="neither captures"):
        settings(**lists, certificate=[{**asked, "may_be_refused": True}])
