"""The checks between a run's steps: is it the right unit, for the right order, and still there?"""

from dataclasses import replace

from station.errors import StationError
from station.line.mechanisms.mechanism import Mechanism
from station.line.prompts import check_prompter
from station.line.work import Job, Tools, Work
from station.links.link import DeviceReport, SerialFrom
from station.model.linear import LinearPattern
from station.model.names import shown
from station.model.profile import Profile
from station.model.run import Unit


def check_job(job: Job, tools: Tools) -> None:
    """Check that the order is for this very profile, and that practice stays with practice.

    Raises:
        StationError: PRF-004 where the profile was changed, LIN-007 where the two worlds mix,
            PRF-008 where a real profile isn't released any more, LIN-062 where it asks the worker
            and nobody can be asked.
    """
    check_prompter(job, tools)
    if job.profile_hash != job.order.profile_hash:
        raise StationError("PRF-004", name=job.profile.name)
    worlds = {job.order.practice, job.profile.practice, tools.factory.practice}
    if len(worlds) > 1:
        raise StationError("LIN-007", "order, profile and factory token are not of one world")
    if not job.order.practice:
        tools.records.releases.check(job.profile.name, job.profile_hash)


def identified(unit: Unit, report: DeviceReport) -> Unit:
    """Return the unit with what it says of itself; one without a number has that of its label."""
    labelled = unit.scanned if report.serial_from is SerialFrom.LINK else None
    said = unit.identified(labelled or report.serial, report.model, report.firmware)
    return replace(said, known_as=report.serial)


def check_serial(unit: Unit, profile: Profile) -> None:
    """Check that the serial number which the unit says is one of this product and the one scanned.

    Raises:
        StationError: LIN-001 where the serial number breaks the product's rule, LIN-002 where the
            worker scanned another one, LIN-031 where it is the unit that passed there last.
    """
    if unit.passed and unit.passed.casefold() == unit.serial.casefold():
        raise StationError("LIN-031", serial=shown(unit.serial))
    if not LinearPattern.parse(profile.names.serial).is_all_of(unit.serial):
        raise StationError("LIN-001", serial=shown(unit.serial))
    if unit.scanned is not None and unit.scanned.casefold() != unit.serial.casefold():
        raise StationError("LIN-002", scanned=shown(unit.scanned), serial=shown(unit.serial))


def check_capabilities(report: DeviceReport, mechanism: Mechanism) -> None:
    """Check that the unit can do what the mechanism needs, or raise LNK-007."""
    missing = mechanism.needs - report.capabilities
    if missing:
        names = ", ".join(sorted(capability.value for capability in missing))
        raise StationError("LNK-007", f"missing: {names}")


def admit(work: Work, mechanism: Mechanism) -> Work:
    """Reserve the unit's place in its order and return the work with its number.

    All its names are tried here, before anything is made that can't be undone.

    Raises:
        StationError: REC-005, -008, -009, -010, -031, -032 where the record refuses the unit;
            LIN-009, LIN-010.
    """
    records = work.tools.records
    max_runs = work.job.profile.units.max_runs
    number = records.admit(work.run, work.unit.serial, max_runs=max_runs)
    numbered = replace(work, number=number)
    numbered.device_id()
    name = mechanism.registration_id(numbered)
    if name is not None:
        records.check_name(numbered.run, name)
    return numbered


def still_there(work: Work) -> None:
    """Check, right before the commit, that the unit which was proved is still on the cable.

    Raises:
        StationError: LNK-002 or LNK-003 where it is gone, LIN-002 where it was changed.
    """
    report = work.link.identify()
    if report.serial != work.unit.known_as:
        raise StationError("LIN-002", scanned=work.unit.known_as, serial=shown(report.serial))
