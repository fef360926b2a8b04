"""What stands on a unit's token already: how its worker is asked for that, and to take it off."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TokenObject:
    """A key or a certificate on a token: nothing secret.

    Attributes:
        kind: `private key`, `public key`, `secret key` or `certificate`.
        label: its CKA_LABEL; empty where that is no UTF-8.
        key_id: its CKA_ID.
        fingerprint: of a public key or a certificate: SHA-256 of the SubjectPublicKeyInfo (DER),
            empty where that can't be read.
        value: of a certificate: SHA-256 of its CKA_VALUE; else empty.
    """

    kind: str
    label: str
    key_id: bytes
    fingerprint: bytes = b""
    value: bytes = b""


@dataclass(frozen=True)
class ReadObjects:
    """Look at all keys and certificates that stay on the token; answer `Objects`."""


@dataclass(frozen=True)
class RemoveListed:
    """Destroy exactly these objects; answer `Done`."""

    objects: tuple[TokenObject, ...]
