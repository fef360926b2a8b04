"""The console link in real shells that somebody left in any state, on lines of any quality."""

import random
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

import pytest

from station.errors import StationError
from station.links.console import ConsoleKind, ConsoleLink
from station.model.profile import LinkSettings
from station.model.profile_console import ConsoleSettings
from tests.support.shell_line import SHELLS, ShellLine, shell_line

pytestmark = pytest.mark.bench

ECHO = ConsoleSettings(user="root", serial="cat serial", tpm_send="cat")
SETTINGS = LinkSettings(kind="console", answer_s=8.0, connect_s=25.0, console=ECHO)
COMMAND = bytes.fromhex("8001000000560000017b") + bytes(range(200, 256)) + bytes(range(20))
EVERY_SHELL = pytest.mark.parametrize("shell", SHELLS)


@contextmanager
def left(
    shell: str, home: Path, *, third: int | None = None, **environment: str
) -> Iterator[ShellLine]:
    """Run a shell and wait for its prompt; `third` is its descriptor 3."""
    (home / "serial").write_text("GW-7\n")
    with shell_line(SHELLS[shell], home, environment, third) as line:
        line.press(b"echo it is$((1+1))\n", b"it is2")
        yield line


def linked(line: ShellLine, settings: LinkSettings = SETTINGS) -> ConsoleLink:
    return ConsoleKind(tpm_answer_s=settings.answer_s).open(line.port, settings, Event())


def works(line: ShellLine, settings: LinkSettings = SETTINGS) -> None:
    with linked(line, settings) as link:
        assert link.identify().serial == "GW-7"
        assert link.transact(COMMAND) == COMMAND


def code(act: Callable[[], object]) -> str:
    with pytest.raises(StationError) as caught:
        act()
    return caught.value.code


@EVERY_SHELL
@pytest.mark.parametrize(
    ("typed", "shows"),
    [
        (b"", b""),
        (b"half a comma", b"half a comma"),
        (b"echo 'unfinished\n", b"> "),
        (b'echo "a $(cat <<X\n', b"> "),
        (b"cat <<X\none\n", b"one"),
        (b"if true; then\n", b"> "),
        (b"cat\n", b"cat"),
        (b"yes | head -c 200000 >/dev/null; sleep 600\n", b"sleep"),
        (b"stty -echo -icrnl; echo o\\n\n", b"on"),
        (b"stty raw -echo; echo o\\n\n", b"on"),
        (b"set -u; echo o\\n\n", b"on"),
        (b"set -x; echo o\\n\n", b"on"),
        (b"set -C -f; echo o\\n\n", b"on"),
        (b"trap '' INT; echo o\\n\n", b"on"),
    ],
)
def test_from_wherever_a_shell_was_left(
    shell: str, typed: bytes, shows: bytes, tmp_path: Path
) -> None:
    with left(shell, tmp_path) as line:
        line.press(typed, shows)
        works(line)


@pytest.mark.parametrize(
    ("editor", "typed", "shows"),
    [
        ("vi", b"busybox vi note\n", b"line 10"),
        ("vi insert", b"busybox vi note\n", b"line 10"),
        ("vim", b"vim.tiny note\n", b"line 10"),
        ("vim insert", b"vim.tiny note\n", b"line 10"),
        ("nano", b"nano note\n", b"line 10"),
        ("nano changed", b"nano note\n", b"line 10"),
        ("less", b"busybox less note\n", b"line 20"),
        ("gnu less", b"less note\n", b"line 20"),
        ("more", b"busybox more note\n", b"line 20"),
        ("top", b"busybox top\n", b"Mem"),
    ],
)
@pytest.mark.parametrize("shell", ["ash", "bash"])
def test_out_of_an_editor_whose_file_stays_as_it_was(
    shell: str, editor: str, typed: bytes, shows: bytes, tmp_path: Path
) -> None:
    text = "".join(f"line {number}\n" for number in range(100))
    (tmp_path / "note").write_text(text)
    with left(shell, tmp_path) as line:
        line.press(typed, shows)
        if editor.endswith(("insert", "changed")):
            line.press(b"ixyz", b"xyz")
        works(line)
    assert (tmp_path / "note").read_text() == text


@EVERY_SHELL
def test_lines_cut_silently_at_255_bytes(shell: str, tmp_path: Path) -> None:
    rest = bytearray()

    def cut(data: bytes) -> bytes:
        """Take only what fits into a line's buffer, as a terminal that has 255 bytes."""
        out = bytearray()
        for byte in data:
            if byte == 0x0A:
                rest.clear()
            elif len(rest) >= 254:
                continue
            else:
                rest.append(byte)
            out.append(byte)
        return bytes(out)

    with left(shell, tmp_path) as line:
        line.typed = cut
        works(line)


@EVERY_SHELL
def test_more_than_a_terminal_holds_is_sent_in_parts(shell: str, tmp_path: Path) -> None:
    long = bytes.fromhex("8001000010000000017b") + bytes(
        number * 37 % 256 for number in range(4_086)
    )
    with left(shell, tmp_path) as line, linked(line) as link:
        assert link.transact(long) == long


