"""What a practice unit's SMP server takes and gives in parts, and the codes that it refuses by.

As smp-group.md says it, written like firmware: one buffer for what comes, one for what goes.
"""

from enum import IntEnum
from typing import Final

import cbor2

PROVISIONING: Final = 0x5350

_OVERHEAD: Final = 12  # frame length and CRC 4, header 8: they share the server's buffer
_PART: Final = 11  # the largest map around a part: its head, a number and a byte string's head


class Refusal(IntEnum):
    """The group's own error codes."""

    UNKNOWN = 1
    NO_TPM = 2
    TPM_FAILED = 3
    BAD_PART = 4
    TOO_LONG = 5
    LOCKED = 6
    NO_KEY = 7
    BAD_KIND = 8
    BAD_CERTIFICATE = 9
    BAD_STATEMENT = 10
    BAD_SECRET = 11
    KEY_FAILED = 12


class General(IntEnum):
    """SMP's error codes, as far as the unit uses them."""

    UNKNOWN = 1
    INVALID = 3
    NOT_SUPPORTED = 8


class RefusedError(Exception):
    """The request is refused, by a code of the provisioning group or a general one."""

    def __init__(self, code: Refusal | General) -> None:
        super().__init__(code)
        self.code = code

    def fields(self, *, modern: bool) -> dict[str, object]:
        """Return the answer's map, in the form of SMP version 2 or 1."""
        if isinstance(self.code, General):
            return {"rc": int(self.code)}
        if not modern:
            return {"rc": int(General.UNKNOWN)}
        return {"err": {"group": PROVISIONING, "rc": int(self.code)}}


class Transfer:
    """The two buffers of the server: what is being taken, and what is being given.

    Args:
        buffer: the server's buffer, bytes.
    """

    def __init__(self, buffer: int) -> None:
        self._room = buffer - _OVERHEAD
        self._command = -1
        self._size = 0
        self._taken = b""
        self._answer: tuple[int, bytes] = (-1, b"")

    @property
    def taken(self) -> int:
        """How many bytes of what is being taken are there."""
        return len(self._taken)

    def take(self, command: int, fields: dict[str, object], most: int) -> bytes | None:
        """Take a part, and return the whole once its last part is there.

        Args:
            command: the command that it is for.
            fields: the request's map.
            most: how long the whole may be, bytes.

        Raises:
            RefusedError: BAD_PART, TOO_LONG, or INVALID.
        """
        data = of_bytes(fields, "d")
        if "o" not in fields:
            self._command, self._taken, self._answer = command, b"", (-1, b"")
            self._size = of_number(fields, "l") if "l" in fields else len(data)
            self._add(data, most)
        else:
            self._go_on(command, of_number(fields, "o"), data, most)
        return self._taken if len(self._taken) == self._size else None

    def forget(self) -> None:
        """Drop what was taken: it can't be repeated."""
        self._command, self._taken = -1, b""

    def give(self, command: int, data: bytes, **beside: int) -> dict[str, object]:
        """Return the first answer's map, and keep the whole for the rest."""
        self._answer = (command, data)
        whole = {**beside, "d": data}
        if len(cbor2.dumps(whole)) <= self._room:
            return whole
        extra = len(cbor2.dumps(beside))
        return {**beside, "l": len(data), "d": data[: self._room - _PART - extra]}

    def rest(self, command: int, start: int) -> dict[str, object]:
        """Return the map with as much of the answer from `start` on as fits.

        Raises:
            RefusedError: BAD_PART where there is nothing.
        """
        kept, data = self._answer
        if kept != command or not 0 < start < len(data):
            raise RefusedError(Refusal.BAD_PART)
        return {"d": data[start : start + self._room - _PART]}

    def again(self, command: int) -> bytes:
        """Return the whole of the last answer, where it was to that command, or nothing."""
        kept, data = self._answer
        return data if kept == command else b""

    def _go_on(self, command: int, start: int, data: bytes, most: int) -> None:
        if command != self._command or not self._taken or not data:
            raise RefusedError(Refusal.BAD_PART)
        repeated = self._taken[start:] == data
        if not repeated:
            if start != len(self._taken):
                raise RefusedError(Refusal.BAD_PART)
            self._add(data, most)

    def _add(self, data: bytes, most: int) -> None:
        if self._size > most:
            raise RefusedError(Refusal.TOO_LONG)
        if len(self._taken) + len(data) > self._size:
            raise RefusedError(Refusal.BAD_PART)
        self._taken += data


def of_bytes(fields: dict[str, object], key: str) -> bytes:
    """Return the byte string at a key, or refuse the request as INVALID."""
    value = fields.get(key)
    if not isinstance(value, bytes):
        raise RefusedError(General.INVALID)
    return value


def of_number(fields: dict[str, object], key: str) -> int:
    """Return the unsigned number at a key, or refuse the request as INVALID."""
    value = fields.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise RefusedError(General.INVALID)
    return value


def of_text(fields: dict[str, object], key: str) -> str:
    """Return the text at a key, or refuse the request as INVALID."""
    value = fields.get(key)
    if not isinstance(value, str):
        raise RefusedError(General.INVALID)
    return value
