"""A practice bench with a station on it, and the short words that tests say to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from threading import Event

from station.line.run import RunResult, run_unit
from station.line.steps import Listener
from station.line.work import Job
from station.model.order import OrderSpec
from station.model.run import Unit
from station.operations.plant import Plant
from station.operations.practice import ID_SCOPE, position_of, practice_pin
from station.practice.bench import PracticeBench
from station.practice.seats import Seat
from station.practice.unit_config import NORMAL, Behaviour
from station.practice.units import PracticeUnit, UnitKind
from station.secret import Secret

MECHANISMS = {
    "tpm": UnitKind.TPM,
    "x509": UnitKind.X509,
    "symmetric": UnitKind.SYMMETRIC,
    "console": UnitKind.CONSOLE,
    "modem": UnitKind.MODEM,
    "bench-tpm": UnitKind.TPM_MODULE,
    "x509-tpm": UnitKind.TPM,
    "x509-device": UnitKind.DEVICE_KEY,
    "symmetric-device": UnitKind.DEVICE_KEY,
    "symmetric-tpm": UnitKind.TPM,
}


@dataclass
class Floor:
    """A bench and its station, and the short words that tests say to them."""

    bench: PracticeBench
    plant: Plant
    numbers: "count[int]"

    @property
    def seat(self) -> Seat:
        return self.bench.seats[0]

    def order(
        self,
        mechanism: str,
        *,
        quantity: int = 5,
        profile: str | None = None,
        pin: Secret | None = None,
    ) -> Job:
        self.go_on()
        name = f"{mechanism}-{next(self.numbers)}"
        spec = OrderSpec(
            name=name,
            profile=profile or f"practice-{mechanism}",
            id_scope=ID_SCOPE,
            quantity=quantity,
        )
        self.plant.create_order(spec, pin or practice_pin())
        return self.plant.job(name)

    def go_on(self) -> None:
        """Let go on what earlier bad units have stopped."""
        records = self.plant.tools.records
        for stop in records.standing_still():
            records.stops.restart(stop.place, reason="the next test")

    def unit(self, mechanism: str, serial: str | None = None) -> PracticeUnit:
        self.go_on()
        return self.bench.make_unit(MECHANISMS[mechanism], serial or self.serial())

    def serial(self) -> str:
        return f"SN-{next(self.numbers):06d}"

    def run(
        self,
        unit: PracticeUnit,
        job: Job,
        *,
        behaviour: Behaviour = NORMAL,
        listeners: Sequence[Listener] = (),
        scanned: str | None = None,
        seat: Seat | None = None,
    ) -> RunResult:
        self.go_on()
        where = seat or self.seat
        self.bench.plug(where, unit, behaviour)
        try:
            return run_unit(
                Unit(scanned=scanned), job, position_of(where), self.plant.tools, listeners, Event()
            )
        finally:
            self.bench.unplug(where)

    def assert_refused(self, result: RunResult, job: Job, code: str) -> None:
        """Check what must hold of every refused run."""
        records = self.plant.tools.records
        assert result.error is not None, "it passed"
        assert result.error.code == code, f"{result.error.code}: {result.error.detail}"
        assert result.error.remedy.endswith(".")
        assert result.enrollment is None
        assert all(e.run != result.run for e in records.enrollments(order=job.order.name))
        recorded = next(r for r in records.runs(job.order.name) if r.name == result.run)
        assert recorded.outcome is result.outcome
        assert recorded.code == code
        usage = records.usage(job.order.name)
        assert usage.reserved == 0

    def assert_next_unit_passes(self, mechanism: str, job: Job) -> None:
        result = self.run(self.unit(mechanism), job)
        assert result.error is None, f"{result.error}: {result.error.detail}"
