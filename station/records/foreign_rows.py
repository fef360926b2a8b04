"""What was made elsewhere, read: found by its identifiers, or page by page."""

from typing import Final, NamedTuple

from station.errors import StationError
from station.model.foreign import COLUMNS, ForeignRow
from station.model.names import shown
from station.records.adding import Import
from station.records.database import Readings, Value
from station.records.imports import read_imports

_SELECT: Final = f"SELECT id, import_id, {', '.join(COLUMNS)} FROM foreign_enrollments"  # noqa: S608 - constants
# Each by an index of its own.
_BY_TEXT: Final = (
    "registration_id = ? COLLATE NOCASE",
    "serial = ? COLLATE NOCASE",
    "device_id = ? COLLATE NOCASE",
)
_BY_HASH: Final = ("key_fingerprint = ?", "ek_hash = ?", "certificate_sha256 = ?")
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


def read_foreign_page(
    reads: Readings, after: int, limit: int, number: int | None = None
) -> list[Foreign]:
    """Return up to `limit` of those that come after a number in the record, in their order.

    Args:
        reads: the record.
        after: 0 for the first.
        limit: how many.
        number: of the one import, None for all.
    """
    sql, values = f"{_SELECT} WHERE id > ?", [after]
    if number is not None:
        sql, values = f"{sql} AND import_id = ?", [after, number]
    return _found(reads, f"{sql} ORDER BY id LIMIT ?", (*values, limit))


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
