"""What people, orders and units are by the rules, in dicts and sets: a model for the record."""

from collections import Counter
from dataclasses import dataclass, field

from station.model.order import OrderState
from station.model.people import Person, Role
from station.model.rights import RULES, Right
from station.model.run import Run
from station.model.unit_state import UnitChange, UnitState, state_after, unmarked
from station.records.orders import Usage

MAX_RUNS = 2
FREE_TRIES = 4


@dataclass
class Member:
    """Somebody who works here.

    Attributes:
        person: as they were added.
        pin: theirs.
        temporary: whether they must change it.
        active: whether they may log in.
        wrong: how many wrong PINs the station remembers.
        told: how many it will remember after a restart.
    """

    person: Person
    pin: bytes
    temporary: bool = False
    active: bool = True
    wrong: int = 0
    told: int = 0


@dataclass
class House:
    """Who works here, who is there, and how many entries the chain has by now."""

    members: dict[str, Member] = field(default_factory=dict)
    strangers: Counter[str] = field(default_factory=Counter)
    here: set[str] = field(default_factory=set)
    duty: str = ""
    entries: int = 0

    def able(self, right: Right) -> list[str]:
        """Return who may agree to something, as far as the rules go."""
        return [
            badge
            for badge, one in self.members.items()
            if one.person.role in RULES[right].roles
            and one.active
            and not one.temporary
            and one.wrong <= FREE_TRIES
        ]

    def supervisors(self) -> list[str]:
        """Return the supervisors who may log in."""
        return [
            badge
            for badge, one in self.members.items()
            if one.person.role is Role.SUPERVISOR and one.active
        ]

    def proved(self, badge: str, pin: bytes) -> str:
        """Try a PIN; return the code by which it is refused, or empty."""
        one = self.members.get(badge)
        tried = (one.wrong if one else 0) or self.strangers[badge]
        if tried > FREE_TRIES:
            return "REC-023"
        if one is None:
            self.strangers[badge] += 1
            self.entries += 1
            return "REC-020"
        if one.pin == pin and one.active:
            return ""
        self.entries += 1
        one.told += 1
        if one.pin == pin:
            return "REC-028"
        one.wrong += 1
        return "REC-020"

    def let_in(self, badge: str, pin: bytes) -> str:
        """Try to log in; return the code by which it is refused, or empty."""
        refused = self.proved(badge, pin)
        return refused or ("REC-027" if self.members[badge].temporary else "")

    def agreeing(self, right: Right, given: list[tuple[str, bytes]], reason: str) -> str:
        """Try to agree to something; return the code by which it is refused, or empty."""
        rule = RULES[right]
        for badge, pin in given:
            refused = self.let_in(badge, pin)
            if refused:
                return refused
            if self.members[badge].person.role not in rule.roles:
                return "REC-025"
            self.members[badge].wrong = 0
        if len({badge for badge, _ in given}) < rule.people:
            return "REC-025"
        return "REC-026" if rule.reason and not reason else ""

    def agreeing_here(self, right: Right, badge: str, reason: str) -> str:
        """As `agreeing`, of somebody who is logged in and isn't asked for the PIN again."""
        rule = RULES[right]
        may = badge in self.here and self.members[badge].person.role in rule.roles
        if not may or rule.fresh:
            return "REC-025"
        return "REC-026" if rule.reason and not reason else ""

    def gone(self, badge: str) -> None:
        """Have somebody not be there any more."""
        self.here.discard(badge)
        if self.duty == badge:
            self.duty = ""

    def restarted(self) -> None:
        """Do what a restart does: nobody is there, and the chain tells of wrong PINs."""
        self.here.clear()
        self.strangers.clear()
        self.duty = ""
        for one in self.members.values():
            one.wrong = one.told


@dataclass
class Enrolled:
    """An enrollment."""

    order: str
    unit: str
    workers: list[str]
    live: bool = True


@dataclass
class Unit:
    """A unit as the rules have it.

    Attributes:
        mark: its state where it is marked.
        newest: its newest enrollment.
        listed: that enrollment, unless it was replaced.
        kept: the orders in which it keeps a place though it didn't pass.
        work: its run at work.
        issued: whether a certificate was issued in that.
        runs: the names of all that it had, and whether they count.
        since: the run up to which none counts any more.
    """

    mark: UnitState | None = None
    newest: Enrolled | None = None
    listed: Enrolled | None = None
    kept: set[str] = field(default_factory=set)
    work: "Work | None" = None
    issued: bool = False
    runs: dict[str, bool] = field(default_factory=dict)
    since: str = ""

    @property
    def live(self) -> bool:
        """Whether it has an enrollment that is good."""
        return self.listed is not None and self.listed.live

    @property
    def state(self) -> UnitState:
        """Where it stands."""
        return self.mark or unmarked(live=self.live)

    def held(self) -> bool:
        """Put it aside where it had its runs; return whether that was done."""
        counted = sum(counts for name, counts in self.runs.items() if name > self.since)
        after = state_after(UnitChange.RUNS, self.state, live=self.live)
        if counted < MAX_RUNS or after is None:
            return False
        self.mark = after
        return True


