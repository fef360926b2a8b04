"""What the worker of a unit's token is asked."""

from dataclasses import dataclass

from station.secret import Secret


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
class FindObjects:
    """Look what has that CKA_ID; answer `Held`."""

    key_id: bytes


@dataclass(frozen=True)
class RemoveObjects:
    """Destroy the keys and the certificate with that CKA_ID; answer `Done`."""

    key_id: bytes


@dataclass(frozen=True)
class Hmac:
    """HMAC-SHA256 of each message by a secret key; answer `Blobs`."""

    key_id: bytes
    messages: tuple[bytes, ...]
