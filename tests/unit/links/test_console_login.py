"""The way into a console, against consoles in memory that answer each line as a test tells."""

import time
from collections.abc import Callable
from contextlib import suppress
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.errors import StationError
from station.links import console_login
from station.links.console_login import ConsoleLogin, Sight, sight
from station.secret import Secret
from tests.support.console_in_memory import (
    KEY,
    LOGIN,
    PASSWORD,
    PROMPT,
    SECRET,
    Console,
    Getty,
    shell,
)


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("_HINT_S", 0.004),
        ("_QUIET_S", 0.02),
        ("_PATIENCE_S", 0.03),
        ("_BOOTING_S", 0.05),
        ("_UNECHOED_S", 0.1),
        ("_THINKING_S", 0.1),
        ("_REFUSAL_S", 0.3),
        ("_LISTEN_S", 0.01),
        ("_PIECE_S", 0.01),
        ("_COUNTDOWN_S", 0.2),
    ):
        monkeypatch.setattr(console_login, name, value)


def enter(console: Console, password: str | None = SECRET, within_s: float = 3.0) -> None:
    given = None if password is None else Secret(password.encode())
    assert ConsoleLogin(console, "root", given, KEY, within_s).enter() == "cksum"


def code(act: Callable[[], object]) -> str:
    with pytest.raises(StationError) as caught:
        act()
    assert SECRET not in caught.value.detail + str(caught.value)
    return caught.value.code


def test_logs_in_with_a_password_typed_once() -> None:
    console = Console(Getty())
    enter(console)
    assert console.secrets == 1
    assert "root" in console.lines


def test_logs_in_without_a_password() -> None:
    console = Console(Getty(None))
    enter(console, None)
    assert console.secrets == 0


def test_types_no_name_and_no_password_where_a_shell_is_there() -> None:
    console = Console(shell)
    enter(console)
    assert console.secrets == 0
    assert "root" not in console.lines


def test_a_wrong_password_is_given_once_and_no_more() -> None:
    getty = Getty("another")
    console = Console(getty)
    assert code(lambda: enter(console)) == "LNK-009"
    assert (console.secrets, getty.refused) == (1, 1)


@pytest.mark.parametrize("at", ["root", SECRET])
@pytest.mark.parametrize("said", [b"", b"[    2.146931] clocksource: tsc\r\n"])
def test_types_nothing_while_a_login_thinks(at: str, said: bytes) -> None:
    # A login takes seconds over a wrong password, and on a slow device over any name.
    getty = Getty()
    thought, until = [b""], [0.0]

    def device(line: str) -> bytes:
        if thought[0]:
            thought[0] = b""
            getty.state = "name"
            return b"^C\r\n" + LOGIN
        answer = getty(line)
        if line != at:
            return answer
        thought[0], until[0] = answer.removeprefix(b"root\r\n"), time.monotonic() + 0.07
        return answer.removesuffix(thought[0]) + b"\r\n" + said

    console = Console(device)
    whole = console.read

    def thinking(wait_s: float) -> bytes:
        if thought[0] and time.monotonic() > until[0]:
            console._out, thought[0] = console._out + thought[0], b""
        return whole(wait_s)

    console.read = thinking  # type: ignore[method-assign]
    enter(console)
    assert (console.secrets, getty.refused) == (1, 0)


def test_a_password_that_is_asked_for_and_not_there() -> None:
    console = Console(Getty())
    assert code(lambda: enter(console, None)) == "LNK-012"


@pytest.mark.parametrize("password", ["", "two\nlines", "\x03", "a\x7fb"])
def test_a_password_that_can_not_be_typed_is_not(password: str) -> None:
    console = Console(Getty())
    assert code(lambda: enter(console, password)) == "LNK-009"
    assert console.lines[-1] == "root"


def test_somebody_else_s_password_prompt_never_gets_the_password() -> None:
    getty = Getty()
    getty.state = "password"
    console = Console(getty)
    enter(console)
    assert console.secrets == 1
    assert console.lines.index(SECRET) > console.lines.index("root")


def test_a_prompt_that_was_on_its_way_already_is_not_taken_for_an_answer() -> None:
    console = Console(Getty())
    whole = console.write

    def late(data: bytes) -> None:
        whole(data)
        if data == b"root\n" and console.lines.count("root") == 1:
            # The answer to an earlier Enter arrives before the name's echo does.
            console._out = LOGIN + console._out

    console.write = late  # type: ignore[method-assign]
    enter(console)
    assert console.lines.count("root") == 1
    assert console.secrets == 1


@pytest.mark.parametrize(
    "between",
    [
        b"[    3.141592] usb 1-1: new device\r\n",
        b"\x1b[0m",
        b"[  OK  ] Started something.\r\n",
    ],
)
@pytest.mark.parametrize("at", [1, 5, 9, 14])
def test_finds_the_prompts_with_messages_in_them(between: bytes, at: int) -> None:
    getty = Getty()
    console = Console(lambda line: (said := getty(line))[:at] + between + said[at:])
    enter(console)
    assert console.secrets == 1


def test_a_message_behind_the_prompt_hides_it_from_nobody() -> None:
    getty = Getty()
    console = Console(lambda line: getty(line) + b"random: crng init done\r\n" * (line == ""))
    enter(console)
    assert console.secrets == 1


def test_lets_a_device_that_starts_finish_what_it_says() -> None:
    boot = b"U-Boot 2025.01\r\nHit any key to stop autoboot: 1\r\n[    0.000000] Linux\r\n"
    console = Console(Getty(), boot + LOGIN)
    enter(console)
    assert console.lines[0] == "root"


