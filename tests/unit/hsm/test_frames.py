"""Frames cross pipes whole, or not at all; every wait ends."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.hsm.frames import (
    MAX_FRAME,
    BrokenFrameError,
    Channel,
    ForeignFrameError,
    Patience,
    WorkerEnds,
)


@dataclass
class Pipes:
    """A channel, and its other side."""

    channel: Channel
    other: WorkerEnds
    other_source: int
    other_sink: int

    def ask(self) -> bytes:
        """Let a request reach the other side, which so gets to know the secret."""
        self.channel.send(b"request", Patience(5))
        return self.other.read() or b""

    def answer_on_the_wire(self, *answers: bytes) -> bytes:
        """Return what the other side would write, and write none of it."""
        source, sink = os.pipe()
        real, self.other._sink = self.other._sink, sink
        try:
            for answer in answers:
                self.other.write(answer)
        finally:
            self.other._sink = real
            os.close(sink)
        try:
            return os.read(source, 10_000)
        finally:
            os.close(source)


@pytest.fixture
def pipes() -> Iterator[Pipes]:
    there, back = os.pipe(), os.pipe()
    other = WorkerEnds(there[0], back[1])
    yield Pipes(Channel(back[0], there[1]), other, there[0], back[1])
    for descriptor in (*there, *back):
        with suppress(OSError):
            os.close(descriptor)


@contextmanager
def piped() -> Iterator[tuple[Channel, WorkerEnds, int]]:
    """Yield both sides, and the descriptor from which the channel reads."""
    there, back = os.pipe(), os.pipe()
    try:
        yield Channel(back[0], there[1]), WorkerEnds(there[0], back[1]), back[1]
    finally:
        for descriptor in (*there, *back):
            os.close(descriptor)


@given(st.lists(st.binary(max_size=5000), max_size=4))
def test_frames_come_out_as_they_went_in(frames: list[bytes]) -> None:
    with piped() as (channel, other, _):
        for frame in frames:
            channel.send(frame, Patience(5))
            assert other.read() == frame
            other.write(frame[::-1])
            assert channel.receive(Patience(5)) == frame[::-1]


def test_a_frame_larger_than_a_pipe_crosses_in_both_directions(pipes: Pipes) -> None:
    frame = os.urandom(300_000)

    def echo() -> None:
        pipes.other.write(pipes.other.read() or b"")

    thread = threading.Thread(target=echo)
    thread.start()
    pipes.channel.send(frame, Patience(10))
    assert pipes.channel.receive(Patience(10)) == frame
    thread.join()


def test_frames_that_arrive_in_pieces_are_put_together(pipes: Pipes) -> None:
    pipes.ask()
    answer = pipes.answer_on_the_wire(b"abc")

    def dribble() -> None:
        for byte in answer:
            os.write(pipes.other_sink, bytes((byte,)))

    thread = threading.Thread(target=dribble)
    thread.start()
    assert pipes.channel.receive(Patience(5)) == b"abc"
    thread.join()


@given(st.binary(min_size=52, max_size=200))
def test_what_something_else_writes_is_no_answer(data: bytes) -> None:
    with piped() as (channel, other, sink):
        channel.send(b"request", Patience(5))
        assert other.read() == b"request"
        os.write(sink, data)
        with pytest.raises(ForeignFrameError):
            channel.receive(Patience(5))


@given(st.data())
def test_a_frame_of_which_one_byte_is_another_is_no_answer(data: st.DataObject) -> None:
    with piped() as (channel, other, sink):
        pipes = Pipes(channel, other, -1, sink)
        pipes.ask()
        wire = bytearray(pipes.answer_on_the_wire(b"answer"))
        at = data.draw(st.integers(0, len(wire) - 1).filter(lambda at: not 16 <= at < 20))
        wire[at] ^= data.draw(st.integers(1, 255))
        os.write(sink, wire)
        with pytest.raises(ForeignFrameError):
            channel.receive(Patience(5))


def test_an_answer_counts_once_and_in_its_place(pipes: Pipes) -> None:
    pipes.ask()
    first = pipes.answer_on_the_wire(b"first")
    os.write(pipes.other_sink, first + first)
    assert pipes.channel.receive(Patience(5)) == b"first"
    with pytest.raises(ForeignFrameError):
        pipes.channel.receive(Patience(5))


def test_a_request_sent_back_is_no_answer(pipes: Pipes) -> None:
    pipes.channel.send(b"request", Patience(5))
    sent = os.read(pipes.other_source, 10_000)
    os.write(pipes.other_sink, sent[48:])
    with pytest.raises(ForeignFrameError, match="mark"):
        pipes.channel.receive(Patience(5))


def test_nothing_is_answered_before_it_was_asked(pipes: Pipes) -> None:
    with pytest.raises(BrokenFrameError, match="asked"):
        pipes.other.write(b"answer")


def test_a_silent_side_is_waited_for_no_longer_than_told(pipes: Pipes) -> None:
    begin = time.monotonic()
    with pytest.raises(StationError, match="HSM-007"):
        pipes.channel.receive(Patience(0.1))
    assert 0.1 <= time.monotonic() - begin < 1


def test_a_side_that_does_not_read_is_waited_for_no_longer_than_told(pipes: Pipes) -> None:
    with pytest.raises(StationError, match="HSM-007"):
        pipes.channel.send(bytes(1_000_000), Patience(0.1))


def test_half_a_frame_is_waited_for_no_longer_than_told(pipes: Pipes) -> None:
    pipes.ask()
    os.write(pipes.other_sink, pipes.answer_on_the_wire(b"answer")[:-1])
    with pytest.raises(StationError, match="HSM-007"):
        pipes.channel.receive(Patience(0.05))


def test_a_wait_ends_when_it_is_cancelled(pipes: Pipes) -> None:
    cancel = threading.Event()
    threading.Timer(0.05, cancel.set).start()
    begin = time.monotonic()
    with pytest.raises(StationError, match="LIN-003"):
        pipes.channel.receive(Patience(10, cancel))
    assert time.monotonic() - begin < 1


def test_what_was_cancelled_before_is_not_begun(pipes: Pipes) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(StationError, match="LIN-003"):
        pipes.channel.send(b"frame", Patience(10, cancel))


def test_the_end_of_the_other_side_is_told_from_silence(pipes: Pipes) -> None:
    os.close(pipes.other_sink)
    with pytest.raises(BrokenFrameError, match="ended"):
        pipes.channel.receive(Patience(5))
    os.close(pipes.other_source)
    with pytest.raises(BrokenFrameError, match="no more requests"):
        pipes.channel.send(b"frame", Patience(5))


def test_a_frame_over_the_limit_is_neither_sent_nor_taken(pipes: Pipes) -> None:
    with pytest.raises(BrokenFrameError, match="over the limit"):
        pipes.channel.send(bytes(MAX_FRAME + 1), Patience(5))
    pipes.ask()
    with pytest.raises(BrokenFrameError, match="over the limit"):
        pipes.other.write(bytes(MAX_FRAME + 1))
    head = pipes.answer_on_the_wire(b"")
    os.write(pipes.other_sink, head[:16] + (MAX_FRAME + 1).to_bytes(4, "big") + head[20:])
    with pytest.raises(ForeignFrameError):
        pipes.channel.receive(Patience(5))


@given(st.binary(max_size=300))
def test_the_worker_takes_any_other_bytes_for_the_end(data: bytes) -> None:
    source, sink = os.pipe()
    os.write(sink, data)
    os.close(sink)
    try:
        assert WorkerEnds(source, -1).read() is None
    finally:
        os.close(source)
