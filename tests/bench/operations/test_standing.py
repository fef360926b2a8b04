"""A practice bench that stands, and the commands that a supervisor and a worker give at it."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.bench


def station(*arguments: str, timeout: float = 100) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "station", *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        stdin=subprocess.DEVNULL,
    )


class Standing:
    """station practice bench, with its keyboard and its screen."""

    def __init__(self, data: Path, mechanism: str) -> None:
        self.data = str(data)
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "station", "practice", "bench", "--positions", "2"),
                *("--mechanism", mechanism, "--data", self.data),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        while "Enter changes all units" not in (line := self._process.stdout.readline()):
            assert line, "it did not start"

    def change_units(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate(timeout=60)
        deadline = time.monotonic() + 20
        while (Path(self.data) / "practice" / "seats").exists():
            assert time.monotonic() < deadline, "its seats are still there"
            time.sleep(0.1)

    def close(self) -> None:
        self._process.terminate()
        self._process.communicate(timeout=60)
        assert self._process.returncode == 0


@pytest.fixture
def standing(tmp_path: Path) -> Iterator[Standing]:
    bench = Standing(tmp_path / "data", "symmetric")
    try:
        yield bench
    finally:
        bench.close()


def test_units_are_provisioned_as_they_come(standing: Standing) -> None:
    listed = json.loads(station("bench", "list", "--json", "--data", standing.data).stdout)
    assert [p["name"] for p in listed["positions"]] == ["1", "2"]
    first = station("provision", "--json", "--units", "2", "--data", standing.data)
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout)["passed"] == 2
    order = json.loads(
        station("order", "show", "practice-symmetric", "--json", "--data", standing.data).stdout
    )
    assert order["enrolled"] == 2
    again = station(
        *("provision", "--json", "--position", "1", "--serial", "PU-000001"),
        *("--data", standing.data),
    )
    assert again.returncode == 1
    assert json.loads(again.stdout)["runs"][0]["code"] == "REC-008"


def test_a_position_waits_until_the_unit_is_changed(standing: Standing) -> None:
    worker = subprocess.Popen(
        [
            *(sys.executable, "-m", "station", "provision", "--units", "2"),
            *("--position", "1", "--data", standing.data),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    while "PASS" not in (line := worker.stdout.readline()):
        assert line, "the first unit did not pass"
    standing.change_units()
    told, _ = worker.communicate(timeout=60)
    assert worker.returncode == 0
    assert "2 of 2 units passed" in told


def test_an_order_is_made_listed_and_worked_on(standing: Standing) -> None:
    made = station(
        *("order", "create", "second", "--profile", "practice-symmetric", "--quantity", "1"),
        *("--id-scope", "0nePRACTICE", "--data", standing.data),
    )
    assert made.returncode == 0, made.stderr
    twice = station(
        *("order", "create", "second", "--profile", "practice-symmetric", "--quantity", "1"),
        *("--id-scope", "0nePRACTICE", "--data", standing.data),
    )
    assert twice.returncode == 2
    assert "REC-016" in twice.stderr
    unnamed = station("provision", "--units", "1", "--data", standing.data)
    assert unnamed.returncode == 2, "two orders are open, so one must be named"
    done = station("provision", "--order", "second", "--json", "--data", standing.data)
    answer = json.loads(done.stdout)
    assert answer["passed"] == 1, "the order ends the work by its quantity"
    assert {run["code"] for run in answer["runs"]} <= {None, "REC-009"}


def test_a_second_bench_does_not_take_a_folder_that_is_in_use(standing: Standing) -> None:
    refused = station("practice", "bench", "--data", standing.data)
    assert refused.returncode == 2
    assert "CFG-009" in refused.stderr


def test_a_bench_that_was_killed_is_taken_up_again_and_leaves_nothing_elsewhere(
    tmp_path: Path,
) -> None:
    before = set(Path(tempfile.gettempdir()).glob("station-*"))
    data = tmp_path / "data"
    first = Standing(data, "symmetric")
    done = station("provision", "--json", "--units", "2", "--data", first.data)
    assert json.loads(done.stdout)["passed"] == 2
    first.kill()
    assert set(Path(tempfile.gettempdir()).glob("station-*")) <= before
    second = Standing(data, "symmetric")
    try:
        done = station("provision", "--json", "--units", "2", "--data", second.data)
        runs = json.loads(done.stdout)["runs"]
        assert [run["outcome"] for run in runs] == ["passed", "passed"]
        assert {run["serial"] for run in runs} == {"PU-000003", "PU-000004"}
    finally:
        second.close()
    assert station("audit", "verify", "--data", second.data).returncode == 0
    assert station("doctor", "--data", second.data).returncode == 0


def test_a_set_up_that_was_broken_off_is_done_over(tmp_path: Path) -> None:
    data = tmp_path / "data"
    Standing(data, "symmetric").close()
    (data / "factory.toml").unlink()
    refused = station("practice", "bench", "--data", str(data))
    assert refused.returncode == 2, "an order is on record"
    assert "CFG-005" in refused.stderr
    for path in data.glob("station.db*"):
        path.unlink()
    (data / "station.db").touch()
    bench = Standing(data, "symmetric")
    bench.close()


@pytest.mark.parametrize("stdin", ["</dev/null", "<&-"])
def test_it_stands_without_a_keyboard(tmp_path: Path, stdin: str) -> None:
    arguments = ["practice", "bench", "--positions", "1", "--mechanism", "symmetric", "--json"]
    process = subprocess.Popen(
        [
            *("sh", "-c", f'exec "$@" {stdin}', "sh", sys.executable, "-m", "station"),
            *(*arguments, "--data", str(tmp_path / "data")),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["order"] == "practice-symmetric"
    time.sleep(0.5)
    process.terminate()
    _, told = process.communicate(timeout=60)
    assert process.returncode == 0, told


def test_a_secret_never_stands_in_a_process_list(standing: Standing) -> None:
    pin = b"24681357"
    seen = []
    for entry in Path("/proc").glob("[0-9]*"):
        if entry.name == str(os.getpid()):
            continue
        try:
            shown = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue
        # Tests beside this one ask other programs for a second opinion, which take a PIN so.
        if pin in shown and (b"-m\0station\0" in shown or b"swtpm" in shown):
            seen.append(entry)
    assert seen == []
