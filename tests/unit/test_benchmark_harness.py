"""The benchmark's harness: fair turns, medians, goals, and what it prints and ends with."""

import json
import logging
from pathlib import Path

import pytest

from tests.benchmarks.row import ROUNDS, AtLeast, AtMost, Measured, Row, Scale, interleaved, timed
from tests.benchmarks.rows_records import check_rival
from tests.benchmarks.runner import main


def row(figure: float, rival: float, goal: AtMost | AtLeast) -> Row:
    return Row("s", "a stopwatch", goal, lambda _scale: Measured(figure, rival, {"why": "a test"}))


def broken(_scale: Scale) -> Measured:
    raise OSError("no such part")


ROWS = {
    "quick": row(1.0, 1.0, AtMost(1.1)),
    "slow": row(3.0, 2.0, AtMost(1.1)),
    "rate": row(900.0, 1000.0, AtLeast(0.8)),
    "broken": Row("s", "nobody", AtMost(1), broken),
}


def test_both_sides_are_measured_equally_often_and_take_turns_in_going_first() -> None:
    calls: list[str] = []

    def side(name: str) -> float:
        calls.append(name)
        return float(len(calls))

    interleaved(lambda: side("ours"), lambda: side("rival"))

    counted = calls[2:]
    pairs = list(zip(counted[::2], counted[1::2], strict=True))
    assert len(pairs) == ROUNDS
    assert set(pairs[::2]) == {("ours", "rival")}
    assert set(pairs[1::2]) == {("rival", "ours")}


def test_the_median_is_told_and_the_warm_up_is_not_counted() -> None:
    ours = iter([1000.0, *map(float, range(ROUNDS))])
    found = interleaved(lambda: next(ours), lambda: 2.0)
    assert found.figure == (ROUNDS - 1) / 2
    assert found.ratio == found.figure / 2
    assert found.detail["highest"] == ROUNDS - 1


def test_too_few_rounds_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 15"):
        interleaved(lambda: 1.0, lambda: 1.0, rounds=ROUNDS - 1)


def test_timed_returns_seconds_of_each_call() -> None:
    calls: list[None] = []
    run = timed(lambda: calls.append(None))
    assert 0 <= run() < 1
    assert len(calls) == 1


def test_json_is_a_list_with_the_promised_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "quick", "rate"], ROWS) == 0
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert json.loads(printed) == [
        {
            "row": "quick",
            "figure": 1.0,
            "unit": "s",
            "rival": "a stopwatch",
            "rival_figure": 1.0,
            "ratio": 1.0,
            "goal": "<= 1.1",
            "met": True,
            "detail": {"why": "a test"},
        },
        {
            "row": "rate",
            "figure": 900.0,
            "unit": "s",
            "rival": "a stopwatch",
            "rival_figure": 1000.0,
            "ratio": 0.9,
            "goal": ">= 0.8",
            "met": True,
            "detail": {"why": "a test"},
        },
    ]


def test_a_missed_goal_is_shown_and_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["slow"], ROWS) == 0
    assert "MISSED" in capsys.readouterr().out


def test_a_row_that_cannot_run_is_an_error_and_the_others_still_count(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    assert main(["--json", "broken", "quick"], ROWS) == 1
    assert [entry["row"] for entry in json.loads(capsys.readouterr().out)] == ["quick"]
    assert "broken could not run" in caplog.text
    caplog.clear()


def test_without_names_every_row_runs(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, logger="benchmarks")
    assert main(["--json"], ROWS) == 1
    assert len(json.loads(capsys.readouterr().out)) == len(ROWS) - 1


def test_full_asks_the_rows_for_their_large_work(capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[Scale] = []

    def remember(scale: Scale) -> Measured:
        asked.append(scale)
        return Measured(1, 1)

    rows = {"any": Row("s", "itself", AtMost(1), remember)}
    main([], rows)
    main(["--full"], rows)
    assert asked == [Scale.QUICK, Scale.FULL]
    assert "any" in capsys.readouterr().out


def test_an_unknown_row_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["nonsense"], ROWS)
    assert ended.value.code == 2
    assert "nonsense" in capsys.readouterr().err


def test_the_rival_of_the_record_writes_what_the_record_writes(tmp_path: Path) -> None:
    check_rival(tmp_path)
