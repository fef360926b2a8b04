"""A practice unit that is a Linux device ends with all that was ever started on it."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from station.links import LINKS
from station.links.ports import open_port
from station.model.profile import LinkSettings
from station.model.profile_console import ConsoleSettings
from station.practice.bench import Afterwards, PracticeBench, Pull, UnitKind
from station.practice.modules import PRACTICE_PASSWORD, PRACTICE_USER
from station.practice.unit_config import Pacing, UnitConfig
from tests.support.plugged import plugged, running

pytestmark = pytest.mark.bench

SETTINGS = LinkSettings(
    kind="console",
    connect_s=20.0,
    console=ConsoleSettings(
        user=PRACTICE_USER,
        password=PRACTICE_PASSWORD,
        serial="cat ~/etc/serial",
        tpm_node="~/dev/tpmrm0",
    ),
)
RANDOM = bytes.fromhex("80010000000c0000017b0010")
# In the shell's own group, in one of its own, and in a session of its own, deaf to a hang-up.
START = (
    "sleep 600 & echo $! >>~/pids; nohup sleep 600 >/dev/null 2>&1 & echo $! >>~/pids;"
    'setsid sh -c "trap : HUP TERM; echo \\$\\$ >>~/pids; while :; do sleep 600; done" &'
    "echo $$ >>~/pids"
)


def typed(port: str, *lines: str) -> None:
    with open_port(port, 115_200, Event()) as line:
        for text in lines:
            line.write(text.encode() + b"\n")
            until = time.monotonic() + 0.4
            while time.monotonic() < until:
                line.read(0.1)


def log_in_and_start(port: str, disk: Path) -> list[int]:
    """Log in as a person does, start things, and return the numbers of their processes."""
    typed(port, "", PRACTICE_USER, PRACTICE_PASSWORD, START)
    pids = [int(pid) for pid in (disk / "pids").read_text().split()]
    assert len(pids) == 4
    assert all(running(pid) for pid in pids)
    return pids


def soon(happened: Callable[[], bool], within_s: float = 3.0) -> bool:
    deadline = time.monotonic() + within_s
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def gone(pids: list[int]) -> bool:
    return soon(lambda: not any(running(pid) for pid in pids))


@pytest.fixture
def config(tmp_path: Path) -> UnitConfig:
    for name in ("tpm", "disk"):
        (tmp_path / name).mkdir()
    return UnitConfig(
        *("A1-42", "m", "1", tmp_path / "port", tmp_path / "tpm", tmp_path / "disk"),
        pacing=Pacing.NONE,
    )


def test_logging_out_ends_what_was_started(config: UnitConfig, tmp_path: Path) -> None:
    with plugged(config) as unit:
        pids = log_in_and_start(str(unit.link), tmp_path / "disk")
        typed(str(unit.link), "exit")
        assert gone(pids)
        with LINKS["console"].open(str(unit.link), SETTINGS, Event()) as link:
            assert link.identify().serial == "A1-42"


def test_switching_off_ends_what_was_started(config: UnitConfig, tmp_path: Path) -> None:
    with plugged(config) as unit:
        pids = log_in_and_start(str(unit.link), tmp_path / "disk")
        children = unit.children()
        assert unit.switch_off() == 0
        assert gone([*pids, *children])
    assert not unit.link.is_symlink()
    assert [path.name for path in (tmp_path / "disk").iterdir() if path.is_socket()] == []


def test_its_shell_and_tpm_end_where_it_is_killed(config: UnitConfig) -> None:
    with plugged(config) as unit:
        typed(str(unit.link), "", PRACTICE_USER, PRACTICE_PASSWORD, "sleep 600")
        children = unit.children()
        assert len(children) == 2
        unit.process.kill()
        unit.process.wait(5)
        assert gone(children)


@pytest.mark.parametrize("pull", Pull)
def test_unplugging_ends_what_was_started(
    practice_bench: Callable[..., PracticeBench], pull: Pull
) -> None:
    bench = practice_bench(1)
    unit = bench.make_unit(UnitKind.CONSOLE, "SN-1")
    bench.plug(bench.seats[0], unit)
    assert unit.disk is not None
    pids = log_in_and_start(bench.seats[0].port, unit.disk)
    bench.unplug(bench.seats[0], pull)
    assert gone(pids)
    bench.plug(bench.seats[0], unit)
    with LINKS["console"].open(bench.seats[0].port, SETTINGS, Event()) as link:
        assert link.identify().serial == "SN-1"
        assert len(link.transact(RANDOM)) == 28


def test_a_bench_s_end_ends_it_too(tmp_path: Path) -> None:
    folder = tmp_path / ("a long name " * 8)  # whose sockets would not fit into an address
    with PracticeBench(folder, 1, pacing=Pacing.NONE, afterwards=Afterwards.NOTHING) as bench:
        unit = bench.make_unit(UnitKind.CONSOLE, "SN-1")
        bench.plug(bench.seats[0], unit)
        assert unit.disk is not None
        pids = log_in_and_start(bench.seats[0].port, unit.disk)
        with LINKS["console"].open(bench.seats[0].port, SETTINGS, Event()) as link:
            assert len(link.transact(RANDOM)) == 28
    assert gone(pids)
    assert not folder.exists()


def test_its_card_says_what_it_is(practice_bench: Callable[..., PracticeBench]) -> None:
    unit = practice_bench(1).make_unit(UnitKind.CONSOLE, "SN-1")
    assert type(unit).load(unit.folder) == unit
    assert unit.token is None
    assert unit.tpm_state is not None


def test_says_what_keeps_it_from_starting(config: UnitConfig, tmp_path: Path) -> None:
    (tmp_path / "disk" / "etc").write_text("a file in the folder's place")
    with pytest.raises(AssertionError, match="the disk"), plugged(config):
        pass


def test_nobody_else_may_come_near_its_shell(practice_bench: Callable[..., PracticeBench]) -> None:
    bench = practice_bench(1)
    unit = bench.make_unit(UnitKind.CONSOLE, "SN-1")
    bench.plug(bench.seats[0], unit)
    port = Path(bench.seats[0].port).stat()
    assert port.st_uid == os.getuid()
    assert port.st_mode & 0o007 == 0
    assert unit.folder.stat().st_mode & 0o077 == 0


def test_a_shell_that_says_too_much_waits_for_the_line(config: UnitConfig) -> None:
    with plugged(config) as unit:
        typed(str(unit.link), "", PRACTICE_USER, PRACTICE_PASSWORD, "yes")
        with LINKS["console"].open(str(unit.link), SETTINGS, Event()) as link:
            assert link.identify().serial == "A1-42"
