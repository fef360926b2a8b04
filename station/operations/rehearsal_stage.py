"""A practice service of the station's own, with which its units register before they leave.

It listens at this computer alone, keeps nothing that outlives it, and has a unit's enrollment, the
very document that is exported of it, as long as the unit registers. Its ID scope is practice's:
what a unit signs there opens nothing at the real service.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Final

from station.errors import StationError
from station.line.halt import Halt
from station.line.work import Work
from station.model.enrollment import Enrollment
from station.model.handoff import Cancel
from station.model.names import IdScope
from station.model.world import World
from station.operations.backup_place import REHEARSAL, begun_by
from station.operations.registering import Place, register
from station.operations.rehearsal import refusal
from station.operations.rehearsal_lanes import Lanes, is_late
from station.operations.rehearsal_papers import Paper, new_blanks, paper_of
from station.operations.rehearsal_vaults import Vaults
from station.practice.service.enrollments import GROUP, INDIVIDUAL
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from station.service.client import Fate, ServiceClient
from station.service.documents import bulk_body
from station.service.doors import ServiceAddress

# Units come as fast as the bench makes them, and no quicker: nothing is to wait for its turn, nor
# for an answer that is there.
_SETTINGS: Final = ServiceSettings(a_minute=0, registrations_a_minute=0, polled_s=0)
# What the service is at fault for, and never the unit.
_TROUBLE: Final = frozenset(
    {"CFG-053", "SVC-039", "SVC-040", "SVC-041", "SVC-043", "SVC-044", "SVC-046"}
)
# How long it may take to say that it is there, seconds.
_QUICK_S: Final = 2.0
# What a unit's token gives as well where the service went away in the midst of it.
_EITHER: Final = frozenset({"HSM-007", "HSM-016"})


@dataclass
class Stage:
    """The service, and the ways to both of its sides.

    Attributes:
        service: itself.
        client: to make enrollments.
        address: where units register.
    """

    service: PracticeService
    client: ServiceClient
    address: ServiceAddress
    _lanes: Lanes = field(default_factory=Lanes)
    _blanks: Sequence[str] = field(default_factory=new_blanks)
    _vaults: Vaults = field(init=False)

    def __post_init__(self) -> None:
        self._vaults = Vaults(self.service.vaults, self.service.settings.scope)

    def rehearsed(self, work: Work, enrollment: Enrollment) -> str:
        """Have a unit register, and return in words that it is assigned.

        Args:
            work: the unit, whose link is open.
            enrollment: as what it will be on the list.

        Raises:
            StationError: SVC-045 where it isn't assigned, or as another; SVC-049 where the service
                doesn't work; as `paper_of` and `register`.
        """
        paper = paper_of(work, enrollment, self._blanks)
        with self._blaming(work.cancel), self._enrolled(paper, enrollment, work.cancel):
            place = Place(self.address, IdScope.parse(self.service.settings.scope))
            registration = register(work, enrollment, place)
        allocation = work.job.order.spec.allocation
        hubs = allocation.iot_hubs if allocation is not None else ()
        refused = refusal(enrollment, registration, hubs or self.service.settings.hubs)
        if refused is not None:
            raise refused
        return (
            "rehearsed: registered by what is inside it with a practice service, which assigned it"
            f" as {registration.device_id}"
        )

    @contextmanager
    def _blaming(self, cancel: Event) -> Iterator[None]:
        """Say of what the service is at fault for that it is, and not the unit: SVC-049."""
        try:
            yield
        except StationError as error:
            cause = error
            if error.code in _EITHER or is_late(error, cancel):
                cause = self._trouble(cancel) or error
            if cause.code not in _TROUBLE:
                raise
            why = str(cause.data.get("why", cause.message))
            raise StationError("SVC-049", f"{cause.code}: {cause.detail}", why=why) from error

    def _trouble(self, cancel: Event) -> StationError | None:
        """Return why the service doesn't answer now, as it otherwise does at once."""
        quick = replace(self.client, caller=replace(self.client.caller, limit_s=_QUICK_S))
        try:
            quick.get("enrollmentGroups", "nobody", _ByHand(cancel))
        except StationError as error:
            return error
        return None

    @contextmanager
    def _enrolled(self, paper: Paper, enrollment: Enrollment, cancel: Cancel) -> Iterator[None]:
        """Have a unit's document at the service during the block.

        Raises:
            StationError: SVC-046 where it doesn't take it; SVC-049 where the time is over before
                its turn comes; as `ServiceClient`; as `Vaults.opened`; LIN-003.
        """
        # Two orders for two real services may give one name, and here is but one service.
        # What is cleared before the first is what a run left that was cancelled while it was made.
        name = enrollment.registration_id.text
        forget = partial(self.service.store.forget, INDIVIDUAL, name)
        with ExitStack() as held:
            lane, take_away = self._lanes.held, partial(self._take_away, paper)
            try:
                held.enter_context(lane(f"name {name.casefold()}", object(), cancel, forget))
                held.enter_context(lane(paper.lane, paper, cancel, take_away))
            except StationError as error:
                if is_late(error, cancel):  # for others, of which the unit knows nothing
                    why = "the unit's turn doesn't come in the time that it has"
                    raise StationError("SVC-049", why=why) from error
                raise
            if paper.vault is not None:
                held.enter_context(self._vaults.opened(paper.name, name, paper.vault))
            self._make(paper, cancel)
            yield

    def _make(self, paper: Paper, cancel: Cancel) -> None:
        if paper.kind == "enrollments":
            (made,) = self.client.create_all(
                paper.kind, bulk_body(paper.kind, (paper.body,)), cancel
            )
            shared = False
        else:
            made = self.client.create_group(paper.body, cancel)
            shared = made.fate is Fate.EXISTS  # another unit of the group is at it, too
        if made.fate is not Fate.CREATED and not shared:
            why = f"{made.fate.value}, code {made.code} {made.words}".strip()
            raise StationError("SVC-046", made.tracking, name=made.name, why=why)

    def _take_away(self, paper: Paper) -> None:
        """Take it away in any case: not by a call, which may be what doesn't work."""
        kind = GROUP if paper.kind == "enrollmentGroups" else INDIVIDUAL
        self.service.store.forget(kind, paper.name)


@dataclass(frozen=True)
class _ByHand:
    """Ends a wait where somebody cancels, whether or not the step's time is over."""

    cancel: Event

    def is_set(self) -> bool:
        return self.cancel.cancelled if isinstance(self.cancel, Halt) else self.cancel.is_set()


@contextmanager
def standing(settings: ServiceSettings = _SETTINGS) -> Iterator[Stage]:
    """Have such a service until the block ends.

    Raises:
        StationError: SVC-047 where it doesn't start.
    """
    with ExitStack() as opened:
        try:
            folder = opened.enter_context(TemporaryDirectory(prefix=begun_by(REHEARSAL)))
            service = opened.enter_context(PracticeService(Path(folder), settings))
        except OSError as error:
            why = "its port or its files can't be had"
            raise StationError("SVC-047", str(error), why=why) from error
        ca = str(service.files.ca)
        connection = service.connection_string()
        try:
            client = ServiceClient.opened(connection, World.PRACTICE, ca)
        finally:
            connection.wipe()
        opened.callback(client.close)
        yield Stage(service, client, ServiceAddress.opened(service.address, World.PRACTICE, ca))
