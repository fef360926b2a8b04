"""How a token is initialised: C_InitToken, then the user's PIN; no PIN passes a command line."""

import ctypes
from typing import Final

from pkcs11 import PKCS11Error, TokenFlag
from pkcs11.types import Slot

from station.errors import StationError
from station.hsm.requests_any import (
    InitialiseToken,
)
from station.hsm.session import load, tokens_in
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


def initialise(request: InitialiseToken) -> None:
    """Make a token of that label in a slot whose token was never initialised, with both PINs.

    Raises:
        StationError: HSM-001; HSM-020 where there is a token of that label, HSM-002 without a free
            slot, HSM-008 for what the library refuses.
    """
    slots, _ = load(request.library)
    label = request.label.encode()
    if not 0 < len(label) <= _LABEL_SIZE:
        raise StationError("HSM-008", f"a label has 1 to {_LABEL_SIZE} bytes, not {len(label)}")
    slot = _free(slots, request.label)
    _init_token(request.library, slot.slot_id, label, request.so_pin)
    try:
        with request.so_pin.reveal() as so_pin, request.pin.reveal() as pin:
            token = slot.get_token()
            with token.open(rw=True, so_pin=so_pin.decode("utf-8")) as session:
                session.init_pin(pin.decode("utf-8"))
    except UnicodeDecodeError:
        raise StationError("HSM-008", "a PIN is not UTF-8") from None
    except PKCS11Error as error:
        raise StationError("HSM-008", f"{type(error).__name__} at the user's PIN") from error


def _free(slots: list[Slot], label: str) -> Slot:
    """Return a slot to initialise; one that holds anything is never touched."""
    free = []
    for slot, token in tokens_in(slots):
        if TokenFlag.TOKEN_INITIALIZED not in token.flags:
            free.append(slot)
        elif token.label == label:
            raise StationError("HSM-020", label=shown(label))
    if not free:
        raise StationError("HSM-002", "no slot has a token that can be initialised")
    return free[0]


def _init_token(path: str, slot_id: int, label: bytes, so_pin: Secret) -> None:
    """Call C_InitToken, which python-pkcs11 doesn't offer, in the library that it has loaded."""
    table = ctypes.POINTER(ctypes.c_void_p)()
    ctypes.CDLL(path).C_GetFunctionList(ctypes.byref(table))
    init_token = _InitToken(table[_TENTH_FUNCTION] or 0)
    with so_pin.reveal() as pin:
        result = init_token(slot_id, pin, len(pin), label.ljust(_LABEL_SIZE))
    if result != _CKR_OK:
        raise StationError("HSM-008", f"C_InitToken: 0x{result:x}")
