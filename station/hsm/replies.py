"""What a worker answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from station.hsm.abilities import Ability
from station.hsm.requests_leftovers import TokenObject
from station.model.audit import SignedHead
from station.model.custody import Custody
from station.model.lease import Lease
from station.model.unlocking import token_mark
from station.model.world import World
from station.secret import Secret

# PKCS#11 2.40 base 3.2, table 6.
_USER_PIN_INITIALIZED: Final = 0x00000008
_PROTECTED_AUTHENTICATION_PATH: Final = 0x00000100
_USER_PIN_FINAL_TRY: Final = 0x2_0000
_USER_PIN_LOCKED: Final = 0x4_0000


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
class Held:
    """What of a unit's key is on its token.

    Attributes:
        private: how many private keys.
        secret: how many secret keys.
        public: SubjectPublicKeyInfo of each public key, DER; empty of one that was half written.
        certificates: each, DER.
    """

    private: int
    secret: int
    public: tuple[bytes, ...]
    certificates: tuple[bytes, ...]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing at all."""
        return not (self.private or self.secret or self.public or self.certificates)


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
    custody: Custody = Custody.UNKNOWN
    manufacturer: str = ""
    model: str = ""
    serial: str = ""
    label: str = ""


@dataclass(frozen=True)
class Kept:
    """What the token that is open keeps keys in."""

    custody: Custody


@dataclass(frozen=True)
class TokenSeen:
    """A token in a slot; `flags` is CK_TOKEN_INFO.flags, PKCS#11 2.40 base 3.2."""

    slot_id: int
    label: str
    serial: str
    manufacturer: str
    model: str
    flags: int


@dataclass(frozen=True)
class Listing:
    """What a library says of itself, and its tokens."""

    manufacturer: str
    description: str
    version: str
    slots: int
    tokens: tuple[TokenSeen, ...]


@dataclass(frozen=True)
class Tried:
    """Whether a token can do something: `trouble` is empty where it can; how long it took."""

    ability: Ability
    trouble: str
    microseconds: int


@dataclass(frozen=True)
class Checked:
    """What came of trying a token: what it can do, and each way by which it gave a key out."""

    manufacturer: str
    token: TokenSeen
    tried: tuple[Tried, ...]
    broken: tuple[str, ...]


@dataclass(frozen=True)
class TokenFacts:
    """What a library's slots hold.

    Attributes:
        found: how many tokens were initialised, and have the label that was asked for.
        others: how many were, and have another.
        blank: how many were not.
        shortest: the least number of bytes that a PIN may have (CK_TOKEN_INFO.ulMinPinLen), of the
            one that was found, or else of the blank one.
        longest: the greatest (ulMaxPinLen).
    """

    found: int
    others: int
    blank: int
    shortest: int
    longest: int


@dataclass(frozen=True)
class Which:
    """Which of several it was, from 0."""

    index: int


@dataclass(frozen=True)
class WrappedCopy:
    """A key on its way to somebody: by RSA-OAEP with SHA-1 for hash and mask, as PKCS #1 has it.

    `recipient` is SHA-256 of the SubjectPublicKeyInfo (DER) of the key that opens it.
    """

    recipient: bytes
    data: bytes


@dataclass(frozen=True)
class WrappedPair:
    """A key pair on its way into the one token that can open it.

    Attributes:
        public: SubjectPublicKeyInfo, DER.
        wrapped: the private key, PKCS#8 under an AES key by RFC 5649.
        wrapping: that AES key, encrypted to the token by RSA-OAEP.
        padding: the hash of RSA-OAEP.
    """

    public: bytes
    wrapped: bytes
    wrapping: bytes
    padding: bytes


@dataclass(frozen=True)
class KeyBirth:
    """Where a key came from, a value of `Birth`, and the copies made of it then, for good.

    Attributes:
        birth: the value.
        copies: those that there are.
        escrow: the recipient, as a copy names it, that is the escrow; empty where there is none.
    """

    birth: str
    copies: tuple[WrappedCopy, ...]
    escrow: bytes


@dataclass(frozen=True)
class TokenIdentity:
    """What a token says of itself to anybody; text as its maker wrote it.

    Attributes:
        label: its label.
        serial: its serial number.
        manufacturer: who made it.
        model: which one it is.
        firmware: its firmware's version.
        flags: CK_TOKEN_INFO.flags, PKCS#11 2.40 base 3.2.
        custody: what it keeps keys in, as its library's row tells.
    """

    label: str
    serial: str
    manufacturer: str
    model: str
    firmware: str
    flags: int
    custody: Custody = Custody.UNKNOWN

    @property
    def final_try(self) -> bool:
        """Whether it says that one more wrong PIN of the user's locks it."""
        return bool(self.flags & _USER_PIN_FINAL_TRY)

    @property
    def has_pad(self) -> bool:
        """Whether it says that its PIN is typed at a pad of its own."""
        return bool(self.flags & _PROTECTED_AUTHENTICATION_PATH)

    @property
    def mark(self) -> str:
        """What it is told by before it is open, as `token_mark` makes it."""
        return token_mark(self.manufacturer, self.model, self.serial, self.label)

    @property
    def usable(self) -> bool:
        """Whether it says that its user has a PIN: without, its initialising was broken off."""
        return bool(self.flags & _USER_PIN_INITIALIZED)

    @property
    def locked(self) -> bool:
        """Whether it says that the user's PIN is locked."""
        return bool(self.flags & _USER_PIN_LOCKED)


@dataclass(frozen=True)
class KeyFact:
    """One of Station's keys on a token: nothing secret.

    Attributes:
        label: its label.
        kind: as `ec-p256`, `rsa-3072` or `secret-256`.
        fingerprint: SHA-256 of its SubjectPublicKeyInfo; of the record key an HMAC by it, 32 bytes;
            of another secret key empty.
    """

    label: str
    kind: str
    fingerprint: bytes


@dataclass(frozen=True)
class Keys:
    """Station's keys on a token."""

    items: tuple[KeyFact, ...]


@dataclass(frozen=True)
class Objects:
    """The keys and certificates on a token, kind by kind."""

    items: tuple[TokenObject, ...]


@dataclass(frozen=True)
class Refused:
    """A `StationError`, by its code, its detail and the named places of its text."""

    code: str
    detail: str
    data: Mapping[str, str | int] = field(default_factory=dict)
