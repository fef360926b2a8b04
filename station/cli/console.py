"""What a command says: sentences for people, or one JSON object for machines."""

import json
import os
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from threading import RLock
from typing import Final, NamedTuple, TextIO

from pydantic import JsonValue

from station.errors import StationError

_WIDTH: Final = 100
# Seconds. What goes on longer is told of rarely.
_OFTEN_S: Final = 2.0


class Mark(NamedTuple):
    """The word that begins a line, and its colours on a terminal."""

    word: str
    colours: str


PASS: Final = Mark("PASS", "1;97;42")
FAIL: Final = Mark("FAIL", "1;97;41")
ERROR: Final = Mark("ERROR", "1;30;43")
STOP: Final = Mark("STOP", "1;30;43")
CHECK_OK: Final = Mark("CHECK OK", "1;97;44")
CHECK_FAILED: Final = Mark("CHECK FAILED", "1;97;41")
NO_CHECK: Final = Mark("NO CHECK", "1;30;43")
WAIT: Final = Mark("WAIT", "")
BUSY: Final = Mark("BUSY", "")
DONE: Final = Mark("DONE", "1")
_MARK_SIZE: Final = 5


class Console:
    """Where a command speaks; threads may share it, their lines stay whole.

    Output that nobody can take is lost without breaking the work; `closed` tells of it at the end.

    Args:
        json: whether standard output is for a machine: one object, all else on standard error.
    """

    def __init__(self, json: bool) -> None:
        self._json = json
        self._lock = RLock()
        self._answered = False
        self._lost: OSError | None = None
        self._gone = False

    def say(self, text: str = "") -> None:
        """Say something to a person: progress, a table, a summary."""
        lost = self._write(self._spoken, f"{text}\n")
        if lost is not None and not self._json:
            self._gone = True
            # A reader that has seen enough, as `head`, is no error.
            if not isinstance(lost, BrokenPipeError):
                self._lost = lost

    def prose(self, text: str) -> None:
        """Say sentences that may need several lines."""
        self.say(_wrapped(text, ""))

    def listed(self, text: str) -> None:
        """Say sentences as one point of a list."""
        self.say(_wrapped(text, "- ", "  "))

    def warn(self, text: str) -> None:
        """Say something on standard error whatever the mode."""
        self._write(sys.stderr, f"{text}\n")

    def warn_of_upgrade(self, seconds: float) -> None:
        """Say on standard error that a record gets a newer form, and how long that has taken.

        It is said at first and about every ten seconds, of what may come each second.
        """
        if seconds >= _OFTEN_S and round(seconds) % 10:
            return
        self.warn(
            f"Bringing the record to the form of this Station: {seconds:.0f} s so far. A million"
            " enrollments take about a minute. Ctrl-C leaves the record as it was."
        )

    @staticmethod
    def warn_from_signal(text: str) -> None:
        """Say something on standard error from a signal's handler, which may find a write begun."""
        with suppress(OSError):
            os.write(2, f"\n{text}\n".encode())

    def marked(self, mark: Mark, text: str, *more: str) -> None:
        """Say a line that begins with a mark, and more below it, in one piece."""
        word = mark.word.center(_MARK_SIZE)
        if mark.colours and _coloured(self._spoken):
            word = f"\x1b[{mark.colours}m{word}\x1b[0m"
        indent = " " * (_MARK_SIZE + 2)
        lines = [f"{word}  {text}".rstrip(), *(_wrapped(part, indent) for part in more if part)]
        self.say("\n".join(lines))

    def answer(self, data: Mapping[str, JsonValue]) -> None:
        """Give the machine its one object; people have been told already."""
        if self._json and not self._answered:
            self._answered = True
            self._lost = self._write(sys.stdout, f"{json.dumps(data)}\n") or self._lost

    def answer_pages(
        self,
        name: str,
        pages: Iterable[Sequence[Mapping[str, JsonValue]]],
        rest: Callable[[], Mapping[str, JsonValue]],
    ) -> None:
        """Give the machine its one object a page at a time: a list of any length, then the rest.

        Args:
            name: the list's.
            pages: the list, in pages; gone through also where nobody wants an answer, for what it
                says to people on its way. No further, once nobody takes either.
            rest: gives what else is in the object, once the list is complete.
        """
        before = f'{{"{name}": ['
        for page in pages:
            text = ", ".join(json.dumps(row) for row in page) if self._json else ""
            if text:
                self._answered = True
                self._lost = self._write(sys.stdout, before + text) or self._lost
                before = ", "
            if self._gone or self._lost is not None:
                break
        self._answered = True
        if self._json:
            end = json.dumps(rest()).removeprefix("{")
            before = "" if before == ", " else before
            self._lost = self._write(sys.stdout, f"{before}], {end}\n") or self._lost

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Say a table with aligned columns, numbers to the right."""
        widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
        numbers = [bool(rows) and all(row[i].isdecimal() for row in rows) for i in range(len(head))]
        for row in (head, *rows):
            cells = zip(row, widths, numbers, strict=True)
            self.say("  ".join(c.rjust(w) if n else c.ljust(w) for c, w, n in cells).rstrip())

    def error(self, error: StationError) -> None:
        """Say an error: its code, what it means, what to do, and the engineer's detail."""
        indent = " " * 9
        lines = [_wrapped(f"{error.code}  {error.message}", "", indent)]
        lines += [_wrapped(error.remedy, indent)]
        if error.detail:
            lines += [_wrapped(f"({error.detail})", indent)]
        self.warn("\n".join(lines))
        self.answer(
            {
                "error": {
                    "code": error.code,
                    "message": error.message,
                    "remedy": error.remedy,
                    "detail": error.detail,
                }
            }
        )

    def closed(self, status: int) -> int:
        """Return the exit status of a command that ended with `status`, or that of lost output."""
        self._write(sys.stdout, "")
        if self._lost is None:
            return status
        lost = StationError("CFG-010", why=self._lost.strerror or type(self._lost).__name__)
        self.error(lost)
        return 3

    @property
    def _spoken(self) -> TextIO | None:
        return sys.stderr if self._json else sys.stdout

    def _write(self, stream: TextIO | None, text: str) -> OSError | None:
        """Write and flush; return what prevented it. A stream that was closed at birth is None."""
        if stream is None:
            return None
        with self._lock:
            try:
                stream.write(text)
                stream.flush()
            except OSError as error:
                _divert(stream)
                return error
        return None


def _wrapped(text: str, first: str, later: str | None = None) -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=first if later is None else later,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _coloured(stream: TextIO | None) -> bool:
    told = "NO_COLOR" in os.environ or os.environ.get("TERM", "dumb") == "dumb"
    return stream is not None and stream.isatty() and not told


def _divert(stream: TextIO) -> None:
    """Let what is still in the stream's buffer, and all that comes, go nowhere."""
    with suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
