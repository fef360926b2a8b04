"""The way of one unit, from an open link to a recorded enrollment."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from threading import Event
from typing import Final

from station.errors import Fault, Outcome, StationError
from station.line.bench import Position
from station.line.checks import (
    admit,
    check_capabilities,
    check_job,
    check_ordinary,
    check_product,
    check_route,
    check_same,
    check_serial,
    identified,
    still_there,
)
from station.line.halt import Halt
from station.line.labelling import Labelled, due_label, print_label
from station.line.mechanisms import MECHANISMS
from station.line.mechanisms.mechanism import Attempt, Mechanism
from station.line.mechanisms.settling import check_asked, settle
from station.line.prompts import Asking
from station.line.restart import Restarting, keeping
from station.line.steps import Listener, RunLog
from station.line.work import Job, Tools, Work, order_secret
from station.links import LINKS
from station.links.link import Access, Link
from station.links.opening import open_link
from station.links.port_names import SYSTEM
from station.model.checks import Check
from station.model.enrollment import Enrollment, EnrollmentStatus, Identity
from station.model.order import OrderSecret
from station.model.profile import ProveWhen
from station.model.run import Run, Step, Unit
from station.records.again import Proved

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended.

    Attributes:
        run: its name.
        outcome: passed, failed, error or cancelled.
        serial: the unit's serial number, empty where it never said one.
        enrollment: what was enrolled, if it passed.
        error: why it didn't, if it didn't.
        seconds: how long it took.
        unit: as far as it was known.
        again: whether it had passed before, and has shown that it has its identity still.
        dry: whether it was a check run's.
        check: of a check run what is on record of it, which alone says whether it is as it must be;
            None where it checked nothing.
        label: what came of its label; None where it gets none.
    """

    run: str
    outcome: Outcome
    serial: str
    enrollment: Enrollment | None
    error: StationError | None
    seconds: float
    unit: Unit
    again: bool = False
    dry: bool = False
    check: Check | None = None
    label: Labelled | None = None

    def brief(self) -> "RunResult":
        """Return it without what was enrolled, and without all that its error holds on to.

        An error's traceback keeps the run's frames, and with them its link and its transcript.
        """
        error = None if self.error is None else self.error.blamed_on(self.error.fault)
        return replace(self, enrollment=None, error=error, unit=_NOBODY, label=None)


_NOBODY: Final = Unit()


@dataclass
class Attempted:
    """How far a run has come, also when it then fails.

    Attributes:
        unit: as far as it is known.
        enrollment: what is committed and signed; whatever breaks afterwards, the unit has passed.
        label: what came of its label.
    """

    unit: Unit
    enrollment: Enrollment | None = None
    label: Labelled | None = None


def provision(seen: Attempted, job: Job, position: Position, tools: Tools, log: RunLog) -> None:
    """Give one unit its identity, prove that it works, and put it on the enrollment list.

    A check run goes the same way, and ends where there is nothing left to do but to make something.

    Raises:
        StationError: where a step fails; `seen.enrollment` tells whether the unit has passed.
    """
    mechanism = MECHANISMS[job.profile.mechanism]
    with ExitStack() as line, ExitStack() as opened, log.ending():
        with log.step(Step.CONNECT):
            check_job(job, tools)
            link = line.enter_context(opened_link(job, position, tools, log))
        with log.step(Step.IDENTIFY):
            identify(seen, link, job, tools)
        with log.step(Step.ADMIT):
            work = Work(seen.unit, 0, job, position, log.run, link, tools, opened, log.cancel)
            work = admitted(work, mechanism, log)
        with log.step(Step.ATTEST):
            attempt = mechanism.begin(work)
            identity = identity_of(attempt, work)
        with log.step(Step.PROVE):
            proof = "" if identity is None else attempt.prove(identity)
        if job.dry or identity is None:
            still_there(work)
            return
        if job.prove is ProveWhen.AFTER_RESTART or job.samples(work.number):
            with log.step(Step.RESTART):
                work = restarted(work, line, log)
            with log.step(Step.PROVE), keeping():
                mechanism.begin(work).prove(identity)
            proof = f"{proof}; {_so_again(work)}"
        if job.profile.rehearse:
            with log.step(Step.REHEARSE):
                proof = f"{proof}; {rehearsed(work, identity, proof)}"
        with log.step(Step.ENROL):
            still_there(work)
            number = due_label(work)
            seen.enrollment = enrolled(work, identity, proof, log)
        seen.label = print_label(work, seen.enrollment, number, log)


