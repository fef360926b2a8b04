"""The benchmark's rows of the window: how soon it is there, and how well it keeps up."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import tomli_w

from station.folders import Data
from station.operations.factory_file import FactoryFile
from tests.benchmarks.row import ROUNDS, AtMost, Measured, Row, Scale, interleaved

_ROOT: Final = Path(__file__).resolve().parents[2]
_FRAME_S: Final = 60.0
_STALL_S: Final = 900.0
_LATE_S: Final = 0.016
_ROWS: Final = {Scale.QUICK: 100_000, Scale.FULL: 1_000_000}
_SECONDS: Final = {Scale.QUICK: 30, Scale.FULL: 120}


def _environment(cache: Path) -> dict[str, str]:
    """Return that of a process with its byte code cached, offscreen, as an installed one has it."""
    ours = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return ours | {"PYTHONPYCACHEPREFIX": str(cache), "QT_QPA_PLATFORM": "offscreen"}


@contextmanager
def _production() -> Iterator[tuple[Path, dict[str, str]]]:
    """Yield a production station's folder, as far as the unlock page looks, and an environment."""
    with tempfile.TemporaryDirectory(prefix="window-") as name:
        folder = Path(name, "data")
        folder.mkdir()
        # Nothing of it is opened before its PIN is typed, so nobody needs to be there.
        file = FactoryFile(
            station="bench", practice=False, library="/nowhere.so", label="factory", environment={}
        )
        Data(folder).factory.write_text(tomli_w.dumps(file.model_dump(mode="json")), "utf-8")
        yield folder, _environment(Path(name, "cache"))


class _Frames:
    """Starts processes that end at their first frame."""

    def __init__(self, data: Path, environment: dict[str, str]) -> None:
        self._data, self._environment = data, environment
        self.modules: Sequence[str] = ()

    def station(self) -> float:
        """Return the seconds to Station's unlock page."""
        taken, said = self._to_first_frame("station", str(self._data))
        self.modules = said.split()
        return taken

    def bare(self) -> float:
        """Return the seconds to an empty window with the same modules."""
        taken, said = self._to_first_frame("bare", *self.modules)
        assert said == "bare"
        return taken

    def _to_first_frame(self, *words: str) -> tuple[float, str]:
        command = [sys.executable, "-m", "tests.benchmarks.first_frame", *words]
        start = time.perf_counter()
        with subprocess.Popen(
            command, cwd=_ROOT, env=self._environment, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            said = process.stdout.readline().strip()
            taken = time.perf_counter() - start
            if process.wait(_FRAME_S) != 0 or not said:
                raise RuntimeError(f"{words[0]} showed no frame")
        return taken, said


def window_cold(scale: Scale) -> Measured:
    """Measure the time from a process's start to a page that can be used, and to an empty one."""
    rounds = ROUNDS if scale is Scale.QUICK else 4 * ROUNDS
    with _production() as (folder, environment):
        frames = _Frames(folder, environment)
        measured = interleaved(frames.station, frames.bare, rounds=rounds)
    detail = {**measured.detail, "modules": " ".join(frames.modules)}
    return Measured(measured.figure, measured.rival_figure, detail)


def window_stall(scale: Scale) -> Measured:
    """Measure how late a timer of Qt's thread is while eight positions work."""
    rows, seconds = _ROWS[scale], _SECONDS[scale]
    with tempfile.TemporaryDirectory(prefix="stall-") as name:
        command = [sys.executable, "-m", "tests.benchmarks.busy_window"]
        done = subprocess.run(
            [*command, str(Path(name, "data")), str(rows), str(seconds)],
            cwd=_ROOT,
            env=_environment(Path(name, "cache")),
            stdout=subprocess.PIPE,
            text=True,
            timeout=_STALL_S,
            check=True,
        )
    found = json.loads(done.stdout)
    others = found.pop("others")
    if others or not found["passed"]:
        raise RuntimeError(f"{found['passed']} runs passed, others: {others}")
    return Measured(found.pop("p99"), _LATE_S, {**found, "rows": rows, "seconds": seconds})


WINDOW_COLD: Final = Row("s", "an empty window with the same modules", AtMost(1.5), window_cold)
WINDOW_STALL: Final = Row("s", "16 ms, a frame's time", AtMost(1), window_stall)
