"""Checksums as programs of a device print them: of what is typed there, and of what it answers.

A device has one of `CHECKS`. The last, a mere length, is for those that have nothing else.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Final

_POLYNOMIAL: Final = 0x04C1_1DB7
_WORD: Final = 0xFFFF_FFFF
_TOP: Final = 0x8000_0000


def _remainder(value: int) -> int:
    for _ in range(8):
        value = (value << 1 ^ _POLYNOMIAL if value & _TOP else value << 1) & _WORD
    return value


_TABLE: Final = tuple(_remainder(byte << 24) for byte in range(256))


def cksum(data: bytes) -> str:
    """Return what `cksum` prints first of `data` (POSIX, XCU: the CRC of ISO/IEC 8802-3)."""
    size = len(data)
    length = size.to_bytes((size.bit_length() + 7) // 8, "little")
    crc = 0
    for byte in data + length:
        crc = (crc << 8 & _WORD) ^ _TABLE[crc >> 24 ^ byte]
    return str(crc ^ _WORD)


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def _length(data: bytes) -> str:
    return str(len(data))


Check = Callable[[bytes], str]

CHECKS: Final[Mapping[str, Check]] = {"cksum": cksum, "md5sum": _md5, "wc -c": _length}
"""What a device may check by, best first: the program, and the first word that it prints."""
