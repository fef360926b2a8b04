"""The only crossing between threads: work goes out to others, words about it come back to Qt's."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from functools import partial
from itertools import count
from typing import Any, Final, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from station.errors import StationError
from station.window.garbage import Collector

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


@dataclass(frozen=True)
class _Job:
    """What was given to `Bridge.run`."""

    owner: QObject
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[StationError], None]


class Bridge(QObject):
    """Takes work off Qt's thread and brings its results back there.

    Made in Qt's thread. Nothing that may wait for a disk, a token or a device runs anywhere else
    than through here.
    """

    _arrived = Signal(object)
    _ended = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {
            Lane.QUERIES: ThreadPoolExecutor(_READERS, thread_name_prefix="query"),
            Lane.COMMANDS: ThreadPoolExecutor(1, thread_name_prefix="command"),
            Lane.EXPORTS: ThreadPoolExecutor(1, thread_name_prefix="export"),
        }
        self._closed = False
        self._jobs: dict[int, _Job] = {}
        self._numbers = count()
        Collector(self)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

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
        if self._closed:
            return
        number = next(self._numbers)
        self._jobs[number] = _Job(owner, work, done, failed)
        self._lanes[lane].submit(self._do, number)

    def _do(self, number: int) -> None:
        """Do a job in another thread, which holds on to nothing of it when its end is told.

        So whatever of Qt's is only held by the job goes in Qt's own thread.
        """
        job = self._jobs[number]
        try:
            result, error = job.work(), None
        except StationError as station_error:
            result, error = None, station_error
        except Exception as unforeseen:  # noqa: BLE001 - told as an error, whatever it is
            _log.exception("Work for the window broke")
            result, error = None, StationError("LIN-014", type(unforeseen).__name__)
        del job
        if error is not None:
            error.__traceback__ = None
        if not self._closed:
            self._ended.emit(number, (result, error))

    @Slot(object, object)
    def _tell(self, number: int, end: tuple[Any, StationError | None]) -> None:
        job = self._jobs.pop(number, None)
        if job is None or not shiboken6.isValid(job.owner):
            return
        result, error = end
        self._deliver(partial(job.done, result) if error is None else partial(job.failed, error))

    def close(self) -> None:
        """Take no more work, and wait for what is at work; its results reach nobody."""
        self._closed = True
        for pool in self._lanes.values():
            pool.shutdown(wait=True, cancel_futures=True)
        self._jobs.clear()

    @Slot(object)
    def _deliver(self, call: Callable[[], None]) -> None:
        if self._closed:
            return
        try:
            call()
        except Exception:
            _log.exception("The window broke at a result")
            raise
