"""What a station holds while a shift goes on, sample by sample, and whether any of it grows."""

import math
import statistics
import threading
import time
from array import array
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Final, Self

from station.model.run import StepEvent
from tests.support.svg_chart import Line, Panel

_PAGE: Final = 4_096
_MB: Final = 1_048_576


@dataclass(frozen=True)
class Sample:
    """What there is at one moment.

    Attributes:
        seconds: since the shift began.
        runs: that have ended.
        resident: of the station's process, bytes.
        workers: resident, of the processes that work with tokens, bytes.
        descriptors: open, of the station's process.
        threads: of the station's process.
        database: bytes of the record's file.
        wal: bytes of its write-ahead log.
        transcripts: bytes of the failed runs' transcripts.
        temporary: bytes of the station's temporary files.
    """

    seconds: float
    runs: int
    resident: int
    workers: int
    descriptors: int
    threads: int
    database: int
    wal: int
    transcripts: int
    temporary: int


@dataclass(frozen=True)
class Places:
    """Where a station keeps what takes room on the disk."""

    database: Path
    transcripts: Path
    temporary: Path


def sampled(places: Places, seconds: float, runs: int) -> Sample:
    """Return what there is now."""
    own = Path("/proc/self")
    return Sample(
        seconds=seconds,
        runs=runs,
        resident=_resident(own),
        workers=sum(_resident(one) for one in _workers(own)),
        descriptors=len(list((own / "fd").iterdir())),
        threads=threading.active_count(),
        database=_size(places.database),
        wal=_size(places.database.with_name(places.database.name + "-wal")),
        transcripts=_below(places.transcripts),
        temporary=_below(places.temporary),
    )


def _resident(process: Path) -> int:
    with suppress(OSError):
        return int((process / "statm").read_text().split()[1]) * _PAGE
    return 0


def _workers(process: Path) -> list[Path]:
    found: list[Path] = []
    for task in (process / "task").iterdir():
        with suppress(OSError):
            children = [Path("/proc", one) for one in (task / "children").read_text().split()]
            found += [one for one in children if b"hsm-worker" in (one / "cmdline").read_bytes()]
    return found


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def _below(folder: Path) -> int:
    return sum(_size(path) for path in folder.rglob("*") if path.is_file())


@dataclass
class Times:
    """How long things of one kind took, seconds."""

    all: "array[float]" = field(default_factory=lambda: array("d"))

    def add(self, seconds: float) -> None:
        """Add one."""
        self.all.append(seconds)

    def quantile(self, part: float, first: int = 0) -> float | None:
        """Return the time under which that part of all stays, of those from the first one on."""
        some = sorted(self.all[first:])
        return some[min(len(some) - 1, int(part * len(some)))] if some else None


