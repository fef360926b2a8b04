"""Workers of units' tokens that a cancel broke off: they may finish, and nobody waits for that.

A token must not be left in the midst of a write where that can be helped, so a worker has some
seconds to end by itself. The run that was cancelled ends at once all the same. Whoever comes to the
same token next waits until the worker before is gone: two at once would trip over one another. So
does the next station of this data folder, where this one is shut before: see `leash`.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Final

from station.hsm import leash
from station.hsm.frames import Patience
from station.hsm.worker import Worker


@dataclass
class _Departing:
    """What is ending, by its token; thread-safe."""

    _ending: defaultdict[Hashable, list[Event]] = field(default_factory=lambda: defaultdict(list))
    _lock: Lock = field(default_factory=Lock)

    def let_go(self, token: Hashable, worker: Worker) -> None:
        """Have a worker end in a thread of its own."""
        gone, unleash = Event(), leash.keep()
        with self._lock:
            self._ending[token].append(gone)

        def end() -> None:
            try:
                worker.close()
            finally:
                with self._lock:
                    self._ending[token].remove(gone)
                    if not self._ending[token]:
                        del self._ending[token]
                gone.set()
                unleash()

        # Not a daemon: a station that ends leaves no worker in the midst of a write.
        Thread(target=end, name="token-departing").start()

    def wait(self, token: Hashable, patience: Patience) -> None:
        """Wait until nobody is at the token any more; raises as `Patience.tick_ms`."""
        with self._lock:
            ending = tuple(self._ending.get(token, ()))
        for gone in ending:
            while not gone.wait(patience.tick_ms() / 1000):
                pass


_DEPARTING: Final = _Departing()


@dataclass(frozen=True)
class Post:
    """What workers of a token stand at, one after the other.

    Attributes:
        token: tells it from others.
        environment: what its library needs.
    """

    token: Hashable
    environment: Mapping[str, str]

    def begin(self, patience: Patience) -> Worker:
        """Start a worker, once an earlier one is gone.

        Raises:
            StationError: HSM-006 where it can't be started; LIN-003, HSM-007 in the wait.
        """
        _DEPARTING.wait(self.token, patience)
        return Worker(self.environment)

    def end(self, worker: Worker) -> None:
        """End a worker; one that a cancel broke off ends by itself, some seconds later."""
        if worker.broken_off:
            _DEPARTING.let_go(self.token, worker)
        else:
            worker.close()

    @contextmanager
    def worker(self, patience: Patience) -> Iterator[Worker]:
        """Give a worker for one block; raises as `begin`."""
        worker = self.begin(patience)
        try:
            yield worker
        finally:
            self.end(worker)
