"""Answers that are given in Qt's thread, and waited for in another."""

import threading
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from typing import Generic, TypeVar

from station.errors import StationError
from station.secret import Secret

_T = TypeVar("_T")


class Waiting:
    """Something that somebody waits for in another thread.

    Args:
        code: of the error that they get where it is stopped instead.
    """

    def __init__(self, code: str) -> None:
        self._code = code
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Let nobody wait any longer."""
        self._stopped.set()


class Answer(Waiting, Generic[_T]):
    """What somebody at the window says to one question; args as `Waiting`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self._given: SimpleQueue[_T | None] = SimpleQueue()

    def give(self, value: _T) -> None:
        """Say it; from Qt's thread. A secret that comes after a stop is wiped."""
        if self._stopped.is_set():
            _forget(value)
        else:
            self._given.put(value)

    def stop(self) -> None:
        """As `Waiting`."""
        super().stop()
        self._given.put(None)

    def wait(self) -> _T:
        """Return it, from the thread that asks.

        Raises:
            StationError: the code, where it was stopped.
        """
        value = self._given.get()
        if value is None or self._stopped.is_set():
            _forget(value)
            raise StationError(self._code)
        return value


def _forget(value: object) -> None:
    """Leave nothing of an answer that nobody takes."""
    if isinstance(value, Secret):
        value.wipe()


class Asker:
    """Asks in a thread that may wait, one question at a time, until it is stopped.

    Args:
        post: has something run in Qt's thread.
        code: of the error that ends a question where it is stopped.
    """

    def __init__(self, post: Callable[[Callable[[], None]], None], code: str) -> None:
        self._post, self._code = post, code
        self._turn = threading.Lock()
        self._waiting: Waiting | None = None
        self._stopped = False

    def stop(self) -> None:
        """End the question that is open, and every later one; from Qt's thread."""
        with self._turn:
            self._stopped = True
            if self._waiting is not None:
                self._waiting.stop()

    def asked(self, ask: Callable[[Answer[_T]], None]) -> _T:
        """Have `ask` run in Qt's thread, and return what is answered there.

        Raises:
            StationError: the code, where it was stopped.
        """
        answer: Answer[_T] = Answer(self._code)
        with self._turn:
            if self._stopped:
                raise StationError(self._code)
            self._waiting = answer
        self._post(partial(ask, answer))
        return answer.wait()
