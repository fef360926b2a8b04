"""station enrollments import, imports, forget: lists of enrollments that were made elsewhere."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final, TextIO

from pydantic import JsonValue

from station.cli.agreement import Agreement, add_badge_options
from station.cli.audit import add_trust_option, trusted
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    Commands,
    add_command,
    add_pin_option,
    agreed,
    at_least_one,
    cancelled_by_signals,
    data_of,
    factory_pin,
)
from station.cli.verdicts import Told, reported
from station.errors import StationError
from station.model.foreign import ListKind
from station.model.rights import Right
from station.operations.backup_content import Watch
from station.operations.list_import import ImportAsked, ImportDone, check_import, import_list
from station.operations.plant import open_plant, open_reader
from station.records.adding import Import
from station.service.imports.tables import DELIMITERS, FIELDS

_MOST: Final = 20
_EVERY_S: Final = 1.0
_HEAD: Final = ("place", "name", "level", "why")


def add_imports(group: Commands) -> None:
    """Add the commands."""
    _add_import(group)
    add_command(group, "imports", _imports, "the lists made elsewhere that were imported")
    forget = add_command(
        group, "forget", _forget, "take an import off: units here may have what it has, then"
    )
    forget.add_argument("number", metavar="IMPORT", type=at_least_one, help="the import's number")
    forget.add_argument("--yes", action="store_true", help="don't ask whether it is meant")
    add_badge_options(forget, reason=True)
    add_pin_option(forget)


def _add_import(group: Commands) -> None:
    parser = add_command(
        group, "import", _import, "put a list made elsewhere on record, all of it or nothing"
    )
    parser.add_argument(
        "path", metavar="FILE", type=Path, help="the list; of another station's export its folder"
    )
    parser.add_argument(
        "--from",
        dest="kind",
        metavar="KIND",
        required=True,
        choices=[one.value for one in ListKind],
        help="csv: a table; dps-json: documents of the service; jsonl: such a document a line; "
        "export: another station's signed export, of any format",
    )
    parser.add_argument(
        "--map",
        metavar="COLUMN=FIELD",
        type=_mapping,
        action="append",
        default=[],
        help="what a column of a table holds, where it isn't called so; may be given again. "
        f"Fields: {', '.join(FIELDS)}",
    )
    parser.add_argument(
        "--delimiter",
        metavar="SIGN",
        choices=sorted(DELIMITERS),
        help=f"between a table's cells: {', '.join(DELIMITERS)}; default: as its first line has it",
    )
    parser.add_argument("--id-scope", metavar="S", default="", help="of rows that don't say theirs")
    _add_trial(parser)
    add_trust_option(parser)
    add_badge_options(parser, reason=True)
    add_pin_option(parser)


def _add_trial(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--dry-run", action="store_true", help="check every row, and change nothing"
    )
    parser.add_argument(
        "--most",
        metavar="N",
        type=at_least_one,
        default=_MOST,
        help=f"how many findings to show; all are counted; default: {_MOST}",
    )
    parser.add_argument(
        "--report", metavar="REPORT", type=Path, help="write every finding to it, as JSON Lines"
    )


def _mapping(text: str) -> tuple[str, str]:
    column, equals, name = text.rpartition("=")
    if not equals or not column or name not in FIELDS:
        raise ArgumentTypeError(f"{text} is not COLUMN=FIELD; fields: {', '.join(FIELDS)}")
    return column, name


@dataclass
class _Progress:
    console: Console
    last: float = field(default_factory=monotonic)

    def step(self, what: str, done: int, whole: int) -> None:
        now = monotonic()
        if now - self.last < _EVERY_S:
            return
        self.last = now
        of = f" of {whole:,}" if whole else ""
        self.console.warn(f"{done:,}{of} rows {what}")


@contextmanager
def _watched(console: Console) -> Iterator[Watch]:
    told = _Progress(console)
    with cancelled_by_signals(console) as cancel:
        yield Watch(told.step, cancel)


def _import(arguments: Namespace, console: Console) -> int:
    asked = _asked(arguments)
    with reported(arguments.report) as file:
        done, told = _checked(arguments, asked, file, console)
    _say(done, told, console, dry=arguments.dry_run)
    return ALL_WELL if done.checked.good else SOMETHING_FOUND


def _asked(arguments: Namespace) -> ImportAsked:
    kind, mapping = ListKind(arguments.kind), dict(arguments.map)
    if kind is not ListKind.CSV and (mapping or arguments.delimiter):
        raise StationError("CFG-004", why="--map and --delimiter are for --from csv")
    if len(set(mapping.values())) < len(arguments.map):
        raise StationError("CFG-004", why="--map names a column or a field twice")
    if kind is not ListKind.EXPORT and arguments.trust:
        raise StationError("CFG-004", why="--trust is for --from export: nothing else is signed")
    if kind is ListKind.EXPORT and arguments.id_scope:
        raise StationError("CFG-004", why="an export says its ID scope itself")
    return ImportAsked(
        arguments.path,
        kind,
        mapping,
        DELIMITERS.get(arguments.delimiter or ""),
        arguments.id_scope,
        trusted(arguments.trust),
    )


def _checked(
    arguments: Namespace, asked: ImportAsked, file: TextIO | None, console: Console
) -> tuple[ImportDone, Told]:
    told, data = Told(arguments.most, file), data_of(arguments)
    if arguments.dry_run:
        with open_reader(data) as reader, _watched(console) as watch:
            return check_import(reader.path, asked, told, watch), told
    agreement = Agreement(arguments, Right.EXPORT, data, console)
    with ExitStack() as held:
        plant = held.enter_context(open_plant(data, factory_pin(arguments, data)))
        records = plant.tools.records
        approval = agreement.given(records)
        watch = held.enter_context(_watched(console))
        return import_list(records, asked, told, approval, watch), told


def _say(done: ImportDone, told: Told, console: Console, *, dry: bool) -> None:
    checked, made = done.checked, done.made
    if told.rows:
        console.table(_HEAD, [[str(row[one]) for one in _HEAD] for row in told.rows])
    for (_, rule), count in sorted(checked.by_rule.items(), key=lambda one: one[0][1]):
        console.say(f"{count} with {rule}")
    if not checked.good:
        stopped = f"{checked.stopped} of {checked.rows} rows can't be imported"
        console.say(f"{stopped}: nothing is on record of the list.")
    elif made is not None:
        console.say(f"Import {made.number}: {made.rows} enrollments of {done.facts.whence}.")
    elif dry:
        console.say(f"All {checked.rows} rows can be imported. Nothing was changed.")
    console.answer(
        {
            "import": None if made is None else made.number,
            "dry_run": dry,
            "rows": checked.rows,
            "stopped": checked.stopped,
            "sha256": done.facts.sha256,
            "station": done.facts.station,
            "trusted": done.facts.trusted,
            "rules": [
                {"level": level.value, "rule": rule, "rows": count}
                for (level, rule), count in checked.by_rule.items()
            ],
            "findings": [*told.rows],
        }
    )


def _imports(arguments: Namespace, console: Console) -> int:
    with open_reader(data_of(arguments)) as reader:
        found = reader.known_imports()
    rows = [_import_row(one) for one in found]
    head = ("import", "rows", "kind", "station", "name", "imported")
    if rows:
        console.table(head, [[str(row[name]) for name in head] for row in rows])
    else:
        console.say("Nothing was imported.")
    for one in found:
        if one.forgotten:
            console.say(f"Import {one.number} was forgotten on {one.forgotten[:10]}.")
    console.answer({"imports": [*rows]})
    return ALL_WELL


def _import_row(one: Import) -> dict[str, JsonValue]:
    return {
        "import": one.number,
        "rows": one.rows,
        "kind": one.facts.kind.value,
        "station": one.facts.station,
        "trusted": one.facts.trusted,
        "name": one.facts.name,
        "sha256": one.facts.sha256,
        "imported": one.imported[:19],
        "forgotten": one.forgotten[:19] or None,
    }


def _forget(arguments: Namespace, console: Console) -> int:
    data, number = data_of(arguments), arguments.number
    with open_reader(data) as reader:
        found = [one for one in reader.known_imports() if one.number == number]
    if not found or found[0].forgotten:
        raise StationError("REC-097", quantity=number)
    question = f"Forget import {number}, {found[0].rows} enrollments of {found[0].facts.whence}?"
    if not arguments.yes and not agreed(question, console):
        console.say("Nothing was changed.")
        console.answer({"import": number, "forgotten": False})
        return ALL_WELL
    agreement = Agreement(arguments, Right.REVOKE, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        records.imports.forget(number, agreement.given(records))
    console.say(f"Import {number} is forgotten: units here may have what it had.")
    console.answer({"import": number, "forgotten": True})
    return ALL_WELL
