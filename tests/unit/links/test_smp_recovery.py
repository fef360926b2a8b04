"""The link where messages or bytes are lost, and where a device lies about its key."""

import hashlib
from collections.abc import Callable

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.errors import StationError
from station.links.smp import SmpLink
from station.model.profile import KeyKind, LinkSettings
from station.secret import Secret
from tests.support.wired import (
    RESPONSE,
    Device,
    Tpm,
    Wired,
    answering,
    is_tpm,
    link_to,
    sized,
    unit,
)

BRISK = LinkSettings(answer_s=0.05, connect_s=0.05, baud=4_000_000)
COMMAND = bytes.fromhex("80010000000c0000017b0008")


def code(act: Callable[[], object]) -> str:
    with pytest.raises(StationError) as caught:
        act()
    return caught.value.code


def losing(device: Device, lost: Callable[[bytes, int], str]) -> Device:
    """Return a device whose line loses what `lost` says: "", "asked" or "answered"."""
    number = 0

    def over_the_line(message: bytes) -> bytes:
        nonlocal number
        number += 1
        what = lost(message, number)
        if what == "asked":
            return b""
        answer = device(message)
        return b"" if what == "answered" else answer

    return over_the_line


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> LinkSettings:
    """A line on which nothing takes time: each wait for an answer ends in 20 ms."""
    monkeypatch.setattr("station.links.smp_exchange._AGAIN_S", 0.02)
    return LinkSettings(answer_s=2, connect_s=2, baud=4_000_000)


@pytest.mark.parametrize("what", ["asked", "answered"])
@pytest.mark.parametrize("buffer", [128, 2_048])
def test_gives_each_command_to_the_tpm_once_whatever_is_lost(
    hasty: LinkSettings, what: str, buffer: int
) -> None:
    tpm = Tpm(sized(300))
    device = losing(unit(tpm, buffer), lambda _, number: what if number % 3 == 1 else "")
    link = SmpLink(Wired(device), hasty, 2)
    link.hello()
    for size in (12, 300, 12, 300):
        assert link.transact(sized(size)) == tpm.response
    assert tpm.commands == [sized(12), sized(300), sized(12), sized(300)]


def test_asks_a_slow_tpm_for_its_answer_without_giving_it_the_command_again(
    hasty: LinkSettings,
) -> None:
    """Its answer comes after two questions for it, and the answers to these after that."""
    tpm = Tpm()
    device = unit(tpm)
    held: list[bytes] = []

    def slow(message: bytes) -> bytes:
        if not is_tpm(message):
            return device(message)
        held.append(device(message))
        if len(held) < 3:
            return b""
        answer, held[:] = b"".join(held), []
        return answer

    link = SmpLink(Wired(slow), hasty, 2)
    assert [link.transact(COMMAND) for _ in range(3)] == [RESPONSE] * 3
    assert tpm.commands == [COMMAND] * 3


def test_believes_an_old_count_only_once(hasty: LinkSettings) -> None:
    """Answers to questions from before the command was sent again say nothing of that."""
    tpm = Tpm()
    device = unit(tpm)
    asked: list[bytes] = []

    def late(message: bytes) -> bytes:
        if not is_tpm(message):
            return device(message)
        asked.append(message)
        if len(asked) == 1:  # the command is lost
            return b""
        if len(asked) == 2:  # the first question: its answer is late
            asked.append(device(message))
            return b""
        if len(asked) == 4:  # the second question: now both answers
            return asked[2] + device(message)
        return device(message)

    link = SmpLink(Wired(late), hasty, 2)
    assert link.transact(COMMAND) == RESPONSE
    assert tpm.commands == [COMMAND]


@pytest.mark.parametrize("count", [0, 3, 77])
def test_says_that_the_unit_restarted_where_its_count_is_another(
    hasty: LinkSettings, count: int
) -> None:
    whole = unit(Tpm())

    def device(message: bytes) -> bytes:
        if not is_tpm(message):
            return whole(message)
        if message[0] & 7 == 2:
            return answers.pop(0)(message)
        return answering(cbor2.dumps({"n": count, "d": b""}), message)

    answers: list[Device] = [whole, lambda _: b""]
    link = SmpLink(Wired(device), hasty, 2)
    link.transact(COMMAND)
    assert code(lambda: link.transact(COMMAND)) == "LNK-011"


def test_waits_for_the_one_answer_of_a_unit_that_does_not_count() -> None:
    whole = unit(Tpm())
    port = Wired(
        lambda message: (
            b""
            if is_tpm(message)
            else answering(cbor2.dumps({"serial": "A", "caps": 1}), message)
            if message[4:6] == b"\x53\x50"
            else whole(message)
        )
    )
    link = SmpLink(port, BRISK, 0.2)
    assert code(lambda: link.transact(COMMAND)) == "LNK-002"
    assert sum(map(is_tpm, port.messages)) == 1


def test_says_that_a_unit_refuses_since_it_restarted() -> None:
    starts = iter((1, 2))

    def device(message: bytes) -> bytes:
        if is_tpm(message):
            return answering(cbor2.dumps({"err": {"group": 0x5350, "rc": 4}}), message)
        return answering(cbor2.dumps({"serial": "A", "caps": 1, "boot": next(starts)}), message)

    assert code(lambda: link_to(device).transact(COMMAND)) == "LNK-011"


def test_restarts_only_what_says_that_it_can() -> None:
    plain = link_to(lambda message: answering(cbor2.dumps({"serial": "A", "caps": 15}), message))
    assert code(plain.restart) == "LNK-007"


