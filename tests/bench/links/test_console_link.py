"""The console link to practice units that are Linux devices: a real login, shell and TPM each."""

import fcntl
import logging
import os
import signal
import struct
import threading
import time
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from station.links import LINKS, console
from station.links.link import Capability
from station.practice.unit_config import Manner, Pacing, UnitConfig
from tests.support.console_units import (
    CAPABILITIES,
    HASTY,
    PATIENT,
    RANDOM,
    SOON,
    START_SESSION,
    code,
    linked,
    linux_device,
    misbehaving,
    shown,
    told,
)
from tests.support.plugged import plugged

pytestmark = pytest.mark.bench

TIOCGPTN = 0x80045430  # Linux: the number of a terminal whose master this is


@pytest.fixture
def config(tmp_path: Path) -> UnitConfig:
    return linux_device(tmp_path)


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
        assert len(link._ran("echo still there").output) == 12


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
        assert time.monotonic() - pulled_at[0] < 5


def test_stops_soon_after_it_was_cancelled_and_logs_out(config: UnitConfig) -> None:
    cancel = Event()
    with plugged(config) as unit:
        with LINKS["console"].open(str(unit.link), told(serial="sleep 600"), cancel) as link:
            threading.Timer(0.3, cancel.set).start()
            begun = time.monotonic()
            assert code(link.identify) == "LIN-003"
            assert time.monotonic() - begun < 5
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
        link = PATIENT.open(str(unit.link), SOON, Event())
        link.transact(START_SESSION)
        link._port.close()
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
        with PATIENT.open(str(unit.link), SOON, Event()) as link:
            assert Capability.RESTART in link.identify().capabilities
            link._ran("echo kept >~/kept")
            link.restart()
            assert code(lambda: link.transact(RANDOM)) == "LNK-003"
        with PATIENT.open(str(unit.link), SOON, Event()) as link:
            assert link._ran("cat ~/kept").output == b"kept\n"
            assert len(link.transact(RANDOM)) == 28


@pytest.mark.parametrize(
    ("restart", "expected"), [("no-such-command", "LNK-005"), ("true", "LNK-005")]
)
def test_says_that_a_unit_goes_on_instead_of_restarting(
    config: UnitConfig, restart: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "_GOING_DOWN_S", 2.0)
    with plugged(config) as unit:
        settings = told(restart=restart)
        with LINKS["console"].open(str(unit.link), settings, Event()) as link:
            assert code(link.restart) == expected
        assert b"practice login: " in shown(unit, b"\n")  # nobody stays logged in


def test_a_port_that_goes_with_the_restart_is_the_restart(config: UnitConfig) -> None:
    with plugged(config) as unit:
        settings = told(restart="sleep 600")
        with LINKS["console"].open(str(unit.link), settings, Event()) as link:
            pulled = threading.Timer(0.5, unit.process.kill)
            pulled.start()
            link.restart()
            pulled.join()


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
