"""Places that were used up before an identity was made: each run that did so passed, or is void.

What a void one made exists all the same: its name and key stay bound to its unit.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from station.model.names import shown
from station.model.unit_state import REPLACED
from station.records import claims
from station.records.entries import AuditEntry, EntryKind

_REPLACING: Final = {change.value for change in REPLACED}
_ENDED: Final = (EntryKind.RUN_ENDED, EntryKind.SETTLED)


@dataclass
class SpentWalk:
    """Goes along the chain and knows which runs were about to make an identity."""

    _spent: dict[str, AuditEntry] = field(default_factory=dict)
    _void: dict[str, str] = field(default_factory=dict)

    def findings(self, entry: AuditEntry) -> Iterator[str]:
        """Yield what is wrong with an entry that tells of such a run; then take it up."""
        run = str(entry.data.get("run"))
        if entry.kind is EntryKind.SPENT:
            self._spent[run] = entry
        elif entry.kind is EntryKind.ENROLLED:
            self._spent.pop(run, None)
        elif entry.kind is EntryKind.UNIT_CHANGED and entry.data.get("why") in _REPLACING:
            # Its chip may be another unit's from now on.
            unit = str(entry.data.get("unit"))
            self._void = {
                bound: serial
                for bound, serial in self._void.items()
                if serial.lower() != unit or not bound.startswith("key ")
            }
        elif entry.kind in _ENDED and run in self._spent:
            spent = self._spent.pop(run).data
            bound = spent.get("bound")  # an older Station didn't tell
            if isinstance(bound, list):
                self._void |= {str(one): str(spent.get("serial")) for one in bound}
            if entry.data.get("void") is not True:
                yield f"entry {entry.sequence}: run {shown(run)} had made an identity, or may have"

    def rest(self, connection: sqlite3.Connection) -> Iterator[str]:
        """Yield the runs that neither ended nor are at work, and what isn't bound any more."""
        for run in sorted(self._spent):
            row = connection.execute(
                "SELECT spent FROM runs WHERE name = ? AND outcome IS NULL", (run,)
            ).fetchone()
            if row is None or not row["spent"]:
                yield f"run {shown(run)} had made an identity, or may have, and is not at work"
        for bound, serial in self._void.items():
            if not claims.is_kept(connection, bound, serial):
                yield f"{shown(bound)} is not bound to the unit {shown(serial)} any more"
