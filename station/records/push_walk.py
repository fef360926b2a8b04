"""Pushes and how far enrollments have come, held against what the chain tells of them."""

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from station.records.entries import AuditEntry, EntryKind
from station.records.push_decisions import DecisionWalk
from station.records.pushes import pushed_rows, rows_digest


@dataclass
class PushWalk:
    """Goes along the chain and counts what it tells of pushes."""

    connection: sqlite3.Connection
    pushes: int = 0
    rows: int = 0
    decisions: DecisionWalk = field(default_factory=DecisionWalk)

    def findings(self, entry: AuditEntry) -> Iterator[str]:
        """Yield what is wrong with the rows that an entry tells of."""
        self.decisions.tell(entry)
        if entry.kind is EntryKind.PUSH_BEGUN:
            self.pushes += 1
            yield from self._begun(entry)
        elif entry.kind is EntryKind.PUSHED:
            kept = rows_digest(pushed_rows(self.connection, entry.sequence))
            self.rows += kept[0]
            if kept != (entry.data.get("count"), entry.data.get("digest")):
                yield f"what was pushed by entry {entry.sequence} was changed"

    def _begun(self, entry: AuditEntry) -> Iterator[str]:
        row = self.connection.execute(
            "SELECT service, host, id_scope, order_name FROM pushes WHERE sequence = ?",
            (entry.sequence,),
        ).fetchone()
        names = ("service", "host", "id_scope", "order")
        if row is None or tuple(row) != tuple(entry.data.get(name) for name in names):
            yield f"the push of entry {entry.sequence} was changed"

    def rest(self) -> Iterator[str]:
        """Yield what only shows once the whole chain is known."""
        pushes = self._count("SELECT count(*) FROM pushes")
        if pushes != self.pushes:
            yield f"there are {pushes} pushes, but the chain tells of {self.pushes}"
        rows = self._count("SELECT count(*) FROM push_rows WHERE sequence > 0")
        if rows != self.rows:
            yield f"{rows} rows were pushed, but the chain tells of {self.rows}"
        yield from self.decisions.findings(self.connection)

    def _count(self, sql: str) -> int:
        return int(self.connection.execute(sql).fetchone()[0])


def status_findings(connection: sqlite3.Connection, revoked: Collection[int]) -> Iterator[str]:
    """Yield the enrollments whose status isn't what became of them.

    Args:
        connection: to the record.
        revoked: the numbers of those that were revoked.
    """
    rows = connection.execute(
        "SELECT id, status, EXISTS (SELECT 1 FROM export_members"
        " WHERE enrollment_id = enrollments.id) AS exported, EXISTS (SELECT 1 FROM push_rows"
        " WHERE enrollment_id = enrollments.id AND sequence > 0) AS pushed FROM enrollments"
    )
    for row in rows:
        due = "exported" if row["exported"] else "ready"
        due = "confirmed" if row["pushed"] else due
        due = "revoked" if row["id"] in revoked else due
        if row["status"] != due:
            yield f"enrollment {row['id']} is {row['status']}, but was {due}"
