"""The audit chain: canonical entries, a hash over all that came before, and what a head signs."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from station.model.audit import (
    GENESIS,
    SignedHead,
    chain_hash,
    entry_bytes,
    extended,
    head_message,
)

TEXT = st.text(max_size=8, alphabet=st.characters(codec="utf-8"))
JSON: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
ENTRIES = st.lists(st.binary(max_size=8), max_size=6)


def test_an_entry_is_compact_json_with_sorted_keys() -> None:
    entry = entry_bytes(7, "2026-11-23T10:00:00Z", "enrolled", {"b": 1, "a": "\u00e9"})
    assert entry.decode() == (
        '{"data":{"a":"\u00e9","b":1},"kind":"enrolled","sequence":7,"time":"2026-11-23T10:00:00Z"}'
    )


@given(st.dictionaries(TEXT, JSON, max_size=4))
def test_an_entry_is_the_same_however_its_data_is_ordered(data: dict[str, JsonValue]) -> None:
    reordered = dict(reversed(data.items()))
    assert entry_bytes(1, "t", "k", data) == entry_bytes(1, "t", "k", reordered)


@given(st.integers(min_value=1), TEXT, TEXT, st.dictionaries(TEXT, JSON, max_size=4))
def test_an_entry_says_all_that_went_into_it(
    sequence: int, time: str, kind: str, data: dict[str, JsonValue]
) -> None:
    entry = json.loads(entry_bytes(sequence, time, kind, data))
    assert entry == {"sequence": sequence, "time": time, "kind": kind, "data": data}


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_an_entry_has_no_number_that_json_lacks(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        entry_bytes(1, "t", "k", {"number": number})


def test_the_chain_begins_at_genesis() -> None:
    assert bytes(32) == GENESIS
    assert extended(GENESIS, []) == GENESIS


def test_a_link_covers_the_chain_before_it_and_the_entry() -> None:
    inner = hashlib.sha256(b"entry").digest()
    assert chain_hash(GENESIS, b"entry") == hashlib.sha256(GENESIS + inner).digest()


@given(ENTRIES, ENTRIES)
def test_a_chain_can_be_extended_in_parts(first: list[bytes], second: list[bytes]) -> None:
    assert extended(extended(GENESIS, first), second) == extended(GENESIS, [*first, *second])


@given(ENTRIES, ENTRIES)
def test_other_entries_give_another_chain(one: list[bytes], other: list[bytes]) -> None:
    assert (extended(GENESIS, one) == extended(GENESIS, other)) == (one == other)


@given(ENTRIES.filter(bool), st.data())
def test_any_change_shows_in_the_last_hash(entries: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(min_value=0, max_value=len(entries) - 1))
    changed = [*entries[:place], entries[place] + b"!", *entries[place + 1 :]]
    dropped = entries[:place] + entries[place + 1 :]
    whole = extended(GENESIS, entries)
    assert extended(GENESIS, changed) != whole
    assert extended(GENESIS, dropped) != whole


def test_a_head_s_message_is_label_number_and_hash() -> None:
    message = head_message(258, b"\xab" * 32)
    assert message == b"station-audit-head-v1\n" + b"\0\0\0\0\0\0\x01\x02" + b"\xab" * 32


@given(
    st.tuples(st.integers(0, 2**64 - 1), st.binary(min_size=32, max_size=32)),
    st.tuples(st.integers(0, 2**64 - 1), st.binary(min_size=32, max_size=32)),
)
def test_no_two_heads_share_a_message(one: tuple[int, bytes], other: tuple[int, bytes]) -> None:
    assert (head_message(*one) == head_message(*other)) == (one == other)


def test_a_head_keeps_what_was_signed() -> None:
    head = SignedHead(3, bytes(32), b"signature")
    assert head == SignedHead(3, bytes(32), b"signature")
