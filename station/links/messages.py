"""SMP requests and answers of the provisioning group, read as an attacker's bytes.

Specifications: Zephyr, "SMP protocol specification" (header, error maps), "Default / OS management
group" (parameters), and Station's own resources/help/smp-group.md.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, Never, Self

import cbor2
from smp.error import MGMT_ERR
from smp.header import OP, Flag, GroupId, Header, Version

from station.errors import StationError
from station.links.link import SAID, Capability, DeviceReport
from station.model.names import shown

PROVISIONING: Final = 0x5350
OS_RESET: Final = 5
OS_PARAMETERS: Final = 6
MAX_COUNT: Final = 0xFFFF_FFFF

_ANSWERS: Final[Mapping[OP, OP]] = {OP.READ: OP.READ_RSP, OP.WRITE: OP.WRITE_RSP}
_CAPABILITIES: Final[Mapping[int, Capability]] = {
    0x01: Capability.TPM,
    0x02: Capability.KEY,
    0x04: Capability.SECRET,
    0x08: Capability.RESTART,
}
_MAX_CODE: Final = 0xFFFF
_MIN_BUFFER: Final = 64
_MAX_BUFFER: Final = 65_535
_FRAME_BYTES: Final = 4
_PART_BYTES: Final = 11  # map head 1, "l" or "o" 2 and its number 3, "d" 2 and its head 3


class Command(IntEnum):
    """Commands of the provisioning group."""

    IDENTIFY = 0
    TPM = 1
    KEY = 2
    CERTIFICATE = 3
    SECRET = 4
    PROOF = 5
    HMAC = 6
    CLEAR = 7


class Refusal(IntEnum):
    """The group's own error codes, in an SMP version 2 error map."""

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


_MISSING: Final = frozenset({Refusal.NO_TPM, Refusal.BAD_KIND})


@dataclass(frozen=True)
class Request:
    """One SMP request.

    Attributes:
        op: read or write.
        group: the management group.
        command: the command within it.
        body: the CBOR map, in the order in which it is sent.
    """

    op: OP
    group: int
    command: int
    body: Mapping[str, int | str | bytes] = field(default_factory=dict)

    def message(self, sequence: int) -> bytes:
        """Return header and body; `sequence` is 0 to 255."""
        body = cbor2.dumps(dict(self.body))
        header = Header(self.op, Version.V2, Flag(0), len(body), self.group, sequence, self.command)
        return bytes(header) + body

    def answer(self, message: bytes, sequence: int) -> "Answer | None":
        """Return what `message` answers to this request, or None where it answers another.

        Raises:
            StationError: LNK-004 where it is the answer and its body is no CBOR map; LNK-005 where
                it is an error, LNK-007 where it says that it has no such command, no TPM or makes
                no such key.
        """
        try:
            header = Header.loads(message[: Header.SIZE])
        except (ValueError, AssertionError):  # smp asserts the header's length
            return None
        expected = (_ANSWERS[self.op], self.group, self.command, sequence)
        if expected != (header.op, header.group_id, header.command_id, header.sequence):
            return None
        body = message[Header.SIZE :]
        if header.length != len(body):
            raise StationError("LNK-004", f"{len(body)} bytes where {header.length} were said")
        answer = Answer.parse(body)
        answer.check_refusal()
        return answer


@dataclass(frozen=True)
class Answer:
    """The body of an answer: a CBOR map whose values are looked at one by one, by type."""

    fields: Mapping[str, object]

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Return the map that `body` is; unknown keys stay, for firmware newer than this.

        Raises:
            StationError: LNK-004.
        """
        try:
            decoded: object = cbor2.loads(
                body,
                semantic_decoders=defaultdict(lambda: _refuse_tag),
                max_depth=4,
                allow_duplicate_keys=False,
                strict_hashable_types=True,
            )
        except cbor2.CBORDecodeError as error:
            raise StationError("LNK-004", f"not CBOR: {shown(str(error))}") from error
        if not isinstance(decoded, dict):
            raise StationError("LNK-004", "the answer's body is no map")
        return cls({key: value for key, value in decoded.items() if isinstance(key, str)})

    def number(self, key: str, most: int) -> int:
        """Return the number at `key`, 0 to `most`, or raise LNK-004."""
        value = self.fields.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            raise StationError("LNK-004", f"{key} is no number from 0 to {most}")
        return value

    def data(self, key: str) -> bytes:
        """Return the byte string at `key`, or raise LNK-004."""
        value = self.fields.get(key)
        if not isinstance(value, bytes):
            raise StationError("LNK-004", f"{key} is no byte string")
        return value

    def text(self, key: str) -> str:
        """Return the text at `key`: printable ASCII, 1 to 64 characters, else LNK-004."""
        value = self.fields.get(key)
        if not isinstance(value, str) or not SAID.fullmatch(value):
            raise StationError("LNK-004", f"{key} is no text of 1 to 64 printable characters")
        return value

    def check_refusal(self) -> None:
        """Raise LNK-005 or LNK-007 where the answer is an SMP error, of version 1 or 2."""
        error = self.fields.get("err")
        if isinstance(error, dict):
            inner = Answer(error)
            if code := inner.number("rc", _MAX_CODE):
                raise _refused(inner.number("group", _MAX_CODE), code)
        elif "rc" in self.fields and (code := self.number("rc", _MAX_CODE)):
            raise _refused(None, code)


def _refuse_tag(*_: object) -> Never:
    """Refuse a tagged value: the library would compile a device's pattern or parse its mail."""
    raise ValueError("a tag, which no answer has")


