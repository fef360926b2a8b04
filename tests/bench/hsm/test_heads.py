"""The audit key signs only what extends what it signed last, and no crash locks the station out."""

import os
import shutil
import signal
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.errors import Fault, StationError
from station.hsm.authority import verify_signature
from station.hsm.factory import FactoryHsm
from station.hsm.tokens import TokenAddress
from station.model.audit import GENESIS, SignedHead, extended, head_message
from station.secret import Secret

pytestmark = pytest.mark.bench


def assert_refused(act: Callable[[], object]) -> None:
    with pytest.raises(StationError, match="HSM-014") as caught:
        act()
    assert caught.value.fault is Fault.STATION


def test_a_head_says_number_and_hash_and_is_signed_by_the_audit_key(factory: FactoryHsm) -> None:
    assert factory.last_sequence() == 0
    first = factory.sign_head(None, [b"one", b"two"])
    second = factory.sign_head(first, [b"three"])
    assert (first.sequence, second.sequence) == (2, 3)
    assert second.hash == extended(GENESIS, [b"one", b"two", b"three"])
    for head in (first, second):
        message = head_message(head.sequence, head.hash)
        verify_signature(factory.audit_certificate, message, head.signature)
    assert factory.last_sequence() == 3


def test_the_sequence_outlives_the_session(practice: TokenAddress, pin: Secret) -> None:
    with FactoryHsm.open(practice, pin) as factory:
        head = factory.sign_head(None, [b"one"])
        for number in range(5):
            head = factory.sign_head(head, [b"%d" % number])
    with FactoryHsm.open(practice, pin) as factory:
        assert factory.last_sequence() == 6
        factory.sign_head(head, [b"more"])
        assert_refused(lambda: factory.sign_head(None, [b"one"]))


def test_a_head_that_the_token_did_not_sign_is_not_extended(factory: FactoryHsm) -> None:
    head = factory.sign_head(None, [b"one"])
    signature = bytearray(head.signature)
    signature[-1] ^= 1
    for forged in (
        SignedHead(head.sequence, head.hash, bytes(signature)),
        SignedHead(head.sequence + 1, head.hash, head.signature),
        SignedHead(head.sequence, bytes(32), head.signature),
        SignedHead(head.sequence, head.hash, b""),
        SignedHead(0, GENESIS, head.signature),
    ):
        assert_refused(partial(factory.sign_head, forged, [b"two"]))
    assert factory.last_sequence() == 1


def test_a_record_rolled_back_is_not_signed(factory: FactoryHsm) -> None:
    first = factory.sign_head(None, [b"one"])
    factory.sign_head(first, [b"two", b"three"])
    assert_refused(lambda: factory.sign_head(first, [b"two"]))
    assert_refused(lambda: factory.sign_head(first, []))
    assert_refused(lambda: factory.sign_head(None, [b"one", b"two"]))


def test_a_record_with_another_past_is_not_signed(factory: FactoryHsm) -> None:
    first = factory.sign_head(None, [b"one"])
    factory.sign_head(first, [b"two", b"three"])
    assert_refused(lambda: factory.sign_head(first, [b"two", b"another"]))
    assert_refused(lambda: factory.sign_head(first, [b"two", b"another", b"four", b"five"]))
    assert_refused(lambda: factory.sign_head(None, [b"another", b"two", b"three", b"four"]))


def test_a_signature_lost_in_a_crash_is_made_again(factory: FactoryHsm) -> None:
    first = factory.sign_head(None, [b"one"])
    factory.sign_head(first, [b"two"])  # never stored: the station crashed
    again = factory.sign_head(first, [b"two"])
    assert again.sequence == 2
    factory.sign_head(first, [b"two"])  # lost again, and entries were added since
    later = factory.sign_head(first, [b"two", b"three"])
    assert later.hash == extended(GENESIS, [b"one", b"two", b"three"])
    factory.sign_head(later, [b"four"])


def test_the_very_first_signature_lost_is_made_again(factory: FactoryHsm) -> None:
    factory.sign_head(None, [b"one"])
    assert factory.sign_head(None, [b"one", b"two"]).sequence == 2


