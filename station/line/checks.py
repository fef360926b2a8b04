"""The checks between a run's steps: is it the right unit, for the right order, and still there?"""

from dataclasses import replace

from station.errors import StationError
from station.line.mechanisms.mechanism import Mechanism
from station.line.prompts import check_prompter
from station.line.work import Job, Tools, Work
from station.links.link import Asks, DeviceReport, Link, SerialFrom
from station.model.checks import CheckKind
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
            and nobody can be asked, LIN-089 where it wants a rehearsal and there can be none.
    """
    if not job.dry:
        check_prompter(job, tools)
        if job.profile.rehearse:
            tools.rehearsal_for(job.profile)
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


def check_ordinary(unit: Unit, job: Job, tools: Tools) -> None:
    """Check that a unit which is to be provisioned isn't one for checks, or raise LIN-080."""
    known = None if job.dry else tools.records.checks.unit(unit.serial)
    if known is not None:
        raise StationError("LIN-080", serial=shown(unit.serial), what=known.kind.words)


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
    if tools.route is None or job.dry:
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
    its names are tried here, before anything is made that can't be undone. A check run's unit has
    none: it takes nothing.

    Raises:
        StationError: REC-005, -008, -009, -010, -031, -032 where the record refuses the unit;
            LIN-009, LIN-010; as `for_checks`.
    """
    if work.job.dry:
        return for_checks(work)
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


def for_checks(work: Work) -> Work:
    """Return the work on a unit that is for checks, as what it is enrolled, where it is.

    Raises:
        StationError: LIN-081 where the unit isn't for checks, LIN-085 where it is for those of
            another product; LIN-066 where a golden one is enrolled no more; REC-012, REC-014.
    """
    records, job, serial = work.tools.records, work.job, work.unit.serial
    where = work.position.name
    known = records.checks.unit(serial)
    if known is None:
        what = " or the ".join(kind.words for kind in CheckKind)
        raise StationError("LIN-081", f"unit {shown(serial)}", position=where, what=what)
    if known.profile != job.profile.name:
        raise StationError("LIN-085", serial=shown(serial), name=known.profile, position=where)
    again = records.again.enrolled(known.serial)
    if again is None:
        if known.kind is CheckKind.GOLDEN:
            raise StationError("LIN-066", "its enrollment was ended")
        return work
    own = replace(job, order=records.order(again.enrollment.order))
    return replace(work, number=again.number, enrolled=again.enrollment, job=own)


def still_there(work: Work) -> None:
    """Check, right before the commit, that the unit which was proved is still on the cable.

    Raises:
        StationError: LNK-002 or LNK-003 where it is gone, LIN-002 where it was changed.
    """
    check_same(work.unit, work.link.identify())
