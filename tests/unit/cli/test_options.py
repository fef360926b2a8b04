"""PINs that are handed over, and signals that stop a command."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from station.cli import main
from station.cli.console import Console
from station.cli.options import FACTORY_PIN, asked, cancelled_by_signals
from station.errors import StationError
from station.secret import Secret


@contextmanager
def pipe(content: bytes) -> Iterator[int]:
    source, sink = os.pipe()
    os.write(sink, content)
    os.close(sink)
    try:
        yield source
    finally:
        with suppress(OSError):
            os.close(source)


def refused(descriptor: int | None) -> StationError:
    with pytest.raises(StationError) as raised:
        asked(FACTORY_PIN, descriptor)
    return raised.value


@pytest.mark.parametrize("content", [b"1234", b"1234\n", b"1234\r\n", b"1234\nmore\n"])
def test_a_pin_is_the_first_line(content: bytes) -> None:
    with pipe(content) as source:
        assert asked(FACTORY_PIN, source) == Secret(b"1234")


@pytest.mark.parametrize(
    ("content", "why"), [(b"", "empty"), (b"\n", "empty"), (b"\xff\xfe\n", "UTF-8")]
)
def test_what_is_no_pin_is_said_to_be_none(content: bytes, why: str) -> None:
    with pipe(content) as source:
        error = refused(source)
    assert error.code == "CFG-008"
    assert "the factory's token" in error.message
    assert why in error.detail


def test_a_descriptor_that_is_closed_or_only_written_to_is_told() -> None:
    source, sink = os.pipe()
    os.close(source)
    assert "Bad file descriptor" in refused(source).detail
    assert refused(sink).code == "CFG-008"


@pytest.mark.parametrize("number", ["-1", "x", "99999999999999999999"])
def test_what_is_no_descriptor_is_wrong_use(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--out", "x", f"--pin-fd={number}"]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert f"{number} is not the number of an open file" in told


def test_one_descriptor_is_not_good_for_two_pins(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["order", "create", "x", "--profile", "practice-x509", "--id-scope", "0neX"]
    words += ["--quantity", "1", "--pin-fd", "3", "--token-pin-fd", "3"]
    assert main(words) == 2
    assert "--token-pin-fd" in capsys.readouterr().err


@pytest.mark.parametrize("error", [EOFError(), UnicodeDecodeError("utf-8", b"", 0, 1, "")])
def test_a_prompt_that_is_left_gives_no_pin(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def left(prompt: str) -> str:
        del prompt
        raise error

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", left)
    assert refused(None).code == "CFG-008"


def test_without_a_keyboard_there_is_no_pin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert refused(None).code == "CFG-008"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_and_a_second_ctrl_c_breaks_off(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with cancelled_by_signals(Console(json=False)) as cancel:
        signal.raise_signal(number)
        assert cancel.is_set()
        signal.raise_signal(signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(number) is before


def test_a_hang_up_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with cancelled_by_signals(Console(json=False)) as cancel:
            signal.raise_signal(signal.SIGHUP)
            assert not cancel.is_set()
    finally:
        signal.signal(signal.SIGHUP, before)
