"""A check run: a unit that is known to be bad or good, tried without anything being made on it."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Event
from typing import Final

from station.errors import Fault, Outcome, StationError
from station.line.bench import Position
from station.line.halt import Halt
from station.line.run import Attempted, RunResult, failure
from station.line.steps import Listener, RunLog
from station.line.work import Job, Tools
from station.model.checks import Check, CheckKind, CheckUnit
from station.model.names import shown
from station.model.run import Unit
from station.records.checks import CheckEnd, Place

FOR_CHECKS: Final = "LIN-080"
"""With this ends the ordinary run of a unit that is for checks."""
_ANOTHER: Final = "LIN-081"


def check_unit(
    unit: Unit,
    job: Job,
    position: Position,
    tools: Tools,
    listeners: Sequence[Listener] = (),
    cancel: Event | None = None,
) -> RunResult:
    """Try a unit that is for checks, and put on record whether it ended as it must.

    Nothing is on record of a run that was cancelled, or of a unit that isn't for checks. There is
    no second try: a unit that may pass by itself shows nothing.

    Returns:
        How it ended. Its error is the check's, so that there is none where a red rabbit was refused
        as it must.

    Raises:
        StationError: only where the record itself can't be written.
    """
    run = tools.records.checks.begin(job.order.name, job.profile_hash, position.name)
    log = RunLog(run, listeners, Halt(cancel or Event()), job.profile.steps)
    seen = Attempted(replace(unit, passed=""))
    error = failure(seen, replace(job, dry=True), position, tools, log)
    outcome = Outcome.PASSED if error is None else error.outcome
    known, check = _known(seen.unit, error, job, tools), None
    if known is None or outcome is Outcome.CANCELLED or not _is_told(known, seen.unit, error):
        error = _no_check(error, position, job, tools)
        outcome, serial = error.outcome, seen.unit.serial or seen.unit.scanned or ""
    else:
        code, serial = "" if error is None else error.code, known.serial
        right = known.is_right(outcome, code or None, named=bool(seen.unit.serial))
        end = CheckEnd(known, job.profile.name, outcome, code, right)
        check = tools.records.checks.end(run, end)
        error = None if right else _alarm(known, error)
        if not right and tools.transcripts is not None:
            tools.transcripts.keep(run.name, log.transcript)
    _tell(log, outcome, error, check, serial)
    told = RunResult(run.name, outcome, serial, None, error, log.seconds, seen.unit)
    return replace(told, dry=True, check=check)


def _known(unit: Unit, error: StationError | None, job: Job, tools: Tools) -> CheckUnit | None:
    """Return which unit for checks it is: as it says; else as was scanned; else by what it shows.

    A unit that says nothing is told by its failure alone, where one red rabbit is known for it.
    """
    checks, word = tools.records.checks, unit.serial or unit.scanned
    if word:
        return checks.unit(word)
    shows = [
        one
        for one in checks.units()
        if error is not None and one.code == error.code and one.profile == job.profile.name
    ]
    return shows[0] if len(shows) == 1 else None


def _is_told(known: CheckUnit, unit: Unit, error: StationError | None) -> bool:
    """Return whether the run tells anything: of the unit that was meant, and not of its cable."""
    return not _is_another(unit) and (error is None or known.is_told(error.outcome, error.code))


def _is_another(unit: Unit) -> bool:
    """Return whether another unit is in than was scanned: the hand was wrong, and no unit."""
    said, scanned = unit.serial.casefold(), (unit.scanned or "").casefold()
    return bool(said and scanned) and said != scanned


def _no_check(
    error: StationError | None, position: Position, job: Job, tools: Tools
) -> StationError:
    """Return why nothing was checked."""
    if error is not None and error.outcome is not Outcome.FAILED and error.code != _ANOTHER:
        return error
    if error is not None and error.code == "LIN-002":
        return error.blamed_on(Fault.CANCEL)
    place = Place(position.name, job.profile.name, job.profile_hash)
    due = tools.records.checks.due(place)
    if due and not any(one.units for one in due):
        return due[0].refusal(position.name)
    words = " or the ".join(one.words for one in due if one.units)
    what = words or " or the ".join(kind.words for kind in CheckKind)
    detail = "" if error is None else f"{error.code}: {error.detail}"
    return StationError(_ANOTHER, detail, position=position.name, what=what)


def _alarm(unit: CheckUnit, error: StationError | None) -> StationError:
    """Return what is wrong with a position where a unit for checks didn't end as it must."""
    serial = shown(unit.serial)
    if error is None:
        return StationError("LIN-082", serial=serial)
    if error.outcome is Outcome.ERROR:
        return error
    code = "LIN-083" if unit.kind is CheckKind.RED_RABBIT else "LIN-084"
    return StationError(code, f"{error}: {error.detail}", serial=serial, what=error.code)


def _tell(
    log: RunLog, outcome: Outcome, error: StationError | None, check: Check | None, serial: str
) -> None:
    said = {"serial": serial, "check": "none" if check is None else check.kind.words}
    if check is not None:
        said |= {"verdict": "ok" if check.right else "wrong"}
    if error is not None:
        said |= {"message": error.message, "remedy": error.remedy}
    log.ended(outcome, None if error is None else error.code, said)
