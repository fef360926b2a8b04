"""What nobody foresaw is logged, said in the window and survived; stalls are noted too."""

import faulthandler
import logging
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from station.errors import StationError
from station.folders import Data
from station.operations.start import Start
from station.window.shell import Shell

_log: Final = logging.getLogger(__name__)
_STALLED_S: Final = 1.0
_BEAT_MS: Final = 200
_LOOK_S: Final = 0.25


class Mishaps(QObject):
    """Hears of every exception that nobody handled, in whatever thread.

    Made in Qt's thread, where `met` comes.
    """

    met = Signal(object)
    """A `StationError`: LIN-100 for one of the window's own, LIN-101 for one of another thread."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(self.met)

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Hear of them while the `with` block runs."""
        before = sys.excepthook, threading.excepthook
        sys.excepthook, threading.excepthook = self._in_window, self._in_thread
        try:
            yield
        finally:
            sys.excepthook, threading.excepthook = before

    def _in_window(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        _log.error("The window broke", exc_info=(kind, error, trace))
        self._arrived.emit(StationError("LIN-100", kind.__name__))

    def _in_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is None or issubclass(told.exc_type, SystemExit):
            return
        name = told.thread.name if told.thread is not None else "?"
        trace = (told.exc_type, told.exc_value, told.exc_traceback)
        _log.error("The thread %s broke", name, exc_info=trace)
        self._arrived.emit(StationError("LIN-101", told.exc_type.__name__, name=name))


class StallWatch(QObject):
    """Logs where Qt's thread stood whenever it took over a second to come round.

    Made in Qt's thread, which tells of itself by a timer; another thread looks at that.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen = time.monotonic()
        self._watched = threading.get_ident()
        self._over = threading.Event()
        self._timer = QTimer(self, interval=_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self._thread = threading.Thread(target=self._watch, name="stall-watch", daemon=True)
        self._thread.start()

    def _beat(self) -> None:
        self._seen = time.monotonic()

    def _watch(self) -> None:
        told: float | None = None
        while not self._over.wait(_LOOK_S):
            seen = self._seen
            if told is not None and seen != told:
                _log.warning("The window goes on, after about %.1f s", seen - told)
                told = None
            if told is None and time.monotonic() - seen > _STALLED_S:
                told = seen
                _log.warning("The window stands still for over a second, at %s", self._place())

    def _place(self) -> str:
        frame = sys._current_frames().get(self._watched)  # noqa: SLF001 - documented for this
        calls = [] if frame is None else traceback.extract_stack(frame)[-6:]
        return " > ".join(f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in calls)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._over.set()
        self._thread.join()


@contextmanager
def crashes_kept_in(folder: Path) -> Iterator[None]:
    """Have what ends the whole process at once write where it was into `folder`/crash.log.

    Where the folder isn't there or can't be written, nothing is kept.
    """
    try:
        file = (folder / "crash.log").open("a", encoding="utf-8")
    except OSError:
        yield
        return
    with file:
        faulthandler.enable(file)
        try:
            yield
        finally:
            with suppress(RuntimeError):
                faulthandler.disable()


@contextmanager
def watched(start: Start, shell: Shell) -> Iterator[None]:
    """Hear of what nobody foresaw, and watch for stalls, while the window is open."""
    mishaps = Mishaps(shell)
    mishaps.met.connect(shell.mishap.say)
    logs = Data(start.practice_data).logs if start.practice else start.data.logs
    watch = StallWatch(shell)
    with crashes_kept_in(logs), mishaps.heard():
        try:
            yield
        finally:
            watch.stop()
