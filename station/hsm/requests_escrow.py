"""What is asked where keys come into a factory's token, or leave it once, wrapped."""

from dataclasses import dataclass

from station.model.world import World
from station.secret import Secret


@dataclass(frozen=True)
class PrepareEscrow:
    """Make the escrow key pair beside the root's, or go on with it; answer `Blob`.

    That is its certificate by the root, DER; `now` is in seconds since the epoch.
    """

    name: str
    world: World


@dataclass(frozen=True)
class InstallEscrow:
    """Have a factory's token wrap its keys for the escrow from now on; answer `Done`.

    Both are certificates in DER: the escrow's, and the root's that issued it.
    """

    escrow: bytes
    root: bytes


@dataclass(frozen=True)
class Rewrap:
    """Wrap what was wrapped for the escrow for somebody else; answer `Blob`.

    `kind` is a value of `Passenger`; `recipient` is an RSA key's SubjectPublicKeyInfo, DER.
    """

    kind: str
    data: bytes
    recipient: bytes


@dataclass(frozen=True)
class TransportKey:
    """Make the key pair for which keys are wrapped that come in, once; answer `Blob`.

    That is its SubjectPublicKeyInfo, DER.
    """


@dataclass(frozen=True)
class ReadKeyBirth:
    """Read how a group's key was born, or the sealing key where no group is named.

    Answer `KeyBirth`.
    """

    group_id: str | None
    number: int = 1


@dataclass(frozen=True)
class InstallGroupKey:
    """Take in a group's key where there is none yet; answer `KeyBirth`.

    It comes as `wrapped` for the transport key, by RSA-OAEP with SHA-1, or in the `clear`.
    """

    group_id: str
    wrapped: bytes
    clear: Secret | None
    owner: bytes
    number: int = 1


@dataclass(frozen=True)
class OpenPushCopy:
    """Open the copy of a group's key that was wrapped for this token itself; answer `Secrets`, one.

    There is one only of a key that was made, or taken in, to be pushed.
    """

    group_id: str
    number: int = 1


@dataclass(frozen=True)
class InstallSealingKey:
    """Take in another token's sealing key in place of one that sealed nothing; answer `Done`."""

    wrapped: bytes


@dataclass(frozen=True)
class InstallServiceKey:
    """Take in the key of a service's shared access policy, for good; answer `Done`."""

    name: str
    key: Secret


@dataclass(frozen=True)
class SignForService:
    """Sign a shared access signature by a service's policy key; answer `Blob`, 32 bytes."""

    name: str
    resource: str
    expiry: int
