"""What becomes of enrollments once they are on the list: exported, revoked."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Self

from pydantic import JsonValue

from station.errors import StationError
from station.model.enrollment import EnrollmentStatus
from station.model.names import IdScope, RegistrationId, shown
from station.model.rights import Approval
from station.records.audit import Heads, Journal
from station.records.database import Readings, Writer
from station.records.encoding import time_text
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.unit_rows import aside_within

DeviceName = tuple[IdScope, RegistrationId]


@dataclass(frozen=True)
class ExportFacts:
    """What the record keeps of an export.

    Attributes:
        manifest_hash: SHA-256 of the signed manifest, hexadecimal.
        folder_name: the folder's own name, without its path.
        format_name: a key of `EXPORTS`.
    """

    manifest_hash: str
    folder_name: str
    format_name: str

    @classmethod
    def told(cls, manifest_hash: str, folder_name: str, format_name: str) -> Self:
        """Return the facts, the folder's name as it may stand in a message."""
        return cls(manifest_hash, shown(folder_name, 200), format_name)


def members_digest(names: Iterable[tuple[str, str]]) -> tuple[int, str]:
    """Return how many devices an export has, and SHA-256 (hexadecimal) over their names.

    Args:
        names: ID scope and registration ID, in the order of the enrollment list.
    """
    count, digest = 0, hashlib.sha256()
    for id_scope, registration_id in names:
        count += 1
        digest.update(f"{id_scope}/{registration_id}\n".encode())
    return count, digest.hexdigest()


def read_is_exported(reads: Readings, manifest_hash: str) -> bool:
    """Tell whether an export with this manifest is on record."""
    sql = "SELECT 1 FROM exports WHERE manifest_hash = ? LIMIT 1"
    return reads.row(sql, (manifest_hash,)) is not None


@dataclass(frozen=True)
class EnrollmentList:
    """Changes the status of enrollments. `Records` says what each method does."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads

    def record_export(
        self, names: Sequence[DeviceName], facts: ExportFacts, approval: Approval | None = None
    ) -> None:
        """Write down that these devices were exported; see `Records.record_export`."""
        if not names:
            raise StationError("SVC-001")
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            connection.execute(_CHOOSE)
            _choose(connection, names)
            count, digest = members_digest(connection.execute(_CHOSEN))
            entry = self.journal.append(
                connection,
                EntryKind.EXPORTED,
                {
                    "manifest": facts.manifest_hash,
                    "folder": facts.folder_name,
                    "format": facts.format_name,
                    "count": count,
                    "digest": digest,
                },
                approval,
            )
            self._insert(connection, facts, entry.sequence)
            connection.execute("DROP TABLE chosen")
        self.heads.sign(entry)

    def _insert(self, connection: sqlite3.Connection, facts: ExportFacts, sequence: int) -> None:
        export = connection.execute(
            "INSERT INTO exports (time, manifest_hash, folder, format, sequence)"
            " VALUES (?, ?, ?, ?, ?)",
            (
                time_text(self.journal.now()),
                facts.manifest_hash,
                facts.folder_name,
                facts.format_name,
                sequence,
            ),
        ).lastrowid
        connection.execute(
            "INSERT INTO export_members (export_id, enrollment_id)"
            " SELECT ?, id FROM chosen ORDER BY id",
            (export,),
        )
        connection.execute(
            # The plus keeps it from going through all that are ready, for the few that are chosen.
            "UPDATE enrollments SET status = 'exported'"
            " WHERE +status = 'ready' AND id IN (SELECT id FROM chosen)"
        )

    def revoke(self, name: DeviceName, reason: str, approval: Approval | None) -> None:
        """Take a device off for good; see `Records.revoke`."""
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            row = _found(connection, name)
            connection.execute(
                "UPDATE enrollments SET status = 'revoked' WHERE id = ?", (row["id"],)
            )
            data: dict[str, JsonValue] = {
                "enrollment": row["id"],
                "registration_id": row["registration_id"],
                "id_scope": row["id_scope"],
            }
            if approval is None:
                data["reason"] = shown(reason, 200)
            entry = self.journal.append(connection, EntryKind.REVOKED, data, approval)
        self.heads.sign(entry)


_BATCH: Final = 200
# The newest of each name and ID scope, in the order of the names; nulls where there is none.
_NUMBERS: Final = (
    "WITH asked (id_scope, name) AS (VALUES %s)"
    " SELECT enrollments.id, serial, status FROM asked LEFT JOIN enrollments ON enrollments.id ="
    " (SELECT id FROM enrollments AS one WHERE one.registration_id = asked.name COLLATE NOCASE"
    " AND one.id_scope = asked.id_scope ORDER BY one.id DESC LIMIT 1)"
)
# There can be a million: SQLite keeps their numbers, not this process.
_CHOOSE: Final = "CREATE TEMPORARY TABLE chosen (id INTEGER PRIMARY KEY)"
_CHOSEN: Final = (
    "SELECT id_scope, registration_id FROM chosen JOIN enrollments USING (id) ORDER BY chosen.id"
)


def _choose(connection: sqlite3.Connection, names: Sequence[DeviceName]) -> None:
    """Put the numbers of these devices into the table of the chosen, or raise SVC-007, REC-015."""
    aside = aside_within(connection)
    for some in _batches(names):
        values = [part for scope, name in some for part in (scope.text, name.text)]
        sql = _NUMBERS % ", ".join(["(?, ?)"] * len(some))
        found = connection.execute(sql, values).fetchall()
        for name, row in zip(some, found, strict=True):
            if row["id"] is None or row["status"] == EnrollmentStatus.REVOKED.value:
                _found(connection, name)  # which raises what is wrong
            elif row["serial"].lower() in aside:
                why = "its unit was put aside meanwhile"
                raise StationError("SVC-007", name=name[1].text, why=why)
        connection.executemany(
            "INSERT OR IGNORE INTO chosen VALUES (?)", [(row["id"],) for row in found]
        )


def _batches(names: Iterable[DeviceName]) -> Iterator[list[DeviceName]]:
    waiting = iter(names)
    while some := list(islice(waiting, _BATCH)):
        yield some


def _found(connection: sqlite3.Connection, name: DeviceName) -> sqlite3.Row:
    """Return a device's row, or raise REC-015; SVC-007 where it was revoked."""
    id_scope, registration_id = name
    row: sqlite3.Row | None = connection.execute(
        "SELECT id, id_scope, registration_id, serial, status FROM enrollments"
        " WHERE registration_id = ? COLLATE NOCASE AND id_scope = ? ORDER BY id DESC LIMIT 1",
        (registration_id.text, id_scope.text),
    ).fetchone()
    if row is None:
        raise StationError("REC-015", name=registration_id.text)
    if row["status"] == EnrollmentStatus.REVOKED.value:
        raise StationError("SVC-007", name=registration_id.text, why="it was revoked")
    return row
