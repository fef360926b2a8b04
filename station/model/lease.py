"""Whose turn it is to make identities: one data folder's, of all that know the factory's token."""

from dataclasses import dataclass
from typing import Final

HOLDER_SIZE: Final = 16


@dataclass(frozen=True)
class Lease:
    """A turn at the factory's token.

    Attributes:
        generation: its number; each opening of a record takes the next. 0 before the first.
        holder: 16 random bytes of whoever took it: two that race for a number differ in them.
    """

    generation: int
    holder: bytes


NO_LEASE: Final = Lease(0, bytes(HOLDER_SIZE))
