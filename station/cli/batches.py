"""Batches at the terminal: what is told of them, and Enter to begin with what is in."""

import os
import select
import sys
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Final

from station.cli.console import BUSY, DONE, WAIT, Console
from station.line.bench import Position
from station.operations.batch import BatchFeed, BatchNotice, Loads

_LOOK_S: Final = 0.2


@contextmanager
def batches(feed: Loads, positions: Sequence[Position], console: Console) -> Iterator[BatchFeed]:
    """Give a feed's units in batches of all positions, until the block ends."""
    teller = Teller(console, sys.stdin is not None and sys.stdin.isatty())
    batch = BatchFeed(feed, teller.told)
    for position in positions:
        batch.take_part(position)
    thread = Thread(target=teller.listen, args=(batch,), name="batch-enter")
    thread.start()
    try:
        yield batch
    finally:
        teller.over.set()
        thread.join()


@dataclass
class Teller:
    """Says how far a batch is, and hears Enter.

    Attributes:
        console: where it is said.
        typed: whether somebody can type.
        descriptor: where it is typed.
        over: set when there are no more batches.
    """

    console: Console
    typed: bool
    descriptor: int = 0
    over: Event = field(default_factory=Event)
    _loading: Event = field(default_factory=Event)

    def told(self, notice: BatchNotice, units: int, positions: int) -> None:
        """Say what a batch tells."""
        match notice:
            case BatchNotice.LOADED if units < positions:
                enter = " Enter begins without the others." if self.typed else ""
                self._listen_from_now()
                self.console.marked(WAIT, f"{units} of {positions} units are in.{enter}")
            case BatchNotice.LOADED:
                pass
            case BatchNotice.BEGUN:
                self._loading.clear()
                self.console.marked(BUSY, f"All {units} begin. Leave them in.")
            case BatchNotice.ENDED:
                self.console.marked(DONE, "All are done. Take them out.")

    def _listen_from_now(self) -> None:
        """Begin to listen, where that isn't so yet: what was typed before answers nothing here."""
        if self.typed and not self._loading.is_set():
            with suppress(termios.error):
                termios.tcflush(self.descriptor, termios.TCIFLUSH)
        self._loading.set()

    def listen(self, batch: BatchFeed) -> None:
        """Begin what is in at each line that is typed while others are waited for."""
        while self.typed and not self.over.is_set():
            if not self._loading.wait(_LOOK_S):
                continue
            if not select.select([self.descriptor], [], [], _LOOK_S)[0]:
                continue
            line = _typed(self.descriptor)
            if not line:
                return
            if b"\n" in line and self._loading.is_set():
                batch.begin()


def _typed(descriptor: int) -> bytes:
    """Return what was typed; nothing at the end, or where the terminal is gone."""
    try:
        return os.read(descriptor, 1024)
    except OSError:
        return b""
