"""What the worker of the factory's token is asked."""

from dataclasses import dataclass

from station.model.audit import SignedHead
from station.model.certificate import CertificateNames, CertificateTemplate
from station.model.lease import Lease
from station.secret import Secret


@dataclass(frozen=True)
class ReadFactory:
    """Check that the token is a factory's, set up and sound; answer `Factory`."""


@dataclass(frozen=True)
class CertificateRequest:
    """A unit's request in PKCS#10, the only name it may ask for, and what else it is called."""

    csr: bytes
    common_name: str
    names: CertificateNames


@dataclass(frozen=True)
class IssueCertificates:
    """Issue a certificate for each request, or none if one is refused; answer `Blobs`, DER.

    `now` is in seconds since the epoch.
    """

    requests: tuple[CertificateRequest, ...]
    template: CertificateTemplate
    now: int


@dataclass(frozen=True)
class CreateGroupKey:
    """Make a group's key where there is none yet; answer `KeyBirth`.

    `owner` is the SubjectPublicKeyInfo (DER) of an RSA key that gets a copy; empty for nobody's.
    `number` is 1 for the group's first key, and one more for each that follows it.
    """

    group_id: str
    owner: bytes
    number: int = 1


@dataclass(frozen=True)
class DeriveKeys:
    """HMAC-SHA256 of each input by a group's key: the devices' keys.

    Answer `Secrets`, one: all keys end to end, 32 bytes each.
    """

    group_id: str
    inputs: tuple[bytes, ...]
    number: int = 1


@dataclass(frozen=True)
class DiscloseGroupKey:
    """Give out a group's key, of a practice token alone; answer `Secrets`, one."""

    group_id: str
    number: int = 1


@dataclass(frozen=True)
class RetireGroupKey:
    """Destroy a group's key, for good; one that isn't there is none. Answer `Done`."""

    group_id: str
    number: int


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
class TrySignature:
    """Sign 32 bytes of chance by the audit key, as a trial alone; answer `Blob`, DER."""

    chance: bytes


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
