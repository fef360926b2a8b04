"""Kill campaigns one after the other: `python -m tests.support.kill_campaigns`.

With `[--runs N] [--seed N] [--workers]`. It prints how each ended, and ends with 1 where anything
was found; `--workers` kills the tokens' processes, too.
"""

import argparse
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.support.kill_campaign import campaign

_SHARE: Final = 125  # kills of one record


def shares(seed: int, kills: int) -> Iterator[tuple[int, int]]:
    """Yield the seeds of campaigns, and the kills of each: the whole record is read after each."""
    for at in range(0, kills, _SHARE):
        yield seed + at // _SHARE, min(_SHARE, kills - at)


def main(given: Sequence[str] | None = None) -> int:
    """Run campaigns, each on a bench and record of its own; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", action="store_true")
    options = parser.parse_args(given)
    warnings.simplefilter("ignore")
    for seed, runs in shares(options.seed, options.runs):
        with (
            tempfile.TemporaryDirectory(prefix="kills-") as name,
            campaign(Path(name), seed, workers=options.workers) as running,
        ):
            running.go(runs)
        ends = "".join(f"{number:6d} {what}\n" for what, number in sorted(running.ends.items()))
        said = f"--seed {seed}: {running.kills} kills, {len(running.shown)} PASSes shown\n{ends}"
        sys.stdout.write(said + "".join(f"{one}\n" for one in running.findings))
        sys.stdout.flush()
        if running.findings:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
