"""station enrollments list: any part of the list, in any order, of any length."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from pydantic import JsonValue

from station.cli.console import Console
from station.cli.imported_list import (
    STATES,
    add_imported_options,
    check_imported_options,
    list_imported,
)
from station.cli.options import ALL_WELL, Commands, add_command, data_of
from station.model.enrollment import EnrollmentStatus
from station.operations.plant import open_reader
from station.records.list_query import (
    MECHANISMS,
    ListQuery,
    ListRow,
    Mark,
    SortBy,
    cursor_text,
    parse_cursor,
)
from station.records.reader import Reader

_PAGE: Final = 500
# A TPM's registration ID alone has 52 characters: last, and `show` has the rest.
_HEAD: Final = ("serial", "mechanism", "order", "status", "registration_id")


def add_list(group: Commands) -> None:
    """Add the command."""
    parser = add_command(group, "list", _list, "enrollments: all, or those that match")
    parser.add_argument(
        "--find",
        metavar="TEXT",
        default="",
        help="the beginning of a registration ID, device ID, serial number or order, or eight "
        "digits or more of a hash (of the endorsement key, certificate or public key)",
    )
    parser.add_argument("--order", metavar="O", help="only those of one order")
    parser.add_argument(
        "--status",
        metavar="S",
        choices=[*(one.value for one in EnrollmentStatus), *STATES],
        help=f"only those that are {', '.join(one.value for one in EnrollmentStatus)}; of "
        f"imported ones {' or '.join(STATES)} too, as their list says",
    )
    parser.add_argument(
        "--mechanism", metavar="M", choices=MECHANISMS, help=f"only {', '.join(MECHANISMS)}"
    )
    _add_times(parser)
    add_imported_options(parser)
    parser.add_argument(
        "--sort",
        metavar="COLUMN",
        choices=[one.value for one in SortBy],
        default=SortBy.ENROLLED.value,
        help=f"by {', '.join(one.value for one in SortBy)}; by default {SortBy.ENROLLED.value}",
    )
    parser.add_argument("--descending", action="store_true", help="the last first")
    parser.add_argument(
        "--limit", metavar="N", type=_positive, help="so many at most, and how to go on"
    )
    parser.add_argument(
        "--after", metavar="CURSOR", help="go on where a command with --limit ended"
    )


def _add_times(parser: ArgumentParser) -> None:
    when = "a day such as 2026-11-30, or a time as 2026-11-30T06:00; of here, unless it says"
    parser.add_argument(
        "--since", metavar="DATE", type=_beginning, help=f"only those enrolled from then on: {when}"
    )
    parser.add_argument(
        "--until",
        metavar="DATE",
        type=_end,
        help="only those enrolled before that time, or until the end of that day",
    )


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= 10**9):
        raise ArgumentTypeError(f"{text} is no number from 1 on")
    return int(text)


def _beginning(text: str) -> datetime:
    return _time(text, timedelta())


def _end(text: str) -> datetime:
    return _time(text, timedelta(days=1))


def _time(text: str, of_day: timedelta) -> datetime:
    """Return the time in `text`, aware; of a day, its beginning and so much."""
    try:
        if len(text) == len("2026-11-30"):
            return datetime.combine(date.fromisoformat(text) + of_day, time()).astimezone()
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError) as error:
        raise ArgumentTypeError(f"{text} is no day or time, such as 2026-11-30") from error


@dataclass
class _Pages:
    """Reads the list a page at a time, and knows where it ended.

    Attributes:
        reader: of the record.
        query: what is wanted.
        after: the line before the next page; None at the beginning.
        limit: how many lines may come yet; None for all.
        more: whether the limit left any out.
    """

    reader: Reader
    query: ListQuery
    after: Mark | None
    limit: int | None
    more: bool = False

    def __iter__(self) -> Iterator[list[ListRow]]:
        while self.limit is None or self.limit:
            size = _PAGE if self.limit is None else min(_PAGE, self.limit)
            page = self.reader.list_after(self.query, self.after, size)
            if not page:
                return
            self.after = page[-1].mark(self.query.sort)
            if self.limit is not None:
                self.limit -= len(page)
            yield page
        self.more = bool(self.reader.list_after(self.query, self.after, 1))

    @property
    def next(self) -> str | None:
        """The cursor to go on with, None where nothing was left out."""
        more = self.more and self.after is not None
        return cursor_text(self.query, self.after) if more and self.after else None


def _list(arguments: Namespace, console: Console) -> int:
    check_imported_options(arguments)
    with open_reader(data_of(arguments)) as reader:
        if arguments.imported:
            return list_imported(reader, arguments, console)
        return _own(reader, arguments, console)


def _own(reader: Reader, arguments: Namespace, console: Console) -> int:
    query = ListQuery(
        sort=SortBy(arguments.sort),
        descending=arguments.descending,
        find=arguments.find.strip(),
        order=arguments.order,
        status=None if arguments.status is None else EnrollmentStatus(arguments.status),
        mechanism=arguments.mechanism,
        since=arguments.since,
        until=arguments.until,
    )
    if query.order is not None:
        reader.order(query.order)
    after = None if arguments.after is None else parse_cursor(query, arguments.after)
    pages = _Pages(reader, query, after, arguments.limit)
    say = _table(console)
    console.answer_pages("enrollments", _said(pages, say), lambda: {"next": pages.next})
    if pages.after is None:
        console.say("Nothing on the list matches." if query.narrowed else "No enrollments yet.")
    elif pages.next is not None:
        console.say(f"There are more: go on with --after {pages.next}")
    return ALL_WELL


def _said(
    pages: _Pages, say: Callable[[Sequence[ListRow]], None]
) -> Iterator[list[dict[str, JsonValue]]]:
    for page in pages:
        say(page)
        yield [_row(row) for row in page]


def _row(row: ListRow) -> dict[str, JsonValue]:
    return {
        "registration_id": row.registration_id,
        "serial": row.serial,
        "device_id": row.device_id or row.registration_id,
        "mechanism": row.attestation,
        "order": row.order,
        "status": row.status.value,
        "enrolled": row.enrolled.isoformat(timespec="seconds"),
    }


def _table(console: Console) -> Callable[[Sequence[ListRow]], None]:
    """Return what says one page of a table after the other, the columns as wide as before."""
    widths = [len(name) for name in _HEAD]
    begun = False

    def say(page: Sequence[ListRow]) -> None:
        nonlocal begun
        cells = [[str(_row(row)[name]) for name in _HEAD] for row in page]
        for at in range(len(_HEAD)):
            widths[at] = max(widths[at], *(len(row[at]) for row in cells))
        for row in cells if begun else [list(_HEAD), *cells]:
            padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            console.say("  ".join(padded).rstrip())
        begun = True

    return say
