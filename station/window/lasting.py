"""Keeps None, True and False alive under a PySide6 that gives back references it never took."""

import ctypes
import sys
from typing import Final

# More than a window can lose in a century of signals, and far from overflowing.
_ENOUGH: Final = 1 << 40


def keep_constants() -> None:
    """Make None, True and False last; once, before the first window is made.

    PySide6 6.12.0 gives back a reference to True with each signal emitted, and one to None with
    each None that a model, an event's method or an item's data returns. Python 3.12 and later don't
    count references to these objects (PEP 683); 3.11 does, and ends the process when none is left:
    "deallocating None", after some thousands of signals.
    """
    if sys.version_info >= (3, 12):
        return
    for constant in (None, True, False):
        # The count is an object's first field (PyObject.ob_refcnt).
        ctypes.c_ssize_t.from_address(id(constant)).value += _ENOUGH
