"""The SMP server in a practice unit's firmware: the least of the OS group, and provisioning.

Written from resources/help/smp-group.md as a firmware engineer would, with nothing of the `smp`
library and nothing of `station.links`: two ends that share their mistakes would prove nothing.
"""

import binascii
import secrets
import struct
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Protocol

import cbor2

from station.practice.key_store import SUITE, KeyStore
from station.practice.smp_transfer import (
    PROVISIONING,
    General,
    Refusal,
    RefusedError,
    Transfer,
    of_number,
    of_text,
)
from station.practice.unit_config import Manner, UnitConfig

_FIRST: Final = b"\x06\x09"
_NEXT: Final = b"\x04\x14"
_TEXT: Final = 124  # base64 characters in a line, which has 127 bytes with markers and newline
_LINE_MAX: Final = 1_024
_HEADER: Final = struct.Struct("!BBHHBB")
_MAX_TPM_COMMAND: Final = 4_096
_MAX_CERTIFICATES: Final = 8_192
_MAX_SECRET: Final = 1_024
_MAX_STATEMENT: Final = 1_024
_TPM_HEADER: Final = 10
_COUNTS: Final = 1 << 32

_READ: Final = 0
_WRITE: Final = 2
# Group, command and operation of each request that it knows.
_ECHO: Final = (0, 0, _WRITE)
_RESET: Final = (0, 5, _WRITE)
_PARAMETERS: Final = (0, 6, _READ)
_IDENTIFY: Final = (PROVISIONING, 0, _READ)
_TPM: Final = 1
_KEY: Final = 2
_CERTIFICATE: Final = 3
_SECRET: Final = 4
_PROOF: Final = 5
_HMAC: Final = 6
_CLEAR: Final = 7
_OF_KEYS: Final = frozenset({_KEY, _CERTIFICATE, _SECRET, _PROOF, _HMAC, _CLEAR})

_HAS_TPM: Final = 0x01
_HAS_KEYS: Final = 0x02 | 0x04
_RESTARTS: Final = 0x08


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


