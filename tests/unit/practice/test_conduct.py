"""How a practice unit misbehaves."""

from pathlib import Path

import cbor2
import pytest

from station.practice.conduct import Conduct, PulledOut, Restarted
from station.practice.smp_server import FrameReader, UnitServer
from station.practice.unit_config import Behaviour, Manner, UnitConfig

HELLO = bytes.fromhex("0800000100000706a0")
COMMAND = bytes.fromhex("0a00001053500901a161644c80010000000c0000017b0008")
RESPONSE = bytes.fromhex("8001000000140000000000080011223344556677")


class Tpm:
    def transact(self, command: bytes) -> bytes:
        return RESPONSE


def conduct(manner: Manner, after: int = 0) -> Conduct:
    config = UnitConfig("A1-42", "m", "1", Path("x"))
    return Conduct(Behaviour(manner, after, delay_s=0.25), UnitServer(config, Tpm()))


def sent(behaving: Conduct, message: bytes) -> bytes:
    return b"".join(sending.data for sending in behaving.answers(message))


def test_behaves_until_as_many_tpm_commands_are_answered_as_it_was_told() -> None:
    behaving = conduct(Manner.SILENT, after=2)
    for _ in range(2):
        assert sent(behaving, HELLO)
        assert sent(behaving, COMMAND)
    assert not sent(behaving, COMMAND)
    assert not sent(behaving, HELLO)


def test_dies_at_a_tpm_command_which_its_tpm_never_sees() -> None:
    behaving = conduct(Manner.DIES, after=1)
    assert sent(behaving, COMMAND)
    assert sent(behaving, HELLO)
    with pytest.raises(PulledOut):
        sent(behaving, COMMAND)


def test_answers_garbage_in_which_no_frame_is_whole() -> None:
    good = sent(conduct(Manner.NORMAL), HELLO)
    garbage = sent(conduct(Manner.GARBAGE), HELLO)
    assert len(garbage) > len(good)
    assert not list(FrameReader(4_096).feed(garbage))


def test_is_slow_by_the_delay_that_it_was_told() -> None:
    assert [sending.after_s for sending in conduct(Manner.SLOW).answers(HELLO)] == [0.25]


def test_makes_noise_around_a_good_answer() -> None:
    lines = sent(conduct(Manner.NORMAL), COMMAND).splitlines(keepends=True)
    noisy = sent(conduct(Manner.NOISY), COMMAND)
    assert all(line in noisy for line in lines)
    assert len(noisy) > 2 * sum(map(len, lines))


def test_restarts_at_a_command_which_its_tpm_never_sees() -> None:
    behaving = conduct(Manner.REBOOTS, after=1)
    assert sent(behaving, COMMAND)
    assert sent(behaving, HELLO)
    with pytest.raises(Restarted):
        sent(behaving, COMMAND)


def test_answers_before_it_restarts_as_it_was_asked_to() -> None:
    answers = conduct(Manner.NORMAL).answers(bytes.fromhex("0a00000100000805a0"))
    assert next(answers).data
    with pytest.raises(Restarted):
        next(answers)


def test_repeats_the_answer_and_the_one_before() -> None:
    good = conduct(Manner.NORMAL)
    hello, response = sent(good, HELLO), sent(good, COMMAND)
    behaving = conduct(Manner.REPEATS)
    assert sent(behaving, HELLO) == hello * 2
    assert sent(behaving, COMMAND) == hello + response * 2


def test_loses_a_request_and_an_answer_of_every_ten() -> None:
    behaving = conduct(Manner.LOSES)
    answered = [bool(sent(behaving, COMMAND)) for _ in range(20)]
    assert answered.count(False) == 4
    again = bytes.fromhex("080000045350 0901 a1616f00")
    assert cbor2.loads(next(iter(FrameReader(4_096).feed(sent(behaving, again))))[8:])["n"] == 18
