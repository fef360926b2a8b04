"""What a report is about, as somebody types it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from station.errors import StationError
from station.model.figures import Selection
from station.model.shifts import ShiftPlan
from station.operations.report_asked import Asked, chosen

PLAN = ShiftPlan(zone=ZoneInfo("Europe/Berlin"))


def utc(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "selection", "about"),
    [
        (Asked(order="o1"), Selection(order="o1"), "Order o1"),
        (
            Asked(day="2026-03-28", start="22:00"),
            Selection(begins=utc(28, 21), ends=utc(29, 4)),
            "Shift 2026-03-28 22:00",
        ),
        (
            Asked(day="2026-03-28", position="left"),
            Selection(position="left", begins=utc(28, 5), ends=utc(29, 4)),
            "Position left, Shifts of 2026-03-28",
        ),
        (
            Asked(begins="2026-03-28T06:00", ends="2026-03-29T06:00"),
            Selection(begins=utc(28, 5), ends=utc(29, 4)),
            "All runs",
        ),
        (Asked(begins="2026-03-28T06:00+00:00"), Selection(begins=utc(28, 6)), "All runs"),
    ],
)
def test_what_is_asked_for_is_understood(asked: Asked, selection: Selection, about: str) -> None:
    assert chosen(asked, PLAN) == (selection, about)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Asked(), "CFG-004"),
        (Asked(position="1"), "CFG-004"),
        (Asked(order="o1", start="06:00"), "CFG-004"),
        (Asked(day="2026-03-28", begins="2026-03-28T06:00"), "CFG-004"),
        (Asked(day="yesterday"), "CFG-037"),
        (Asked(day="2026-02-30"), "CFG-037"),
        (Asked(day="2026-03-28", start="6 o'clock"), "CFG-037"),
        (Asked(day="2026-03-28", start="06:00+01:00"), "CFG-037"),
        (Asked(day="2026-03-28", start="07:00"), "CFG-038"),
        (Asked(begins="\x1b[2J"), "CFG-037"),
        (Asked(ends="0001-01-01T00:00:00+14:00"), "CFG-037"),
        (Asked(ends="0001-01-01"), "CFG-037"),
        (Asked(day="0001-01-01"), "CFG-037"),
        (Asked(day="9999-12-31"), "CFG-037"),
        (Asked(begins="2026-03-29T06:00", ends="2026-03-28T06:00"), "CFG-039"),
    ],
)
def test_what_cannot_be_meant_is_refused(asked: Asked, code: str) -> None:
    with pytest.raises(StationError) as caught:
        chosen(asked, PLAN)
    assert caught.value.code == code
    assert "\x1b" not in caught.value.message
