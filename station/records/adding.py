"""A list made elsewhere while it goes on record: row by row, in one transaction.

The unique indexes of its table say of each row whether another has what it has. Where one does,
nothing more is put in: what was is read back, and the transaction undone.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from station.model.foreign import COLUMNS, ForeignRow, ListFacts
from station.records.doubles import check_new, is_taken

_INSERT: Final = (
    f"INSERT INTO foreign_enrollments (import_id, digest, {', '.join(COLUMNS)})"  # noqa: S608
    f" VALUES ({', '.join('?' * (len(COLUMNS) + 2))})"
)
_PUT: Final = f"SELECT {', '.join(COLUMNS)} FROM foreign_enrollments WHERE import_id = ?"  # noqa: S608 - constants
_SMALL: Final = 4
_DEVICE: Final = COLUMNS.index("device_id")
# The beginnings of most texts and blobs, by their lengths.
_TEXTS: Final = tuple(b"t" + n.to_bytes(_SMALL, "big") for n in range(1024))
_BLOBS: Final = tuple(b"b" + n.to_bytes(_SMALL, "big") for n in range(1024))


class Import(NamedTuple):
    """An import on record.

    Attributes:
        number: its number, from 1.
        facts: where it comes from.
        rows: how many enrollments it has.
        digest: SHA-256 over its rows' digests, hexadecimal.
        imported: when, RFC 3339, UTC.
        forgotten: when it was taken off, likewise; an empty text while it counts.
    """

    number: int
    facts: ListFacts
    rows: int
    digest: str
    imported: str
    forgotten: str


def row_digest(row: ForeignRow | sqlite3.Row) -> bytes:
    """Return SHA-256 over a row, so that no other has the same.

    What is hashed is each value in the order of `COLUMNS`: a sign for its kind, its length in 4
    bytes, big-endian, and its bytes, text in UTF-8 and numbers in decimal.
    """
    parts = list[bytes]()
    add = parts.append  # a million rows go through here
    for value in row if type(row) is ForeignRow else tuple(row)[: len(COLUMNS)]:
        if value is None:
            add(b"-")
            continue
        blob = type(value) is bytes
        data: bytes = value if blob else str(value).encode("utf-8", "surrogatepass")
        size = len(data)
        if size < len(_TEXTS):
            add(_BLOBS[size] if blob else _TEXTS[size])
        else:
            add((b"b" if blob else b"t") + size.to_bytes(_SMALL, "big"))
        add(data)
    return hashlib.sha256(b"".join(parts)).digest()


class Adding:
    """A list that is going on record.

    Args:
        connection: the record's, in a transaction.
        number: the import's, whose row is there.
        keep: puts its facts on record, and how many rows it has with the digest over theirs.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        number: int,
        keep: Callable[[ListFacts, tuple[int, str]], Import],
    ) -> None:
        self._connection = connection
        self._number = number
        self._keep = keep
        self._count = 0
        self._digest = hashlib.sha256()
        self._devices = False

    def put(self, rows: Sequence[ForeignRow]) -> bool:
        """Put rows in, each at a new place; tell whether none has what another on record has.

        Where one has, some may be in: `rows` tells which.
        """
        digests = [row_digest(row) for row in rows]
        self._digest.update(b"".join(digests))
        self._count += len(rows)
        self._devices = self._devices or any(row[_DEVICE] is not None for row in rows)
        number = self._number
        try:
            self._connection.executemany(
                _INSERT, [(number, digest, *row) for digest, row in zip(digests, rows, strict=True)]
            )
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_CONSTRAINT_UNIQUE:
                raise
            return False
        return True

    def rows(self) -> Iterator[ForeignRow]:
        """Yield all that was put in, in its order."""
        cursor = self._connection.cursor()
        cursor.row_factory = None
        yield from map(ForeignRow._make, cursor.execute(f"{_PUT} ORDER BY place", (self._number,)))

    def is_taken(self) -> bool:
        """Tell whether a unit here has what a row has, or two rows have one device ID."""
        return is_taken(self._connection, self._number, devices=self._devices)

    def undo(self) -> None:
        """Take all of it out again."""
        self._connection.rollback()

    def finish(self, facts: ListFacts) -> Import:
        """Put what the list is on record, with its entry; REC-095 where it is, or is empty."""
        check_new(self._connection, "main", facts, self._count)
        return self._keep(facts, (self._count, self._digest.hexdigest()))
