"""Checksums are those that a device's own programs print."""

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.links.console_check import CHECKS


@pytest.mark.parametrize("program", CHECKS)
@settings(max_examples=20)
@given(data=st.binary(max_size=600))
def test_it_is_the_first_word_that_the_program_prints(program: str, data: bytes) -> None:
    said = subprocess.run(program.split(), input=data, capture_output=True, check=True).stdout
    assert CHECKS[program](data) == said.split()[0].decode()


@given(st.binary(min_size=1, max_size=2_000), st.data())
def test_no_flipped_bit_is_overlooked(data: bytes, draw: st.DataObject) -> None:
    spoilt = bytearray(data)
    spoilt[draw.draw(st.integers(0, len(data) - 1))] ^= 1 << draw.draw(st.integers(0, 7))
    assert CHECKS["cksum"](data) != CHECKS["cksum"](bytes(spoilt))
