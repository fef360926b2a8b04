"""What a report is asked to be about, as somebody typed it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from station.errors import StationError
from station.model.figures import Selection
from station.model.names import shown
from station.model.shifts import ShiftPlan

_FIRST_YEAR, _LAST_YEAR = 2000, 9000


@dataclass(frozen=True)
class Asked:
    """What is asked for; at least an order or a time.

    Attributes:
        order: an order's name.
        position: a position's name.
        day: a day on which shifts start, such as `2026-11-24`.
        start: when the one shift starts that is meant, such as `06:00`; None for all of the day.
        begins: in place of a shift, a local day and time such as `2026-11-24T06:00`, or one with
            its offset from UTC.
        ends: likewise; not within it.
    """

    order: str | None = None
    position: str | None = None
    day: str | None = None
    start: str | None = None
    begins: str | None = None
    ends: str | None = None


def chosen(asked: Asked, plan: ShiftPlan) -> tuple[Selection, str]:
    """Return which runs are asked for, and what a person calls them.

    Raises:
        StationError: CFG-004 where neither an order nor a time is named, or a time twice; CFG-037
            for what is no day or time, CFG-038 for a shift that there isn't, CFG-039 where the time
            ends before it begins.
    """
    own_time = asked.begins is not None or asked.ends is not None
    if asked.day is None and asked.start is not None:
        raise StationError("CFG-004", why="--start needs --shift")
    if asked.day is not None and own_time:
        raise StationError("CFG-004", why="either --shift, or --from and --to")
    if asked.order is None and asked.day is None and not own_time:
        raise StationError("CFG-004", why="name an --order or a --shift, or --from and --to")
    begins, ends, when = _time_of(asked, plan)
    if begins is not None and ends is not None and ends < begins:
        raise StationError("CFG-039")
    words = [
        f"Order {shown(asked.order)}" if asked.order is not None else "",
        f"Position {shown(asked.position)}" if asked.position is not None else "",
        when,
    ]
    selection = Selection(asked.order, asked.position, begins, ends)
    return selection, ", ".join(word for word in words if word) or "All runs"


def _time_of(asked: Asked, plan: ShiftPlan) -> tuple[datetime | None, datetime | None, str]:
    if asked.day is not None:
        return _of_shift(_day(asked.day), asked.start, plan)
    begins = None if asked.begins is None else moment_of(asked.begins, plan)
    return begins, None if asked.ends is None else moment_of(asked.ends, plan), ""


def _of_shift(day: date, start: str | None, plan: ShiftPlan) -> tuple[datetime, datetime, str]:
    if start is None:
        shifts = plan.shifts(day)
        return min(s.begins for s in shifts), max(s.ends for s in shifts), f"Shifts of {day}"
    at = _time(start)
    if at not in plan.starts:
        starts = ", ".join(f"{one:%H:%M}" for one in plan.starts)
        raise StationError("CFG-038", text=f"{at:%H:%M}", what=starts)
    shift = plan.shift(day, at)
    return shift.begins, shift.ends, f"Shift {shift.name}"


def _day(text: str) -> date:
    try:
        return _near(date.fromisoformat(text))
    except ValueError as error:
        raise _unreadable(text) from error


def _time(text: str) -> time:
    try:
        at = time.fromisoformat(text)
    except ValueError as error:
        raise _unreadable(text) from error
    if at.tzinfo is not None:
        raise _unreadable(text)
    return at


def moment_of(text: str, plan: ShiftPlan) -> datetime:
    """Return a day or time that was typed, UTC, or raise CFG-037."""
    try:
        moment = datetime.fromisoformat(text)
        _near(moment.date())
        if moment.tzinfo is None:
            return plan.instant(moment.date(), moment.time())
        return moment.astimezone(UTC)
    except ValueError as error:
        raise _unreadable(text) from error


def _near(day: date) -> date:
    """Return a day, or raise ValueError where it is so far off that a calendar may end there."""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError("no station worked then")
    return day


def _unreadable(text: str) -> StationError:
    return StationError("CFG-037", text=shown(text))
