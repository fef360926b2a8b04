"""A bench at work in any order of things, beside a simple model of what is true of its units."""

import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from station.errors import Outcome, StationError
from station.line.mechanisms.issuing import ISSUE
from station.links import LINKS
from station.model.attestation import X509Attestation
from station.model.order import OrderState
from station.model.unit_state import UnitChange
from station.operations.bench_view import BenchView, Phase, PositionView
from station.operations.plant import Plant, open_plant
from station.operations.practice import practice_pin
from station.practice.smp_server import TpmFront
from station.practice.unit_config import Manner
from station.records.store import Records
from tests.support.fates import Deed, Fate, Fates, PATIENCE_S, PowerCut, ticking
from tests.support.floor_model import PASS, FloorModel, Work
from tests.support.modelled_station import POSITIONS, WatchedWizard, Works, batches
from tests.support.modelled_units import Inside, Make, ModelledKind, ModelledUnit, Seat, fresh

MAKES = {
    "good-1": Make("SN-1", Inside.KEYS),
    "good-2": Make("SN-2", Inside.KEYS),
    "good-3": Make("SN-3", Inside.KEYS),
    "same-number": Make("sn-1", Inside.KEYS),
    "burnt-1": Make("SN-4", Inside.KEYS, key="burnt"),
    "burnt-2": Make("SN-5", Inside.KEYS, key="burnt"),
    "liar": Make("SN-6", Inside.KEYS, lies=True),
    "refuses": Make("SN-7", Inside.KEYS, manner=Manner.REFUSES),
    "swapped": Make("SN-8", Inside.KEYS, manner=Manner.SWAPPED),
    "chip-1": Make("SN-11", Inside.CHIP, key="chip-1"),
    "chip-2": Make("SN-12", Inside.CHIP, key="chip-2"),
    "chip-1-too": Make("SN-13", Inside.CHIP, key="chip-1"),
    "token-1": Make("SN-21", Inside.TOKEN),
    "token-2": Make("SN-22", Inside.TOKEN),
}
USUAL = {Inside.KEYS: ("given-once", "same-key"), Inside.CHIP: ("chips",), Inside.TOKEN: ("tokens",)}
BY_HAND = {
    Deed.CANCEL: {"LIN-003"},
    Deed.UNPLUG: {"LNK-001", "LNK-002", "LNK-003"},
}
NAMES = st.sampled_from(sorted(MAKES))
AT = st.sampled_from(POSITIONS)
ORDERS = st.sampled_from(sorted(batches()))
DEEDS = st.sampled_from([*Deed, Deed.NOTHING, Deed.NOTHING, Deed.WAIT])
TICKS = st.integers(1, 55)
STATES = st.sampled_from([OrderState.OPEN, OrderState.OPEN, OrderState.PAUSED, OrderState.PAUSED, OrderState.CLOSED])
CHANGES = st.sampled_from(
    [
        UnitChange.QUARANTINE,
        UnitChange.RELEASE,
        UnitChange.RELEASE,
        UnitChange.REWORK,
        UnitChange.SCRAP,
        UnitChange.RETURN,
    ]
)


@dataclass(frozen=True)
class Asked:
    """What a run was started for.

    Attributes:
        unit: what was in.
        order: the position's.
        scanned: the serial number.
        before: what had been done to the unit before.
    """

    unit: ModelledUnit
    order: str
    scanned: str
    before: dict[str, int]


