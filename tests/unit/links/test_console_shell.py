"""Commands on a shell: against a model of its end in memory that loses and spoils things."""

import base64
import re
from collections.abc import Callable
from contextlib import suppress
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.errors import StationError
from station.links import console_shell
from station.links.console_check import cksum
from station.links.console_shell import ConsoleShell, Done
from station.links.console_words import hex_words, loop_lines, set_up_words, text_lines
from station.model.profile_console import ConsoleSettings
from tests.support.console_in_memory import KEY, Console

BAUD = 4_000_000


class Loop(Console):
    """A console with a shell in its loop behind it, as far as this side can tell.

    Attributes:
        ran: the commands that it ran, by their verb and text.
    """

    def __init__(self, output: bytes = b"", status: int = 0, encoder: str = "base64") -> None:
        super().__init__(self._typed)
        self.output = output
        self.status = status
        self.encoder = encoder
        self.ran: list[tuple[str, bytes]] = []
        self.way = "program"
        self.lost: Callable[[str], bool] = lambda _: False
        self.spoilt: Callable[[bytes], bytes] = lambda data: data
        self._c = self._r = ""
        self._n = 0

    def farewell(self, data: bytes) -> None:
        self.lines += data.decode().splitlines()

    def _typed(self, line: str) -> bytes:
        if self.lost(line):
            return b""
        if line.startswith("="):
            self._c = line[1:]
        elif line.startswith(":"):
            self._c += line[1:]
        elif line.startswith("."):
            return self._set_up(line[1:])
        elif line.startswith("z_ "):
            self._r, self._n = "", 0
            return self._print(line.split()[1])
        elif line.startswith("p_ "):
            return self._print(line.split()[1])
        elif match := re.fullmatch(r"([qt])_ (\d+) (\d+)", line):
            return self._run(match[1], match[2], match[3])
        return b""

    def _set_up(self, check: str) -> bytes:
        if check != cksum(self._c.encode()):
            return b""
        self._n = 1 if "n=1;" in self._c else 2
        coding = "hex" if self._n == 2 else self.encoder if self.encoder == "base64" else "none"
        self._r = f"{coding} {self.way}"
        return self._print(str(self._n))

    def _run(self, verb: str, line: str, check: str) -> bytes:
        self._n, self._r = 0, ""
        if cksum(f"{verb}{line}{self._c}".encode()) == check:
            self._n = int(line)
            self.ran.append((verb, self._decoded()))
            data = self.output + f":{self.status}".encode()
            if self.encoder == "base64":
                self._r = base64.encodebytes(data).decode().removesuffix("\n")
            else:
                self._r = "".join(f" {byte:02x}" for byte in data)
        self._c = ""
        return self._print(line)

    def _decoded(self) -> bytes:
        if self.encoder == "base64":
            return base64.b64decode(self._c)
        return bytes(int(octal, 8) for octal in self._c.split("\\")[1:])

    def _print_text(self, text: str) -> bytes:
        """Answer the last words with a text."""
        self._n = 2 if self._n == 1 else 1
        self._r = text
        return self._print(str(self._n))

    def _print(self, line: str) -> bytes:
        check = cksum(f"{self._n}{self._r}".encode())
        text = f"<{KEY}.{line}.{self._n}.{check}:{self._r}:{KEY}.{line}>\n"
        return self.spoilt(text.replace("\n", "\r\n").encode())


CONSOLE = ConsoleSettings(user="root")


def ready(loop: Loop) -> ConsoleShell:
    shell = ConsoleShell(loop, KEY, "cksum", BAUD)
    shell.set_up(CONSOLE, 5)
    loop.ran.clear()
    return shell


def code(act: Callable[[], object]) -> str:
    with pytest.raises(StationError) as caught:
        act()
    return caught.value.code


@given(st.binary(max_size=3_000), st.integers(0, 255), st.sampled_from(["base64", "octal"]))
def test_output_and_status_arrive_whole(output: bytes, status: int, encoder: str) -> None:
    loop = Loop(output, status, encoder)
    assert ready(loop).run("true", 5) == Done(status, output)
    assert loop.ran == [("q", b"true")]


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=500))
def test_a_command_arrives_as_it_is_in_lines_that_every_terminal_takes(command: str) -> None:
    loop = Loop(b"x")
    ready(loop).run(command, 5)
    assert loop.ran == [("q", command.encode())]
    assert max(map(len, loop.lines)) < 255


