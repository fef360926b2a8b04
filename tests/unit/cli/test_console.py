"""What a command says and where: whole lines, one object, and streams that go away."""

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

from station.cli import main
from station.cli.console import FAIL, PASS, Console
from station.cli.events import EventPrinter
from station.errors import Outcome, StationError
from station.line.bench import Position
from station.model.run import Step, StepEvent, StepState


def station(*arguments: str, stdout: int | None = subprocess.PIPE) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "station", *arguments]
    return subprocess.Popen(command, stdout=stdout, stderr=subprocess.PIPE, text=True)


def ended(outcome: Outcome, code: str | None = None) -> StepEvent:
    error = StationError(code) if code else None
    data = {"serial": "PU-000001"}
    if error:
        data |= {"message": error.message, "remedy": error.remedy}
    state = StepState.DONE if outcome is Outcome.PASSED else StepState.FAILED
    return StepEvent("r", "1", None, state, 1.25, outcome, code, data)


def test_a_pass_begins_its_line_and_says_what_to_do_next(
    capsys: pytest.CaptureFixture[str],
) -> None:
    EventPrinter(Console(json=False), "Take it out.").heard(ended(Outcome.PASSED))
    (line,) = capsys.readouterr().out.splitlines()
    assert line.split() == ["PASS", "position", "1", "PU-000001", "1.25", "s", "Take", "it", "out."]


def test_what_a_worker_is_to_do_in_the_midst_of_a_run_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    waiting = StepEvent("r", "1", Step.RESTART, StepState.WAITING, code="LIN-043")
    EventPrinter(Console(json=False), "Take it out.").heard(waiting)
    first, remedy = capsys.readouterr().out.splitlines()
    assert first.split()[:3] == ["WAIT", "position", "1"]
    assert "Switch the unit off" in remedy


