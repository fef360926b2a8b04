"""Commands on a shell: against a model of its end in memory that loses and spoils things."""

import base64
import re
import shlex
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.links import console_shell
from station.links.console_shell import ConsoleShell, Done, loop_line
from station.links.link import WireCount
from station.links.ports import Port

KEY = "a1b2c3"
BAUD = 4_000_000


class Loop(Port):
    """A port with a shell in its loop behind it, as far as this side can tell.

    Attributes:
        ran: the commands that it ran, by their verb and text.
        lines: all that was typed.
    """

    def __init__(self, output: bytes = b"", status: int = 0, encoder: str = "base64") -> None:
        self.output = output
        self.status = status
        self.encoder = encoder
        self.ran: list[tuple[str, str]] = []
        self.lines: list[str] = []
        self.lost: Callable[[str], bool] = lambda _: False
        self.spoilt: Callable[[bytes], bytes] = lambda data: data
        self._c = self._r = ""
        self._n = 0
        self._out = b""
        self._heard = 0

    @property
    def wire(self) -> WireCount:
        return WireCount(0, self._heard)

    def read(self, wait_s: float) -> bytes:
        data, self._out = self._out[:31], self._out[31:]
        self._heard += len(data)
        if not data:
            time.sleep(min(wait_s, 0.005))
        return data

    def write(self, data: bytes) -> None:
        for line in data.decode().splitlines():
            self.lines.append(line)
            if not self.lost(line):
                self._evaluate(line)

    def farewell(self, data: bytes) -> None:
        self.lines += data.decode().splitlines()

    def _evaluate(self, line: str) -> None:
        if line.startswith("c=${c}"):
            self._c += "".join(shlex.split(line.removeprefix("c=${c}")))
        elif line.startswith("c="):
            self._c = "".join(shlex.split(line[2:]))
        elif line == "T=$c;c=":
            self._c = ""
        elif line.startswith("r=;p_ "):
            self._r = ""
            self._print(line.split()[1])
        elif line.startswith("p_ "):
            self._print(line.split()[1])
        elif match := re.fullmatch(r"([qt]_) (\d+) (\d+)", line):
            self._run(match[1], match[2], int(match[3]))

    def _run(self, verb: str, line: str, size: int) -> None:
        self._n, self._r = 0, ""
        if len(self._c) == size:
            self._n = int(line)
            self.ran.append((verb, self._c))
            output = self.output if self._c != "echo $B" else self.encoder.encode() + b"\n"
            data = output + f":{self.status}".encode()
            if self.encoder == "base64":
                self._r = base64.encodebytes(data).decode().removesuffix("\n")
            else:
                self._r = "".join(f" {byte:02x}" for byte in data)
        self._c = ""
        self._print(line)

    def _print(self, line: str) -> None:
        text = f"<{KEY}.{line}.{self._n}.{len(self._r)}:{self._r}:{KEY}.{line}>\n"
        self._out += self.spoilt(text.replace("\n", "\r\n").encode())


def ready(loop: Loop) -> ConsoleShell:
    shell = ConsoleShell(loop, KEY, BAUD)
    status, loop.status = loop.status, 0
    shell.set_up("tpm2_send", 5)
    loop.status = status
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
    assert loop.ran == [("q_", "true")]


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=500))
def test_a_command_arrives_as_it_is_in_lines_that_every_terminal_takes(command: str) -> None:
    loop = Loop(b"x")
    ready(loop).run(command, 5)
    assert loop.ran == [("q_", command)]
    assert max(map(len, loop.lines)) < 255


@given(st.binary(min_size=10, max_size=4_096), st.sampled_from(["base64", "octal"]))
def test_a_tpm_command_arrives_as_it_is(command: bytes, encoder: str) -> None:
    loop = Loop(b"response", 0, encoder)
    assert ready(loop).send_to_tpm(command, 5).output == b"response"
    ((verb, text),) = loop.ran
    assert verb == "t_"
    if encoder == "base64":
        assert base64.b64decode(text) == command
    else:
        assert bytes(int(octal, 8) for octal in text.split("\\")[1:]) == command
    assert max(map(len, loop.lines)) < 255


def test_never_has_more_unread_than_a_terminal_holds() -> None:
    loop = Loop(b"x")
    shell = ready(loop)
    before = len(loop.lines)
    shell.send_to_tpm(bytes(4_096), 5)
    unread = most = 0
    for line in loop.lines[before:]:
        unread = 0 if "p_ " in line else unread + len(line) + 1
        most = max(most, unread)
    assert most <= 1_100


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


@pytest.mark.parametrize("lost", ["c=", "t_"])
def test_a_line_that_was_lost_is_sent_again(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_shell, "_AGAIN_S", 0.02)
    loop = Loop(b"response")
    shell = ready(loop)
    shell.run("true", 5)
    lose = iter([True])
    loop.lost = lambda line: line.startswith(lost) and next(lose, False)
    assert shell.send_to_tpm(bytes(range(100)), 5).output == b"response"
    assert [verb for verb, _ in loop.ran] == ["q_", "t_"]


def test_lines_that_are_always_lost_end_in_an_error() -> None:
    loop = Loop(b"x")
    shell = ready(loop)
    loop.lost = lambda line: line.startswith("c=")
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
    assert code(lambda: shell.send_to_tpm(bytes(10), 5)) == "LNK-004"
    assert loop.lines[-1].startswith("t_ ")


@pytest.mark.parametrize("output", [b"", b"no status", b"x:", b"x:1234"])
def test_an_answer_without_a_status_is_none(output: bytes) -> None:
    loop = Loop(b"x")
    shell = ready(loop)
    text = base64.b64encode(output)
    loop.spoilt = lambda _: f"<{KEY}.2.2.{len(text)}:{text.decode()}:{KEY}.2>".encode()
    if output:
        assert code(lambda: shell.run("something", 5)) == "LNK-004"
    else:
        assert shell.run("something", 5) == Done(None, b"")


def test_a_device_that_can_not_print_bytes_lacks_what_is_needed() -> None:
    loop = Loop()
    loop.spoilt = lambda data: re.sub(rb"\d+:[^:]*:", b"0::", data)
    assert code(lambda: ConsoleShell(loop, KEY, BAUD).set_up("tpm2_send", 5)) == "LNK-007"


def test_logs_out_at_the_end_and_breaks_off_what_runs() -> None:
    loop = Loop(b"x")
    shell = ready(loop)
    shell.leave()
    assert loop.lines[-1] == "stty echo;exit"
    loop.spoilt = lambda _: b""
    assert code(lambda: shell.run("sleep 1000", 0.05)) == "LNK-002"
    shell.leave()
    assert loop.lines[-2:] == ["\x03", "\x15stty echo;exit"]


def test_the_line_that_begins_the_loop_fits_every_terminal_and_its_echo_is_no_answer() -> None:
    line = loop_line("a1b2c3")
    assert len(line) < 255
    assert "<a1b2c3>" not in line
    assert max(map(len, console_shell._FUNCTIONS)) < 255
