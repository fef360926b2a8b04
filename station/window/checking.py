"""The station looked at, check by check, in another thread; whoever shows it is told as it goes."""

import time
from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from station.errors import StationError
from station.operations.doctor import CHECKS, Checked, Finding, looked
from station.operations.doctor_finding import of_error
from station.operations.plant import Plant
from station.window.bridge import Bridge

# Whoever logs in later looks at what was found for this long.
_GOOD_FOR_S: Final = 3600.0


class Checking(QObject):
    """Looks at everything a station needs; one look at a time.

    Each check is a piece of work of its own, so that nothing waits long for a look to end.

    Args:
        plant: the open station.
        bridge: to the threads that may wait.
        parent: whose it is.
    """

    begun = Signal(str)
    """What is looked at next, in words."""
    found = Signal()
    """A check has ended; `findings` has what it found."""
    over = Signal()
    """All checks have ended."""

    def __init__(self, plant: Plant, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._plant, self._bridge = plant, bridge
        self._findings: list[Finding] = []
        self._next: int | None = None
        self._ended: float | None = None
        self._stopped = False

    @property
    def findings(self) -> Sequence[Finding]:
        """What was found so far."""
        return tuple(self._findings)

    @property
    def at_work(self) -> bool:
        """Whether a look is under way."""
        return self._next is not None

    @property
    def done(self) -> bool:
        """Whether a look has come to its end, and no other is under way."""
        return self._ended is not None and not self.at_work

    def begin_shift(self) -> None:
        """Look, unless that was done a short while ago or is under way."""
        if self._ended is None or time.monotonic() - self._ended > _GOOD_FOR_S:
            self.begin()

    def begin(self) -> None:
        """Look at everything anew; a look that is under way goes on."""
        if not self.at_work and not self._stopped:
            self._findings, self._next = [], 0
            self._go_on()

    def stop(self) -> None:
        """Begin no further check."""
        self._stopped = True

    def _go_on(self) -> None:
        if self._next is None or self._stopped:
            return
        if self._next >= len(CHECKS):
            self._next, self._ended = None, time.monotonic()
            self.over.emit()
            return
        check = CHECKS[self._next]
        self._next += 1
        self.begun.emit(check.what)
        work = partial(looked, check, self._plant.data, self._plant.tools.factory)
        self._bridge.run(self, work, self._looked, partial(self._broke, check.what))

    def _broke(self, what: str, error: StationError) -> None:
        """Take a check that nobody foresaw to break, which is in the log: nothing is well then."""
        self._looked(Checked(what, (of_error(what.removeprefix("the "), error),)))

    def _looked(self, checked: Checked) -> None:
        self._findings += checked.findings
        self.found.emit()
        self._go_on()
