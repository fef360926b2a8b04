"""Whose turn it is to make identities: one data folder's, of all that know the factory's token."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

HOLDER_SIZE: Final = 16


class Adopting(Enum):
    """What may be gone on with, of a data folder that isn't the one which worked last."""

    NOTHING = "nothing"
    MOVED = "moved"  # it was copied or moved here, and nothing was done with it since elsewhere
    OLDER = "older"  # also a copy that is older than what the factory's token knows


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
