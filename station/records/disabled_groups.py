"""The groups that take no units any more: two supervisors said so, and it stays so."""

import hashlib
import hmac
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.names import RegistrationId, shown
from station.model.rights import Approval
from station.records.audit import Heads, Journal
from station.records.database import Readings, Writer
from station.records.encoding import canonical_json, time_text
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.marks import Marked, marked_in

_LABEL: Final = "station-disabled-group-v1"
_SELECT: Final = "SELECT group_id, disabled, mac FROM disabled_groups"
_THIS: Final = f"{_SELECT} WHERE group_id = ? COLLATE NOCASE"


def _canonical(row: sqlite3.Row | dict[str, str]) -> bytes:
    content: dict[str, JsonValue] = {name: row[name] for name in ("group_id", "disabled")}
    return canonical_json(content).encode("ascii")


def _digest(row: sqlite3.Row | dict[str, str]) -> str:
    return hashlib.sha256(_canonical(row)).hexdigest()


def marked_disabled_groups(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each row as the guard's MAC covers it."""
    return marked_in(connection, "disabled_groups", _LABEL, _canonical)


def kept_disabled_groups(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the digest of each row by the group's name, for the verification."""
    return {row["group_id"]: _digest(row) for row in connection.execute(_SELECT)}


def read_disabled_groups(reads: Readings) -> dict[RegistrationId, str]:
    """Return when each disabled group was disabled, RFC 3339, UTC; unchecked."""
    rows = reads.rows(f"{_SELECT} ORDER BY id")
    return {RegistrationId.parse(row["group_id"]): row["disabled"] for row in rows}


@dataclass
class DisabledGroups:
    """Keeps which groups are disabled, and takes no row whose MAC isn't the guard's."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads

    def disabled(self, group_id: RegistrationId) -> bool:
        """Tell whether a group is disabled; REC-012 where its row is not the guard's."""
        return self._genuine(self.reads.row(_THIS, (group_id.text,)), group_id)

    def check(self, connection: sqlite3.Connection, group_id: RegistrationId) -> None:
        """Check that a group takes units, inside a transaction; REC-066, REC-012."""
        row = connection.execute(_THIS, (group_id.text,)).fetchone()
        if self._genuine(row, group_id):
            raise StationError("REC-066", name=shown(group_id.text))

    def add(self, group_id: RegistrationId, approval: Approval | None = None) -> None:
        """Disable a group, for good.

        Args:
            group_id: the group.
            approval: for `Right.CEREMONY`; practice needs none.

        Raises:
            StationError: REC-066 where it is disabled; the guard's, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        row = {"group_id": group_id.text, "disabled": time_text(self.journal.now())}
        mac = self.guard.mac(_LABEL, _canonical(row))
        with self.writer.transaction() as connection:
            self.check(connection, group_id)
            connection.execute(
                "INSERT INTO disabled_groups (group_id, disabled, mac) VALUES (?, ?, ?)",
                (row["group_id"], row["disabled"], mac),
            )
            data: dict[str, JsonValue] = {"group": group_id.text, "digest": _digest(row)}
            entry = self.journal.append(connection, EntryKind.GROUP_DISABLED, data, approval)
        self.heads.sign(entry)

    def _genuine(self, row: sqlite3.Row | None, group_id: RegistrationId) -> bool:
        if row is None:
            return False
        if not hmac.compare_digest(self.guard.mac(_LABEL, _canonical(row)), row["mac"]):
            raise StationError("REC-012", what=f"the disabled group {shown(group_id.text)}")
        return True
