"""Orders, units and people in any order of things: nothing without its right, and all of it told.

Whatever is done is done by whoever happens to be asked. A simple model (`life_model`) says from the
rules alone whether it must succeed or by which codes it is refused, and how many entries it adds to
the chain.
"""

from types import SimpleNamespace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from station.errors import Outcome
from station.model.names import IdScope, RegistrationId
from station.model.order import Course, OrderState
from station.model.rights import Approval, Right
from station.model.unit_state import CHANGES, UnitChange, UnitState
from station.records import pins
from station.records.store import Records
from tests.unit.records.life_model import MAX_RUNS, Batch, Unit, Work
from tests.unit.records.life_people import ASKS, Ask, PeopleMachine
from tests.unit.records.software import SCOPE, begin, enrollment_of, make_order, x509_identity
from tests.unit.records.staffed import quick_hashing

ORDERS = st.sampled_from(["o1", "o2", "o3", "o4"])
SERIALS = st.sampled_from(["u1", "u2", "u3", "u4", "u5"])
LISTS = st.frozensets(SERIALS, min_size=2, max_size=4)
BY_PEOPLE = st.sampled_from([change for change, told in CHANGES.items() if told.right])
NOT_PASSED = st.sampled_from([Outcome.FAILED, Outcome.FAILED, Outcome.ERROR, Outcome.CANCELLED])
ANY_RUN = st.integers(0, 3)
UNCLOSED = (OrderState.OPEN, OrderState.FIRST_ARTICLE, OrderState.PAUSED)
WORKING = (OrderState.OPEN, OrderState.FIRST_ARTICLE)


