"""What a worker answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from station.model.audit import SignedHead
from station.model.lease import Lease
from station.model.world import World
from station.secret import Secret


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
class WrappedCopy:
    """A key on its way to somebody: by RSA-OAEP with SHA-1 for hash and mask, as PKCS #1 has it.

    `recipient` is SHA-256 of the SubjectPublicKeyInfo (DER) of the key that opens it.
    """

    recipient: bytes
    data: bytes


@dataclass(frozen=True)
class KeyBirth:
    """Where a key came from, a value of `Birth`, and the copies made of it then, for good."""

    birth: str
    copies: tuple[WrappedCopy, ...]


@dataclass(frozen=True)
class Refused:
    """A `StationError`, by its code, its detail and the named places of its text."""

    code: str
    detail: str
    data: Mapping[str, str | int] = field(default_factory=dict)