class FloorMachine(RuleBasedStateMachine):
    """The engine, its wizard and its record beside the model.

    Attributes of the class, set by whoever runs it:
        works: what is made once.
        chips: the TPMs.
    """

    works: Works
    chips: dict[str, TpmFront]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.data = self.works.copied(self.folder / "plant")
        self.model = FloorModel(batches())
        self.fates = Fates(self.pulled, self.cancelled, self.noted)
        self.seats = {name: Seat(name, self.folder) for name in POSITIONS}
        self.units = {name: self.fresh(name, make) for name, make in MAKES.items()}
        self.numbers = count(100)
        self.asked: dict[str, Asked] = {}
        self.codes: dict[str, str] = {}
        kind = ModelledKind(
            {str(seat.port): seat for seat in self.seats.values()},
            lambda: self.fates.tick(over_link=True),
        )
        patch = self.stack.enter_context(pytest.MonkeyPatch.context())
        patch.setitem(LINKS, "smp", kind)
        self.stack.enter_context(ticking(self.fates))
        self.opened = self.stack.enter_context(ExitStack())
        self.open()

    def fresh(self, name: str, make: Make) -> ModelledUnit:
        """Return a unit that nobody has seen yet."""
        folder = self.folder / f"unit-{name}"
        return fresh(folder, make, self.chips, self.works)

    # --- the station ------------------------------------------------------------------------

    def open(self) -> None:
        """Start the station, unlock it, and sit down at its bench."""
        self.fates.dead = False
        self.fates.of.clear()
        self.plant: Plant = self.opened.enter_context(open_plant(self.data, practice_pin()))
        self.fates.hook(self.records)
        positions = [seat.position for seat in self.seats.values()]
        self.wizard = WatchedWizard(self.plant, positions, self.told)
        self.opened.enter_context(self.wizard)
        for name, seat in self.seats.items():
            if seat.unit is not None:
                self.wizard.found(name)
            self.await_rest(name)

    @property
    def records(self) -> Records:
        """The record, open."""
        return self.plant.tools.records

    def cut_off(self) -> None:
        """Cut the power, and start again."""
        self.fates.cut()
        # Nothing is closed in good order: files and locks are let go, as by a process that ended.
        setattr(self.records._ledger, "close", lambda: None)  # noqa: B010 - as a method
        self.opened.close()
        self.model.stopped()
        self.asked.clear()
        self.open()
        self.check_chain()

    def told(self, view: BenchView) -> None:
        """See what the worker sees."""
        for at in view.positions:
            passed = at.verdict is not None and at.verdict.outcome is Outcome.PASSED
            if at.phase is Phase.ENDED and passed and not self.fates.dead:
                self.model.shown.add(at.serial.lower())
        with self.fates.turn:
            self.fates.turn.notify_all()

    def noted(self, position: str, name: str, given: tuple[Any, ...], more: dict[str, Any]) -> None:
        """Tell the model what is on record now."""
        model = self.model
        if name == "begin_run":
            asked, model.begun = self.asked[position], model.begun + 1
            make = asked.unit.make
            model.works[position] = Work(asked.order, model.begun, make, asked.scanned)
            return
        work = model.works[position]
        if name == "admit" or (name == "again.admit" and model.runs_again(work)):
            model.admitted(work, again=name != "admit")
        elif name == "claim":
            work.claimed = work.claimed or given[2] is not None
        elif name == "intent" and given[1] == ISSUE:
            model.unit(work.serial).certified.add(work.make.key)
        elif name == "spend":
            work.spent = True
        elif name == "end_run":
            self.codes[position] = more["code"]
            model.ended(position, given[1], more["code"], more["serial"])
        elif name in {"enrol", "again.passed"}:
            self.codes[position] = PASS
            model.passed(position)

    # --- hands ------------------------------------------------------------------------------

    def at(self, position: str) -> PositionView:
        """Return what the worker sees at a position."""
        return self.wizard.view.at(position)

    def pulled(self, position: str) -> None:
        """Pull out the unit."""
        self.seats[position].take_out()
        self.wizard.went(position)

    def cancelled(self, position: str) -> None:
        """Press cancel."""
        self.wizard.cancel(position)

    def await_rest(self, position: str) -> None:
        """Wait until what was begun is over, or its unit takes its time, or the power is cut."""
        fate = self.fates.of.setdefault(f"position-{position}", Fate())

        def still() -> bool:
            return self.fates.dead or fate.waiting or self.wizard.ready(position)

        with self.fates.turn:
            assert self.fates.turn.wait_for(still, PATIENCE_S), self.at(position)

    def seat(self, position: str, unit: ModelledUnit) -> None:
        """Put a unit in, and take it out of wherever it was."""
        for name, seat in self.seats.items():
            if seat.unit is unit and name != position:
                self.pulled(name)
        if self.seats[position].unit is not unit:
            if self.seats[position].unit is not None:
                self.pulled(position)
            self.seats[position].put_in(unit)
            self.wizard.came(position)

    def busy(self, position: str) -> bool:
        """Whether a unit is at work."""
        return self.at(position).phase is Phase.RUNNING

    def is_held(self, unit: ModelledUnit) -> bool:
        """Whether a unit is at work, so that no hand takes it elsewhere."""
        return any(self.busy(name) and s.unit is unit for name, s in self.seats.items())

    def ready_to_scan(self, position: str) -> None:
        """Take what stands at the positions as seen, so that a scan can go there."""
        for name in POSITIONS:
            self.wizard.take_back(name)
        if self.at(position).phase in {Phase.ENDED, Phase.STOPPED}:
            self.wizard.idle.discard(position)
            stopped = self.at(position).phase is Phase.STOPPED
            if not stopped:
                self.wizard.idle.add(position)
            self.wizard.next_unit(position)
            self.await_rest(position)
        self.wizard.reload()

    def press_start(self, position: str, fate: Fate) -> None:
        """Start what was scanned, and see how it ends."""
        view, unit = self.at(position), self.seats[position].unit
        if view.phase is not Phase.READY or unit is None:
            self.wizard.start(position)
            assert self.at(position).phase is view.phase, "it started all the same"
            return
        self.asked[position] = asked = Asked(unit, view.order, view.serial, unit.lasting)
        name = f"position-{position}"
        self.fates.of[name] = fate
        refused = self.model.refused_at_start(view.order, view.serial)
        self.wizard.idle.discard(position)
        began = self.model.begun
        self.wizard.start(position)
        now = self.at(position)
        if now.phase is Phase.READY:
            self.wizard.idle.add(position)
            assert now.notice is not None
            assert now.notice.code in refused, (now.notice, refused)
            return
        assert not refused, (refused, asked)
        self.follow(position)
        assert self.model.begun - began == 1 or self.fates.dead or fate.ticks < 2

    def follow(self, position: str) -> None:
        """See a run on to its end, or to where its unit takes its time."""
        asked = self.asked[position]
        work = self.model.works.get(position)
        make = asked.unit.make
        if work is None:
            work = Work(asked.order, self.model.begun + 1, make, asked.scanned)
        expected = self.model.expected(work)
        again = work.again or (not work.serial and self.model.runs_again(work))
        self.codes.pop(position, None)
        fate = self.fates.of[f"position-{position}"]
        self.fates.let_go(fate)
        self.await_rest(position)
        if self.fates.dead:
            self.cut_off()
            return
        if fate.waiting:
            return
        allowed = expected | (BY_HAND.get(fate.deed, set()) if fate.befell else set())
        code = self.codes.pop(position)
        assert code in allowed, f"{code}, not one of {allowed}: {asked}, {fate}"
        self.check_ended(position, code, again=again)

    def check_ended(self, position: str, code: str, *, again: bool) -> None:
        """Check what the worker sees of a run that ended, and what was done to its unit."""
        asked, view = self.asked.pop(position), self.at(position)
        unit = asked.unit
        done = {name: n - asked.before[name] for name, n in unit.lasting.items()}
        if view.phase is Phase.ENDED:
            assert view.verdict is not None
            assert (view.verdict.outcome is Outcome.PASSED) is (code == PASS)
            assert (view.verdict.notice.code if view.verdict.notice else PASS) == code
        else:
            assert view.phase is Phase.STOPPED, view
            assert code != PASS
        most = 0 if again else 1
        assert done["keys"] <= most, (done, asked)
        assert done["secrets"] <= most, (done, asked)
        assert done["certificates"] <= 1, (done, asked)
        if code.startswith("REC-0") and code not in {"REC-006", "REC-007"}:
            assert not any(done.values()), "something was made for a unit that wasn't admitted"
        if code == PASS:
            self.check_passed(unit, asked.order)

    def check_passed(self, unit: ModelledUnit, order: str) -> None:
        """Check that a unit which was shown as passed is what the record has of it."""
        assert unit.make.good, unit
        enrollment = self.records.find(unit.make.serial)
        assert enrollment.order == order
        run = self.records.runs_of(unit.make.serial)[-1]
        if order == "given-once":
            assert run.name in unit.proved, "it passed without a proof"
            attestation = enrollment.identity.attestation
            assert isinstance(attestation, X509Attestation)
            assert unit.certificate().startswith(attestation.certificate)

    # --- events -----------------------------------------------------------------------------

    @rule(position=AT, name=NAMES)
    def put_in(self, position: str, name: str) -> None:
        """Put a unit in where nothing is at work."""
        unit = self.units[name]
        if not self.busy(position) and not self.is_held(unit):
            self.seat(position, unit)

    @rule(position=AT)
    def take_out(self, position: str) -> None:
        """Take out what is in."""
        if self.seats[position].unit is not None and not self.busy(position):
            self.pulled(position)

    @rule(position=AT, name=NAMES, twice=st.booleans())
    def scan(self, position: str, name: str, twice: bool) -> None:
        """Scan a label, of this unit or another, once or twice: it starts nothing."""
        begun = self.model.begun
        for _ in range(1 + twice):
            self.wizard.choose(position)
            self.wizard.scan(self.units[name].make.serial)
        assert self.model.begun == begun

    @rule(position=AT, deed=DEEDS, at=TICKS)
    def start(self, position: str, deed: Deed, at: int) -> None:
        """Press start, whatever is there."""
        if not self.busy(position):
            self.press_start(position, Fate(deed, at))

    @rule(position=AT, name=NAMES, which=st.integers(0, 1), deed=DEEDS, at=TICKS)
    def work(self, position: str, name: str, which: int, deed: Deed, at: int) -> None:
        """Take a unit to a position with an order for it, scan its label and start it."""
        unit = self.units[name]
        if self.busy(position) or self.is_held(unit):
            return
        usual = USUAL[unit.make.inside]
        self.prepare(position, unit, usual[which % len(usual)])
        self.press_start(position, Fate(deed, at))

    def prepare(self, position: str, unit: ModelledUnit, order: str) -> None:
        """Have a position ready to start a unit for an order, where it may be."""
        if self.model.orders[order].state.takes_units:
            self.records.assign(position, order)
        self.ready_to_scan(position)
        self.seat(position, unit)
        self.wizard.choose(position)
        self.wizard.scan(unit.make.serial)

    @rule(position=AT)
    def go_on(self, position: str) -> None:
        """Have a unit that takes its time answer."""
        self.lay_hands(position, Deed.NOTHING)

    @rule(position=AT)
    def cancel(self, position: str) -> None:
        """Cancel a run whose unit takes its time."""
        self.lay_hands(position, Deed.CANCEL)

    @rule(position=AT)
    def unplug(self, position: str) -> None:
        """Pull out a unit that takes its time."""
        self.lay_hands(position, Deed.UNPLUG)

    def lay_hands(self, position: str, deed: Deed) -> None:
        """Do something to a run whose unit takes its time, and let it go on."""
        if not self.busy(position):
            return
        if deed is Deed.CANCEL:
            self.cancelled(position)
        elif deed is Deed.UNPLUG:
            self.pulled(position)
        self.fates.of[f"position-{position}"].deed = deed
        self.follow(position)

    @rule(position=AT)
    def next_unit(self, position: str) -> None:
        """Take a verdict as seen."""
        if not self.busy(position):
            self.ready_to_scan(position)

    @rule(position=AT, name=ORDERS)
    def assign(self, position: str, name: str) -> None:
        """Have a position work on another order."""
        if self.model.orders[name].state.takes_units:
            self.records.assign(position, name)
            self.wizard.reload()

    @rule(clean=st.booleans())
    def stop_and_start(self, clean: bool) -> None:
        """Cut the power; or end the station in good order, which cancels what is at work."""
        if not clean:
            self.cut_off()
            return
        self.go_home()
        self.opened.close()
        self.open()
        self.check_chain()

    def go_home(self) -> None:
        """Cancel what is at work."""
        for position in POSITIONS:
            self.lay_hands(position, Deed.CANCEL)

    @rule(name=NAMES, change=CHANGES, cut=st.integers(0, 8))
    def decide(self, name: str, change: UnitChange, cut: int) -> None:
        """Decide on a unit: put it aside, release, repair, scrap it, or take it back."""
        serial = MAKES[name].serial
        refused = self.model.unchangeable(serial, change)

        def changed() -> None:
            self.model.changed(serial, change)

        with self.pressing(refused, changed, cut):
            self.records.units.change(serial, change, None, "because")

    @rule(name=ORDERS, state=STATES, cut=st.integers(0, 8))
    def set_state(self, name: str, state: OrderState, cut: int) -> None:
        """Pause an order, let it go on, or close it for good."""
        order = self.model.orders[name]
        refused = {"REC-010"} if order.state is OrderState.CLOSED is not state else set()

        def changed() -> None:
            order.state = state

        with self.pressing(refused, changed, cut):
            self.records.set_order_state(name, state)
        self.wizard.reload()

    @contextmanager
    def pressing(self, refused: set[str], done: Callable[[], None], cut: int) -> Iterator[None]:
        """Do something by hand, that is refused or done; or the power is cut meanwhile."""
        mine = threading.current_thread().name
        fate = self.fates.of[mine] = Fate(Deed.CUT if 0 < cut < 5 else Deed.NOTHING, cut)
        try:
            yield
        except StationError as error:
            assert error.code in refused, f"{error.code}, not {refused}"
        except PowerCut:
            if fate.commits:
                done()
            self.cut_off()
        else:
            assert not refused
            done()
        finally:
            self.fates.of.pop(mine, None)

    # --- what holds -------------------------------------------------------------------------

    @invariant()
    def the_record_says_what_the_model_says(self) -> None:
        """States, places, enrollments and what is at work are the model's."""
        model, records = self.model, self.records
        for name, order in model.orders.items():
            assert records.order(name).state is order.state
            assert records.usage(name) == model.usage(name), name
            assert model.usage(name).used <= order.quantity
        for serial, unit in model.units.items():
            mark = records.unit(serial)
            assert (None if mark is None else mark.state) is (
                unit.state if serial in model.met else None
            ), (serial, mark, unit)
        enrolled = {e.serial.lower(): e for e in records.enrollments()}
        assert {s for s, unit in model.units.items() if unit.order} == {*enrolled}
        assert model.shown <= {*enrolled}, "a PASS that was shown is not on record"
        assert len({e.registration_id.folded for e in enrolled.values()}) == len(enrolled)
        keys = [e.identity.key_fingerprint for e in enrolled.values()]
        known = [key for key in keys if key is not None]
        assert len({*known}) == len(known), "two units have one key"

    @invariant()
    def runs_end(self) -> None:
        """Each run has ended or is at work, and what is left open was broken off."""
        runs = self.records.runs()
        assert len(runs) == self.model.begun
        assert sum(run.outcome is None for run in runs) == len(self.model.works)
        passed = {run.name for run in runs if run.outcome is Outcome.PASSED}
        left = [intent.run for intent in self.records.open_intents()]
        assert not passed & {*left}, "a run passed that left something open"

    def check_chain(self) -> None:
        """Check that the record is whole and all of it signed."""
        assert self.records.verify().unsigned == 0

    def teardown(self) -> None:
        """Check that the line can go on from here, and put all away."""
        with self.stack:
            if sys.exc_info()[0] is not None:
                return
            self.go_home()
            self.check_chain()
            self.assert_the_next_unit_passes()

    def assert_the_next_unit_passes(self) -> None:
        """Have a good unit pass in each order that has a place."""
        for name, order in self.model.orders.items():
            if order.state is OrderState.PAUSED:
                self.records.set_order_state(name, OrderState.OPEN)
                order.state = OrderState.OPEN
        for name in list(self.model.open_orders()):
            inside = next(kind for kind, orders in USUAL.items() if name in orders)
            key = "spare" if inside is Inside.CHIP else ""
            make = Make(f"SN-{next(self.numbers)}", inside, key)
            unit = self.fresh(make.serial, make)
            position = "1"
            self.prepare(position, unit, name)
            self.press_start(position, Fate())
            assert make.serial.lower() in self.model.shown, self.at(position)