def test_does_not_touch_a_boot_loader_that_counts_down() -> None:
    console = Console(Getty(), b"U-Boot 2025.01\r\nHit any key to stop autoboot: 3")
    begun = time.monotonic()
    whole = console.read

    def counting(wait_s: float) -> bytes:
        data = whole(wait_s)
        if not data and time.monotonic() - begun > 0.15 and not console.lines:
            console._out = b"\x08 0\r\n[    0.000000] Linux\r\n" + LOGIN
        return data

    console.read = counting  # type: ignore[method-assign]
    enter(console)
    assert console.lines[0] == "root"


def test_types_nothing_while_a_device_starts_that_was_off_when_its_port_was_opened() -> None:
    typed: list[str] = []
    getty = Getty()
    boot = [
        *(LOGIN, b"[    1.000000] usb\r\n", b"[    0.000000] Linux\r\n", b"\x08 0\r\n"),
        *(b"U-Boot 2025.01\r\nHit any key to stop autoboot: 3", b"DDR 4\r\n"),
    ]

    def device(line: str) -> bytes:
        if not boot:
            return getty(line)
        typed.append(line)
        return b""

    console = Console(device)
    whole, next_at = console.read, [time.monotonic() + 0.05]

    def starting(wait_s: float) -> bytes:
        data = whole(wait_s)
        if not data and boot and time.monotonic() > next_at[0]:
            if len(boot) == 6:
                typed.clear()
            next_at[0] = time.monotonic() + 0.03
            console._out = boot.pop()
        return data

    console.read = starting  # type: ignore[method-assign]
    enter(console)
    assert not typed
    assert console.secrets == 1


def test_a_device_that_restarts_once_it_has_the_password_is_not_said_to_refuse_it() -> None:
    getty = Getty("another")
    boot = b"U-Boot 2025.01\r\n[    0.000000] Linux\r\n" + 400 * b"[    1.000000] usb 1-1: new\r\n"
    console = Console(lambda line: boot + LOGIN if line == SECRET else getty(line))
    assert code(lambda: enter(console)) == "LNK-011"
    assert console.secrets == 1


def test_gets_out_of_what_is_half_typed() -> None:
    inside = [True]

    def device(line: str) -> bytes:
        if "\x03" in line:
            inside[0] = False
        return line.encode() + b"\r\n> " if inside[0] else shell(line)

    console = Console(device)
    enter(console)
    assert not inside[0]


def test_types_no_shell_words_into_an_editor() -> None:
    console = Console(lambda _: b"\x1b[24;1H\x1b[K- note 2/100 2%\x1b[2;1H")
    assert code(lambda: enter(console, within_s=0.3)) == "LNK-004"
    tried = [line for line in console.lines if "stationx" in line]
    assert console.lines.index(tried[0]) > console.lines.index("\x03\x18n") if tried else True
    assert ":q!" in "".join(console.lines)


def test_the_password_is_in_no_transcript_even_if_it_is_echoed() -> None:
    getty = Getty()

    def echoing(line: str) -> bytes:
        return getty(line) + (line.encode() if line == SECRET else b"")

    console = Console(echoing)
    shown = console.read
    written = console.write

    def read(wait_s: float) -> bytes:
        data = shown(wait_s)
        console.transcript.received(data)
        return data

    def write(data: bytes) -> None:
        console.transcript.sent(data)
        written(data)

    console.read, console.write = read, write  # type: ignore[method-assign]
    enter(console)
    assert console.secrets == 1
    kept = console.transcript.text()
    assert "root" in kept
    assert not any(SECRET[at : at + 4] in kept for at in range(len(SECRET) - 3))


def test_says_that_nobody_is_there() -> None:
    console = Console(lambda _: b"")
    assert code(lambda: enter(console, within_s=0.5)) == "LNK-002"
    assert console.secrets == 0


@pytest.mark.parametrize("said", [b"\xff\xfe\x80", b"OK\r\n", b"AT\r\nERROR\r\n", b"<a1b2c4>"])
def test_says_that_there_is_no_login_and_no_shell(said: bytes) -> None:
    console = Console(lambda _: said)
    assert code(lambda: enter(console, within_s=0.5)) == "LNK-004"
    assert console.secrets == 0


def test_a_name_that_is_asked_for_again_and_again() -> None:
    console = Console(lambda line: line.encode() + b"\r\n" + LOGIN)
    assert code(lambda: enter(console)) == "LNK-009"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", Sight.NOTHING),
        (b"\r\n", Sight.NOTHING),
        (LOGIN, Sight.LOGIN),
        (b"Debian GNU/Linux 12 gw ttyS0\r\n\r\ngw login:", Sight.LOGIN),
        (PASSWORD, Sight.PASSWORD),
        (b"Password for root: ", Sight.PASSWORD),
        (PROMPT, Sight.PROMPT),
        (b"root@gw:~# ", Sight.PROMPT),
        (b"Last login: ", Sight.OTHER),
        (b"Last login: Mon Nov 23\r\n", Sight.OTHER),
        (b"gw login: random: crng init done\r\n", Sight.LOGIN),
        (b"hello\r\n", Sight.OTHER),
    ],
)
def test_what_a_console_seems_to_show(text: bytes, expected: Sight) -> None:
    assert sight(text) is expected


@given(st.binary(max_size=300))
def test_any_text_seems_something(text: bytes) -> None:
    assert isinstance(sight(text), Sight)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.binary(max_size=60)
        | st.sampled_from([LOGIN, PASSWORD, PROMPT, b"\x1b[24;1H", b"<a1b2c3:", b"cksum>"]),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_a_console_says_it_ends_in_a_shell_or_a_coded_error(said: list[bytes]) -> None:
    turns = cycle(said)
    console = Console(lambda _: next(turns))
    with suppress(StationError):
        enter(console, within_s=0.1)
    assert console.secrets <= 1
