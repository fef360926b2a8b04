"""Which tokens a library has, told without logging in."""

from contextlib import suppress

from pkcs11 import PKCS11Error
from pkcs11.types import Slot
from pkcs11.types import Token as Pkcs11Token

from station.hsm.replies import Listing, TokenSeen
from station.hsm.requests_modules import ListTokens
from station.hsm.session import loaded, text_of, tokens_in


def list_tokens(request: ListTokens) -> Listing:
    """Return what a library says of itself, and of each token that can be read.

    Raises:
        StationError: HSM-001.
    """
    library = loaded(request.library)
    tokens = tuple(seen(*found) for found in tokens_in(library.get_slots(token_present=True)))
    slots = len(tokens)
    with suppress(PKCS11Error):
        slots = len(library.get_slots())
    major, minor = library.library_version[:2]
    return Listing(
        text_of(library.manufacturer_id),
        text_of(library.library_description),
        f"{major}.{minor}",
        slots,
        tokens,
    )


def seen(slot: Slot, token: Pkcs11Token) -> TokenSeen:
    """Return what a token says of itself."""
    return TokenSeen(
        slot.slot_id,
        text_of(token.label or ""),
        text_of(token.serial),
        text_of(token.manufacturer_id),
        text_of(token.model),
        int(token.flags),
    )
