"""station bench signals: lamps, buzzers and fixtures, shown and tried out."""

from argparse import Namespace
from dataclasses import replace

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
from station.operations.signals import Look, Walk, looked_at, nobody_at_work

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
    data = data_of(arguments)
    bench = load_bench(data.bench)
    position = arguments.position
    if position is not None and position not in {p.name for p in bench.position}:
        raise StationError("LIN-005", position=position)
    if not arguments.walk:
        look = looked_at(bench, data)
        here = [row for row in look.rows if position in {None, row.place}]
        look = replace(look, rows=here)
        show_signals(look, console)
        if not here:
            console.say("There are no signals here.")
        console.answer(signals_answer(look))
        return SOMETHING_FOUND if look.trouble else ALL_WELL
    if position is None:
        raise StationError("CFG-004", why="--try is for one position: name it")

    def shown(state: SignalState) -> None:
        console.marked(BUSY, at(position, _WORDS[state]))

    def fixture(state: FixtureState) -> None:
        console.marked(DONE, at(position, f"The fixture is {state.value}."))

    def fails(error: StationError) -> None:
        _say_trouble(error, console)

    with cancelled_by_signals(console) as cancel, nobody_at_work(data, cancel):
        trouble = list(Walk(bench, position, cancel, shown, fixture, fails).go())
    console.answer({"position": position, "trouble": [error.code for error in trouble]})
    return SOMETHING_FOUND if trouble else ALL_WELL


def _say_trouble(error: StationError, console: Console) -> None:
    detail = [f"({error.detail})"] if error.detail else []
    console.marked(STOP, f"{error.message} ({error.code})", f"-> {error.remedy}", *detail)


def show_signals(look: Look, console: Console) -> None:
    """Say what the bench has for signals, and what doesn't work; nothing where it has none."""
    for row in look.rows:
        console.marked(WAIT, f"{row.place}: {'; '.join(row.lamps) or 'no lamps'}")
        if row.state is not None:
            console.marked(WAIT, f"{row.place}: fixture {row.state.value}, by {row.fixture}")
    if look.at_work:
        console.say("A station is at work here, so its lamps and fixtures were not asked.")
    for error in look.trouble:
        _say_trouble(error, console)


def signals_answer(look: Look) -> dict[str, JsonValue]:
    """Return it for machines."""
    return {
        "signals": [
            {
                "place": row.place,
                "lamps": list(row.lamps),
                "fixture": None if row.state is None else row.state.value,
            }
            for row in look.rows
        ],
        "trouble": [error.code for error in look.trouble],
    }
