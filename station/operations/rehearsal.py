"""The rehearsal: a unit registers as it will in the field, by nothing but what is inside it.

It stands in a position once more, and the station lends it but its wire to the service: the TPM
opens its challenge and signs, the key in its token or its TPM opens the TLS connection or signs the
token. Where a device's firmware would know its own registration ID, and reads it nowhere, it is the
enrolled one. Nothing is made on the unit, and what the service has its TPM load is gone when it
ends.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from threading import Event
from typing import NamedTuple

from station.errors import Fault, StationError
from station.line.bench import Position
from station.line.checks import identified
from station.line.halt import Halt
from station.line.run import opened_link
from station.line.steps import RunLog
from station.line.work import Job, Tools, Work
from station.model.enrollment import Enrollment
from station.model.run import Run, Unit
from station.operations.registering import Place, register
from station.service.doors import ServiceAddress
from station.service.registration import Registration


class Seated(NamedTuple):
    """Where a unit is, and what it was made by.

    Attributes:
        job: its order, with the profile.
        position: where it sits.
        tools: the station's.
        cancel: ends it.
    """

    job: Job
    position: Position
    tools: Tools
    cancel: Event


@dataclass(frozen=True)
class Rehearsed:
    """How a unit's rehearsal ended.

    Attributes:
        serial: its serial number.
        registration_id: as enrolled.
        registration: what the service answered; None where it came to none.
        error: why it isn't assigned; None where it is.
    """

    serial: str
    registration_id: str
    registration: Registration | None = None
    error: StationError | None = field(default=None, compare=False)

    @property
    def assigned(self) -> bool:
        """Whether the unit has a hub, as the very device that was enrolled."""
        return self.error is None


def rehearse(enrolled: Enrollment, seated: Seated, service: ServiceAddress) -> Rehearsed:
    """Have a unit that has passed register.

    Args:
        enrolled: as what.
        seated: where it is plugged in.
        service: where it registers.

    Returns:
        How it ended, whatever went wrong on the way.

    Raises:
        StationError: LIN-003 on cancel.
    """
    done = Rehearsed(enrolled.serial, enrolled.registration_id.text)
    try:
        registration = registered(enrolled, seated, service)
    except StationError as error:
        if error.fault is Fault.CANCEL:
            raise
        return replace(done, error=error)
    return replace(done, registration=registration, error=refusal(enrolled, registration))


def refusal(
    enrolled: Enrollment, registration: Registration, hubs: Sequence[str] = ()
) -> StationError | None:
    """Return why a registration isn't the one that was enrolled, or None: SVC-045.

    Args:
        enrolled: as what.
        registration: how it ended.
        hubs: those that the unit may belong to; none for any.
    """
    why = _difference(enrolled, registration, hubs) if registration.assigned else str(registration)
    if why is None:
        return None
    detail = f"HTTP status {registration.http}, {registration}"
    return StationError("SVC-045", detail, serial=enrolled.serial, why=why)


def _difference(
    enrolled: Enrollment, registration: Registration, hubs: Sequence[str]
) -> str | None:
    name, device_id = enrolled.registration_id.text, enrolled.device_id
    expected = name if device_id is None else device_id.text
    if registration.name.casefold() != name.casefold():
        return f"it is registered as {registration.name}, not {name}"
    if registration.device_id.casefold() != expected.casefold():
        return f"it is assigned as {registration.device_id}, not {expected}"
    if hubs and registration.hub not in hubs:
        return f"it is assigned to {registration.hub}, not {' or '.join(hubs)}"
    return None


def registered(enrolled: Enrollment, seated: Seated, service: ServiceAddress) -> Registration:
    """Have a unit register, and return how that ended.

    Raises:
        StationError: LIN-002 where another unit is there; the link's own; as `register`.
    """
    job, position, tools, cancel = seated
    dry = replace(job, dry=True)  # so that nothing is made on it
    run = Run(
        enrolled.run,
        enrolled.order,
        job.profile_hash,
        position.name,
        enrolled.serial,
        tools.now(),
        None,
        None,
        None,
    )
    log = RunLog(run, (), Halt(cancel), job.profile.steps)
    with ExitStack() as line, ExitStack() as opened, log.ending():
        link = line.enter_context(opened_link(dry, position, tools, log))
        unit = identified(Unit(), link.identify())
        if unit.serial != enrolled.serial:
            raise StationError("LIN-002", scanned=enrolled.serial, serial=unit.serial)
        work = Work(unit, 0, dry, position, run, link, tools, opened, log.cancel, enrolled)
        return register(work, enrolled, Place(service, job.order.id_scope))