class UnitServer:
    """Answers one SMP message at a time, from one start of the unit to the next.

    Args:
        config: what the unit is.
        tpm: its TPM, or None.
        keys: where it keeps keys of its own, or None.
        start: the number of this start; another one each time.
    """

    def __init__(
        self,
        config: UnitConfig,
        tpm: TpmFront | None,
        keys: KeyStore | None = None,
        start: int | None = None,
    ) -> None:
        self._config = config
        self._tpm = tpm
        self._keys = keys
        self._start = secrets.randbelow(_COUNTS) if start is None else start
        self._transfer = Transfer(config.buffer)
        self._identified = 0
        self._tpm_commands = 0
        self._done = 0

    @property
    def done(self) -> int:
        """How many TPM commands it answered, and how many orders to its own key."""
        return self._done

    @staticmethod
    def is_work(message: bytes) -> bool:
        """Is this a TPM command, an order to the unit's key, or part of one?"""
        if len(message) < _HEADER.size:
            return False
        op, _, _, group, _, _ = _HEADER.unpack_from(message)
        return (group, op & 7) == (PROVISIONING, _WRITE)

    @staticmethod
    def is_reset(message: bytes) -> bool:
        """Is this the order to restart?"""
        if len(message) < _HEADER.size:
            return False
        op, _, _, group, _, command = _HEADER.unpack_from(message)
        return (group, command, op & 7) == _RESET

    def answer(self, message: bytes, manner: Manner) -> bytes | None:
        """Return the answer to an SMP message, or None for what is no request.

        Args:
            message: header and CBOR body.
            manner: `REFUSES`, `NO_TPM`, `SWAPPED` and those of secrets change what it answers;
                others don't.
        """
        if len(message) < _HEADER.size:
            return None
        first, _, size, group, sequence, command = _HEADER.unpack_from(message)
        op, body = first & 7, message[_HEADER.size :]
        if op not in (_READ, _WRITE) or size != len(body):
            return None
        try:
            fields = self._answered((group, command, op), _map(body), manner)
        except RefusedError as refused:
            fields = refused.fields(modern=bool(first & 0x18))
        data = cbor2.dumps(fields)
        header = _HEADER.pack(first + 1, 0, len(data), group, sequence, command)
        return header + data

    def _answered(
        self, what: tuple[int, int, int], fields: dict[str, object], manner: Manner
    ) -> Mapping[str, object]:
        if what[0] == PROVISIONING:
            if manner is Manner.REFUSES:
                raise RefusedError(Refusal.LOCKED)
            return self._provisioned(what, fields, manner)
        if what == _ECHO:
            return {"r": of_text(fields, "d")}
        if what == _PARAMETERS:
            return {"buf_size": self._config.buffer, "buf_count": 1}
        if what == _RESET:
            return {}
        raise RefusedError(General.NOT_SUPPORTED)

    def _provisioned(
        self, what: tuple[int, int, int], fields: dict[str, object], manner: Manner
    ) -> Mapping[str, object]:
        _, command, op = what
        if what == _IDENTIFY:
            return self._identify(manner)
        if command == _TPM:
            if self._tpm is None or manner is Manner.NO_TPM:
                raise RefusedError(Refusal.NO_TPM)
            return self._tpm_command(self._tpm, op, fields)
        if self._keys is None or command not in _OF_KEYS:
            raise RefusedError(General.NOT_SUPPORTED)
        act = self._read if op == _READ else self._order
        if manner is Manner.SAME_RECIPIENT:
            fields.pop("t", None)
        return _as_a_liar(manner, command, act(self._keys, command, fields))

    def _identify(self, manner: Manner) -> dict[str, object]:
        config = self._config
        self._identified += 1
        swapped = manner is Manner.SWAPPED and self._identified > 1
        has_tpm = self._tpm is not None and manner is not Manner.NO_TPM
        able = _RESTARTS | (_HAS_TPM if has_tpm else 0) | (_HAS_KEYS if self._keys else 0)
        return {
            "serial": _another(config.serial) if swapped else config.serial,
            "model": config.model,
            "firmware": config.firmware,
            "caps": able,
            "boot": self._start,
            **({"n": self._tpm_commands} if has_tpm else {}),
        }

    def _tpm_command(
        self, tpm: TpmFront, op: int, fields: dict[str, object]
    ) -> Mapping[str, object]:
        if op == _READ:
            start = of_number(fields, "o")
            return self._transfer.rest(_TPM, start) if start else self._once_more()
        command = self._transfer.take(_TPM, fields, _MAX_TPM_COMMAND)
        if command is None:
            return {"o": self._transfer.taken}
        self._transfer.forget()
        said = int.from_bytes(command[2:6], "big")
        if len(command) < _TPM_HEADER or len(command) != said:
            raise RefusedError(Refusal.BAD_PART)
        self._tpm_commands = (self._tpm_commands + 1) % _COUNTS
        try:
            response = tpm.transact(command)
        except OSError as error:
            raise RefusedError(Refusal.TPM_FAILED) from error
        self._done += 1
        return self._transfer.give(_TPM, response)

    def _once_more(self) -> Mapping[str, object]:
        return self._transfer.give(_TPM, self._transfer.again(_TPM), n=self._tpm_commands)

    def _read(
        self, keys: KeyStore, command: int, fields: dict[str, object]
    ) -> Mapping[str, object]:
        if command == _SECRET:
            ticket = of_number(fields, "t") if "t" in fields else None
            return {**SUITE, "d": keys.sealing_key(ticket)}
        start = of_number(fields, "o")
        if command == _CERTIFICATE and start == 0:
            return self._transfer.give(command, keys.certificate())
        return self._transfer.rest(command, start)

    def _order(
        self, keys: KeyStore, command: int, fields: dict[str, object]
    ) -> Mapping[str, object]:
        if command == _KEY:
            kind, name = of_text(fields, "kind"), of_text(fields, "name")
            made = keys.make(kind, name, of_number(fields, "t"))
            self._done += 1
            return self._transfer.give(_KEY, made)
        acts: Mapping[int, tuple[int, Callable[[bytes], bytes | None]]] = {
            _CERTIFICATE: (_MAX_CERTIFICATES, keys.install),
            _SECRET: (_MAX_SECRET, keys.open_secret),
            _PROOF: (_MAX_STATEMENT, keys.sign),
            _HMAC: (_MAX_STATEMENT, keys.hmac),
            _CLEAR: (_MAX_SECRET, keys.take_secret),
        }
        most, act = acts[command]
        whole = self._transfer.take(command, fields, most)
        if whole is None:
            return {"o": self._transfer.taken}
        answer = act(whole)
        self._done += 1
        return {} if answer is None else self._transfer.give(command, answer)


def _as_a_liar(manner: Manner, command: int, answer: Mapping[str, object]) -> Mapping[str, object]:
    """Return an answer as a unit gives it that lies about its secrets."""
    if manner is Manner.WRONG_HMAC and command == _HMAC:
        return {**answer, "d": bytes(32)}
    if manner is Manner.BAD_POINT and command == _SECRET and "kem" in answer:
        return {**answer, "d": b"\x04" + bytes(64)}
    return answer


def _map(body: bytes) -> dict[str, object]:
    try:
        fields: object = cbor2.loads(body)
    except cbor2.CBORDecodeError as error:
        raise RefusedError(General.INVALID) from error
    if not isinstance(fields, dict):
        raise RefusedError(General.INVALID)
    return fields


def _another(serial: str) -> str:
    return serial[:-1] + ("0" if serial.endswith("1") else "1")
