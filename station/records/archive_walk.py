"""Runs whose steps are in an archive: what the chain tells of them, against the rows."""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import JsonValue

from station.records.encoding import content_digest
from station.records.entries import AuditEntry, EntryKind
from station.records.runs import intent_words


@dataclass
class ArchiveDigest:
    """SHA-256 over the runs of one archive, in the order in which the chain tells of their ends.

    Each run's name, what its last entry says of its work, whether it had opened the way to its
    unit, and its intents, which stay on record.

    Attributes:
        runs: how many.
    """

    runs: int = 0
    _hash: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, connection: sqlite3.Connection, row: sqlite3.Row, work: JsonValue) -> None:
        """Take up a run; `row` has its id and name, and if it was connected."""
        told = work if isinstance(work, str) else ""
        words = ["station-archived-v1", str(row["name"]), told, str(row["connected"])]
        self._hash.update(content_digest([*words, *intent_words(connection, row["id"])]))
        self.runs += 1

    @property
    def hex(self) -> str:
        """The digest, hexadecimal."""
        return self._hash.hexdigest()


@dataclass
class ArchiveWalk:
    """Goes along the chain and knows which runs' steps may be missing."""

    _archives: dict[int, ArchiveDigest] = field(default_factory=dict)

    def run(
        self, connection: sqlite3.Connection, row: sqlite3.Row, work: JsonValue
    ) -> Iterator[str]:
        """Take up a run whose row says that its steps are in an archive."""
        self._archives.setdefault(row["archived"], ArchiveDigest()).add(connection, row, work)
        steps = connection.execute("SELECT 1 FROM steps WHERE run_id = ? LIMIT 1", (row["id"],))
        if steps.fetchone() is not None:
            yield f"run {row['name']} has steps, though they are in an archive"

    def findings(self, entry: AuditEntry) -> Iterator[str]:
        """Yield what is wrong with the runs of an archive, where an entry tells of one."""
        if entry.kind is not EntryKind.ARCHIVED:
            return
        found = self._archives.pop(entry.sequence, ArchiveDigest())
        if (found.runs, found.hex) != (entry.data.get("runs"), entry.data.get("digest")):
            yield f"the runs of the archive of entry {entry.sequence} were changed"

    def rest(self) -> Iterator[str]:
        """Yield the archives that the chain tells nothing of."""
        for sequence, found in sorted(self._archives.items()):
            yield f"{found.runs} runs are in an archive of entry {sequence}, which tells of none"
