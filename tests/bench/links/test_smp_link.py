"""The SMP link to practice units, each a process of its own behind a pty, with a real TPM."""

import logging
import os
import signal
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
import serial

from station.errors import StationError
from station.links import LINKS
from station.links.link import Capability, Link, LinkKind
from station.links.ports import open_port
from station.links.smp import SmpKind
from station.model.profile import LinkSettings
from station.practice.unit_config import Behaviour, Manner, Pacing, UnitConfig
from tests.support.plugged import plugged

pytestmark = pytest.mark.bench

SOON = LinkSettings(answer_s=0.5, connect_s=0.8)
RANDOM = bytes.fromhex("80010000000c0000017b0010")
CAPABILITIES = bytes.fromhex("8001000000160000017a000000020000011200000100")


@pytest.fixture
def config(tmp_path: Path) -> UnitConfig:
    state = tmp_path / "tpm"
    state.mkdir()
    return UnitConfig("A1-42", "sensor", "1.0", tmp_path / "port", state, pacing=Pacing.NONE)


@contextmanager
def linked(
    config: UnitConfig, settings: LinkSettings = SOON, kind: LinkKind = LINKS["smp"]
) -> Iterator[Link]:
    with plugged(config) as unit, kind.open(str(unit.link), settings, Event()) as link:
        yield link


def misbehaving(config: UnitConfig, manner: Manner, after: int = 0) -> UnitConfig:
    return replace(config, behaviour=Behaviour(manner, after, delay_s=0.3))


def code(act: Callable[[], object]) -> str:
    with pytest.raises(StationError) as caught:
        act()
    return caught.value.code


def opened(config: UnitConfig, cancel: Event | None = None) -> None:
    with plugged(config) as unit:
        LINKS["smp"].open(str(unit.link), SOON, cancel or Event()).close()


def test_identifies_a_unit_and_its_capabilities(config: UnitConfig) -> None:
    with linked(config) as link:
        said = link.identify()
        assert (said.serial, said.model, said.firmware) == ("A1-42", "sensor", "1.0")
        assert said.capabilities == {Capability.IDENTIFY, Capability.TPM, Capability.RESTART}
        assert link.identify() == said


@pytest.mark.parametrize("buffer", [128, 200, 4_096])
def test_gives_commands_to_the_tpm(config: UnitConfig, buffer: int) -> None:
    with linked(replace(config, buffer=buffer)) as link:
        answers = [link.transact(RANDOM) for _ in range(3)]
        assert {len(answer) for answer in answers} == {28}
        assert len(set(answers)) == 3
        listed = link.transact(CAPABILITIES)
        assert len(listed) > 128
        assert listed[6:10] == bytes(4)


