"""What works on this machine, what is missing, and what to do about it.

Each check is a function of the data folder that yields findings and changes nothing. A new one is a
function in a module `doctor_*` and a line below; those that can use the factory's token while it is
unlocked get it too.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.folders import Data
from station.hsm.factory import FactoryHsm
from station.operations import (
    doctor_backups,
    doctor_checks,
    doctor_clock,
    doctor_labels,
    doctor_machine,
    doctor_memory,
    doctor_record,
    doctor_signals,
    doctor_station,
    doctor_stops,
    doctor_unlocking,
)
from station.operations.doctor_finding import Finding, Health, of_error
from station.operations.factory_file import FactoryFile
from station.operations.unlocked import unlocked
from station.secret import Secret

__all__ = [
    "CHECKS",
    "Check",
    "Checked",
    "Finding",
    "Health",
    "examination",
    "examine",
    "examine_unlocked",
    "looked",
    "not_unlocked",
    "told",
    "worst_of",
]


@dataclass(frozen=True)
class Check:
    """Something that is looked at.

    Attributes:
        what: in words, to follow "Looking at".
        look: what looks, with the factory's token where it is unlocked.
    """

    what: str
    look: Callable[[Data, FactoryHsm | None], Iterable[Finding]]


@dataclass(frozen=True)
class Checked:
    """What a check found.

    Attributes:
        what: the check's own words.
        findings: in the order that it found them.
    """

    what: str
    findings: Sequence[Finding]


def _of(what: str, look: Callable[[Data], Iterable[Finding]]) -> Check:
    return Check(what, lambda data, _: look(data))


CHECKS: Final[Sequence[Check]] = (
    _of("the programs", doctor_machine.programs),
    _of("the disk", doctor_machine.disk),
    _of("the data folder", doctor_machine.folder),
    _of("the memory", doctor_memory.findings),
    _of("the clock", doctor_clock.findings),
    _of("the station", doctor_station.station),
    _of("the token's files", doctor_station.token),
    _of("the factory's keys", doctor_station.keys),
    _of("the unlocking", doctor_unlocking.findings),
    Check("the test signature", doctor_station.signature),
    _of("the record's file", doctor_record.integrity),
    Check("the record and the token", doctor_record.anchor),
    Check("the folder's place", doctor_record.place),
    _of("the bench", doctor_station.bench),
    _of("the signals", doctor_signals.findings),
    _of("the stops", doctor_stops.findings),
    _of("the checks", doctor_checks.findings),
    _of("the hand-offs", doctor_station.handoffs),
    _of("the profiles", doctor_station.profiles),
    _of("the people", doctor_station.people),
    _of("the labels", doctor_labels.findings),
    _of("the backups", doctor_backups.findings),
)


def examination(
    data: Data,
    factory: FactoryHsm | None = None,
    begun: Callable[[str], None] | None = None,
    checks: Sequence[Check] = CHECKS,
) -> Iterator[Checked]:
    """Look at everything a station needs, one after another; nothing is changed.

    Args:
        data: the folder.
        factory: its factory's token, where it is unlocked.
        begun: told what is looked at next.
        checks: what is looked at.
    """
    for check in checks:
        if begun is not None:
            begun(check.what)
        yield looked(check, data, factory)


def looked(check: Check, data: Data, factory: FactoryHsm | None) -> Checked:
    """Make one check; whatever goes wrong in it is found, not raised."""
    return Checked(check.what, tuple(_found(check, data, factory)))


def _found(check: Check, data: Data, factory: FactoryHsm | None) -> Iterator[Finding]:
    """Yield what a check finds; where it can't go on, that is a finding too."""
    try:
        yield from check.look(data, factory)
    except StationError as error:
        yield of_error(check.what.removeprefix("the "), error)
    except OSError as error:
        what, why = check.what.removeprefix("the "), error.strerror or type(error).__name__
        remedy = "Stop here and call the supervisor."
        yield Finding(what, Health.BAD, f"it can't be looked at: {why}", remedy)


def examine_unlocked(
    data: Data,
    pin: Secret,
    begun: Callable[[str], None] | None = None,
    *,
    last_try: bool = False,
) -> Sequence[Finding]:
    """Unlock the factory's token, in a process of its own, and look at all, it included.

    Whoever has it open already isn't disturbed, and no turn is taken. Where it can't be unlocked,
    that is what is found, and all else is looked at.

    Args:
        data: the station's folder.
        pin: the token's; wiped.
        begun: as for `examination`.
        last_try: whether a supervisor is sure of the PIN; see `open_plant`.
    """
    with ExitStack() as held:
        try:
            opened = unlocked(data, FactoryFile.read(data).address, pin, last_try=last_try)
            factory: FactoryHsm | None = held.enter_context(opened)
            found = Finding("factory HSM", Health.GOOD, "reached, and unlocked")
        except StationError as error:
            factory, found = None, not_unlocked(error)
        return [found, *examine(data, factory, begun)]


def not_unlocked(error: StationError) -> Finding:
    """Return why the factory's token isn't unlocked; without a station there is none to unlock."""
    none = error.code == "CFG-007"
    return of_error("factory HSM", error, Health.PRACTICE_ONLY if none else Health.BAD)


def examine(
    data: Data,
    factory: FactoryHsm | None = None,
    begun: Callable[[str], None] | None = None,
) -> Sequence[Finding]:
    """Return all that `examination` finds."""
    return [one for part in examination(data, factory, begun) for one in part.findings]


def worst_of(findings: Sequence[Finding]) -> Health:
    """Return the worst health that was found, `GOOD` where nothing was."""
    order = tuple(Health)
    return max((one.health for one in findings), key=order.index, default=Health.GOOD)


def told(findings: Sequence[Finding]) -> dict[str, JsonValue]:
    """Return findings as JSON has them, and whether the station can work."""
    return {
        "ready": not any(one.health is Health.BAD for one in findings),
        "findings": [
            {
                "what": one.what,
                "health": one.health.value,
                "detail": one.detail,
                "remedy": one.remedy,
            }
            for one in findings
        ],
    }
