"""What no two enrollments may have, in SQL: a list made elsewhere against itself and the record.

Each comparison goes through the list once and looks the other side up by its index; what must be
different within the list is sorted. So a long list takes seconds.
"""

import sqlite3
from typing import Final, NamedTuple, TypeAlias

from station.errors import StationError
from station.model.foreign import ListFacts

_Others: TypeAlias = tuple[tuple[str, tuple[str, str, str], tuple[tuple[str, str], ...]], ...]

_TWICE: Final = (
    "SELECT place, first, registration_id, serial FROM (SELECT place, registration_id, serial,"
    " min(place) OVER (PARTITION BY {}) AS first FROM staged WHERE {} IS NOT NULL)"
    " WHERE place <> first ORDER BY place"
)
# What no two rows may have: the rule's name, what it is made of, what must be there.
_UNIQUE: Final = (
    ("registration-twice", "lower(registration_id), id_scope", "registration_id"),
    ("serial-twice", "lower(serial)", "serial"),
    ("key-twice", "key_fingerprint", "key_fingerprint"),
    ("certificate-twice", "certificate_sha256", "certificate_sha256"),
    ("device-twice", "coalesce(device_id, registration_id), id_scope", "registration_id"),
)
TWICE: Final = tuple((rule, _TWICE.format(made_of, there)) for rule, made_of, there in _UNIQUE)
"""Rules, and what finds the rows of `staged` that have what an earlier one has."""
_ELSEWHERE: Final = (
    "imports.id || ', of ' || iif(imports.station = '', imports.name, imports.station)",
    "foreign_enrollments",
    " CROSS JOIN {record}.imports WHERE imports.id = two.import_id AND ",
)
_ENROLLED: Final = ("two.serial", "enrollments", " WHERE ")
_CLAIMED: Final = (
    "runs.name",
    "claims",
    " CROSS JOIN {record}.runs WHERE runs.id = two.run_id AND ",
)
_SAME: Final = (
    (
        "registration",
        "two.registration_id = one.registration_id COLLATE NOCASE AND two.id_scope = one.id_scope",
    ),
    ("serial", "two.serial = one.serial COLLATE NOCASE"),
    ("key", "two.key_fingerprint = one.key_fingerprint"),
    ("certificate", "two.certificate_sha256 = one.certificate_sha256"),
)
# The indexes of device IDs are without case, which counts in a device ID.
_DEVICE: Final = (
    "{0} = {1} COLLATE NOCASE AND {0} = {1} AND two.id_scope = one.id_scope"
    " AND two.registration_id <> one.registration_id COLLATE NOCASE"
)
_NAMED: Final = "coalesce(one.device_id, one.registration_id)"
_DEVICE_HERE: Final = (("device", _DEVICE.format("two.device_name", _NAMED)),)
_DEVICE_IMPORTED: Final = (
    ("device", _DEVICE.format("two.device_id", _NAMED)),
    (
        "device",
        _DEVICE.format("two.registration_id", "one.device_id") + " AND two.device_id IS NULL",
    ),
)
_HELD: Final = (
    (
        "registration",
        "two.kind = 'name' AND two.key = one.id_scope || '/' || lower(one.registration_id)",
    ),
    ("serial", "two.kind = 'serial' AND two.key = lower(one.serial)"),
    ("key", "two.kind = 'key' AND two.key = lower(hex(one.key_fingerprint))"),
)
# Which table has what a row has too: the words' beginning, how it is told, what is compared.
_OTHERS: Final = (
    ("here", _ENROLLED, (*_SAME, *_DEVICE_HERE)),
    ("imported", _ELSEWHERE, (*_SAME, *_DEVICE_IMPORTED)),
    ("claimed", _CLAIMED, _HELD),
)
# The same for a list that stands in that very table, whose unique indexes have said the rest.
_ON_RECORD: Final = (
    ("here", _ENROLLED, (*_SAME, *_DEVICE_HERE)),
    (
        "imported",
        _ELSEWHERE,
        tuple(
            (what, f"two.import_id <> one.import_id AND {equal}")
            for what, equal in _DEVICE_IMPORTED
        ),
    ),
    ("claimed", _CLAIMED, _HELD),
)
_DEVICE_TWICE: Final = (
    "SELECT 1 FROM foreign_enrollments WHERE import_id = ?"
    " GROUP BY coalesce(device_id, registration_id), id_scope HAVING count(*) > 1 LIMIT 1"
)


class Comparison(NamedTuple):
    """A comparison of a list with the record.

    Attributes:
        rule: what both have, and where the other is: `key-here`.
        sql: finds place, registration_id and serial of the list's rows, and names the other.
    """

    rule: str
    sql: str


def comparisons(connection: sqlite3.Connection) -> list[Comparison]:
    """Return how a list in the table `main.staged` is compared with the record `record`."""
    return _compared(connection, "record", _OTHERS, "main.staged AS one", "")


def _compared(
    connection: sqlite3.Connection, record: str, others: _Others, rows: str, only: str
) -> list[Comparison]:
    found = list[Comparison]()
    for where, (other, name, joined), same in others:
        if not _any(connection, f"{record}.{name}"):
            continue
        for what, equal in same:
            sql = (
                f"SELECT one.place, one.registration_id, one.serial, {other} AS other"  # noqa: S608 - constants
                f" FROM {rows} CROSS JOIN {record}.{name} AS two"
                f"{joined.format(record=record)}{only}{equal}"
            )
            found.append(Comparison(f"{what}-{where}", sql))
    return found


def _any(connection: sqlite3.Connection, table: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None  # noqa: S608 - a constant


def is_taken(connection: sqlite3.Connection, number: int, *, devices: bool) -> bool:
    """Tell whether a unit here has what a row of an import has, or two rows one device ID.

    Args:
        connection: the record's, within the transaction that put the import in.
        number: the import's.
        devices: whether any of its rows has a device ID beside its name.
    """
    only = f"one.import_id = {number:d} AND "
    another = connection.execute(
        "SELECT 1 FROM imports WHERE id <> ? AND forgotten = '' LIMIT 1", (number,)
    ).fetchone()
    others = tuple(one for one in _ON_RECORD if another or one[0] != "imported")
    for _, sql in _compared(connection, "main", others, "foreign_enrollments AS one", only):
        if connection.execute(f"{sql} LIMIT 1").fetchone() is not None:
            return True
    return devices and connection.execute(_DEVICE_TWICE, (number,)).fetchone() is not None


def check_new(connection: sqlite3.Connection, record: str, facts: ListFacts, count: int) -> None:
    """Check that a list isn't on record, nor empty, or raise REC-095."""
    if not count:
        raise StationError("REC-095", why="there is nothing in it")
    found = connection.execute(
        f"SELECT id FROM {record}.imports WHERE sha256 = ? AND forgotten = ''",  # noqa: S608 - a constant
        (facts.sha256,),
    ).fetchone()
    if found is not None:
        raise StationError("REC-095", why=f"it is on record as import {found['id']}")