@dataclass
class Meter:
    """Samples a station until the block ends, and hears its events as a window does.

    Attributes:
        places: where its files are.
        every: seconds from one sample to the next.
        samples: what was found.
        runs: how long each run took.
        steps: how long each step took, by its name.
        lags: how long each event needed to another thread.
        windows: p50 and p99 of the runs, and of the lags, between each sample and the one before.
    """

    places: Places
    every: float = 1.0
    samples: list[Sample] = field(default_factory=list)
    runs: Times = field(default_factory=Times)
    steps: dict[str, Times] = field(default_factory=dict)
    lags: Times = field(default_factory=Times)
    windows: list[Mapping[str, float | None]] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)
    _over: threading.Event = field(default_factory=threading.Event)
    _queue: "SimpleQueue[tuple[float, StepEvent] | None]" = field(default_factory=SimpleQueue)
    _threads: list[threading.Thread] = field(default_factory=list)
    _marks: list[tuple[int, int]] = field(default_factory=list)

    def heard(self, event: StepEvent) -> None:
        """Hear an event, in its run's own thread."""
        self._queue.put((time.perf_counter(), event))

    def _listen(self) -> None:
        while (told := self._queue.get()) is not None:
            sent, event = told
            self.lags.add(time.perf_counter() - sent)
            if event.outcome is not None:
                self.runs.add(event.seconds)
            elif event.step is not None and event.seconds:
                self.steps.setdefault(event.step.value, Times()).add(event.seconds)

    def _watch(self) -> None:
        while not self._over.wait(self.every):
            self.sample()

    def sample(self) -> None:
        """Take one sample now."""
        runs, lags = self._marks[-1] if self._marks else (0, 0)
        self.windows.append(
            {
                "run p50": self.runs.quantile(0.5, runs),
                "run p99": self.runs.quantile(0.99, runs),
                "event p50": self.lags.quantile(0.5, lags),
                "event p99": self.lags.quantile(0.99, lags),
            }
        )
        self._marks.append((len(self.runs.all), len(self.lags.all)))
        seconds = time.monotonic() - self._began
        self.samples.append(sampled(self.places, seconds, len(self.runs.all)))

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self._threads = [threading.Thread(target=one) for one in (self._listen, self._watch)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._queue.put(None)
        for thread in self._threads:
            thread.join()

    def panels(self) -> Sequence[Panel]:
        """Return what a chart shows of it."""
        across = [float(one.runs) for one in self.samples]
        pairs = zip([None, *self.samples], self.samples, strict=False)
        rate = [
            None if a is None else (b.runs - a.runs) / max(1e-9, b.seconds - a.seconds)
            for a, b in pairs
        ]
        return (
            Panel("Throughput, runs a second", across, [Line("all positions", rate)]),
            Panel("Runs, ms", across, [self._ms("run p50"), self._ms("run p99")]),
            Panel(
                "From an event to another thread, ms",
                across,
                [self._ms("event p50"), self._ms("event p99")],
            ),
            Panel(
                "Resident memory, MB",
                across,
                [self._mb("resident", "station"), self._mb("workers", "tokens' workers")],
            ),
            Panel(
                "Descriptors and threads",
                across,
                [self._line(name, name, 1) for name in ("descriptors", "threads")],
            ),
            Panel(
                "Disk, MB",
                across,
                [
                    self._mb("database", "database"),
                    self._mb("wal", "its log"),
                    self._mb("transcripts", "transcripts"),
                    self._mb("temporary", "temporary"),
                ],
            ),
        )

    def _line(self, name: str, shown: str, unit: float) -> Line:
        return Line(shown, [getattr(one, name) / unit for one in self.samples])

    def _mb(self, name: str, shown: str) -> Line:
        return self._line(name, shown, _MB)

    def _ms(self, name: str) -> Line:
        values = [window[name] for window in self.windows]
        return Line(name[-3:], [None if one is None else one * 1_000 for one in values])


@dataclass(frozen=True)
class Limit:
    """How much of something may be added.

    Attributes:
        name: a `Sample`'s attribute.
        at_all: whatever the number of runs: what caches and allocators need.
        a_run: for each run more.
    """

    name: str
    at_all: float
    a_run: float


LIMITS: Final = (
    Limit("descriptors", 4, 0),
    Limit("threads", 3, 0),
    # As `shift-memory`: a tenth of some 100 MB for 4,500 runs.
    Limit("resident", 6 * _MB, 2_300),
    Limit("database", 1 * _MB, 12_000),
    Limit("wal", 6 * _MB, 0),
    # A failed run's transcript; there are 1,000 at most, and one run in ten fails.
    Limit("transcripts", 1 * _MB, 4_000),
    Limit("temporary", 65_536, 0),
)


@dataclass(frozen=True)
class Growth:
    """What was added of something, by a straight line through the last four fifths of a shift.

    Attributes:
        name: of what.
        a_run: by each run.
        added: from the line's beginning to its end.
        doubt: two standard errors of that: what comes and goes, as descriptors do, leans one way or
            the other by chance.
        most: what may be.
    """

    name: str
    a_run: float
    added: float
    doubt: float
    most: float

    @property
    def share(self) -> float:
        """What was surely added, as a share of what may be."""
        return max(0.0, self.added - self.doubt) / self.most if self.most else 0.0

    @property
    def good(self) -> bool:
        """Whether it is no more than may be."""
        return self.added - self.doubt <= self.most

    def __str__(self) -> str:
        verdict = "ok" if self.good else "GROWS"
        return f"{self.name:12} {self.added:14,.1f} of {self.most:14,.0f} {verdict}"


def growths(samples: Sequence[Sample], limits: Sequence[Limit] = LIMITS) -> Sequence[Growth]:
    """Return what was added of each thing; the first fifth, in which all warms up, isn't looked at.

    Raises:
        ValueError: where there are too few samples, or runs, for a line.
    """
    most = max((one.runs for one in samples), default=0)
    later = [one for one in samples if one.runs >= most / 5]
    if len(later) < 5 or later[-1].runs == later[0].runs:
        raise ValueError(f"{len(later)} samples are too few")
    runs = [float(one.runs) for one in later]
    span = runs[-1] - runs[0]
    found = []
    for limit in limits:
        slope, error = _line(runs, [getattr(one, limit.name) for one in later])
        allowed = limit.at_all + limit.a_run * span
        found.append(Growth(limit.name, slope, slope * span, 2 * error * span, allowed))
    return found


def _line(across: Sequence[float], up: Sequence[float]) -> tuple[float, float]:
    """Return the slope of the straight line through points, and its standard error."""
    line = statistics.linear_regression(across, up)
    middle = statistics.fmean(across)
    wide = sum((x - middle) ** 2 for x in across)
    off = sum((y - line.intercept - line.slope * x) ** 2 for x, y in zip(across, up, strict=True))
    return line.slope, math.sqrt(off / (len(up) - 2) / wide)
