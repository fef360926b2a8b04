"""Runs of units that had passed: each tells of an enrollment that was good then, and is its own."""

import sqlite3
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from station.errors import Outcome
from station.model.names import shown
from station.records.enrollments import SELECT, changed_row
from station.records.entries import AuditEntry, EntryKind

_MOST: Final = 1 << 62


def again_findings(connection: sqlite3.Connection, entry: AuditEntry) -> Iterator[str]:
    """Yield what is wrong with the rows that the PASS of a run again tells of."""
    name, number = entry.data.get("run"), entry.data.get("enrollment")
    known = number if isinstance(number, int) and 0 < number < _MOST else 0
    row = connection.execute(f"{SELECT} WHERE enrollments.id = ?", (known,)).fetchone()
    if row is None:
        yield f"entry {entry.sequence}: enrollment {shown(str(number))} is missing"
        return
    words = f"entry {entry.sequence}: enrollment {number} was another then"
    yield from changed_row(row, entry.data.get("digest"), words)
    run = connection.execute(
        "SELECT again, serial FROM runs WHERE name = ?", (str(name),)
    ).fetchone()
    if run is not None and (run["again"], run["serial"].lower()) != (number, row["serial"].lower()):
        yield f"entry {entry.sequence}: run {shown(str(name))} was not of that enrollment's unit"


@dataclass
class AgainWalk:
    """Goes along the chain and knows which enrollments there are."""

    _enrolled: int = 0
    _again: set[str] = field(default_factory=set)

    def findings(self, entry: AuditEntry, revoked: Iterable[Container[int]]) -> Iterator[str]:
        """Yield what is wrong with an entry that tells of a run again; then take it up.

        Args:
            entry: the next.
            revoked: the enrollments that were revoked before it, of each cause.
        """
        number = entry.data.get("enrollment")
        if not isinstance(number, int):
            return
        if entry.kind is EntryKind.ENROLLED:
            self._enrolled = number
        elif entry.kind is EntryKind.REPROVISIONED:
            self._again.add(str(entry.data.get("run")))
            if number > self._enrolled or any(number in ended for ended in revoked):
                yield f"entry {entry.sequence}: enrollment {number} was not good then"

    def rest(self, connection: sqlite3.Connection) -> Iterator[str]:
        """Yield the runs that passed as runs again, and were none, or the reverse."""
        rows = connection.execute(
            "SELECT name FROM runs WHERE again IS NOT NULL AND outcome = ?",
            (Outcome.PASSED.value,),
        )
        for name in sorted({str(row["name"]) for row in rows} ^ self._again):
            yield f"run {shown(name)}: whether its unit had passed before was changed"
