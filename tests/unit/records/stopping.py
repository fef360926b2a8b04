"""Runs that end in every way, and what stands still then."""

from contextlib import suppress

from station.errors import Outcome, StationError
from station.model.run import Run
from station.model.stops import Place, Scope
from station.records.store import Reader, Records
from tests.unit.records.software import HASH, STEPS, enrollment_of, symmetric_identity

ONE = Place(Scope.POSITION, "1")
OTHER = Place(Scope.POSITION, "2")
ORDER = Place(Scope.ORDER, "o1")
SILENT, PULLED, WRONG_SCAN = "LNK-002", "LNK-003", "LIN-002"


def ended(
    records: Records,
    how: str = SILENT,
    position: str = "1",
    *,
    serial: str = "",
    tries: int = 0,
) -> Run:
    """Do one run: `how` is an outcome's first letter, or the code of a failure."""
    run = records.begin_run("o1", HASH, position, tries)
    serial = serial or run.name
    if how == "P":
        records.admit(run, serial)
        identity = symmetric_identity(f"id-{serial}".lower())
        records.enrol(run, enrollment_of(run, serial, identity), seconds=1, steps=STEPS)
        return run
    outcome = {"C": Outcome.CANCELLED, "E": Outcome.ERROR}.get(how, Outcome.FAILED)
    code = {"C": "LIN-003", "E": "HSM-001"}.get(how, how)
    if outcome is Outcome.FAILED and code == SILENT:
        records.admit(run, serial)
    records.end_run(run, outcome, code=code, detail="", serial=serial, seconds=1, steps=STEPS)
    return run


def refused(records: Records, position: str = "1", order: str = "o1") -> str:
    """Return the code with which a run is refused there, or nothing."""
    with suppress(StationError):
        run = records.begin_run(order, HASH, position)
        records.end_run(
            run, Outcome.CANCELLED, code="LIN-003", detail="", serial="", seconds=1, steps=()
        )
        return ""
    held = records.stops.held(position, order)
    return "?" if held is None else held.code


def standing(records: Records) -> list[Place]:
    with Reader.open(records.path) as reader:
        return [stop.place for stop in reader.standing_still()]
