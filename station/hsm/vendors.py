"""VENDORS: what differs between PKCS#11 libraries, one row each, and why."""

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Origin(Enum):
    """What CKA_LOCAL, ALWAYS_SENSITIVE and NEVER_EXTRACTABLE are worth on a key made there."""

    TOLD = "told"
    NOT_TOLD = "not told"


@dataclass(frozen=True)
class Vendor:
    """One row.

    Attributes:
        name: as people call it.
        manufacturer: how CK_INFO.manufacturerID begins.
        origin: whether the library tells truly that a key was made on the token.
        shortest_hmac_key: bytes; a shorter key is refused by the library without a good reason.
    """

    name: str
    manufacturer: str
    origin: Origin = Origin.TOLD
    shortest_hmac_key: int = 1


# A library that nobody has tried yet is held to the letter of PKCS#11 2.40.
UNKNOWN: Final = Vendor("unknown", "")

VENDORS: Final[tuple[Vendor, ...]] = (
    # 2.6.1 refuses an HMAC key under the size of the hash (CKR_KEY_SIZE_RANGE), when it is used.
    Vendor("SoftHSM", "SoftHSM", shortest_hmac_key=32),
    # softokn 3.87 answers CKA_LOCAL false for keys that it has just made; and it wraps keys that
    # are not extractable, which is why protection is tried and not only read.
    Vendor("NSS", "Mozilla Foundation", origin=Origin.NOT_TOLD),
)


def vendor_of(manufacturer: str) -> Vendor:
    """Return the row for a library's manufacturer ID, or the one for a library nobody tried."""
    return next((row for row in VENDORS if manufacturer.startswith(row.manufacturer)), UNKNOWN)
