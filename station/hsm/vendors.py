"""VENDORS: what differs between PKCS#11 libraries, one row each, and why."""

from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath
from typing import Final

from pkcs11._pkcs11 import lib as Library  # noqa: N812 - it is a class
from pkcs11.types import Token

from station.model.custody import Custody

__all__ = ["UNKNOWN", "VENDORS", "Custody", "Origin", "Vendor"]
__all__ += ["argument_of", "slots_move", "vendor_in", "vendor_of"]


class Origin(Enum):
    """What CKA_LOCAL, ALWAYS_SENSITIVE and NEVER_EXTRACTABLE are worth on a key made there."""

    TOLD = "told"
    NOT_TOLD = "not told"


@dataclass(frozen=True)
class Vendor:
    """One row.

    Attributes:
        name: as people call it.
        manufacturer: how CK_INFO.manufacturerID begins, or CK_TOKEN_INFO's where a library stands
            before others', as p11-kit's proxy does.
        models: how CK_TOKEN_INFO.model begins, of a library that has tokens of several kinds.
        origin: whether the library tells truly that a key was made on the token.
        shortest_hmac_key: bytes; a shorter key is refused by the library without a good reason.
        custody: what it keeps keys in.
        refused: why it is no place for keys, or None.
        file: its library's name, for a row that is needed before the library can say who made it.
        argument: the variable of its environment that holds what C_Initialize wants to be told.
        first_officer_pin: what a blank token wants at C_InitToken in place of the PIN that its
            officer is to get, as its maker's manual tells everybody.
        slots_move: whether a token that is initialised has another slot's number (CK_SLOT_ID) in
            every process that begins later.
    """

    name: str
    manufacturer: str
    models: tuple[str, ...] = ("",)
    origin: Origin = Origin.TOLD
    shortest_hmac_key: int = 1
    custody: Custody = Custody.UNKNOWN
    refused: str | None = None
    file: str | None = None
    argument: str | None = None
    first_officer_pin: str | None = None
    slots_move: bool = False


# A library that nobody has tried yet is held to the letter of PKCS#11 2.40.
UNKNOWN: Final = Vendor("unknown", "")

VENDORS: Final[tuple[Vendor, ...]] = (
    # 2.6.1 refuses an HMAC key under the size of the hash (CKR_KEY_SIZE_RANGE), when it is used;
    # its unwrap takes ENCRYPT, WRAP and VERIFY only where nothing is said of them; it has no
    # ECDSA_SHA256 (Station hashes first); never locks a PIN; and shows a token that another process
    # made only to a process that begins later, so each listing has a worker of its own. There the
    # token's slot has a number made of its serial number, whichever it had when it was blank.
    Vendor("SoftHSM", "SoftHSM", shortest_hmac_key=32, custody=Custody.SOFTWARE, slots_move=True),
    # softokn 3.87 answers CKA_LOCAL false for keys that it has just made; it wraps keys that are
    # not extractable, which is why protection is tried and not only read; and C_Initialize refuses
    # to begin without the folder of its databases in pReserved.
    Vendor(
        "NSS",
        "Mozilla Foundation",
        origin=Origin.NOT_TOLD,
        custody=Custody.SOFTWARE,
        refused="C_WrapKey gives out keys that are marked non-extractable",
        file="libsoftokn3.so",
        argument="NSS_LIB_PARAMS",
    ),
    # 3.8.1 has no EC, AES-GCM or AES key wrap; it hashes for RSA by MD5 and SHA-1 alone, so Station
    # does it; it makes what it unwraps readable whatever the template says, so Station tightens it;
    # it tells ALWAYS_SENSITIVE and NEVER_EXTRACTABLE of keys that were put in, though not LOCAL;
    # each token has the serial number 123; three wrong PINs lock one; a blank one's officer has a
    # PIN, which C_InitToken wants; the library begins only while its daemon pkcsslotd runs.
    Vendor(
        "opencryptoki's software token",
        "IBM",
        models=("IBM SoftTok", "Soft"),
        custody=Custody.SOFTWARE,
        first_officer_pin="87654321",
    ),
)


def vendor_of(library: str, token: str, model: str) -> Vendor:
    """Return the row for a token, or the one for others; the strictest of those that fit.

    Args:
        library: its library's manufacturer ID.
        token: its own, which tells what it is where the library only stands before its maker's.
        model: its model.
    """
    fitting = [
        row
        for row in VENDORS
        if any(made.startswith(row.manufacturer) for made in (library, token))
        and model.startswith(row.models)
    ]
    return max(fitting, key=_strictness, default=UNKNOWN)


def vendor_in(library: Library, token: Token) -> Vendor:
    """Return the row for a token, as it and its library say who made them."""
    return vendor_of(library.manufacturer_id, token.manufacturer_id, token.model)


def _strictness(row: Vendor) -> tuple[bool, bool]:
    return row.refused is not None, row.custody is Custody.SOFTWARE


def slots_move(manufacturer: str) -> bool:
    """Tell whether a library's slots change their numbers as tokens are initialised; see there."""
    return any(row.slots_move and manufacturer.startswith(row.manufacturer) for row in VENDORS)


def argument_of(library: str) -> str | None:
    """Return the variable that holds what a library's C_Initialize wants, by its file's name."""
    name = PurePath(library).name
    return next((row.argument for row in VENDORS if row.file == name), None)
