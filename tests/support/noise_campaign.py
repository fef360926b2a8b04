"""Noise against a practice bench: units that lie, lines that spoil bytes, cables pulled, reboots.

`python -m tests.support.noise_campaign [--runs N] [--seed N] [--unit N]` prints what was found and
ends with 1 where anything was. Each unit of a campaign has troubles of its own, which come from the
seed and the unit's number alone: with `--unit` one of them is gone through again.
"""

import argparse
import contextlib
import dataclasses
import logging
import random
import re
import sys
import tempfile
import threading
import tomllib
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Event, Lock, Timer
from typing import Final
from unittest.mock import patch

import tomli_w

from station.errors import Outcome
from station.folders import Data, resources
from station.line.run import RunResult, run_unit
from station.line.work import Job
from station.links import LINKS
from station.links.console import ConsoleKind
from station.links.link import LinkKind
from station.links.smp import SmpKind
from station.model.run import Unit
from station.model.settings import Settings
from station.operations.practice import new_practice_plant, position_of
from station.practice.bench import PracticeBench
from station.practice.seats import Pull, Seat
from station.practice.unit_config import NORMAL, Behaviour, Manner, Pacing
from station.practice.units import PracticeUnit
from tests.support.floor import Floor
from tests.support.noise_oracle import LISTINGS, Differs, check_inside, demand, loaded_in
from tests.support.noisy_line import Fault, NoisyLine, Spoil, Way

_log = logging.getLogger("station.noise")

PRODUCTS: Final = ("tpm", "x509", "symmetric", "console", "x509-device", "x509-tpm", "modem")
_WITH_TPM: Final = frozenset({"tpm", "console", "x509-tpm"})
_POSITIONS: Final = 6
_TRIES: Final = 4  # with troubles; a unit that none of them let pass must pass without any
# The scaled time-outs, and what no run may exceed by them, seconds.
_CONNECT_S, _ANSWER_S, _CHIP_S = 2.0, 1.0, 3.0
LIMIT_S: Final = 60.0
_PATIENT_S: Final = 30.0  # for what is no trial
_KEPT: Final = 60  # lines of a transcript that a finding shows

_SPOILS: Final = (Spoil.DROP, Spoil.DOUBLE, Spoil.FLIP, Spoil.DELAY, Spoil.NOISE)
_CUTS: Final = (Spoil.UNPLUG, Spoil.REBOOT)
_LIES: Final = (
    *(Manner.SILENT, Manner.GARBAGE, Manner.SWAPPED, Manner.SLOW, Manner.NOISY),
    *(Manner.DIES, Manner.REFUSES, Manner.NO_TPM),
)
# What no unit gets past with, whatever it is: it never says a thing that is true.
_HOPELESS: Final = frozenset({Manner.SILENT, Manner.GARBAGE, Manner.REFUSES, Manner.SWAPPED})
_WITHOUT_TPM: Final = frozenset({Manner.DIES, Manner.NO_TPM})


@dataclass(frozen=True)
class Trial:
    """One run's troubles.

    Attributes:
        behaviour: the unit's.
        faults: the line's.
    """

    behaviour: Behaviour = NORMAL
    faults: Sequence[Fault] = ()

    @property
    def stays(self) -> bool:
        """Whether the unit can stay in its seat afterwards: it was neither cut off nor a liar."""
        return self.behaviour == NORMAL and not any(f.spoil in _CUTS for f in self.faults)

    def hopeless(self, product: str) -> bool:
        """Return whether the run mustn't pass, whatever else happens."""
        if self.behaviour.after:
            return False
        manner = self.behaviour.manner
        return manner in _HOPELESS or (product in _WITH_TPM and manner in _WITHOUT_TPM)


