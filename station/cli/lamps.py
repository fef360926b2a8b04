"""station bench signals: lamps, buzzers and fixtures, shown and tried out."""

from argparse import Namespace
from collections.abc import Sequence

from pydantic import JsonValue

from station.cli.console import BUSY, DONE, STOP, WAIT, Console
from station.cli.events import at
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    Commands,
    add_command,
    cancelled_by_signals,
    data_of,
)
from station.errors import StationError
from station.line.bench import load_bench
from station.line.fixture import FixtureState
from station.model.signals import SignalState
from station.operations.signals import SignalRow, Walk, looked_at

_WORDS = {
    SignalState.IDLE: "Idle: no unit is at work.",
    SignalState.WORKING: "At work.",
    SignalState.PASSED: "PASS.",
    SignalState.FAILED: "FAIL.",
    SignalState.HAND: "Somebody is wanted.",
}


def add(bench: Commands) -> None:
    """Add the command below `station bench`."""
    parser = add_command(
        bench,
        "signals",
        _signals,
        "what the bench has for lamps, buzzers and fixtures; with --try, a position's are shown "
        "one state after another",
    )
    parser.add_argument("position", metavar="POSITION", nargs="?", help="default: all")
    parser.add_argument(
        "--try", dest="walk", action="store_true", help="show its states for somebody who looks"
    )


def _signals(arguments: Namespace, console: Console) -> int:
    bench = load_bench(data_of(arguments).bench)
    position = arguments.position
    if position is not None and position not in {p.name for p in bench.position}:
        raise StationError("LIN-005", position=position)
    if not arguments.walk:
        rows, trouble = looked_at(bench)
        rows = [row for row in rows if position in {None, row.place}]
        show_signals(rows, trouble, console)
        if not rows:
            console.say("There are no signals here.")
        console.answer(signals_answer(rows, trouble))
        return SOMETHING_FOUND if trouble else ALL_WELL
    if position is None:
        raise StationError("CFG-004", why="--try is for one position: name it")

    def shown(state: SignalState) -> None:
        console.marked(BUSY, at(position, _WORDS[state]))

    def fixture(state: FixtureState) -> None:
        console.marked(DONE, at(position, f"The fixture is {state.value}."))

    def fails(error: StationError) -> None:
        _say_trouble(error, console)

    with cancelled_by_signals(console) as cancel:
        trouble = list(Walk(bench, position, cancel, shown, fixture, fails).go())
    console.answer({"position": position, "trouble": [error.code for error in trouble]})
    return SOMETHING_FOUND if trouble else ALL_WELL


def _say_trouble(error: StationError, console: Console) -> None:
    detail = [f"({error.detail})"] if error.detail else []
    console.marked(STOP, f"{error.message} ({error.code})", f"-> {error.remedy}", *detail)


def show_signals(
    rows: Sequence[SignalRow], trouble: Sequence[StationError], console: Console
) -> None:
    """Say what the bench has for signals, and what doesn't work; nothing where it has none."""
    for row in rows:
        console.marked(WAIT, f"{row.place}: {'; '.join(row.lamps) or 'no lamps'}")
        if row.state is not None:
            console.marked(WAIT, f"{row.place}: fixture {row.state.value}, by {row.fixture}")
    for error in trouble:
        _say_trouble(error, console)


def signals_answer(
    rows: Sequence[SignalRow], trouble: Sequence[StationError]
) -> dict[str, JsonValue]:
    """Return it for machines."""
    return {
        "signals": [
            {
                "place": row.place,
                "lamps": list(row.lamps),
                "fixture": None if row.state is None else row.state.value,
            }
            for row in rows
        ],
        "trouble": [error.code for error in trouble],
    }