def test_says_that_a_unit_does_not_restart() -> None:
    assert code(link_to(unit(None), BRISK).restart) == "LNK-005"


def keyed(answers: list[bytes], framing: bool) -> Device:
    """Return a device that says it can do everything, and then whatever it likes."""
    said = iter(answers)
    everything = cbor2.dumps({"serial": "A", "caps": 15, "boot": 1, "n": 0})

    def device(message: bytes) -> bytes:
        if (message[4:6], message[7]) == (b"\x53\x50", 0):
            return answering(everything, message)
        body = next(said, b"\xa0")
        return answering(body, message) if framing else body

    return device


bodies = st.one_of(
    st.binary(max_size=120),
    st.dictionaries(
        st.sampled_from(["d", "l", "o", "n", "kem", "kdf", "aead", "rc", "err"]),
        st.binary(max_size=90) | st.integers(-1, 1 << 33) | st.none() | st.text(max_size=3),
        max_size=4,
    ).map(cbor2.dumps),
)


@settings(max_examples=60)
@given(st.lists(bodies, min_size=1, max_size=8), st.booleans(), st.integers(0, 8))
def test_takes_whatever_a_device_says_of_its_key_as_an_error_of_ours(
    said: list[bytes], framing: bool, which: int
) -> None:
    hasty = LinkSettings(answer_s=0.001, connect_s=0.001, baud=4_000_000)
    link = SmpLink(Wired(keyed(said, framing)), hasty, 0.001, 0.001)
    keys = link.keys
    acts: tuple[Callable[[], object], ...] = (
        lambda: keys.make_key(KeyKind.EC_P256, "a"),
        lambda: keys.install_certificate(b"c" * 300, [b"d" * 300]),
        keys.certificate,
        lambda: keys.sign_proof(b"s" * 150),
        lambda: link.secrets.give(b"s" * 150),
        link.secrets.recipient,
        lambda: link.secrets.install_clear("a", Secret(b"s" * 32)),
        lambda: link.secrets.hmac(b"m" * 150),
        link.restart,
    )
    error = None
    try:
        acts[which]()
    except StationError as caught:
        error = caught.code
    assert error in (None, "LNK-002", "LNK-004", "LNK-005", "LNK-007", "LNK-011")


def test_takes_no_endless_answer() -> None:
    """One byte after the other, up to the most that a request may have."""
    given = 0

    def device(message: bytes) -> bytes:
        nonlocal given
        if (message[4:6], message[7]) == (b"\x53\x50", 0):
            return answering(cbor2.dumps({"serial": "A", "caps": 2}), message)
        given += 1
        return answering(cbor2.dumps({"d": b"x", "l": 16_385}), message)

    link = link_to(device)
    assert code(lambda: link.keys.make_key(KeyKind.EC_P256, "a")) == "LNK-004"
    assert given == 1


def test_says_that_a_buffer_is_too_small_for_a_key() -> None:
    link = link_to(keyed([cbor2.dumps({"buf_size": 64})], framing=True))
    link.hello()
    assert code(lambda: link.keys.make_key(KeyKind.EC_P256, "n" * 64)) == "LNK-007"


class Telling:
    """A TPM in memory whose every response follows from its command."""

    def __init__(self) -> None:
        self.commands: list[bytes] = []

    def transact(self, command: bytes) -> bytes:
        self.commands.append(command)
        return told(command)


def told(command: bytes) -> bytes:
    return sized(len(command) + 10)[:-32] + hashlib.sha256(command).digest()


def asked(number: int, size: int) -> bytes:
    return sized(size)[:-4] + number.to_bytes(4, "big")


class Spoilt(Wired):
    """A line on which something happens to a byte now and then, both ways.

    Args:
        device: what is at its end.
        events: after how many good bytes, and what: a value to turn a byte by, 0 to lose it, 256 to
            send it twice.
    """

    def __init__(self, device: Device, events: list[tuple[int, int]]) -> None:
        super().__init__(lambda message: self._spoil(device(message)))
        self._events = list(events)
        self._good = 0

    def write(self, data: bytes) -> None:
        super().write(self._spoil(data))

    def _spoil(self, data: bytes) -> bytes:
        out = bytearray()
        for byte in data:
            self._good += 1
            if self._events and self._good > self._events[0][0]:
                _, what = self._events.pop(0)
                self._good = 0
                out += bytes([byte, byte]) if what == 256 else bytes([byte ^ what])[: what > 0]
            else:
                out.append(byte)
        return bytes(out)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 600), st.integers(0, 256)), max_size=5),
    st.lists(st.integers(42, 700), min_size=1, max_size=4),
    st.sampled_from([128, 512, 2_048]),
)
def test_gives_each_command_once_and_takes_no_other_response_over_a_line_that_spoils_bytes(
    events: list[tuple[int, int]], sizes: list[int], buffer: int
) -> None:
    tpm = Telling()
    quick = LinkSettings(answer_s=2, connect_s=2, baud=4_000_000)
    commands = [asked(number, size) for number, size in enumerate(sizes)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("station.links.smp_exchange._AGAIN_S", 0.01)
        patch.setattr("station.links.smp_exchange._BROKEN_S", 0.005)
        link = SmpLink(Spoilt(unit(tpm, buffer), events), quick, 2)
        link.hello()
        assert [link.transact(command) for command in commands] == [*map(told, commands)]
    assert tpm.commands == commands
