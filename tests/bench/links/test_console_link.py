"""The console link to practice units that are Linux devices: a real login, shell and TPM each."""

import fcntl
import logging
import os
import shutil
import signal
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from station.errors import StationError
from station.links import LINKS, console
from station.links.console import ConsoleKind
from station.links.link import Access, Capability, Link, LinkKind
from station.links.ports import open_port
from station.model.profile import ConsoleSettings, LinkSettings
from station.practice.modules import PRACTICE_PASSWORD, PRACTICE_USER
from station.practice.unit_config import Behaviour, Manner, Pacing, UnitConfig
from station.secret import Secret
from tests.support.plugged import Plugged, plugged

pytestmark = pytest.mark.bench

CONSOLE = ConsoleSettings(
    user=PRACTICE_USER,
    password=PRACTICE_PASSWORD,
    serial="cat ~/etc/serial",
    model="cat ~/etc/model",
    firmware="cat ~/etc/firmware",
    tpm_node="~/dev/tpmrm0",
)
SOON = LinkSettings(kind="console", answer_s=2.0, connect_s=8.0, console=CONSOLE)
HASTY = ConsoleKind(tpm_answer_s=2.0)
RANDOM = bytes.fromhex("80010000000c0000017b0010")
# Of an HMAC session without key or salt, nonce of 16 bytes, SHA-256.
START_SESSION = bytes.fromhex(
    "80010000002b000001764000000740000007" + "0010" + "00" * 16 + "0000" + "00" + "0010" + "000b"
)
TIOCGPTN = 0x80045430  # Linux: the number of a terminal whose master this is
PROGRAMS = (
    *("cat", "tpm2_send", "base64", "od", "hexdump", "xxd"),
    *("stty", "cksum", "md5sum", "grep", "rm", "dd"),
)
CAPABILITIES = bytes.fromhex("8001000000160000017a000000020000011200000100")


@pytest.fixture
def config(tmp_path: Path) -> UnitConfig:
    for name in ("tpm", "disk"):
        (tmp_path / name).mkdir()
    return UnitConfig(
        *("A1-42", "gateway", "1.0", tmp_path / "port", tmp_path / "tpm", tmp_path / "disk"),
        pacing=Pacing.NONE,
    )


def told(**changes: str | None) -> LinkSettings:
    """Return settings with another console."""
    return SOON.model_copy(update={"console": CONSOLE.model_copy(update=changes)})


@contextmanager
def linked(
    config: UnitConfig, settings: LinkSettings = SOON, kind: LinkKind = LINKS["console"]
) -> Iterator[Link]:
    with plugged(config) as unit, kind.open(str(unit.link), settings, Event()) as link:
        yield link


def misbehaving(config: UnitConfig, manner: Manner, after: int = 0) -> UnitConfig:
    return replace(config, behaviour=Behaviour(manner, after, delay_s=0.2))


def code(act: Callable[[], object]) -> str:
    with pytest.raises(StationError) as caught:
        act()
    assert PRACTICE_PASSWORD not in f"{caught.value} {caught.value.detail}"
    return caught.value.code


def shown(unit: Plugged, typed: bytes, within_s: float = 1.0) -> bytes:
    """Type at a unit's port as a person would, and return what shows."""
    with open_port(str(unit.link), 115_200, Event()) as port:
        port.write(typed)
        until, text = time.monotonic() + within_s, b""
        while time.monotonic() < until:
            text += port.read(0.1)
    return text


def test_identifies_a_unit_and_its_capabilities(config: UnitConfig) -> None:
    with linked(config) as link:
        said = link.identify()
        assert (said.serial, said.model, said.firmware) == ("A1-42", "gateway", "1.0")
        assert said.capabilities == {Capability.IDENTIFY, Capability.TPM, Capability.RESTART}
        assert link.identify() == said


def test_gives_commands_to_the_tpm_which_keeps_its_state(config: UnitConfig) -> None:
    with linked(config) as link:
        answers = [link.transact(RANDOM) for _ in range(3)]
        assert {len(answer) for answer in answers} == {28}
        assert len(set(answers)) == 3
        listed = link.transact(CAPABILITIES)
        assert listed[6:10] == bytes(4)
        # TPM2_StartAuthSession, and the flush of its handle, which is another program's turn.
        begun = link.transact(START_SESSION)
        assert begun[6:10] == bytes(4)
        flushed = link.transact(bytes.fromhex("80010000000e00000165") + begun[10:14])
        assert flushed[6:10] == bytes(4)


