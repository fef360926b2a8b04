"""The audit chain: how entries hang together, and what a signed head says.

Each entry's hash covers its own canonical bytes and the hash before it, so a head (sequence number
and hash, signed by the audit key in the factory HSM) fixes everything up to it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from station.model.canonical import unicode_json

if TYPE_CHECKING:
    from pydantic import JsonValue

GENESIS: Final = bytes(32)
_HEAD_LABEL: Final = b"station-audit-head-v1\n"
_TRIAL_LABEL: Final = b"station-audit-trial-v1\n"
TRIAL_SIZE: Final = 32


@dataclass(frozen=True)
class SignedHead:
    """The newest signed point of the chain.

    Attributes:
        sequence: the number of the entry it stands on, from 1.
        hash: that entry's chain hash, 32 bytes.
        signature: by the audit key over `head_message`, ECDSA with SHA-256, DER.
    """

    sequence: int
    hash: bytes
    signature: bytes


@dataclass(frozen=True)
class KnownHead:
    """How far a chain had come, as is known from a place outside its record: an anchor.

    Attributes:
        sequence: the number of an entry that the record must have.
        hash: the chain's hash up to it, 32 bytes; None where the number alone is known.
        source: where it is known from, in words.
    """

    sequence: int
    hash: bytes | None
    source: str


@dataclass(frozen=True)
class Gap:
    """Entries that are lost, since the station went on with an older copy of its record.

    Attributes:
        first: the number of the first that is lost.
        last: that of the last, which the factory's token had signed; the next tells of the loss.
        hash: the chain's hash up to the last, 32 bytes.
        signature: by the audit key over `head_message` of these two.
    """

    first: int
    last: int
    hash: bytes
    signature: bytes

    @property
    def head(self) -> SignedHead:
        """The newest head that is lost."""
        return SignedHead(self.last, self.hash, self.signature)


def entry_bytes(sequence: int, time: str, kind: str, data: Mapping[str, "JsonValue"]) -> bytes:
    """Return an entry's canonical bytes: compact JSON with sorted keys, in UTF-8.

    Args:
        sequence: the entry's number, from 1.
        time: RFC 3339, UTC.
        kind: what happened, such as `enrolled`.
        data: what it happened to; never a secret.

    Raises:
        ValueError: for a number that JSON doesn't have, such as infinity.
    """
    entry = {"sequence": sequence, "time": time, "kind": kind, "data": dict(data)}
    return unicode_json(entry).encode()


def chain_hash(previous: bytes, entry: bytes) -> bytes:
    """Return the hash of a chain that ends in `entry`; `previous` is 32 bytes, or `GENESIS`."""
    return hashlib.sha256(previous + hashlib.sha256(entry).digest()).digest()


def extended(previous: bytes, entries: Iterable[bytes]) -> bytes:
    """Return the hash of the chain after `entries` were added to one that ended in `previous`."""
    for entry in entries:
        previous = chain_hash(previous, entry)
    return previous


def head_message(sequence: int, hash_: bytes) -> bytes:
    """Return what the audit key signs for a head: a context label, then number and hash."""
    return _HEAD_LABEL + sequence.to_bytes(8, "big") + hash_


def trial_message(chance: bytes) -> bytes:
    """Return what the audit key signs to show that it works: a label of its own, then chance.

    No head's message begins with that label, so such a signature stands for nothing.
    """
    return _TRIAL_LABEL + chance
