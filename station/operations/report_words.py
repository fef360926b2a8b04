"""A report, and the words in which people read it on a terminal and on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from string import Formatter
from typing import Final

from station.errors import CATALOGUE
from station.model.custody import LESS_SAFE
from station.model.figures import CycleTime, Dimension, Failure, Figures, Tally

PRACTICE_WORDS: Final = "PRACTICE: made of practice parts. Nothing in it is of real units."
NOTHING: Final = "-"
_DIGITS: Final = 4


@dataclass(frozen=True)
class Report:
    """The figures of some runs, and what they are of.

    Attributes:
        station: the station's name.
        practice: whether all of it is practice.
        about: what a person calls the runs that were asked for.
        made: when, UTC, to the second.
        made_by: the badge and the name of whoever made it; empty where nobody was asked.
        zone: in which times are told; None for the machine's own.
        figures: what was counted.
        people: the name for each badge whose figures are told.
    """

    station: str
    practice: bool
    about: str
    made: datetime
    made_by: str
    zone: tzinfo | None
    figures: Figures
    people: Mapping[str, str]

    @property
    def interval(self) -> str:
        """From when to when, in local time."""
        wanted = self.figures.selection
        match wanted.begins, wanted.ends:
            case None, None:
                return "all that is on record"
            case begins, None:
                return f"from {self.local(begins)}"
            case None, ends:
                return f"until {self.local(ends)}"
            case begins, ends:
                return f"{self.local(begins)} to {self.local(ends)}"

    def local(self, moment: datetime | None) -> str:
        """Return a time as the clock on the wall has it, with its offset from UTC."""
        if moment is None:
            return NOTHING
        return moment.astimezone(self.zone).isoformat(" ", timespec="minutes")

    def label(self, dimension: Dimension, tally: Tally) -> str:
        """Return what a line of figures is called."""
        if dimension is not Dimension.PERSON:
            return tally.key
        name = self.people.get(tally.key, "")
        return f"{name} ({tally.key})" if name else tally.key or "(nobody)"


def percent(share: float | None) -> str:
    """Return a share as a person reads it; never 100 % where something is missing."""
    if share is None:
        return NOTHING
    tenths = round(share * 1000)
    if share < 1:
        tenths = min(tenths, 999)
    return f"{tenths / 10:.1f} %"


def rate(per_hour: float | None) -> str:
    """Return units per hour as a person reads it."""
    return NOTHING if per_hour is None else f"{per_hour:.1f}"


def duration(time: timedelta) -> str:
    """Return hours and minutes as a person reads them."""
    minutes = round(time / timedelta(minutes=1))
    return f"{minutes // 60} h {minutes % 60:02} min"


def in_fours(text: str) -> str:
    """Return digits in groups of four, counted from the right, as one reads them out."""
    first = len(text) % _DIGITS
    groups = [text[:first]] if first else []
    return " ".join(groups + [text[i : i + _DIGITS] for i in range(first, len(text), _DIGITS)])


def own_keys_words(figures: Figures) -> str:
    """Return how many units keep their own key in software, or an empty text for none."""
    if not figures.own_software:
        return ""
    units = "unit keeps its" if figures.own_software == 1 else "units keep their"
    return f"{figures.own_software:,} {units} own key in software, {LESS_SAFE}."


def failed_in(failure: Failure) -> str:
    """Return in which step something failed."""
    return failure.step.value if failure.step else NOTHING


def step_of(cycle: CycleTime) -> str:
    """Return which step took that time."""
    return cycle.step.value if cycle.step else "whole run"


def meaning(code: str) -> str:
    """Return what an error code means; dots stand for what each was about."""
    entry = CATALOGUE.get(code)
    if entry is None:
        return ""
    parts = Formatter().parse(entry.message)
    return "".join(f"{text}{'' if name is None else '...'}" for text, name, _, _ in parts)