def _refused(group: int | None, code: int) -> StationError:
    if group == PROVISIONING:
        name = Refusal(code).name if code in tuple(Refusal) else "unknown"
        missing = code in _MISSING
    else:
        name = MGMT_ERR(code).name if code in tuple(MGMT_ERR) else "unknown"
        missing = group is None and code == MGMT_ERR.ENOTSUP
    where = "SMP" if group is None else f"group {group}"
    return StationError("LNK-007" if missing else "LNK-005", f"{where} error {code} ({name})")


@dataclass(frozen=True)
class Identified:
    """What the answer to an identify request says.

    Attributes:
        report: what it says of itself.
        start: a number that is another one after each start of the device, or None where it has
            none: then it can't be seen to have restarted.
        tpm_commands: how many TPM commands it was given since it started, or None where it doesn't
            count: then a lost answer of its TPM can't be had again.
    """

    report: DeviceReport
    start: int | None
    tpm_commands: int | None


def identified(answer: Answer) -> Identified:
    """Return what the answer to an identify request says.

    That it restarts when asked counts only where it can then be seen to have restarted.

    Raises:
        StationError: LNK-004 where a text is not short printable ASCII, or of another type.
    """
    said = answer.number("caps", MAX_COUNT)
    able = {capability for bit, capability in _CAPABILITIES.items() if said & bit}
    start = answer.number("boot", MAX_COUNT) if "boot" in answer.fields else None
    if start is None:
        able.discard(Capability.RESTART)
    report = DeviceReport(
        serial=answer.text("serial"),
        model=answer.text("model") if "model" in answer.fields else "",
        firmware=answer.text("firmware") if "firmware" in answer.fields else "",
        capabilities=frozenset({Capability.IDENTIFY} | able),
    )
    count = answer.number("n", MAX_COUNT) if "n" in answer.fields else None
    return Identified(report, start, count)


def buffer_size(answer: Answer) -> int:
    """Return the server's buffer, bytes, from its MCUmgr parameters, or raise LNK-004."""
    size = answer.number("buf_size", MAX_COUNT)
    if size < _MIN_BUFFER:
        raise StationError("LNK-004", f"a buffer of {size} bytes")
    return min(size, _MAX_BUFFER)


PARAMETERS: Final = Request(OP.READ, GroupId.OS_MANAGEMENT, OS_PARAMETERS)
RESET: Final = Request(OP.WRITE, GroupId.OS_MANAGEMENT, OS_RESET)
IDENTIFY: Final = Request(OP.READ, PROVISIONING, Command.IDENTIFY)
TPM_AGAIN: Final = Request(OP.READ, PROVISIONING, Command.TPM, {"o": 0})


@dataclass(frozen=True)
class Part:
    """One request of those that carry what a command is about.

    Attributes:
        request: the request.
        end: how many bytes the server has once it took this part.
    """

    request: Request
    end: int


def parts(command: Command, data: bytes, buffer: int) -> list[Part]:
    """Return the requests that carry `data` to a server with a buffer of that size.

    The buffer holds the frame's length and CRC too, 4 bytes, as in Zephyr.
    """
    room = buffer - _FRAME_BYTES - Header.SIZE
    if len(cbor2.dumps({"d": data})) <= room:
        return [Part(_written(command, {"d": data}), len(data))]
    step = room - _PART_BYTES
    return [
        Part(
            _written(command, {**({"o": start} if start else {"l": len(data)}), "d": piece}),
            start + len(piece),
        )
        for start in range(0, len(data), step)
        for piece in (data[start : start + step],)
    ]


def rest(command: Command, offset: int) -> Request:
    """Return the request for an answer's bytes from `offset` on."""
    return Request(OP.READ, PROVISIONING, command, {"o": offset})


def make_key(kind: str, common_name: str, ticket: int) -> Request:
    """Return the request for a key; asked again by the same ticket, it makes no other one."""
    return _written(Command.KEY, {"kind": kind, "name": common_name, "t": ticket})


def sealing_key(ticket: int) -> Request:
    """Return the request for a key to seal to; by the same ticket it is the same key."""
    return Request(OP.READ, PROVISIONING, Command.SECRET, {"t": ticket})


def _written(command: Command, body: Mapping[str, int | str | bytes]) -> Request:
    return Request(OP.WRITE, PROVISIONING, command, body)


def fits(request: Request, buffer: int) -> bool:
    """Return whether a server with a buffer of that size can take the request in one message."""
    return len(request.message(0)) + _FRAME_BYTES <= buffer
