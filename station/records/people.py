"""The people who can log in, each row under the guard's MAC, and the check of their PINs."""

import hmac
import os
import re
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Final, Self

from argon2.low_level import Type, hash_secret_raw

from station.errors import StationError
from station.model.people import Person, Role
from station.records.audit import EntryKind, Heads, Journal
from station.records.database import Readings, Value, Writer
from station.records.encoding import as_written, canonical_json, content_digest, time_text
from station.records.guard import Guard
from station.secret import Secret

_ROW_LABEL: Final = "station-person-v1"
_PIN_LABEL: Final = "station-pin-v1"
_BADGE: Final = re.compile(r"[!-~]{1,64}")
_LONGEST_NAME: Final = 64
_SHORTEST_PIN: Final = 4
_LONGEST_PIN: Final = 64
_SALT: Final = 16
# RFC 9106, section 4, its second recommended option.
_PASSES: Final = 3
_MEMORY_KIB: Final = 65_536
_LANES: Final = 4
_HASH: Final = 32
# So many wrong PINs in a row, and the badge has to wait.
_TRIES: Final = 5
_WAIT_S: Final = 30.0
_SELECT: Final = "SELECT * FROM people"
_NOBODY: Final = Person("-", "-", Role.WORKER)


@dataclass(frozen=True)
class StoredPerson:
    """A person as the row has them.

    Attributes:
        badge: as it was given.
        name: the name.
        role: a value of `Role`.
        salt: of the PIN's hash.
        passes: argon2id's passes.
        memory: its memory, KiB.
        lanes: its lanes.
        pin_code: the guard's MAC over argon2id's hash of the PIN.
        added: when, RFC 3339.
    """

    badge: str
    name: str
    role: str
    salt: bytes
    passes: int
    memory: int
    lanes: int
    pin_code: bytes
    added: str

    @classmethod
    def of_row(cls, row: sqlite3.Row) -> Self:
        """Return what a row holds."""
        return cls(**{name: row[name] for name in cls.__dataclass_fields__})

    @property
    def digest(self) -> str:
        """SHA-256 over all of it, hexadecimal."""
        words = (self.badge, self.name, self.role, self.passes, self.memory, self.lanes, self.added)
        return content_digest(["station-person-v1", *words], [self.salt, self.pin_code]).hex()

    @property
    def canonical(self) -> bytes:
        """The bytes that the row's MAC covers."""
        return canonical_json({"person": self.digest}).encode("ascii")

    def parsed(self) -> Person:
        """Return the person, or raise REC-011."""
        with as_written(f"the person {self.badge}"):
            return Person(self.badge, self.name, Role(self.role))


def read_people(reads: Readings) -> list[Person]:
    """Return everybody who can log in, in the order of their adding."""
    return [StoredPerson.of_row(row).parsed() for row in reads.rows(f"{_SELECT} ORDER BY id")]


