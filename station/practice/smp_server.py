"""The SMP server in a practice unit's firmware: the least of the OS group, and provisioning.

Written from resources/help/smp-group.md as a firmware engineer would, with nothing of the `smp`
library and nothing of `station.links`: two ends that share their mistakes would prove nothing.
"""

import binascii
import struct
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Final, Protocol, TypeVar

import cbor2

from station.practice.unit_config import Manner, UnitConfig

PROVISIONING: Final = 0x5350

_FIRST: Final = b"\x06\x09"
_NEXT: Final = b"\x04\x14"
_TEXT: Final = 124  # base64 characters in a line, which has 127 bytes with markers and newline
_LINE_MAX: Final = 1_024
_FRAME: Final = 4  # length and CRC, which share the server's buffer
_HEADER: Final = struct.Struct("!BBHHBB")
_PART: Final = 11  # the largest map around a part: its head, a number and a byte string's head
_MAX_COMMAND: Final = 4_096
_TPM_HEADER: Final = 10

_READ: Final = 0
_WRITE: Final = 2
# Group, command and operation of each request that it knows.
_ECHO: Final = (0, 0, _WRITE)
_PARAMETERS: Final = (0, 6, _READ)
_IDENTIFY: Final = (PROVISIONING, 0, _READ)
_TPM_COMMAND: Final = (PROVISIONING, 1, _WRITE)
_TPM_REST: Final = (PROVISIONING, 1, _READ)

_HAS_TPM: Final = 0x01

_EUNKNOWN: Final = 1
_EINVAL: Final = 3
_ENOTSUP: Final = 8

_NO_TPM: Final = 2
_TPM_FAILED: Final = 3
_BAD_PART: Final = 4
_TOO_LONG: Final = 5
_LOCKED: Final = 6


class TpmFront(Protocol):
    """What the server gives TPM commands to."""

    def transact(self, command: bytes) -> bytes:
        """Return the TPM's response; raise OSError where it is gone."""
        ...


def framed(message: bytes, crc_error: int = 0) -> bytes:
    """Return the lines that carry an SMP message; a `crc_error` other than 0 spoils its CRC."""
    crc = binascii.crc_hqx(message, 0) ^ crc_error
    size = len(message) + 2
    text = b64encode(size.to_bytes(2, "big") + message + crc.to_bytes(2, "big"))
    lines = [text[start : start + _TEXT] for start in range(0, len(text), _TEXT)]
    return b"".join((_NEXT if at else _FIRST) + line + b"\n" for at, line in enumerate(lines))