@given(st.binary(min_size=10, max_size=4_096), st.sampled_from(["base64", "octal"]))
def test_a_tpm_command_arrives_as_it_is(command: bytes, encoder: str) -> None:
    loop = Loop(b"response", 0, encoder)
    assert ready(loop).send_to_tpm(command, 5).output == b"response"
    assert loop.ran == [("t", command)]
    assert max(map(len, loop.lines)) < 255


def test_never_has_more_unread_than_a_terminal_holds() -> None:
    loop = Loop(b"x")
    shell = ready(loop)
    before = len(loop.lines)
    shell.send_to_tpm(bytes(4_096), 5)
    unread = most = 0
    for line in loop.lines[before:]:
        unread = 0 if "z_ " in line else unread + len(line) + 1
        most = max(most, unread)
    assert most <= 2_048


def test_what_came_broken_is_printed_again_and_not_run_again() -> None:
    loop = Loop(b"serial")
    shell = ready(loop)
    spoil = iter([True, True, False])
    loop.spoilt = lambda data: data[:25] + b"#" + data[25:] if next(spoil, False) else data
    assert shell.run("cat /etc/serial", 5).output == b"serial"
    assert len(loop.ran) == 1


def test_what_did_not_come_is_printed_again_and_not_run_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(console_shell, "_AGAIN_S", 0.02)
    loop = Loop(b"serial")
    shell = ready(loop)
    lose = iter([True, True, False])
    loop.spoilt = lambda data: data[:25] if next(lose, False) else data
    assert shell.send_to_tpm(bytes(10), 5).output == b"serial"
    assert len(loop.ran) == 1


@pytest.mark.parametrize("lost", ["=", "t_"])
def test_a_line_that_was_lost_is_sent_again(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_shell, "_AGAIN_S", 0.02)
    loop = Loop(b"response")
    shell = ready(loop)
    shell.run("true", 5)
    lose = iter([True])
    loop.lost = lambda line: line.startswith(lost) and next(lose, False)
    assert shell.send_to_tpm(bytes(range(100)), 5).output == b"response"
    assert [verb for verb, _ in loop.ran] == ["q", "t"]


def test_lines_that_are_always_lost_end_in_an_error() -> None:
    loop = Loop(b"x")
    shell = ready(loop)
    loop.lost = lambda line: line.startswith("=")
    assert code(lambda: shell.run("something", 5)) == "LNK-004"
    assert loop.ran == []


def test_an_answer_that_is_always_broken_ends_in_an_error() -> None:
    loop = Loop(b"x" * 30)
    shell = ready(loop)
    loop.spoilt = lambda data: data[:25] + b"#" + data[25:]
    assert code(lambda: shell.run("something", 5)) == "LNK-004"
    assert len(loop.ran) == 1


def test_another_command_s_answer_is_refused() -> None:
    loop = Loop(b"x")
    shell = ready(loop)
    loop.spoilt = lambda data: re.sub(rb"\.(\d+)\.(\d+)\.", rb".\1.99.", data)
    assert code(lambda: shell.run("something", 5)) == "LNK-004"


def test_says_that_nothing_came_or_only_noise() -> None:
    loop = Loop(b"x")
    shell = ready(loop)
    loop.spoilt = lambda _: b""
    assert code(lambda: shell.run("something", 0.1)) == "LNK-002"
    loop.spoilt = lambda _: b"\x00\xff"
    assert code(lambda: shell.run("something", 0.1)) == "LNK-004"


def test_types_nothing_into_a_login_that_came_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_shell, "_AGAIN_S", 0.02)
    loop = Loop(b"x")
    shell = ready(loop)
    loop.spoilt = lambda _: b"\r\n[    0.000000] Booting Linux\r\n\r\ndevice login: "
    assert code(lambda: shell.send_to_tpm(bytes(10), 5)) == "LNK-011"
    assert loop.lines[-1].startswith("t_ ")
    shell.leave()
    assert loop.lines[-1].startswith("t_ ")


