"""The process of one practice unit, with its own swtpm."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from station.folders import own_command
from station.links import LINKS
from station.model.profile import LinkSettings
from station.practice.unit_config import Behaviour, Manner, Pacing, UnitConfig
from station.practice.unit_tpm import UnitTpm
from tests.support.plugged import made, plugged, running, told

pytestmark = pytest.mark.bench

RANDOM = bytes.fromhex("80010000000c0000017b0010")


@pytest.fixture
def config(tmp_path: Path) -> UnitConfig:
    """A unit with a TPM that nobody manufactured, which is enough to ask it for random bytes."""
    state = tmp_path / "tpm"
    state.mkdir()
    return UnitConfig("A1-42", "m", "1", tmp_path / "port", state, pacing=Pacing.NONE)


def soon(happened: Callable[[], bool], within_s: float = 2.0) -> bool:
    deadline = time.monotonic() + within_s
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def random_bytes(port: Path) -> bytes:
    with LINKS["smp"].open(str(port), LinkSettings(), Event()) as link:
        return link.transact(RANDOM)


def test_is_there_once_it_answers(config: UnitConfig) -> None:
    with plugged(config) as unit:
        assert str(unit.link.readlink()) == unit.port
        assert len(random_bytes(unit.link)) == 28
        assert len(unit.children()) == 1


def test_leaves_nothing_when_it_is_switched_off(config: UnitConfig) -> None:
    with plugged(config) as unit:
        random_bytes(unit.link)
        (swtpm,) = unit.children()
        before = made(Path(unit.port))
        assert unit.switch_off() == 0
        assert not unit.link.is_symlink()
        assert made(Path(unit.port)) != before
        assert not running(swtpm)


def test_leaves_nothing_when_it_is_told_to_end(config: UnitConfig) -> None:
    with plugged(config) as unit:
        (swtpm,) = unit.children()
        unit.process.send_signal(signal.SIGTERM)
        assert unit.process.wait(5) == 0
        assert not unit.link.is_symlink()
        assert not running(swtpm)


def test_takes_its_tpm_along_when_it_is_killed(config: UnitConfig) -> None:
    with plugged(config) as unit:
        (swtpm,) = unit.children()
        unit.process.kill()
        unit.process.wait(5)
        assert soon(lambda: not running(swtpm))


def test_takes_its_tpm_along_when_it_is_killed_in_the_midst_of_a_command(
    config: UnitConfig,
) -> None:
    with plugged(config) as unit:
        (swtpm,) = unit.children()
        os.kill(swtpm, signal.SIGSTOP)  # as if it had a long command to do
        unit.process.kill()
        unit.process.wait(5)
        assert soon(lambda: not running(swtpm))


def test_leaves_ctrl_c_to_its_bench(config: UnitConfig) -> None:
    with plugged(config) as unit:
        unit.process.send_signal(signal.SIGINT)
        assert random_bytes(unit.link)


def test_keeps_what_its_tpm_keeps_from_one_plugging_to_the_next(config: UnitConfig) -> None:
    # TPM2_NV_DefineSpace of 8 bytes at 0x01800001 for the owner; then TPM2_NV_ReadPublic of it.
    define = bytes.fromhex(
        "80020000002d0000012a40000001000000094000000900000000000000000e01800001000b0006000600000008"
    )
    read_public = bytes.fromhex("80010000000e0000016901800001")
    with (
        plugged(config) as unit,
        LINKS["smp"].open(str(unit.link), LinkSettings(), Event()) as link,
    ):
        assert link.transact(define)[6:10] == bytes(4)
        assert unit.switch_off() == 0
    with (
        plugged(config) as unit,
        LINKS["smp"].open(str(unit.link), LinkSettings(), Event()) as link,
    ):
        assert link.transact(read_public)[6:10] == bytes(4)


def test_says_what_keeps_it_from_starting(config: UnitConfig) -> None:
    config.port_link.write_text("something is here already")
    with subprocess.Popen(
        [*own_command(), "practice-unit"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        answer = told(process, config)
        assert process.wait(5) == 1
    assert "CFG-006" in answer.error
    assert answer.port == ""
    assert config.port_link.read_text() == "something is here already"


@pytest.mark.parametrize("line", [b"", b"\n", b"{}\n", b'{"serial": "x"', b"\xff\xfe\n"])
def test_says_that_it_was_told_nonsense(line: bytes) -> None:
    done = subprocess.run(
        [*own_command(), "practice-unit"], input=line, capture_output=True, timeout=10, check=False
    )
    assert done.returncode == 1
    assert b"CFG-006" in done.stdout


def test_says_that_its_tpm_does_not_start(config: UnitConfig, tmp_path: Path) -> None:
    wrong = replace(config, tpm_state=tmp_path / "nothing here")
    with subprocess.Popen(
        [*own_command(), "practice-unit"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert "swtpm" in told(process, wrong).error
        assert process.wait(5) == 1
    assert not config.port_link.is_symlink()


def test_vanishes_where_it_dies(config: UnitConfig) -> None:
    dying = replace(config, behaviour=Behaviour(Manner.DIES))
    with plugged(dying) as unit:
        with pytest.raises(Exception, match="LNK-003"):
            random_bytes(unit.link)
        assert unit.process.wait(5) == 0
        assert not unit.link.is_symlink()


@pytest.mark.parametrize("wrong", [b"", RANDOM[:1], RANDOM[:-1], RANDOM + b"\0"])
def test_a_command_that_is_not_whole_is_not_given_to_the_tpm(tmp_path: Path, wrong: bytes) -> None:
    with UnitTpm(tmp_path) as tpm:
        with pytest.raises(OSError, match="a command of"):
            tpm.transact(wrong)
        assert len(tpm.transact(RANDOM)) == 28
