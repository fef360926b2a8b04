"""A simulated shift: thousands of units, one in ten with a trouble, and what the station holds.

`python -m tests.support.shift_campaign [--units N] [--seed S] [--out DIR]` prints what came of the
units and whether anything grew, leaves `shift.svg` and `shift.json` in DIR, and ends with 1 where
something was found. Most units are those that are made the quickest: they are real ones, but come
from a process that has Python started already. Their lines take no time.
"""

import argparse
import dataclasses
import json
import logging
import sys
import tempfile
import time
import tomllib
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from unittest.mock import patch

import tomli_w

from station.folders import Data, resources
from station.line.shift import work_shift
from station.line.steps import Listener
from station.links import LINKS
from station.links.console import ConsoleKind
from station.links.link import LinkKind
from station.links.smp import SmpKind
from station.model.order import OrderSpec
from station.model.settings import Settings
from station.operations.plant import Plant
from station.operations.practice import ID_SCOPE, new_practice_plant, position_of, practice_pin
from station.practice.bench import PracticeBench
from station.practice.unit_config import Pacing
from tests.support.noise_campaign import Left
from tests.support.shift_belt import Belt
from tests.support.shift_meter import Growth, Meter, Places, growths
from tests.support.shift_units import PRODUCTS
from tests.support.svg_chart import write_chart
from tests.support.unit_host import Host

POSITIONS: Final = 8
TROUBLED: Final = 0.1
# The scaled time-outs, seconds.
_CONNECT_S, _ANSWER_S, _CHIP_S = 3.0, 1.5, 4.0


@dataclass
class Shift:
    """A simulated shift and what was seen of it.

    Attributes:
        plant: its station.
        belt: its units.
        meter: what the station held.
        more: what listens too.
        stopped: the positions that could not go on, and why.
        seconds: how long it took.
        left_over: threads, processes and descriptors that are there when all is done, and weren't.
        grown: what became more.
    """

    plant: Plant
    belt: Belt
    meter: Meter
    more: list[Listener] = field(default_factory=list)
    stopped: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    left_over: str = ""
    grown: list[Growth] = field(default_factory=list)

    def work(self) -> None:
        """Let all units go through, and judge what is left of them."""
        positions = [position_of(seat) for seat in self.belt.bench.seats]
        listeners = [self.meter.heard, self.belt.heard, *self.more]
        before, began = Left.now(), time.monotonic()
        with self.meter:
            shift = work_shift(positions, self.belt, self.plant.tools, listeners)
            self.meter.sample()
        self.seconds = time.monotonic() - began
        self.belt.close()
        self.left_over = Left.now().since(before)
        self.stopped = {name: str(error) for name, error in shift.stopped.items()}
        # The last sample is of a bench at rest.
        self.grown += growths(self.meter.samples[:-1])

    @property
    def runs(self) -> int:
        """How many runs there were."""
        return sum(self.belt.outcomes.values())

    @property
    def passed(self) -> int:
        """How many of them passed."""
        return sum(n for what, n in self.belt.outcomes.items() if what.endswith(" PASS"))

    @property
    def findings(self) -> list[str]:
        """What must not be."""
        found = [*self.belt.findings]
        found += [f"position {name} stopped: {why}" for name, why in self.stopped.items()]
        found += [str(one) for one in self.grown if not one.good]
        found += [f"left over: {self.left_over}"] * bool(self.left_over)
        records = self.plant.tools.records
        listed = sum(1 for _ in records.enrollments())
        if listed != self.passed:
            found.append(f"{listed} enrollments, {self.passed} PASSes")
        for job in self.belt.jobs.values():
            if reserved := records.usage(job.order.name).reserved:
                found.append(f"{job.order.name}: {reserved} places reserved")
        return found

    def report(self) -> dict[str, object]:
        """Return all figures, as JSON takes them."""
        meter = self.meter

        def ms(value: float | None) -> float | None:
            return None if value is None else round(value * 1_000, 2)

        quantiles = ((0.5, "p50_ms"), (0.99, "p99_ms"))
        return {
            "units": self.belt.units,
            "seed": self.belt.seed,
            "runs": self.runs,
            "passed": self.passed,
            "seconds": round(self.seconds, 1),
            "runs_per_s": round(self.runs / self.seconds, 2),
            "run": {name: ms(meter.runs.quantile(part)) for part, name in quantiles},
            "event": {name: ms(meter.lags.quantile(part)) for part, name in quantiles},
            "steps": {
                step: {name: ms(times.quantile(part)) for part, name in quantiles}
                for step, times in meter.steps.items()
            },
            "outcomes": dict(sorted(self.belt.outcomes.items())),
            "growth": [dataclasses.asdict(one) for one in self.grown],
            "first": dataclasses.asdict(meter.samples[0]),
            "last": dataclasses.asdict(meter.samples[-1]),
            "samples": [dataclasses.asdict(one) for one in meter.samples],
        }


