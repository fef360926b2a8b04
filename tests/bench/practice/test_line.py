"""The paced line, seen from a station's end by an ordinary serial port."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import serial

from station.practice.line import PacedLine
from station.practice.unit_config import Pacing

pytestmark = pytest.mark.bench

BAUD = 115_200
BYTES_S = BAUD / 10
COUNT = 16_000  # about 1.4 s

React = Callable[[PacedLine, bytes], None]


@contextmanager
def line(react: React, baud: int = BAUD, pacing: Pacing = Pacing.REAL) -> Iterator[serial.Serial]:
    """Open the port of a line whose other end reacts to what comes through, in a thread."""
    stop, end = os.pipe()
    with PacedLine(baud, pacing) as paced:

        def live() -> None:
            while data := paced.receive(stop):
                react(paced, data)

        thread = threading.Thread(target=live)
        thread.start()
        try:
            with serial.Serial(paced.port, baud, timeout=5) as port:
                yield port
        finally:
            os.close(end)
            thread.join()
            os.close(stop)


def read_all(port: serial.Serial, count: int) -> tuple[bytes, float]:
    """Return `count` bytes, and when the last of them came."""
    data = b""
    while len(data) < count:
        more = port.read(max(1, port.in_waiting))
        assert more, "the line went quiet"
        data += more
    return data, time.monotonic()


def measured(seconds: Callable[[], float]) -> float:
    """Return the bytes a second of a measurement, again where other work on the machine upset it.

    That can only make it slower, so a line that is too fast never gets a second chance.
    """
    rate = 0.0
    for _ in range(3):
        rate = COUNT / seconds()
        if rate > 0.99 * BYTES_S:
            break
    return rate


def test_sends_at_its_baud_rate() -> None:
    content = os.urandom(COUNT)

    def seconds() -> float:
        with line(lambda paced, _: paced.send(content)) as port:
            asked = time.monotonic()
            port.write(b"!")
            data, last = read_all(port, COUNT)
        assert data == content
        return last - asked

    assert measured(seconds) == pytest.approx(BYTES_S, rel=0.05)


def test_receives_at_its_baud_rate() -> None:
    assert measured(_seconds_to_receive) == pytest.approx(BYTES_S, rel=0.05)


def _seconds_to_receive() -> float:
    content = os.urandom(COUNT)
    came: list[bytes] = []
    through = threading.Event()

    def react(_: PacedLine, data: bytes) -> None:
        came.append(data)
        if sum(map(len, came)) == COUNT:
            through.set()

    with line(react) as port:
        begun = time.monotonic()
        port.write(content)
        assert through.wait(5)
        took = time.monotonic() - begun
    assert b"".join(came) == content
    return took


def test_carries_both_ways_at_once() -> None:
    def seconds() -> float:
        with line(lambda paced, data: paced.send(data)) as port:
            begun = time.monotonic()
            writer = threading.Thread(target=port.write, args=(b"e" * COUNT,))
            writer.start()
            data, last = read_all(port, COUNT)
            writer.join()
        assert data == b"e" * COUNT
        return last - begun

    # An echo comes a piece of 3 ms later; one way after the other would take twice the time.
    assert measured(seconds) == pytest.approx(BYTES_S, rel=0.05)


@pytest.mark.parametrize("size", [1, 30, 300])
def test_is_in_time_with_small_messages(size: int) -> None:
    def react(paced: PacedLine, data: bytes) -> None:
        if data.endswith(b"\n"):
            paced.send(b"a" * size)

    late: list[float] = []
    with line(react) as port:
        for _ in range(20):
            begun = time.monotonic()
            port.write(b"q" * (size - 1) + b"\n")
            port.read(size)
            late.append(time.monotonic() - begun - 2 * size / BYTES_S)
    late.sort()
    # What waited while the machine was busy counts from when the line was free: a piece at most.
    assert late[0] >= -0.003
    assert late[len(late) // 4] < 0.002  # what else the machine does can only delay


def test_is_as_slow_as_a_slow_line() -> None:
    times = []
    for _ in range(3):  # a busy machine can only make it slower
        with line(lambda paced, data: paced.send(data), baud=9_600) as port:
            begun = time.monotonic()
            port.write(b"x" * 240)
            port.read(240)
            times.append(time.monotonic() - begun)
    # The echo begins once the first bytes are through.
    assert min(times) == pytest.approx(0.25, abs=0.02)


def test_takes_no_time_where_it_is_not_paced() -> None:
    content = os.urandom(200_000)
    with line(lambda paced, _: paced.send(content), pacing=Pacing.NONE) as port:
        begun = time.monotonic()
        port.write(b"!")
        data, last = read_all(port, len(content))
    assert data == content
    assert last - begun < 2


def test_waits_before_it_sends_where_it_was_told() -> None:
    with line(lambda paced, _: paced.send(b"late", after_s=0.2)) as port:
        begun = time.monotonic()
        port.write(b"!")
        assert port.read(4) == b"late"
        assert time.monotonic() - begun > 0.2


def test_passes_every_byte_as_it_is() -> None:
    content = bytes(range(256)) * 4
    with line(lambda paced, data: paced.send(data), pacing=Pacing.NONE) as port:
        port.write(content)
        assert read_all(port, len(content))[0] == content


def test_sleeps_while_nothing_crosses_it() -> None:
    with line(lambda paced, data: None):
        begun = time.process_time()
        time.sleep(0.5)
        assert time.process_time() - begun < 0.05


def test_loses_what_nobody_reads_and_goes_on() -> None:
    def react(paced: PacedLine, data: bytes) -> None:
        for _ in range(len(data)):
            paced.send(b"z" * 100_000)

    with line(react, pacing=Pacing.NONE) as port:
        port.write(b"!" * 9)
        time.sleep(0.1)
        data, _ = read_all(port, 200_000)
        assert set(data) == {ord("z")}
        port.write(b"!")
        assert read_all(port, 100_000)[0] == b"z" * 100_000
        port.timeout = 0.1
        assert port.read(1) == b""
