"""Whether a unit is on a line: what is made of turns in which it was heard or not."""

from collections.abc import Iterator
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.links import LINKS, port_ear
from station.links.port_ear import Ear, Heard, Hearing
from station.model.profile import LinkSettings
from station.model.profile_console import ConsoleSettings

CONSOLE = LinkSettings(kind="console", console=ConsoleSettings(user="root"))
BUSY = StationError("LNK-008", port="x", program="greeter")
GONE = StationError("LNK-001", port="x")

turns = st.lists(st.booleans(), max_size=60)


def heard(said: list[bool], before: bool | None = None) -> list[Heard | None]:
    hearing = Hearing(before)
    return [hearing.turned(heard=turn) for turn in said]


def test_a_unit_that_answers_when_it_is_first_asked_was_there_before() -> None:
    assert heard([True, True]) == [Heard.FOUND, None]
    assert heard([False, True, True]) == [None, Heard.CAME, None]


def test_a_unit_that_misses_a_turn_or_two_is_still_there() -> None:
    assert heard([False, False, True], before=True) == [None, None, None]
    assert heard([False, False, False, True], before=True) == [None, None, Heard.WENT, Heard.CAME]


@given(turns, st.sampled_from([None, True, False]))
def test_units_come_and_go_in_turns(said: list[bool], before: bool | None) -> None:
    there = before
    missed = 0
    for turn, what in zip(said, heard(said, before), strict=True):
        missed = 0 if turn else missed + 1
        match what:
            case Heard.FOUND:
                assert there is None
                assert turn
            case Heard.CAME:
                assert there is False
                assert turn
            case Heard.WENT:
                assert there is True
                assert missed >= 3
            case None:
                assert not turn or there is True
        if what is not None:
            there = what is not Heard.WENT
        elif there is None:
            there = False


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> list[StationError]:
    """Give what the next attempts to open the port end with; a program may hold it for no time."""
    errors: list[StationError] = []
    ends: Iterator[StationError] = iter(errors)

    def open_port(*_: object) -> None:
        raise next(ends)

    monkeypatch.setattr(port_ear, "open_port", open_port)
    monkeypatch.setattr(port_ear, "first_baud", lambda *_: 115_200)
    monkeypatch.setattr(port_ear, "_TURN_S", 0.01)
    monkeypatch.setattr(port_ear, "GREETING_S", 0.005)
    return errors


def ear() -> Ear:
    return Ear(LINKS["console"], "/dev/ttyS9", CONSOLE, Event(), Hearing(there=True))


def test_a_program_that_keeps_the_port_is_told(refused: list[StationError]) -> None:
    refused += [BUSY, BUSY]
    with ear() as listening:
        assert listening.turn() is None
        with pytest.raises(StationError, match="LNK-008"):
            listening.turn()


def test_one_that_greets_each_device_is_not(refused: list[StationError]) -> None:
    refused += [BUSY, GONE, BUSY, GONE]
    with ear() as listening:
        assert [listening.turn(), listening.turn(), listening.turn()] == [None, None, Heard.WENT]
        assert listening.turn() is None
