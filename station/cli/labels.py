"""station label: the labels of units that have passed."""

from argparse import Namespace
from pathlib import Path

from pydantic import JsonValue

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import DONE, Console
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    Commands,
    add_command,
    add_group,
    add_pin_option,
    data_of,
    factory_pin,
)
from station.model.rights import Right
from station.operations.label_desk import (
    LabelAsked,
    preview,
    print_again,
    print_due,
    print_test,
    printer_address,
    printer_of,
)
from station.operations.plant import open_plant, open_reader
from station.records.labels import LabelRow
from station.records.store import Reader


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "label", "the labels of units that have passed")
    first = add_command(group, "print", _print, "print the label of a unit that has none yet")
    again = add_command(
        group, "reprint", _reprint, "print a unit's label again, which makes the one before void"
    )
    for parser in (first, again):
        parser.add_argument("serial", metavar="SERIAL")
        add_badge_options(parser, reason=parser is again)
        add_pin_option(parser)
    listed = add_command(group, "list", _list, "the labels of all units, newest first, or of one")
    listed.add_argument("serial", metavar="SERIAL", nargs="?")
    listed.add_argument("--unprinted", action="store_true", help="those that aren't printed alone")
    sample = add_command(group, "preview", _preview, "write a label with sample values to a file")
    sample.add_argument("profile", metavar="PROFILE")
    sample.add_argument("--out", metavar="FILE", type=Path, required=True, help=".pdf or .zpl")
    printers = add_command(group, "printers", _printers, "where labels are printed, and its state")
    printers.add_argument("--test", action="store_true", help="print a label that is nobody's")


def _told(row: LabelRow) -> dict[str, JsonValue]:
    return {
        "label": row.number,
        "serial": row.serial,
        "order": row.order,
        "run": row.run,
        "position": row.position,
        "made": row.made.isoformat(timespec="seconds"),
        "by": [*row.by],
        "why": row.why,
        "code": row.code,
        "printed": None if row.printed is None else row.printed.isoformat(timespec="seconds"),
        "scanned": None if row.scanned is None else row.scanned.isoformat(timespec="seconds"),
        "void": row.void or None,
    }


def _print(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    agreement = Agreement(arguments, Right.PROVISION, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        approval = agreement.given(plant.tools.records)
        row = print_due(plant, LabelAsked(arguments.serial, approval))
    return _done(row, console)


def _reprint(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    agreement = Agreement(arguments, Right.LABELS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        approval = agreement.given(plant.tools.records)
        asked = LabelAsked(arguments.serial, approval, agreement.reason)
        row = print_again(plant, asked)
    return _done(row, console)


def _done(row: LabelRow, console: Console) -> int:
    console.marked(DONE, f"Label {row.number} of the unit {row.serial} was printed.")
    console.answer({"label": _told(row)})
    return ALL_WELL


def _list(arguments: Namespace, console: Console) -> int:
    with open_reader(data_of(arguments)) as reader:
        rows = _found(arguments, reader)
    head = ["label", "serial", "position", "printed", "scanned", "void by", "why"]
    console.table(head, [_columns(row) for row in rows])
    if not rows:
        console.say("No such label is on record.")
    console.answer({"labels": [_told(row) for row in rows]})
    return SOMETHING_FOUND if arguments.unprinted and rows else ALL_WELL


def _found(arguments: Namespace, reader: Reader) -> list[LabelRow]:
    if not arguments.unprinted:
        return reader.known_labels(arguments.serial)
    wanted = None if arguments.serial is None else arguments.serial.casefold()
    rows = reader.unprinted_labels()
    return [row for row in rows if wanted in {None, row.serial.casefold()}]


def _columns(row: LabelRow) -> list[str]:
    times = (row.printed, row.scanned)
    told = ["-" if time is None else time.isoformat(timespec="seconds") for time in times]
    void = str(row.void) if row.void else "-"
    return [str(row.number), row.serial, row.position, *told, void, row.why or "-"]


def _preview(arguments: Namespace, console: Console) -> int:
    label = preview(data_of(arguments), arguments.profile, arguments.out)
    console.marked(DONE, f"A label of {arguments.profile} was written to {arguments.out}.")
    answer: dict[str, JsonValue] = {"file": str(arguments.out), "code": label.code}
    console.answer(answer | {"lines": [*label.lines]})
    return ALL_WELL


def _printers(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    with open_reader(data) as reader:
        address = printer_address(reader.settings(), data, practice=reader.practice)
    state = printer_of(address).check()
    console.say(f"{address}: {state}")
    if arguments.test:
        print_test(address)
        console.marked(DONE, "A test label was printed.")
    console.answer({"printer": address, "state": state, "tested": arguments.test})
    return ALL_WELL
