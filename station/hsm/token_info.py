"""What python-pkcs11 doesn't give of a library: its functions' addresses, and PINs' lengths."""

import ctypes
import struct
from typing import Final

from station.errors import StationError

_CKR_OK: Final = 0
# CK_FUNCTION_LIST, PKCS#11 2.40 base 3.6: the version, filled up to a pointer's size, then pointers
# to C_Initialize and so on; C_GetTokenInfo is the seventh.
_GET_TOKEN_INFO: Final = 7
# CK_UNAVAILABLE_INFORMATION, PKCS#11 2.40 base 3.2, of a length that the token doesn't tell.
_UNTOLD: Final = 2 ** (8 * ctypes.sizeof(ctypes.c_ulong)) - 1
_MAX_PIN: Final = 255
# CK_TOKEN_INFO, PKCS#11 2.40 base 3.2: texts; flags, four counts of sessions, ulMaxPinLen,
# ulMinPinLen, four sizes of memory; versions; the time.
_TOKEN_INFO: Final = struct.Struct("@96s11L4s16s")
# CK_RV C_GetTokenInfo(CK_SLOT_ID, CK_TOKEN_INFO_PTR)
_GetTokenInfo: Final = ctypes.CFUNCTYPE(ctypes.c_ulong, ctypes.c_ulong, ctypes.c_void_p)

ANY_LENGTH: Final = (0, _MAX_PIN)
"""How many bytes a PIN has where a token tells nothing."""


def function_of(path: str, number: int) -> int:
    """Return the address of a function, by its place, of a library that python-pkcs11 loaded."""
    table = ctypes.POINTER(ctypes.c_void_p)()
    ctypes.CDLL(path).C_GetFunctionList(ctypes.byref(table))
    return table[number] or 0


def pin_lengths(path: str, slot_id: int) -> tuple[int, int]:
    """Return how many bytes a PIN of a slot's token has, at least and at most.

    A token that doesn't tell takes any up to 255.

    Raises:
        StationError: HSM-008 where the library refuses to tell.
    """
    get_token_info = _GetTokenInfo(function_of(path, _GET_TOKEN_INFO))
    info = ctypes.create_string_buffer(_TOKEN_INFO.size)
    result = get_token_info(slot_id, info)
    if result != _CKR_OK:
        raise StationError("HSM-008", f"C_GetTokenInfo: 0x{result:x}")
    longest, shortest = _TOKEN_INFO.unpack(info.raw)[6:8]
    return (
        0 if shortest == _UNTOLD else min(shortest, _MAX_PIN),
        _MAX_PIN if longest in {0, _UNTOLD} else min(longest, _MAX_PIN),
    )
