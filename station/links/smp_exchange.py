"""Questions and answers over SMP: numbered, repeated where they may be, and in parts.

An answer is known by its sequence number; those to earlier requests, and repeated ones, are passed
over. A request that may be repeated is sent again by the same number, each time after a longer
wait, and at once where its answer arrived broken.
"""

import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from smp.packet import encode

from station.errors import StationError
from station.links.frames import Frames
from station.links.link import WireCount
from station.links.messages import Answer, Command, Request, parts, rest
from station.links.ports import Port
from station.model.profile import LinkSettings

SMALL_BUFFER: Final = 128  # where the server doesn't say: one line, which every server takes
MAX_ANSWER: Final = 16_384

_LINE_BYTES: Final = 127  # a line with its markers, the longest that Zephyr takes
_AGAIN_S: Final = 0.5
_AGAIN_MOST_S: Final = 16.0
STEADY: Final = 1.0
SLOWER: Final = 2.0  # a busy device reads nothing, and answers each repetition afterwards
_ANSWER_BYTES: Final = 4_096  # the longest usual answer, whose time on the wire comes on top
_BROKEN_S: Final = 0.3  # how long the right frame may come after a broken one


@dataclass(frozen=True)
class Sent:
    """A request under way.

    Attributes:
        request: the request.
        sequence: its number, 0 to 255.
    """

    request: Request
    sequence: int

    @property
    def packets(self) -> bytes:
        """What goes over the line for it."""
        return b"".join(encode(self.request.message(self.sequence), _LINE_BYTES))


class Exchange:
    """What is said and answered over one port; for one thread.

    Args:
        port: the open port.
        settings: speed and time-outs.

    Attributes:
        buffer: the server's, bytes; what is sent in parts is cut by it.
        repeated: how often a request was repeated so far.
    """

    def __init__(self, port: Port, settings: LinkSettings) -> None:
        self.buffer = SMALL_BUFFER
        self.repeated = 0
        self._port = port
        self._settings = settings
        self._frames = Frames()
        # An answer to a request of an earlier link may still be under way: don't begin alike.
        self._sequence = secrets.randbelow(256)

    @property
    def wire(self) -> WireCount:
        """The bytes that crossed the wire so far."""
        return self._port.wire

    def wire_s(self, count: int) -> float:
        """Return how long so many bytes take on the wire, seconds."""
        return count * 10 / self._settings.baud

    def tries(self, sent: Sent, deadline: float, growth: float) -> Iterator[float]:
        """Yield until when to wait for an answer, try after try, until it is too late.

        Where the device may be busy it gets longer each time, by `growth`. Where a frame arrived
        broken meanwhile it was not: then it gets no longer, and `answer_s` for all that follows.
        """
        answer = min(self.buffer, _ANSWER_BYTES) * 4 // 3
        again_s = _AGAIN_S + self.wire_s(len(sent.packets) + answer)
        broken = self._frames.broken
        while (now := time.monotonic()) < deadline:
            yield min(deadline, now + again_s)
            if self._frames.broken == broken:
                again_s = min(_AGAIN_MOST_S, again_s * growth)
            else:
                deadline = min(deadline, now + again_s + self._settings.answer_s)

    def send(self, request: Request) -> Sent:
        """Send a request by the next number."""
        self._sequence = (self._sequence + 1) % 256
        sent = Sent(request, self._sequence)
        self._write(sent, "asks")
        return sent

    def answer(
        self, awaited: Sequence[Sent], until: float, broken_s: float = _BROKEN_S
    ) -> tuple[Sent, Answer] | None:
        """Wait for the answer to one of the requests under way.

        Args:
            awaited: whose answers count; all others are passed over.
            until: when to give up (`time.monotonic`).
            broken_s: how long to wait on once a frame arrived broken, since that was most likely
                the answer.

        Returns:
            The first answer and what it answers, or None.

        Raises:
            StationError: LNK-003, LNK-004, LNK-005, LNK-007, LIN-003.
        """
        broken = self._frames.broken
        while (left := until - time.monotonic()) > 0:
            for message in self._frames.feed(self._port.read(left)):
                for sent in awaited:
                    answer = sent.request.answer(message, sent.sequence)
                    if answer is not None:
                        self._note(sent, "is answered")
                        return sent, answer
            if self._frames.broken > broken:
                broken = self._frames.broken
                until = min(until, time.monotonic() + broken_s)
        return None

    def ask(self, request: Request, deadline: float, growth: float = STEADY) -> Answer:
        """Ask what may be asked twice, until it is answered.

        Args:
            request: the request.
            deadline: when to give up (`time.monotonic`).
            growth: `SLOWER` for what a device may be busy with for long.

        Raises:
            StationError: as `answer`, and LNK-002, LNK-004 where no answer came.
        """
        heard = self.wire.received
        sent = self.send(request)
        for number, until in enumerate(self.tries(sent, deadline, growth)):
            if number:
                self.repeated += 1
                self._write(sent, "asks again")
            came = self.answer((sent,), until)
            if came is not None:
                return came[1]
        raise self.unanswered(heard)

    def upload(self, command: Command, data: bytes, deadline: float) -> Request:
        """Send all parts of `data` but the last, and return the request that brings this one.

        Raises:
            StationError: as `ask`; LNK-004 where the server took a part to another end.
        """
        *first, last = parts(command, data, self.buffer)
        for part in first:
            if self.ask(part.request, deadline).number("o", part.end) != part.end:
                raise StationError("LNK-004", f"it took a part to another end than {part.end}")
        return last.request

    def download(self, command: Command, first: Answer, deadline: float) -> bytes:
        """Return the whole of an answer that began with `first`: 1 to 16,384 bytes.

        Raises:
            StationError: as `ask`; LNK-004 where it has another length than was said.
        """
        data = first.data("d")
        total = first.number("l", MAX_ANSWER) if "l" in first.fields else len(data)
        while len(data) < total:
            more = self.ask(rest(command, len(data)), deadline).data("d")
            if not more:
                raise StationError("LNK-004", f"{len(data)} of {total} bytes, then none")
            data += more
        if not 0 < len(data) == total <= MAX_ANSWER:
            raise StationError("LNK-004", f"{len(data)} bytes where {total} were said")
        return data

    def _write(self, sent: Sent, doing: str) -> None:
        self._note(sent, doing)
        self._port.write(sent.packets)

    def _note(self, sent: Sent, doing: str) -> None:
        """Say in the transcript what the base64 beside it is."""
        request = sent.request
        what = f"{request.op.name.lower()} {request.command} of group {int(request.group)}"
        self._port.transcript.note(f"SMP {sent.sequence} {doing}: {what}")

    def unanswered(self, heard: int) -> StationError:
        """Return the error of a request that nothing answered.

        Args:
            heard: how many bytes had been received when it was sent.
        """
        noise = self.wire.received - heard
        if noise:
            return StationError("LNK-004", f"{noise} bytes came, and no answer among them")
        return StationError("LNK-002")
