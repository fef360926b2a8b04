"""Which token a second one may follow, as it remembers it from the day that it was made ready.

It signs its first head as an extension of the newest head of that one alone.
"""

from dataclasses import dataclass
from typing import Final, Self

import cbor2
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pkcs11 import Attribute, ObjectClass

from station.errors import StationError
from station.hsm.certification import UNREADABLE
from station.hsm.layout import write_data
from station.hsm.session import TokenSession
from station.model.audit import SignedHead, head_message

_LABEL: Final = "station-predecessor"


@dataclass(frozen=True)
class Predecessor:
    """The token that a second one may follow.

    Attributes:
        audit: its audit certificate, DER.
        sequence: the number of the entry that it had signed last, then.
        hash: the chain's hash up to that entry.
        note: what the record keeps there for that day.
    """

    audit: bytes
    sequence: int
    hash: bytes
    note: bytes

    def written(self) -> bytes:
        """Return it as a token keeps it."""
        return cbor2.dumps([self.audit, self.sequence, self.hash, self.note])

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Return what `written` wrote; ValueError for anything else."""
        match cbor2.loads(data):
            case [bytes() as audit, int() as sequence, bytes() as hash_, bytes() as note]:
                return cls(audit, sequence, hash_, note)
            case _:
                raise ValueError("it is not a predecessor")

    def signed(self, head: SignedHead) -> bool:
        """Whether a head is a genuine one of its, no older than the one that is remembered."""
        try:
            public = x509.load_der_x509_certificate(self.audit).public_key()
            if not isinstance(public, ec.EllipticCurvePublicKey):
                return False
            message = head_message(head.sequence, head.hash)
            public.verify(head.signature, message, ec.ECDSA(hashes.SHA256()))
        except (*UNREADABLE, InvalidSignature):
            return False
        if head.sequence == self.sequence:
            return head.hash == self.hash
        return head.sequence > self.sequence


def predecessor_of(token: TokenSession) -> Predecessor | None:
    """Return which token this one may follow, None for none.

    Of two, where a crash came between, the newer one.

    Raises:
        StationError: HSM-019 where what is kept of it can't be read.
    """
    try:
        found = [
            Predecessor.parse(one[Attribute.VALUE])
            for one in token.labelled(ObjectClass.DATA, _LABEL)
        ]
    except (cbor2.CBORError, ValueError) as error:
        raise StationError("HSM-019", type(error).__name__, what=_LABEL) from error
    return max(found, key=lambda one: one.sequence, default=None)


def keep_predecessor(token: TokenSession, predecessor: Predecessor) -> None:
    """Keep it in place of what was kept before, which stays until the new one is there."""
    before = token.labelled(ObjectClass.DATA, _LABEL)
    write_data(token, _LABEL, predecessor.written())
    for old in before:
        old.destroy()