@EVERY_SHELL
def test_damage_runs_nothing_and_is_never_believed(shell: str, tmp_path: Path) -> None:
    """Flip a bit in some pieces, both ways, once the shell is ready."""
    chance = random.Random(11)  # noqa: S311 - the same each time

    def flip(data: bytes) -> bytes:
        if chance.random() < 0.08:
            at = chance.randrange(len(data))
            bit = 1 << chance.randrange(7)
            data = data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]
        return data

    with left(shell, tmp_path) as line, linked(line) as link:
        line.typed = line.shown = flip
        answers = 0
        with suppress(StationError):
            for number in range(25):
                command = bytes.fromhex("800100000012") + number.to_bytes(4, "big") + bytes(8)
                assert link.transact(command) == command
                answers += 1
        assert answers > 5


def only(folder: Path, *applets: str) -> str:
    """Return a PATH with nothing but these applets of busybox."""
    programs = folder / "bin"
    programs.mkdir()
    busybox = shutil.which("busybox")
    assert busybox
    for name in applets:
        (programs / name).symlink_to(busybox)
    return str(programs)


@pytest.mark.parametrize(
    "applets",
    [
        ("cat", "md5sum", "base64", "dd"),
        ("cat", "wc", "hexdump", "dd"),
        ("cat", "wc", "xxd", "stty", "grep"),
        ("cat", "md5sum", "od"),
    ],
)
def test_a_busybox_with_next_to_nothing(applets: tuple[str, ...], tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    # Debian's busybox has more built into its shell, unless the shell is told to look for it.
    with left("dash", home, PATH=only(tmp_path, *applets)) as line:
        works(line)


@EVERY_SHELL
def test_no_stty_and_an_echo_of_all_that_is_typed(shell: str, tmp_path: Path) -> None:
    programs = "cat", "cksum", "md5sum", "base64", "dd", "grep", "rm"
    path = tmp_path / "bin"
    path.mkdir()
    for name in programs:
        found = shutil.which(name)
        assert found
        (path / name).symlink_to(found)
    home = tmp_path / "home"
    home.mkdir()
    with left(shell, home, PATH=str(path)) as line:
        works(line)


@EVERY_SHELL
@pytest.mark.parametrize(
    "prompt",
    [
        "\x1b[6n\x1b[1;32mroot@gw\x1b[0m:\x1b[34m/very/long/folder\x1b[0m# ",
        "\x1b]0;a title\x07[root@gw ~]# ",
        "two\nlines > ",
        "no sign at all",
        "\x1b7\x1b[r\x1b[999;999H\x1b[6n\x1b8gw $ ",
    ],
)
def test_prompts_that_colour_and_ask(shell: str, prompt: str, tmp_path: Path) -> None:
    with left(shell, tmp_path, PS1=prompt) as line:
        works(line)


@EVERY_SHELL
def test_a_kernel_and_garbage_in_the_midst(shell: str, tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311 - the same each time

    def noisy(data: bytes) -> bytes:
        at = chance.randrange(len(data) + 1)
        number = chance.randrange(100_000)
        kernel = f"[{number:5d}.{number:06d}] usb 1-1: new <device>, {number}:\r\n".encode()
        rubbish = chance.randbytes(12) if chance.random() < 0.1 else b""
        return data[:at] + kernel + rubbish + data[at:]

    with left(shell, tmp_path) as line:
        line.shown = noisy
        works(line)


@pytest.mark.parametrize("shell", ["ash", "bash"])
def test_a_device_ten_times_slower(shell: str, tmp_path: Path) -> None:
    """A piece of what is typed or shown needs what a fast device takes for ten."""

    def slowly(data: bytes) -> bytes:
        time.sleep(0.15 + len(data) * 0.001)
        return data

    with left(shell, tmp_path) as line:
        line.typed = line.shown = slowly
        works(line)


@EVERY_SHELL
@pytest.mark.parametrize("size", [10, 503, 1_400, 4_096])
def test_a_node_gets_a_command_in_one_write_and_gives_it_in_one_read(
    shell: str, size: int, tmp_path: Path
) -> None:
    """A socket of datagrams tells writes apart, as a TPM's driver does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = b"\x80\x01" + size.to_bytes(4, "big") + bytes(n % 256 for n in range(size - 6))
    settings = SETTINGS.model_copy(update={"console": ECHO.model_copy(update={"tpm_send": "w_"})})
    got: list[bytes] = []

    def chip() -> None:
        got.append(ours.recv(8_192))
        ours.send(command[::-1][:4] + command[4:])

    with ours, theirs, left(shell, tmp_path, third=theirs.fileno()) as line:
        thread = threading.Thread(target=chip)
        thread.start()
        with linked(line, settings) as link:
            done = link._ready.send_to_tpm(command, 5)
        thread.join()
    assert got == [command]
    assert done.output == command[::-1][:4] + command[4:]
    assert done.status == 0