def test_counts_the_bytes_that_cross_the_wire(config: UnitConfig) -> None:
    with linked(config) as link:
        link.identify()
        before = link.wire
        link.transact(RANDOM)
        crossed = link.wire - before
    # Header 8, map 4 or 5, length and CRC 4; base64 of that; marker and newline 3.
    assert crossed.sent == 4 * -(-(12 + 8 + 4 + 4) // 3) + 3
    assert crossed.received == 4 * -(-(28 + 8 + 5 + 4) // 3) + 3


@pytest.mark.parametrize("pacing", Pacing)
def test_finds_its_answers_in_noise(config: UnitConfig, pacing: Pacing) -> None:
    with linked(replace(misbehaving(config, Manner.NOISY), pacing=pacing)) as link:
        assert link.identify().serial == "A1-42"
        for _ in range(5):
            assert len(link.transact(RANDOM)) == 28


def test_waits_for_a_slow_unit(config: UnitConfig) -> None:
    with linked(misbehaving(config, Manner.SLOW)) as link:
        assert len(link.transact(RANDOM)) == 28


def test_waits_for_a_unit_that_starts_after_the_port_was_opened(config: UnitConfig) -> None:
    with plugged(config) as unit:
        os.kill(unit.process.pid, signal.SIGSTOP)
        threading.Timer(0.7, os.kill, (unit.process.pid, signal.SIGCONT)).start()
        settings = LinkSettings(connect_s=5)
        with LINKS["smp"].open(str(unit.link), settings, Event()) as link:
            assert link.identify().serial == "A1-42"
            assert len(link.transact(RANDOM)) == 28


@pytest.mark.parametrize(
    ("manner", "expected"),
    [
        (Manner.SILENT, "LNK-002"),
        (Manner.GARBAGE, "LNK-004"),
    ],
)
def test_says_at_once_who_does_not_speak(config: UnitConfig, manner: Manner, expected: str) -> None:
    begun = time.monotonic()
    assert code(lambda: opened(misbehaving(config, manner))) == expected
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("manner", "expected"),
    [
        (Manner.SILENT, "LNK-002"),
        (Manner.GARBAGE, "LNK-004"),
        (Manner.DIES, "LNK-003"),
        (Manner.REFUSES, "LNK-005"),
        (Manner.NO_TPM, "LNK-007"),
    ],
)
def test_says_what_went_wrong_in_the_midst(
    config: UnitConfig, manner: Manner, expected: str
) -> None:
    with linked(misbehaving(config, manner, 2), SOON, SmpKind(tpm_answer_s=0.5)) as link:
        link.transact(RANDOM)
        link.transact(RANDOM)
        assert code(lambda: link.transact(RANDOM)) == expected


def test_says_what_a_unit_refuses_and_lacks_from_the_start(config: UnitConfig) -> None:
    with linked(misbehaving(config, Manner.REFUSES)) as link:
        assert code(link.identify) == "LNK-005"
    with linked(misbehaving(config, Manner.NO_TPM)) as link:
        assert link.identify().capabilities == {Capability.IDENTIFY, Capability.RESTART}
        assert code(lambda: link.transact(RANDOM)) == "LNK-007"


def test_refuses_a_unit_that_was_swapped(config: UnitConfig) -> None:
    with linked(misbehaving(config, Manner.SWAPPED)) as link:
        link.identify()
        assert code(link.identify) == "LNK-004"


def test_refuses_a_serial_number_that_no_honest_unit_has(config: UnitConfig) -> None:
    with linked(replace(config, serial="A1\x1b[2J; rm -rf /\n")) as link:
        assert code(link.identify) == "LNK-004"


@pytest.mark.parametrize("pull", [signal.SIGKILL, signal.SIGTERM])
def test_sees_at_once_that_a_unit_was_pulled_out(config: UnitConfig, pull: signal.Signals) -> None:
    with plugged(config) as unit, LINKS["smp"].open(str(unit.link), SOON, Event()) as link:
        link.identify()
        (swtpm,) = unit.children()
        os.kill(swtpm, signal.SIGSTOP)  # so that the command is still being done
        pulled_at: list[float] = []

        def pull_out() -> None:
            pulled_at.append(time.monotonic())
            unit.process.send_signal(pull)

        threading.Timer(0.2, pull_out).start()
        assert code(lambda: link.transact(RANDOM)) == "LNK-003"
        assert time.monotonic() - pulled_at[0] < 5
        assert code(lambda: link.transact(RANDOM)) == "LNK-003"


def test_stops_soon_after_it_was_cancelled(config: UnitConfig) -> None:
    cancel = Event()
    silent = misbehaving(config, Manner.SILENT, 1)
    with plugged(silent) as unit, LINKS["smp"].open(str(unit.link), SOON, cancel) as link:
        link.transact(RANDOM)
        threading.Timer(0.2, cancel.set).start()
        begun = time.monotonic()
        assert code(lambda: link.transact(RANDOM)) == "LIN-003"
        assert time.monotonic() - begun < 5
        assert code(link.identify) == "LIN-003"


def test_can_be_cancelled_before_the_unit_answered(config: UnitConfig) -> None:
    cancel = Event()
    threading.Timer(1.0, cancel.set).start()
    patient = LinkSettings(connect_s=30)
    with plugged(misbehaving(config, Manner.SILENT)) as unit:
        assert code(lambda: LINKS["smp"].open(str(unit.link), patient, cancel)) == "LIN-003"


def test_can_be_cancelled_while_the_line_takes_nothing() -> None:
    master, slave = os.openpty()
    attributes = termios.tcgetattr(slave)
    cancel = Event()
    threading.Timer(0.3, cancel.set).start()
    try:
        port = open_port(os.ttyname(slave), 115_200, cancel)
        termios.tcflow(slave, termios.TCOOFF)
        begun = time.monotonic()
        assert code(lambda: port.write(b"x" * 100_000)) == "LIN-003"
        assert time.monotonic() - begun < 5
        termios.tcsetattr(slave, termios.TCSANOW, attributes)
        port.close()
    finally:
        os.close(master)
        os.close(slave)


def test_says_that_another_program_has_the_port(config: UnitConfig) -> None:
    with plugged(config) as unit, serial.Serial(unit.port, exclusive=True):
        assert code(lambda: LINKS["smp"].open(str(unit.link), SOON, Event())) == "LNK-008"


def test_lets_nobody_else_open_the_port_in_the_same_way(config: UnitConfig) -> None:
    with plugged(config) as unit, LINKS["smp"].open(str(unit.link), SOON, Event()):
        assert code(lambda: LINKS["smp"].open(str(unit.link), SOON, Event())) == "LNK-008"


def test_frees_the_port_where_nobody_answers(config: UnitConfig) -> None:
    with plugged(misbehaving(config, Manner.SILENT)) as unit:
        assert code(lambda: LINKS["smp"].open(str(unit.link), SOON, Event())) == "LNK-002"
        serial.Serial(unit.port, exclusive=True).close()


def test_says_that_no_unit_is_plugged_in(config: UnitConfig) -> None:
    assert code(lambda: LINKS["smp"].open(str(config.port_link), SOON, Event())) == "LNK-001"


def test_logs_nothing_that_crosses_the_wire(
    config: UnitConfig, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), linked(config) as link:
        link.transact(RANDOM)
    assert not [record for record in caplog.records if record.name.startswith(("smp", "serial"))]
