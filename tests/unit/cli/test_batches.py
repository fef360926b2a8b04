"""Batches at the terminal: Enter begins with what is in, and nothing hangs where nobody types."""

import io
import os
import pty
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event

import pytest

from station.cli.batches import batches
from station.cli.console import Console
from station.line.bench import Position
from station.line.run import RunResult
from station.line.shift import Assignment
from station.line.work import Job
from station.model.run import Unit

LONG_S = 30.0
HERE, THERE = (Position(name=name, port=f"/dev/{name}") for name in "ab")


class Full:
    """A feed with a unit at each position at once."""

    has_room = True
    order = "o"

    def next(self, position: Position, cancel: Event) -> Assignment | None:
        del position, cancel
        return Assignment(Unit(), object.__new__(Job))

    def done(self, position: Position, result: RunResult) -> None:
        del position, result

    def left(self, position: Position) -> None:
        del position

    def put_back(self, position: Position, one: Assignment) -> bool:
        del position, one
        return False

    def tell_gone(self, went: Callable[[Position], None]) -> None:
        del went


@dataclass
class Keyboard:
    """The other end of a terminal on descriptor 0."""

    end: int

    def type(self, keys: bytes) -> None:
        os.write(self.end, keys)

    def go(self) -> None:
        """Take the terminal away."""
        os.close(self.end)
        self.end = -1


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[Keyboard]:
    master, slave = pty.openpty()
    before = os.dup(0)
    os.dup2(slave, 0)
    os.close(slave)
    keyboard = Keyboard(master)
    with os.fdopen(0, closefd=False) as typed, monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", typed)
        yield keyboard
    os.dup2(before, 0)
    os.close(before)
    if keyboard.end >= 0:
        os.close(keyboard.end)


@dataclass
class Loaded:
    """One unit in, at one of two positions."""

    cancel: Event
    run: "Future[Assignment | None]"

    def ends_without_a_batch(self) -> None:
        assert not self.run.done()
        self.cancel.set()
        assert self.run.result(LONG_S) is None


@contextmanager
def one_of_two() -> Iterator[Loaded]:
    with (
        batches(Full(), [HERE, THERE], Console(json=False)) as batch,
        ThreadPoolExecutor(1) as pool,
    ):
        cancel = Event()
        yield Loaded(cancel, pool.submit(batch.next, HERE, cancel))


def listener_ends() -> bool:
    """Wait until nobody listens to the keyboard any more."""
    for thread in threading.enumerate():
        if thread.name == "batch-enter":
            thread.join(LONG_S)
            return not thread.is_alive()
    return True


def said_to_be_in(capsys: pytest.CaptureFixture[str]) -> str:
    """Wait until the terminal says that a unit is in; what is typed before counts for nothing."""
    said, end = "", time.monotonic() + LONG_S
    while "units are in" not in said and time.monotonic() < end:
        said += capsys.readouterr().out
        time.sleep(0.01)
    return said


def test_enter_begins_without_the_others(
    keyboard: Keyboard, capsys: pytest.CaptureFixture[str]
) -> None:
    with one_of_two() as loaded:
        said = said_to_be_in(capsys)
        keyboard.type(b"\n")
        assert loaded.run.result(LONG_S) is not None
    said += capsys.readouterr().out
    assert "1 of 2 units are in. Enter begins without the others." in said
    assert "All 1 begin. Leave them in." in said


@pytest.mark.parametrize("key", [b"\x04", b""])
def test_the_end_of_what_is_typed_neither_begins_nor_hangs(
    keyboard: Keyboard, key: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    with one_of_two() as loaded:
        assert said_to_be_in(capsys)
        if key:
            keyboard.type(key)
        else:
            keyboard.go()
        assert listener_ends()
        loaded.ends_without_a_batch()


def test_where_nobody_can_type_no_enter_is_told_of(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    with one_of_two() as loaded:
        assert listener_ends()
        loaded.ends_without_a_batch()
    assert "Enter" not in capsys.readouterr().out