@pytest.mark.parametrize("pacing", Pacing)
def test_finds_its_answers_in_noise(config: UnitConfig, pacing: Pacing) -> None:
    with linked(replace(misbehaving(config, Manner.NOISY), pacing=pacing)) as link:
        assert link.identify().serial == "A1-42"
        for _ in range(15):
            assert len(link.transact(RANDOM)) == 28


def test_waits_for_a_slow_unit(config: UnitConfig) -> None:
    patient = SOON.model_copy(update={"connect_s": 20.0})
    with linked(misbehaving(config, Manner.SLOW), patient) as link:
        assert len(link.transact(RANDOM)) == 28


@pytest.mark.parametrize(
    ("manner", "expected"),
    [(Manner.SILENT, "LNK-002"), (Manner.GARBAGE, "LNK-004"), (Manner.REFUSES, "LNK-009")],
)
def test_says_who_does_not_let_it_in(config: UnitConfig, manner: Manner, expected: str) -> None:
    brief = SOON.model_copy(update={"connect_s": 2.0})
    with plugged(misbehaving(config, manner)) as unit:
        assert code(lambda: LINKS["console"].open(str(unit.link), brief, Event())) == expected


@pytest.mark.parametrize(
    ("manner", "expected"),
    [
        (Manner.SILENT, "LNK-002"),
        (Manner.GARBAGE, "LNK-004"),
        (Manner.DIES, "LNK-003"),
        (Manner.NO_TPM, "LNK-005"),
    ],
)
def test_says_what_went_wrong_in_the_midst(
    config: UnitConfig, manner: Manner, expected: str
) -> None:
    with linked(misbehaving(config, manner, 2), SOON, HASTY) as link:
        link.transact(RANDOM)
        link.transact(RANDOM)
        assert code(lambda: link.transact(RANDOM)) == expected


def test_says_what_a_unit_lacks_from_the_start(config: UnitConfig) -> None:
    with linked(misbehaving(config, Manner.NO_TPM)) as link:
        assert code(lambda: link.transact(RANDOM)) == "LNK-007"
    with linked(config, told(tpm_node=None, tpm_send="no-such-program -x")) as link:
        assert Capability.TPM not in link.identify().capabilities
        assert code(lambda: link.transact(RANDOM)) == "LNK-007"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("no-such-command", "LNK-007"),
        ("false", "LNK-005"),
        ("exit 3", "LNK-005"),
        ("echo 'unfinished", "LNK-005"),
        ("true", "LNK-004"),
        ("printf 'a\\nb'", "LNK-004"),
        ("printf '\\033[2Jx'", "LNK-004"),
        ("head -c 300 /dev/urandom", "LNK-004"),
        ("cat", "LNK-004"),
    ],
)
def test_says_what_a_command_does_not_give(config: UnitConfig, command: str, expected: str) -> None:
    with linked(config, told(serial=command)) as link:
        assert code(link.identify) == expected
        assert len(link._ran("echo still there").output) == 12  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "serial", ["A1\x1b[2J; rm -rf /\n", "$(reboot)`id`\n'\"", "", "x" * 65, ":0", "<a.1.1.1:x>"]
)
def test_a_serial_number_is_bytes_of_an_attacker(config: UnitConfig, serial: str) -> None:
    with linked(replace(config, serial=serial)) as link:
        if serial in (":0", "<a.1.1.1:x>"):
            assert link.identify().serial == serial
        else:
            assert code(link.identify) == "LNK-004"


def test_a_command_s_own_quotes_and_length_are_no_matter(config: UnitConfig) -> None:
    long = f"printf '%s' \"it's\" # {'x' * 400}"
    with linked(config, told(serial=long)) as link:
        assert link.identify().serial == "it's"


