"""Where a station's units rehearse: begun with the first that does, ended with the station.

The service itself, its server and the client are loaded only then: few products want them.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from station.errors import StationError
from station.line.work import Work
from station.model.enrollment import Enrollment
from station.operations.rehearsal_lanes import is_late

if TYPE_CHECKING:
    from station.operations.rehearsal_stage import Stage

_SLICE_S: Final = 0.05
_TROUBLE: Final = "SVC-049"


@dataclass
class _Begun:
    """A stage that is being set up, or stands.

    Setting it up takes a second or two, which no run is to wait for that was cancelled: so it has a
    thread of its own.

    Attributes:
        done: set when it stands, or it is known that it won't.
        stage: it.
        error: why it doesn't stand.
        users: how many runs are at it.
    """

    done: Event = field(default_factory=Event)
    stage: "Stage | None" = None
    error: StationError | None = None
    users: int = 0
    _opened: ExitStack = field(default_factory=ExitStack)
    _thread: Thread | None = None
    _closing: Lock = field(default_factory=Lock)

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
                error = StationError("LIN-003")
                if is_late(error, cancel):  # which is no fault of the unit's
                    why = "it takes longer than the unit's step may"
                    raise StationError("SVC-047", why=why) from error
                raise error
        if self.stage is None:
            raise self.error or StationError("SVC-047", why="it is gone")
        return self.stage

    def close(self) -> None:
        """End it, if nobody has."""
        if self._thread is not None:
            self._thread.join()
        with self._closing:
            self._opened.close()


class Rehearsals:
    """Has units register with a practice service of the station's own; a context manager.

    It is `station.line.work.Rehearsal`. Any number of positions may ask at once.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._begun: _Begun | None = None
        self._ending: list[Thread] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._lock:
            begun, ending = self._begun, tuple(self._ending)
            self._begun = None
        if begun is not None:
            begun.close()
        for thread in ending:
            thread.join()

    def rehearsed(self, work: Work, enrollment: Enrollment) -> str:
        """Have a unit register, as `Rehearsal.rehearsed`.

        Raises:
            StationError: SVC-047, SVC-049 where the service doesn't start or work; SVC-045 where
                the unit isn't assigned; as `Stage.rehearsed`.
        """
        with self._standing() as begun:
            try:
                return begun.wait(work.cancel).rehearsed(work, enrollment)
            except StationError as error:
                if error.code == _TROUBLE or begun.error is not None:
                    self._give_up(begun)
                raise

    @contextmanager
    def _standing(self) -> Iterator[_Begun]:
        """Be at the stage, which is ended by the last who was there when it was given up.

        That takes some seconds where connections hang, and no run waits for it.
        """
        with self._lock:
            if self._begun is None:
                self._begun = _Begun.now()
            begun = self._begun
            begun.users += 1
        try:
            yield begun
        finally:
            with self._lock:
                begun.users -= 1
                if not begun.users and begun is not self._begun:
                    self._end(begun)

    def _end(self, begun: _Begun) -> None:
        thread = Thread(target=begun.close, name="rehearsal-ends")
        thread.start()
        self._ending = [*(one for one in self._ending if one.is_alive()), thread]

    def _give_up(self, begun: _Begun) -> None:
        """Leave a stage that is of no use: the next unit has another set up."""
        with self._lock:
            if self._begun is begun:
                self._begun = None