class FrameReader:
    """Takes the line's bytes in pieces of any size and gives whole SMP messages.

    Args:
        buffer: the server's buffer, bytes; a longer frame is dropped.
    """

    def __init__(self, buffer: int) -> None:
        self._buffer = buffer
        self._line = b""
        self._frame: bytes | None = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the messages that `data` completes."""
        *lines, rest = (self._line + data).split(b"\n")
        self._line = rest[-_LINE_MAX:]
        for line in lines:
            message = self._taken(line.rstrip(b"\r"))
            if message is not None:
                yield message

    def _taken(self, line: bytes) -> bytes | None:
        at = max(line.rfind(_FIRST), line.rfind(_NEXT))
        if at < 0:
            return None
        if line.startswith(_FIRST, at):
            self._frame = b""
        if self._frame is None:
            return None
        try:
            self._frame += b64decode(line[at + len(_FIRST) :], validate=True)
        except binascii.Error:
            self._frame = None
            return None
        return self._whole(self._frame)

    def _whole(self, frame: bytes) -> bytes | None:
        size = int.from_bytes(frame[:2], "big")
        if len(frame) > self._buffer:
            self._frame = None
        if len(frame) < size + 2 or self._frame is None:
            return None
        self._frame = None
        message, crc = frame[2:-2], int.from_bytes(frame[-2:], "big")
        right = len(frame) == size + 2 and binascii.crc_hqx(message, 0) == crc
        return message if right else None


class _RefusedError(Exception):
    """The request is refused, by a code of the provisioning group, or else a general one."""

    def __init__(self, code: int, group: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.group = group


class UnitServer:
    """Answers one SMP message at a time.

    Args:
        config: what the unit is.
        tpm: its TPM, or None.
    """

    def __init__(self, config: UnitConfig, tpm: TpmFront | None) -> None:
        self._config = config
        self._tpm = tpm
        self._identified = 0
        self._tpm_commands = 0
        self._size = 0
        self._command = b""
        self._response = b""

    @property
    def tpm_commands(self) -> int:
        """How many TPM commands it answered."""
        return self._tpm_commands

    @staticmethod
    def is_tpm_command(message: bytes) -> bool:
        """Is this a TPM command, or its first part?"""
        if len(message) < _HEADER.size:
            return False
        op, _, _, group, _, command = _HEADER.unpack_from(message)
        return (group, command, op & 7) == _TPM_COMMAND

    def answer(self, message: bytes, manner: Manner) -> bytes | None:
        """Return the answer to an SMP message, or None for what is no request.

        Args:
            message: header and CBOR body.
            manner: `REFUSES`, `NO_TPM` and `SWAPPED` change what it answers; others don't.
        """
        if len(message) < _HEADER.size:
            return None
        first, _, size, group, sequence, command = _HEADER.unpack_from(message)
        op, body = first & 7, message[_HEADER.size :]
        if op not in (_READ, _WRITE) or size != len(body):
            return None
        try:
            fields = self._answered((group, command, op), _map(body), manner)
        except _RefusedError as refused:
            fields = _error(refused, modern=bool(first & 0x18))
        data = cbor2.dumps(fields)
        header = _HEADER.pack(first + 1, 0, len(data), group, sequence, command)
        return header + data

    def _answered(
        self, what: tuple[int, int, int], fields: dict[str, object], manner: Manner
    ) -> dict[str, object]:
        if what[0] == PROVISIONING and manner is Manner.REFUSES:
            raise _RefusedError(_LOCKED, PROVISIONING)
        if what == _ECHO:
            return {"r": _of(fields, "d", str)}
        if what == _PARAMETERS:
            return {"buf_size": self._config.buffer, "buf_count": 1}
        if what == _IDENTIFY:
            return self._identify(manner)
        if what in (_TPM_COMMAND, _TPM_REST) and (self._tpm is None or manner is Manner.NO_TPM):
            raise _RefusedError(_NO_TPM, PROVISIONING)
        if what == _TPM_COMMAND:
            return self._take(_of(fields, "d", bytes), fields)
        if what == _TPM_REST:
            return self._rest(_of(fields, "o", int))
        raise _RefusedError(_ENOTSUP)

    def _identify(self, manner: Manner) -> dict[str, object]:
        config = self._config
        self._identified += 1
        swapped = manner is Manner.SWAPPED and self._identified > 1
        has_tpm = self._tpm is not None and manner is not Manner.NO_TPM
        return {
            "serial": _another(config.serial) if swapped else config.serial,
            "model": config.model,
            "firmware": config.firmware,
            "caps": _HAS_TPM if has_tpm else 0,
        }

    def _take(self, data: bytes, fields: dict[str, object]) -> dict[str, object]:
        if "o" not in fields:
            self._command, self._response = b"", b""
            self._size = _of(fields, "l", int) if "l" in fields else len(data)
        elif _of(fields, "o", int) != len(self._command) or not self._command:
            raise _RefusedError(_BAD_PART, PROVISIONING)
        if self._size > _MAX_COMMAND:
            raise _RefusedError(_TOO_LONG, PROVISIONING)
        self._command += data
        if len(self._command) < self._size:
            return {"o": len(self._command)}
        command, self._command = self._command, b""
        said = int.from_bytes(command[2:6], "big")
        if len(command) < _TPM_HEADER or not len(command) == said == self._size:
            raise _RefusedError(_BAD_PART, PROVISIONING)
        return self._run(command)

    def _run(self, command: bytes) -> dict[str, object]:
        if self._tpm is None:
            raise _RefusedError(_NO_TPM, PROVISIONING)
        try:
            response = self._tpm.transact(command)
        except OSError as error:
            raise _RefusedError(_TPM_FAILED, PROVISIONING) from error
        self._tpm_commands += 1
        if len(cbor2.dumps({"d": response})) <= self._room:
            return {"d": response}
        self._response = response
        return {"l": len(response), "d": response[: self._room - _PART]}

    def _rest(self, start: int) -> dict[str, object]:
        if not 0 < start < len(self._response):
            raise _RefusedError(_BAD_PART, PROVISIONING)
        return {"d": self._response[start : start + self._room - _PART]}

    @property
    def _room(self) -> int:
        return self._config.buffer - _FRAME - _HEADER.size


def _map(body: bytes) -> dict[str, object]:
    try:
        fields: object = cbor2.loads(body)
    except cbor2.CBORDecodeError as error:
        raise _RefusedError(_EINVAL) from error
    if not isinstance(fields, dict):
        raise _RefusedError(_EINVAL)
    return fields


_T = TypeVar("_T")


def _of(fields: dict[str, object], key: str, kind: type[_T]) -> _T:
    value = fields.get(key)
    if not isinstance(value, kind):
        raise _RefusedError(_EINVAL)
    return value


def _error(refused: _RefusedError, *, modern: bool) -> dict[str, object]:
    if refused.group is None:
        return {"rc": refused.code}
    if not modern:
        return {"rc": _EUNKNOWN}
    return {"err": {"group": refused.group, "rc": refused.code}}


def _another(serial: str) -> str:
    return serial[:-1] + ("0" if serial.endswith("1") else "1")
