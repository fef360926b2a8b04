"""How a token is initialised: C_InitToken, then the user's PIN; no PIN passes a command line."""

import ctypes
from typing import Final

from pkcs11 import PKCS11Error, TokenFlag
from pkcs11._pkcs11 import lib as Library  # noqa: N812 - it is a class
from pkcs11.types import Slot

from station.errors import StationError
from station.hsm.login import logged_in
from station.hsm.pins import check_tries
from station.hsm.replies import Blob
from station.hsm.requests_any import (
    InitialiseToken,
    Marks,
)
from station.hsm.session import (
    bears,
    bears_blank,
    demand_usable,
    loaded,
    text_of,
    tokens_in,
)
from station.hsm.token_info import function_of, pin_lengths
from station.hsm.vendors import vendor_in, vendor_of
from station.model.names import shown
from station.secret import Secret

# CK_TOKEN_INFO.label, PKCS#11 2.40 base 3.2: 32 bytes, padded with blanks.
_LABEL_SIZE: Final = 32
# CK_FUNCTION_LIST, PKCS#11 2.40 base 3.6: the version, filled up to a pointer's size, then pointers
# to C_Initialize and so on; C_InitToken is the tenth.
_TENTH_FUNCTION: Final = 10
_CKR_OK: Final = 0
# CK_RV C_InitToken(CK_SLOT_ID, CK_UTF8CHAR_PTR pin, CK_ULONG pin_length, CK_UTF8CHAR_PTR label)
_InitToken: Final = ctypes.CFUNCTYPE(
    ctypes.c_ulong, ctypes.c_ulong, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p
)


def initialise(request: InitialiseToken) -> Blob:
    """Make a token of that label in a slot whose token was never initialised, with both PINs.

    One that was broken off before its user had a PIN is gone on with.

    Returns:
        The serial number that it has from now on, ASCII; empty where it tells none.

    Raises:
        StationError: HSM-001; HSM-024 where the library is no place for keys; HSM-020 where there
            is such a token of that label, HSM-002 without a free slot, HSM-043 where the token
            takes no PIN of that length or its officer has that one already, HSM-008 for what the
            library refuses. Where it is gone on with, HSM-003 for another officer's PIN, HSM-032
            where a wrong one would lock it, HSM-004 where it is locked.
    """
    library = loaded(request.library)
    demand_usable(vendor_of(library.manufacturer_id, "", ""))
    label = request.label.encode()
    if not 0 < len(label) <= _LABEL_SIZE:
        raise StationError("HSM-008", f"a label has 1 to {_LABEL_SIZE} bytes, not {len(label)}")
    slot = _begun(library, request.label, request.marks)
    begun = slot is not None
    slot = slot or _free(library, request.label, request.marks)
    demand_usable(vendor_in(library, slot.get_token()))
    for new in (request.so_pin, request.pin):
        _check_length(request.library, slot.slot_id, new)
    first = _first_officer_pin(library, slot)
    if first == request.so_pin:
        raise StationError("HSM-043", why="every token of its kind comes with it")
    if not begun:
        _init_token(request.library, slot.slot_id, label, first or request.so_pin)
    return _with_pins(request, slot, first)


def _with_pins(request: InitialiseToken, slot: Slot, first: Secret | None) -> Blob:
    known = first or request.so_pin
    try:
        with known.reveal() as old, request.so_pin.reveal() as so_pin, request.pin.reveal() as pin:
            before, officer, user = (one.decode("utf-8") for one in (old, so_pin, pin))
            token = slot.get_token()
            check_tries(token.flags, officer=True)
            with logged_in(slot, token, Secret(old), officer=True) as session:
                if first is not None:
                    session.set_pin(before, officer)
                session.init_pin(user)
        return Blob(text_of(slot.get_token().serial).encode("utf-8", "replace"))
    except UnicodeDecodeError:
        raise StationError("HSM-008", "a PIN is not UTF-8") from None
    except PKCS11Error as error:
        raise StationError("HSM-008", f"{type(error).__name__} at the new PINs") from error


def _first_officer_pin(library: Library, slot: Slot) -> Secret | None:
    """Return the PIN that a blank token's officer has already, where it still is its maker's."""
    token = slot.get_token()
    known = vendor_in(library, token).first_officer_pin
    if known is None or TokenFlag.SO_PIN_TO_BE_CHANGED not in token.flags:
        return None
    return Secret(known.encode())


def _begun(library: Library, label: str, marks: Marks) -> Slot | None:
    """Return the slot of a token of that label which has no user's PIN yet, so nothing on it."""
    for slot, token in tokens_in(library.get_slots(token_present=True)):
        begun = TokenFlag.TOKEN_INITIALIZED in token.flags
        whole = TokenFlag.USER_PIN_INITIALIZED in token.flags
        if begun and not whole and token.label == label and bears(marks, library, slot, token):
            return slot
    return None


def _free(library: Library, label: str, marks: Marks) -> Slot:
    """Return a slot whose token was never initialised; no other is touched."""
    free = []
    for slot, token in tokens_in(library.get_slots(token_present=True)):
        if TokenFlag.TOKEN_INITIALIZED not in token.flags:
            if bears_blank(marks, library, slot, token):
                free.append(slot)
        elif token.label == label and bears(marks, library, slot, token):
            raise StationError("HSM-020", label=shown(label))
    if not free:
        raise StationError("HSM-002", "no slot has a token that can be initialised")
    return free[0]


def _check_length(path: str, slot_id: int, pin: Secret) -> None:
    """Check that the token takes a PIN of that length; one that tells no lengths takes any."""
    shortest, longest = pin_lengths(path, slot_id)
    if not shortest <= len(pin) <= longest:
        raise StationError("HSM-043", why=f"it has {shortest} to {longest} characters")


def _init_token(path: str, slot_id: int, label: bytes, so_pin: Secret) -> None:
    """Call C_InitToken, which python-pkcs11 doesn't offer."""
    init_token = _InitToken(function_of(path, _TENTH_FUNCTION))
    with so_pin.reveal() as pin:
        result = init_token(slot_id, pin, len(pin), label.ljust(_LABEL_SIZE))
    if result != _CKR_OK:
        raise StationError("HSM-008", f"C_InitToken: 0x{result:x}")
