"""A bench at work in any order of things, beside a simple model of what is true of its units."""

import sys
from itertools import count

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from station.errors import Outcome
from station.model.order import OrderState
from station.model.unit_state import UnitChange
from station.operations.bench_view import Phase
from station.practice.unit_config import Manner
from tests.support.fates import Deed, Fate
from tests.support.floor_hands import FloorHands, Shop
from tests.support.modelled_station import POSITIONS, USUAL, batches
from tests.support.modelled_units import Inside, Make, ModelledUnit

MAKES = {
    "good-1": Make("SN-1", Inside.KEYS),
    "good-2": Make("SN-2", Inside.KEYS),
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
}
NAMES = st.sampled_from(sorted(MAKES))
AT = st.sampled_from(POSITIONS)
ORDERS = st.sampled_from(sorted(batches()))
DEEDS = st.sampled_from([Deed.WAIT, Deed.WAIT, Deed.CUT, Deed.CUT, Deed.UNPLUG, Deed.CANCEL])
FATES = st.tuples(DEEDS, st.integers(1, 60)) | st.just((Deed.NOTHING, 0))
STATES = st.sampled_from(
    [*[OrderState.OPEN] * 4, OrderState.PAUSED, OrderState.PAUSED, OrderState.CLOSED]
)
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


class FloorMachine(FloorHands):
    """What may happen, and what then holds."""

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop)
        self.units = {name: self.fresh(name, make) for name, make in MAKES.items()}
        self.numbers = count(100)

    @initialize(name=st.sampled_from(["good-1", "burnt-1", "burnt-2", "chip-1", "chip-1-too"]))
    def begin(self, name: str) -> None:
        """Have a unit pass that others are the like of."""
        self.worked(POSITIONS[-1], self.units[name], 0, (Deed.NOTHING, 0))

    # --- events -----------------------------------------------------------------------------

    @rule(position=AT, name=NAMES)
    def put_in(self, position: str, name: str) -> None:
        """Put a unit in where nothing is at work, or take it out where it is in."""
        unit = self.units[name]
        if self.busy(position) or self.is_held(unit):
            return
        if self.seats[position].unit is unit:
            self.pulled(position)
        else:
            self.seat(position, unit)

    @rule(position=AT, name=NAMES, twice=st.booleans())
    def scan(self, position: str, name: str, twice: bool) -> None:
        """Scan a label, of this unit or another, once or twice: it starts nothing."""
        begun = self.model.begun
        for _ in range(1 + twice):
            self.wizard.choose(position)
            self.wizard.scan(self.units[name].make.serial)
        assert self.model.begun == begun

    @precondition(lambda self: self.of_phase(Phase.READY))
    @rule(fate=FATES)
    def start(self, fate: tuple[Deed, int]) -> None:
        """Press start where somebody scanned, whatever is in."""
        self.press_start(self.of_phase(Phase.READY)[0], Fate(*fate))

    @rule(position=AT, name=NAMES, which=st.integers(0, 1))
    def work(self, position: str, name: str, which: int) -> None:
        """Take a unit to a position with an order for it, scan its label and start it."""
        self.worked(position, self.units[name], which, (Deed.NOTHING, 0))

    @rule(position=AT, name=NAMES, which=st.integers(0, 1), fate=FATES)
    def work_in_trouble(self, position: str, name: str, which: int, fate: tuple[Deed, int]) -> None:
        """As `work`, but something befalls it."""
        self.worked(position, self.units[name], which, fate)

    @precondition(lambda self: self.model.shown)
    @rule(position=AT, number=st.integers(0, 9), which=st.integers(0, 1), fate=FATES)
    def work_again(self, position: str, number: int, which: int, fate: tuple[Deed, int]) -> None:
        """As `work_in_trouble`, with a unit that was shown as passed, or has the key of one."""
        model, units = self.model, self.units.values()
        kin = [u for u in units if u.make.serial.lower() in model.shown or u.make.key in model.keys]
        self.worked(position, kin[number % len(kin)], which, fate)

    def worked(self, position: str, unit: ModelledUnit, which: int, fate: tuple[Deed, int]) -> None:
        """Take a unit through a run, unless its position or it is at work."""
        free = [name for name in (position, *POSITIONS) if not self.busy(name)]
        if not free or self.is_held(unit):
            return
        position, usual = free[0], USUAL[unit.make.inside]
        self.prepare(position, unit, usual[which % len(usual)])
        self.press_start(position, Fate(*fate))

    @precondition(lambda self: self.of_phase(Phase.RUNNING))
    @rule(number=st.integers(0, 2), deed=st.sampled_from([Deed.NOTHING, Deed.CANCEL, Deed.UNPLUG]))
    def go_on(self, number: int, deed: Deed) -> None:
        """Have a unit that takes its time answer; or cancel its run before, or pull it out."""
        busy = self.of_phase(Phase.RUNNING)
        self.lay_hands(busy[number % len(busy)], deed)

    @precondition(lambda self: self.of_phase(Phase.ENDED, Phase.STOPPED))
    @rule(number=st.integers(0, 2), name=ORDERS)
    def next_unit(self, number: int, name: str) -> None:
        """Take a verdict as seen; a supervisor has the position work on another order."""
        over = self.of_phase(Phase.ENDED, Phase.STOPPED)
        position = over[number % len(over)]
        if self.model.orders[name].state.takes_units:
            self.records.assign(position, name)
        self.ready_to_scan(position)

    def of_phase(self, *phases: Phase) -> list[str]:
        """Return the positions that stand there."""
        return [name for name in POSITIONS if self.at(name).phase in phases]

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

    def teardown(self) -> None:
        """Check that the line can go on from here, and put all away."""
        with self.stack:
            if sys.exc_info()[0] is not None:
                return
            self.go_home()
            self.check_chain()
            self.assert_the_next_unit_passes()

    def assert_the_next_unit_passes(self) -> None:
        """Have a good unit pass in an order that has a place, if any has."""
        for name, order in self.model.orders.items():
            if order.state is OrderState.PAUSED:
                self.records.set_order_state(name, OrderState.OPEN)
                order.state = OrderState.OPEN
        free = list(self.model.open_orders())
        for name in free and [free[self.model.begun % len(free)]]:
            inside = next(kind for kind, orders in USUAL.items() if name in orders)
            key = "spare" if inside is Inside.CHIP else ""
            make = Make(f"SN-{next(self.numbers)}", inside, key)
            unit = self.fresh(make.serial, make)
            position = "1"
            self.prepare(position, unit, name)
            self.press_start(position, Fate())
            assert make.serial.lower() in self.model.shown, self.at(position)
