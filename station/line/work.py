"""What a run works with: the tools of the station, the job at hand, and the unit on the cable."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import Protocol

from station.errors import StationError
from station.hsm.factory import FactoryHsm
from station.line.bench import Position
from station.line.labels import PrinterFinder
from station.line.prompter import Prompter
from station.line.showing import NO_SIGNALS, Showing
from station.line.transcripts import Transcripts
from station.links.link import Link
from station.model.enrollment import Enrollment
from station.model.handoff import RouteCheck
from station.model.names import DeviceId, RegistrationId
from station.model.order import Order, OrderSecret, OrderState
from station.model.profile import Profile, ProveWhen
from station.model.run import Run, Unit
from station.model.template import Template
from station.records.store import Records
from station.secret import Secret

# What the order's sealed token PIN is bound to, so that no other sealed thing passes for it.
TOKEN_PIN = "token-pin"  # noqa: S105 - a purpose, not a PIN


class Rehearsal(Protocol):
    """Has units register as they will in the field, before they leave."""

    def rehearsed(self, work: "Work", enrollment: Enrollment) -> str:
        """Have a unit register by nothing but what is inside it; nothing of that stays anywhere.

        Args:
            work: the unit, whose link is open, and nothing else of it.
            enrollment: as what it will be on the enrollment list.

        Returns:
            In words, how that ended.

        Raises:
            StationError: SVC-045 where it isn't assigned as that; where the unit lacks what it
                registers by, its own; where the service doesn't work, the station's; LIN-003.
        """
        ...


@dataclass(frozen=True)
class Tools:
    """What every run of this station may use.

    Attributes:
        records: the record, open for writing.
        factory: the factory HSM, unlocked.
        station: the station's name.
        printer: finds where labels go.
        now: the clock, UTC.
        transcripts: where failed runs' transcripts are kept; None where they aren't.
        route: whom to ask whether a unit may be worked on; None where nobody is.
        prompter: asks the worker what profiles ask; None where nobody can be asked.
        signals: the bench's lamps, and its fixtures' switches.
        rehearsal: where units rehearse; None where they can't.
    """

    records: Records
    factory: FactoryHsm
    station: str
    printer: PrinterFinder
    now: Callable[[], datetime]
    transcripts: Transcripts | None = None
    route: RouteCheck | None = None
    prompter: Prompter | None = None
    signals: Showing = NO_SIGNALS
    rehearsal: Rehearsal | None = None

    def rehearsal_for(self, profile: Profile) -> Rehearsal:
        """Return where units of a product rehearse, or raise LIN-089 where nothing can do that."""
        if self.rehearsal is None:
            raise StationError("LIN-089", name=profile.name)
        return self.rehearsal


@dataclass(frozen=True)
class Job:
    """An order and the very profile it was made with.

    Attributes:
        order: as it was when the job was given out.
        profile: its profile.
        profile_hash: SHA-256 of that profile's file, hexadecimal.
        pictures: the content of the pictures that it shows, by their prompts' names.
        dry: whether it is a check run's: a unit known to be good or bad is tried as far as can be
            without anything being made on it, or counted of it.
    """

    order: Order
    profile: Profile
    profile_hash: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    dry: bool = False

    @property
    def prove(self) -> ProveWhen:
        """When its unit proves its identity: a first article twice, whatever the profile says.

        Where that can't be (`Profile.can_prove_again`), as the profile says. A check run's proves
        it once.
        """
        if self.dry:
            return ProveWhen.AT_ONCE
        first = self.order.state is OrderState.FIRST_ARTICLE
        twice = first and self.profile.can_prove_again
        return ProveWhen.AFTER_RESTART if twice else self.profile.prove

    def samples(self, number: int) -> bool:
        """Return whether the unit of that number in the order proves more than the others do."""
        sampling = self.profile.sampling
        return sampling is not None and sampling.takes(number)


def secret_purpose(order: str, which: OrderSecret) -> str:
    """Return what an order's secret is sealed for, so that it opens for nothing else."""
    return f"order-secret/{order}/{which.value}"


def order_secret(order: Order, which: OrderSecret, tools: Tools) -> Secret | None:
    """Return a secret that a supervisor gave for an order's units, or None; the caller wipes it.

    Raises:
        StationError: REC-012 where it isn't the one that was given; the factory HSM's own.
    """
    sealed = tools.records.order_secret(order.name, which)
    if sealed is None:
        return None
    return tools.factory.unseal(secret_purpose(order.name, which), sealed)


def nobody_told(code: str, what: str) -> None:
    """Tell nobody."""
    del code, what


@dataclass(frozen=True)
class Work:
    """One unit at work.

    Attributes:
        unit: as it identified itself.
        number: the unit's number in its order, from 1.
        job: what is to be made of it.
        position: where it sits.
        run: this try.
        link: the open way to it.
        tools: the station's.
        opened: closes whatever the run opened.
        cancel: set to end the run.
        enrolled: what it was enrolled as, where it has passed and is run again; else None.
        tell: tells the worker what is being done, in the words of the catalogue's code, with their
            `what`.
    """

    unit: Unit
    number: int
    job: Job
    position: Position
    run: Run
    link: Link
    tools: Tools
    opened: ExitStack
    cancel: Event
    enrolled: Enrollment | None = None
    tell: Callable[[str, str], None] = nobody_told

    @property
    def key_run(self) -> str:
        """The name of the run that made the unit's key."""
        return self.run.name if self.enrolled is None else self.enrolled.run

    def named(self, template: str) -> str:
        """Return a naming template filled in for this unit, the same throughout the run."""
        return Template.parse(template).fill(
            {
                "serial": self.unit.serial,
                "counter": self.number,
                "order": self.job.order.name,
                "date": self.run.started.strftime("%Y%m%d"),
            }
        )

    def registration_id(self) -> RegistrationId:
        """Return the registration ID that the profile's template gives this unit.

        Raises:
            StationError: LIN-009.
        """
        return RegistrationId.make(self.named(self.job.profile.names.registration_id))

    def device_id(self) -> DeviceId | None:
        """Return the device ID that the profile's template gives this unit, if it has one.

        Raises:
            StationError: LIN-010.
        """
        template = self.job.profile.names.device_id
        return DeviceId.parse(self.named(template)) if template else None

    def secret(self, which: OrderSecret) -> Secret | None:
        """Return a secret of the order's units, or None; see `order_secret`."""
        return order_secret(self.job.order, which, self.tools)
