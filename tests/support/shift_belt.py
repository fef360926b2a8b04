"""Brings a simulated shift's units to its positions, plays its accidents, and judges the runs."""

import shutil
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import Final

from station.errors import Outcome
from station.line.bench import Position
from station.line.run import RunResult
from station.line.shift import Assignment
from station.line.work import Job
from station.model.run import StepEvent, Unit
from station.practice.bench import PracticeBench
from station.practice.seats import Pull, Seat
from station.practice.unit_config import Behaviour, Pacing, UnitConfig
from station.practice.units import PracticeUnit
from tests.support.floor import MECHANISMS
from tests.support.shift_units import WHOLE, Planned, Trouble, planned
from tests.support.unit_host import Host

_AHEAD: Final = 24  # units that are made before they are wanted
_OTHERS: Final = "SH-999999"


@dataclass
class _Seated:
    """What goes on at one position; its own thread's, but for `events` and `cancel`.

    Attributes:
        seat: the bench's.
        host: what units without other processes run in.
        plan: the unit at work.
        unit: that unit as it was made.
        last: the unit to come again, or None.
        cancel: ends its run.
        events: how many its run has told.
    """

    seat: Seat
    host: Host
    plan: Planned | None = None
    unit: PracticeUnit | None = None
    last: tuple[Planned, PracticeUnit] | None = None
    cancel: Event = field(default_factory=Event)
    events: int = 0


@dataclass
class Belt:
    """The feed of a simulated shift.

    Attributes:
        bench: what makes the units, and has the seats.
        jobs: what is made of each product.
        hosts: one for each seat.
        seed: where all comes from.
        units: how many come.
        troubled: which part of them has a trouble.
        outcomes: how often each trouble led to each code.
        findings: what must not be.
    """

    bench: PracticeBench
    jobs: Mapping[str, Job]
    hosts: Sequence[Host]
    seed: int
    units: int
    troubled: float
    outcomes: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    _number: int = 0
    _lock: Lock = field(default_factory=Lock)
    _places: dict[str, _Seated] = field(default_factory=dict)
    _made: dict[int, "Future[PracticeUnit]"] = field(default_factory=dict)
    _hands: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(4, thread_name_prefix="hands")
    )
    _makers: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(2, thread_name_prefix="maker")
    )

    def __post_init__(self) -> None:
        for seat, host in zip(self.bench.seats, self.hosts, strict=True):
            self._places[seat.name] = _Seated(seat, host)
        for number in range(1, _AHEAD + 1):
            self._make(number)

    def close(self) -> None:
        """Make no more units, and play no more accidents."""
        self._makers.shutdown(cancel_futures=True)
        self._hands.shutdown()

    def _make(self, number: int) -> None:
        if number <= self.units:
            plan = planned(self.seed, number, self.troubled)
            kind = MECHANISMS[plan.product]
            self._made[number] = self._makers.submit(self.bench.make_unit, kind, plan.serial)

    def next(self, position: Position, cancel: Event) -> Assignment | None:
        """Put the next unit in, or once more the one that failed."""
        place = self._places[position.name]
        if self.findings or cancel.is_set():
            return None
        if place.last is not None:
            plan, unit = place.last
            place.last = None
        else:
            with self._lock:
                number = self._number + 1
                if number > self.units:
                    return None
                self._number = number
                made = self._made.pop(number)
                self._make(number + _AHEAD)
            plan, unit = planned(self.seed, number, self.troubled), made.result()
        place.plan, place.unit, place.events, place.cancel = plan, unit, 0, Event()
        if plan.trouble is not Trouble.EMPTY:
            self._plug(place, unit, plan.behaviour)
        scanned = _OTHERS if plan.trouble is Trouble.SCAN else None
        return Assignment(Unit(scanned=scanned), self.jobs[plan.product], place.cancel)

    def _plug(self, place: _Seated, unit: PracticeUnit, behaviour: Behaviour) -> None:
        if place.plan and place.plan.product in WHOLE:
            self.bench.plug(place.seat, unit, behaviour)
            return
        config = UnitConfig(
            serial=unit.serial,
            model=f"practice-{unit.kind.value}",
            firmware="1.0.0",
            port_link=Path(place.seat.port),
            pacing=Pacing.NONE,
            behaviour=behaviour,
            face=unit.face,
            memory=unit.memory,
        )
        place.host.plug(config)

    def heard(self, event: StepEvent) -> None:
        """Let the accident strike whose time has come; called in the run's own thread."""
        place = self._places[event.position]
        plan, number = place.plan, place.events
        place.events += 1
        if plan is None or event.outcome is not None or number != plan.event:
            return
        if plan.trouble in {Trouble.CANCEL, Trouble.PULL}:
            self._hands.submit(self._strike, place, plan)

    def _strike(self, place: _Seated, plan: Planned) -> None:
        time.sleep(plan.wait_s)
        if place.plan is not plan:
            return
        if plan.trouble is Trouble.CANCEL:
            place.cancel.set()
        else:
            self._unplug(place, plan, Pull.ABRUPT)

    def _unplug(self, place: _Seated, plan: Planned, pull: Pull) -> None:
        if plan.product in WHOLE:
            self.bench.unplug(place.seat, pull)
        else:
            place.host.unplug(pull)

    def done(self, position: Position, result: RunResult) -> None:
        """Take the unit out and look at what came of it; what failed for no good comes again."""
        place = self._places[position.name]
        plan, unit = place.plan, place.unit
        if plan is None or unit is None:
            raise AssertionError("nobody was there")
        place.plan = None
        self._unplug(place, plan, Pull.CLEAN)
        code = "PASS" if result.error is None else result.error.code
        with self._lock:
            self.outcomes[f"{plan.trouble.value} {code}"] += 1
        self._judge(plan, result, code)
        place.last = self._again(plan, unit, result)
        if place.last is None:
            shutil.rmtree(unit.folder, ignore_errors=True)

    @staticmethod
    def _again(
        plan: Planned, unit: PracticeUnit, result: RunResult
    ) -> tuple[Planned, PracticeUnit] | None:
        """Return the unit that comes once more: one that failed, without its trouble."""
        good = Planned(plan.number, plan.product)
        if result.outcome is not Outcome.PASSED:
            return None if plan.trouble is Trouble.PASSED else (good, unit)
        comes = plan.trouble is Trouble.TWICE
        return (Planned(plan.number, plan.product, Trouble.PASSED), unit) if comes else None

    def _judge(self, plan: Planned, result: RunResult, code: str) -> None:
        error = result.error
        detail = "" if error is None else f"{error}: {error.detail}"
        about = f"--seed {self.seed}: unit {plan}: {detail}"
        passes = plan.trouble in {Trouble.NONE, Trouble.TWICE}
        refused = plan.trouble in {Trouble.SCAN, Trouble.EMPTY, Trouble.PASSED}
        if passes and error is not None:
            self.findings.append(f"{about} - a good unit")
        if refused and error is None:
            self.findings.append(f"{about} - it passed")
        if plan.trouble is Trouble.PASSED and code != "REC-008":
            self.findings.append(f"{about} - it has passed before")
        if code == "LIN-014" or result.outcome is Outcome.ERROR:
            self.findings.append(f"{about} - no unit's fault")
        if code == "LIN-003" and plan.trouble is not Trouble.CANCEL:
            self.findings.append(f"{about} - nobody cancelled it")
