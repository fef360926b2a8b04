"""A row of the benchmark: what is measured against which rival, and how two are compared."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from statistics import median
from typing import Final, TypeAlias

ROUNDS: Final = 15  # with fewer, a machine that does other things too decides

Detail: TypeAlias = Mapping[str, str | int | float | bool]


class Scale(Enum):
    """How large the work of a row is: `--full` asks for the large campaigns."""

    QUICK = "quick"
    FULL = "full"


@dataclass(frozen=True)
class AtMost:
    """The goal of a row whose ratio should be small."""

    ratio: float

    def met(self, ratio: float) -> bool:
        """Is the goal reached?"""
        return ratio <= self.ratio

    def __str__(self) -> str:
        return f"<= {self.ratio:g}"


@dataclass(frozen=True)
class AtLeast:
    """The goal of a row whose ratio should be large."""

    ratio: float

    def met(self, ratio: float) -> bool:
        """Is the goal reached?"""
        return ratio >= self.ratio

    def __str__(self) -> str:
        return f">= {self.ratio:g}"


@dataclass(frozen=True)
class Measured:
    """What a row found.

    Args:
        figure: ours, in the row's unit.
        rival_figure: the rival's or the limit's, in the same unit.
        detail: whatever helps to understand the two, for `--json`.
    """

    figure: float
    rival_figure: float
    detail: Detail = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """Ours to the rival's."""
        return self.figure / self.rival_figure


@dataclass(frozen=True)
class Row:
    """One row of the table.

    Args:
        unit: that of both figures, such as `s` or `1/s`.
        rival: who or what it is measured against, in a few words.
        goal: what the ratio of the two figures should be.
        measure: does the work and returns what it found; raises where the row can't run.
    """

    unit: str
    rival: str
    goal: AtMost | AtLeast
    measure: Callable[[Scale], Measured]


def timed(action: Callable[[], object]) -> Callable[[], float]:
    """Return what runs `action` once and returns the seconds that it took."""

    def run() -> float:
        start = time.perf_counter()
        action()
        return time.perf_counter() - start

    return run


def interleaved(
    ours: Callable[[], float], rival: Callable[[], float], *, rounds: int = ROUNDS
) -> Measured:
    """Return the medians of two measurements taken in turns, so that both meet the same weather.

    Each is called once to warm up and `rounds` times to count, and returns its own figure; they
    take turns in going first. A figure that is not seconds of the call itself is right too.

    Raises:
        ValueError: where `rounds` is under `ROUNDS`.
    """
    if rounds < ROUNDS:
        raise ValueError(f"at least {ROUNDS} rounds, not {rounds}")
    ours()
    rival()
    our_figures: list[float] = []
    rival_figures: list[float] = []
    for number in range(rounds):
        if number % 2:
            rival_figures.append(rival())
            our_figures.append(ours())
        else:
            our_figures.append(ours())
            rival_figures.append(rival())
    detail = {
        "rounds": rounds,
        "lowest": min(our_figures),
        "highest": max(our_figures),
        "rival_lowest": min(rival_figures),
        "rival_highest": max(rival_figures),
    }
    return Measured(median(our_figures), median(rival_figures), detail)
