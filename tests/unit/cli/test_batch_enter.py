"""Batches at the terminal: Enter begins with what is in, unless it was typed before."""

import os
import pty
import tty
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread

import pytest

from station.cli.batches import Teller
from station.cli.console import Console
from station.operations.batch import BatchFeed, BatchNotice

LONG_S = 30.0
NOT_YET_S = 0.6


class Begun(BatchFeed):
    """A batch that only tells when it is to begin."""

    def __init__(self) -> None:
        self.asked: SimpleQueue[bool] = SimpleQueue()

    def begin(self) -> bool:
        self.asked.put(True)
        return True


@dataclass
class Terminal:
    master: int
    teller: Teller
    batch: Begun = field(default_factory=Begun)

    def types(self, text: bytes) -> None:
        os.write(self.master, text)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    master, slave = pty.openpty()
    tty.setcbreak(slave)
    with closing(os.fdopen(master, "rb", 0)), closing(os.fdopen(slave, "rb", 0)):
        here = Terminal(master, Teller(Console(json=False), typed=True, descriptor=slave))
        thread = Thread(target=here.teller.listen, args=(here.batch,))
        thread.start()
        yield here
        here.teller.over.set()
        thread.join()


def test_enter_begins_with_what_is_in(terminal: Terminal) -> None:
    terminal.teller.told(BatchNotice.LOADED, 1, 3)
    terminal.types(b"\n")
    assert terminal.batch.asked.get(timeout=LONG_S)


def test_an_enter_that_was_typed_while_units_were_at_work_begins_nothing(
    terminal: Terminal,
) -> None:
    terminal.teller.told(BatchNotice.LOADED, 1, 3)
    terminal.teller.told(BatchNotice.BEGUN, 3, 3)
    terminal.types(b"\n")
    terminal.teller.told(BatchNotice.ENDED, 0, 3)
    terminal.teller.told(BatchNotice.LOADED, 1, 3)
    with pytest.raises(Empty):
        terminal.batch.asked.get(timeout=NOT_YET_S)
    terminal.teller.told(BatchNotice.LOADED, 2, 3)
    terminal.types(b"\n")
    assert terminal.batch.asked.get(timeout=LONG_S)
