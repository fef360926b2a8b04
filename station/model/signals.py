"""What lamps and buzzers of a position show: states, and the patterns in time that stand for them.

Pure: no port, no clock. How a state is told by two lamps or three is a table here, which a bench
file may change output by output.
"""

from collections.abc import Collection, Mapping
from enum import Enum
from typing import Final


class SignalState(Enum):
    """What is told of a position to whoever looks up from across the hall."""

    IDLE = "idle"  # no unit is at work
    WORKING = "working"
    PASSED = "passed"  # until the unit is taken out, or the next one starts
    FAILED = "failed"
    HAND = "hand"  # somebody is wanted: a question, an open fixture, a position that has stopped


# The first of these that any position is in is what the bench as a whole is in.
_FIRST: Final = (
    SignalState.HAND,
    SignalState.FAILED,
    SignalState.WORKING,
    SignalState.PASSED,
    SignalState.IDLE,
)


def of_the_whole(states: Collection[SignalState]) -> SignalState:
    """Return what a bench shows whose positions show these; none of them is idle."""
    return next((state for state in _FIRST if state in states), SignalState.IDLE)


class Pattern(Enum):
    """How an output is switched while a state lasts."""

    OFF = "off"
    ON = "on"
    BLINK = "blink"
    FAST = "fast"
    SHORT = "short"  # once, then off
    LONG = "long"
    THREE = "three"  # three times, then off

    @property
    def _times(self) -> tuple[float, ...]:
        """How long it is on, off, on and so forth, seconds."""
        return _TIMES.get(self, ())

    @property
    def _repeats(self) -> bool:
        return self in _REPEATING

    def is_lit(self, age_s: float) -> bool:
        """Return whether the output is on, so long after the state began."""
        lit, _ = self._at(age_s)
        return lit

    def next_s(self, age_s: float) -> float | None:
        """Return in how many seconds the output changes next; None for never."""
        _, left = self._at(age_s)
        return left

    def _at(self, age_s: float) -> tuple[bool, float | None]:
        times = self._times
        if not times:
            return self is Pattern.ON, None
        left = max(0.0, age_s)
        if self._repeats:
            left %= sum(times)
        for index, length in enumerate(times):
            if left < length:
                return index % 2 == 0, length - left
            left -= length
        return (True, 0.0) if self._repeats else (False, None)


_TIMES: Final[Mapping[Pattern, tuple[float, ...]]] = {
    Pattern.BLINK: (0.5, 0.5),
    Pattern.FAST: (0.2, 0.2),
    Pattern.SHORT: (0.25,),
    Pattern.LONG: (1.5,),
    Pattern.THREE: (0.6, 0.3, 0.6, 0.3, 0.6),
}
_REPEATING: Final = frozenset({Pattern.BLINK, Pattern.FAST})


class Lamp(Enum):
    """What is switched by an output."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    BUZZER = "buzzer"


Shown = Mapping[SignalState, Pattern]

_ALWAYS: Final[Mapping[Lamp, Shown]] = {
    Lamp.GREEN: {SignalState.PASSED: Pattern.ON},
    Lamp.AMBER: {SignalState.WORKING: Pattern.ON, SignalState.HAND: Pattern.BLINK},
    Lamp.RED: {SignalState.FAILED: Pattern.ON},
    Lamp.BUZZER: {SignalState.PASSED: Pattern.SHORT, SignalState.FAILED: Pattern.THREE},
}
# Without an amber lamp, green and red together, which is amber where they share a lens, and a red
# one that blinks stand for what it would say.
_WITHOUT_AMBER: Final[Mapping[Lamp, Shown]] = {
    Lamp.GREEN: {SignalState.WORKING: Pattern.ON},
    Lamp.RED: {SignalState.WORKING: Pattern.ON, SignalState.HAND: Pattern.BLINK},
}
_GREEN_ALONE: Final[Shown] = {SignalState.WORKING: Pattern.BLINK, SignalState.HAND: Pattern.FAST}
_RED_ALONE: Final[Shown] = {SignalState.HAND: Pattern.BLINK}


def _amber_for_others(beside: Collection[Lamp]) -> dict[SignalState, Pattern]:
    """Return what an amber lamp says for a green or a red one that isn't there."""
    said: dict[SignalState, Pattern] = {}
    if Lamp.RED not in beside:
        said[SignalState.FAILED] = Pattern.FAST
    if Lamp.GREEN not in beside:
        said[SignalState.PASSED] = Pattern.LONG
    return said


def usual_patterns(lamp: Lamp, beside: Collection[Lamp]) -> Shown:
    """Return how a lamp shows each state where the bench file doesn't say.

    Args:
        lamp: which.
        beside: all lamps of the same place, itself among them.
    """
    shown = dict.fromkeys(SignalState, Pattern.OFF) | dict(_ALWAYS[lamp])
    if Lamp.AMBER in beside:
        return shown | (_amber_for_others(beside) if lamp is Lamp.AMBER else {})
    if {Lamp.GREEN, Lamp.RED} <= set(beside):
        return shown | dict(_WITHOUT_AMBER.get(lamp, {}))
    alone = {Lamp.GREEN: _GREEN_ALONE, Lamp.RED: _RED_ALONE}
    return shown | dict(alone.get(lamp, {}))
