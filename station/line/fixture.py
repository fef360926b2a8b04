"""A position's fixture as its switch tells: what waits for it, and what its opening ends."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from threading import Condition, Event
from typing import Final

from station.errors import StationError
from station.line.halt import Ender

OPEN_CODE: Final = "LIN-087"
UNCHANGED_CODE: Final = "LIN-088"
_SETTLED_S: Final = 0.2  # so long it must have been closed: switches bounce, and so do lids
_SLICE_S: Final = 0.05
_PATIENCE_S: Final = 0.4  # nobody is asked to do what is being done
# How long nothing may be known of it before that is an error: at first, and of its port.
_FIRST_LOOK_S: Final = 10.0
_LOOKED_S: Final = 2.0  # the same, where nobody waits for it


class FixtureState(Enum):
    """What is known of a fixture."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"  # it wasn't looked at yet, or can't be


Told = Callable[[str, FixtureState], None]
"""Told of a position's fixture, in whatever thread it comes about; must not wait."""


def nobody_told(position: str, state: FixtureState) -> None:
    """Tell nobody."""
    del position, state


class Fixture:
    """One fixture. Safe to use from several threads; nothing waits but `guarding` and `watching`.

    Args:
        position: its position's name.
        reopen: whether it must have been opened after a unit before the next may start.
        told: told whenever its state changes.
    """

    def __init__(self, position: str, *, reopen: bool, told: Told = nobody_told) -> None:
        self.position: Final = position
        self._reopen = reopen
        self._told = told
        self._state = FixtureState.UNKNOWN
        self._error: StationError | None = None
        self._since = 0.0
        self._used = False
        self._opened = False  # since the run at work began
        self._run: Ender | None = None
        self._turn = Condition()

    @property
    def state(self) -> FixtureState:
        """What is known of it."""
        return self._state

    def saw(self, *, closed: bool) -> None:
        """Take in what its switch says now."""
        self._is_now(FixtureState.CLOSED if closed else FixtureState.OPEN, None)

    def failed(self, error: StationError) -> None:
        """Take in that its switch can't be read: LNK-046."""
        self._is_now(FixtureState.UNKNOWN, error)

    def _is_now(self, state: FixtureState, error: StationError | None) -> None:
        with self._turn:
            changed, self._error = state is not self._state, error
            if not changed and error is None:
                return
            if changed:
                self._state, self._since = state, time.monotonic()
            if state is FixtureState.OPEN:
                self._used, self._opened = False, True
            if self._run is not None and state is not FixtureState.CLOSED:
                self._run.end(error or StationError("LNK-047"))
            self._turn.notify_all()
        if changed:
            self._told(self.position, state)

    @contextmanager
    def guarding(self, cancel: Event, wanted: Callable[[str], None]) -> Iterator[Event]:
        """Wait until it is closed, and cancel the block's run when it is opened.

        Args:
            cancel: ends the wait, and the run.
            wanted: told what the worker is to do: LIN-087, LIN-088.

        Raises:
            StationError: LNK-046 where nobody can tell whether it is closed.
        """
        self._await_closed(cancel, wanted)
        with self.watching(cancel) as run:
            try:
                yield run
            finally:
                with self._turn:
                    # Whoever opened it in mid-run may have changed the unit before its end.
                    self._used = self._state is FixtureState.CLOSED and not self._opened

    @contextmanager
    def watching(self, cancel: Event) -> Iterator[Event]:
        """Give what ends a block that only looks at what is in: `cancel`, or that it isn't closed.

        Nobody is asked to close it: it is set from the beginning where it is open, or where nothing
        is known of it within 2 s.
        """
        run, until = Ender(cancel), time.monotonic() + _LOOKED_S
        with self._turn:
            while self._is_awaited and time.monotonic() < until and not cancel.is_set():
                self._turn.wait(_SLICE_S)
            self._run, self._opened = run, self._state is FixtureState.OPEN
            if self._state is not FixtureState.CLOSED:
                run.end(self._error or StationError("LNK-047"))
        try:
            yield run
        finally:
            with self._turn:
                self._run = None

    @property
    def _is_awaited(self) -> bool:
        """Whether it wasn't looked at yet."""
        return self._state is FixtureState.UNKNOWN and self._error is None

    def _await_closed(self, cancel: Event, wanted: Callable[[str], None]) -> None:
        said, began = "", time.monotonic()
        unknown_until = began + _FIRST_LOOK_S
        while not cancel.is_set():
            with self._turn:
                code = self._missing(unknown_until)
                if code is None:
                    return
                if code == said or not code or time.monotonic() - began < _PATIENCE_S:
                    self._turn.wait(_SLICE_S)
                    continue
            said = code
            wanted(code)

    def _missing(self, unknown_until: float) -> str | None:
        """Return the code of what the worker is to do; empty for a moment more, None for go."""
        if self._error is not None:
            raise self._error
        match self._state:
            case FixtureState.UNKNOWN:
                if time.monotonic() >= unknown_until:
                    raise StationError("LNK-046", "nothing is known", position=self.position)
                return ""
            case FixtureState.OPEN:
                return OPEN_CODE
            case FixtureState.CLOSED:
                if self._reopen and self._used:
                    return UNCHANGED_CODE
                settled = time.monotonic() - self._since >= _SETTLED_S
                return None if settled else ""
