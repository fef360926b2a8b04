"""How a derived key gets from the factory's token into a unit's, wrapped: what each is asked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MakeTransportKey:
    """Make a key pair to wrap to; answer `Blobs`: SubjectPublicKeyInfo, and the padding's hash."""


@dataclass(frozen=True)
class WrapDerivedKey:
    """Derive a device's key and wrap it; answer `Blobs`: it wrapped, its HMAC of the message.

    Attributes:
        group_id: the group's.
        name: what the key is derived from.
        transport: SubjectPublicKeyInfo of the unit's transport key, DER.
        padding: the hash of RSA-OAEP, as the unit's token told it.
        message: what the HMAC is made of, by which the unit's token checks the key.
        number: which of the group's keys.
    """

    group_id: str
    name: bytes
    transport: bytes
    padding: bytes
    message: bytes
    number: int = 1


@dataclass(frozen=True)
class DerivedHmac:
    """Derive a device's key and make an HMAC-SHA256 by it; answer `Blob`."""

    group_id: str
    name: bytes
    message: bytes
    number: int = 1


@dataclass(frozen=True)
class InstallWrappedKey:
    """Unwrap an HMAC key for good, which must make that HMAC of the message; answer `Done`."""

    label: str
    key_id: bytes
    wrapped: bytes
    message: bytes
    hmac: bytes
