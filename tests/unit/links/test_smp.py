"""The link against a device in memory: the practice unit's firmware, or whatever a test tells."""

import time
from collections.abc import Callable

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.links import LINKS
from station.links.smp import SmpLink
from station.model.profile import LinkSettings
from station.practice.unit_config import Manner
from tests.support.wired import (
    PATIENT,
    RESPONSE,
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


def test_is_the_kind_of_link_named_smp() -> None:
    assert LINKS["smp"].name == "smp"


@given(st.integers(10, 4_096), st.integers(10, 4_096), st.integers(64, 5_000))
def test_carries_a_command_and_its_response_whole_whatever_the_buffer(
    asked: int, answered: int, buffer: int
) -> None:
    tpm = Tpm(sized(answered))
    with link_to(unit(tpm, buffer)) as link:
        link.hello()
        assert link.transact(sized(asked)) == tpm.response
    assert tpm.commands == [sized(asked)]


def test_sends_small_messages_to_a_server_that_does_not_tell_its_buffer() -> None:
    tpm = Tpm(sized(600))
    whole = unit(tpm, 128)
    port = Wired(
        lambda message: (
            answering(cbor2.dumps({"rc": 8}), message)
            if message[4:6] == b"\0\0"
            else whole(message)
        )
    )
    link = SmpLink(port, PATIENT, 20)
    link.hello()
    assert link.transact(sized(500)) == tpm.response
    assert max(map(len, port.messages)) <= 128 - 4


def test_repeats_the_hello_by_the_same_number_until_it_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("station.links.smp_exchange._AGAIN_S", 0.0)
    whole = unit(None)
    port = Wired(lambda message: whole(message) if len(port.messages) > 2 else b"")
    SmpLink(port, LinkSettings(connect_s=5, baud=4_000_000), 1).hello()
    assert len(port.messages) >= 3
    assert len(set(port.messages)) == 1


def test_never_repeats_a_tpm_command() -> None:
    whole = unit(Tpm())
    port = Wired(lambda message: b"" if is_tpm(message) else whole(message))
    link = SmpLink(port, BRISK, 0.2)
    assert code(lambda: link.transact(COMMAND)) == "LNK-002"
    asked = [message for message in port.messages if is_tpm(message)]
    assert [message[0] & 7 == 2 for message in asked] == [True] + [False] * (len(asked) - 1)


def test_drops_answers_to_what_was_asked_before() -> None:
    whole = unit(Tpm())
    stale: list[bytes] = []

    def device(message: bytes) -> bytes:
        stale.append(whole(message))
        return b"".join(stale)

    with link_to(device) as link:
        link.hello()
        link.identify()
        for _ in range(300):  # more than there are sequence numbers
            del stale[:-3]
            assert link.transact(COMMAND) == RESPONSE


def test_says_that_nobody_is_there() -> None:
    assert code(link_to(lambda _: b"", BRISK).hello) == "LNK-002"


def test_says_that_there_is_noise_only() -> None:
    assert code(link_to(lambda _: b"login: \xff\xfe", BRISK).hello) == "LNK-004"


def test_gives_up_soon_once_the_answer_to_a_tpm_command_broke() -> None:
    whole = unit(Tpm())

    def device(message: bytes) -> bytes:
        good = whole(message)
        return good.replace(b"AA", b"AB") if is_tpm(message) else good

    link = SmpLink(Wired(device), BRISK, 30)
    link.identify()
    begun = time.monotonic()
    assert code(lambda: link.transact(COMMAND)) == "LNK-004"
    assert time.monotonic() - begun < 5


def test_refuses_a_unit_that_changes_its_serial_number() -> None:
    link = link_to(unit(None, manner=Manner.SWAPPED))
    assert link.identify().serial == "A1-42"
    assert code(link.identify) == "LNK-004"


def test_says_that_the_unit_refuses() -> None:
    link = link_to(unit(Tpm(), manner=Manner.REFUSES))
    link.hello()
    assert code(link.identify) == "LNK-005"


def test_says_that_the_unit_has_no_tpm_before_it_is_asked() -> None:
    device = unit(None)
    port = Wired(device)
    link = SmpLink(port, BRISK, 1)
    assert code(lambda: link.transact(COMMAND)) == "LNK-007"
    assert len(port.messages) == 1


def test_says_that_the_firmware_lacks_the_group() -> None:
    link = link_to(lambda message: answering(cbor2.dumps({"rc": 8}), message))
    link.hello()
    assert code(link.identify) == "LNK-007"


BODIES: list[dict[str, object]] = [
    {},
    {"d": "text"},
    {"d": b""},
    {"d": RESPONSE[:-1]},
    {"d": RESPONSE + b"\0"},
    {"d": RESPONSE, "l": 5},
    {"d": RESPONSE, "l": 1 << 20},
    {"d": RESPONSE, "l": -1},
    {"d": RESPONSE[:10], "l": 20},
    {"d": b"", "l": 20},
    {"o": 12},
]


@pytest.mark.parametrize("body", BODIES)
def test_refuses_what_is_no_tpm_response(body: dict[str, object]) -> None:
    whole = unit(Tpm())

    def device(message: bytes) -> bytes:
        if not is_tpm(message):
            return whole(message)
        first = message[0] & 7 == 2
        return answering(cbor2.dumps(body if first else {"d": b""}), message)

    assert code(lambda: link_to(device).transact(COMMAND)) == "LNK-004"


def test_refuses_a_server_that_loses_parts() -> None:
    whole = unit(Tpm(), 128)

    def device(message: bytes) -> bytes:
        return answering(cbor2.dumps({"o": 3}), message) if is_tpm(message) else whole(message)

    link = link_to(device)
    link.hello()
    assert code(lambda: link.transact(sized(400))) == "LNK-004"


@given(st.lists(st.binary(max_size=120), min_size=1, max_size=6), st.booleans())
def test_takes_whatever_a_device_says_as_an_error_of_ours(said: list[bytes], framing: bool) -> None:
    answers = iter(said)

    def device(message: bytes) -> bytes:
        body = next(answers, b"\xa0")
        return answering(body, message) if framing else body

    settings = LinkSettings(answer_s=0.001, connect_s=0.001, baud=4_000_000)
    link = SmpLink(Wired(device), settings, 0.001)
    codes = set()
    for act in (link.hello, link.identify, lambda: link.transact(COMMAND)):
        try:
            act()
        except StationError as error:
            codes.add(error.code)
    assert codes <= {"LNK-002", "LNK-004", "LNK-005", "LNK-007"}


def test_passes_over_answers_by_another_number() -> None:
    whole = unit(Tpm())

    def device(message: bytes) -> bytes:
        return whole(message[:6] + bytes([message[6] ^ 1]) + message[7:])

    assert code(link_to(device, BRISK).identify) == "LNK-004"


def test_says_in_the_transcript_what_is_asked_and_answered() -> None:
    port = Wired(unit(Tpm()))
    SmpLink(port, PATIENT, 20).transact(COMMAND)
    said = port.transcript.text()
    for note in ("asks: read 0 of group 21328", "is answered: write 1 of group 21328"):
        assert note in said