def test_a_token_that_lags_behind_the_record_goes_on(
    practice: TokenAddress, pin: Secret, tmp_path: Path
) -> None:
    """As after a power cut that kept the record's write and lost the token's."""
    tokens = tmp_path / "practice" / "tokens"
    with FactoryHsm.open(practice, pin) as factory:
        first = factory.sign_head(None, [b"one"])
    shutil.copytree(tokens, tmp_path / "before")
    with FactoryHsm.open(practice, pin) as factory:
        second = factory.sign_head(first, [b"two"])
    shutil.rmtree(tokens)
    (tmp_path / "before").rename(tokens)
    with FactoryHsm.open(practice, pin) as factory:
        assert factory.last_sequence() == 1
        assert_refused(lambda: factory.sign_head(second, [b"three"]))
        third = factory.sign_head(first, [b"two", b"three"])
        assert third.hash == extended(second.hash, [b"three"])


def test_what_was_signed_last_is_signed_once_more_for_a_record_that_lost_it(
    factory: FactoryHsm,
) -> None:
    assert_refused(factory.sign_last)
    first = factory.sign_head(None, [b"one"])
    lost = factory.sign_head(first, [b"two"])
    again = factory.sign_last()
    assert (again.sequence, again.hash) == (lost.sequence, lost.hash)
    verify_signature(
        factory.audit_certificate, head_message(again.sequence, again.hash), again.signature
    )
    assert_refused(lambda: factory.sign_head(first, [b"another two"]))
    after = factory.sign_head(again, [b"three"])
    assert (after.sequence, after.hash) == (3, extended(lost.hash, [b"three"]))
    assert factory.sign_last().hash == after.hash


def test_nothing_is_no_head(factory: FactoryHsm) -> None:
    assert_refused(lambda: factory.sign_head(None, []))
    head = factory.sign_head(None, [b"one"])
    assert factory.sign_head(head, []).hash == head.hash


def test_a_kill_at_any_time_locks_nobody_out(practice: TokenAddress, pin: Secret) -> None:
    head: SignedHead | None = None
    entries: list[bytes] = []
    for delay in (0.0, 0.004, 0.009, 0.02):
        with FactoryHsm.open(practice, pin) as factory:
            kill = threading.Timer(delay, os.kill, (factory.worker_pid, signal.SIGKILL))
            kill.start()
            try:
                for number in range(40):
                    entries.append(b"%r %d" % (delay, number))
                    signed = 0 if head is None else head.sequence
                    head = factory.sign_head(head, entries[signed:])
            except StationError as error:
                assert error.code in {"HSM-006", "HSM-018"}  # noqa: PT017 - which try it is, varies
            kill.join()
    with FactoryHsm.open(practice, pin) as factory:
        assert factory.last_sequence() <= len(entries)
        entries.append(b"last")
        signed = 0 if head is None else head.sequence
        final = factory.sign_head(head, entries[signed:])
        assert final.hash == extended(GENESIS, entries)


ASKED = st.lists(
    st.tuples(st.integers(0, 5), st.lists(st.sampled_from([b"a", b"b"]), max_size=3)), max_size=6
)


def test_what_is_signed_is_one_chain_whatever_is_asked(factory: FactoryHsm) -> None:
    """One token serves all examples: each goes on where the one before ended."""
    chain: list[bytes] = []
    heads: list[SignedHead | None] = [None]

    def ask(previous: SignedHead | None, entries: list[bytes]) -> None:
        begin = 0 if previous is None else previous.sequence
        wanted = chain[:begin] + entries
        if not wanted or wanted[: len(chain)] != chain:
            assert_refused(lambda: factory.sign_head(previous, entries))
            return
        head = factory.sign_head(previous, entries)
        assert head.hash == extended(GENESIS, wanted)
        assert factory.last_sequence() == len(wanted)
        chain[:] = wanted
        heads.append(head)

    @settings(max_examples=15)
    @given(ASKED)
    def holds(asked: list[tuple[int, list[bytes]]]) -> None:
        for back, entries in asked:
            ask(heads[max(len(heads) - 1 - back, 0)], entries)

    holds()
