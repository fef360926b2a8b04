"""A stack light with text commands and an input, as a small controller has them, behind a pty."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest

from station.errors import StationError
from station.line.bench import Bench, load_bench
from station.line.fixture import FixtureState
from station.line.signalling import Signalling
from station.model.signals import SignalState
from tests.support.scripted import Far, scripted

pytestmark = pytest.mark.bench

BENCH = """\
name = "Line 3"

[[position]]
name = "left"
port = "/dev/left"
[position.signals]
device = "tower"
[position.signals.interlock]
device = "tower"

[[position]]
name = "right"
port = "/dev/right"
[position.signals]
device = "tower"

[[device]]
name = "tower"
port = "{port}"
answer_s = 0.5
[device.commands]
line_end = "lf"
echo = "none"
until = ["OK"]
errors = ["NO"]
[[device.commands.connect]]
send = "HELLO"
[[device.commands.idle]]
send = "{{position}} DARK"
[[device.commands.working]]
send = "{{position}} AMBER"
[[device.commands.passed]]
send = "{{position}} GREEN"
[[device.commands.failed]]
send = "{{position}} RED"
[[device.commands.closed]]
send = "{{position}} IN"
answer = '^IN=(?P<state>[01])$'
matches = {{ state = "1" }}
"""


@dataclass
class Tower:
    """The controller's firmware."""

    closed: bool = False
    mute: bool = False
    babbles: bool = False
    hellos: int = 0
    lamps: dict[str, str] = field(default_factory=dict)

    def run(self, far: Far) -> None:
        heard = b""
        while not far.over:
            heard += far.hear(0.05)
            while b"\n" in heard:
                line, _, heard = heard.partition(b"\n")
                answer = self._answer(line.decode())
                if not self.mute:
                    far.say(answer.encode())

    def _answer(self, line: str) -> str:
        if line == "HELLO":
            self.hellos += 1
            return "OK\n"
        place, word = line.split()
        if word == "IN":
            return f"IN={'x' if self.babbles else int(self.closed)}\nOK\n"
        self.lamps[place] = word
        return "OK\n"


def until(true: Callable[[], bool]) -> None:
    late = time.monotonic() + 30
    while not true():
        assert time.monotonic() < late
        time.sleep(0.01)


@contextmanager
def signalled(tower: Tower, folder: Path, told: list[str]) -> Iterator[Signalling]:
    with scripted(tower.run) as port:
        path = folder / "bench.toml"
        path.write_text(BENCH.format(port=port), "utf-8")
        bench: Bench = load_bench(path)
        with Signalling(bench, lambda error: told.append(error.code)) as signalling:
            yield signalling


def test_each_position_has_its_own_light(tmp_path: Path) -> None:
    tower, told = Tower(), list[str]()
    with signalled(tower, tmp_path, told) as signalling:
        until(lambda: tower.lamps == {"left": "DARK", "right": "DARK"})
        signalling.show("left", SignalState.PASSED)
        signalling.show("right", SignalState.FAILED)
        until(lambda: tower.lamps == {"left": "GREEN", "right": "RED"})
        signalling.show("left", SignalState.WORKING)
        until(lambda: tower.lamps["left"] == "AMBER")
    assert tower.lamps == {"left": "DARK", "right": "DARK"}, "all goes out at the end"
    assert (tower.hellos, told) == (1, [])


def test_its_input_guards_a_run(tmp_path: Path) -> None:
    tower, told, wanted = Tower(), list[str](), list[str]()
    with signalled(tower, tmp_path, told) as signalling:
        until(lambda: signalling.fixtures == {"left": FixtureState.OPEN})

        def close() -> None:
            until(lambda: wanted == ["LIN-087"])
            tower.closed = True

        closing = Thread(target=close)
        closing.start()
        listeners = [lambda event: wanted.append(event.code or "")]
        with signalling.guarding("left", Event(), listeners) as cancel:
            assert not cancel.is_set()
            tower.closed = False
            assert cancel.wait(10)
        closing.join()
        with signalling.guarding("right", Event(), listeners) as cancel:
            assert not cancel.is_set(), "it has no fixture"


@pytest.mark.parametrize("trouble", ["mute", "babbles"])
def test_a_device_that_fails_is_told_of_once_and_comes_back(tmp_path: Path, trouble: str) -> None:
    tower, told = Tower(closed=True), list[str]()
    with signalled(tower, tmp_path, told) as signalling:
        until(lambda: signalling.fixtures["left"] is FixtureState.CLOSED)
        setattr(tower, trouble, True)
        until(lambda: signalling.fixtures["left"] is FixtureState.UNKNOWN)
        with pytest.raises(StationError) as caught, signalling.guarding("left", Event(), []):
            pass
        assert caught.value.code == "LNK-046"
        hellos = tower.hellos
        until(lambda: tower.hellos > hellos)
        assert re.fullmatch("LNK-045", " ".join(told))
        setattr(tower, trouble, False)
        signalling.show("left", SignalState.PASSED)
        until(lambda: signalling.fixtures["left"] is FixtureState.CLOSED)
        until(lambda: tower.lamps["left"] == "GREEN")
        assert signalling.trouble == []
    assert told == ["LNK-045"]
