"""What the factory's keys are kept in: put on record, and where it is software, chosen by two.

Each token that a station works with is on record once. Keys in a software token can be copied with
the computer's files, so production works with one only while a choice of two supervisors stands:
for this very token and these keys, since another token, or other keys in it, are another row. What
makes an identity names the entry of the chain by which its factory's token was on record then.
"""

import hashlib
import hmac
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Final, Self

from pydantic import JsonValue

from station.errors import StationError
from station.model.custody import LESS_SAFE, Custody, FactoryToken
from station.model.names import shown
from station.model.rights import Approval
from station.records.audit import Appended, Heads, Journal
from station.records.database import Readings, Writer
from station.records.encoding import as_written
from station.records.entries import AuditEntry, EntryKind, parse_entry
from station.records.guard import Guard
from station.records.marks import Marked, marked_in

_LABEL: Final = "station-factory-token-v1"
_SELECT: Final = "SELECT token, choice, sequence, mac FROM factory_tokens"
KINDS: Final = frozenset({EntryKind.TOKEN_FOUND, EntryKind.SOFTWARE_CUSTODY})


class Choice(Enum):
    """Whether a token was chosen for production although its keys are in software."""

    NONE = "none"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class KnownToken:
    """A token of the factory's, as its row holds it.

    Attributes:
        token: `FactoryToken.id`.
        choice: a value of `Choice`.
        sequence: the number of the entry that told of it last.
    """

    token: str
    choice: str
    sequence: int

    @classmethod
    def of_row(cls, row: sqlite3.Row) -> Self:
        """Return what a row holds."""
        return cls(row["token"], row["choice"], row["sequence"])

    @property
    def digest(self) -> str:
        """SHA-256 of all but the entry's number, hexadecimal, as that entry has it."""
        return hashlib.sha256(f"{self.token} {self.choice}".encode("ascii")).hexdigest()

    @property
    def canonical(self) -> bytes:
        """The bytes that the MAC covers."""
        return f"{self.sequence} {self.digest}".encode("ascii")


