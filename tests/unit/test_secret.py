"""A Secret shows nothing of itself, compares, can be wiped, and has one way in."""

import copy
import json
import logging
import pickle
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.secret import Secret

KEY = b"correct horse battery staple"


def revealed(secret: Secret) -> bytes:
    with secret.reveal() as data:
        return data


@given(st.binary())
def test_what_goes_in_comes_out_by_reveal(data: bytes) -> None:
    assert revealed(Secret(data)) == data


@given(st.binary(min_size=4))
def test_no_way_of_printing_shows_the_bytes(data: bytes) -> None:
    secret = Secret(data)
    expected = f"Secret({len(data)} bytes)"
    assert {repr(secret), str(secret), f"{secret}", f"{[secret]}"[1:-1]} == {expected}


def test_a_log_line_and_a_traceback_show_nothing(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret(KEY)
    logging.getLogger("test").warning("the key is %s", secret)
    with pytest.raises(ValueError, match="Secret") as raised:
        raise ValueError(secret)
    chain = traceback.TracebackException.from_exception(raised.value, capture_locals=True)
    shown = "".join(chain.format())
    assert KEY.decode() not in shown
    assert KEY.decode() not in caplog.text
    assert "Secret(28 bytes)" in caplog.text
    assert "Secret(28 bytes)" in shown


@pytest.mark.parametrize("leak", [copy.copy, copy.deepcopy, pickle.dumps, json.dumps, vars])
def test_it_is_not_copied_pickled_or_taken_apart(leak: object) -> None:
    assert callable(leak)
    with pytest.raises(TypeError):
        leak(Secret(KEY))


@given(st.binary(), st.binary())
def test_two_are_equal_exactly_where_their_bytes_are(one: bytes, other: bytes) -> None:
    assert (Secret(one) == Secret(other)) is (one == other)


def test_it_equals_no_plain_bytes_and_has_no_hash() -> None:
    assert Secret(KEY) != KEY
    with pytest.raises(TypeError):
        hash(Secret(KEY))


@given(st.binary())
def test_its_length_is_known(data: bytes) -> None:
    assert len(Secret(data)) == len(data)


def test_a_wiped_one_is_empty() -> None:
    secret = Secret(KEY)
    secret.wipe()
    assert len(secret) == 0
    assert revealed(secret) == b""


def test_random_ones_have_the_size_asked_for_and_differ() -> None:
    one, other = Secret.random(32), Secret.random(32)
    assert len(one) == len(other) == 32
    assert one != other
