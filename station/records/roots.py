"""The TPM makers' certificates that a supervisor trusts, each row under the guard's MAC."""

import hashlib
import hmac
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from station.errors import Fault, StationError
from station.model.attestation import TrustStore
from station.model.der import outline
from station.model.rights import Approval
from station.records.audit import Heads, Journal
from station.records.database import Readings, Writer
from station.records.encoding import canonical_json, time_text
from station.records.entries import EntryKind
from station.records.guard import Guard

ROOT_LABEL: Final = "station-root-v1"


class RootKind(Enum):
    """What a trusted certificate is for."""

    ROOT = "root"
    INTERMEDIATE = "intermediate"
    REFUSED = "refused"  # one that ships with Station, and isn't trusted here


@dataclass(frozen=True)
class TrustedCertificate:
    """A row of the record.

    Attributes:
        kind: what it is for.
        certificate: DER.
        added: when, RFC 3339, UTC.
    """

    kind: RootKind
    certificate: bytes
    added: str

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hexadecimal."""
        return hashlib.sha256(self.certificate).hexdigest()


def canonical_root(kind: str, certificate: bytes, added: str) -> bytes:
    """Return the bytes that a trusted certificate's MAC covers."""
    content = {"kind": kind, "certificate": certificate.hex(), "added": added}
    return canonical_json(dict(content)).encode("ascii")


@dataclass
class TrustedRoots:
    """Adds trusted certificates, and gives none whose MAC isn't the guard's.

    As with orders, the guard is asked once in a process for each content and MAC.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    _genuine: set[bytes] = field(default_factory=set)

    def add(self, certificate: bytes, kind: RootKind, approval: Approval | None = None) -> None:
        """Trust a certificate (DER), under an audit entry and a signed head; twice is once.

        Raises:
            StationError: TPM-015 where it is no certificate; the guard's, and
                `Writer.transaction`'s.
        """
        try:
            outline(certificate)  # some makers' own roots are read only once they are put right
        except ValueError as error:
            raise StationError("TPM-015", "not DER of X.509", fault=Fault.USE) from error
        self.heads.catch_up()
        added = time_text(self.journal.now())
        mac = self.guard.mac(ROOT_LABEL, canonical_root(kind.value, certificate, added))
        fingerprint = hashlib.sha256(certificate).digest()
        with self.writer.transaction() as connection:
            known = connection.execute(
                "SELECT id FROM roots WHERE fingerprint = ? AND kind = ?",
                (fingerprint, kind.value),
            ).fetchone()
            if known is not None:
                return
            self.writer.database.table("roots").insert(
                {
                    "kind": kind.value,
                    "certificate": certificate,
                    "fingerprint": fingerprint,
                    "added": added,
                    "mac": mac,
                }
            )
            entry = self.journal.append(
                connection,
                EntryKind.ROOT_ADDED,
                {"kind": kind.value, "sha256": fingerprint.hex()},
                approval,
            )
        self.heads.sign(entry)

    def remove(self, fingerprint: str, kind: RootKind, approval: Approval | None = None) -> None:
        """Take a certificate off again, under an audit entry and a signed head.

        Raises:
            StationError: TPM-031 where none has this SHA-256; the guard's, and
                `Writer.transaction`'s.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            gone = connection.execute(
                "DELETE FROM roots WHERE fingerprint = ? AND kind = ?",
                (bytes.fromhex(fingerprint), kind.value),
            ).rowcount
            if not gone:
                raise StationError("TPM-031", what=fingerprint)
            entry = self.journal.append(
                connection,
                EntryKind.ROOT_REMOVED,
                {"kind": kind.value, "sha256": fingerprint},
                approval,
            )
        self.heads.sign(entry)

    def certificates(self) -> list[TrustedCertificate]:
        """Return all rows, oldest first, each one's MAC checked, or raise REC-012."""
        found = []
        for row in self.reads.rows("SELECT kind, certificate, added, mac FROM roots ORDER BY id"):
            content = canonical_root(row["kind"], row["certificate"], row["added"])
            self._check(content, row["mac"], hashlib.sha256(row["certificate"]).hexdigest())
            found.append(
                TrustedCertificate(RootKind(row["kind"]), bytes(row["certificate"]), row["added"])
            )
        return found

    def trust_store(self) -> TrustStore:
        """Return what a supervisor trusts and refuses, each row's MAC checked, or raise REC-012."""
        rows = self.certificates()
        return TrustStore(
            roots=tuple(row.certificate for row in rows if row.kind is RootKind.ROOT),
            intermediates=tuple(
                row.certificate for row in rows if row.kind is RootKind.INTERMEDIATE
            ),
            refused=tuple(row.certificate for row in rows if row.kind is RootKind.REFUSED),
        )

    def _check(self, content: bytes, mac: bytes, fingerprint: str) -> None:
        known = hashlib.sha256(content + mac).digest()
        if known in self._genuine:
            return
        if not hmac.compare_digest(self.guard.mac(ROOT_LABEL, content), mac):
            raise StationError("REC-012", what=f"the trusted certificate {fingerprint[:16]}")
        self._genuine.add(known)