def trials(product: str, usual: dict[Way, int], chance: random.Random) -> Iterator[Trial]:
    """Yield the troubles of one unit.

    Args:
        product: what it is.
        usual: how many bytes cross its line in a run without troubles.
        chance: where they come from.
    """
    for _ in range(chance.randint(1, _TRIES)):
        match chance.choice(["noise", "noise", "noise", "cut", "cut", "lie"]):
            case "noise":
                yield Trial(faults=[_fault(usual, chance) for _ in range(chance.randint(1, 5))])
            case "cut":
                way = chance.choice(list(Way))
                cut = Fault(way, chance.randrange(usual[way]), chance.choice(_CUTS))
                yield Trial(faults=[cut])
            case _:
                after = chance.choice([0, 0, 1, 5, 12]) if product in _WITH_TPM else 0
                yield Trial(Behaviour(chance.choice(_LIES), after, chance.choice([0.02, 0.2])))


def _fault(usual: dict[Way, int], chance: random.Random) -> Fault:
    way, spoil = chance.choice(list(Way)), chance.choice(_SPOILS)
    length = chance.choice([1, 1, 2, 16, 130])
    if spoil is Spoil.FLIP:
        length = 1 << chance.randrange(8)
    noise = chance.randbytes(length) if spoil is Spoil.NOISE else b""
    seconds = chance.choice([0.05, 0.3, 1.5, 4.0])
    return Fault(way, chance.randrange(usual[way]), spoil, length, seconds, noise)


