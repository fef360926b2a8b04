"""The TPM makers' certificates that a supervisor trusts, each row under the guard's MAC."""

import hashlib
import hmac
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from cryptography import x509

from station.errors import Fault, StationError
from station.model.attestation import TrustStore
from station.records.audit import EntryKind, Heads, Journal
from station.records.database import Readings, Writer
from station.records.encoding import canonical_json, time_text
from station.records.guard import Guard

_LABEL: Final = "station-root-v1"


class RootKind(Enum):
    """What a trusted certificate is for."""

    ROOT = "root"
    INTERMEDIATE = "intermediate"


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

    def add(self, certificate: bytes, kind: RootKind) -> None:
        """Trust a certificate (DER), under an audit entry and a signed head; twice is once.

        Raises:
            StationError: TPM-015 where it is no certificate; the guard's, and
                `Writer.transaction`'s.
        """
        try:
            x509.load_der_x509_certificate(certificate)
        except ValueError as error:
            raise StationError("TPM-015", "not DER of X.509", fault=Fault.USE) from error
        self.heads.catch_up()
        added = time_text(self.journal.now())
        mac = self.guard.mac(_LABEL, canonical_root(kind.value, certificate, added))
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
            )
        self.heads.sign(entry)

    def trust_store(self) -> TrustStore:
        """Return what is trusted, each row's MAC checked, or raise REC-012."""
        trusted: dict[str, list[bytes]] = {kind.value: [] for kind in RootKind}
        for row in self.reads.rows("SELECT kind, certificate, added, mac FROM roots ORDER BY id"):
            content = canonical_root(row["kind"], row["certificate"], row["added"])
            self._check(content, row["mac"], hashlib.sha256(row["certificate"]).hexdigest())
            trusted[row["kind"]].append(row["certificate"])
        return TrustStore(
            roots=tuple(trusted[RootKind.ROOT.value]),
            intermediates=tuple(trusted[RootKind.INTERMEDIATE.value]),
        )

    def _check(self, content: bytes, mac: bytes, fingerprint: str) -> None:
        known = hashlib.sha256(content + mac).digest()
        if known in self._genuine:
            return
        if not hmac.compare_digest(self.guard.mac(_LABEL, content), mac):
            raise StationError("REC-012", what=f"the trusted certificate {fingerprint[:16]}")
        self._genuine.add(known)
