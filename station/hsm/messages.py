"""What a worker is asked and what it answers: a closed set of messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

from station.model.audit import SignedHead
from station.model.lease import Lease
from station.secret import Secret


class World(Enum):
    """Whether a token belongs to production or to practice; the two are never mixed."""

    PRODUCTION = "production"
    PRACTICE = "practice"


# --- what any worker is asked -----------------------------------------------------------------


@dataclass(frozen=True)
class InitialiseToken:
    """Make a token of that label in a free slot, with both its PINs; answer `Done`."""

    library: str
    label: str
    so_pin: Secret
    pin: Secret


@dataclass(frozen=True)
class ProveOfficer:
    """Log in as the token's security officer and out again; answer `Done`. Opens nothing."""

    library: str
    label: str | None
    so_pin: Secret


@dataclass(frozen=True)
class OpenToken:
    """Load the library, find the token and log in; the first request, sent once; answer `Done`."""

    library: str
    label: str | None
    pin: Secret


# --- what a unit's token is asked -------------------------------------------------------------


@dataclass(frozen=True)
class GenerateKeyPair:
    """Make a key pair, `kind` being a value of `KeyKind`; answer `Blob`, SubjectPublicKeyInfo."""

    kind: str
    label: str
    key_id: bytes


@dataclass(frozen=True)
class RequestCertificate:
    """Sign a certificate request in that common name; answer `Blob`, PKCS#10 in DER."""

    key_id: bytes
    common_name: str


@dataclass(frozen=True)
class Sign:
    """Sign each message with a private key; answer `Blobs`."""

    key_id: bytes
    messages: tuple[bytes, ...]


@dataclass(frozen=True)
class WriteCertificates:
    """Write a certificate beside its key, and its chain; DER; answer `Done`."""

    key_id: bytes
    label: str
    certificate: bytes
    chain: tuple[bytes, ...]


@dataclass(frozen=True)
class ReadCertificate:
    """Read the certificate beside a key; answer `Blob`, DER."""

    key_id: bytes


@dataclass(frozen=True)
class PlaintextKey:
    """A key on its way into a token in the clear."""

    label: str
    key_id: bytes
    key: Secret


@dataclass(frozen=True)
class InjectPlaintextKeys:
    """Install HMAC keys for good; answer `Done`."""

    keys: tuple[PlaintextKey, ...]


@dataclass(frozen=True)
class RemoveObjects:
    """Destroy the keys and the certificate with that CKA_ID; answer `Done`."""

    key_id: bytes


@dataclass(frozen=True)
class Hmac:
    """HMAC-SHA256 of each message by a secret key; answer `Blobs`."""

    key_id: bytes
    messages: tuple[bytes, ...]


# --- what the ceremony asks of the root's and the factory's token -----------------------------


@dataclass(frozen=True)
class PrepareRoot:
    """Make the root CA, or go on with the one that is there; answer `Blob`, DER."""

    name: str
    world: World
    now: int


@dataclass(frozen=True)
class PrepareIssuing:
    """Make the issuing CA's key; answer `Blob`, a request in PKCS#10.

    Refused with HSM-020 by a token whose set-up was finished.
    """

    name: str
    world: World


@dataclass(frozen=True)
class CertifyIssuing:
    """Certify the issuing CA with the root's key; answer `Blob`, DER."""

    csr: bytes
    now: int


@dataclass(frozen=True)
class FinishSetUp:
    """Make all else that a factory's token holds, its mark last; answer `Done`."""

    name: str
    world: World
    issuing: bytes
    root: bytes
    now: int


# --- what the factory's token is asked --------------------------------------------------------


@dataclass(frozen=True)
class ReadFactory:
    """Check that the token is a factory's, set up and sound; answer `Factory`."""


@dataclass(frozen=True)
class CertificateRequest:
    """A unit's request in PKCS#10, and the only name it may ask for."""

    csr: bytes
    common_name: str


@dataclass(frozen=True)
class IssueCertificates:
    """Issue a certificate for each request, or none if one is refused; answer `Blobs`, DER.

    `now` is in seconds since the epoch.
    """

    requests: tuple[CertificateRequest, ...]
    valid_days: int
    now: int


@dataclass(frozen=True)
class CreateGroupKey:
    """Make a group's key where there is none yet; answer `Done`."""

    group_id: str