@dataclass
class Campaign:
    """A campaign under way.

    Attributes:
        floor: the bench and its station.
        folder: where the lines' ports are.
        seed: where all troubles come from.
        runs: how many there were.
        passed: how many of them passed.
        longest: seconds that the longest took.
        outcomes: how often each code came.
        findings: what must not be.
    """

    floor: Floor
    folder: Path
    seed: int
    runs: int = 0
    passed: int = 0
    longest: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    _jobs: dict[str, Job] = field(default_factory=dict)
    _usual: dict[str, dict[Way, int]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def prepare(self, products: Sequence[str]) -> None:
        """Make an order for each product, and see how a unit of it does without troubles."""
        for product in products:
            self._jobs[product] = self.floor.order(
                product, quantity=100_000, profile=self._hasty(product)
            )
            unit = self.floor.unit(product)
            self.floor.bench.plug(self.floor.seat, unit)
            passed = self._tried("first", product, unit, Trial(), self.floor.seat)
            self.floor.bench.unplug(self.floor.seat)
            demand(equal=passed, what=f"{product}: {self.findings}")
        _log.warning("The log is open from here on")

    def _hasty(self, product: str) -> str:
        """Put a copy of a shipped profile, with scaled time-outs, into the station's folder."""
        shipped = resources() / "profiles" / f"practice-{product}.toml"
        profile = tomllib.loads(shipped.read_text(encoding="utf-8"))
        profile["name"] = f"noise-{product}"
        connect = 4 * _CONNECT_S if product == "console" else _CONNECT_S
        profile["link"] |= {"connect_s": connect, "answer_s": _ANSWER_S}
        for steps in profile["link"].get("commands", {}).values():
            for step in steps if isinstance(steps, list) else ():
                if "wait_s" in step:
                    step["wait_s"] = _CHIP_S
        folder = self.floor.plant.data.profiles
        folder.mkdir(exist_ok=True)
        text = tomli_w.dumps(profile)
        (folder / f"{profile['name']}.toml").write_text(text, encoding="utf-8")
        return str(profile["name"])

    def go(self, runs: int) -> None:
        """Take units, each until it has passed, until there were so many runs."""
        numbers = count(1)

        def work(seat: Seat) -> None:
            while self.runs < runs and not self.findings:
                with self._lock:
                    number = next(numbers)
                self.unit(number, seat)

        with ThreadPoolExecutor(max_workers=_POSITIONS) as hands:
            list(hands.map(work, self.floor.bench.seats))

    def unit(self, number: int, seat: Seat) -> None:
        """Go through the troubles of one unit of the campaign."""
        chance = random.Random(f"{self.seed}/{number}")  # noqa: S311 - to be had again
        product = chance.choice(list(self._jobs))
        unit = self.floor.unit(product)
        plugged: Trial | None = None
        for trial in (*trials(product, self._usual[product], chance), Trial()):
            # A unit whose run failed stays in its seat where it can, as it was left; but a modem
            # that waits for the rest of a certificate waits for ever.
            if product == "modem" or not (plugged and plugged.stays and trial.behaviour == NORMAL):
                self.floor.bench.unplug(seat)
                self.floor.bench.plug(seat, unit, trial.behaviour)
            plugged = trial
            if self._tried(f"unit {number}", product, unit, trial, seat) or self.findings:
                break
        self.floor.bench.unplug(seat)

    def _tried(self, name: str, product: str, unit: PracticeUnit, trial: Trial, seat: Seat) -> bool:
        """Run a unit once and look at what came of it; return whether it passed."""
        text = ""
        try:
            with self._line(unit, trial, seat) as line:
                result = self._run(product, seat, line)
            text = line.text()
            if trial == Trial():
                self._usual.setdefault(product, line.carried)
            self._judge(product, unit, trial, result, seat)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not be
            kept = "\n".join(text.splitlines()[-_KEPT:])
            what = f"{name}, {product}: {trial}\n{type(error).__name__}: {error}"
            self.findings.append(f"--seed {self.seed}: {what}\n{kept}\n")
            return False
        return result.outcome is Outcome.PASSED

    def _line(self, unit: PracticeUnit, trial: Trial, seat: Seat) -> NoisyLine:
        def reboot() -> None:
            self.floor.bench.unplug(seat, Pull.ABRUPT)
            self.floor.bench.plug(seat, unit, trial.behaviour)

        return NoisyLine(
            self.folder / f"line-{seat.name}",
            seat.port,
            trial.faults,
            unplug=lambda: self.floor.bench.unplug(seat, Pull.ABRUPT),
            reboot=reboot,
        )

    def _run(self, product: str, seat: Seat, line: NoisyLine) -> RunResult:
        cancel = Event()
        limit = Timer(LIMIT_S, cancel.set)
        limit.start()
        try:
            position = position_of(seat).model_copy(update={"port": str(line.port)})
            return run_unit(
                Unit(), self._jobs[product], position, self.floor.plant.tools, (), cancel
            )
        finally:
            limit.cancel()
            limit.join()

    def _judge(
        self, product: str, unit: PracticeUnit, trial: Trial, result: RunResult, seat: Seat
    ) -> None:
        code = result.error.code if result.error else "PASS"
        with self._lock:
            self.runs += 1
            self.outcomes[f"{product} {code}"] += 1
            self.longest = max(self.longest, result.seconds)
        detail = f"{code}: {result.error.detail}" if result.error else code
        demand(equal=result.seconds < LIMIT_S, what=f"{result.seconds:.1f} s")
        demand(equal=code not in {"LIN-003", "LIN-014"}, what=detail)
        if result.error is not None:
            demand(equal=trial != Trial(), what=f"a good unit on a good line: {detail}")
            # Where the line itself broke, nobody can be asked to flush anything.
            if product in _WITH_TPM and trial.stays and not code.startswith("LNK"):
                self._check_left(product, seat)
            return
        with self._lock:
            self.passed += 1
        demand(equal=not trial.hopeless(product), what="it passed")
        assert result.enrollment is not None
        if product in _WITH_TPM and trial.behaviour == NORMAL:
            self._check_left(product, seat)
        self.floor.bench.unplug(seat)
        check_inside(unit, result.enrollment, self.floor.plant)

    def _check_left(self, product: str, seat: Seat) -> None:
        """See that nothing is left in the TPM of a unit that is still in its seat."""
        settings = self._jobs[product].profile.link
        patient = settings.model_copy(update={"connect_s": _PATIENT_S})
        with LINKS[settings.kind].open(seat.port, patient, Event()) as link:
            left = [loaded_in(link.transact(command)) for command in LISTINGS]
        demand(equal=left == [0, 0], what=f"objects and sessions left in the TPM: {left}")

    def check_record(self) -> None:
        """See that the record holds what was seen, and nothing is reserved any more."""
        records = self.floor.plant.tools.records
        listed = sum(1 for _ in records.enrollments())
        demand(equal=listed == self.passed, what=f"{listed} enrollments, {self.passed} PASSes")
        for job in self._jobs.values():
            reserved = records.usage(job.order.name).reserved
            demand(equal=reserved == 0, what=f"{job.order.name}: {reserved} places reserved")
        records.verify()


@dataclass(frozen=True)
class Left:
    """What a process holds: threads, descriptors by what they are of, child processes."""

    threads: int
    descriptors: Counter[str]
    children: int

    @classmethod
    def now(cls) -> "Left":
        """Count them."""
        children = 0
        for task in Path("/proc/self/task").iterdir():
            with contextlib.suppress(OSError):
                children += len((task / "children").read_text().split())
        descriptors: Counter[str] = Counter()
        for link in Path("/proc/self/fd").iterdir():
            with contextlib.suppress(OSError):
                # Pipes and sockets are told apart by numbers, which differ.
                descriptors[re.sub(r"\[\d+\]", "", str(link.readlink()))] += 1
        return cls(threading.active_count(), descriptors, children)

    def since(self, before: "Left") -> str:
        """Return what is more than before, as text; empty where nothing is."""
        more = self.descriptors - before.descriptors
        said = [f"{self.threads - before.threads} threads"] * (self.threads > before.threads)
        said += [f"{self.children - before.children} processes"] * (self.children > before.children)
        return ", ".join([*said, *(f"{n} descriptors of {what}" for what, n in more.items())])


def _scaled(kind: LinkKind) -> LinkKind:
    """Return a kind of link that gives up on a chip as early as practice chips allow."""
    match kind:
        case SmpKind():
            return dataclasses.replace(kind, tpm_answer_s=_CHIP_S, key_work_s=_CHIP_S)
        case ConsoleKind():
            return dataclasses.replace(kind, tpm_answer_s=_CHIP_S)
        case _:
            return kind


@contextlib.contextmanager
def campaign(folder: Path, seed: int, products: Sequence[str] = PRODUCTS) -> Iterator[Campaign]:
    """Set a bench and a station up for a campaign; look for what is left when it is over."""
    scaled = {name: _scaled(kind) for name, kind in LINKS.items()}
    bench = PracticeBench(folder / "bench", _POSITIONS, pacing=Pacing.NONE)
    with (
        patch("station.line.run.LINKS", scaled),
        bench,
        new_practice_plant(Data.made(folder / "data"), bench) as plant,
    ):
        plant.tools.records.set_settings(Settings(stop_failures=None))
        running = Campaign(Floor(bench, plant, count(1)), folder, seed)
        running.prepare(products)
        before = Left.now()
        yield running
        left = Left.now().since(before)
        if not running.findings:
            try:
                demand(equal=not left, what=f"left over: {left}")
                running.check_record()
            except Differs as error:
                running.findings.append(f"--seed {seed}: {error}")


def main(given: Sequence[str] | None = None) -> int:
    """Run a campaign; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--products", nargs="*", default=PRODUCTS)
    parser.add_argument("--unit", type=int, help="go through this unit's troubles alone")
    options = parser.parse_args(given)
    logging.basicConfig(level=logging.ERROR)
    warnings.simplefilter("ignore")
    with (
        tempfile.TemporaryDirectory(prefix="noise-") as name,
        campaign(Path(name), options.seed, options.products) as running,
    ):
        if options.unit is None:
            running.go(options.runs)
        else:
            running.unit(options.unit, running.floor.seat)
    sys.stdout.write(
        f"{running.runs} runs, {running.passed} passed, the longest {running.longest:.1f} s\n"
        + "".join(f"{number:6d} {what}\n" for what, number in sorted(running.outcomes.items()))
        + "\n".join(running.findings)
    )
    return 1 if running.findings else 0


if __name__ == "__main__":
    sys.exit(main())
