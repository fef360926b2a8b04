"""The accounting of what is loaded, and what is made of answers that are none."""

from collections.abc import Callable
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.tpm.wire import Wire, status

LOADS = {"create": 0x131, "load": 0x157, "session": 0x176}
FLUSH, GET_CAPABILITY, OTHER = 0x165, 0x17A, 0x144


def command(code: int, body: bytes = b"") -> bytes:
    return b"\x80\x01" + (10 + len(body)).to_bytes(4, "big") + code.to_bytes(4, "big") + body


def response(code: int = 0, body: bytes = b"") -> bytes:
    return b"\x80\x01" + (10 + len(body)).to_bytes(4, "big") + code.to_bytes(4, "big") + body


def wired(transact: Callable[[bytes], bytes]) -> Wire:
    return Wire(transact, busy_s=0.1, cancel=Event())


class Slots:
    """So much of a TPM as has slots: it loads, lists and flushes, and loses answers if told to."""

    def __init__(self) -> None:
        self.held: set[int] = set()
        self.lose = False

    def __call__(self, message: bytes) -> bytes:
        code = int.from_bytes(message[6:10], "big")
        if code in LOADS.values():
            base = 0x03000000 if code == LOADS["session"] else 0x80000000
            handle = next(h for h in range(base, base + 99) if h not in self.held)
            self.held.add(handle)
            if self.lose:
                raise StationError("LNK-002")
            return response(0, handle.to_bytes(4, "big"))
        if code == FLUSH:
            handle = int.from_bytes(message[10:14], "big")
            if handle not in self.held:
                return response(0x1CB)
            self.held.remove(handle)
        if code == GET_CAPABILITY:
            first = int.from_bytes(message[14:18], "big")
            listed = [h for h in self.held if (h >> 31) == (first >> 31)]
            handles = b"".join(h.to_bytes(4, "big") for h in listed)
            return response(0, b"\x00" + bytes(4) + len(listed).to_bytes(4, "big") + handles)
        return response()


@given(st.lists(st.sampled_from([*LOADS.values(), OTHER]), max_size=20), st.integers(0, 20))
def test_all_that_was_loaded_is_flushed_but_what_is_kept(codes: list[int], mark: int) -> None:
    slots = Slots()
    wire = wired(slots)
    kept: set[int] = set()
    for number, code in enumerate(codes):
        if number == mark:
            kept = set(slots.held)
        wire.exchange(command(code))
    wire.flush(kept)
    assert slots.held == wire.loaded == kept
    wire.flush(set())
    assert not slots.held


@given(st.lists(st.sampled_from(list(LOADS.values())), max_size=5), st.sampled_from(list(LOADS)))
def test_what_was_loaded_by_a_lost_answer_is_flushed_too(codes: list[int], last: str) -> None:
    slots = Slots()
    wire = wired(slots)
    for code in codes:
        wire.exchange(command(code))
    slots.lose = True
    with pytest.raises(StationError):
        wire.exchange(command(LOADS[last]))
    wire.flush(set())
    assert not slots.held


def test_nothing_is_sent_where_nothing_is_loaded() -> None:
    def never(message: bytes) -> bytes:
        raise AssertionError(message.hex())

    wired(never).flush(set())


def test_a_session_that_the_tpm_ended_is_not_flushed_again() -> None:
    slots = Slots()
    wire = wired(slots)
    handle = int.from_bytes(wire.exchange(command(LOADS["session"]))[10:14], "big")
    wire.ended(handle)
    wire.flush(set())
    assert slots.held == {handle}


@given(st.binary(max_size=40).filter(lambda answer: answer[2:6] != len(answer).to_bytes(4, "big")))
def test_an_answer_that_misstates_its_size_is_none(answer: bytes) -> None:
    with pytest.raises(StationError) as caught:
        wired(lambda _: answer).exchange(command(OTHER))
    assert caught.value.code == "LNK-004"


def test_an_answer_longer_than_any_is_none() -> None:
    with pytest.raises(StationError) as caught:
        wired(lambda _: response(0, bytes(4087))).exchange(command(OTHER))
    assert caught.value.code == "LNK-004"


