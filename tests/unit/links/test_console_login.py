"""The way into a console, against consoles in memory that answer each line as a test tells."""

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.links import console_login
from station.links.console_login import ConsoleLogin, Sight, sight
from station.links.link import WireCount
from station.links.ports import Port
from station.model.profile import ConsoleSettings

KEY = "a1b2c3"
SECRET = "hush now 9"
SETTINGS = ConsoleSettings(user="root", password=SECRET, serial="cat /etc/serial")
LOGIN = b"\r\ndevice login: "
PASSWORD = b"root\r\nPassword: "
PROMPT = b"\r\nLast login: Mon Nov 23 08:00:00 on ttyS0\r\n# "

Device = Callable[[str], bytes]


class Console(Port):
    """A port with a console in memory, which answers each line that is typed with some bytes.

    It stands in at the seam between login and port, and waits as little as it can.
    """

    def __init__(self, device: Device, before: bytes = b"") -> None:
        self._device = device
        self._out = before
        self._heard = 0
        self.lines: list[str] = []

    @property
    def wire(self) -> WireCount:
        return WireCount(0, self._heard)

    def read(self, wait_s: float) -> bytes:
        data, self._out = self._out[:11], self._out[11:]
        self._heard += len(data)
        if not data:
            time.sleep(min(wait_s, 0.005))
        return data

    def write(self, data: bytes) -> None:
        for line in data.decode().splitlines():
            self.lines.append(line)
            self._out += self._device(line)

    @property
    def secrets(self) -> int:
        return self.lines.count(SECRET)


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("_HINT_S", 0.004),
        ("_QUIET_S", 0.02),
        ("_PATIENCE_S", 0.03),
        ("_BOOTING_S", 0.05),
        ("_UNECHOED_S", 0.1),
        ("_REFUSAL_S", 0.3),
        ("_LISTEN_S", 0.01),
    ):
        monkeypatch.setattr(console_login, name, value)


def enter(console: Console, settings: ConsoleSettings = SETTINGS, within_s: float = 3.0) -> None:
    ConsoleLogin(console, settings, KEY, within_s).enter()


def code(act: Callable[[], object]) -> str:
    with pytest.raises(StationError) as caught:
        act()
    assert SECRET not in caught.value.detail + str(caught.value)
    return caught.value.code


def shell(line: str) -> bytes:
    """Return what a shell says to a line: it echoes, and knows the one command that matters."""
    marked = re.search(r"X=(\w+);echo", line)
    return line.encode() + b"\r\n" + (f"<{marked[1]}>\r\n".encode() if marked else b"# ")


class Getty:
    """A login with a shell behind it."""

    def __init__(self, password: str | None = SECRET) -> None:
        self.password = password
        self.state = "name"
        self.refused = 0

    def __call__(self, line: str) -> bytes:
        if self.state == "name":
            if not line.strip("\x03\x15"):
                return LOGIN
            self.state = "password" if self.password is not None else "in"
            return (
                line.encode() + b"\r\n" + (b"Password: " if self.password is not None else PROMPT)
            )
        if self.state == "password":
            self.state = "in" if line == self.password else "name"
            self.refused += self.state == "name"
            return PROMPT if self.state == "in" else b"\r\nLogin incorrect\r\n" + LOGIN
        return shell(line)


def test_logs_in_with_a_password_typed_once() -> None:
    console = Console(Getty())
    enter(console)
    assert console.secrets == 1
    assert "root" in console.lines


def test_logs_in_without_a_password() -> None:
    console = Console(Getty(None))
    enter(console, SETTINGS.model_copy(update={"password": None}))
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


def test_a_password_that_is_asked_for_and_not_there() -> None:
    console = Console(Getty())
    without = SETTINGS.model_copy(update={"password": None})
    assert code(lambda: enter(console, without)) == "LNK-009"


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


def test_gets_out_of_what_is_half_typed() -> None:
    inside = [True]

    def device(line: str) -> bytes:
        if "\x03" in line:
            inside[0] = False
        return line.encode() + b"\r\n> " if inside[0] else shell(line)

    console = Console(device)
    enter(console)
    assert not inside[0]


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
