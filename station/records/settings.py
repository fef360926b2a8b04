"""The station's settings: one row, under the guard's MAC."""

import hashlib
import hmac
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.rights import Approval
from station.model.settings import Settings
from station.records.audit import Heads, Journal
from station.records.database import Readings, Rows, Value, Writer
from station.records.encoding import as_written
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.marks import Marked, marked_in

_LABEL: Final = "station-settings-v1"
_SELECT: Final = "SELECT content, mac FROM settings ORDER BY id"


def _parsed(content: str) -> Settings:
    with as_written("the settings"):
        return Settings.model_validate_json(content)


def read_settings(reads: Readings) -> Settings:
    """Return the settings on record, unchecked; the defaults where nobody changed any."""
    row = reads.row(_SELECT)
    return Settings() if row is None else _parsed(row["content"])


def marked_settings(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield the row as the guard's MAC covers it."""
    return marked_in(connection, "settings", _LABEL, lambda row: row["content"].encode())


def settings_digest(connection: sqlite3.Connection) -> str:
    """Return SHA-256 of the settings as they stand, hexadecimal, for the verification; or ""."""
    rows = connection.execute(_SELECT).fetchall()
    return "".join(hashlib.sha256(row["content"].encode()).hexdigest() for row in rows)


@dataclass
class SettingsBook:
    """Keeps the settings, and gives none whose MAC isn't the guard's."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    _known: tuple[tuple[Value, ...], Settings] | None = None
    _genuine: tuple[str, bytes] = ("", b"")  # what the guard was asked of last

    def get(self) -> Settings:
        """Return the settings, or raise REC-012."""
        return self._checked(self.reads.row(_SELECT))

    def _checked(self, row: sqlite3.Row | None) -> Settings:
        if row is None:
            return Settings()
        read = row["content"], row["mac"]
        if read != self._genuine:
            if not hmac.compare_digest(self._mac(row["content"]), row["mac"]):
                raise StationError("REC-012", what="the settings")
            self._genuine = read
        return _parsed(row["content"])

    def get_known(self, rows: Rows) -> Settings:
        """Return the settings as `get` does; the guard is asked once for each content.

        Args:
            rows: gives a statement's rows, in a transaction or outside.
        """
        row = next(iter(rows(_SELECT, ())), None)
        content = () if row is None else tuple(row)
        if self._known is None or self._known[0] != content:
            self._known = (content, self._checked(row))
        return self._known[1]

    def set(self, settings: Settings, approval: Approval | None) -> None:
        """Change them, under an audit entry and a signed head; see `Records.set_settings`."""
        self.heads.catch_up()
        content = settings.model_dump_json()
        mac = self._mac(content)
        with self.writer.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO settings (id, content, mac) VALUES (1, ?, ?)",
                (content, mac),
            )
            data: dict[str, JsonValue] = {
                "digest": hashlib.sha256(content.encode()).hexdigest(),
                "settings": settings.model_dump(mode="json"),
            }
            entry = self.journal.append(connection, EntryKind.SETTINGS_CHANGED, data, approval)
        self.heads.sign(entry)

    def _mac(self, content: str) -> bytes:
        return self.guard.mac(_LABEL, content.encode())
