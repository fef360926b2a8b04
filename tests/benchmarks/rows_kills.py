"""The benchmark's row of the kill campaign: a station that was killed is soon open again.

Anything that is lost, done twice, or not gone on with stops the row.
"""

from typing import Final

from tests.benchmarks.row import AtMost, Measured, Row, Scale
from tests.benchmarks.workshop import workshop
from tests.support.kill_campaign import OPENS_S, campaign

# Of the station alone, and of workers too.
_KILLS: Final = {Scale.QUICK: (10, 10), Scale.FULL: (1_000, 300)}
_SEED: Final = 2_026


def kills(scale: Scale) -> Measured:
    """Go through both campaigns; return how long the longest opening took, and how long one may."""
    longest, detail = 0.0, {"seed": _SEED}
    for workers, number in zip((False, True), _KILLS[scale], strict=True):
        with workshop("kills") as folder, campaign(folder, _SEED, workers=workers) as running:
            running.go(number)
        if running.findings:
            raise RuntimeError("\n".join(running.findings))
        longest = max(longest, running.longest)
        told = {"kills": running.kills, "shown": len(running.shown), **running.ends}
        detail |= {f"{what}, workers too" if workers else what: n for what, n in told.items()}
    return Measured(longest, OPENS_S, detail)


KILLS: Final = Row("s", "what a killed station may take to be open again", AtMost(1), kills)
