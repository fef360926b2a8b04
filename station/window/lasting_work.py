"""Work that takes long: how far it is, and a button that ends it."""

import time
from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Final, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from station.errors import StationError
from station.operations.backup_content import Watch
from station.window import theme
from station.window.bridge import Bridge, Lane
from station.window.fields import button

_T = TypeVar("_T")
_TOLD_EVERY_S: Final = 0.1
_WHOLE: Final = 1_000


class LastingWork(QWidget):
    """A bar and what ends the work, seen only while there is some.

    Args:
        name: what its parts are called by.
        bridge: to the threads that work.
        words: says in words what is done, by the name that the work tells.
    """

    def __init__(self, name: str, bridge: Bridge, words: Callable[[str], str]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._bridge, self._words = bridge, words
        self._cancel, self._told_at = Event(), 0.0
        # Once nobody can see it any more, nobody could stop it either.
        self.destroyed.connect(self._cancel.set)
        self.said = QLabel()
        self.said.setObjectName(f"{name}-said")
        theme.plain_text(self.said)
        self.bar = QProgressBar(minimum=0, maximum=0)
        self.bar.setObjectName(f"{name}-bar")
        self.stop = button(f"{name}-stop", self.tr("S&top"))
        self.stop.clicked.connect(self.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.said)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        self.hide()

    @property
    def at_work(self) -> bool:
        """Whether something is being done."""
        return not self.isHidden()

    def run(
        self,
        work: Callable[[Watch], _T],
        done: Callable[[_T], None],
        failed: Callable[[StationError], None],
    ) -> None:
        """Do it, in turn with exports, since closing waits for these.

        Args:
            work: what to do, given what it tells how far it is, and asks whether it is to end.
            done: told what came of it.
            failed: told what went wrong; CFG-054 where it was ended.
        """
        self._cancel.clear()
        self.bar.setRange(0, 0)
        self.said.setText(self.tr("Begins."))
        self.stop.setEnabled(True)
        self.show()
        self.stop.setFocus()
        watch = Watch(self._tell, self._cancel)

        def ended(then: Callable[[], None]) -> None:
            self.hide()
            then()

        self._bridge.run(
            self,
            partial(work, watch),
            lambda result: ended(partial(done, result)),
            lambda error: ended(partial(failed, error)),
            Lane.EXPORTS,
        )

    def cancel(self) -> None:
        """End it at its next step."""
        self._cancel.set()
        self.stop.setEnabled(False)
        self.said.setText(self.tr("Ends."))

    def _tell(self, what: str, done: int, whole: int) -> None:
        """Take how far it is, in the thread that works, but not more often than can be read."""
        now = time.monotonic()
        if now - self._told_at >= _TOLD_EVERY_S:
            self._told_at = now
            self._bridge.post(self, partial(self._show, what, done, whole))

    def _show(self, what: str, done: int, whole: int) -> None:
        if self._cancel.is_set():
            return
        self.said.setText(self._words(what))
        self.bar.setRange(0, _WHOLE if whole else 0)
        self.bar.setValue(done * _WHOLE // whole if whole else 0)