def marked_tokens(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each row as the guard's MAC covers it."""
    return marked_in(
        connection, "factory_tokens", _LABEL, lambda row: KnownToken.of_row(row).canonical
    )


@dataclass(frozen=True)
class Keeping:
    """Where the factory's keys were when something was made by them, as an entry tells.

    Attributes:
        token: which token.
        sequence: the entry's number.
        time: the entry's.
        choice: whether it was chosen although it is software.
        by: the badges of those who chose.
        reason: why.
    """

    token: FactoryToken
    sequence: int
    time: datetime
    choice: Choice
    by: tuple[str, ...]
    reason: str

    @classmethod
    def of_entry(cls, entry: AuditEntry) -> Self:
        """Return what an entry of one of `KINDS` tells.

        Raises:
            ValueError: where it tells no such thing.
        """
        data, by = entry.data, entry.data.get("by")
        facts = data.get("facts")
        if entry.kind not in KINDS or not isinstance(facts, Mapping):
            raise ValueError("it tells of no token of the factory's")
        try:
            token = FactoryToken.of_facts(facts)
        except KeyError as error:
            raise ValueError(f"it doesn't tell the token's {error}") from error
        return cls(
            token,
            entry.sequence,
            entry.time,
            Choice(data.get("choice")),
            tuple(str(badge) for badge in by) if isinstance(by, list) else (),
            str(data.get("reason", "")),
        )

    @property
    def words(self) -> str:
        """What a person should know of it, in one line."""
        words = self.token.words
        if self.token.custody is not Custody.SOFTWARE:
            return words
        who = " and ".join(shown(badge) for badge in self.by)
        if self.choice is Choice.ACCEPTED:
            words += f", accepted by {who or 'nobody'} on {self.time:%Y-%m-%d %H:%M} UTC"
        return f"{words}, {LESS_SAFE}"


def kept_tokens(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the entry and the digest of each token by its ID, for the verification."""
    rows = map(KnownToken.of_row, connection.execute(_SELECT))
    return {row.token: f"{row.sequence} {row.digest}" for row in rows}


def told_token(entry: AuditEntry) -> str:
    """Return the same of what an entry tells."""
    return f"{entry.sequence} {entry.data.get('digest')}"


def told_custody(sequence: str | float | None) -> dict[str, JsonValue]:
    """Return what the entry of something that is made says of it, nothing without a number."""
    return {} if sequence is None else {"custody": sequence}


def read_keeping(reads: Readings, sequence: int) -> Keeping:
    """Return where the factory's keys were, by the number of the entry that tells it, unchecked.

    Raises:
        StationError: REC-011 where that entry tells no such thing.
    """
    row = reads.row("SELECT entry FROM audit WHERE sequence = ?", (sequence,))
    with as_written(f"entry {sequence}"):
        if row is None:
            raise ValueError("it is missing")
        return Keeping.of_entry(parse_entry(row["entry"]))


def read_keeping_of(reads: Readings, run: str) -> Keeping | None:
    """Return where they were when a run made an identity; None where it made none.

    And where an older Station made it, which didn't tell.
    """
    row = reads.row("SELECT custody FROM runs WHERE name = ?", (run,))
    return None if row is None or row["custody"] is None else read_keeping(reads, row["custody"])


def read_tokens(reads: Readings) -> list[Keeping]:
    """Return how each token stands that the station ever worked with, oldest first, unchecked."""
    rows = reads.rows(f"{_SELECT} ORDER BY rowid")
    return [read_keeping(reads, row["sequence"]) for row in rows]


@dataclass
class CustodyBook:
    """Keeps what is chosen of the factory's tokens, and takes no row whose MAC isn't the guard's.

    What was genuine once stays so: the guard is asked once for each content.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    _genuine: set[bytes] = field(default_factory=set)

    def learn(self) -> None:
        """Put on record the token that the guard is, where the record doesn't know it yet.

        Raises:
            StationError: REC-012 where its row is not the guard's; the guard's own.
        """
        if self._row(self.reads.row(f"{_SELECT} WHERE token = ?", (self.guard.token.id,))) is None:
            self._put(EntryKind.TOKEN_FOUND, Choice.NONE, None)

    def now(self) -> Keeping | None:
        """Return how the token stands that the guard is; None where it isn't on record.

        Raises:
            StationError: REC-012.
        """
        query = f"{_SELECT} WHERE token = ?"
        known = self._row(self.reads.row(query, (self.guard.token.id,)))
        return None if known is None else read_keeping(self.reads, known.sequence)

    def accept(self, approval: Approval | None = None) -> Keeping:
        """Have production work with this token although its keys are in software.

        To do so twice changes nothing.

        Args:
            approval: for `Right.SOFTWARE_HSM`.

        Returns:
            How it stands then.

        Raises:
            StationError: HSM-026 where its keys aren't in software; REC-025, REC-026 without the
                right; REC-012; the guard's own.
        """
        token, now = self.guard.token, self.now()
        if token.custody is not Custody.SOFTWARE:
            raise StationError("HSM-026", why=f"the factory's keys are in a {token.words}")
        if now is not None and now.choice is Choice.ACCEPTED:
            return now
        return self._put(EntryKind.SOFTWARE_CUSTODY, Choice.ACCEPTED, approval)

    def withdraw(self, approval: Approval | None = None) -> Keeping:
        """Have production work with this token no longer: units at work make no identity any more.

        Args:
            approval: for `Right.SOFTWARE_HSM`.

        Raises:
            StationError: HSM-026 where no choice stands; as `accept`.
        """
        now = self.now()
        if now is None or now.choice is not Choice.ACCEPTED:
            raise StationError("HSM-026", why="no choice of a software token stands")
        return self._put(EntryKind.SOFTWARE_CUSTODY, Choice.WITHDRAWN, approval)

    def check(self) -> None:
        """Check that production may work with this token, or raise HSM-025; REC-012."""
        now = self.now()
        self._check(None if now is None else now.choice)

    def within(self, connection: sqlite3.Connection) -> int | None:
        """Return the entry that tells of the token, where it may make an identity now.

        Args:
            connection: in a transaction.

        Returns:
            Its number; None where the record doesn't know the token.

        Raises:
            StationError: HSM-025, REC-012.
        """
        query = f"{_SELECT} WHERE token = ?"
        known = self._row(connection.execute(query, (self.guard.token.id,)).fetchone())
        self._check(None if known is None else Choice(known.choice))
        return None if known is None else known.sequence

    def _check(self, choice: Choice | None) -> None:
        token = self.guard.token
        if self.journal.practice or token.custody is not Custody.SOFTWARE:
            return
        if choice is not Choice.ACCEPTED:
            raise StationError("HSM-025", label=shown(token.label))

    def _put(self, kind: EntryKind, choice: Choice, approval: Approval | None) -> Keeping:
        self.heads.catch_up()
        token = self.guard.token
        known = KnownToken(token.id, choice.value, 0)
        data: dict[str, JsonValue] = {
            "token": token.id,
            "words": token.words,
            "facts": {**token.facts},
            "choice": choice.value,
            "digest": known.digest,
        }
        with self.writer.transaction() as connection:
            entry = self.journal.append(connection, kind, data, approval)
            self._keep(connection, replace(known, sequence=entry.sequence))
        self.heads.sign(entry)
        return _told(entry)

    def _keep(self, connection: sqlite3.Connection, known: KnownToken) -> None:
        connection.execute(
            "INSERT INTO factory_tokens (token, choice, sequence, mac) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (token) DO UPDATE SET"
            " choice = excluded.choice, sequence = excluded.sequence, mac = excluded.mac",
            (known.token, known.choice, known.sequence, self.guard.mac(_LABEL, known.canonical)),
        )

    def _row(self, row: sqlite3.Row | None) -> KnownToken | None:
        if row is None:
            return None
        known = KnownToken.of_row(row)
        seen = hashlib.sha256(known.canonical + row["mac"]).digest()
        if seen not in self._genuine:
            if not hmac.compare_digest(self.guard.mac(_LABEL, known.canonical), row["mac"]):
                raise StationError("REC-012", what="what the factory's keys are kept in")
            self._genuine.add(seen)
        return known


def _told(entry: Appended) -> Keeping:
    return Keeping.of_entry(parse_entry(entry.content.decode()))