@given(
    st.binary(max_size=300)
    | st.lists(st.binary(min_size=4, max_size=4), max_size=20).map(
        lambda handles: bytes(5) + len(handles).to_bytes(4, "big") + b"".join(handles)
    )
)
def test_a_list_of_handles_is_read_whole_or_not_at_all(body: bytes) -> None:
    wire = wired(lambda _: response(0, body))
    number = int.from_bytes(body[5:9], "big")
    if number <= 16 and len(body) == 9 + 4 * number:
        handles = wire.handles(0x01C00100, 16)
        assert b"".join(handle.to_bytes(4, "big") for handle in handles) == body[9:]
    else:
        with pytest.raises(StationError) as caught:
            wire.handles(0x01C00100, 16)
        assert caught.value.code == "LNK-004"


def test_a_tpm_that_will_not_list_handles_has_none_to_show() -> None:
    assert wired(lambda _: response(0x101)).handles(0x80000000, 3) == []


@pytest.mark.parametrize("code", [0x902, 0x903, 0x904, 0x905, 0x906])
def test_a_full_tpm_is_rid_of_what_others_left_there(code: int) -> None:
    slots = Slots()
    slots.held = {0x80000007, 0x02000001}

    def transact(message: bytes) -> bytes:
        if len(slots.held) > 2 and message[6:10] == LOADS["load"].to_bytes(4, "big"):
            return response(code)
        return slots(message)

    wire = wired(transact)
    wire.exchange(command(LOADS["create"]))
    assert status(wire.exchange(command(LOADS["load"]))) == 0
    assert slots.held == wire.loaded == {0x80000000, 0x80000001}


def test_a_tpm_that_stays_full_says_so() -> None:
    wire = wired(lambda message: response(0x902 if message[6:10].hex() == "00000157" else 0x101))
    assert status(wire.exchange(command(LOADS["load"]))) == 0x902


class Hours(Event):
    """A cancel event whose waits pass at once, on a clock of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.time = 0.0

    def wait(self, timeout: float | None = None) -> bool:
        self.time += timeout or 0.0
        return self.is_set()


CREATE_PRIMARY, READ_PUBLIC = 0x131, 0x173
RETRY, YIELDED, TESTING = 0x922, 0x908, 0x90A


def busy_for(hours: Hours, seconds: float, code: int) -> Wire:
    """A TPM that says for so long that it is busy, and then answers."""

    def transact(message: bytes) -> bytes:
        del message
        return response(code) if hours.time < seconds else response(0, bytes(4))

    return Wire(transact, busy_s=None, cancel=hours)


@pytest.mark.parametrize("code", [RETRY, YIELDED, TESTING])
def test_a_primary_of_half_a_minute_is_waited_for(
    code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = Hours()
    monkeypatch.setattr("station.tpm.wire.time.monotonic", lambda: hours.time)
    wire = busy_for(hours, 35.0, code)
    assert status(wire.exchange(command(CREATE_PRIMARY))) == 0
    assert 35.0 <= hours.time < 36.0


def test_what_is_quick_on_any_tpm_is_not_waited_for_as_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hours = Hours()
    monkeypatch.setattr("station.tpm.wire.time.monotonic", lambda: hours.time)
    with pytest.raises(StationError, match="TPM-014"):
        busy_for(hours, 35.0, RETRY).exchange(command(READ_PUBLIC))
    assert hours.time < 16.0


def test_a_wait_ends_within_a_second_of_cancelling() -> None:
    hours = Hours()

    def transact(message: bytes) -> bytes:
        del message
        if hours.time > 5.0:
            hours.set()
        return response(RETRY)

    with pytest.raises(StationError, match="LIN-003"):
        Wire(transact, busy_s=None, cancel=hours).exchange(command(CREATE_PRIMARY))
    assert hours.time < 7.0


@given(st.binary(max_size=80))
def test_a_state_is_told_or_refused_whatever_is_answered(body: bytes) -> None:
    for answer in (body, response(0, body), response(0x100, body)):

        def transact(message: bytes, answer: bytes = answer) -> bytes:
            del message
            return answer

        try:
            told = type(wired(transact).state()).__name__
        except StationError as error:
            told = error.code
        assert told in {"TpmState", "LNK-004", "TPM-001", "TPM-022"}
