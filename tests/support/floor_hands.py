"""A bench at work in any order of things, beside a simple model of what is true of its units."""

import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis.stateful import RuleBasedStateMachine

from station.errors import Outcome, StationError
from station.hsm.tokens import Token
from station.line.mechanisms.issuing import ISSUE
from station.line.mechanisms.leftovers import KEY_LABEL
from station.links import LINKS
from station.model.attestation import X509Attestation
from station.operations.bench_view import BenchView, Phase, PositionView
from station.operations.plant import Plant, open_plant
from station.operations.practice import practice_pin
from station.practice.smp_server import TpmFront
from station.records.store import Records
from tests.support.fates import PATIENCE_S, Deed, Fate, Fates, PowerCut, ticking
from tests.support.floor_model import PASS, FloorModel, Work
from tests.support.modelled_station import POSITIONS, WatchedWizard, Works, batches
from tests.support.modelled_units import Make, ModelledKind, ModelledUnit, Seat, fresh

BY_HAND = {
    Deed.CANCEL: {"LIN-003"},
    Deed.UNPLUG: {"LNK-001", "LNK-002", "LNK-003"},
}


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


@dataclass(frozen=True)
class Shop:
    """What all examples share.

    Attributes:
        works: the station, to be copied.
        chips: the TPMs, by their names.
        tally: counts how runs ended and what befell them.
    """

    works: Works
    chips: Mapping[str, TpmFront]
    tally: Counter[str] = field(default_factory=Counter)


class FloorHands(RuleBasedStateMachine):
    """A station with its bench and whoever works there, beside a model of it.

    Args:
        shop: what it is made of.
    """

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self.shop = shop
        self.stack = ExitStack()
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.data = shop.works.copied(self.folder / "plant")
        self.model = FloorModel(batches())
        self.fates = Fates(self.pulled, self.cancelled, self.noted)
        self.seats = {name: Seat(name, self.folder) for name in POSITIONS}
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
        return fresh(folder, make, self.shop.chips, self.shop.works)

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
        self.let_go_on()

    def let_go_on(self) -> None:
        """Let go on what bad units have stopped, where the record has such stops at all.

        What stops when is tested elsewhere; here the next unit is to be able to go on.
        """
        records: Any = self.records
        standing = list(records.standing_still()) if hasattr(records, "stops") else []
        for stop in standing:
            records.stops.restart(stop.place, reason="to go on with the next")
        if standing:
            self.wizard.reload()

    @property
    def records(self) -> Records:
        """The record, open."""
        return self.plant.tools.records

    def cut_off(self) -> None:
        """Cut the power, and start again."""
        self.fates.cut()
        # Nothing is closed in good order: files and locks are let go, as by a process that ended.
        self.fates.let_fall(self.records)
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

    def noted(
        self, position: str, name: str, given: tuple[object, ...], more: Mapping[str, object]
    ) -> None:
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
            self.codes[position] = code = str(more["code"])
            model.ended(position, Outcome(given[1]), code, str(more["serial"]))
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
            self.shop.tally["cut"] += 1
            self.cut_off()
            return
        if fate.waiting:
            self.shop.tally["waits"] += 1
            return
        allowed = expected | (BY_HAND.get(fate.deed, set()) if fate.befell else set())
        code = self.codes.pop(position)
        assert code in allowed, f"{code}, not one of {allowed}: {asked}, {fate}"
        befell = fate.deed.value if fate.befell else "untouched"
        self.shop.tally[f"{code or 'PASS'}{' again' if again else ''}, {befell}"] += 1
        self.check_ended(position, code, again=again)
        self.let_go_on()

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
        if order == "tokens":
            seat = Seat("look", self.folder)
            seat.put_in(unit)
            with Token.open(seat.position.address(None), practice_pin()) as token:
                kept = Counter(one.kind for one in token.objects() if one.label == KEY_LABEL)
            assert kept
            assert set(kept.values()) == {1}, f"its token holds two of a kind: {kept}"
        if order == "given-once":
            assert run.name in unit.proved, "it passed without a proof"
            attestation = enrollment.identity.attestation
            assert isinstance(attestation, X509Attestation)
            assert unit.certificate().startswith(attestation.certificate)

    def prepare(self, position: str, unit: ModelledUnit, order: str) -> None:
        """Have a position ready to start a unit for an order, where it may be."""
        if self.model.orders[order].state.takes_units:
            self.records.assign(position, order)
        self.ready_to_scan(position)
        self.seat(position, unit)
        self.wizard.choose(position)
        self.wizard.scan(unit.make.serial)

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

    def go_home(self) -> None:
        """Cancel what is at work."""
        for position in POSITIONS:
            self.lay_hands(position, Deed.CANCEL)

    @contextmanager
    def pressing(self, refused: set[str], done: Callable[[], None], cut: int) -> Iterator[None]:
        """Do something by hand, that is refused or done; or the power is cut meanwhile."""
        mine = threading.current_thread().name
        fate = self.fates.of[mine] = Fate(Deed.CUT if 0 < cut < 5 else Deed.NOTHING, cut)
        code = PASS
        try:
            yield
        except StationError as error:
            code = error.code
        except PowerCut:
            code = PASS if fate.commits else "cut"
        self.fates.of.pop(mine, None)
        assert code in (refused or {PASS, "cut"}), f"{code}, not {refused}"
        if code == PASS:
            done()
        if self.fates.dead:
            self.cut_off()

    def check_chain(self) -> None:
        """Check that the record is whole and all of it signed."""
        assert self.records.verify().unsigned == 0
