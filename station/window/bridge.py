"""The only crossing between threads: work goes out to others, words about it come back to Qt's."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from typing import Final, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from station.errors import StationError

_log: Final = logging.getLogger(__name__)
_T = TypeVar("_T")
_READERS: Final = 2


class Lane(Enum):
    """In which threads a piece of work is done."""

    QUERIES = "queries"  # side by side, in no order
    COMMANDS = "commands"  # one after another, in the order in which they were given
    EXPORTS = "exports"  # one after another; they may take long, and closing waits for them


def ignore(result: object) -> None:
    """Take a result that nobody waits for."""
    del result


class Bridge(QObject):
    """Takes work off Qt's thread and brings its results back there.

    Made in Qt's thread. Nothing that may wait for a disk, a token or a device runs anywhere else
    than through here.
    """

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {
            Lane.QUERIES: ThreadPoolExecutor(_READERS, thread_name_prefix="query"),
            Lane.COMMANDS: ThreadPoolExecutor(1, thread_name_prefix="command"),
            Lane.EXPORTS: ThreadPoolExecutor(1, thread_name_prefix="export"),
        }
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def post(self, owner: QObject, call: Callable[[], None]) -> None:
        """Have `call` run in Qt's thread soon, in the order given; from any thread.

        Args:
            owner: whom it concerns; once that is gone, the call is dropped.
            call: what to run; must not wait.
        """

        def guarded() -> None:
            if shiboken6.isValid(owner):
                call()

        if not self._closed:
            self._arrived.emit(guarded)

    def run(
        self,
        owner: QObject,
        work: Callable[[], _T],
        done: Callable[[_T], None] = ignore,
        failed: Callable[[StationError], None] = ignore,
        lane: Lane = Lane.QUERIES,
    ) -> None:
        """Do `work` in another thread, then tell its end in Qt's.

        Args:
            owner: whom it concerns; once that is gone, nobody is told.
            work: what to do; it may wait, and touches nothing of Qt.
            done: told what came of it.
            failed: told what went wrong; LIN-014 for what nobody foresaw, which is also logged.
            lane: where to do it.
        """

        def task() -> None:
            try:
                result = work()
            except StationError as error:
                self._told(owner, failed, error)
            except Exception as error:  # noqa: BLE001 - told as an error, whatever it is
                _log.exception("Work for the window broke")
                self._told(owner, failed, StationError("LIN-014", type(error).__name__))
            else:
                self._told(owner, done, result)

        if not self._closed:
            self._lanes[lane].submit(task)

    def close(self) -> None:
        """Take no more work, and wait for what is at work; its results reach nobody."""
        self._closed = True
        for pool in self._lanes.values():
            pool.shutdown(wait=True, cancel_futures=True)

    def _told(self, owner: QObject, listener: Callable[[_T], None], word: _T) -> None:
        self.post(owner, lambda: listener(word))

    @Slot(object)
    def _deliver(self, call: Callable[[], None]) -> None:
        if self._closed:
            return
        try:
            call()
        except Exception:
            _log.exception("The window broke at a result")
            raise
