"""station provision: work at the bench's positions."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final

from station.cli.agreement import add_badge_options, asked_credentials
from station.cli.batches import batches
from station.cli.checks import told_check
from station.cli.console import BUSY, DONE, WAIT, Console
from station.cli.events import EventPrinter, at
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
from station.cli.prompts import terminal_prompter
from station.errors import Outcome, StationError
from station.line.bench import Position, load_bench
from station.line.shift import ShiftResult
from station.line.work import Job
from station.model.barcode_label import scanned_serial
from station.model.order import Order
from station.model.people import Credential
from station.operations.factory_file import FactoryFile
from station.operations.floor import (
    Notice,
    StandingFeed,
    check_order,
    chosen,
    provision_bench,
)
from station.operations.handoff_work import handing_off
from station.operations.plant import Plant, open_plant
from station.operations.signals import signalling
from station.records.store import Records

_AFTER: Final = {False: "Take the unit out.", True: "Leave the unit in until all are done."}


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands, "provision", _run, "provision the units at the bench's positions as they come"
    )
    parser.add_argument(
        "--order", metavar="O", help="default: the positions' order, else the only open one"
    )
    parser.add_argument(
        "--position", metavar="P", nargs="+", default=[], help="default: all positions"
    )
    parser.add_argument(
        "--units",
        metavar="N",
        type=at_least_one,
        help="stop after N units; default: when the order is complete, or by Ctrl-C",
    )
    parser.add_argument(
        "--serial",
        metavar="S",
        action="append",
        help="the scanned serial number of one unit at one position; again for each further code"
        " of its label that the profile wants",
    )
    parser.add_argument(
        "--batch",
        action="store_true",
        help="begin when a unit is in at every position, or with those that are in at Enter; take"
        " them out when all are done",
    )
    add_badge_options(parser)
    add_pin_option(parser)


def _run(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    bench = load_bench(data.bench)
    positions = chosen(bench, arguments.position)
    _check_scan(arguments, positions)
    units = 1 if arguments.serial is not None else arguments.units
    # Asked before signals are heeded: Ctrl-C must end the prompt too.
    worker = None
    if arguments.badges or not FactoryFile.read(data).practice:
        (worker,) = asked_credentials(arguments, 1, console)
    pin = factory_pin(arguments, data)
    with (
        cancelled_by_signals(console) as cancel,
        open_plant(data, pin, shift=True) as opened_plant,
        handing_off(opened_plant) as handed,
        ExitStack() as opened,
    ):
        printer = EventPrinter(console, _AFTER[arguments.batch])
        seen = opened.enter_context(signalling(handed, bench, printer.trouble, positions))
        asker = terminal_prompter(console)
        plant = seen if asker is None else seen.asking(asker)
        if worker is not None:
            opened.enter_context(_logged_in(plant.tools.records, worker))
        job = plant.job(arguments.order or _due_order(plant, positions))
        check_order(plant, job)
        speaker = _Speaker(console, job.order)
        scanned = _scanned(arguments, job)
        feed = StandingFeed(job, plant.tools.records, units, scanned, speaker.told)
        console.say(f"Order {job.order.name} at {_counted(positions)}. Ctrl-C stops.")
        whole = opened.enter_context(batches(feed, positions, console)) if arguments.batch else feed
        shift = provision_bench(plant, positions, whole, [printer.heard], cancel, printer.stopped)
    return _summary(shift, console)


@contextmanager
def _logged_in(records: Records, worker: Credential) -> Iterator[None]:
    person = records.log_in(worker.badge, worker.pin)
    try:
        yield
    finally:
        records.log_out(person)


def _check_scan(arguments: Namespace, positions: Sequence[Position]) -> None:
    if arguments.serial is None:
        return
    if not all(text.strip() for text in arguments.serial):
        raise StationError("CFG-004", why="--serial is empty")
    if len(positions) != 1 or arguments.units not in {None, 1}:
        raise StationError("CFG-004", why="--serial is for one unit at one --position")


def _scanned(arguments: Namespace, job: Job) -> str | None:
    return scanned_serial(arguments.serial, job.profile.scan) if arguments.serial else None


def _counted(positions: Sequence[Position]) -> str:
    if len(positions) == 1:
        return f"position {positions[0].name}"
    return f"{len(positions)} positions"


@dataclass(frozen=True)
class _Speaker:
    """Says what happens at the positions, and what the worker is to do."""

    console: Console
    order: Order

    def told(self, position: Position, notice: Notice, serial: str) -> None:
        """Say what a feed tells."""
        match notice:
            case Notice.WAITING:
                self.console.marked(WAIT, at(position.name, "Put a unit in."))
            case Notice.CHECK_DUE:
                self.console.marked(WAIT, at(position.name, f"CHECK DUE. {serial}"))
            case Notice.FOUND:
                self.console.marked(BUSY, at(position.name, f"{serial:16}  Leave the unit in."))
            case Notice.DONE_BEFORE:
                text = f"{serial:16}  This unit has passed before. Take it out."
                self.console.marked(WAIT, at(position.name, text))
            case Notice.CONTACTS_DUE:
                self.console.marked(WAIT, at(position.name, serial))
            case Notice.COMPLETE:
                quantity = self.order.spec.quantity
                text = (
                    f"The order {self.order.name} is complete: {quantity} of {quantity} enrolled."
                )
                self.console.marked(DONE, text)


def _due_order(plant: Plant, positions: Sequence[Position]) -> str:
    """Return the order that the positions are to work on, or raise CFG-004."""
    assigned = plant.tools.records.assignments()
    orders = {position.name: assigned.get(position.name) for position in positions}
    first, *others = set(orders.values())
    if others:
        each = ", ".join(f"{position} has {order or 'none'}" for position, order in orders.items())
        why = f"the positions have several orders ({each}); name an --order or fewer positions"
        raise StationError("CFG-004", why=why)
    return first or _only_open_order(plant)


def _only_open_order(plant: Plant) -> str:
    """Return the name of the only order that takes units, or raise CFG-004."""
    records = plant.tools.records
    names = [
        order.name
        for order in records.orders()
        if order.state.takes_units and records.usage(order.name).done < order.spec.quantity
    ]
    if not names:
        raise StationError("CFG-004", why="no order is open; 'station order create' makes one")
    if len(names) > 1:
        raise StationError("CFG-004", why=f"name an --order out of {', '.join(names)}")
    return names[0]


def _summary(shift: ShiftResult, console: Console) -> int:
    ended = shift.outcomes
    passed, given_up = ended[Outcome.PASSED], ended[Outcome.CANCELLED]
    failed = ended[Outcome.FAILED] + ended[Outcome.ERROR]
    tried = ended.total()
    checks = [one.check for one in shift.checks if one.check is not None]
    wrong = sum(not check.right for check in checks)
    if checks:
        console.say(f"{len(checks) - wrong} of {len(checks)} checks were OK.")
    console.say(f"{passed} of {tried} units passed." if tried else "No unit was tried.")
    if shift.stopped:
        console.say(f"Stopped before their time: position {', '.join(sorted(shift.stopped))}.")
    console.answer(
        {
            "passed": passed,
            "failed": failed,
            "cancelled": given_up,
            "runs": [
                {
                    "run": result.run,
                    "serial": result.serial,
                    "outcome": result.outcome.value,
                    "again": result.again,
                    "code": result.error.code if result.error else None,
                }
                for result in shift.results
            ],
            "checks": [told_check(check) for check in checks],
            "stopped": {name: error.code for name, error in shift.stopped.items()},
        }
    )
    if shift.stopped:
        return CANNOT_WORK
    return UNITS_FAILED if failed or wrong else ALL_WELL
