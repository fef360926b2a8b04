"""Frames cross pipes whole, or not at all; every wait ends."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.hsm.frames import (
    MAX_FRAME,
    BrokenFrameError,
    Channel,
    Patience,
    read_frame,
    write_frame,
)


@dataclass
class Pipes:
    """A channel, and the descriptors of its other side."""

    channel: Channel
    other_source: int
    other_sink: int


@pytest.fixture
def pipes() -> Iterator[Pipes]:
    there, back = os.pipe(), os.pipe()
    yield Pipes(Channel(back[0], there[1]), there[0], back[1])
    for descriptor in (*there, *back):
        with suppress(OSError):
            os.close(descriptor)


@given(st.binary(max_size=5000))
def test_a_frame_comes_out_as_it_went_in(frame: bytes) -> None:
    source, sink = os.pipe()
    try:
        write_frame(sink, frame)
        assert read_frame(source) == frame
    finally:
        os.close(source)
        os.close(sink)


def test_a_frame_larger_than_a_pipe_crosses_in_both_directions(pipes: Pipes) -> None:
    frame = os.urandom(300_000)

    def echo() -> None:
        write_frame(pipes.other_sink, read_frame(pipes.other_source) or b"")

    thread = threading.Thread(target=echo)
    thread.start()
    pipes.channel.send(frame, Patience(10))
    assert pipes.channel.receive(Patience(10)) == frame
    thread.join()


def test_frames_that_arrive_in_pieces_are_put_together(pipes: Pipes) -> None:
    def dribble() -> None:
        for byte in b"\0\0\0\x03abc":
            os.write(pipes.other_sink, bytes((byte,)))
            time.sleep(0.001)

    thread = threading.Thread(target=dribble)
    thread.start()
    assert pipes.channel.receive(Patience(5)) == b"abc"
    thread.join()


def test_a_silent_side_is_waited_for_no_longer_than_told(pipes: Pipes) -> None:
    begin = time.monotonic()
    with pytest.raises(StationError, match="HSM-007"):
        pipes.channel.receive(Patience(0.1))
    assert 0.1 <= time.monotonic() - begin < 1


def test_a_side_that_does_not_read_is_waited_for_no_longer_than_told(pipes: Pipes) -> None:
    with pytest.raises(StationError, match="HSM-007"):
        pipes.channel.send(bytes(1_000_000), Patience(0.1))


def test_half_a_frame_is_waited_for_no_longer_than_told(pipes: Pipes) -> None:
    os.write(pipes.other_sink, b"\0\0\0\x05ab")
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
    with pytest.raises(BrokenFrameError, match="over the limit"):
        write_frame(pipes.other_sink, bytes(MAX_FRAME + 1))
    os.write(pipes.other_sink, (MAX_FRAME + 1).to_bytes(4, "big"))
    with pytest.raises(BrokenFrameError, match="announced"):
        pipes.channel.receive(Patience(5))


@given(st.binary(max_size=60))
def test_the_worker_takes_any_bytes_for_frames_or_for_the_end(data: bytes) -> None:
    source, sink = os.pipe()
    os.write(sink, data)
    os.close(sink)
    try:
        rest = data
        while (frame := read_frame(source)) is not None:
            assert rest[4 : 4 + len(frame)] == frame
            rest = rest[4 + len(frame) :]
    finally:
        os.close(source)
