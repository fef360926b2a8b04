"""What was pushed to services: which rows are being sent, what became of each, and what is there.

A row's fate is on the disk as it comes. What a service has comes under the audit chain from time to
time and at the end of a push, and an enrollment is CONFIRMED with that; a push that was broken off
leaves the rest to the next one.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.enrollment import Enrollment
from station.model.names import IdScope, shown
from station.model.push import (
    FOR_A_PERSON,
    TO_SETTLE,
    PushFate,
    PushRow,
    PushState,
    PushTally,
)
from station.model.rights import Approval
from station.records.audit import Heads, Journal
from station.records.database import Readings, Value, Writer
from station.records.encoding import as_written, time_text
from station.records.enrollments import SELECT, parse_enrollment
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.push_decisions import PushDecisions

_PAGE: Final = 500
# What is under the audit chain stays as it is, and so does what somebody decided to be kept.
_SET: Final = (
    "state = excluded.state, code = excluded.code, words = excluded.words,"
    " tracking = excluded.tracking, etag = excluded.etag, differs = excluded.differs,"
    " theirs = excluded.theirs, time = excluded.time"
)
_INTO_ROWS: Final = (
    "INSERT INTO push_rows (enrollment_id, host, sent, state, code, words, tracking, etag, differs,"
    " theirs, time, sequence)"
)
_HEARD: Final = (
    f"{_INTO_ROWS} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (enrollment_id, host)"
    f" DO UPDATE SET {_SET} WHERE sequence = 0 AND push_rows.state <> 'kept'"
)
_BEGUN: Final = _HEARD.replace(" SET ", " SET sent = excluded.sent, ")
_GROUP: Final = " ".join(
    (
        "INSERT INTO push_groups (group_id, host, sent, state, code, words, tracking, etag,",
        "differs, theirs, time, sequence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        "ON CONFLICT (group_id COLLATE NOCASE, host) DO UPDATE SET sent = excluded.sent,",
        f"{_SET} WHERE push_groups.state <> 'kept'",
    )
)
_MEMBERS: Final = " ".join(
    (
        _INTO_ROWS,
        "SELECT enrollments.id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0 FROM enrollments",
        "WHERE order_id = (SELECT id FROM orders WHERE name = ?) AND status != 'revoked'",
        "ON CONFLICT (enrollment_id, host) DO UPDATE SET sent = excluded.sent,",
        _SET,
        "WHERE sequence = 0 AND state NOT IN ('created', 'already')",
    )
)
_TO_SEND: Final = " ".join(
    (
        SELECT.replace(" FROM ", ", push_rows.state AS push_state FROM ", 1),
        "LEFT JOIN push_rows ON push_rows.enrollment_id = enrollments.id AND push_rows.host = ?",
        "WHERE enrollments.order_id = (SELECT id FROM orders WHERE name = ?)",
        "AND enrollments.id > ? AND enrollments.status != 'revoked' AND (push_rows.state IS NULL",
        "OR push_rows.state IN (SELECT value FROM json_each(?)))",
        "ORDER BY enrollments.id LIMIT ?",
    )
)
_TO_COUNT: Final = (
    "SELECT count(*) FROM enrollments LEFT JOIN push_rows"
    " ON push_rows.enrollment_id = enrollments.id AND push_rows.host = ?"
    " WHERE order_id = (SELECT id FROM orders WHERE name = ?) AND status != 'revoked' AND"
    " (push_rows.state IS NULL OR push_rows.state IN (SELECT value FROM json_each(?)))"
)
_TO_DECIDE: Final = (
    "SELECT (SELECT count(*) FROM push_rows JOIN enrollments ON enrollments.id = enrollment_id"
    " JOIN orders ON orders.id = order_id WHERE host = ? AND sequence = 0"
    " AND push_rows.state IN (SELECT value FROM json_each(?)) AND status != 'revoked'"
    " AND ifnull(orders.name = ?, 1))"
    " + (SELECT count(*) FROM push_groups WHERE host = ?"
    " AND state IN (SELECT value FROM json_each(?)) AND ? IS NULL)"
)
_GROUPS: Final = (
    "SELECT *, group_id AS name FROM push_groups WHERE state IN (SELECT value FROM json_each(?))"
    " ORDER BY id"
)
_FATES: Final = (
    "SELECT push_rows.*, enrollments.registration_id AS name, enrollments.serial,"
    " orders.name AS order_name FROM push_rows"
    " JOIN enrollments ON enrollments.id = push_rows.enrollment_id"
    " JOIN orders ON orders.id = enrollments.order_id"
    " WHERE push_rows.sequence = 0 AND push_rows.state IN (SELECT value FROM json_each(?))"
    " AND enrollments.status != 'revoked' AND ifnull(orders.name = ?, 1)"
    " AND push_rows.enrollment_id > ? ORDER BY push_rows.enrollment_id LIMIT ?"
)
_NEW: Final = (
    "SELECT push_rows.sent, enrollments.id_scope, enrollments.registration_id"
    " FROM push_rows JOIN enrollments ON enrollments.id = push_rows.enrollment_id"
)
_CONFIRMED: Final = (
    f"{_NEW} WHERE push_rows.host = ? AND push_rows.sequence = 0"
    " AND push_rows.state IN ('created', 'already') ORDER BY push_rows.enrollment_id"
)


@dataclass(frozen=True)
class PushPlace:
    """Where a push goes, and of what.

    Attributes:
        service: the service's name here.
        host: its host, which rows' fates are kept by.
        id_scope: its ID scope.
        order: the one order's name, or None for all.
    """

    service: str
    host: str
    id_scope: IdScope
    order: str | None = None

    @property
    def told(self) -> dict[str, JsonValue]:
        """What the chain tells of it."""
        return {
            "service": self.service,
            "host": self.host,
            "id_scope": self.id_scope.text,
            "order": self.order or "",
        }


@dataclass(frozen=True)
class KeptFate:
    """What became of a row, as the record has it.

    Attributes:
        fate: the like; its key is the enrollment's number, 0 for a group.
        host: at which service.
        order: the order's name; empty for a group.
        serial: the unit's; empty for a group.
        time: when it was heard, RFC 3339, UTC.
    """

    fate: PushFate
    host: str
    order: str
    serial: str
    time: str


def rows_digest(rows: Iterable[sqlite3.Row]) -> tuple[int, str]:
    """Return how many rows a service has, and SHA-256 (hexadecimal) over names and what was sent.

    Args:
        rows: as `pushed_rows` gives them, by their enrollments' order.
    """
    count, digest = 0, hashlib.sha256()
    for row in rows:
        count += 1
        line = f"{row['id_scope']}/{row['registration_id']}/{row['sent']}\n"
        digest.update(line.encode())
    return count, digest.hexdigest()


def pushed_rows(connection: sqlite3.Connection, sequence: int) -> sqlite3.Cursor:
    """Return the rows that an audit entry covers, by their enrollments' order."""
    sql = f"{_NEW} WHERE push_rows.sequence = ? ORDER BY push_rows.enrollment_id"
    return connection.execute(sql, (sequence,))


