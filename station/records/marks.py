"""What a guard's MAC covers of each row, for a guard that takes another's place."""

import sqlite3
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Marked(NamedTuple):
    """A row with a MAC.

    Attributes:
        table: its table.
        row: its rowid there.
        label: the MAC's.
        content: the bytes that the MAC covers.
    """

    table: str
    row: int
    label: str
    content: bytes


def marked_in(
    connection: sqlite3.Connection,
    table: str,
    label: str,
    content: Callable[[sqlite3.Row], bytes],
) -> Iterator[Marked]:
    """Yield the rows of a table that have a MAC.

    Args:
        connection: the record's.
        table: the table.
        label: the MAC's.
        content: returns what the MAC covers of a row.
    """
    rows = connection.execute(f"SELECT rowid AS mark, * FROM {table}")  # noqa: S608 - a constant
    for row in rows:
        yield Marked(table, row["mark"], label, content(row))
