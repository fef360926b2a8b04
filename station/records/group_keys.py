"""The keys of enrollment groups: how each was born, and the wrapped copies that left the token."""

import hashlib
import hmac
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.group import GroupKey
from station.model.names import RegistrationId, shown
from station.model.rights import Approval
from station.records.audit import Heads, Journal
from station.records.database import Readings, Writer
from station.records.encoding import canonical_json, time_text
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.marks import Marked, marked_in

_LABEL: Final = "station-group-key-v1"
_COLUMNS: Final = ", ".join(column.name for column in fields(GroupKey))
_SELECT: Final = f"SELECT {_COLUMNS}, mac FROM group_keys"  # noqa: S608 - constants only


def _of_row(row: sqlite3.Row) -> GroupKey:
    return GroupKey(**{column.name: row[column.name] for column in fields(GroupKey)})


def _canonical(key: GroupKey) -> bytes:
    told: dict[str, JsonValue] = {
        name: value.hex() if isinstance(value, bytes) else value
        for name, value in asdict(key).items()
    }
    return canonical_json(told).encode("ascii")


def _entry_data(key: GroupKey) -> dict[str, JsonValue]:
    return {
        "group": key.group_id,
        "born": key.born,
        "owner": key.owner,
        "owner_copy": _copy_digest(key.owner_copy),
        "escrow_copy": _copy_digest(key.escrow_copy),
        "digest": _digest(key),
    }


def _digest(key: GroupKey) -> str:
    return hashlib.sha256(_canonical(key)).hexdigest()


def _copy_digest(copy: bytes) -> str:
    return hashlib.sha256(copy).hexdigest() if copy else ""


def marked_group_keys(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each row as the guard's MAC covers it."""
    return marked_in(connection, "group_keys", _LABEL, lambda row: _canonical(_of_row(row)))


def kept_group_keys(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the digest of each group's row by its name, for the verification."""
    return {row["group_id"]: _digest(_of_row(row)) for row in connection.execute(_SELECT)}


def read_group_keys(reads: Readings) -> list[GroupKey]:
    """Return all groups' keys, oldest first."""
    return [_of_row(row) for row in reads.rows(f"{_SELECT} ORDER BY id")]


@dataclass
class GroupBook:
    """Keeps how groups' keys were born, and gives none whose MAC isn't the guard's."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads

    def find(self, group_id: RegistrationId) -> GroupKey | None:
        """Return what is on record of a group's key, None for nothing; REC-012."""
        row = self.reads.row(f"{_SELECT} WHERE group_id = ? COLLATE NOCASE", (group_id.text,))
        if row is None:
            return None
        key = _of_row(row)
        if not hmac.compare_digest(self.guard.mac(_LABEL, _canonical(key)), row["mac"]):
            raise StationError("REC-012", what=f"the key of the group {shown(group_id.text)}")
        return key

    def add(
        self,
        group_id: RegistrationId,
        born: str,
        copies: tuple[str, bytes, bytes],
        approval: Approval | None = None,
    ) -> GroupKey:
        """Put a group's key on record, and that it has left the token for whom.

        Args:
            group_id: the group, of whose key nothing is on record yet.
            born: as `GroupKey` has it.
            copies: SHA-256 of the owner's certificate, hexadecimal, the copy for them, and the one
                for the escrow; empty each where there is none.
            approval: for `Right.ORDERS`; practice needs none.

        Raises:
            StationError: REC-067 where one is on record; the guard's, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        key = GroupKey(group_id.text, born, *copies, time_text(self.journal.now()))
        mac = self.guard.mac(_LABEL, _canonical(key))
        with self.writer.transaction() as connection:
            sql = "SELECT 1 FROM group_keys WHERE group_id = ? COLLATE NOCASE"
            if connection.execute(sql, (group_id.text,)).fetchone():
                raise StationError("REC-067", name=shown(group_id.text))
            connection.execute(
                f"INSERT INTO group_keys ({_COLUMNS}, mac)"  # noqa: S608 - constants only
                f" VALUES ({', '.join('?' * (len(fields(GroupKey)) + 1))})",
                (*(getattr(key, column.name) for column in fields(GroupKey)), mac),
            )
            entry = self.journal.append(
                connection, EntryKind.GROUP_KEY_ADDED, _entry_data(key), approval
            )
        self.heads.sign(entry)
        return key
