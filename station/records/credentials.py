"""Whether a credential may unlock a token: two supervisors chose it, for this very token."""

import hashlib
import hmac
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.rights import Approval
from station.model.unlocking import UnlockedBy, token_mark
from station.records.audit import Heads, Journal
from station.records.database import Readings, Writer
from station.records.encoding import canonical_json, time_text
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.marks import Marked, marked_in

_LABEL: Final = "station-credential-v1"
_COLUMNS: Final = ("token", "choice", "changed")
_SELECT: Final = "SELECT token, choice, changed, mac FROM credentials"
_CHOSEN: Final = "chosen"
_WITHDRAWN: Final = "withdrawn"


def _canonical(row: sqlite3.Row | Mapping[str, str]) -> bytes:
    content: dict[str, JsonValue] = {name: row[name] for name in _COLUMNS}
    return canonical_json(content).encode("ascii")


def _digest(row: sqlite3.Row | Mapping[str, str]) -> str:
    return hashlib.sha256(_canonical(row)).hexdigest()


def marked_credentials(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each row as the guard's MAC covers it."""
    return marked_in(connection, "credentials", _LABEL, _canonical)


def kept_credentials(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the digest of each row by its token's mark, for the verification."""
    return {row["token"]: _digest(row) for row in connection.execute(_SELECT)}


def read_chosen(reads: Readings) -> frozenset[str]:
    """Return the marks of the tokens for which one was chosen, unchecked."""
    rows = reads.rows(f"{_SELECT} WHERE choice = ?", (_CHOSEN,))
    return frozenset(row["token"] for row in rows)


def is_chosen(reads: Readings, guard: Guard) -> bool:
    """Tell whether one was chosen for the token of an open guard; REC-012."""
    token = guard.token
    mark = token_mark(token.manufacturer, token.model, token.serial, token.label)
    row = reads.row(f"{_SELECT} WHERE token = ?", (mark,))
    if row is None:
        return False
    if not hmac.compare_digest(guard.mac(_LABEL, _canonical(row)), row["mac"]):
        raise StationError("REC-012", what="whether a credential may unlock the token")
    return bool(row["choice"] == _CHOSEN)


def check_chosen(path: Path, guard: Guard) -> None:
    """Check that one was chosen for the token of an open guard; the record is only read.

    Args:
        path: the record's database.
        guard: the token.

    Raises:
        StationError: HSM-053 where nobody chose it, REC-012; REC-001.
    """
    with closing(Readings(path)) as reads:
        if not is_chosen(reads, guard):
            raise StationError("HSM-053", why="no two supervisors chose it")


@dataclass
class CredentialBook:
    """Keeps the choice for each token, and takes no row whose MAC isn't the guard's."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads

    @property
    def mark(self) -> str:
        """The mark of the token that is open."""
        token = self.guard.token
        return token_mark(token.manufacturer, token.model, token.serial, token.label)

    def chosen(self) -> bool:
        """Tell whether one was chosen for the token that is open; REC-012."""
        return is_chosen(self.reads, self.guard)

    def check(self) -> None:
        """Check that one was chosen for the token that is open.

        Raises:
            StationError: HSM-053 where nobody chose it, REC-012.
        """
        if not self.chosen():
            raise StationError("HSM-053", why="no two supervisors chose it")

    def choose(self, approval: Approval | None = None) -> None:
        """Have a credential unlock this token from now on.

        Args:
            approval: for `Right.CREDENTIAL`.

        Raises:
            StationError: REC-025, REC-026 without the right; REC-012; the guard's own.
        """
        self._put(_CHOSEN, approval)

    def withdraw(self, approval: Approval | None = None) -> None:
        """Have no credential unlock this token any more.

        Raises:
            StationError: HSM-026 where none was chosen; as `choose`.
        """
        if not self.chosen():
            raise StationError("HSM-026", why="no credential was chosen for this token")
        self._put(_WITHDRAWN, approval)

    def admit(self, by: UnlockedBy, *, told: bool, pending: bool = False) -> None:
        """Let the token stay open by what it was unlocked by, and put that on record.

        By its own pad or a credential, that is told each time, by a PIN where a shift begins: what
        is done then says by itself whose badge it was. Practice tells nothing.

        Args:
            by: what the PIN came from.
            told: whether a shift begins.
            pending: whether nothing may be written yet, as in a folder that was moved.

        Raises:
            StationError: HSM-053 where it was a credential that nobody chose, REC-012; the guard's.
        """
        if by is UnlockedBy.CREDENTIAL:
            self.check()
        unsaid = by is UnlockedBy.PIN and not told
        if self.journal.practice or pending or unsaid:
            return
        self.heads.catch_up()
        data: dict[str, JsonValue] = {"unlocked_by": by.value, "token": self.mark}
        with self.writer.transaction() as connection:
            entry = self.journal.append(connection, EntryKind.UNLOCKED, data)
        self.heads.sign(entry)

    def _put(self, choice: str, approval: Approval | None) -> None:
        self.heads.catch_up()
        row = {"token": self.mark, "choice": choice, "changed": time_text(self.journal.now())}
        mac = self.guard.mac(_LABEL, _canonical(row))
        data: dict[str, JsonValue] = {
            "token": row["token"],
            "label": self.guard.token.label,
            "choice": choice,
            "digest": _digest(row),
        }
        with self.writer.transaction() as connection:
            connection.execute(
                "INSERT INTO credentials (token, choice, changed, mac) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (token) DO UPDATE SET"
                " choice = excluded.choice, changed = excluded.changed, mac = excluded.mac",
                (row["token"], row["choice"], row["changed"], mac),
            )
            entry = self.journal.append(connection, EntryKind.CREDENTIAL_SET, data, approval)
        self.heads.sign(entry)
