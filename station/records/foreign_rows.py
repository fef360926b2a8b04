"""What was made elsewhere, read: found by its identifiers, or page by page."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from station.errors import StationError
from station.model.foreign import COLUMNS, ForeignRow
from station.model.names import shown
from station.records.adding import Import
from station.records.database import Readings, Value
from station.records.encoding import time_text
from station.records.imports import read_imports

_SELECT: Final = f"SELECT id, import_id, {', '.join(COLUMNS)} FROM foreign_enrollments"  # noqa: S608 - constants
_NAMES: Final = ("registration_id", "serial", "device_id")
_HASHES: Final = ("key_fingerprint", "ek_hash", "certificate_sha256")
_LAST: Final = "\U0010ffff"
_DIGITS: Final = re.compile(r"[0-9a-f]+")
# Hexadecimal digits. With fewer, hashes would be found that nobody meant.
_SHORTEST: Final = 8
_FEW: Final = 1_000
# Each by an index of its own.
_BY_TEXT: Final = tuple(f"{column} = ? COLLATE NOCASE" for column in _NAMES)
_BY_HASH: Final = tuple(f"{column} = ?" for column in _HASHES)
_HASH: Final = 32
_TOLD: Final = 3


class Foreign(NamedTuple):
    """An enrollment made elsewhere, as it is on record.

    Attributes:
        id: its number in the record.
        number: the import's.
        row: what it is.
    """

    id: int
    number: int
    row: ForeignRow


@dataclass(frozen=True)
class ForeignQuery:
    """Which enrollments made elsewhere are wanted.

    Attributes:
        find: the beginning of a registration ID, serial number or device ID, without case, or eight
            digits or more of a hash in hexadecimal, with colons or without; empty for all.
        number: of this import only; None for all.
        mechanism: only tpm, x509 or symmetric; None for all.
        status: only those of which their list says this; None for all.
        since: only those imported then or later, aware; None for all.
        until: only those imported before, aware; None for all.
    """

    find: str = ""
    number: int | None = None
    mechanism: str | None = None
    status: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def wants(self, one: Import) -> bool:
        """Tell whether rows of an import can be wanted."""
        return (
            self.number in {None, one.number}
            and (self.since is None or one.imported >= time_text(self.since))
            and (self.until is None or one.imported < time_text(self.until))
        )


ALL_FOREIGN: Final = ForeignQuery()


def read_foreign_after(
    reads: Readings, query: ForeignQuery, after: int, limit: int
) -> list[Foreign]:
    """Return up to `limit` of those that come after a number in the record, in its order.

    What is looked for is found by indexes where few have it. All else is gone through once, from
    one page to the next: an index for each filter would cost every import more than it saves here.

    Args:
        reads: the record.
        query: which are wanted.
        after: 0 for the first.
        limit: how many.
    """
    wanted = [one.number for one in read_imports(reads) if query.wants(one)]
    spans = [span for number in wanted if (span := _span(reads, number)) is not None]
    if not spans:
        return []
    conditions, values = ["id > ?", "id BETWEEN ? AND ?"], list[Value]()
    values += [after, min(first for first, _ in spans), max(last for _, last in spans)]
    conditions.append(f"+import_id IN ({', '.join('?' * len(wanted))})")
    values += wanted
    for column, value in (("attestation", query.mechanism), ("status", query.status)):
        if value is not None:
            conditions.append(f"{column} = ?")
            values.append(value)
    if query.find:
        where, sought = _sought(reads, query.find)
        conditions.append(where)
        values += sought
    sql = f"{_SELECT} WHERE {' AND '.join(conditions)} ORDER BY id LIMIT ?"
    return _found(reads, sql, (*values, limit))


def _span(reads: Readings, number: int) -> tuple[int, int] | None:
    """Return the first and last number of an import's rows, which were put in one after another."""
    sql = "SELECT id FROM foreign_enrollments WHERE import_id = ? ORDER BY place {} LIMIT 1"
    ends = [reads.row(sql.format(way), (number,)) for way in ("ASC", "DESC")]
    first, last = ends
    return None if first is None or last is None else (first["id"], last["id"])


def _sought(reads: Readings, text: str) -> tuple[str, list[Value]]:
    """Return the condition that a row has what begins so: its number, where few have it."""
    pieces: list[tuple[str, list[Value]]] = [
        (f"{column} >= ? COLLATE NOCASE AND {column} < ? COLLATE NOCASE", [text, text + _LAST])
        for column in _NAMES
    ]
    digits = text.replace(":", "").lower()
    if _SHORTEST <= len(digits) <= 2 * _HASH and _DIGITS.fullmatch(digits):
        edges = [digits.ljust(2 * _HASH, fill) for fill in "0f"]
        between: list[Value] = [bytes.fromhex(edge) for edge in edges]
        pieces += [(f"{column} BETWEEN ? AND ?", between) for column in _HASHES]
    values = [value for _, held in pieces for value in held]
    union = " UNION ALL ".join(
        f"SELECT id FROM foreign_enrollments WHERE {where}"  # noqa: S608 - constants
        for where, _ in pieces
    )
    found = reads.rows(f"SELECT id FROM ({union}) LIMIT ?", (*values, _FEW + 1))  # noqa: S608 - constants
    if len(found) <= _FEW:
        return f"id IN ({', '.join('?' * len(found))})", [row["id"] for row in found]
    # By no index: the order would have to be made anew for every page.
    return f"({' OR '.join(f'(+{where})' for where, _ in pieces)})", values


def find_foreign(reads: Readings, name: str) -> tuple[Foreign, Import]:
    """Return the one that has a name, serial number, device ID or hash, and its import.

    Raises:
        StationError: REC-015 where there is none, REC-092 where there are several.
    """
    found = {one.id: one for where in _BY_TEXT for one in _found(reads, _by(where), (name,))}
    try:
        digest = bytes.fromhex(name)
    except ValueError:
        digest = b""
    if len(digest) == _HASH:
        found |= {one.id: one for where in _BY_HASH for one in _found(reads, _by(where), (digest,))}
    if not found:
        raise StationError("REC-015", name=shown(name))
    if len(found) > 1:
        what = ", ".join(shown(one.row.serial or one.row.id_scope) for one in found.values())
        raise StationError("REC-092", name=shown(name), what=what)
    (one,) = found.values()
    imports = {each.number: each for each in read_imports(reads)}
    if one.number not in imports:
        raise StationError("REC-011", f"there is no import {one.number}")
    return one, imports[one.number]


def _by(where: str) -> str:
    return f"{_SELECT} WHERE {where} LIMIT {_TOLD}"


def _found(reads: Readings, sql: str, values: tuple[Value, ...]) -> list[Foreign]:
    return [
        Foreign(row["id"], row["import_id"], ForeignRow._make(tuple(row)[2:]))
        for row in reads.rows(sql, values)
    ]
