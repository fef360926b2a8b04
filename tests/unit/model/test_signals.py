"""How states become lamps: told apart by steady light, and each pattern in its time."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.model.signals import Lamp, Pattern, SignalState, of_the_whole, usual_patterns

AGES = st.floats(0, 1000, allow_nan=False)
LIGHTS = (Lamp.GREEN, Lamp.AMBER, Lamp.RED)
TIMED = {Pattern.BLINK, Pattern.FAST, Pattern.SHORT, Pattern.LONG, Pattern.THREE}


def lights(lamps: tuple[Lamp, ...], state: SignalState) -> tuple[Pattern, ...]:
    return tuple(usual_patterns(lamp, lamps)[state] for lamp in lamps)


def test_two_lines_show_four_states_by_steady_light_and_the_fifth_by_blinking() -> None:
    pair = (Lamp.GREEN, Lamp.RED)
    assert {state: lights(pair, state) for state in SignalState} == {
        SignalState.IDLE: (Pattern.OFF, Pattern.OFF),
        SignalState.WORKING: (Pattern.ON, Pattern.ON),
        SignalState.PASSED: (Pattern.ON, Pattern.OFF),
        SignalState.FAILED: (Pattern.OFF, Pattern.ON),
        SignalState.HAND: (Pattern.OFF, Pattern.BLINK),
    }


@pytest.mark.parametrize(
    "lamps", [lamps for count in (2, 3) for lamps in combinations(LIGHTS, count)]
)
@pytest.mark.parametrize("buzzer", [(), (Lamp.BUZZER,)])
def test_pass_and_fail_look_like_nothing_else(
    lamps: tuple[Lamp, ...], buzzer: tuple[Lamp, ...]
) -> None:
    every = (*lamps, *buzzer)
    shown = {state: lights(every, state) for state in SignalState}
    for state in (SignalState.PASSED, SignalState.FAILED):
        others = [shown[other] for other in SignalState if other is not state]
        assert shown[state] not in others


def test_green_is_lit_for_no_unit_that_did_not_pass() -> None:
    for count in (1, 2, 3):
        for lamps in combinations(LIGHTS, count):
            if Lamp.GREEN in lamps:
                shown = usual_patterns(Lamp.GREEN, lamps)
                assert shown[SignalState.FAILED] is Pattern.OFF
                assert shown[SignalState.IDLE] is Pattern.OFF


@given(st.sampled_from(Pattern), AGES)
def test_nothing_changes_before_its_time_and_then_it_does(pattern: Pattern, age_s: float) -> None:
    lit, next_s = pattern.is_lit(age_s), pattern.next_s(age_s)
    if next_s is None:
        assert all(pattern.is_lit(age_s + later) is lit for later in (0.1, 1.0, 100.0))
        return
    assert next_s >= 0
    assert pattern.is_lit(age_s + next_s * 0.5) is lit or next_s < 1e-6
    assert pattern.is_lit(age_s + next_s + 1e-6) is not lit


@given(st.sampled_from(sorted(TIMED, key=lambda one: one.value)))
def test_what_has_a_time_begins_lit(pattern: Pattern) -> None:
    assert pattern.is_lit(0.0)
    assert pattern.next_s(0.0)


def test_a_fail_buzzes_three_times_and_then_never_again() -> None:
    ages = [index / 100 for index in range(1000)]
    lit = [Pattern.THREE.is_lit(age) for age in ages]
    rises = sum(now and not before for before, now in zip([False, *lit], lit, strict=False))
    assert rises == 3
    assert not any(lit[300:])


@given(st.lists(st.sampled_from(SignalState)))
def test_the_whole_bench_shows_what_matters_most(states: list[SignalState]) -> None:
    whole = of_the_whole(states)
    assert whole in states or not states
    if SignalState.HAND in states:
        assert whole is SignalState.HAND
    if SignalState.PASSED in states and set(states) > {SignalState.PASSED}:
        assert whole is not SignalState.PASSED or set(states) == {
            SignalState.PASSED,
            SignalState.IDLE,
        }