def read_push_fates(
    reads: Readings, states: Iterable[PushState] = FOR_A_PERSON, order: str | None = None
) -> Iterator[KeptFate]:
    """Yield the fates of groups, then of rows, that are in one of some states."""
    wanted = _listed(states)
    if order is None:
        for row in reads.rows(_GROUPS, (wanted,)):
            yield KeptFate(_fate_of(row, 0), row["host"], "", "", row["time"])
    last = 0
    while page := reads.rows(_FATES, (wanted, order, last, _PAGE)):
        for row in page:
            last = row["enrollment_id"]
            fate = _fate_of(row, last)
            yield KeptFate(fate, row["host"], row["order_name"], row["serial"], row["time"])


def _fate_of(row: sqlite3.Row, key: int) -> PushFate:
    with as_written(f"what became of {row['name']}"):
        return PushFate(
            key,
            row["name"],
            PushState(row["state"]),
            row["code"],
            row["words"],
            row["tracking"],
            row["etag"],
            tuple(row["differs"].split("\n")) if row["differs"] else (),
            row["theirs"],
        )


@dataclass
class PushBook:
    """Keeps what was pushed; gives out what is to be."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads

    @property
    def decisions(self) -> PushDecisions:
        """What people decided of conflicts."""
        return PushDecisions(self.writer, self.reads, self.journal, self.heads)

    def begin(
        self, place: PushPlace, approval: Approval | None = None, updates: Sequence[str] = ()
    ) -> int:
        """Put on record that a push begins; return its audit entry's number.

        Args:
            place: where it goes.
            approval: for `Right.EXPORT`; practice needs none.
            updates: the groups that it is to bring up to date.

        Raises:
            StationError: SVC-060 where that host was given another ID scope's before; REC-025
                without the right; the guard's, and `Writer.transaction`'s.
        """
        self.check_place(place)
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            data = place.told | ({"updates": [*updates]} if updates else {})
            entry = self.journal.append(connection, EntryKind.PUSH_BEGUN, data, approval)
            values = (*place.told.values(), time_text(self.journal.now()), entry.sequence)
            connection.execute(
                "INSERT INTO pushes (service, host, id_scope, order_name, time, sequence)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [str(value) if not isinstance(value, int) else value for value in values],
            )
        self.heads.sign(entry)
        return entry.sequence

    def check_place(self, place: PushPlace) -> None:
        """Check that a host was given no other ID scope's before, or raise SVC-060."""
        known = self.reads.row("SELECT id_scope FROM pushes WHERE host = ? LIMIT 1", (place.host,))
        if known is not None and known["id_scope"] != place.id_scope.text:
            what, why = place.id_scope.text, shown(known["id_scope"])
            raise StationError("SVC-060", name=place.service, what=what, why=why)

    def scope_of(self, host: str) -> IdScope:
        """Return the ID scope of what was pushed to a host, or raise REC-011."""
        row = self.reads.row("SELECT id_scope FROM pushes WHERE host = ? LIMIT 1", (host,))
        with as_written(f"what was pushed to {shown(host)}"):
            return IdScope.parse(row["id_scope"] if row else "")

    def to_send(
        self, host: str, order: str, *, again: bool = False
    ) -> Iterator[tuple[int, Enrollment, bool]]:
        """Yield an order's enrollments that a host doesn't have yet, a page at a time.

        Args:
            host: the service's.
            order: the order's name.
            again: whether those are among them that a person had to look at.

        Returns:
            Of each its number, what it is, and whether it is to be read back before it is sent.

        Raises:
            StationError: REC-011 where one can't be read, REC-001.
        """
        last, states = 0, _sent_again(again=again)
        while page := self.reads.rows(_TO_SEND, (host, order, last, states, _PAGE)):
            for row in page:
                last = row["id"]
                settle = row["push_state"] in {state.value for state in TO_SETTLE}
                yield last, parse_enrollment(row), settle

    def count_to_send(self, host: str, order: str, *, again: bool = False) -> int:
        """Return how many enrollments of an order `to_send` yields."""
        row = self.reads.row(_TO_COUNT, (host, order, _sent_again(again=again)))
        return 0 if row is None else int(row[0])

    def count_undecided(self, host: str, order: str | None) -> int:
        """Return how many rows and groups wait for a person, of an order or of all."""
        wanted = _listed(FOR_A_PERSON)
        row = self.reads.row(_TO_DECIDE, (host, wanted, order, host, wanted, order))
        return 0 if row is None else int(row[0])

    def keep(self, host: str, begun: Sequence[PushRow], fates: Sequence[PushFate]) -> None:
        """Put on the disk which rows are about to be sent, and what became of others."""
        now = time_text(self.journal.now())
        blank = _blank(now)
        sent = [(row.key, host, hashlib.sha256(row.document).hexdigest(), *blank) for row in begun]
        heard = [(fate.key, host, "", *_values(fate, now)) for fate in fates]
        with self.writer.transaction() as connection:
            connection.executemany(_HEARD, heard)
            connection.executemany(_BEGUN, sent)

    def keep_group(self, host: str, document: bytes, fate: PushFate) -> None:
        """Put on the disk what became of a group that was to be sent as a document says."""
        now, digest = time_text(self.journal.now()), hashlib.sha256(document).hexdigest()
        with self.writer.transaction() as connection:
            connection.execute(_GROUP, (fate.name, host, digest, *_values(fate, now)))

    def keep_members(self, host: str, order: str, group: bytes) -> int:
        """Put on the disk that a host lets an order's units in by their group; return how many.

        Args:
            host: the service's.
            order: the order's name.
            group: the group's document, which the host has.
        """
        digest, now = hashlib.sha256(group).hexdigest(), time_text(self.journal.now())
        with self.writer.transaction() as connection:
            values = (host, digest, *_values(PushFate(0, "", PushState.ALREADY), now), order)
            return connection.execute(_MEMBERS, values).rowcount

    def confirm(self, place: PushPlace, tally: PushTally, *, over: bool, keys: int = 0) -> int:
        """Put under the chain what a host has by now; such enrollments are CONFIRMED.

        Args:
            place: where the push goes.
            tally: how far it is.
            over: whether it ends; else nothing is written where there is nothing new.
            keys: how many enrollments and groups were sent with symmetric keys.

        Returns:
            How many were confirmed.

        Raises:
            StationError: the guard's, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            count, digest = rows_digest(connection.execute(_CONFIRMED, (place.host,)))
            if not count and not over:
                return 0
            data = place.told | _left(tally)
            data |= {"count": count, "digest": digest, "over": over}
            if keys:
                data["keys"] = keys
            entry = self.journal.append(connection, EntryKind.PUSHED, data, None)
            connection.execute(
                "UPDATE push_rows SET sequence = ? WHERE host = ? AND sequence = 0"
                " AND state IN ('created', 'already')",
                (entry.sequence, place.host),
            )
            connection.execute(
                "UPDATE enrollments SET status = 'confirmed' WHERE status != 'revoked' AND id IN"
                " (SELECT enrollment_id FROM push_rows WHERE sequence = ?)",
                (entry.sequence,),
            )
        self.heads.sign(entry)
        return count


def _sent_again(*, again: bool) -> str:
    return _listed({PushState.WAITING, *TO_SETTLE, *(FOR_A_PERSON if again else ())})


def _left(tally: PushTally) -> dict[str, JsonValue]:
    """Return what the chain tells of rows that a service doesn't have as the station does."""
    return {"conflicts": tally.conflicts, "refused": tally.refused, "unsure": tally.unsure}


def _listed(states: Iterable[PushState]) -> str:
    return json.dumps([state.value for state in states])


def _blank(now: str) -> tuple[Value, ...]:
    return _values(PushFate(0, "", PushState.SENDING), now)


def _values(fate: PushFate, now: str) -> tuple[Value, ...]:
    return (
        fate.state.value,
        fate.code,
        fate.words,
        fate.tracking,
        fate.etag,
        "\n".join(fate.differs),  # each is printable
        fate.theirs,
        now,
    )
