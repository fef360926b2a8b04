"""A practice modem: what it answers to AT commands, and that nothing typed upsets it."""

from base64 import b64encode
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.practice import at_unit
from station.practice.at_unit import AtUnit
from station.practice.conduct import PulledOut
from station.practice.unit_config import Behaviour, Face, Manner, UnitConfig
from station.practice.unit_memory import PROOF


def unit(folder: Path, behaviour: Behaviour | None = None) -> AtUnit:
    return AtUnit(
        UnitConfig(
            *("A1-42", "modem", "1.0", folder / "port"),
            face=Face.MODEM,
            memory=folder / "memory",
            behaviour=behaviour or Behaviour(),
        ),
        None,
    )


def said(modem: AtUnit, *lines: str) -> str:
    """Type lines, each with CR, and return what comes back without echo."""
    list(modem.typed(b"ATE0\r"))
    typed = "".join(f"{line}\r" for line in lines).encode()
    return b"".join(sending.data for sending in modem.typed(typed)).decode()


def test_it_echoes_until_it_is_told_not_to(tmp_path: Path) -> None:
    modem = unit(tmp_path)
    assert b"".join(s.data for s in modem.typed(b"AT\r")) == b"AT\r\r\nOK\r\n"
    assert said(modem, "AT") == "\r\nOK\r\n"


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("AT+CGSN", "\r\nA1-42\r\n\r\nOK\r\n"),
        ("at+CGSN=1", '\r\n+CGSN: "A1-42"\r\n\r\nOK\r\n'),
        ("AT+NONE", "\r\n+CME ERROR: 4\r\n"),
        ("AT+CERTR", "\r\n+CME ERROR: 513\r\n"),
        ('AT+CERTH="chain"', "\r\n+CME ERROR: 513\r\n"),
        ('AT+CERTH="own"', "\r\n+CME ERROR: 3\r\n"),
        ('AT%KEYGEN=7,2,0,"CN=a"', "\r\n+CME ERROR: 518\r\n"),
        ('AT+SIGN="AAAA"', "\r\n+CME ERROR: 3\r\n"),
        ('AT+SIGN="A"', "\r\n+CME ERROR: 3\r\n"),
        ('AT+TPM="00"', "\r\n+CME ERROR: 4\r\n"),
        ("RING", ""),
    ],
)
def test_it_answers_as_the_standard_says(tmp_path: Path, line: str, answer: str) -> None:
    assert said(unit(tmp_path), line) == answer


@pytest.mark.parametrize("name", ["", "a" * 65])
def test_a_name_that_no_certificate_can_have_makes_no_key(tmp_path: Path, name: str) -> None:
    modem = unit(tmp_path)
    assert said(modem, f'AT+KEYGEN="ec-p256","{name}"') == "\r\n+CME ERROR: 3\r\n"
    said(modem, "AT+CFUN=4")
    assert said(modem, f'AT%KEYGEN=7,2,0,"CN={name}"') == "\r\n+CME ERROR: 3\r\n"
    assert not list((tmp_path / "memory").iterdir())


def test_it_signs_proofs_alone(tmp_path: Path) -> None:
    modem = unit(tmp_path)
    said(modem, 'AT+KEYGEN="ec-p256","a"')
    proof = b64encode(PROOF + b"anything").decode()
    assert '+SIGN: "' in said(modem, f'AT+SIGN="{proof}"')
    assert "+CME ERROR: 3" in said(modem, f'AT+SIGN="{b64encode(b"other").decode()}"')


def test_an_end_of_line_within_quotes_is_part_of_the_text(tmp_path: Path) -> None:
    modem = unit(tmp_path)
    assert said(modem, "AT+CFUN=4", 'AT%CMNG=0,7,1,"a\nb"') == "\r\nOK\r\n" * 2
    assert (tmp_path / "memory" / "7-1").read_bytes() == b"a\nb"


def test_data_that_never_comes_is_waited_for_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the station was killed right after its prompt: else no command is heard again."""
    modem = unit(tmp_path)
    assert said(modem, 'AT+CERTW="leaf",2000').endswith("> ")
    assert said(modem, "AT") == "", "it is data"
    monkeypatch.setattr(at_unit, "_DATA_S", 0.0)
    assert said(modem, "AT") == "\r\nOK\r\n"
    assert said(modem, "AT+CERTR") == "\r\n+CME ERROR: 513\r\n", "nothing was kept"


def test_data_of_a_told_length_follows_a_prompt(tmp_path: Path) -> None:
    modem = unit(tmp_path)
    assert said(modem, 'AT+CERTW="leaf",4') == "\r\n> "
    assert b"".join(s.data for s in modem.typed(b"a\r\nb")) == b"\r\nOK\r\n"
    assert (tmp_path / "memory" / "leaf").read_bytes() == b"a\r\nb"
    digest = sha256(b"a\r\nb").hexdigest().upper()
    assert f'+CERTH: "{digest}"' in said(modem, 'AT+CERTH="leaf"')


def test_it_misbehaves_once_it_has_done_its_good_deeds(tmp_path: Path) -> None:
    modem = unit(tmp_path, Behaviour(Manner.DIES, after=1))
    said(modem, "AT+CERTR")
    assert "OK" in said(modem, "AT+CGSN")
    with pytest.raises(PulledOut):
        said(modem, "AT+CERTR")


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=20),
            st.sampled_from(
                [b"AT+CERTW=", b'"leaf",', b"9\r", b'AT+SIGN="', b'"\r', b"AT%CMNG=0,1,1,", b"\r"]
            ),
        ),
        max_size=20,
    )
)
def test_nothing_that_is_typed_upsets_it(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes]
) -> None:
    modem = unit(tmp_path_factory.mktemp("modem"))
    with suppress(PulledOut):
        for piece in pieces:
            list(modem.typed(piece))
