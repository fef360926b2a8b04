"""What is true of a bench's units and orders by the rules alone: a model for the engine."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from station.errors import CATALOGUE, Failure, Outcome
from station.model.order import OrderState
from station.model.unit_state import UnitChange, UnitState, state_after, unmarked
from station.practice.unit_config import Manner
from station.records.orders import Usage
from tests.support.modelled_units import Inside, Make

MAX_RUNS = 3
PASS = ""


@dataclass
class Batch:
    """An order."""

    mechanism: str
    quantity: int
    allowance: int = 0
    same_key: bool = False
    state: OrderState = OrderState.OPEN
    enrolled: int = 0
    scrapped: int = 0


@dataclass
class Work:
    """A run at work; `number` says how many had begun before."""

    order: str
    number: int
    make: Make
    scanned: str
    serial: str = ""
    again: bool = False
    spent: bool = False
    claimed: bool = False


@dataclass
class Known:
    """A unit, by its serial number.

    Attributes:
        mark: where it is marked.
        order: in which order it passed.
        make: which piece passed under that number; None before.
        live: whether that enrollment is good.
        kept: the orders in which it keeps a place without having passed.
        failures: how many runs it failed since it was released.
        runs: the newest that it was admitted to.
        certified: keys that runs were about to have certified for it.
        work: its run at work.
    """

    mark: UnitState | None = None
    order: str = ""
    make: Make | None = None
    live: bool = False
    kept: set[str] = field(default_factory=set)
    failures: int = 0
    runs: int = 0
    certified: set[str] = field(default_factory=set)
    work: Work | None = None

    @property
    def state(self) -> UnitState:
        """Where it stands."""
        return self.mark or unmarked(live=self.live)


@dataclass
class FloorModel:
    """Orders, units, and what is at work at the positions.

    Attributes:
        orders: by name.
        units: by serial number, folded.
        works: by position.
        keys: whose a lasting key is: enrolled, or certified in a run that didn't pass.
        begun: how many runs have begun.
        shown: what was shown as PASS, by serial number, folded.
        met: the serial numbers, folded, that runs told of.
    """

    orders: dict[str, Batch]
    units: dict[str, Known] = field(default_factory=dict)
    works: dict[str, Work] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    begun: int = 0
    shown: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)

    def unit(self, serial: str) -> Known:
        """Return a unit."""
        return self.units.setdefault(serial.lower(), Known())

    def usage(self, name: str) -> Usage:
        """Return how much of an order is used."""
        order = self.orders[name]
        working = [w.serial for w in self.works.values() if w.order == name and not w.again]
        reserved = [serial for serial in working if serial]
        spent = [u for s, u in self.units.items() if name in u.kept and s not in reserved]
        lost = sum(unit.mark is UnitState.SCRAPPED for unit in spent)
        return Usage(order.enrolled, len(reserved), len(spent), order.scrapped, lost)

    # --- what a run comes to ----------------------------------------------------------------

    def refused_at_start(self, name: str, serial: str) -> set[str]:
        """Return the codes by which the worker may be told that a unit isn't started."""
        order, unit, usage = self.orders[name], self.unit(serial), self.usage(name)
        wrong = {
            "REC-010": not order.state.takes_units,
            "REC-009": usage.done >= order.quantity and not order.same_key,
            "REC-008": unit.live and not order.same_key,
        }
        return {code for code, is_so in wrong.items() if is_so}

    def expected(self, work: Work) -> set[str]:
        """Return the codes that a run may end with from here on, where nobody lays hands on it."""
        make, mechanism = work.make, self.orders[work.order].mechanism
        if not work.serial:
            if make.manner is Manner.REFUSES:
                return {"LNK-005"}
            if make.serial.lower() != work.scanned.lower():
                return {"LIN-002"}
            if _needed(mechanism) is not make.inside and mechanism not in {"x509", "symmetric"}:
                return {"LNK-007"}
            if refused := self._refused(work):
                return refused
        if work.again or (not work.serial and self.runs_again(work)):
            return self._again(work)
        return self._identity(work)

    def runs_again(self, work: Work) -> bool:
        """Return whether a unit has passed in this order and may prove that it has its key."""
        unit, order = self.unit(work.make.serial), self.orders[work.order]
        stands = unit.mark in {None, UnitState.REWORK}
        return order.same_key and unit.live and unit.order == work.order and stands

    def _refused(self, work: Work) -> set[str]:
        order, unit = self.orders[work.order], self.unit(work.make.serial)
        again, usage = self.runs_again(work), self.usage(work.order)
        full = work.order not in unit.kept and usage.used >= order.quantity
        wrong = {
            "REC-010": not order.state.takes_units,
            "REC-031": unit.mark is UnitState.SCRAPPED,
            "REC-032": unit.mark is UnitState.QUARANTINED,
            "REC-008": unit.work is not None or (unit.order and not again),
            "REC-009": full and not again,
            "REC-061": work.number < unit.runs,
        }
        return {code for code, is_so in wrong.items() if is_so}

    def _again(self, work: Work) -> set[str]:
        unit = self.unit(work.make.serial)
        if work.make is not unit.make:
            return {"LIN-066", "LNK-005"}  # it has no key by that name, or another
        return {"LNK-004"} if work.make.manner is Manner.SWAPPED else {PASS}

    def _identity(self, work: Work) -> set[str]:
        make, mechanism = work.make, self.orders[work.order].mechanism
        if _needed(mechanism) is not make.inside:
            return {"HSM-002"}  # nothing is in the slot
        lasting = make.key if mechanism in {"x509-device", "tpm"} else ""
        if lasting and not work.claimed:
            if mechanism == "x509-device" and lasting in self.unit(make.serial).certified:
                return {"HSM-016"}
            if self._taken(lasting, work):
                return {"REC-006" if mechanism == "tpm" else "REC-007"}
        if make.manner is Manner.SWAPPED:
            return {"LNK-004"}
        if make.lies:
            return {"HSM-016" if mechanism == "x509-device" else "LIN-069"}
        return {PASS}

    def _taken(self, key: str, work: Work) -> bool:
        serial = work.make.serial.lower()
        others = [w for w in self.works.values() if w.claimed and w.make.key == key]
        return any(w is not work for w in others) or self.keys.get(key, serial) != serial

    # --- what is on record now --------------------------------------------------------------

    def admitted(self, work: Work, *, again: bool) -> None:
        """Have a run be a unit's."""
        unit = self.unit(work.make.serial)
        work.serial, work.again = work.make.serial.lower(), again
        self.met.add(work.serial)
        unit.work, unit.runs = work, work.number
        if unit.mark is UnitState.REWORK:
            unit.mark = None

    def ended(self, position: str, outcome: Outcome, code: str, serial: str = "") -> None:
        """Have a run end without PASS."""
        work = self.works.pop(position)
        self.met |= {serial.lower()} - {""}
        if not work.serial:
            return
        unit = self.unit(work.serial)
        unit.work = None
        if work.spent:
            unit.kept.add(work.order)
            if work.claimed and work.make.key:
                self.keys[work.make.key] = work.serial
        if outcome is Outcome.FAILED:
            unit.failures += 1
            self._put_aside(unit, work, code)

    @staticmethod
    def _put_aside(unit: Known, work: Work, code: str) -> None:
        change = UnitChange.FAILED_AGAIN if work.again else UnitChange.RUNS
        telling = CATALOGUE[code].failure is not Failure.TRANSIENT
        due = telling if work.again else unit.failures >= MAX_RUNS
        if due and state_after(change, unit.state, live=unit.live) is not None:
            unit.mark = UnitState.QUARANTINED

    def passed(self, position: str) -> None:
        """Have a run end with PASS."""
        work = self.works.pop(position)
        unit = self.unit(work.serial)
        unit.work = None
        if work.again:
            return
        unit.order, unit.make, unit.live = work.order, work.make, True
        unit.kept.discard(work.order)
        self.orders[work.order].enrolled += 1
        if work.claimed and work.make.key:
            self.keys[work.make.key] = work.serial

    def stopped(self) -> None:
        """Have the station stop in the midst of all that is at work."""
        for position in list(self.works):
            self.ended(position, Outcome.ERROR, "LIN-016")

    # --- what people decide -----------------------------------------------------------------

    def unchangeable(self, serial: str, change: UnitChange) -> set[str]:
        """Return the codes by which a change of a unit is refused."""
        unit = self.unit(serial)
        if unit.work is not None:
            return {"REC-035"}
        if not unit.runs and serial.lower() not in self.met:
            return {"REC-033"}
        return set() if state_after(change, unit.state, live=unit.live) else {"REC-034"}

    def changed(self, serial: str, change: UnitChange) -> None:
        """Do what comes of a change of a unit."""
        unit = self.unit(serial)
        after = state_after(change, unit.state, live=unit.live)
        if change is UnitChange.SCRAP:
            for name in unit.kept | ({unit.order} if unit.live else set()):
                order = self.orders[name]
                order.scrapped += order.scrapped < order.allowance
            unit.live = False
        if change is UnitChange.RELEASE:
            unit.failures = 0
        unit.mark = None if after in {UnitState.PASSED, UnitState.IN_PROCESS} else after

    def open_orders(self) -> Iterator[str]:
        """Yield the orders in which a fresh good unit must pass."""
        for name, order in self.orders.items():
            if order.state.takes_units and self.usage(name).used < order.quantity:
                yield name


def _needed(mechanism: str) -> Inside:
    return {"x509-device": Inside.KEYS, "symmetric-device": Inside.KEYS, "tpm": Inside.CHIP}.get(
        mechanism, Inside.TOKEN
    )