def identify(seen: Attempted, link: Link, job: Job, tools: Tools) -> None:
    """Ask a unit what it is, and check that it is what the job is for.

    Raises:
        StationError: LIN-002, LIN-080, LNK-007; as `check_serial` and `check_product`.
    """
    report = link.identify()
    check_same(seen.unit, report)
    seen.unit = identified(seen.unit, report)
    check_ordinary(seen.unit, job, tools)
    check_serial(seen.unit, job.profile)
    check_capabilities(report, MECHANISMS[job.profile.mechanism], job.profile)
    check_product(seen.unit, link, job.profile.checks)


def identity_of(attempt: Attempt, work: Work) -> Identity | None:
    """Return what a unit is: what it was, what it is made, or what it shows in a check run.

    What earlier runs of the unit left open is settled first, but in a check run, which leaves all
    as it is.

    Raises:
        StationError: as `settle`, `check_asked` and the attempt.
    """
    if work.job.dry:
        return attempt.look() if work.enrolled is None else attempt.again(work.enrolled)
    settle(work, attempt.looks())
    if work.enrolled is not None:
        return attempt.again(work.enrolled)
    check_asked(work)
    return attempt.attest()


def admitted(work: Work, mechanism: Mechanism, log: RunLog) -> Work:
    """Return a unit that the factory's system and the record have taken up, with its number.

    Raises:
        StationError: as `check_route` and `admit`.
    """
    check_route(work)
    work = replace(admit(work, mechanism), tell=partial(log.tell, step=Step.ATTEST))
    log.number = work.number
    return work


def restarted(work: Work, line: ExitStack, log: RunLog) -> Work:
    """Have a unit restart, and return it with its new link; raises as `Restarting.restarted`."""
    work.opened.close()
    reopen = partial(opened_link, work.job, work.position, work.tools, log)
    return Restarting(work, line, reopen, log).restarted()


def _so_again(work: Work) -> str:
    sample = f", as a sample: number {work.number} of the order"
    return f"and so again after a restart{sample if work.job.samples(work.number) else ''}"


def rehearsed(work: Work, identity: Identity, proof: str) -> str:
    """Have a unit register with a practice service as what it is about to be enrolled as.

    Raises:
        StationError: LIN-089 where nothing here can do that; as `Rehearsal.rehearsed`.
    """
    rehearsal = work.tools.rehearsal_for(work.job.profile)
    work.opened.close()  # it begins with the unit as a device in the field does
    return rehearsal.rehearsed(work, work.enrolled or _enrollment(work, identity, proof))


def opened_link(job: Job, position: Position, tools: Tools, log: RunLog) -> Link:
    """Open the way to the unit, with what the order holds for it.

    Raises:
        StationError: as `LinkKind.open`; as `order_secret`. That there is no such port is not the
            station's fault: somebody took the unit out.
    """
    settings = job.profile.link
    password = None
    if settings.asks_password:
        password = order_secret(job.order, OrderSecret.CONSOLE_PASSWORD, tools)
    try:
        access = Access(password, log.transcript, job.profile.gives_secret)
        return open_link(LINKS[settings.kind], position.port, settings, log.cancel, access)
    except StationError as error:
        if error.code == "LNK-001" and not SYSTEM.is_there(position.port):
            raise error.blamed_on(Fault.UNIT) from error
        raise
    finally:
        if password is not None:
            password.wipe()


def enrolled(work: Work, identity: Identity, proof: str, log: RunLog) -> Enrollment:
    """Commit the enrollment, the run's PASS and the used quota in one transaction; sign the head.

    Of a unit that has passed before it is the PASS alone: it stays what it is on the list.

    Raises:
        StationError: where the record refuses it or can't be written; REC-019 where it is
            committed, but its head can't be signed now.
    """
    records = work.tools.records
    with _committed(work):
        if work.enrolled is not None:
            records.again.passed(work.run, Proved(identity, proof, log.seconds, log.steps))
            return work.enrolled
        enrollment = _enrollment(work, identity, proof)
        records.enrol(work.run, enrollment, seconds=log.seconds, steps=log.steps)
    return enrollment


