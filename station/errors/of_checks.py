"""The codes of check runs by known units, of fixtures, and of command cards."""

from collections.abc import Mapping
from typing import Final

from station.errors.entry import SUPERVISOR, Entry, Failure, Fault, station, unit, use

CHECKS: Final[Mapping[str, Entry]] = {
    "LIN-080": Entry(
        "The unit {serial} is a {what}: it is for checks, and is never provisioned.",
        "Leave it in: its check begins.",
        Fault.CANCEL,
    ),
    "LIN-081": Entry(
        "Position {position} first needs its check: by the {what}.",
        "Put the {what} in position {position}.",
        Fault.CANCEL,
    ),
    "LIN-082": Entry(
        "Check: the red rabbit {serial} was let through. This position doesn't see that it is bad.",
        SUPERVISOR,
        Fault.STATION,
        Failure.UNKNOWN,
    ),
    "LIN-083": unit(
        "Check: the red rabbit {serial} was refused, but for another reason: {what}.",
        "Check that it is well seated, and start it again. If it stays so, call the supervisor.",
    ),
    "LIN-084": unit(
        "Check: the golden unit {serial} was refused: {what}.",
        "Check that it is well seated, and start it again. If it stays so, call the supervisor.",
    ),
    "LIN-085": Entry(
        "The unit {serial} checks positions that make {name}, and not position {position}.",
        "Take it out, and put in the unit for this product.",
        Fault.CANCEL,
    ),
    "LIN-086": use(
        "A check run can't look at this unit as closely as is wanted: {why}.",
        "Use another unit for checks of this product; the help page on checks says which.",
    ),
    "LIN-087": use("The fixture is open.", "Close the fixture: the unit starts then."),
    "LIN-088": use(
        "The fixture was not opened since the last unit.",
        "Open it, change the unit and close it: the unit starts then.",
    ),
    "LIN-089": use(
        "The profile {name} wants each unit to rehearse, and nothing here can do that.",
        "Work by Station's window, or by its command 'station provision'.",
    ),
    "LIN-091": Entry(
        "Position {position} first needs its check, and no {what} is on record for this product.",
        "Call the supervisor: no {what} is on record for this product.",
        Fault.CANCEL,
    ),
    "LIN-094": station(
        "The unit {serial} passed, but has no label: {why}.",
        "Put that right, then press Print label.",
    ),
    "LIN-095": use(
        "This isn't the label of the unit {serial} at position {position}.",
        "Take the label off, stick on the one of this unit, and scan that.",
    ),
    "LIN-096": use(
        "The card {what} does nothing here: {why}.",
        "Look at what the position asks for, and scan the card for that.",
    ),
    "LIN-097": use("That is {what}, and not a unit's label.", "Scan the label of the unit."),
    "LIN-098": use(
        "The scanner's test code arrived changed: {why}.",
        "Switch Caps Lock off, wipe the sheet, and scan the code once more.",
    ),
    "LIN-100": Entry(
        "Something in the window went wrong that nobody foresaw.",
        "Go on: units at work do. If it comes again, close Station and start it again.",
        Fault.STATION,
    ),
    "LIN-101": Entry(
        "A part of Station ended that should be at work: {name}.",
        "Let units at work end. Then close Station and start it again.",
        Fault.STATION,
    ),
}