@pytest.mark.parametrize(
    ("error", "command"),
    [
        (StationError("LIN-075", position="2", why="x"), "bench restart 2"),
        (StationError("LIN-076", order="o-1", why="x"), "bench restart --order o-1"),
        (StationError("LIN-077", why="x"), "bench restart --bench"),
        (StationError("LIN-078", position="2", what="9"), "bench contacts reset 2"),
        (StationError("REC-039", order="o-1"), ""),
    ],
)
def test_what_stands_still_is_let_go_on_once_the_command_is_over(
    error: StationError, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    where = Position(name="2", port="/dev/two")
    EventPrinter(Console(json=False)).stopped(where, error)
    told = " ".join(capsys.readouterr().out.split())
    assert (f"End this command first, then run 'station {command}'." in told) is bool(command)
    assert ("End this command" in told) is bool(command)


def test_what_is_taken_off_a_token_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    what = {"what": "private key station-unit of no unit on record"}
    told = StepEvent("r", "1", Step.ATTEST, StepState.WAITING, code="LIN-067", data=what)
    EventPrinter(Console(json=False), "Take it out.").heard(told)
    assert what["what"] in capsys.readouterr().out


@pytest.mark.parametrize(
    ("outcome", "code", "word"),
    [
        (Outcome.FAILED, "LNK-003", "FAIL"),
        (Outcome.ERROR, "HSM-018", "ERROR"),
        (Outcome.CANCELLED, "LIN-003", "STOP"),
    ],
)
def test_what_is_not_a_pass_has_its_own_word_and_what_to_do_on_lines_of_their_own(
    outcome: Outcome, code: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    EventPrinter(Console(json=False), "Take it out.").heard(ended(outcome, code))
    verdict, message, *remedy = capsys.readouterr().out.splitlines()
    assert verdict.split()[0] == word
    assert "Take it out" not in verdict
    assert message.split()[0] == code
    assert remedy[0].lstrip().startswith("-> ")
    assert all(len(line) <= 100 for line in (verdict, message, *remedy))


def test_a_pass_and_a_fail_are_coloured_on_a_terminal_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    console = Console(json=False)
    console.marked(PASS, "one")
    assert "\x1b" not in capsys.readouterr().out
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    console.marked(PASS, "one")
    console.marked(FAIL, "two")
    good, bad = capsys.readouterr().out.splitlines()
    assert good.replace("PASS", "") != bad.replace("FAIL", "").replace("two", "one")
    assert "\x1b[" in good
    monkeypatch.setenv("NO_COLOR", "1")
    console.marked(FAIL, "two")
    assert "\x1b" not in capsys.readouterr().out


def test_lines_of_several_threads_stay_whole(tmp_path: Path) -> None:
    script = (
        "from threading import Thread\n"
        "from station.cli.console import Console\n"
        "console = Console(json=False)\n"
        "def many(): [console.say('x' * 50) for _ in range(500)]\n"
        "threads = [Thread(target=many) for _ in range(8)]\n"
        "[t.start() for t in threads]; [t.join() for t in threads]\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert set(done.stdout.splitlines()) == {"x" * 50}


def test_errors_keep_to_a_hundred_columns(capsys: pytest.CaptureFixture[str]) -> None:
    Console(json=False).error(StationError("CFG-004", "d " * 90, why="w " * 90))
    assert all(len(line) <= 100 for line in capsys.readouterr().err.splitlines())


def test_there_is_never_a_second_object(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(json=True)
    console.answer({"ready": True})
    console.error(StationError("REC-003"))
    assert json.loads(capsys.readouterr().out) == {"ready": True}


def test_wrong_use_is_one_object_for_machines_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--json", "--units", "none"]) == 2
    captured = capsys.readouterr()
    assert json.loads(captured.out)["error"]["code"] == "CFG-004"
    assert captured.out.count("\n") == 1
    assert "usage: station demo" in captured.err


def test_without_arguments_it_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "provision" in capsys.readouterr().err


def test_a_mistake_of_station_itself_is_an_error_with_a_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("station.cli.doctor.examine", broken)
    assert main(["doctor"]) == 3
    told = capsys.readouterr().err
    assert "LIN-014" in told
    assert "ZeroDivisionError" in told
    assert "secret" not in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("error", "code", "word"),
    [
        (OSError(errno.ENOSPC, "no space", "/x"), "REC-003", "disk is full"),
        (PermissionError(errno.EACCES, "no", "/x/y"), "CFG-012", "/x/y"),
        (OSError(errno.EIO, "no", "/x"), "LIN-014", "OSError"),
    ],
)
def test_what_the_system_refuses_is_said_as_what_it_is(
    error: OSError,
    code: str,
    word: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("station.cli.doctor.examine", broken)
    assert main(["doctor"]) == 3
    told = capsys.readouterr().err
    assert told.startswith(code)
    assert word in told


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    source, sink = os.pipe()
    os.close(source)
    process = station("profile", "list", stdout=sink)
    os.close(sink)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (0, "")


@pytest.mark.parametrize("arguments", [("profile", "list"), ("profile", "list", "--json")])
def test_output_that_cannot_be_written_is_said_to_be_lost(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        process = station(*arguments, stdout=full.fileno())
        _, told = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "CFG-010" in told
    assert "Traceback" not in told


def test_an_answer_that_nobody_takes_is_an_error() -> None:
    source, sink = os.pipe()
    os.close(source)
    process = station("profile", "list", "--json", stdout=sink)
    os.close(sink)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "CFG-010" in told


@pytest.mark.parametrize("after", [0.05, 0.15, 0.3, 0.5])
def test_ctrl_c_while_it_starts_is_no_traceback(after: float) -> None:
    process = station("practice", "bench", "--data", "/proc/none")
    Timer(after, process.send_signal, [signal.SIGINT]).start()
    _, told = process.communicate(timeout=60)
    # Before Station's own first lines the interpreter itself is in charge.
    its_own = ("Fatal Python error: init_import_site", "Could not import runpy module")
    ignored = told.startswith("Exception ignored in")
    assert process.returncode in {3, -signal.SIGINT} or told.startswith(its_own)
    assert "station/cli" not in told
    assert process.returncode != 3 or ignored or "KeyboardInterrupt" not in told
