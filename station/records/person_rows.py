"""The rows of the people who can log in, as the guard's MAC and the audit chain cover them."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from station.model.people import Person, Role
from station.records.database import Readings
from station.records.encoding import as_written, canonical_json, content_digest, parse_time

SELECT: Final = "SELECT * FROM people"


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
        active: 1 for who may log in, else 0.
        temporary: 1 where somebody else chose the PIN, so that it must be changed, else 0.
        pin_set: when the PIN was set, RFC 3339; empty in a row of an older Station.
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
    active: int
    temporary: int
    pin_set: str

    @classmethod
    def of_row(cls, row: sqlite3.Row) -> Self:
        """Return what a row holds."""
        return cls(**{name: row[name] for name in cls.__dataclass_fields__})

    @property
    def digest(self) -> str:
        """SHA-256 over all of it, hexadecimal."""
        words = (self.badge, self.name, self.role, self.passes, self.memory, self.lanes, self.added)
        blobs = [self.salt, self.pin_code]
        later = (self.active, self.temporary, self.pin_set)
        if later == (1, 0, ""):  # as an older Station wrote it
            return content_digest(["station-person-v1", *words], blobs).hex()
        return content_digest(["station-person-v2", *words, *later], blobs).hex()

    @property
    def canonical(self) -> bytes:
        """The bytes that the row's MAC covers."""
        return canonical_json({"person": self.digest}).encode("ascii")

    @property
    def pin_since(self) -> datetime:
        """When the PIN was set, UTC; or REC-011."""
        with as_written(f"the person {self.badge}"):
            return parse_time(self.pin_set or self.added)

    def parsed(self) -> Person:
        """Return the person, or raise REC-011."""
        with as_written(f"the person {self.badge}"):
            return Person(self.badge, self.name, Role(self.role), bool(self.active))


def read_people(reads: Readings) -> list[Person]:
    """Return everybody on record, in the order of their adding."""
    return [StoredPerson.of_row(row).parsed() for row in reads.rows(f"{SELECT} ORDER BY id")]


def people_digests(connection: sqlite3.Connection) -> dict[str, str]:
    """Return everybody's badge and digest, for the verification."""
    rows = connection.execute(SELECT)
    return {row["badge"]: StoredPerson.of_row(row).digest for row in rows}
