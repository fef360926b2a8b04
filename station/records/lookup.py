"""What an enrollment is found by beside its names: hashes, kept in its row and never believed."""

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import Final, NamedTuple, Self

from station.model.attestation import (
    Attestation,
    SymmetricKeyAttestation,
    TpmAttestation,
    X509Attestation,
)

_PAGE: Final = 1_000


class Hashes(NamedTuple):
    """What is kept of an attestation to find it by, each None where there is nothing to hash.

    Attributes:
        ek_hash: SHA-256 of the endorsement key, a TPM2B_PUBLIC with its size prefix.
        certificate_sha1: SHA-1 of the certificate (DER), as tools show its thumbprint.
        certificate_sha256: SHA-256 of the same.
    """

    ek_hash: bytes | None = None
    certificate_sha1: bytes | None = None
    certificate_sha256: bytes | None = None

    @classmethod
    def of_parts(cls, ek_public: bytes | None, certificate: bytes | None) -> Self:
        """Return those of an endorsement key and a certificate (DER), as far as there are any."""
        ek_hash = None if ek_public is None else hashlib.sha256(ek_public).digest()
        if certificate is None:
            return cls(ek_hash)
        certificate_sha1 = hashlib.sha1(certificate, usedforsecurity=False).digest()
        certificate_sha256 = hashlib.sha256(certificate).digest()
        return cls(ek_hash, certificate_sha1, certificate_sha256)

    @classmethod
    def of(cls, attestation: Attestation) -> Self:
        """Return those of an attestation."""
        match attestation:
            case TpmAttestation(endorsement_key=key):
                return cls.of_parts(key.public, key.certificate)
            case X509Attestation(certificate=certificate):
                return cls.of_parts(None, certificate)
            case SymmetricKeyAttestation():
                return cls()


HASHES: Final = Hashes._fields


def fill_identifiers(connection: sqlite3.Connection) -> None:
    """Put what it is found by into every row that an older Station wrote without."""
    after, hashes = 0, ", ".join(f"{name} = ?" for name in HASHES)
    while rows := connection.execute(
        "SELECT id, ek_public, certificate FROM enrollments WHERE id > ? ORDER BY id LIMIT ?",
        (after, _PAGE),
    ).fetchall():
        after = rows[-1][0]
        connection.executemany(
            "UPDATE enrollments SET device_name = coalesce(device_id, registration_id),"  # noqa: S608 - constants
            f" {hashes} WHERE id = ?",
            [(*Hashes.of_parts(ek, certificate), number) for number, ek, certificate in rows],
        )


def lookup_findings(row: sqlite3.Row) -> Iterator[str]:
    """Yield what is wrong with what an enrollment's row is found by.

    No entry tells of it: it follows from the columns that are covered.
    """
    due = (
        row["registration_id"] if row["device_id"] is None else row["device_id"],
        *Hashes.of_parts(row["ek_public"], row["certificate"]),
    )
    if tuple(row[name] for name in ("device_name", *HASHES)) != due:
        yield f"what enrollment {row['id']} ({row['registration_id']}) is found by was changed"
