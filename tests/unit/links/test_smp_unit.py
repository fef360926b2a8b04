"""The example for firmware engineers against whatever comes in over its line."""

import argparse
import importlib.util
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.folders import resource
from station.practice.smp_server import FrameReader, framed

GROUP = 0x5350


class Device(Protocol):
    def answer(self, message: bytes) -> bytes | None: ...


class Example(Protocol):
    """What the tests take of the example."""

    messages: Callable[[int], Iterable[bytes]]
    framed: Callable[[bytes], bytes]

    def Device(self, options: argparse.Namespace, tpm: int | None) -> Device: ...


@pytest.fixture(scope="session")
def example() -> Example:
    spec = importlib.util.spec_from_file_location("smp_unit", resource("examples/smp_unit.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    loaded: Example = module
    return loaded


@pytest.fixture(scope="session")
def device(example: Example, tmp_path_factory: pytest.TempPathFactory) -> Device:
    state: Path = tmp_path_factory.mktemp("state")
    return example.Device(argparse.Namespace(serial="A1-42", state=state), None)


def message(op: int, group: int, command: int, body: bytes) -> bytes:
    head = bytes([op | 8, 0]) + len(body).to_bytes(2, "big") + group.to_bytes(2, "big")
    return head + bytes([7, command]) + body


values = (
    st.binary(max_size=60)
    | st.integers(-(1 << 40), 1 << 40)
    | st.text(max_size=70)
    | st.sampled_from(["ec-p256", "ec-p384"])
    | st.none()
    | st.lists(st.integers(), max_size=3)
)
bodies = st.binary(max_size=80) | (
    st.dictionaries(st.sampled_from(["d", "l", "o", "t", "kind", "name"]), values, max_size=5)
    | values
).map(cbor2.dumps)


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(st.sampled_from([0, 2]), st.sampled_from([0, GROUP]), st.integers(0, 7), bodies),
        min_size=1,
        max_size=6,
    )
)
def test_answers_any_request_by_a_map(
    device: Device, asked: list[tuple[int, int, int, bytes]]
) -> None:
    for op, group, command, body in asked:
        answer = device.answer(message(op, group, command, body))
        assert answer is not None
        assert (answer[0] & 7, answer[4:8]) == (op + 1, message(op, group, command, body)[4:8])
        assert isinstance(cbor2.loads(answer[8:]), dict)


@given(st.binary(min_size=8, max_size=60))
def test_answers_any_message_or_none(device: Device, data: bytes) -> None:
    device.answer(data)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.binary(max_size=40), st.binary(min_size=8, max_size=400)), max_size=4))
def test_reads_frames_as_the_practice_unit_does(
    example: Example, said: list[tuple[bytes, bytes]]
) -> None:
    line = b"".join(noise + b"\n" + framed(asked) for noise, asked in said)
    expected = list(FrameReader(4_096).feed(line))
    reading, writing = os.pipe()
    thread = threading.Thread(target=_written, args=(writing, line))
    thread.start()
    try:
        assert list(example.messages(reading)) == expected
    finally:
        thread.join(10)
        os.close(reading)


@given(st.binary(min_size=8, max_size=600))
def test_frames_what_the_practice_unit_reads(example: Example, data: bytes) -> None:
    assert list(FrameReader(4_096).feed(example.framed(data))) == [data]


def _written(descriptor: int, data: bytes) -> None:
    os.write(descriptor, data)
    os.close(descriptor)
