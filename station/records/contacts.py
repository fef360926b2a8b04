"""Contact cycles: how often units were connected at each position since its contacts were renewed.

They are counted from the runs and the check runs, so no crash and no power cut can lose one.
"""

import hmac
import logging
import sqlite3
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.names import shown
from station.model.rights import Approval
from station.records.audit import Heads, Journal
from station.records.database import Readings, Writer
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.stop_rows import CONTACTS_LABEL, SELECT_RESET, reset_canonical

_log: Final = logging.getLogger(__name__)

_LONGEST_REASON: Final = 200
# A run that opened the way to its unit, as its steps say or, once they are in an archive, the run
# itself; and one of which nobody knows, since the station stopped.
_CONTACTS: Final = (
    "SELECT count(*) AS number FROM runs WHERE position = ? AND name > ? AND name <= ?"
    " AND (connected = 1 OR EXISTS (SELECT 1 FROM steps WHERE run_id = runs.id"
    " AND step = 'connect' AND state = 'done') OR code = 'LIN-016')"
)
# In each, a known unit was connected.
_CHECKS: Final = "SELECT count(*) AS number FROM check_runs WHERE position = ? AND name > ?"
_NEWEST: Final = (
    "SELECT name FROM runs WHERE position = ? AND outcome IS NOT NULL ORDER BY name DESC LIMIT 1"
)
_NEWEST_OF_ALL: Final = (
    "SELECT max(name) AS name FROM (SELECT name FROM runs WHERE position = ?1"
    " AND outcome IS NOT NULL UNION ALL SELECT name FROM check_runs WHERE position = ?1)"
)


@dataclass(frozen=True)
class _Counted:
    """What is counted of a position's runs already: up to which, from which reset on."""

    since: str
    upto: str
    number: int


def read_contacts(reads: Readings, position: str) -> int:
    """Return how many contact cycles a position has had since its last reset, unchecked."""
    row = reads.row(SELECT_RESET, (position,))
    since = "" if row is None else str(row["run"])
    return _counted(reads, position, _Counted(since, since, 0)).number + _checks(
        reads, position, since
    )


def _checks(reads: Readings, position: str, since: str) -> int:
    row = reads.row(_CHECKS, (position, since))
    return 0 if row is None else int(row["number"])


def _counted(reads: Readings, position: str, before: _Counted) -> _Counted:
    newest = reads.row(_NEWEST, (position,))
    if newest is None or newest["name"] <= before.upto:
        return before
    row = reads.row(_CONTACTS, (position, before.upto, newest["name"]))
    more = 0 if row is None else int(row["number"])
    return _Counted(before.since, newest["name"], before.number + more)


@dataclass
class ContactBook:
    """Counts contact cycles, and begins a count anew once maintenance has renewed the contacts.

    What was counted is remembered, so that each run is looked at once.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    _counts: dict[str, _Counted] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def count(self, position: str) -> int:
        """Return how many contact cycles a position has had since its last genuine reset.

        Raises:
            StationError: the guard's own.
        """
        with self._lock:
            before = self._counts.get(position)
            if before is None:
                since = self._since(position)
                before = _Counted(since, since, 0)
            self._counts[position] = now = _counted(self.reads, position, before)
            return now.number + _checks(self.reads, position, now.since)

    def _since(self, position: str) -> str:
        row = self.reads.row(SELECT_RESET, (position,))
        if row is None:
            return ""
        content = reset_canonical(position, row["run"])
        if not hmac.compare_digest(self.guard.mac(CONTACTS_LABEL, content), row["mac"]):
            _log.warning("The reset of position %s's contacts is not genuine", shown(position))
            return ""
        return str(row["run"])

    def reset(self, position: str, approval: Approval | None = None, reason: str = "") -> int:
        """Begin a position's count anew; return what it had come to.

        Args:
            position: its name.
            approval: for `Right.CONTACTS`.
            reason: what was done to the contacts, in a practice record where nobody agreed.

        Raises:
            StationError: REC-086 where none is counted, REC-025, REC-026; the guard's, and
                `Writer.transaction`'s.
        """
        why = shown((reason if approval is None else approval.reason).strip(), _LONGEST_REASON)
        if approval is None and self.journal.practice and not why:
            raise StationError("REC-026")
        self.heads.catch_up()
        old = self.count(position)
        if old == 0:
            raise StationError("REC-086", position=shown(position))
        with self.writer.transaction() as connection:
            newest = _newest(connection, position)
            mac = self.guard.mac(CONTACTS_LABEL, reset_canonical(position, newest))
            connection.execute(
                "INSERT OR REPLACE INTO contact_resets (position, run, mac) VALUES (?, ?, ?)",
                (position, newest, mac),
            )
            data: dict[str, JsonValue] = {
                "position": position,
                "run": newest,
                "count": old,
                **({} if approval is not None else {"why": why}),
            }
            entry = self.journal.append(connection, EntryKind.CONTACTS_RESET, data, approval)
        with self._lock:
            self._counts.pop(position, None)
        self.heads.sign(entry)
        return old


def _newest(connection: sqlite3.Connection, position: str) -> str:
    return str(connection.execute(_NEWEST_OF_ALL, (position,)).fetchone()["name"])