def test_a_wrong_password_is_tried_once_and_told_nobody(
    config: UnitConfig, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = told(password="quite wrong")
    with caplog.at_level(logging.DEBUG), plugged(config) as unit:
        with pytest.raises(StationError) as caught:
            LINKS["console"].open(str(unit.link), wrong, Event())
        assert caught.value.code == "LNK-009"
        assert "quite wrong" not in repr((caught.value, caught.value.detail, wrong)) + caplog.text
        with LINKS["console"].open(str(unit.link), SOON, Event()) as link:
            assert link.identify().serial == "A1-42"


@pytest.mark.parametrize("port", ["socket://127.0.0.1:9", "rfc2217://127.0.0.1:9"])
def test_never_sends_a_password_over_a_network(port: str) -> None:
    assert code(lambda: LINKS["console"].open(port, SOON, Event())) == "LNK-010"
    without = told(password=None)
    assert code(lambda: LINKS["console"].open(port, without, Event())) == "LNK-001"


def test_leaves_a_login_prompt_to_the_next_person(config: UnitConfig) -> None:
    with plugged(config) as unit:
        with LINKS["console"].open(str(unit.link), SOON, Event()) as link:
            link.identify()
        assert b"practice login: " in shown(unit, b"\n")


@pytest.mark.parametrize(
    "typed",
    [
        b"",
        b"half a na",
        b"\nsomebody\n",  # and now a password is asked for
        b"\npractice\n" + PRACTICE_PASSWORD.encode() + b"\n",
    ],
)
def test_finds_its_way_from_wherever_somebody_left_it(config: UnitConfig, typed: bytes) -> None:
    with plugged(config) as unit:
        shown(unit, typed, 0.5)
        with LINKS["console"].open(str(unit.link), SOON, Event()) as link:
            assert link.identify().serial == "A1-42"
        assert b"practice login: " in shown(unit, b"\n")


@pytest.mark.parametrize(
    "left", [b"cat\n", b"echo 'unfinished\n", b"half a comma", b"sleep 600\n", b"stty -echo\n"]
)
def test_finds_its_way_out_of_a_shell_that_is_busy(config: UnitConfig, left: bytes) -> None:
    with plugged(config) as unit:
        shown(unit, b"\npractice\n", 0.2)
        shown(unit, PRACTICE_PASSWORD.encode() + b"\n", 0.3)
        shown(unit, left, 0.3)
        patient = SOON.model_copy(update={"connect_s": 15.0})
        with LINKS["console"].open(str(unit.link), patient, Event()) as link:
            assert link.identify().serial == "A1-42"
            assert len(link.transact(RANDOM)) == 28


def test_finds_its_way_after_a_station_that_died(config: UnitConfig) -> None:
    with plugged(config) as unit:
        link = LINKS["console"].open(str(unit.link), SOON, Event())
        link._port.close()  # type: ignore[attr-defined]
        with LINKS["console"].open(str(unit.link), SOON, Event()) as again:
            assert len(again.transact(RANDOM)) == 28
        assert b"practice login: " in shown(unit, b"\n")


@pytest.mark.parametrize("pull", [signal.SIGKILL, signal.SIGTERM])
def test_sees_at_once_that_a_unit_was_pulled_out(config: UnitConfig, pull: signal.Signals) -> None:
    with plugged(config) as unit, LINKS["console"].open(str(unit.link), SOON, Event()) as link:
        link.identify()
        pulled_at: list[float] = []

        def pull_out() -> None:
            pulled_at.append(time.monotonic())
            unit.process.send_signal(pull)

        threading.Timer(0.3, pull_out).start()

        def go_on() -> None:
            while True:
                link.transact(RANDOM)

        assert code(go_on) == "LNK-003"
        assert time.monotonic() - pulled_at[0] < 1


def test_stops_soon_after_it_was_cancelled_and_logs_out(config: UnitConfig) -> None:
    cancel = Event()
    with plugged(config) as unit:
        with LINKS["console"].open(str(unit.link), told(serial="sleep 600"), cancel) as link:
            threading.Timer(0.3, cancel.set).start()
            begun = time.monotonic()
            assert code(link.identify) == "LIN-003"
            assert time.monotonic() - begun < 0.8
        assert b"practice login: " in shown(unit, b"\n")


@pytest.mark.parametrize("way", [{"tpm_node": "~/dev/tpmrm0"}, {"tpm_send": "tpm2_send"}])
def test_the_tpm_is_reached_by_its_node_or_by_a_program(
    config: UnitConfig, way: dict[str, str]
) -> None:
    settings = told(**{"tpm_node": None, "tpm_send": None, **way})
    with linked(config, settings) as link:
        assert Capability.TPM in link.identify().capabilities
        begun = link.transact(START_SESSION)
        assert begun[6:10] == bytes(4)
        assert link.transact(bytes.fromhex("80010000000e00000165") + begun[10:14])[6:10] == bytes(4)


def test_nothing_stays_loaded_once_the_node_is_closed(config: UnitConfig) -> None:
    # A chip has place for three sessions.
    with plugged(config) as unit:
        for _ in range(3):
            with LINKS["console"].open(str(unit.link), SOON, Event()) as link:
                assert [link.transact(START_SESSION)[6:10] for _ in range(2)] == [bytes(4)] * 2
        # And where nobody could close it in good order.
        link = LINKS["console"].open(str(unit.link), SOON, Event())
        link.transact(START_SESSION)
        link._port.close()  # type: ignore[attr-defined]
        with LINKS["console"].open(str(unit.link), SOON, Event()) as link:
            assert [link.transact(START_SESSION)[6:10] for _ in range(2)] == [bytes(4)] * 2


def test_a_profile_that_names_the_user_alone(config: UnitConfig) -> None:
    """All else is where Linux has it, or is named by the TPM's key, of which there is one here."""
    bare = told(serial=None, model=None, firmware=None, tpm_node=None)
    with linked(config, bare) as link:
        said = link.identify()
        assert said.serial
        assert said.firmware
        assert Capability.TPM in said.capabilities
        assert link.identify() == said


def test_says_that_a_tpm_s_node_can_not_be_opened(config: UnitConfig, tmp_path: Path) -> None:
    # A terminal that was never unlocked is there and lets nobody in, as a node in use.
    master = os.open("/dev/ptmx", os.O_RDWR | os.O_NOCTTY)
    number = struct.unpack("I", fcntl.ioctl(master, TIOCGPTN, bytes(4)))[0]
    (tmp_path / "disk" / "kept").symlink_to(f"/dev/pts/{number}")
    with linked(config, told(tpm_node="~/kept")) as link:
        assert Capability.TPM in link.identify().capabilities
        assert code(lambda: link.transact(RANDOM)) == "LNK-014"
    os.close(master)


def test_a_restart_in_the_midst_is_told_from_nonsense(config: UnitConfig) -> None:
    with plugged(misbehaving(config, Manner.REBOOTS, 2)) as unit:
        with LINKS["console"].open(str(unit.link), SOON, Event()) as link:
            assert [len(link.transact(RANDOM)) for _ in range(2)] == [28, 28]
            assert code(lambda: link.transact(RANDOM)) == "LNK-011"
        with LINKS["console"].open(str(unit.link), SOON, Event()) as link:
            assert len(link.transact(RANDOM)) == 28


def test_restarts_and_comes_back_to_its_login_with_its_disk(config: UnitConfig) -> None:
    with plugged(config) as unit:
        with LINKS["console"].open(str(unit.link), SOON, Event()) as link:
            assert Capability.RESTART in link.identify().capabilities
            link._ran("echo kept >~/kept")  # type: ignore[attr-defined]
            link.restart()
            assert code(lambda: link.transact(RANDOM)) == "LNK-003"
        with LINKS["console"].open(str(unit.link), SOON, Event()) as link:
            assert link._ran("cat ~/kept").output == b"kept\n"  # type: ignore[attr-defined]
            assert len(link.transact(RANDOM)) == 28


@pytest.mark.parametrize(
    ("restart", "expected"), [("no-such-command", "LNK-005"), ("true", "LNK-005")]
)
def test_says_that_a_unit_goes_on_instead_of_restarting(
    config: UnitConfig, restart: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "_GOING_DOWN_S", 2.0)
    with linked(config, told(restart=restart)) as link:
        assert code(link.restart) == expected


def test_a_password_of_the_order_goes_before_the_profile_s(config: UnitConfig) -> None:
    given = Access(Secret(PRACTICE_PASSWORD.encode()))
    with plugged(config) as unit:
        port = str(unit.link)
        with LINKS["console"].open(port, told(password=None), Event(), given) as link:
            assert link.identify().serial == "A1-42"
        wrong = Access(Secret(b"quite wrong"))
        assert code(lambda: LINKS["console"].open(port, SOON, Event(), wrong)) == "LNK-009"
        none = Access()
        refused = told(password=None)
        assert code(lambda: LINKS["console"].open(port, refused, Event(), none)) == "LNK-012"
    for network in ("socket://127.0.0.1:9", "rfc2217://127.0.0.1:9"):
        sealed = Access(Secret(b"quite secret"))
        opening = partial(LINKS["console"].open, network, told(password=None), Event(), sealed)
        assert code(opening) == "LNK-010"


@pytest.mark.parametrize("password", [PRACTICE_PASSWORD, "quite wrong"])
def test_a_transcript_has_all_but_the_password(config: UnitConfig, password: str) -> None:
    access = Access(Secret(password.encode()))
    settings = told(password=None)
    with plugged(config) as unit, suppress(StationError), ExitStack() as opened:
        link = LINKS["console"].open(str(unit.link), settings, Event(), access)
        opened.enter_context(link)
        link.transact(RANDOM)
        assert "logged in" in access.transcript.text()
    kept = access.transcript.text()
    assert "login: " in kept
    assert f"[{len(password) + 1} bytes, not kept" in kept
    assert not any(password[at : at + 4] in kept for at in range(len(password) - 3))


def test_counts_the_bytes_that_cross_the_wire(config: UnitConfig) -> None:
    with linked(config) as link:
        link.identify()
        before = link.wire
        link.transact(RANDOM)
        crossed = link.wire - before
    assert 20 < crossed.sent < 50
    assert 60 < crossed.received < 90


def test_logs_nothing_that_crosses_the_wire(
    config: UnitConfig, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), linked(config) as link:
        link.transact(RANDOM)
    assert not caplog.records


@pytest.mark.parametrize("shell", ["bash --norc", "bash --posix", "dash"])
@pytest.mark.parametrize(
    "without",
    [(), ("base64",), ("base64", "hexdump", "od"), ("base64", "hexdump", "xxd"), ("stty", "cksum")],
)
def test_any_posix_shell_will_do_with_whatever_prints_bytes(
    config: UnitConfig, shell: str, without: tuple[str, ...], tmp_path: Path
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in (*PROGRAMS, *shell.split()[:1]):
        found = shutil.which(name)
        if found and name not in without:
            (programs / name).symlink_to(found)
    typed = f"PATH={programs} exec {shell}\n".encode()
    with plugged(config) as unit:
        shown(unit, b"\npractice\n", 0.2)
        shown(unit, PRACTICE_PASSWORD.encode() + b"\n", 0.3)
        shown(unit, typed, 0.5)
        with LINKS["console"].open(str(unit.link), SOON, Event()) as link:
            assert link.identify().serial == "A1-42"
            assert len(link.transact(CAPABILITIES)) > 128
        assert b"practice login: " in shown(unit, b"\n")


def test_it_waits_for_a_unit_that_starts_after_the_port_was_opened(config: UnitConfig) -> None:
    with plugged(config) as unit:
        os.kill(unit.process.pid, signal.SIGSTOP)
        threading.Timer(0.7, os.kill, (unit.process.pid, signal.SIGCONT)).start()
        with LINKS["console"].open(str(unit.link), SOON, Event()) as link:
            assert link.identify().serial == "A1-42"


def test_the_practice_login_is_a_login_on_a_terminal_that_echoes(config: UnitConfig) -> None:
    with plugged(config) as unit:
        assert shown(unit, b"\n", 0.4).endswith(b"practice login: ")
        assert b"practice\r\nPassword: " in shown(unit, b"practice\n", 0.4)
        refused = shown(unit, b"wrong\n", 0.4)
        assert b"Login incorrect" in refused
        assert b"wrong" not in refused
        shown(unit, b"practice\n", 0.4)
        assert b"practice:~$ " in shown(unit, PRACTICE_PASSWORD.encode() + b"\n", 0.5)
        seen = shown(unit, b"tty; ps -o tty= -p $$; exit\n", 0.6)
        assert b"/dev/pts/" in seen
        assert b"not a tty" not in seen