def test_types_nothing_into_a_boot_loader() -> None:
    loop = Loop(b"x")
    shell = ready(loop)
    loop.spoilt = lambda _: b"\r\nU-Boot 2025.01\r\nHit any key to stop autoboot: 3 "
    assert code(lambda: shell.send_to_tpm(bytes(10), 5)) == "LNK-011"
    shell.leave()
    assert loop.lines[-1].startswith("t_ ")


@pytest.mark.parametrize("output", [b"", b"no status", b"x:", b"x:1234"])
def test_an_answer_without_a_status_is_none(output: bytes) -> None:
    loop = Loop(b"x")
    shell = ready(loop)
    text = base64.b64encode(output)
    check = cksum(b"2" + text)
    loop.spoilt = lambda _: f"<{KEY}.2.2.{check}:{text.decode()}:{KEY}.2>".encode()
    if output:
        assert code(lambda: shell.run("something", 5)) == "LNK-004"
    else:
        assert shell.run("something", 5) == Done(None, b"")


@pytest.mark.parametrize("way", ["none", "node", "program"])
def test_learns_how_the_tpm_is_reached(way: str) -> None:
    loop = Loop(encoder="octal")
    loop.way = way
    assert ready(loop).way.value == way


def test_a_device_that_can_not_print_bytes_lacks_what_is_needed() -> None:
    loop = Loop(encoder="none")
    loop._set_up = lambda check: loop._print_text(check and "none none")  # type: ignore[method-assign]
    assert code(lambda: ready(loop)) == "LNK-007"


def test_words_that_were_lost_are_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_shell, "_AGAIN_S", 0.02)
    loop = Loop(b"x")
    lose = iter([True, True])
    loop.lost = lambda line: line.startswith(":") and next(lose, False)
    assert ready(loop).run("true", 5).output == b"x"


def test_a_response_that_comes_in_parts_is_read_on() -> None:
    loop = Loop()
    loop.way = "node"
    shell = ready(loop)
    response = bytes.fromhex("8001000000180000000000") + bytes(13)
    parts = iter([response[:15], response[15:]])
    whole = loop._run

    def run(verb: str, line: str, check: str) -> bytes:
        loop.output = next(parts)
        return whole(verb, line, check)

    loop._run = run  # type: ignore[method-assign]
    assert shell.send_to_tpm(bytes(10), 5) == Done(0, response)
    assert loop.ran == [("t", bytes(10)), ("q", b"y_")]


def test_logs_out_at_the_end_and_breaks_off_what_runs() -> None:
    loop = Loop(b"x")
    shell = ready(loop)
    shell.leave()
    assert loop.lines[-1] == "stationx"
    loop.spoilt = lambda _: b""
    assert code(lambda: shell.run("sleep 1000", 0.05)) == "LNK-002"
    shell.leave()
    assert loop.lines[-2:] == ["\x03", "\x15stationx"]


def test_what_is_typed_fits_every_terminal_and_its_echo_is_no_answer() -> None:
    lines = [*loop_lines(KEY), *text_lines(set_up_words(CONSOLE)), *text_lines(hex_words())]
    assert max(map(len, lines)) < 255
    assert f"<{KEY}" not in "".join(lines)
    assert lines[0].index("unset HISTFILE") < lines[0].index("X=")


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=2_000))
def test_a_text_comes_in_lines_that_give_it_back(text: str) -> None:
    first, *others = text_lines(text)
    assert first.removeprefix("=") + "".join(other[1:] for other in others) == text
    assert {other[0] for other in others} <= {":"}


@settings(max_examples=25)
@given(st.lists(st.binary(max_size=80), min_size=1, max_size=5), st.integers(0, 3))
def test_whatever_a_device_answers_it_is_an_answer_or_a_coded_error(
    said: list[bytes], line: int
) -> None:
    loop = Loop(b"x")
    shell = ready(loop)
    turns = cycle(said)
    marked = f"<{KEY}.{line}.{line}.".encode()
    loop.spoilt = lambda data: next(turns) + marked + next(turns) + data[: len(data) // 2]
    with suppress(StationError):
        shell.send_to_tpm(bytes(10), 0.05)
    assert len(loop.ran) <= 1
