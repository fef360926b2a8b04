"""Shifts: which stretch of time a day and a start name, also when the clocks change.

A shift is named by the day and the local time at which it starts, and lasts until the next one
starts. The night shift so belongs to the day on which it begins. Where the clocks change in it, it
is an hour longer or shorter than usual, as the people who work it know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

USUAL_STARTS: Final = (time(6), time(14), time(22))


@dataclass(frozen=True)
class Shift:
    """One shift.

    Attributes:
        day: on which it starts, local.
        start: when, local.
        begins: the same, UTC.
        ends: when the next one begins, UTC; not within it.
    """

    day: date
    start: time
    begins: datetime
    ends: datetime

    @property
    def name(self) -> str:
        """What it is called, such as `2026-11-24 06:00`; names sort as shifts follow."""
        return f"{self.day:%Y-%m-%d} {self.start:%H:%M}"


@dataclass(frozen=True)
class ShiftPlan:
    """When shifts start on each day of a station.

    Attributes:
        starts: the local times, to the minute, rising; at least one.
        zone: where the station stands; None for the machine's own time zone.
    """

    starts: Sequence[time] = USUAL_STARTS
    zone: tzinfo | None = None

    def shift(self, day: date, start: time) -> Shift:
        """Return a shift of a day; `start` is one of the plan's."""
        begins = self.instant(day, start)
        later = [time for time in self.starts if time > start]
        following = [self.instant(day, time) for time in later]
        following += [self.instant(day + timedelta(days=1), time) for time in self.starts]
        # Where a start falls into the hour that the clocks leave out, a later one can come first.
        return Shift(day, start, begins, max(begins, min(following)))

    def shifts(self, day: date) -> list[Shift]:
        """Return the shifts that start on a day, in their order."""
        return [self.shift(day, start) for start in self.starts]

    def at(self, moment: datetime) -> Shift:
        """Return the shift in which an aware time lies."""
        day = moment.astimezone(self.zone).date()
        # Two days back: where a whole day was left out of the calendar, the one before lasted on.
        days = [day + timedelta(days=apart) for apart in range(-2, 2)]
        near = [shift for day in days for shift in self.shifts(day)]
        return next(shift for shift in near if shift.begins <= moment < shift.ends)

    def instant(self, day: date, at: time) -> datetime:
        """Return the instant, UTC, of a local time of a day.

        A time that comes twice as the clocks go back is the earlier of the two; one that is left
        out as they go forward counts as if they hadn't yet.
        """
        return datetime.combine(day, at, self.zone).astimezone(UTC)