def _enrollment(work: Work, identity: Identity, proof: str) -> Enrollment:
    return Enrollment(
        identity=identity,
        device_id=work.device_id(),
        id_scope=work.job.order.id_scope,
        serial=work.unit.serial,
        order=work.job.order.name,
        run=work.run.name,
        status=EnrollmentStatus.READY,
        enrolled=work.tools.now(),
        proof=proof,
    )


@contextmanager
def _committed(work: Work) -> Iterator[None]:
    """Say of a PASS that couldn't be signed that it is on record, or raise the error as it came."""
    try:
        yield
    except StationError as error:
        if _has_passed(work):
            raise StationError("REC-019", f"{error}: {error.detail}") from error
        raise


def _has_passed(work: Work) -> bool:
    try:
        runs = work.tools.records.runs_of(work.unit.serial)
    except StationError:
        return False
    return any(run.name == work.run.name and run.outcome is Outcome.PASSED for run in runs)


def run_unit(
    unit: Unit,
    job: Job,
    position: Position,
    tools: Tools,
    listeners: Sequence[Listener] = (),
    cancel: Event | None = None,
) -> RunResult:
    """Do one run and put on record how it ended, whatever happened.

    Raises:
        StationError: only where the record itself can't be written, or the position, its order or
            the bench stands still.
    """
    order = job.order.name
    run = tools.records.begin_run(order, job.profile_hash, position.name, unit.tries)
    log = RunLog(run, listeners, Halt(cancel or Event()), job.profile.steps)
    seen = Attempted(unit)
    error = failure(seen, job, position, tools, log)
    if seen.enrollment is None:
        return _ended(run, seen.unit, log, tools, error or StationError("LIN-014"))
    if error is not None:
        _log.warning("Run %s passed; after it: %s (%s)", run.name, error, error.detail)
    return _passed(run, seen, seen.enrollment, log)


def failure(
    seen: Attempted, job: Job, position: Position, tools: Tools, log: RunLog
) -> StationError | None:
    """Provision; return what went wrong on the way or on the way out."""
    if not job.dry:  # what was answered is kept with the run
        log.before = Asking(job, position.name, tools, log.run, log.cancel).before
    try:
        provision(seen, job, position, tools, log)
    except StationError as error:
        return log.cancel.explained(error)
    except Exception as error:  # noqa: BLE001 - the next unit must be able to go on
        _log.exception("Run %s broke", log.run.name)
        return StationError("LIN-014", type(error).__name__)
    return None


def _passed(run: Run, seen: Attempted, enrollment: Enrollment, log: RunLog) -> RunResult:
    again = enrollment.run != run.name
    said = {"serial": enrollment.serial, "registration_id": enrollment.registration_id.text}
    said |= {"again": "yes"} if again else {}
    said |= {} if seen.label is None else seen.label.told
    log.ended(Outcome.PASSED, None, said)
    outcome, serial = Outcome.PASSED, enrollment.serial
    passed = RunResult(run.name, outcome, serial, enrollment, None, log.seconds, seen.unit, again)
    return replace(passed, label=seen.label)


def _ended(run: Run, unit: Unit, log: RunLog, tools: Tools, error: StationError) -> RunResult:
    told, serial = error, unit.serial or unit.scanned or ""
    if tools.transcripts is not None:
        tools.transcripts.keep(run.name, log.transcript)
    try:
        tools.records.end_run(
            run,
            error.outcome,
            code=error.code,
            detail=error.detail,
            serial=serial,
            seconds=log.seconds,
            steps=log.steps,
        )
    except StationError as unwritten:
        told = unwritten
        raise
    finally:
        # The worker hears of the unit in any case, and of what is the worst of it.
        log.ended(
            told.outcome,
            told.code,
            {"serial": serial, "message": told.message, "remedy": told.remedy},
        )
    return RunResult(run.name, error.outcome, serial, None, error, log.seconds, unit)
