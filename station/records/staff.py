"""The people's side of an open record: who they are, and what they have agreed to."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from station.model.people import Credential, Person
from station.model.rights import Approval, Right
from station.model.settings import Settings
from station.records.audit import Heads, Journal
from station.records.database import Readings, Writer
from station.records.guard import Guard
from station.records.people import PeopleBook
from station.records.reader import Reader
from station.records.settings import SettingsBook
from station.secret import Secret


class Parts(NamedTuple):
    """What the parts of an open record share, in the order that they take it."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads


class Staff(Reader):
    """Those who work with the record, and the rules of the house; each row is checked at use."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.reads)
        self._settings = SettingsBook(*parts)
        self._people = PeopleBook(*parts, self._settings)
        self._people.recall_wrong_pins()

    def settings(self) -> Settings:
        """Return the rules of the house, or raise REC-012 where they are not the guard's."""
        return self._settings.get()

    def set_settings(self, settings: Settings, approval: Approval | None = None) -> None:
        """Change the rules of the house.

        Raises:
            StationError: REC-025 without `Right.SETTINGS`; the guard's own.
        """
        self._settings.set(settings, approval)

    def add_person(
        self,
        person: Person,
        pin: Secret,
        approval: Approval | None = None,
        *,
        temporary: bool = False,
    ) -> None:
        """Let somebody log in. The first two supervisors of a station need nobody's approval.

        Args:
            person: who.
            pin: theirs, at least as long as the settings say.
            approval: for `Right.SUPERVISORS` where it is a supervisor, else for `Right.PEOPLE`.
            temporary: whether somebody else chose the PIN, so that they must change it.

        Raises:
            StationError: REC-021 where the badge is somebody's, REC-022 where badge or name
                can't be, REC-055 where the PIN can't, REC-025 without the right, REC-011 where the
                record was changed when the first supervisors come; the guard's own.
        """
        self._people.add(person, pin, approval, temporary=temporary)

    def set_person_active(
        self, badge: str, approval: Approval | None = None, *, active: bool
    ) -> None:
        """Let somebody log in no longer, or again; what they did stays theirs.

        Who is switched off is not on duty any more.

        Raises:
            StationError: REC-029 where nobody has the badge, REC-030 where no supervisor would be
                left, REC-025 without the right, or where it is one's own; the guard's own.
        """
        self._people.set_active(badge, approval, active=active)

    def reset_pin(self, badge: str, pin: Secret, approval: Approval | None = None) -> None:
        """Give somebody another PIN, which they must change before they work.

        Raises:
            StationError: as `set_person_active`; REC-055 where the PIN can't be.
        """
        self._people.reset_pin(badge, pin, approval)

    def change_own_pin(self, old: Credential, new: Secret) -> Person:
        """Change the PIN of whoever has the old one, and return them; takes a while.

        Raises:
            StationError: as `log_in`, but not REC-027; REC-055 where the new PIN can't be, or is
                the old one.
        """
        return self._people.change_own_pin(old, new)

    def people(self) -> list[Person]:
        """Return everybody on record, or raise REC-012 where a row is not the guard's."""
        return self._people.people()

    def log_in(self, badge: str, pin: Secret) -> Person:
        """Return whose badge and PIN these are; the try is on record either way. Takes a while.

        Where nobody is on duty, they are from now on.

        Raises:
            StationError: REC-020 where they belong to nobody, REC-023 while the badge waits after
                wrong tries, REC-027 where the PIN must be changed first, REC-028 where the badge
                is switched off, REC-012 where the row is not the guard's; the guard's own.
        """
        return self._people.log_in(badge, pin)

    def log_out(self, person: Person) -> None:
        """Put on record that somebody left."""
        self._people.log_out(person)

    @property
    def on_duty(self) -> str:
        """The badge of whoever answers for the bench, or empty."""
        return "".join(self._people.on_duty)

    def take_over(self, person: Person, before: str, enrolled: int) -> tuple[str, ...]:
        """Have somebody who is logged in be on duty from now on: they answer for the bench.

        Args:
            person: who takes it over.
            before: the badge of whoever had it, or empty.
            enrolled: how many units stand on the enrollment list, as they confirmed.

        Returns:
            The names of the runs at work, which bear both badges from now on.

        Raises:
            StationError: REC-025 where they are not logged in; the guard's own.
        """
        return self._people.take_over(person, before, enrolled)

    def approve(
        self, right: Right, credentials: Sequence[Credential], reason: str = ""
    ) -> Approval:
        """Have people agree to something by badge and PIN; takes a while for each.

        Args:
            right: to what; `RULES` says how many of them it takes.
            credentials: theirs, in their order.
            reason: why, where the rule asks for it.

        Raises:
            StationError: as `log_in`; REC-025 where one may not or there are too few of them,
                REC-026 where nobody says why.
        """
        return self._people.approve(right, credentials, reason)

    def approve_here(self, right: Right, person: Person, reason: str = "") -> Approval:
        """Have somebody agree who is logged in, without being asked for the PIN again.

        Raises:
            StationError: REC-025 where they are not logged in or may not, or where the rule wants
                badge and PIN afresh; REC-026 where nobody says why.
        """
        return self._people.approve_here(right, person, reason)

    def check_approval(self, right: Right, approval: Approval | None) -> None:
        """Check an approval before something is done that can't be undone, and use none of it.

        Args:
            right: what the entry afterwards takes.
            approval: for it; practice needs none.

        Raises:
            StationError: REC-025 where that entry would be refused, REC-026 where nobody says why;
                REC-012 where the row of somebody who agreed is not the guard's; the guard's own.
        """
        self._people.check_approval(right, approval)

    def approve_by_token(self, prove: Callable[[], None], reason: str) -> Approval:
        """Have the security officer of the factory's token stand in for lost supervisors.

        It approves of supervisors alone, and the chain names the security officer: that one who is
        gone is switched off, and, once there are no two left who could agree, of all else. Where it
        is used for more, that raises REC-025.

        Args:
            prove: raises unless the security officer's PIN of the factory's token is known.
            reason: why there are none.

        Raises:
            StationError: REC-026 where nobody says why; what `prove` raises.
        """
        return self._people.approve_by_token(prove, reason)
