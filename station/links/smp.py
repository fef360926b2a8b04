"""MCUmgr's Simple Management Protocol over a serial line, with Station's provisioning group.

The group is specified for firmware engineers in resources/help/smp-group.md.
"""

import secrets
import time
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Event
from types import TracebackType
from typing import Final, Self

from smp.packet import encode

from station.errors import StationError
from station.links.frames import Frames
from station.links.link import (
    Access,
    Capability,
    DeviceKeys,
    DeviceReport,
    NoKeys,
    WireCount,
)
from station.links.messages import (
    IDENTIFY,
    PARAMETERS,
    Answer,
    Request,
    buffer_size,
    report,
    tpm_parts,
    tpm_rest,
)
from station.links.ports import Port, open_port
from station.logs import quiet_libraries
from station.model.names import shown
from station.model.profile import LinkSettings

TPM_ANSWER_S: Final = 60.0  # a real chip needs tens of seconds for some keys
SMALL_BUFFER: Final = 128  # where the server doesn't say: one line, which every server takes

_LINE_BYTES: Final = 127  # a line with its markers, the longest that Zephyr takes
_AGAIN_S: Final = 0.5
_AGAIN_BYTES: Final = 400  # time on the wire for a request and its answer comes on top
_MAX_RESPONSE: Final = 16_384
_TPM_HEADER: Final = 10
_TPM_WIRE_BYTES: Final = 12_288  # the longest usual command and response, as base64


@dataclass(frozen=True)
class SmpKind:
    """The link kind `smp`.

    Attributes:
        name: its key in `LINKS`.
        tpm_answer_s: how long a TPM command may take, seconds, where the profile's `answer_s` is
            shorter.
    """

    name: str = "smp"
    tpm_answer_s: float = TPM_ANSWER_S

    def open(
        self, port: str, settings: LinkSettings, cancel: Event, access: Access | None = None
    ) -> "SmpLink":
        """Open `port` and say hello until the device answers; see `LinkKind.open`."""
        quiet_libraries()  # smp.packet writes whole payloads at DEBUG
        with ExitStack() as opened:
            transcript = access.transcript if access else None
            line = opened.enter_context(open_port(port, settings.baud, cancel, transcript))
            link = SmpLink(line, settings, self.tpm_answer_s)
            link.hello()
            opened.pop_all()
        return link


class SmpLink:
    """An open way to a device that speaks SMP; see `Link`.

    Args:
        port: the open port; the link closes it.
        settings: speed and time-outs.
        tpm_answer_s: how long a TPM command may take, seconds, at least.
    """

    def __init__(self, port: Port, settings: LinkSettings, tpm_answer_s: float) -> None:
        self._port = port
        self._settings = settings
        self._tpm_answer_s = max(settings.answer_s, tpm_answer_s)
        self._frames = Frames()
        # An answer to a request of an earlier link may still be under way: don't begin alike.
        self._sequence = secrets.randbelow(256)
        self._buffer = SMALL_BUFFER
        self._report: DeviceReport | None = None

    @property
    def keys(self) -> DeviceKeys:
        """None over this line yet; see `Link.keys`."""
        return NoKeys()

    def restart(self) -> None:
        """Not over this line yet; see `Link.restart`."""
        raise StationError("LNK-007", "it can't be asked to restart")

    @property
    def wire(self) -> WireCount:
        """The bytes that crossed the wire so far."""
        return self._port.wire

    def hello(self) -> None:
        """Ask for the server's parameters until it answers; any answer to that is one.

        It is repeated since opening a port empties its input, and a device may be starting.

        Raises:
            StationError: LNK-002, LNK-003, LNK-004, LIN-003.
        """
        try:
            self._buffer = buffer_size(self._ask_again(PARAMETERS, self._settings.connect_s))
        except StationError as error:
            # Servers are built without this command by default; they say so, and are there.
            if error.code not in ("LNK-005", "LNK-007"):
                raise

    def identify(self) -> DeviceReport:
        """Ask the device what it is; see `Link.identify`."""
        said = report(self._ask_again(IDENTIFY, self._settings.answer_s))
        known = self._report
        if known is not None and known.serial != said.serial:
            detail = f"first {shown(known.serial)}, then {shown(said.serial)}"
            raise StationError("LNK-004", f"another serial number: {detail}")
        self._report = said
        return said

    def transact(self, command: bytes) -> bytes:
        """Give the device's TPM one command and return its response; see `Link.transact`.

        It has `answer_s` or 60 s, whichever is longer, and the wire's own time.
        """
        known = self._report or self.identify()
        if Capability.TPM not in known.capabilities:
            raise StationError("LNK-007", "it says that it has no TPM")
        deadline = time.monotonic() + self._tpm_answer_s + self._wire_s(_TPM_WIRE_BYTES)
        *first, last = tpm_parts(command, self._buffer)
        for part in first:
            if self._ask_once(part.request, deadline).number("o", part.end) != part.end:
                raise StationError("LNK-004", f"it took a part to another end than {part.end}")
        return self._response(self._ask_once(last.request, deadline), deadline)

    def close(self) -> None:
        """Close the link; may be called again."""
        self._port.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _response(self, first: Answer, deadline: float) -> bytes:
        response = first.data("d")
        total = first.number("l", _MAX_RESPONSE) if "l" in first.fields else len(response)
        while len(response) < total:
            more = self._ask_once(tpm_rest(len(response)), deadline).data("d")
            if not more:
                raise StationError("LNK-004", f"{len(response)} of {total} bytes, then none")
            response += more
        said = int.from_bytes(response[2:6], "big")
        if len(response) != total or len(response) < _TPM_HEADER or said != len(response):
            raise StationError("LNK-004", f"a TPM response of {len(response)} bytes says {said}")
        return response

    def _ask_again(self, request: Request, within_s: float) -> Answer:
        """Ask what may be asked twice until it is answered, each time by the same number."""
        packets = self._packets(request)
        heard = self.wire.received
        again_s = _AGAIN_S + self._wire_s(_AGAIN_BYTES)
        deadline = time.monotonic() + within_s
        while (now := time.monotonic()) < deadline:
            self._port.write(packets)
            answer = self._answer(request, min(deadline, now + again_s))
            if answer is not None:
                return answer
        raise self._unanswered(heard)

    def _ask_once(self, request: Request, deadline: float) -> Answer:
        """Ask what must not be done twice, as most TPM commands."""
        heard = self.wire.received
        self._port.write(self._packets(request))
        answer = self._answer(request, deadline)
        if answer is None:
            raise self._unanswered(heard)
        return answer

    def _packets(self, request: Request) -> bytes:
        self._sequence = (self._sequence + 1) % 256
        return b"".join(encode(request.message(self._sequence), _LINE_BYTES))

    def _answer(self, request: Request, until: float) -> Answer | None:
        broken = self._frames.broken
        while (left := until - time.monotonic()) > 0:
            for message in self._frames.feed(self._port.read(left)):
                answer = request.answer(message, self._sequence)
                if answer is not None:
                    return answer
            if self._frames.broken > broken:
                # That was most likely the answer, and the device won't send it again.
                broken = self._frames.broken
                until = min(until, time.monotonic() + self._settings.answer_s)
        return None

    def _unanswered(self, heard: int) -> StationError:
        noise = self.wire.received - heard
        if noise:
            return StationError("LNK-004", f"{noise} bytes came, and no answer among them")
        return StationError("LNK-002")

    def _wire_s(self, count: int) -> float:
        return count * 10 / self._settings.baud
