"""A second guard in software that may take the first one's place, and how it is made ready."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from station.errors import StationError
from station.model.audit import GENESIS, KnownHead, SignedHead, head_message
from station.model.people import Person
from station.model.rights import Right
from station.records.ceremonies import CeremonyKind
from station.records.replacement import KeptNote
from station.records.store import Records
from station.records.successions import AUDIT, ISSUING
from tests.unit.records.software import SoftwareGuard
from tests.unit.records.staffed import ANNE, BERT, agreed, credential, quick_hashing


class SecondGuard(SoftwareGuard):
    """Signs its first head after one of another guard's, as the second token does."""

    def __init__(self) -> None:
        super().__init__()
        self.before = b""
        self._mac_key = os.urandom(32)

    def _genuine(self, head: SignedHead) -> tuple[int, bytes]:
        try:
            return super()._genuine(head)
        except StationError:
            public = x509.load_der_x509_certificate(self.before).public_key()
            assert isinstance(public, ec.EllipticCurvePublicKey)
            message = head_message(head.sequence, head.hash)
            try:
                public.verify(head.signature, message, ec.ECDSA(SHA256()))
            except InvalidSignature:
                raise StationError("HSM-014", "neither guard signed it") from None
            if self._last == (0, GENESIS):
                self._last = (head.sequence, head.hash)
            return head.sequence, head.hash


@dataclass
class SoftHeir:
    """The second guard on the day; see `records.replacement.Heir`."""

    guard: SecondGuard
    before: bytes
    anchor: KnownHead
    note: KeptNote
    marked: list[str] = field(default_factory=list)

    def macs(self, label: str, items: Sequence[bytes]) -> list[bytes]:
        self.marked.append(label)
        return [self.guard.mac(label, item) for item in items]


def made_ready(
    records: Records,
    first: SoftwareGuard,
    people: Sequence[Person] = (ANNE, BERT),
    issuing: bytes = b"",
    guard: SecondGuard | None = None,
) -> SoftHeir:
    """Have the record know a second guard, with its issuing CA, which follows the first now."""
    guard = guard or SecondGuard()
    guard.before = first.audit_certificate
    digest = hashlib.sha256(issuing).hexdigest()
    more = {AUDIT: guard.audit_certificate.hex(), ISSUING: digest}
    with quick_hashing():
        approval = agreed(records, Right.CEREMONY)
        records.ceremonies.held(
            CeremonyKind.SECOND, "00", rehearsed=False, approval=approval, more=more
        )
        note = records.second.note([credential(one) for one in people], guard)
    return SoftHeir(guard, first.audit_certificate, first.last_head(), note)
