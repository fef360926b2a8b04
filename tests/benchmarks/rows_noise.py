"""The benchmark's row of the noise campaign: no run takes longer than it may.

A run that passes and shouldn't, or ends in no coded error, or leaves something over, stops the row.
"""

from typing import Final

from tests.benchmarks.row import AtMost, Measured, Row, Scale
from tests.benchmarks.workshop import workshop
from tests.support.noise_campaign import LIMIT_S, campaign

_RUNS: Final = {Scale.QUICK: 100, Scale.FULL: 2_000}
_SEED: Final = 2_026


def noise(scale: Scale) -> Measured:
    """Go through a campaign; return how long its longest run took, and how long one may."""
    with workshop("noise") as folder, campaign(folder, _SEED) as running:
        running.go(_RUNS[scale])
    if running.findings:
        raise RuntimeError("\n".join(running.findings))
    detail = {"runs": running.runs, "passed": running.passed, "seed": _SEED, **running.outcomes}
    return Measured(running.longest, LIMIT_S, detail)


NOISE: Final = Row("s", "what a run may take, time-outs scaled", AtMost(1), noise)
