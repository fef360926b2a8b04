"""Whose a key on a token is, as far as the record knows: told by its run's name, or by the key."""

import sqlite3
from dataclasses import dataclass
from typing import Final

from station.model.enrollment import EnrollmentStatus
from station.records.database import Readings

_COLUMNS: Final = (
    "SELECT runs.serial, runs.name, enrollments.status, enrollments.replaced,"
    " enrollments.serial AS enrolled"
)
_BY_RUN: Final = (
    f"{_COLUMNS} FROM runs LEFT JOIN enrollments ON enrollments.run_id = runs.id"
    " WHERE runs.name = ?"
)
# The live one comes first, where a key was enrolled more than once.
_BY_KEY: Final = (
    f"{_COLUMNS} FROM enrollments JOIN runs ON runs.id = enrollments.run_id"
    " WHERE enrollments.key_fingerprint = ?"
    " ORDER BY enrollments.replaced = 0 DESC, enrollments.id DESC LIMIT 1"
)


@dataclass(frozen=True)
class KeyOwner:
    """The unit that a key was made for.

    Attributes:
        serial: its serial number; empty where its run never knew it.
        run: the run that made the key.
        enrolled: whether the unit passed with it, then or later.
        live: whether it is enrolled with it still: neither revoked nor replaced since.
    """

    serial: str
    run: str
    enrolled: bool
    live: bool


def read_key_owner(reads: Readings, key_id: bytes, fingerprint: bytes) -> KeyOwner | None:
    """Return whose a key is; None where the record knows nothing of it.

    Args:
        reads: the record.
        key_id: its CKA_ID, which is the name of the run that made it, if Station did.
        fingerprint: SHA-256 of its SubjectPublicKeyInfo; empty where there is none.
    """
    row = reads.row(_BY_KEY, (fingerprint,)) if fingerprint else None
    if row is None and key_id.isascii():
        row = reads.row(_BY_RUN, (key_id.decode("ascii"),))
    return None if row is None else _owner(row)


def _owner(row: sqlite3.Row) -> KeyOwner:
    enrolled = row["enrolled"] is not None
    revoked = row["status"] == EnrollmentStatus.REVOKED.value
    live = enrolled and row["replaced"] == 0 and not revoked
    serial = row["enrolled"] if enrolled else row["serial"] or ""
    return KeyOwner(serial, row["name"], enrolled, live)
