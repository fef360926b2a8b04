"""Units that were revoked though their group would let them in, and which service knows it.

Each of them is shut out by a disabled enrollment of its own, which the service asks before the
group (dps/FACTS.md 4.7). Whether a service has it is no secret and grants nothing: where a row here
says so wrongly, the comparison with the service tells.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlite_utils import Database

from station.model.enrollment import Enrollment
from station.model.membership import group_of_member
from station.model.order import Order
from station.model.push import FOR_A_PERSON, TO_SETTLE, PushFate, PushRow, PushState
from station.records.audit import Journal
from station.records.database import Readings, Value, Writer
from station.records.encoding import as_written, time_text
from station.records.enrollments import SELECT, parse_enrollment
from station.records.pushes import KeptFate

_PAGE: Final = 500
# A unit whose board was swapped, or whose key was renewed, is let in by its newer enrollment.
_REVOKED: Final = (
    " WHERE enrollments.order_id = (SELECT id FROM orders WHERE name = ?)"
    " AND enrollments.status = 'revoked' AND enrollments.replaced = 0 AND enrollments.id > ?"
)
_NEXT: Final = f" ORDER BY enrollments.id LIMIT {_PAGE}"
_ALL: Final = f"{SELECT}{_REVOKED}{_NEXT}"
_TO_SEND: Final = "".join(
    (
        SELECT.replace(" FROM ", ", push_shut_out.state AS push_state FROM ", 1),
        " LEFT JOIN push_shut_out ON push_shut_out.enrollment_id = enrollments.id",
        " AND push_shut_out.host = ?",
        _REVOKED,
        " AND (push_shut_out.state IS NULL",
        " OR push_shut_out.state IN (SELECT value FROM json_each(?)))",
        _NEXT,
    )
)
_COLUMNS: Final = (
    *("enrollment_id", "host", "sent", "state", "code", "words", "tracking", "etag"),
    *("differs", "theirs", "time"),
)
_KEEP: Final = (
    f"INSERT INTO push_shut_out ({', '.join(_COLUMNS)})"  # noqa: S608 - constants only
    f" VALUES ({', '.join('?' * len(_COLUMNS))}) ON CONFLICT (enrollment_id, host) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[3:])
)
_BEGIN: Final = f"{_KEEP}, sent = excluded.sent"
_OF_ORDER: Final = (
    " FROM push_shut_out JOIN enrollments ON enrollments.id = push_shut_out.enrollment_id"
    " JOIN orders ON orders.id = enrollments.order_id"
    " WHERE push_shut_out.state IN (SELECT value FROM json_each(?))"
    " AND ifnull(orders.name = ?, 1)"
)
_COUNT: Final = f"SELECT count(*){_OF_ORDER} AND push_shut_out.host = ?"
_FATES: Final = (
    "SELECT push_shut_out.*, enrollments.registration_id AS name, enrollments.serial,"
    f" orders.name AS order_name{_OF_ORDER} ORDER BY push_shut_out.enrollment_id"
)


def add_shut_out(db: Database) -> None:
    """Add the table of who was told of which unit, to a record without it."""
    words = ", ".join(f"{name} TEXT NOT NULL" for name in _COLUMNS[5:])
    db.execute(
        "CREATE TABLE push_shut_out (id INTEGER PRIMARY KEY, enrollment_id INTEGER NOT NULL"
        " REFERENCES enrollments (id), host TEXT NOT NULL, sent TEXT NOT NULL,"
        f" state TEXT NOT NULL, code INTEGER NOT NULL, {words}) STRICT"
    )
    db.execute("CREATE UNIQUE INDEX push_shut_out_host ON push_shut_out (enrollment_id, host)")


def stream_shut_out(reads: Readings, order: Order) -> Iterator[Enrollment]:
    """Yield an order's revoked units that their group would let in, a page at a time."""
    last = 0
    while page := reads.rows(_ALL, (order.name, last)):
        last = page[-1]["id"]
        for enrollment in map(parse_enrollment, page):
            if group_of_member(order, enrollment) is not None:
                yield enrollment


def read_shut_out_fates(reads: Readings, order: str | None = None) -> Iterator[KeptFate]:
    """Yield what a person has to decide of such units, of an order or of all."""
    for row in reads.rows(_FATES, (_listed(FOR_A_PERSON), order)):
        fate = _fate_of(row)
        yield KeptFate(fate, row["host"], row["order_name"], row["serial"], row["time"])


@dataclass
class ShutOutBook:
    """Keeps which service knows of which unit that it is shut out; gives out what is to be sent."""

    writer: Writer
    reads: Readings
    journal: Journal

    def to_send(
        self, host: str, order: Order, *, again: bool = False
    ) -> Iterator[tuple[int, Enrollment, bool]]:
        """Yield an order's units that a host doesn't shut out yet, a page at a time.

        Args:
            host: the service's.
            order: the order.
            again: whether those are among them that a person had to look at.

        Returns:
            Of each its number, its enrollment, and whether it is to be read back first.

        Raises:
            StationError: REC-011 where one can't be read, REC-001.
        """
        states = _listed({PushState.WAITING, *TO_SETTLE, *(FOR_A_PERSON if again else ())})
        last = 0
        while page := self.reads.rows(_TO_SEND, (host, order.name, last, states)):
            last = page[-1]["id"]
            for row in page:
                enrollment = parse_enrollment(row)
                settle = row["push_state"] in {state.value for state in TO_SETTLE}
                if group_of_member(order, enrollment) is not None:
                    yield row["id"], enrollment, settle

    def count_undecided(self, host: str, order: str | None) -> int:
        """Return how many wait for a person, of an order or of all."""
        row = self.reads.row(_COUNT, (_listed(FOR_A_PERSON), order, host))
        return 0 if row is None else int(row[0])

    def keep(self, host: str, begun: Sequence[PushRow], fates: Sequence[PushFate]) -> None:
        """Put on the disk which are about to be sent, and what became of others."""
        now = time_text(self.journal.now())
        sent = [(row, hashlib.sha256(row.document).hexdigest()) for row in begun]
        with self.writer.transaction() as connection:
            connection.executemany(_KEEP, [_values(fate, host, "", now) for fate in fates])
            connection.executemany(
                _BEGIN,
                [
                    _values(PushFate(row.key, row.name, PushState.SENDING), host, digest, now)
                    for row, digest in sent
                ],
            )


def _listed(states: Iterable[PushState]) -> str:
    return json.dumps([state.value for state in states])


def _values(fate: PushFate, host: str, sent: str, now: str) -> tuple[Value, ...]:
    return (
        *(fate.key, host, sent, fate.state.value, fate.code, fate.words, fate.tracking),
        *(fate.etag, " ".join(fate.differs), fate.theirs, now),
    )


def _fate_of(row: sqlite3.Row) -> PushFate:
    with as_written(f"what became of {row['name']}"):
        return PushFate(
            row["enrollment_id"],
            row["name"],
            PushState(row["state"]),
            *(row["code"], row["words"], row["tracking"], row["etag"]),
            tuple(row["differs"].split()),
            row["theirs"],
        )