@dataclass
class PeopleBook:
    """Adds people and knows them by badge and PIN."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    _wrong: dict[str, tuple[int, float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def add(self, person: Person, pin: Secret) -> None:
        """Add somebody, under an audit entry and a signed head.

        Raises:
            StationError: REC-021 where the badge is somebody's, REC-022 where badge, name or PIN
                can't be; the guard's, and `Writer.transaction`'s.
        """
        _check(person, pin)
        self.heads.catch_up()
        bare = self._bare(person)
        stored = replace(bare, pin_code=self._pin_code(bare, pin))
        mac = self.guard.mac(_ROW_LABEL, stored.canonical)
        with self.writer.transaction() as connection:
            if _row(connection, person.badge) is not None:
                raise StationError("REC-021", badge=person.badge)
            values: Mapping[str, Value] = {**vars(stored), "mac": mac}
            self.writer.database.table("people").insert(dict(values))
            entry = self.journal.append(
                connection,
                EntryKind.PERSON_ADDED,
                {
                    "badge": stored.badge,
                    "name": stored.name,
                    "role": stored.role,
                    "digest": stored.digest,
                },
            )
        self.heads.sign(entry)

    def people(self) -> list[Person]:
        """Return everybody, or raise REC-012 where a row is not the guard's."""
        return [self._checked(row).parsed() for row in self.reads.rows(f"{_SELECT} ORDER BY id")]

    def log_in(self, badge: str, pin: Secret) -> Person:
        """Return whose badge and PIN these are; the try is put on record either way.

        Raises:
            StationError: REC-020 where they belong to nobody, REC-023 after too many wrong tries,
                REC-012 where the row is not the guard's; the guard's, `Writer.transaction`'s.
        """
        key = badge.lower()
        self._check_patience(key)
        row = self.reads.row(f"{_SELECT} WHERE badge = ? COLLATE NOCASE", (badge,))
        stored = None if row is None else self._checked(row)
        # A badge that nobody has takes as long as a wrong PIN: the same hash, and the guard twice.
        tried = self._bare(_NOBODY) if stored is None else stored
        if stored is None:
            self.guard.mac(_ROW_LABEL, tried.canonical)
        right = hmac.compare_digest(self._pin_code(tried, pin), tried.pin_code)
        if stored is None or not right:
            self._count_wrong(key)
            known = "" if stored is None else stored.badge
            self._tell(EntryKind.LOG_IN_REFUSED, known)
            raise StationError("REC-020")
        with self._lock:
            self._wrong.pop(key, None)
        self._tell(EntryKind.LOGGED_IN, stored.badge)
        return stored.parsed()

    def log_out(self, person: Person) -> None:
        """Put on record that somebody left."""
        self._tell(EntryKind.LOGGED_OUT, person.badge)

    def _tell(self, kind: EntryKind, badge: str) -> None:
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            entry = self.journal.append(connection, kind, {"badge": badge})
        self.heads.sign(entry)

    def _bare(self, person: Person) -> StoredPerson:
        """Return what is stored of somebody whose PIN nothing proves yet."""
        return StoredPerson(
            badge=person.badge,
            name=person.name,
            role=person.role.value,
            salt=os.urandom(_SALT),
            passes=_PASSES,
            memory=_MEMORY_KIB,
            lanes=_LANES,
            pin_code=bytes(_HASH),
            added=time_text(self.journal.now()),
        )

    def _pin_code(self, stored: StoredPerson, pin: Secret) -> bytes:
        """Return what proves a PIN: without the guard, a stolen record can't be tried at home."""
        with pin.reveal() as data:
            hashed = hash_secret_raw(
                data,
                stored.salt,
                time_cost=stored.passes,
                memory_cost=stored.memory,
                parallelism=stored.lanes,
                hash_len=_HASH,
                type=Type.ID,
            )
        return self.guard.mac(_PIN_LABEL, stored.badge.lower().encode() + b"\0" + hashed)

    def _check_patience(self, key: str) -> None:
        with self._lock:
            count, since = self._wrong.get(key, (0, 0.0))
            waited = time.monotonic() - since
        if count >= _TRIES and waited < _WAIT_S:
            raise StationError("REC-023", seconds=int(_WAIT_S - waited) + 1)

    def _count_wrong(self, key: str) -> None:
        with self._lock:
            if len(self._wrong) > 1_000:  # somebody types at random
                self._wrong.clear()
            count, _ = self._wrong.get(key, (0, 0.0))
            self._wrong[key] = (count + 1, time.monotonic())

    def _checked(self, row: sqlite3.Row) -> StoredPerson:
        stored = StoredPerson.of_row(row)
        if not hmac.compare_digest(self.guard.mac(_ROW_LABEL, stored.canonical), row["mac"]):
            raise StationError("REC-012", what=f"the badge {stored.badge}")
        return stored


def _row(connection: sqlite3.Connection, badge: str) -> sqlite3.Row | None:
    found: sqlite3.Row | None = connection.execute(
        f"{_SELECT} WHERE badge = ? COLLATE NOCASE", (badge,)
    ).fetchone()
    return found


def _check(person: Person, pin: Secret) -> None:
    if not _BADGE.fullmatch(person.badge):
        raise StationError("REC-022", why="a badge has 1 to 64 letters, digits and signs")
    named = person.name.isprintable() and person.name.strip()
    if not named or len(person.name) > _LONGEST_NAME:
        raise StationError("REC-022", why=f"a name has 1 to {_LONGEST_NAME} characters")
    with pin.reveal() as data:
        length = len(data.decode(errors="replace"))
    if not _SHORTEST_PIN <= length <= _LONGEST_PIN:
        why = f"a PIN has {_SHORTEST_PIN} to {_LONGEST_PIN} characters"
        raise StationError("REC-022", why=why)


def people_digests(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """Return badge and digest of everybody, for the verification."""
    rows = connection.execute(_SELECT)
    return {(row["badge"], StoredPerson.of_row(row).digest) for row in rows}
