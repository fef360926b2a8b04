"""What a link itself reads of a TPM's responses: whether one is whole, and what names the chip."""

import hashlib
from typing import Final

from station.errors import StationError

HEADER: Final = 10
MAX_RESPONSE: Final = 16_384
# TPM 2.0 Library part 3, TPM2_ReadPublic of the handle that the TCG EK Credential Profile reserves
# for the RSA-2048 key.
READ_ENDORSEMENT_KEY: Final = bytes.fromhex("8001 0000000e 00000173 81010001")

_NAME_DIGITS: Final = 24


def status(response: bytes) -> int:
    """Return the response code (TPM_RC) of a whole response."""
    return int.from_bytes(response[6:HEADER], "big")


def said_size(response: bytes) -> int:
    """Return how many bytes a response says that it has, once its header is there."""
    return int.from_bytes(response[2:6], "big")


def whole(response: bytes) -> bytes:
    """Return `response` where it has the size that it says, or raise LNK-004."""
    said = said_size(response)
    if not HEADER <= len(response) == said <= MAX_RESPONSE:
        raise StationError("LNK-004", f"a TPM response of {len(response)} bytes says {said}")
    return response


def name_of(key: bytes) -> str:
    """Return what a unit without a serial number is named by.

    Args:
        key: its endorsement key, a TPM2B_PUBLIC.
    """
    return f"tpm-{hashlib.sha256(key).hexdigest()[:_NAME_DIGITS]}"
