"""A report with something of everything in it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.errors import Outcome
from station.model.audit import SignedHead
from station.model.figures import (
    CycleTime,
    Dimension,
    Failure,
    Figures,
    KeysKept,
    Selection,
    Tally,
)
from station.model.run import Step
from station.operations.report_words import Report

MADE: Final = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
HASH: Final = bytes(range(32))
SOFTWARE: Final = "software token factory, accepted by S-1 and S-2, less safe than hardware"
_BEGINS: Final = datetime(2026, 11, 24, 5, tzinfo=UTC)


def tally(key: str = "", passed: int = 19, failed: int = 1) -> Tally:
    """Return the figures of units of which so many passed and failed, each tried once."""
    outcomes = {Outcome.PASSED: passed, Outcome.FAILED: failed}
    outcomes |= {Outcome.ERROR: 3, Outcome.CANCELLED: 2}
    units = passed + failed
    return Tally(key, outcomes, 0, units, passed, units, passed, timedelta(hours=7.5))


def figures(by: Mapping[Dimension, list[Tally]] | None = None) -> Figures:
    """Return the figures of a shift."""
    return Figures(
        selection=Selection(begins=_BEGINS, ends=_BEGINS + timedelta(hours=8)),
        total=tally(),
        by=by or {Dimension.POSITION: [tally("1"), tally("left", 0, 0)]},
        cycles=[CycleTime(None, 19, 31.25, 44.5), CycleTime(Step.ATTEST, 20, 1.5, 2.25)],
        failures=[Failure(Step.ATTEST, "TPM-004", 2), Failure(None, "LNK-002", 1)],
        errors=[Failure(Step.ENROL, "HSM-002", 3)],
        head=SignedHead(12345, HASH, b"signature"),
        keys=[KeysKept(7, SOFTWARE, 19)],
        own_software=2,
    )


def report(
    *, practice: bool = False, station: str = "line-7", found: Figures | None = None
) -> Report:
    """Return the report of a shift."""
    return Report(
        station=station,
        practice=practice,
        about="Shift 2026-11-24 06:00",
        made=MADE,
        made_by="" if practice else "S-1 Anne",
        zone=ZoneInfo("Europe/Berlin"),
        figures=found or figures(),
        people={},
    )
