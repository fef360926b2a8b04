"""SMP frames out of a serial line that carries log lines, noise and halves of frames as well.

The framing is that of SMP over console: lines of 0x06 0x09 (first) or 0x04 0x14 (next), base64 and
a newline; decoded and joined they are a 16-bit length, the message and its CRC-16 (Zephyr, "MCUmgr
SMP transport specification"). Neither marker can occur in base64, so a line counts from its last
marker on, whatever stood before.
"""

import binascii
import re
import struct
from base64 import b64decode
from collections.abc import Generator
from typing import Final

from smp.exceptions import SMPException
from smp.packet import CRC16_STRUCT, FRAME_LENGTH_STRUCT, START_DELIMITER, decode

# Zephyr sends lines of 127 bytes; others may send longer ones, but nobody an endless one.
_PACKET: Final = re.compile(rb"(?:\x06\x09|\x04\x14)[A-Za-z0-9+/=]{0,1024}\r?\n")
_BEGUN: Final = re.compile(rb"(?:[\x06\x04]|(?:\x06\x09|\x04\x14)[A-Za-z0-9+/=]{0,1024}\r?)\Z")


class Frames:
    """Takes the line's bytes in pieces of any size and gives the messages that arrived whole.

    Nothing that comes in raises an error: what isn't part of a frame is skipped, between the lines
    of a frame too, and a frame with a wrong length or checksum is dropped.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._frame: Generator[None, bytes, bytes] | None = None
        self._first = b""
        self._broken = 0

    @property
    def broken(self) -> int:
        """How many frames were begun and never became a message."""
        return self._broken

    def feed(self, data: bytes) -> list[bytes]:
        """Return the SMP messages (header and CBOR body) that `data` completes, in order."""
        buffer = self._rest + data
        end = 0
        messages = []
        for match in _PACKET.finditer(buffer):
            end = match.end()
            message = self._take(match.group().rstrip(b"\r\n") + b"\n")
            if message is not None:
                messages.append(message)
        begun = _BEGUN.search(buffer, end)
        self._rest = begun.group() if begun else b""
        return messages

    def _take(self, packet: bytes) -> bytes | None:
        if packet.startswith(START_DELIMITER):
            self._drop()
            self._frame = decode()
            self._first = packet
            next(self._frame)
        if self._frame is None:
            return None
        try:
            self._frame.send(packet)
        except StopIteration as whole:
            return self._checked(whole.value)
        except (SMPException, struct.error, binascii.Error):
            self._drop()
        return None

    def _checked(self, message: bytes) -> bytes | None:
        # smp.packet takes a frame that is longer than it says, if only its checksum is right.
        (size,) = FRAME_LENGTH_STRUCT.unpack(b64decode(self._first[2:])[:2])
        if size != len(message) + CRC16_STRUCT.size:
            self._drop()
            return None
        self._frame = None
        return message

    def _drop(self) -> None:
        if self._frame is not None:
            self._broken += 1
            self._frame = None