def _hasty(plant: Plant, product: str) -> str:
    """Put a copy of a shipped profile, with scaled time-outs, into the station's folder."""
    shipped = resources() / "profiles" / f"practice-{product}.toml"
    profile = tomllib.loads(shipped.read_text(encoding="utf-8"))
    profile["name"] = f"shift-{product}"
    connect = 8 * _CONNECT_S if product == "console" else _CONNECT_S
    profile["link"] |= {"connect_s": connect, "answer_s": _ANSWER_S}
    for steps in profile["link"].get("commands", {}).values():
        for step in steps if isinstance(steps, list) else ():
            if "wait_s" in step:
                step["wait_s"] = _CHIP_S
    plant.data.profiles.mkdir(exist_ok=True)
    path = plant.data.profiles / f"{profile['name']}.toml"
    path.write_text(tomli_w.dumps(profile), encoding="utf-8")
    return str(profile["name"])


def _scaled(kind: LinkKind) -> LinkKind:
    """Return a kind of link that gives up on a chip as early as practice chips allow."""
    match kind:
        case SmpKind():
            return dataclasses.replace(kind, tpm_answer_s=_CHIP_S, key_work_s=_CHIP_S)
        case ConsoleKind():
            return dataclasses.replace(kind, tpm_answer_s=_CHIP_S)
        case _:
            return kind


@contextmanager
def shift(
    folder: Path, units: int, seed: int, *, troubled: float = TROUBLED, positions: int = POSITIONS
) -> Iterator[Shift]:
    """Set a bench and a station up for a shift; all it makes is in the folder."""
    scaled = {name: _scaled(kind) for name, kind in LINKS.items()}
    temporary = folder / "temporary"
    temporary.mkdir()
    bench = PracticeBench(folder / "bench", positions, pacing=Pacing.NONE)
    with ExitStack() as opened:
        opened.enter_context(patch("station.line.run.LINKS", scaled))
        opened.enter_context(patch.object(tempfile, "tempdir", str(temporary)))
        hosts = [opened.enter_context(Host()) for _ in range(positions)]
        opened.enter_context(bench)
        plant = opened.enter_context(new_practice_plant(Data.made(folder / "data"), bench))
        plant.tools.records.set_settings(Settings(stop_failures=None))  # it fails much on purpose
        jobs = {}
        for product in PRODUCTS:
            spec = OrderSpec(
                name=f"shift-{product}",
                profile=_hasty(plant, product),
                id_scope=ID_SCOPE,
                quantity=1_000_000,
            )
            plant.create_order(spec, practice_pin())
            jobs[product] = plant.job(spec.name)
        belt = Belt(bench, jobs, hosts, seed, units, troubled)
        opened.enter_context(closing(belt))
        data = plant.data
        places = Places(data.database, data.root / "transcripts", temporary)
        yield Shift(plant, belt, Meter(places))


def main(given: list[str] | None = None) -> int:
    """Run a campaign; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path())
    options = parser.parse_args(given)
    logging.basicConfig(level=logging.ERROR)
    warnings.simplefilter("ignore")
    options.out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="shift-") as name,
        shift(Path(name), options.units, options.seed) as worked,
    ):
        worked.work()
        findings, report = worked.findings, worked.report()
        title = f"A shift of {options.units:,} units, seed {options.seed}: {worked.runs:,} runs"
        write_chart(options.out / "shift.svg", title, worked.meter.panels())
    (options.out / "shift.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    brief = {key: value for key, value in report.items() if key not in {"samples", "growth"}}
    sys.stdout.write(json.dumps(brief, indent=1) + "\n")
    sys.stdout.write("\n".join([*map(str, worked.grown), *findings]) + "\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
