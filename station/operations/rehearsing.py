"""Where a station's units rehearse: begun with the first that does, ended with the station.

The service itself, its server and the client are loaded only then: few products want them.
"""

from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from station.errors import StationError
from station.line.work import Work
from station.model.enrollment import Enrollment

if TYPE_CHECKING:
    from station.operations.rehearsal_stage import Stage

_SLICE_S: Final = 0.05
_TROUBLE: Final = "SVC-049"


@dataclass
class _Begun:
    """A stage that is being set up, or stands.

    Setting it up takes a second or two, which no run is to wait for that was cancelled: so it has a
    thread of its own.
    """

    done: Event = field(default_factory=Event)
    stage: "Stage | None" = None
    error: StationError | None = None
    _opened: ExitStack = field(default_factory=ExitStack)
    _thread: Thread | None = None

    @classmethod
    def now(cls) -> Self:
        """Begin."""
        begun = cls()
        begun._thread = Thread(target=begun._set_up, name="rehearsal")
        begun._thread.start()
        return begun

    def _set_up(self) -> None:
        from station.operations.rehearsal_stage import standing  # noqa: PLC0415 - see above

        try:
            self.stage = self._opened.enter_context(standing())
        except StationError as error:
            self.error = error
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            why = "something unexpected happened"
            self.error = StationError("SVC-047", f"{type(error).__name__}: {error}", why=why)
        finally:
            self.done.set()

    def wait(self, cancel: Event) -> "Stage":
        """Return the stage once it stands.

        Raises:
            StationError: SVC-047 where it doesn't come to that, LIN-003 on cancel.
        """
        while not self.done.wait(_SLICE_S):
            if cancel.is_set():
                raise StationError("LIN-003")
        if self.stage is None:
            raise self.error or StationError("SVC-047", why="it is gone")
        return self.stage

    def close(self) -> None:
        """End it."""
        if self._thread is not None:
            self._thread.join()
        self._opened.close()


class Rehearsals:
    """Has units register with a practice service of the station's own; a context manager.

    It is `station.line.work.Rehearsal`. Any number of positions may ask at once.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._begun: _Begun | None = None
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.close()

    def rehearsed(self, work: Work, enrollment: Enrollment) -> str:
        """Have a unit register, as `Rehearsal.rehearsed`.

        Raises:
            StationError: SVC-047, SVC-049 where the service doesn't start or work; SVC-045 where
                the unit isn't assigned; as `Stage.rehearsed`.
        """
        begun = self._standing()
        try:
            return begun.wait(work.cancel).rehearsed(work, enrollment)
        except StationError as error:
            if error.code == _TROUBLE or begun.error is not None:
                self._give_up(begun)
            raise

    def _standing(self) -> _Begun:
        with self._lock:
            if self._begun is None:
                self._begun = _Begun.now()
                self._opened.callback(self._begun.close)
            return self._begun

    def _give_up(self, begun: _Begun) -> None:
        """Leave a stage that is of no use: the next unit has another set up."""
        with self._lock:
            if self._begun is begun:
                self._begun = None
