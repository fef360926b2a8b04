"""The checks between a run's steps: is it the right unit, for the right order, and still there?"""

from dataclasses import replace

from station.errors import StationError
from station.line.mechanisms.mechanism import Mechanism
from station.line.prompts import check_prompter
from station.line.work import Job, Tools, Work
from station.links.link import Asks, DeviceReport, Link, SerialFrom
from station.model.handoff import RouteQuestion
from station.model.linear import LinearPattern
from station.model.names import shown
from station.model.profile import Profile
from station.model.profile_checks import CheckSettings
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


def check_same(unit: Unit, report: DeviceReport) -> None:
    """Check that who answers is the unit that was tried before, where one was.

    Raises:
        StationError: LIN-002 where it is another one.
    """
    if unit.known_as and report.serial != unit.known_as:
        raise StationError("LIN-002", scanned=unit.known_as, serial=shown(report.serial))


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


def check_product(unit: Unit, link: Link, checks: CheckSettings) -> None:
    """Check what else the unit says of itself, and ask it what the profile wants to know.

    Raises:
        StationError: LIN-055 where its model or firmware isn't the product's, LIN-056 where an
            answer isn't; LNK-007 where the link asks nothing; as `Asks.ask`.
    """
    for name, pattern, said in (
        ("model", checks.model, unit.model),
        ("firmware", checks.firmware, unit.firmware),
    ):
        if pattern is not None and not LinearPattern.parse(pattern).is_all_of(said):
            raise StationError("LIN-055", name=name, text=_said(said), what=shown(pattern))
    for check in checks.answers:
        if not isinstance(link, Asks):
            raise StationError("LNK-007", f"{check.name}: nothing can be asked over its link")
        answer = link.ask(f"check {check.name}", check.exchange)
        if LinearPattern.parse(check.pattern).found_in(answer) is None:
            raise StationError(
                "LIN-056", name=check.name, text=_said(answer), what=shown(check.pattern)
            )


def _said(text: str) -> str:
    return shown(text) or "nothing"


def check_capabilities(report: DeviceReport, mechanism: Mechanism, profile: Profile) -> None:
    """Check that the unit can do what the mechanism needs for its product, or raise LNK-007."""
    missing = mechanism.needs(profile) - report.capabilities
    if missing:
        names = ", ".join(sorted(capability.value for capability in missing))
        raise StationError("LNK-007", f"missing: {names}")


def check_route(work: Work) -> None:
    """Ask the factory's system, where the station has one to ask, whether this unit is due here.

    Raises:
        StationError: LIN-057 where it isn't; LIN-058, LIN-059 where there is no answer to that,
            LIN-003 where the run is cancelled meanwhile.
    """
    tools, job = work.tools, work.job
    if tools.route is None:
        return
    question = RouteQuestion(
        station=tools.station,
        position=work.position.name,
        order=job.order.name,
        serial=work.unit.serial,
        profile=job.profile.name,
        practice=job.order.practice,
    )
    answer = tools.route.ask(question, work.cancel)
    if not answer.allowed:
        raise StationError("LIN-057", why=answer.reason or "it doesn't say why")


def admit(work: Work, mechanism: Mechanism) -> Work:
    """Reserve the unit's place in its order and return the work with its number.

    One that has passed, and may be run again, has its place: it stays what it was enrolled as. All
    its names are tried here, before anything is made that can't be undone.

    Raises:
        StationError: REC-005, -008, -009, -010, -031, -032 where the record refuses the unit;
            LIN-009, LIN-010.
    """
    records = work.tools.records
    again = records.again.admit(work.run, work.unit.serial)
    if again is not None:
        return replace(work, number=again.number, enrolled=again.enrollment)
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
    check_same(work.unit, work.link.identify())
