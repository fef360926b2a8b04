"""The steps of old runs, moved out of the record to a file; what proves identities stays."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.order import OrderState
from station.model.rights import Approval
from station.records.archive_walk import ArchiveDigest
from station.records.audit import Heads, Journal
from station.records.database import Readings, Writer, snapshot
from station.records.encoding import as_written, time_text
from station.records.entries import AuditEntry, EntryKind, parse_entry
from station.records.guard import Guard
from station.records.runs import intent_words

MOST_RUNS: Final = 100_000
_ENDS: Final = frozenset(
    {EntryKind.RUN_ENDED, EntryKind.SETTLED, EntryKind.ENROLLED, EntryKind.REPROVISIONED}
)
_OLD: Final = (
    "SELECT runs.id FROM runs JOIN orders ON orders.id = runs.order_id"
    " WHERE runs.outcome IS NOT NULL AND runs.archived IS NULL AND runs.started < ?"
    " AND orders.state = ? ORDER BY runs.id LIMIT ?"
)
_OLD_COUNT: Final = _OLD.replace("SELECT runs.id", "SELECT count(*)").partition(" ORDER BY")[0]
_RUN: Final = (
    "SELECT runs.id, runs.name, orders.name AS order_name, serial, position, started, seconds,"
    " outcome, code, detail, connected FROM runs JOIN orders ON orders.id = order_id"
    " WHERE runs.name = ?"
)
# As contacts.py counts it of runs that have their steps yet.
_CONNECTED: Final = (
    "UPDATE runs SET connected = EXISTS (SELECT 1 FROM steps WHERE run_id = runs.id"
    " AND step = 'connect' AND state = 'done') WHERE id = ?"
)
_STEPS: Final = (
    "SELECT place, step, state, seconds, code FROM steps WHERE run_id = ? ORDER BY place"
)


@dataclass(frozen=True)
class ArchivedRun:
    """A run as it goes into an archive.

    Attributes:
        name: the run's.
        about: order, serial number, position, start, duration, outcome, code and detail.
        entry: the number of the entry that tells of its end.
        work: SHA-256 over steps and intents as that entry says; empty where it says none.
        steps: place, step, state, seconds and code of each, one after the other.
        intents: number, kind, data and time of each, one after the other.
    """

    name: str
    about: Mapping[str, str | float | None]
    entry: int
    work: str
    steps: tuple[str | int | float | None, ...]
    intents: tuple[str | int, ...]


@dataclass(frozen=True)
class ArchiveFacts:
    """What is on record of an archive.

    Attributes:
        file: its name, without its folder.
        runs: the names of those in it, in their order.
        sha256: of the file, hexadecimal.
        before: the runs in it began before then.
        transcripts: how many transcripts are in it.
    """

    file: str
    runs: tuple[str, ...]
    sha256: str
    before: datetime
    transcripts: int


@dataclass(frozen=True)
class OldRuns:
    """The ended runs of closed orders that began before a time, as they stand.

    Attributes:
        before: the time, UTC.
        numbers: their rows' numbers.
    """

    before: datetime
    numbers: frozenset[int]


def read_old_count(reads: Readings, before: datetime) -> int:
    """Return how many ended runs of closed orders that began before a time have their steps yet."""
    row = reads.row(_OLD_COUNT, (time_text(before), OrderState.CLOSED.value))
    return 0 if row is None else int(row[0])


@dataclass
class ArchiveBook:
    """Gives what is to be archived, and takes it out of the record once it is elsewhere."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads

    def old_runs(self, before: datetime) -> OldRuns:
        """Return the ended runs of closed orders that began before a time; the oldest of many."""
        rows = self.reads.rows(_OLD, (time_text(before), OrderState.CLOSED.value, MOST_RUNS))
        return OldRuns(before, frozenset(row["id"] for row in rows))

    @contextmanager
    def runs(self, old: OldRuns) -> Iterator[Iterator[ArchivedRun]]:
        """Give these runs, one at a time, in the order in which the chain tells of their ends.

        Raises:
            StationError: REC-011 where the chain can't be read, REC-001.
        """
        with snapshot(self.writer.path) as connection:
            yield _archived_runs(connection, old)

    def take_out(self, old: OldRuns, facts: ArchiveFacts, approval: Approval | None = None) -> None:
        """Take the steps of runs out of the record, under an audit entry and a signed head.

        Args:
            old: which runs: those that the archive holds.
            facts: of the archive, which is on disk and was read back.
            approval: for `Right.ARCHIVE`; practice needs none.

        Raises:
            StationError: REC-011 where the archive hasn't each of them: then none is taken out;
                REC-025, REC-026 without the right; the guard's own.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            # How worn contacts are is counted from steps, which go now.
            connection.executemany(_CONNECTED, [(number,) for number in sorted(old.numbers)])
            digest, names, numbers = ArchiveDigest(), [], set()
            for entry, row in _ends(connection, old):
                digest.add(connection, row, entry.data.get("work"))
                names.append(row["name"])
                numbers.add(row["id"])
            if tuple(names) != facts.runs or numbers != old.numbers:
                raise StationError("REC-011", "the archive has other runs than are to be taken out")
            data: dict[str, JsonValue] = {
                "file": facts.file,
                "sha256": facts.sha256,
                "before": time_text(facts.before),
                "runs": digest.runs,
                "transcripts": facts.transcripts,
                "digest": digest.hex,
            }
            entry_ = self.journal.append(connection, EntryKind.ARCHIVED, data, approval)
            for number in old.numbers:
                connection.execute(
                    "UPDATE runs SET archived = ? WHERE id = ?", (entry_.sequence, number)
                )
                connection.execute("DELETE FROM steps WHERE run_id = ?", (number,))
        self.heads.sign(entry_)


def _ends(connection: sqlite3.Connection, old: OldRuns) -> Iterator[tuple[AuditEntry, sqlite3.Row]]:
    """Yield the entry that tells of each run's end, with the run's row."""
    for text in connection.execute("SELECT entry FROM audit ORDER BY sequence"):
        with as_written("an entry"):
            entry = parse_entry(text["entry"])
        if entry.kind not in _ENDS:
            continue
        row = connection.execute(_RUN, (str(entry.data.get("run")),)).fetchone()
        if row is not None and row["id"] in old.numbers:
            yield entry, row


def _archived_runs(connection: sqlite3.Connection, old: OldRuns) -> Iterator[ArchivedRun]:
    about = ("serial", "position", "started", "seconds", "outcome", "code", "detail")
    for entry, row in _ends(connection, old):
        steps = connection.execute(_STEPS, (row["id"],))
        yield ArchivedRun(
            row["name"],
            {"order": row["order_name"], **{name: row[name] for name in about}},
            entry.sequence,
            str(entry.data.get("work") or ""),
            tuple(word for step in steps for word in step),
            tuple(intent_words(connection, row["id"])),
        )
