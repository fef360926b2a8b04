"""How a library begins that wants to be told something at C_Initialize."""

import ctypes
import os
from typing import Final

from station.hsm.vendors import argument_of

# CK_C_INITIALIZE_ARGS, PKCS#11 2.40 base 3.7; CKF_OS_LOCKING_OK.
_OS_LOCKING: Final = 2
# C_Initialize is the first of CK_FUNCTION_LIST, after the version filled up to a pointer's size.
_FIRST_FUNCTION: Final = 1
_Initialize: Final = ctypes.CFUNCTYPE(ctypes.c_ulong, ctypes.c_void_p)
# What libraries were given: they and their tables keep pointing there.
_kept: Final[list[object]] = []


def hand_over_argument(path: str) -> None:
    """Have C_Initialize get its argument, for a library that wants one and whose module gives it.

    python-pkcs11 passes none, and takes no library that somebody else has initialised; so the
    function's place in the library's own table gets one that adds the argument.
    """
    variable = argument_of(path)
    argument = os.environ.get(variable) if variable else None
    if argument is None:
        return
    try:
        library = ctypes.CDLL(path)
    except OSError:
        return  # python-pkcs11 says why
    table = ctypes.POINTER(ctypes.c_void_p)()
    library.C_GetFunctionList(ctypes.byref(table))
    real = _Initialize(table[_FIRST_FUNCTION] or 0)
    text = ctypes.create_string_buffer(argument.encode())
    # Four functions for locks, the flags, the argument: six fields of a pointer's size on Linux.
    arguments = (ctypes.c_void_p * 6)(None, None, None, None, _OS_LOCKING, ctypes.addressof(text))

    def initialize(_: int | None) -> int:
        return int(real(ctypes.addressof(arguments)))

    instead = _Initialize(initialize)
    _kept.extend((library, text, arguments, instead))
    table[_FIRST_FUNCTION] = ctypes.cast(instead, ctypes.c_void_p)
