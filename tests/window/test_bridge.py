"""The crossing between threads: results come back to Qt's, in order, and never to the dead."""

import logging
import threading
import time
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from station.errors import StationError
from station.window.bridge import Bridge, Lane

pytestmark = pytest.mark.window


def test_work_runs_elsewhere_and_its_result_arrives_in_qts_thread(
    bridge: Bridge, qtbot: QtBot
) -> None:
    owner, seen = QObject(), list[tuple[int, int]]()
    bridge.run(
        owner, threading.get_ident, lambda there: seen.append((there, threading.get_ident()))
    )
    qtbot.waitUntil(lambda: bool(seen))
    there, here = seen[0]
    assert here == threading.get_ident()
    assert there != here


def test_commands_are_done_in_the_order_they_were_given(bridge: Bridge, qtbot: QtBot) -> None:
    owner, done = QObject(), list[int]()

    def work(number: int) -> int:
        time.sleep(0.02 if number == 0 else 0)
        return number

    for number in range(20):
        bridge.run(owner, partial(work, number), done.append, lane=Lane.COMMANDS)
    qtbot.waitUntil(lambda: len(done) == 20)
    assert done == list(range(20))


def test_what_is_refused_is_told_as_it_is(bridge: Bridge, qtbot: QtBot) -> None:
    owner, told = QObject(), list[StationError]()

    def refuse() -> None:
        raise StationError("LIN-018")

    bridge.run(owner, refuse, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].code == "LIN-018"


def test_what_nobody_foresaw_is_an_error_with_a_code_and_in_the_log(
    bridge: Bridge, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    owner, told = QObject(), list[StationError]()

    def break_down() -> None:
        raise ZeroDivisionError

    bridge.run(owner, break_down, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert (told[0].code, told[0].detail) == ("LIN-014", "ZeroDivisionError")
    assert [r.levelno for r in caplog.records] == [logging.ERROR]
    caplog.clear()


def test_nobody_is_told_who_is_gone(bridge: Bridge, qtbot: QtBot) -> None:
    owner, told, go = QObject(), list[str](), threading.Event()
    bridge.run(owner, go.wait, lambda _: told.append("the dead"), lane=Lane.COMMANDS)
    shiboken6.delete(owner)
    other = QObject()
    bridge.run(other, lambda: None, lambda _: told.append("the living"), lane=Lane.COMMANDS)
    go.set()
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["the living"]


def test_a_closed_bridge_takes_no_more(qtbot: QtBot) -> None:
    bridge, told = Bridge(), list[int]()
    bridge.run(bridge, lambda: 1, told.append)
    bridge.close()
    bridge.run(bridge, lambda: 2, told.append)
    bridge.post(bridge, lambda: told.append(3))
    qtbot.wait(50)
    assert told == []


class Witness:
    """Says in which thread it goes."""

    def __init__(self, seen: list[int]) -> None:
        self._seen, self.itself = seen, self

    def __del__(self) -> None:
        self._seen.append(threading.get_ident())


def test_cycles_are_collected_in_qts_thread_whoever_leaves_them(
    bridge: Bridge, qtbot: QtBot
) -> None:
    """Qt's objects must go there: elsewhere the window crashes, or stands still for good."""
    seen = list[int]()

    def work() -> int:
        Witness(seen)
        return len([[number] for number in range(20_000)])

    def some_seen() -> bool:
        for lane in Lane:
            bridge.run(bridge, work, lane=lane)
        return len(seen) > len(Lane)

    qtbot.waitUntil(some_seen)
    assert set(seen) == {threading.get_ident()}


def test_what_only_work_holds_goes_in_qts_thread(bridge: Bridge, qtbot: QtBot) -> None:
    seen = list[int]()

    class Held(QObject):
        def __del__(self) -> None:
            seen.append(threading.get_ident())

    def given() -> None:
        owner = Held()
        bridge.run(owner, lambda: time.sleep(0.05), lambda _: owner.setObjectName("told"))

    for _ in range(5):
        given()
    qtbot.waitUntil(lambda: len(seen) == 5)
    assert set(seen) == {threading.get_ident()}
