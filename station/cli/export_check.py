"""station export check: whether all that would be sent is right, before anything is."""

import argparse
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from station.cli.console import Console
from station.cli.options import ALL_WELL, SOMETHING_FOUND, at_least_one, data_of
from station.cli.verdicts import Told
from station.errors import StationError
from station.operations.export_check import Checked, check_files, check_list
from station.operations.plant import open_reader
from station.service.findings import Level

_MOST: Final = 100
_WORDS: Final = {
    Level.REFUSED: "the service refuses it",
    Level.USELESS: "no unit could register by it",
    Level.DOUBTFUL: "may be taken amiss",
}


def add_check_options(check: ArgumentParser) -> None:
    """Add the options of the command."""
    check.add_argument(
        "files",
        metavar="FILE",
        type=Path,
        nargs="*",
        help="documents made elsewhere: a bulk request in JSON, or *.jsonl; default: the list",
    )
    # `export` has these two already: what is given before the word `check` holds as well.
    check.add_argument(
        "--order", metavar="O", default=argparse.SUPPRESS, help="default: all orders"
    )
    check.add_argument(
        "--again",
        action="store_true",
        default=argparse.SUPPRESS,
        help="also what was exported before",
    )
    check.add_argument(
        "--most",
        metavar="N",
        type=at_least_one,
        default=_MOST,
        help=f"how many rows to name; all of them are counted; default: {_MOST}",
    )
    check.add_argument(
        "--report", metavar="FILE", type=Path, help="write every finding to it, as JSON Lines"
    )


def run_check(arguments: Namespace, console: Console) -> int:
    """Run the command."""
    if arguments.files and (arguments.order or arguments.again):
        raise StationError("CFG-004", why="--order and --again are for the list, not for files")
    if arguments.report is None:
        told = Told(arguments.most, None)
        checked = _checked(arguments, told)
    else:
        try:
            with arguments.report.open("x", encoding="ascii") as file:
                told = Told(arguments.most, file)
                checked = _checked(arguments, told)
        except FileExistsError as error:
            raise StationError("CFG-055", path=str(arguments.report)) from error
        except OSError as error:
            raise StationError("CFG-010", why=str(error.strerror)) from error
    _say(checked, told, console)
    return ALL_WELL if checked.good else SOMETHING_FOUND


def _checked(arguments: Namespace, told: Told) -> Checked:
    if arguments.files:
        return check_files(arguments.files, told)
    with open_reader(data_of(arguments)) as reader:
        return check_list(reader, arguments.order, told, again=arguments.again)


def _say(checked: Checked, told: Told, console: Console) -> None:
    if told.rows:
        head = ["place", "name", "level", "why"]
        console.table(head, [[str(row[one]) for one in head] for row in told.rows])
    for (level, rule), count in sorted(checked.by_rule.items(), key=lambda one: one[0][0].value):
        console.say(f"{count} with {rule}: {_WORDS[level]}")
    console.say(_summary(checked))
    if checked.held_back:
        console.say(f"{checked.held_back} units are aside: no export takes them.")
    console.answer(
        {
            "rows": checked.rows,
            "stopped": checked.stopped,
            "held_back": checked.held_back,
            "rules": [
                {"level": level.value, "rule": rule, "rows": count}
                for (level, rule), count in checked.by_rule.items()
            ],
            "findings": [*told.rows],
        }
    )


def _summary(checked: Checked) -> str:
    if not checked.rows:
        return "There is nothing to check."
    if checked.good:
        return f"All {checked.rows} rows can be sent."
    return f"{checked.stopped} of {checked.rows} rows must not be sent."
