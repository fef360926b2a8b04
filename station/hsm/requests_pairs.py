"""How an X.509 key that a unit's token didn't make gets into it: what each worker is asked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WrapKeyPair:
    """Make a key pair for a unit, wrap it and keep nothing; answer `WrappedPair`.

    Attributes:
        kind: a value of `KeyKind`.
        transport: SubjectPublicKeyInfo of the unit's transport key, DER.
        padding: the hash of RSA-OAEP, as the unit's token told it.
    """

    kind: str
    transport: bytes
    padding: bytes


@dataclass(frozen=True)
class InstallWrappedPair:
    """Unwrap a key pair for good; the last four are a `WrappedPair`; answer `Done`."""

    label: str
    key_id: bytes
    public: bytes
    wrapped: bytes
    wrapping: bytes
    padding: bytes


@dataclass(frozen=True)
class InjectKeyPair:
    """Make a key pair in the clear and install it for good; answer `Blob`, as `GenerateKeyPair`."""

    kind: str
    label: str
    key_id: bytes