class LifeMachine(PeopleMachine):
    """The record beside a model of its people, its orders and its units."""

    def __init__(self) -> None:
        super().__init__()
        self.floor.units = {f"u{number}": Unit() for number in range(1, 6)}
        self.keys = 0
        for badge in ("W-1", "S-1"):
            self.log_in(badge, right=True)
        first = Ask(sensible=True)
        self.add_order("o1", (3, 1), first_article=False, ask=first)
        self.add_order("o2", (2, 1), first_article=True, ask=first)
        for order, serial in (("o1", "u1"), ("o2", "u2")):
            self.make(order, serial, ask=Ask())
        self.begin_and_admit("o1", "u3")
        self.end(0, Outcome.FAILED)

    # --- orders -----------------------------------------------------------------------------

    @rule(
        name=ORDERS,
        size=st.tuples(st.integers(1, 3), st.integers(0, 2)),
        first_article=st.booleans(),
        ask=ASKS,
    )
    def add_order(self, name: str, size: tuple[int, int], first_article: bool, ask: Ask) -> None:
        """Make an order."""
        approval, codes = self.agree(Right.ORDERS, ask)
        codes |= {"REC-016"} if name in self.floor.orders else set()
        course = Course(first_article=first_article)
        made = make_order(name, size[0])
        spec = made.spec.model_copy(update={"scrap_allowance": size[1]})
        changes = {"spec": spec, "course": course, "state": course.under_way, "practice": False}
        order = made.model_copy(update=changes)
        if self.changed(codes, lambda: self.records.add_order(order, approval)):
            self.floor.orders[name] = Batch(*size, first_article, course.under_way)

    @rule(
        name=ORDERS,
        state=st.sampled_from([OrderState.OPEN, OrderState.OPEN, OrderState.PAUSED]),
        ask=ASKS,
    )
    def set_state(self, name: str, state: OrderState, ask: Ask) -> None:
        """Pause an order or let it go on."""
        self._set_state(name, state, ask)

    @rule(name=ORDERS, seldom=st.integers(0, 3), ask=ASKS)
    def close(self, name: str, seldom: int, ask: Ask) -> None:
        """Close an order for good."""
        if not seldom:
            self._set_state(name, OrderState.CLOSED, ask)

    def _set_state(self, name: str, state: OrderState, ask: Ask) -> None:
        approval, codes = self.agree(Right.ORDERS, ask)
        codes |= self.floor.of_order(name, *UNCLOSED)
        batch = self.floor.orders.get(name)
        wanted = batch.under_way if batch and state.takes_units else state
        if batch and batch.state is wanted:
            self.records.set_order_state(name, state, approval)
            return
        done = self.changed(codes, lambda: self.records.set_order_state(name, state, approval))
        if done and batch:
            batch.state = wanted

    @rule(name=ORDERS, quantity=st.integers(1, 5), ask=ASKS)
    def allot(self, name: str, quantity: int, ask: Ask) -> None:
        """Change an order's quantity."""
        approval, codes = self.agree(Right.ALLOT, ask)
        codes |= self.floor.of_order(name, *UNCLOSED)
        if name in self.floor.orders and self.floor.usage(name).used > quantity:
            codes.add("REC-043")
        allot = self.records.order_changes.allot
        if self.changed(codes, lambda: allot(name, quantity, approval)):
            self.floor.orders[name].quantity = quantity

    @rule(name=ORDERS, to=ORDERS, seldom=st.integers(0, 1), ask=ASKS)
    def carry(self, name: str, to: str, seldom: int, ask: Ask) -> None:
        """Carry over what is left of an order."""
        if seldom or name not in self.floor.orders:
            return
        approval, codes = self.agree(Right.ORDERS, ask)
        old = self.floor.orders[name]
        left = old.quantity - self.floor.usage(name).used
        codes |= self.floor.of_order(name, *UNCLOSED)
        codes |= {"REC-016"} if to in self.floor.orders else set()
        codes |= {"REC-046"} if left < 1 else set()
        carry = self.records.order_changes.carry
        if self.changed(codes, lambda: carry(name, to, {}, approval), 2):
            allowance = old.allowance - old.scrapped
            new = Batch(left, allowance, old.first_article, old.state)
            new.serials, new.signed, new.had_run = old.serials, old.signed, old.had_run
            self.floor.orders[to], old.state = new, OrderState.CLOSED

    @rule(name=ORDERS, ask=ASKS)
    def correct(self, name: str, ask: Ask) -> None:
        """Write an order's ID scope anew."""
        approval, codes = self.agree(Right.ORDERS, ask)
        codes |= self.floor.of_order(name, *UNCLOSED)
        if name in self.floor.orders and self.floor.orders[name].had_run:
            codes.add("REC-044")
        correct = self.records.order_changes.set_id_scope
        self.changed(codes, lambda: correct(name, SCOPE, approval))

    @rule(name=ORDERS, serials=LISTS, ask=ASKS)
    def list_serials(self, name: str, serials: frozenset[str], ask: Ask) -> None:
        """Have an order take some units alone."""
        approval, codes = self.agree(Right.ORDERS, ask)
        codes |= self.floor.of_order(name, *UNCLOSED)
        upper = [serial.upper() for serial in serials]
        lists = self.records.serial_lists
        if self.changed(codes, lambda: lists.set(name, upper, approval)):
            self.floor.orders[name].serials = serials

    @rule(name=ORDERS, position=st.sampled_from(["1", "2"]), ask=ASKS)
    def assign(self, name: str, position: str, ask: Ask) -> None:
        """Have a position work on an order."""
        approval, codes = self.agree(Right.ORDERS, ask)
        codes |= self.floor.of_order(name, *WORKING)
        self.changed(codes, lambda: self.records.assign(position, name, approval))

    @rule(name=ORDERS, ask=ASKS)
    def sign(self, name: str, ask: Ask) -> None:
        """Sign a first article."""
        name = self.near(name, self._waiting(), ask)
        approval, codes = self.agree(Right.FIRST_ARTICLE, ask)
        codes |= self._undecided(name)
        batch = self.floor.orders.get(name)
        unit = batch.newest if batch else None
        if unit:
            codes |= set() if unit.live else {"REC-040"}
            codes |= {"REC-041"} if approval and {*approval.by} & {*unit.workers} else set()
        sign = self.records.first_articles.sign
        if self.changed(codes, lambda: sign(name, approval)) and batch:
            batch.signed, batch.state = True, OrderState.OPEN

    @rule(name=ORDERS, ask=ASKS)
    def reject(self, name: str, ask: Ask) -> None:
        """Reject a first article."""
        name = self.near(name, self._waiting(), ask)
        approval, codes = self.agree(Right.FIRST_ARTICLE, ask)
        codes |= self._undecided(name)
        reject = self.records.first_articles.reject
        if self.changed(codes, lambda: reject(name, "a scratch", approval)):
            self.floor.orders[name].rejected = self.floor.orders[name].enrolled

    def _waiting(self) -> list[str]:
        return [name for name, batch in self.floor.orders.items() if batch.undecided]

    def _undecided(self, name: str) -> set[str]:
        if name not in self.floor.orders:
            return {"REC-014"}
        return set() if self.floor.orders[name].undecided else {"REC-040"}

    # --- runs -------------------------------------------------------------------------------

    @rule(order=ORDERS)
    def begin(self, order: str) -> None:
        """Begin a run."""
        self._begun(order)

    def _begun(self, order: str) -> Work | None:
        codes = self.floor.of_order(order, *WORKING)
        codes |= set() if self.house.duty else {"REC-025"}
        run = self.tried(codes, lambda: begin(self.records, order))
        if run is None:
            return None
        assert run.workers == (self.house.duty,)
        work = Work(run, order, [self.house.duty])
        self.floor.works.append(work)
        self.floor.orders[order].had_run = True
        return work

    @rule(order=ORDERS, serial=SERIALS)
    def begin_and_admit(self, order: str, serial: str) -> None:
        """Begin a run and admit its unit, as most runs go."""
        work = self._begun(order)
        if work is not None:
            self._admit(work, serial)

    @rule(number=ANY_RUN, serial=SERIALS)
    def admit(self, number: int, serial: str) -> None:
        """Admit a unit to a run that has none."""
        idle = [work for work in self.floor.works if not work.unit]
        if idle:
            self._admit(idle[number % len(idle)], serial)

    def _admit(self, work: Work, serial: str) -> None:
        unit = self.floor.units[serial]
        self.house.entries += unit.held()
        codes = self.floor.refusals(work.order, serial)
        codes |= {"REC-061"} if work.run.name < max(unit.runs, default="") else set()
        name, said = work.run, serial.upper()
        repaired = unit.mark is UnitState.REWORK and not unit.live
        admit = self.records.admit
        if self.changed(codes, lambda: admit(name, said, max_runs=MAX_RUNS), int(repaired)):
            work.unit, unit.work, unit.issued = serial, work, False
            unit.mark = None if unit.mark is UnitState.REWORK else unit.mark

    def _at_work(self, number: int) -> Work | None:
        admitted = [work for work in self.floor.works if work.unit]
        return admitted[number % len(admitted)] if admitted else None

    @rule(number=ANY_RUN)
    def spend(self, number: int) -> None:
        """Issue a certificate."""
        work = self._at_work(number)
        if work is not None:
            self.records.spend(work.run)
            self.house.entries += not self.floor.units[work.unit].issued
            self.floor.units[work.unit].issued = True

    @rule(number=ANY_RUN, outcome=NOT_PASSED)
    def end(self, number: int, outcome: Outcome) -> None:
        """Fail, break or be cancelled."""
        if not self.floor.works:
            return
        work = self.floor.works[number % len(self.floor.works)]
        self.records.end_run(
            work.run, outcome, code=None, detail="", serial="", seconds=1, steps=()
        )
        self.house.entries += 1
        self.floor.failed(work, counts=outcome is Outcome.FAILED)
        if work.unit:
            self.house.entries += self.floor.units[work.unit].held()

    @rule(number=ANY_RUN)
    def enrol(self, number: int) -> None:
        """Pass."""
        work = self._at_work(number)
        if work is not None:
            self._passed(work)

    def _passed(self, work: Work) -> None:
        self.keys += 1  # a key that nobody had
        identity = x509_identity(work.unit, f"key {self.keys}")
        enrollment = enrollment_of(work.run, work.unit.upper(), identity)
        self.records.enrol(work.run, enrollment, seconds=1, steps=())
        self.house.entries += 1
        self.floor.passed(work)

    @rule(order=ORDERS, serial=SERIALS, ask=ASKS)
    def make(self, order: str, serial: str, ask: Ask) -> None:
        """Take a unit that may be made from beginning to end, by somebody who is there."""
        able = self.house.able(Right.PROVISION)
        if not self.house.duty and able:
            self.log_in(able[-1], right=True)
        working = [n for n, batch in self.floor.orders.items() if batch.state in WORKING]
        work = self._begun(self.near(order, working, ask))
        if work is None:
            return
        units = [one for one in self.floor.units if not self.floor.refusals(work.order, one)]
        self._admit(work, self.near(serial, units, ask))
        if work.unit:
            self._passed(work)

    # --- units ------------------------------------------------------------------------------

    @rule(serial=SERIALS, change=BY_PEOPLE, ask=ASKS)
    def change(self, serial: str, change: UnitChange, ask: Ask) -> None:
        """Repair a unit, scrap it, put it aside, release it, take it back or swap its board."""
        able = [one for one in self.floor.units if not self.floor.changing(one, change)]
        serial, right = self.near(serial, able, ask), CHANGES[change].right
        assert right is not None
        approval, codes = self.agree(right, ask)
        codes |= self.floor.changing(serial, change)
        if self.changed(codes, lambda: self.records.units.change(serial, change, approval)):
            self.floor.changed(serial, change)

    def _live(self) -> list[str]:
        return [serial for serial, unit in self.floor.units.items() if unit.live]

    def _device(self, serial: str) -> tuple[tuple[IdScope, RegistrationId], set[str]]:
        newest = self.floor.units[serial].newest
        codes = {"REC-015"} if newest is None else set() if newest.live else {"SVC-007"}
        return (IdScope.parse(SCOPE), RegistrationId.parse(serial)), codes

    @rule(serial=SERIALS, ask=ASKS)
    def revoke(self, serial: str, ask: Ask) -> None:
        """Take a unit off the list."""
        serial = self.near(serial, self._live(), ask)
        approval, codes = self.agree(Right.REVOKE, ask)
        device, wrong = self._device(serial)
        newest = self.floor.units[serial].newest
        revoke = self.records.revoke
        if self.changed(codes | wrong, lambda: revoke(device, "lost", approval)) and newest:
            newest.live = False

    @rule(serial=SERIALS, ask=ASKS)
    def export(self, serial: str, ask: Ask) -> None:
        """Export a unit."""
        serial = self.near(serial, self._live(), ask)
        approval, codes = self.agree(Right.EXPORT, ask)
        device, wrong = self._device(serial)
        wrong |= {"SVC-007"} if self.floor.units[serial].mark else set()
        self.changed(codes | wrong, lambda: self._exported(device, approval))

    def _exported(self, device: tuple[IdScope, RegistrationId], by: Approval | None) -> None:
        self.records.record_export(
            [device], manifest_hash="00" * 32, folder_name="f", format_name="json", approval=by
        )

    @rule(seldom=st.integers(0, 5), crash=st.booleans())
    def stop_and_start(self, seldom: int, crash: bool) -> None:
        """Stop, or have the power cut, and start again."""
        if seldom:
            return
        path = self.records.path
        stop = self.records._held.close if crash else self.records.close
        stop()
        self.records = Records.open(path, self.guard, now=self.clock)
        self.hurry()
        self.house.restarted()
        for work in list(self.floor.works):
            self.floor.failed(work, counts=False)
            self.house.entries += 1

    # --- what holds -------------------------------------------------------------------------

    @invariant()
    def the_record_says_what_the_rules_say(self) -> None:
        """States and places are the model's, never too many, and every change is in the chain."""
        assert {order.name for order in self.records.orders()} == {*self.floor.orders}
        for name, batch in self.floor.orders.items():
            order, usage = self.records.order(name), self.records.usage(name)
            spec = order.spec
            assert (order.state, usage) == (batch.state, self.floor.usage(name))
            assert (spec.quantity, spec.scrap_allowance) == (batch.quantity, batch.allowance)
            assert usage.used <= batch.quantity
            assert usage.scrapped <= batch.allowance
            assert batch.undecided <= 1
        for serial, unit in self.floor.units.items():
            mark = self.records.unit(serial)
            assert mark is None or not unit.runs or mark.state is unit.state
        assert self.records.on_duty == self.house.duty
        self.assert_everybody_might()


@pytest.mark.timeout(400)  # on a busy machine
def test_nothing_happens_without_its_right_and_all_of_it_is_told() -> None:
    limits = settings(max_examples=12, stateful_step_count=50, deadline=None)
    with quick_hashing(), pytest.MonkeyPatch.context() as patch:
        # The wait after wrong PINs never passes: how long it is is tested elsewhere.
        patch.setattr(pins, "time", SimpleNamespace(monotonic=lambda: 0.0))
        run_state_machine_as_test(LifeMachine, settings=limits)
