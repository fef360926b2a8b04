"""station enrollments list --imported, and show: what was made elsewhere."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from typing import Final

from pydantic import JsonValue

from station.cli.console import Console
from station.cli.options import ALL_WELL, at_least_one
from station.errors import StationError
from station.model.names import shown
from station.records.foreign_rows import ALL_FOREIGN, Foreign, ForeignQuery
from station.records.list_query import SortBy
from station.records.reader import Reader

STATES: Final = ("enabled", "disabled")
"""What lists say of enrollments' state beside what another station's says."""
_PAGE: Final = 500
_HEAD: Final = ("serial", "mechanism", "import", "id_scope", "registration_id")


def add_imported_options(parser: ArgumentParser) -> None:
    """Add the options by which the list is that of enrollments made elsewhere."""
    parser.add_argument(
        "--imported",
        action="store_true",
        help="those made elsewhere instead, in the order of their import; they have no order, and "
        "--since and --until tell when they were imported",
    )
    parser.add_argument(
        "--import",
        dest="number",
        metavar="IMPORT",
        type=at_least_one,
        help="only those of one import: its number",
    )


def check_imported_options(arguments: Namespace) -> None:
    """Check that what is asked is of the list that is asked for, or raise CFG-004."""
    if arguments.imported:
        if arguments.order is not None:
            raise StationError("CFG-004", why="--order is not for --imported: they have none")
        if arguments.descending or arguments.sort != SortBy.ENROLLED.value:
            raise StationError("CFG-004", why="--imported has the order of their import alone")
        return
    if arguments.number is not None:
        raise StationError("CFG-004", why="--import is for --imported")
    if arguments.status in STATES:
        raise StationError("CFG-004", why=f"--status {arguments.status} is for --imported")


def list_imported(reader: Reader, arguments: Namespace, console: Console) -> int:
    """Say the enrollments made elsewhere that are asked for; REC-087, REC-097."""
    query = ForeignQuery(
        arguments.find.strip(),
        arguments.number,
        arguments.mechanism,
        arguments.status,
        arguments.since,
        arguments.until,
    )
    known = {one.number for one in reader.known_imports() if not one.forgotten}
    if query.number is not None and query.number not in known:
        raise StationError("REC-097", quantity=query.number)
    after, left, more = _after(arguments.after), arguments.limit, False

    def pages() -> Iterator[Sequence[dict[str, JsonValue]]]:
        nonlocal after, left, more
        begun = False
        while left is None or left:
            page = reader.foreign_after(after, _PAGE if left is None else min(_PAGE, left), query)
            if not page:
                return
            after = page[-1].id
            left = None if left is None else left - len(page)
            rows = [foreign_row(one) for one in page]
            cells = [[str(row[name] or "-") for name in _HEAD] for row in rows]
            for line in cells if begun else [list(_HEAD), *cells]:
                console.say("  ".join(line))
            begun = True
            yield rows
        more = bool(reader.foreign_after(after, 1, query))

    began = after
    console.answer_pages("imported", pages(), lambda: {"next": str(after) if more else None})
    if after == began:
        narrowed = query != ALL_FOREIGN or began
        console.say("Nothing that was imported matches." if narrowed else "Nothing was imported.")
    elif more:
        console.say(f"There are more: go on with --after {after}")
    return ALL_WELL


def _after(text: str | None) -> int:
    if text is None:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) < len(str(1 << 63))):
        raise StationError("REC-087", shown(text))
    return int(text)


def foreign_row(one: Foreign) -> dict[str, JsonValue]:
    """Return what is told of an enrollment made elsewhere."""
    row = one.row
    return {
        "registration_id": row.registration_id,
        "serial": row.serial,
        "device_id": row.device_id or row.registration_id,
        "id_scope": row.id_scope,
        "mechanism": row.attestation,
        "group_id": row.group_id,
        "status": row.status,
        "import": one.number,
        "row": row.place,
    }


def show_imported(reader: Reader, name: str, console: Console) -> int:
    """Say one enrollment made elsewhere; REC-015, REC-092."""
    one, made = reader.find_foreign(name)
    row = foreign_row(one)
    console.say("Made elsewhere: it is none of this station's units.")
    for title, value in row.items():
        console.say(f"  {title:26}  {value or '-'}")
    console.say(f"  {'from':26}  {made.facts.whence}, SHA-256 {made.facts.sha256}")
    for title, digest in (
        ("key", one.row.key_fingerprint),
        ("endorsement key", one.row.ek_hash),
        ("certificate", one.row.certificate_sha256),
    ):
        if digest is not None:
            console.say(f"  {title + ', SHA-256':26}  {digest.hex()}")
    console.answer({**row, "station": made.facts.station, "sha256": made.facts.sha256})
    return ALL_WELL
