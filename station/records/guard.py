"""What the record needs of the factory HSM: a MAC for what grants something, signed heads."""

from collections.abc import Sequence
from typing import Protocol

from station.model.audit import KnownHead, SignedHead
from station.model.custody import FactoryToken
from station.model.lease import Lease


class Guard(Protocol):
    """The keys that guard a record; `station.hsm.factory.FactoryHsm` is one.

    Every method may raise the guard's own StationError, which passes through the record as it is,
    and returns or raises in bounded time. Called from several threads.
    """

    @property
    def audit_certificate(self) -> bytes:
        """The certificate (DER) of the audit key, ECDSA over P-256, that signs the heads."""
        ...

    @property
    def token(self) -> FactoryToken:
        """Which token the keys are in, and what it keeps them in."""
        ...

    def mac(self, label: str, data: bytes) -> bytes:
        """Return the HMAC of `data` under the record key; each `label` is a world of its own."""
        ...

    def sign_head(self, previous: SignedHead | None, entries: Sequence[bytes]) -> SignedHead:
        """Sign the head that `entries` extend `previous` to, and remember its sequence number.

        A crash between the signature and its commit leaves a record whose newest head is older
        than the one that the guard remembers, though it has all the entries. So the guard must
        accept a `previous` older than its own newest head, where the entries lead to that head or
        beyond it; a record that lacks entries is refused when it is opened.

        Args:
            previous: the record's newest signed head, whose signature the guard verifies first;
                None for the very first head.
            entries: the canonical bytes of every entry after it, in their order; at least one.

        Raises:
            StationError: HSM-014 where that doesn't extend what the guard signed before.
        """
        ...

    def last_sequence(self) -> int:
        """Return the sequence number of the newest head ever signed, 0 before the first."""
        ...

    def last_head(self) -> KnownHead:
        """Return number and hash of the newest head ever signed; 0 before the first."""
        ...

    def sign_last(self) -> SignedHead:
        """Return the newest head ever signed, signed once more.

        Raises:
            StationError: HSM-014 where there is none.
        """
        ...

    def lease(self) -> Lease:
        """Return whose turn it is to make identities; `NO_LEASE` before the first."""
        ...

    def take_lease(self, before: Lease, lease: Lease) -> None:
        """Take the next turn from `before`; whoever had it makes no identities any more.

        Raises:
            StationError: HSM-023 where it isn't `before`'s turn.
        """
        ...
