"""Whether a unit is on a line: what is made of turns in which it was heard or not."""

from hypothesis import given
from hypothesis import strategies as st

from station.links.port_ear import Heard, Hearing

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
