"""station bench and station practice: the positions, and a bench to practise on."""

import shlex
from argparse import Namespace
from pathlib import Path

from station.cli import lamps, ports, practice_service, stops
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    Commands,
    add_command,
    add_group,
    cancelled_by_signals,
    data_of,
)
from station.folders import Data, default_data, typed_command
from station.line.bench import load_bench
from station.model.command_card import MOST_PLACES
from station.operations.card_sheet import card_sheet, write_card_sheet
from station.operations.plant import open_reader, utc_now
from station.operations.standing import MECHANISM_NAMES, StandingBench


def add(commands: Commands) -> None:
    """Add the commands."""
    bench = add_group(commands, "bench", "positions, ports and tokens")
    add_command(bench, "list", _list, "the positions of the bench")
    ports.add(bench)
    lamps.add(bench)
    stops.add(bench)
    told = "the sheet of cards that are scanned instead of pressing, to print and cut (PDF)"
    cards = add_command(bench, "cards", _cards, told)
    cards.add_argument("--out", metavar="FILE", type=Path, required=True, help="the new file")
    practice = add_group(
        commands, "practice", "a bench of real parts, and a provisioning service, to practise on"
    )
    stand = add_command(
        practice,
        "bench",
        _practice,
        "keep a practice bench standing with a station of its own in the data folder, the one that "
        "is there or a new one; Enter changes all units, Ctrl-C ends it",
    )
    stand.add_argument(
        "--positions", metavar="P", type=int, choices=range(1, 9), default=4, help="1 to 8"
    )
    stand.add_argument(
        "--mechanism",
        choices=MECHANISM_NAMES,
        default=MECHANISM_NAMES[0],
        help="what units there are; an order for them is made",
    )
    stand.add_argument(
        "--fixture",
        action="store_true",
        help="give each position a fixture with a green and a red lamp; 'open 1' and 'close 1' "
        "move the lid of position 1",
    )
    practice_service.add(practice)


def _list(arguments: Namespace, console: Console) -> int:
    bench = load_bench(data_of(arguments).bench)
    rows = [[p.name, p.port, "yes" if p.token else "no"] for p in bench.position]
    console.table(["position", "port", "token slot"], rows)
    console.answer(
        {
            "bench": bench.name,
            "positions": [
                {"name": p.name, "port": p.port, "token": p.token is not None}
                for p in bench.position
            ],
        }
    )
    return ALL_WELL


def _cards(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    places = min(len(load_bench(data.bench).position), MOST_PLACES)
    with open_reader(data) as reader:
        station = reader.station
    write_card_sheet(arguments.out, card_sheet(station, places, utc_now()))
    console.say(f"Written: {arguments.out}. Print it at full size, and cut the cards.")
    console.answer({"file": str(arguments.out), "positions": places})
    return ALL_WELL


def _practice(arguments: Namespace, console: Console) -> int:
    data = Data.made(data_of(arguments).root)
    with cancelled_by_signals(console) as cancel:
        console.say("Starting the practice bench ...")
        chosen, fixture = (arguments.positions, arguments.mechanism), arguments.fixture
        with StandingBench(data, *chosen, fixtures=fixture) as standing:
            if not cancel.is_set():
                _tell(data, standing, console)
                standing.serve(cancel)
    console.say("The practice bench is gone; the same command brings it back as it was.")
    return ALL_WELL


def _tell(data: Data, standing: StandingBench, console: Console) -> None:
    where = "" if data.root == default_data() else f" --data {shlex.quote(str(data.root))}"
    station = typed_command()
    console.say("Ready. In another terminal:")
    console.say(f"  {station} provision --order {standing.order}{where}")
    console.say("Here: Enter changes all units, Ctrl-C ends.")
    if standing.has_fixtures:
        console.say("'open 1' and 'close 1' move the lid of position 1's fixture.")
    console.answer({"data": str(data.root), "order": standing.order})
