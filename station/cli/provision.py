"""station provision: work at the bench's positions."""

from argparse import Namespace

from station.cli.console import Console
from station.cli.events import EventPrinter
from station.cli.options import (
    ALL_WELL,
    CANNOT_WORK,
    UNITS_FAILED,
    Commands,
    add_command,
    add_pin_option,
    at_least_one,
    cancelled_by_signals,
    data_of,
    factory_pin,
)
from station.errors import Outcome, StationError
from station.line.bench import Position, load_bench
from station.line.shift import ShiftResult
from station.operations.floor import StandingFeed, chosen, provision_bench
from station.operations.plant import Plant, open_plant


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands, "provision", _run, "provision the units at the bench's positions as they come"
    )
    parser.add_argument("--order", metavar="O", help="default: the only open order")
    parser.add_argument(
        "--position", metavar="P", nargs="+", default=[], help="default: all positions"
    )
    parser.add_argument(
        "--units", metavar="N", type=at_least_one, help="stop after N units; default: Ctrl-C stops"
    )
    parser.add_argument(
        "--serial", metavar="S", help="the scanned serial number of one unit at one position"
    )
    add_pin_option(parser)


def _run(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    positions = chosen(load_bench(data.bench), arguments.position)
    if arguments.serial is not None and (len(positions) != 1 or arguments.units not in {None, 1}):
        raise StationError("CFG-004", why="--serial is for one unit at one --position")
    units = 1 if arguments.serial is not None else arguments.units

    def waiting(position: Position) -> None:
        console.say(f"  position {position.name}  waits for a unit")

    with (
        cancelled_by_signals(console) as cancel,
        open_plant(data, factory_pin(arguments, data)) as plant,
    ):
        job = plant.job(arguments.order or _only_open_order(plant))
        feed = StandingFeed(job, units, arguments.serial, waiting)
        console.say(f"Order {job.order.name}, {len(positions)} positions. Ctrl-C stops.")
        listeners = [EventPrinter(console).heard]
        shift = provision_bench(plant, positions, feed, listeners, cancel)
    return _summary(shift, console)


def _only_open_order(plant: Plant) -> str:
    names = [order.name for order in plant.tools.records.orders() if order.state.value == "open"]
    if len(names) != 1:
        raise StationError("CFG-004", why=f"name the --order: there are {len(names)} open")
    return names[0]


def _summary(shift: ShiftResult, console: Console) -> int:
    passed = sum(result.outcome is Outcome.PASSED for result in shift.results)
    console.say(f"{passed} of {len(shift.results)} units passed.")
    for name, error in shift.stopped.items():
        console.warn(f"Position {name} stopped: {error}\n  {error.remedy}")
    console.answer(
        {
            "passed": passed,
            "failed": len(shift.results) - passed,
            "runs": [
                {
                    "run": result.run,
                    "serial": result.serial,
                    "outcome": result.outcome.value,
                    "code": result.error.code if result.error else None,
                }
                for result in shift.results
            ],
            "stopped": {name: error.code for name, error in shift.stopped.items()},
        }
    )
    if shift.stopped:
        return CANNOT_WORK
    return ALL_WELL if passed == len(shift.results) else UNITS_FAILED
