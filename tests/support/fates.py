"""What befalls a station at a chosen moment: the power cut, a cable pulled, a press on cancel.

Moments are counted by ticks: one before and one after each commit of the record, one before and one
after each message that a unit gets. Between two of them there is one effect at most, so that every
way to break off is met.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from threading import Condition, current_thread
from types import TracebackType
from typing import Final

import pytest

from station.records.database import Writer
from station.records.store import Records

PATIENCE_S: Final = 60.0


class PowerCut(BaseException):
    """The station stops here; nothing of it may be caught, and nothing more is written."""


class Deed(Enum):
    """What befalls a run."""

    NOTHING = "nothing"
    WAIT = "wait"  # its unit takes its time, while other things happen
    CUT = "cut"
    UNPLUG = "unplug"
    CANCEL = "cancel"


@dataclass
class Fate:
    """What shall befall one run, or one press.

    Attributes:
        deed: what.
        at: at which tick, from 1.
        ticks: how many there were.
        waiting: whether its unit takes its time now.
        go: whether it may go on.
        commits: how many commits there were in what is being done to the record.
    """

    deed: Deed = Deed.NOTHING
    at: int = 0
    ticks: int = 0
    befell: bool = False
    waiting: bool = False
    go: bool = False
    commits: int = 0


Noted = Callable[[str, str, tuple[object, ...], dict[str, object]], None]
"""Told of what is on record now: from which position, by which method, and with what."""


@dataclass
class Fates:
    """The fates of a station's threads, by the threads' names.

    Attributes:
        unplug: takes the unit out of a position.
        cancel: presses cancel at a position.
        noted: told of what is on record now.
        dead: whether the power is cut.
        of: the fates.
        turn: told of every change.
    """

    unplug: Callable[[str], None]
    cancel: Callable[[str], None]
    noted: Noted
    dead: bool = False
    of: dict[str, Fate] = field(default_factory=dict)
    turn: Condition = field(default_factory=Condition)

    def mine(self) -> Fate:
        """Return the fate of this thread."""
        return self.of.setdefault(current_thread().name, Fate())

    def tick(self, *, over_link: bool = False) -> None:
        """Let what is due befall this thread."""
        if self.dead:
            raise PowerCut
        fate = self.mine()
        fate.ticks += 1
        due = fate.ticks >= fate.at and not fate.befell and fate.deed is not Deed.NOTHING
        if not due or (fate.deed is Deed.WAIT and not over_link):
            return
        fate.befell = True
        position = current_thread().name.removeprefix("position-")
        match fate.deed:
            case Deed.CUT:
                self.cut()
                raise PowerCut
            case Deed.UNPLUG:
                self.unplug(position)
            case Deed.CANCEL:
                self.cancel(position)
            case _:
                self._wait(fate)

    def _wait(self, fate: Fate) -> None:
        with self.turn:
            fate.waiting = True
            self.turn.notify_all()
            assert self.turn.wait_for(lambda: fate.go or self.dead, PATIENCE_S)
            fate.waiting = False
        if self.dead:
            raise PowerCut

    def cut(self) -> None:
        """Cut the power."""
        with self.turn:
            self.dead = True
            self.turn.notify_all()

    def let_go(self, fate: Fate) -> None:
        """Have a unit that takes its time answer."""
        with self.turn:
            fate.go = True
            self.turn.notify_all()

    @staticmethod
    def let_fall(records: Records) -> None:
        """Have a record that is closed write nothing any more, as where its process ended."""
        name = "close"
        setattr(records._ledger, name, lambda: None)

    def hook(self, records: Records) -> None:
        """Be told of what is done to an open record, whether or not the power is cut within."""
        for owner, names in (
            (records, ("begin_run", "admit", "claim", "intent", "spend", "end_run", "enrol")),
            (records.again, ("admit", "passed")),
        ):
            for name in names:
                told = f"again.{name}" if owner is records.again else name
                setattr(owner, name, partial(self._done, told, getattr(owner, name)))

    def _done(
        self, name: str, honest: Callable[..., object], *given: object, **more: object
    ) -> object:
        fate, who = self.mine(), current_thread().name.removeprefix("position-")
        fate.commits = 0
        try:
            result = honest(*given, **more)
        except PowerCut:
            if fate.commits:
                self.noted(who, name, given, more)
            raise
        self.noted(who, name, given, more)
        return result


@dataclass
class _Ticking:
    """A transaction with its ticks."""

    inner: AbstractContextManager[sqlite3.Connection, None]
    fates: Fates

    def __enter__(self) -> sqlite3.Connection:
        if self.fates.dead:
            raise PowerCut
        return self.inner.__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            try:
                self.fates.tick()
            except PowerCut as cut:
                self.inner.__exit__(PowerCut, cut, None)
                raise
        self.inner.__exit__(kind, error, trace)
        if error is None:
            self.fates.mine().commits += 1
            self.fates.tick()


@contextmanager
def ticking(fates: Fates) -> Iterator[None]:
    """Have each commit of any record tick."""
    honest = Writer.transaction

    def transaction(writer: Writer) -> _Ticking:
        return _Ticking(honest(writer), fates)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Writer, "transaction", transaction)
        yield
