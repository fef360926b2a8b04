"""What crossed a link, for the engineer who asks why a run failed: bounded, and without secrets."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from station.model.names import shown

_HEAD: Final = 256 * 1024
_TAIL: Final = 768 * 1024
_JOINED_S: Final = 0.05  # what follows so soon, the same way, is of one piece
_LINE_MAX: Final = 4096

_SENT: Final = ">"
_RECEIVED: Final = "<"
_NOTED: Final = "#"


@dataclass
class _Entry:
    at: float
    way: str
    data: bytearray
    hidden: int = 0  # how many bytes crossed that aren't kept

    @property
    def size(self) -> int:
        return len(self.data) + 64


@dataclass
class Transcript:
    """What was sent and received over one link; from several threads at once, too.

    The beginning and the end are kept, at most about 1 MB, whatever a device says. While a secret
    is in flight only lengths are.
    """

    _began: float = field(default_factory=time.monotonic)
    _head: list[_Entry] = field(default_factory=list)
    _tail: deque[_Entry] = field(default_factory=deque)
    _head_size: int = 0
    _tail_size: int = 0
    _dropped: int = 0
    _secrets: int = 0
    _lock: Lock = field(default_factory=Lock)
    _heard_at: float = 0.0

    @property
    def heard_at(self) -> float:
        """When the device said something last, by the monotonic clock; 0 where it never did."""
        return self._heard_at

    def sent(self, data: bytes) -> None:
        """Keep what was sent to the device."""
        self._add(_SENT, data)

    def received(self, data: bytes) -> None:
        """Keep what the device sent."""
        if data:
            self._heard_at = time.monotonic()
        self._add(_RECEIVED, data)

    def note(self, text: str) -> None:
        """Keep what Station itself has to say, such as what it is about to do; never a secret."""
        self._add(_NOTED, text.encode())

    @contextmanager
    def secret(self) -> Iterator[None]:
        """Within the `with` block, keep how many bytes cross, and not which."""
        with self._lock:
            self._secrets += 1
        try:
            yield
        finally:
            with self._lock:
                self._secrets -= 1

    def text(self) -> str:
        """Return it a line a piece: seconds since the beginning, the way, and escaped bytes."""
        with self._lock:
            lines = [self._line(entry) for entry in self._head]
            if self._dropped:
                lines.append(f"... {self._dropped} bytes are left out here ...")
            lines += [self._line(entry) for entry in self._tail]
        return "".join(line + "\n" for line in lines)

    def _line(self, entry: _Entry) -> str:
        if entry.hidden:
            said = f"[{entry.hidden} bytes, not kept: a secret was in flight]"
        elif entry.way == _NOTED:
            said = shown(entry.data.decode(), _LINE_MAX)
        else:
            said = _escaped(bytes(entry.data))
        return f"{entry.at - self._began:9.3f} {entry.way} {said}"

    def _add(self, way: str, data: bytes) -> None:
        if not data:
            return
        now = time.monotonic()
        with self._lock:
            hidden = self._secrets > 0 and way != _NOTED
            last = self._last()
            if last is not None and self._joins(last, way, now, hidden=hidden):
                grown = 0 if hidden else len(data)
                last.hidden += len(data) if hidden else 0
                last.data += b"" if hidden else data
                self._grow(last, grown)
                return
            entry = _Entry(now, way, bytearray(b"" if hidden else data))
            entry.hidden = len(data) if hidden else 0
            self._append(entry)

    def _last(self) -> _Entry | None:
        if self._tail:
            return self._tail[-1]
        return self._head[-1] if self._head else None

    def _joins(self, last: _Entry, way: str, now: float, *, hidden: bool) -> bool:
        if last.way != way or bool(last.hidden) != hidden or way == _NOTED:
            return False
        return now - last.at < _JOINED_S and len(last.data) < _LINE_MAX

    def _grow(self, last: _Entry, by: int) -> None:
        if self._tail and self._tail[-1] is last:
            self._tail_size += by
            self._drop()
        else:
            self._head_size += by

    def _append(self, entry: _Entry) -> None:
        if not self._tail and self._head_size < _HEAD:
            self._head.append(entry)
            self._head_size += entry.size
            return
        self._tail.append(entry)
        self._tail_size += entry.size
        self._drop()

    def _drop(self) -> None:
        while self._tail_size > _TAIL and len(self._tail) > 1:
            gone = self._tail.popleft()
            self._tail_size -= gone.size
            self._dropped += len(gone.data) + gone.hidden


def _escaped(data: bytes) -> str:
    """Return bytes as printable ASCII, what isn't in hexadecimal or by the usual short forms."""
    return repr(data)[2:-1]