@dataclass
class Work:
    """A run at work."""

    run: Run
    order: str
    workers: list[str]
    unit: str = ""


@dataclass
class Batch:
    """An order as the rules have it."""

    quantity: int
    allowance: int
    first_article: bool
    state: OrderState
    rejected: int = 0
    enrolled: int = 0
    scrapped: int = 0
    serials: frozenset[str] | None = None
    newest: Enrolled | None = None
    had_run: bool = False
    signed: bool = False

    @property
    def under_way(self) -> OrderState:
        """The state in which it takes units."""
        waits = self.first_article and not self.signed
        return OrderState.FIRST_ARTICLE if waits else OrderState.OPEN

    @property
    def undecided(self) -> int:
        """How many units wait to be signed."""
        return self.enrolled - self.rejected if self.state is OrderState.FIRST_ARTICLE else 0


@dataclass
class Floor:
    """Orders and units, and what runs."""

    orders: dict[str, Batch] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    works: list[Work] = field(default_factory=list)

    def usage(self, order: str) -> Usage:
        """Return how much of an order is used."""
        batch = self.orders[order]
        reserved = [u for u in self.units.values() if u.work and u.work.order == order]
        spent = [u for u in self.units.values() if order in u.kept and u not in reserved]
        lost = sum(unit.mark is UnitState.SCRAPPED for unit in spent)
        return Usage(batch.enrolled, len(reserved), len(spent), batch.scrapped, lost)

    def of_order(self, order: str, *wanted: OrderState) -> set[str]:
        """Return the codes by which an order is refused unless it is in one of these states."""
        if order not in self.orders:
            return {"REC-014"}
        return set() if self.orders[order].state in wanted else {"REC-010"}

    def refusals(self, order: str, serial: str) -> set[str]:
        """Return the codes by which a unit isn't admitted."""
        batch, unit, usage = self.orders[order], self.units[serial], self.usage(order)
        listed = batch.serials is None or serial in batch.serials
        waits = batch.state is OrderState.FIRST_ARTICLE and (usage.reserved or batch.undecided)
        wrong = {
            "REC-010": not batch.state.takes_units,
            "REC-031": unit.mark is UnitState.SCRAPPED,
            "REC-032": unit.mark is UnitState.QUARANTINED,
            "REC-039": bool(waits),
            "REC-042": not listed,
            "REC-008": unit.listed is not None or unit.work is not None,
            "REC-009": order not in unit.kept and usage.used >= batch.quantity,
        }
        return {code for code, is_so in wrong.items() if is_so}

    def failed(self, work: Work, *, counts: bool) -> None:
        """Do what becomes of a unit and a run that didn't pass."""
        self.works.remove(work)
        if not work.unit:
            return
        unit = self.units[work.unit]
        unit.work = None
        unit.runs[work.run.name] = counts
        if unit.issued:
            unit.kept.add(work.order)

    def passed(self, work: Work) -> None:
        """Do what becomes of a unit and a run that passed."""
        self.works.remove(work)
        unit, batch = self.units[work.unit], self.orders[work.order]
        unit.work = None
        unit.runs[work.run.name] = False
        unit.kept.discard(work.order)
        unit.newest = unit.listed = batch.newest = Enrolled(work.order, work.unit, work.workers)
        batch.enrolled += 1

    def changing(self, serial: str, change: UnitChange) -> set[str]:
        """Return the codes by which a change of a unit is refused."""
        unit = self.units[serial]
        if not unit.runs and unit.work is None:
            return {"REC-033"}
        if unit.work is not None:
            return {"REC-035"}
        if state_after(change, unit.state, live=unit.live) is None:
            return {"REC-034"}
        batch = None if unit.listed is None else self.orders[unit.listed.order]
        full = batch is not None and batch.scrapped == batch.allowance
        if change is UnitChange.RENEW:  # which no order of these gives, and no closed one
            return {"REC-056", "REC-010"}
        return {"REC-036"} if change is UnitChange.SWAP and full else set()

    def changed(self, serial: str, change: UnitChange) -> None:
        """Do what comes of a change of a unit."""
        unit = self.units[serial]
        after = state_after(change, unit.state, live=unit.live)
        own = {unit.listed.order} if unit.listed else set()
        places = {UnitChange.SCRAP: own | unit.kept, UnitChange.SWAP: own}.get(change, set())
        for order in places:
            batch = self.orders[order]
            batch.scrapped += batch.scrapped < batch.allowance
        if change in {UnitChange.SCRAP, UnitChange.SWAP} and unit.listed:
            unit.listed.live = False
        if change is UnitChange.SWAP:
            unit.listed = None
        if change is UnitChange.RELEASE:
            unit.since = max(unit.runs)
        unmarked_states = {UnitState.PASSED, UnitState.IN_PROCESS}
        unit.mark = None if after in unmarked_states else after
