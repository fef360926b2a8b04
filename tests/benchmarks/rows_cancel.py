"""The benchmark's row of cancelled runs: how long they take to end, whatever they were waiting for.

Each wait of `tests.support.cancel_waits` is brought about on a practice bench and cancelled. What
counts is the time until the run has ended, on record and all; a TPM in use may be put in order.
"""

from itertools import count
from typing import Final

from station.folders import Data
from station.operations.practice import new_practice_plant
from station.practice.bench import PracticeBench
from station.practice.unit_config import Pacing
from tests.benchmarks.row import ROUNDS, AtMost, Detail, Measured, Row, Scale
from tests.benchmarks.workshop import workshop
from tests.support.cancel_waits import WAITS, a_setting, cancelled
from tests.support.floor import Floor
from tests.support.hostile_token import built

_LIMIT_S: Final = 0.2
_BUSY_TPM_S: Final = 1.0
_ROUNDS: Final = {Scale.QUICK: 2, Scale.FULL: ROUNDS}


def cancel_latency(scale: Scale) -> Measured:
    """Cancel each wait; return the worst share of what it may take."""
    ended: dict[str, float] = {}
    left: dict[str, float] = {}
    with (
        workshop("cancel") as folder,
        PracticeBench(folder / "bench", 2, pacing=Pacing.NONE) as bench,
        new_practice_plant(Data.made(folder / "data"), bench) as plant,
    ):
        floor, library = Floor(bench, plant, count(1)), built(folder)
        for _ in range(_ROUNDS[scale]):
            for name, wait in WAITS.items():
                with a_setting(floor, library) as setting:
                    found = cancelled(wait, setting)
                code = "" if found.result.error is None else found.result.error.code
                if not found.waited or code != wait.ends_as:
                    raise RuntimeError(f"{name}: {found}")
                ended[name] = max(ended.get(name, 0.0), found.run_s)
                left[name] = max(left.get(name, 0.0), found.wait_s)
    shares = {
        name: seconds / (_BUSY_TPM_S if WAITS[name].busy_tpm else _LIMIT_S)
        for name, seconds in ended.items()
    }
    worst = max(shares, key=lambda name: shares[name])
    detail: Detail = {
        "waits": len(shares),
        "rounds": _ROUNDS[scale],
        "worst": worst,
        **{f"{name}, run ended after s": round(seconds, 3) for name, seconds in ended.items()},
        "worst step ended after s": round(max(left.values()), 3),
    }
    return Measured(shares[worst], 1.0, detail)


CANCEL_LATENCY: Final = Row(
    "limits", "200 ms to a cancelled run's end, 1 s with a busy TPM", AtMost(1), cancel_latency
)
