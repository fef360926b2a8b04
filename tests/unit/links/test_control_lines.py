"""A port whose control lines are signals, while whoever holds it is stuck in reaching it."""

from collections.abc import Iterator
from threading import Event, Thread, Timer

import pytest
import serial

from station.errors import StationError
from station.links import control_lines
from station.links.control_lines import HELD, ControlLines
from station.links.ports import open_port

URL = "rfc2217://127.0.0.1:7"


class Stuck:
    """Lines that one thread is opening, which doesn't get on until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.goes_on, self.began = Event(), Event()
        monkeypatch.setattr(control_lines, "raw_line", self._opened)
        self.lines = ControlLines(URL, {"rts": False})
        self._thread = Thread(target=self._set)

    def _opened(self, *_: object) -> serial.Serial:
        self.began.set()
        self.goes_on.wait()
        raise StationError("LNK-001", port=URL)

    def _set(self) -> None:
        with pytest.raises(StationError, match="LNK-001"):
            self.lines.set({"rts": True})

    def __enter__(self) -> "Stuck":
        HELD.hold(self.lines)
        self._thread.start()
        assert self.began.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self.goes_on.set()
        self._thread.join()
        HELD.release(self.lines)


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stuck]:
    with Stuck(monkeypatch) as made:
        # Where nothing else does, so that a wait that can't be ended fails and doesn't hang.
        later = Timer(5.0, made.goes_on.set)
        later.start()
        yield made
        later.cancel()
        later.join()


def test_a_cancel_ends_the_wait_of_a_link_for_it(stuck: Stuck) -> None:
    cancel = Event()
    pressed = Timer(0.05, cancel.set)
    pressed.start()
    with pytest.raises(StationError, match="LIN-003"):
        open_port(URL, 9600, cancel)
    assert not stuck.goes_on.is_set(), "it waited for whoever is stuck"
    pressed.join()


def test_a_bench_that_ends_does_not_wait_for_it(stuck: Stuck) -> None:
    HELD.release(stuck.lines)
    assert not stuck.goes_on.is_set()


def test_nor_does_a_link_that_gives_it_back(stuck: Stuck) -> None:
    stuck.lines.give_back(serial.Serial())
    assert not stuck.goes_on.is_set()
