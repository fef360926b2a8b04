"""The benchmark's row of the kill campaign: a station that was killed is soon open again.

Anything that is lost, done twice, or not gone on with stops the row.
"""

from collections import Counter
from typing import Final

from tests.benchmarks.row import AtMost, Measured, Row, Scale
from tests.benchmarks.workshop import workshop
from tests.support.kill_campaign import OPENS_S, campaign
from tests.support.kill_campaigns import shares

# Of the station alone, and of workers too.
_KILLS: Final = {Scale.QUICK: (10, 10), Scale.FULL: (1_000, 300)}
_SEED: Final = 2_026


def kills(scale: Scale) -> Measured:
    """Go through both campaigns; return how long the longest opening took, and how long one may."""
    longest, detail = 0.0, Counter[str]()
    for workers, number in zip((False, True), _KILLS[scale], strict=True):
        for seed, runs in shares(_SEED, number):
            with workshop("kills") as folder, campaign(folder, seed, workers=workers) as running:
                running.go(runs)
            if running.findings:
                raise RuntimeError("\n".join(running.findings))
            longest = max(longest, running.longest)
            told = {"kills": running.kills, "shown": len(running.shown), **running.ends}
            detail.update({f"{one}, workers too" if workers else one: n for one, n in told.items()})
    return Measured(longest, OPENS_S, {"seed": _SEED, **detail})


KILLS: Final = Row("s", "what a killed station may take to be open again", AtMost(1), kills)
