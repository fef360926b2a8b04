"""station bench check and teach: the positions' ports by names that stay."""

import re
import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Sequence
from dataclasses import dataclass

from station.cli.console import DONE, STOP, WAIT, Console
from station.cli.events import at
from station.cli.lamps import show_signals, signals_answer
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    Commands,
    add_command,
    agreed,
    cancelled_by_signals,
    data_of,
)
from station.cli.stops import contacts_row, tell_due
from station.errors import StationError
from station.folders import Data
from station.line.bench import Bench, load_bench, write_bench
from station.model.profile import NAME_PATTERN
from station.operations.bench_check import check_ports
from station.operations.plant import open_reader
from station.operations.signals import looked_at
from station.operations.stopping import Contacts, contacts_of
from station.operations.teaching import Lesson, bench_so_far


def add(bench: Commands) -> None:
    """Add the commands below `station bench`."""
    add_command(
        bench,
        "check",
        _check,
        "whether the positions' ports are named and free to use, and lamps and fixtures answer",
    )
    teach = add_command(
        bench,
        "teach",
        _teach,
        "learn the positions' ports: plug a unit in where it asks for one, and the bench file gets "
        "the name of that place",
    )
    teach.add_argument(
        "--position",
        metavar="N",
        type=_name,
        help="one position, which may be new; default: all, in turn",
    )
    teach.add_argument("--yes", action="store_true", help="don't ask whether a port is right")


def _name(text: str) -> str:
    """Return a position's name; for argparse."""
    if not re.fullmatch(NAME_PATTERN, text):
        raise ArgumentTypeError(f"{text} is not a name: use lower-case letters, digits and dashes")
    return text


def _contacts(data: Data, bench: Bench) -> Sequence[Contacts]:
    """Return how worn the positions' contacts are; nothing before there is a record."""
    if not data.database.exists():
        return ()
    with open_reader(data) as reader:
        return contacts_of(reader, bench)


def _check(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    bench = load_bench(data.bench)
    findings, contacts = check_ports(bench), _contacts(data, bench)
    worn = {one.position: one.words for one in contacts}
    rows = [[f.position, f.port, f.leads_to or "-", worn.get(f.position, "-")] for f in findings]
    console.table(["position", "port", "there now", "contacts"], rows)
    tell_due(contacts, console)
    for finding in findings:
        for remark in finding.remarks:
            console.marked(STOP, at(finding.position, remark.what), remark.remedy)
    look = looked_at(bench, data)
    show_signals(look, console)
    wrong = bool(look.trouble) or any(finding.remarks for finding in findings)
    wrong = wrong or any(one.due for one in contacts)
    if not wrong:
        console.say("All good.")
    console.answer(
        {
            "good": not wrong,
            "positions": [
                {
                    "name": finding.position,
                    "port": finding.port,
                    "leads_to": finding.leads_to or None,
                    "remarks": [{"what": r.what, "remedy": r.remedy} for r in finding.remarks],
                }
                for finding in findings
            ],
            **signals_answer(look),
            "contacts": [contacts_row(one) for one in contacts],
        }
    )
    return SOMETHING_FOUND if wrong else ALL_WELL


def _teach(arguments: Namespace, console: Console) -> int:
    data = Data.made(data_of(arguments).root)  # before anybody plugs a unit in for nothing
    bench = bench_so_far(data)
    names = [arguments.position] if arguments.position else _names(bench)
    told = _Told(console, sure=arguments.yes)
    taught: dict[str, str] = {}
    with cancelled_by_signals(console) as cancel:
        for name in names:
            learnt = Lesson(name, bench, told, cancel).learn()
            if learnt is None:
                console.marked(STOP, at(name, "Left as it was."))
                continue
            bench = learnt
            write_bench(data.bench, bench)
            taught[name] = next(p.port for p in bench.position if p.name == name)
            console.marked(DONE, at(name, f"It is {taught[name]} from now on."))
    console.answer({"taught": dict(taught)})
    return ALL_WELL


def _names(bench: Bench | None) -> Sequence[str]:
    return ["1"] if bench is None else [position.name for position in bench.position]


@dataclass(frozen=True)
class _Told:
    """Talks with the supervisor at the terminal; see `operations.teaching.Supervisor`.

    Attributes:
        console: where.
        sure: whether nobody is asked.
    """

    console: Console
    sure: bool

    def asked_to_plug(self, position: str) -> None:
        """Ask for a unit."""
        self.console.marked(
            WAIT, at(position, "Plug a unit in here; take it out first if it is in.")
        )

    def told_to_unplug(self, ports: Sequence[str]) -> None:
        """Ask for one unit at a time."""
        several = f"Several units came at once: {', '.join(ports)}."
        self.console.marked(WAIT, several, "Take them out. Then plug in one.")

    def told_taken(self, port: str, position: str) -> None:
        """Ask for another place."""
        already = f"{port} is position {position} already."
        self.console.marked(
            WAIT, already, "Take the unit out. Then plug it in where it was asked for."
        )

    def chosen(self, ports: Sequence[str]) -> int | None:
        """Ask which of a unit's ports is meant."""
        for number, port in enumerate(ports, 1):
            self.console.say(f"  {number}  {port}")
        if sys.stdin is None or not sys.stdin.isatty():
            raise StationError("CFG-004", why="the unit has several ports, and nobody can be asked")
        self.console.say("The unit has several ports. Type the number of the right one.")
        typed = sys.stdin.readline().strip()
        number = int(typed) if typed.isascii() and typed.isdecimal() else 0
        return number - 1 if 0 < number <= len(ports) else None

    def agreed(self, position: str, port: str) -> bool:
        """Ask whether the port is right."""
        return self.sure or agreed(f"Position {position} is {port}. Is that right?", self.console)