@dataclass(frozen=True)
class DeriveKeys:
    """HMAC-SHA256 of each input by a group's key: the devices' keys.

    Answer `Secrets`, one: all keys end to end, 32 bytes each.
    """

    group_id: str
    inputs: tuple[bytes, ...]


@dataclass(frozen=True)
class DiscloseGroupKey:
    """Give out a group's key, of a practice token alone; answer `Secrets`, one."""

    group_id: str


@dataclass(frozen=True)
class Seal:
    """Encrypt for this token alone, bound to a purpose; answer `Blob`."""

    purpose: str
    data: Secret


@dataclass(frozen=True)
class Unseal:
    """Open what was sealed for that purpose; answer `Secrets`, one."""

    purpose: str
    sealed: bytes


@dataclass(frozen=True)
class Mac:
    """HMAC by the record key, each over the label and one item; answer `Blobs`."""

    label: str
    items: tuple[bytes, ...]


@dataclass(frozen=True)
class SignHead:
    """Extend the last signed head by these entries and sign the new one; answer `Head`."""

    previous: SignedHead | None
    entries: tuple[bytes, ...]


@dataclass(frozen=True)
class ReadSequence:
    """Read the number of the last head that the token signed; answer `SequenceNumber`."""


@dataclass(frozen=True)
class SignLast:
    """Sign once more the head that the token signed last; answer `Head`."""


@dataclass(frozen=True)
class ReadLease:
    """Read whose turn it is; answer `Turn`."""


@dataclass(frozen=True)
class TakeLease:
    """Take the next turn, for this worker's session, where `before` has it still; answer `Done`."""

    before: Lease
    lease: Lease


@dataclass(frozen=True)
class SignManifest:
    """Sign a file's content; answer `Blob`, a detached CMS SignedData in DER."""

    content: bytes


Request = (
    InitialiseToken
    | ProveOfficer
    | OpenToken
    | GenerateKeyPair
    | RequestCertificate
    | Sign
    | WriteCertificates
    | ReadCertificate
    | InjectPlaintextKeys
    | RemoveObjects
    | Hmac
    | PrepareRoot
    | PrepareIssuing
    | CertifyIssuing
    | FinishSetUp
    | ReadFactory
    | IssueCertificates
    | CreateGroupKey
    | DeriveKeys
    | DiscloseGroupKey
    | Seal
    | Unseal
    | Mac
    | SignHead
    | ReadSequence
    | SignLast
    | ReadLease
    | TakeLease
    | SignManifest
)


# --- what a worker answers --------------------------------------------------------------------


@dataclass(frozen=True)
class Done:
    """It is done."""


@dataclass(frozen=True)
class Blob:
    """One public thing."""

    data: bytes


@dataclass(frozen=True)
class Blobs:
    """Public things, one for each that was asked for."""

    items: tuple[bytes, ...]


@dataclass(frozen=True)
class Secrets:
    """Secret things, one for each that was asked for."""

    items: tuple[Secret, ...]


@dataclass(frozen=True)
class Head:
    """A newly signed head of the audit chain."""

    head: SignedHead


@dataclass(frozen=True)
class SequenceNumber:
    """The number of the last head that the token signed, 0 for none, and the chain's hash there."""

    number: int
    hash: bytes


@dataclass(frozen=True)
class Turn:
    """Whose turn it is at the factory's token."""

    lease: Lease


@dataclass(frozen=True)
class Factory:
    """What a factory's token says of itself; certificates in DER, the issuing CA's chain upwards.

    The token isn't sound unless each of its keys is the one that its certificate names.
    """

    world: World
    issuing_chain: tuple[bytes, ...]
    audit_certificate: bytes


@dataclass(frozen=True)
class Refused:
    """A `StationError`, by its code, its detail and the named places of its text."""

    code: str
    detail: str
    data: Mapping[str, str | int] = field(default_factory=dict)


Reply = Done | Blob | Blobs | Secrets | Head | SequenceNumber | Turn | Factory | Refused
Message = Request | Reply
Answer = TypeVar("Answer", Done, Blob, Blobs, Secrets, Head, SequenceNumber, Turn, Factory)
"""What a request is answered with where it isn't refused."""
