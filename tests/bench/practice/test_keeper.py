"""Nothing stays behind a practice bench, however it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from station.errors import StationError
from station.practice.bench import Afterwards, PracticeBench, UnitKind
from station.practice.children import Children, end, ended, marked
from station.practice.keeper import Charge, Claim

pytestmark = pytest.mark.bench

PATIENCE_S = 20.0

# A station that practises, as a process of its own that can be killed. It says when it begins to
# make units, and when they are all in their seats.
BENCH = """
import sys, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from station.practice.bench import Afterwards, PracticeBench, UnitKind
with PracticeBench(Path(sys.argv[1]), 3, afterwards=Afterwards(sys.argv[2])) as bench:
    print("made", flush=True)
    with ThreadPoolExecutor(3) as pool:
        units = list(pool.map(bench.make_unit, UnitKind, "ABC"))
        list(pool.map(bench.plug, bench.seats, units))
    print("plugged", flush=True)
    time.sleep(600)
"""


def processes_of(folder: Path) -> list[str]:
    """Return the command lines of running processes whose command, folder or environment name it.

    A process that ended and isn't reaped yet shows none of these.
    """
    sought = os.fsencode(folder)
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            command = (entry / "cmdline").read_bytes()
            said = [
                command,
                (entry / "environ").read_bytes(),
                os.fsencode((entry / "cwd").readlink()),
            ]
        except OSError:
            continue
        if any(sought in text for text in said):
            found.append(f"{entry.name}: {command!r}")
    return found


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def all_gone(folder: Path) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while folder.exists() or processes_of(folder):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@contextmanager
def practising(folder: Path, afterwards: Afterwards) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", BENCH, str(folder), afterwards.value],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def heard(process: "subprocess.Popen[str]", *words: str) -> None:
    for word in words:
        assert process.stdout
        assert process.stdout.readline().strip() == word


def test_a_killed_bench_leaves_no_process_and_no_folder(tmp_path: Path) -> None:
    folder = tmp_path / "bench"
    with practising(folder, Afterwards.NOTHING) as process:
        heard(process, "made", "plugged")
        assert len(processes_of(folder)) > 1
        process.kill()
        assert all_gone(folder), processes_of(folder)


@pytest.mark.parametrize("after_s", [0.0, 0.2, 0.5])
def test_a_bench_killed_while_it_makes_units_leaves_nothing(tmp_path: Path, after_s: float) -> None:
    folder = tmp_path / "bench"
    with practising(folder, Afterwards.NOTHING) as process:
        heard(process, "made")
        time.sleep(after_s)
        process.kill()
        assert all_gone(folder), processes_of(folder)


def test_a_killed_bench_leaves_the_units_that_are_to_be_kept(tmp_path: Path) -> None:
    folder = tmp_path / "bench"
    with practising(folder, Afterwards.UNITS) as process:
        heard(process, "made", "plugged")
        process.kill()
        deadline = time.monotonic() + PATIENCE_S
        while names(folder) != ["units"] and time.monotonic() < deadline:
            time.sleep(0.05)
    assert names(folder) == ["units"]
    assert names(folder / "units") == ["A", "B", "C"]


def test_a_bench_that_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "bench"
    with practising(folder, Afterwards.NOTHING) as process:
        heard(process, "made", "plugged")
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE_S)
        assert not folder.exists()
        assert not processes_of(folder)


def test_a_frozen_unit_does_not_outlive_its_bench(tmp_path: Path) -> None:
    folder = tmp_path / "bench"
    with practising(folder, Afterwards.NOTHING) as process:
        heard(process, "made", "plugged")
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        for child in children:
            if b"practice-unit" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(int(child), signal.SIGSTOP)
        process.kill()
        assert all_gone(folder), processes_of(folder)


def test_a_bench_that_ends_well_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "bench"
    with PracticeBench(folder, 1, afterwards=Afterwards.NOTHING) as bench:
        bench.plug(bench.seats[0], bench.make_unit(UnitKind.TPM, "SN-1"))
    assert not folder.exists()
    assert not processes_of(folder)


def test_a_bench_that_fails_inside_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "bench"

    def fail() -> None:
        with PracticeBench(folder, 1, afterwards=Afterwards.NOTHING) as bench:
            bench.plug(bench.seats[0], bench.make_unit(UnitKind.X509, "SN-1"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not folder.exists()


def test_a_folder_with_something_in_it_is_never_given_to_a_bench_to_remove(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years of work")
    with (
        pytest.raises(StationError) as caught,
        PracticeBench(tmp_path, 1, afterwards=Afterwards.NOTHING),
    ):
        pass
    assert caught.value.code == "CFG-005"
    assert names(tmp_path) == ["thesis.txt"]


def keep(charge: Charge) -> int:
    """Run a keeper whose bench ends at once; return its exit status."""
    command = [sys.executable, "-m", "station", "practice-keeper"]
    return subprocess.run(command, input=charge.line(), timeout=60, check=False).returncode


def test_a_keeper_touches_no_folder_without_its_own_mark(tmp_path: Path) -> None:
    Claim(tmp_path, "a" * 32).release()
    (tmp_path / "thesis.txt").write_text("three years of work")
    assert keep(Charge("b" * 32, tmp_path, Afterwards.NOTHING)) == 0
    assert (tmp_path / "thesis.txt").exists()


def test_a_keeper_touches_no_folder_that_a_bench_has_taken_over(tmp_path: Path) -> None:
    claim = Claim(tmp_path, "a" * 32)
    try:
        assert keep(Charge("a" * 32, tmp_path, Afterwards.NOTHING)) == 0
    finally:
        claim.release()
    assert tmp_path.exists()


def test_a_keeper_ends_what_carries_its_mark_and_nothing_else(tmp_path: Path) -> None:
    Claim(tmp_path, "a" * 32).release()
    sleeper = ["/bin/sh", "-c", "trap '' TERM HUP; sleep 600 & wait"]
    ours = Children("a" * 32).start(sleeper, tmp_path / "log")
    others = Children("b" * 32).start(sleeper, tmp_path / "log")
    try:
        assert keep(Charge("a" * 32, tmp_path, Afterwards.ALL)) == 0
        assert ended(ours, 0)
        assert marked("a" * 32) == []
        assert not ended(others, 0)
    finally:
        end(ours, 0)
        end(others, 0)
    deadline = time.monotonic() + PATIENCE_S
    while marked("b" * 32) and time.monotonic() < deadline:  # what is killed goes in its own time
        time.sleep(0.05)
    assert marked("b" * 32) == []


def test_a_keeper_refuses_a_charge_that_makes_no_sense() -> None:
    for line in (b"", b"{}\n", b'{"mark": "", "folder": "/", "afterwards": "nothing"}\n'):
        with pytest.raises(StationError) as caught:
            Charge.parse(line)
        assert caught.value.code == "CFG-006"
