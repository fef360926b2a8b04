"""What `packaging/bench` runs: the rows asked for, each against its rival; a table or JSON."""

import argparse
import json
import logging
import sys
import time
from collections.abc import Mapping, Sequence

from tests.benchmarks.row import Measured, Row, Scale
from tests.benchmarks.rows import ROWS

_log = logging.getLogger("benchmarks")


def entry(name: str, row: Row, measured: Measured) -> dict[str, object]:
    """Return one object of the list that `--json` prints."""
    return {
        "row": name,
        "figure": measured.figure,
        "unit": row.unit,
        "rival": row.rival,
        "rival_figure": measured.rival_figure,
        "ratio": measured.ratio,
        "goal": str(row.goal),
        "met": row.goal.met(measured.ratio),
        "detail": dict(measured.detail),
    }


def line(name: str, row: Row, measured: Measured) -> str:
    """Return one line of the table for people."""
    verdict = "met" if row.goal.met(measured.ratio) else "MISSED"
    return (
        f"{name:<22} {measured.figure:>12.5g} {row.unit:<6} {measured.rival_figure:>12.5g}"
        f" {measured.ratio:>8.3f}  {row.goal!s:<8} {verdict:<7} {row.rival}\n"
    )


HEADER = (
    f"{'row':<22} {'ours':>12} {'unit':<6} {'rival':>12}"
    f" {'ratio':>8}  {'goal':<8} {'':<7} against\n"
)


def measure(rows: Mapping[str, Row], names: Sequence[str], scale: Scale) -> dict[str, Measured]:
    """Run rows one after the other; one that can't run is named on standard error and left out."""
    found: dict[str, Measured] = {}
    for name in names:
        start = time.monotonic()
        try:
            found[name] = rows[name].measure(scale)
        except Exception:  # noqa: BLE001 - whatever stops a row, the others still count
            _log.exception("%s could not run", name)
        else:
            _log.info("%s took %.1f s", name, time.monotonic() - start)
    return found


def arguments(rows: Mapping[str, Row], given: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; end with 2 where it names a row that there isn't."""
    parser = argparse.ArgumentParser(prog="packaging/bench", description=__doc__)
    parser.add_argument(
        "rows", nargs="*", metavar="ROW", help=f"all, or some of: {', '.join(rows)}"
    )
    parser.add_argument("--json", action="store_true", help="print a list of objects")
    parser.add_argument("--full", action="store_true", help="the large campaigns too")
    options = parser.parse_args(given)
    unknown = [name for name in options.rows if name not in rows]
    if unknown:
        parser.error(f"no such row: {', '.join(unknown)}")
    return options


def main(given: Sequence[str] | None = None, rows: Mapping[str, Row] = ROWS) -> int:
    """Run what the command line asks for; return 1 where a row could not run, else 0."""
    options = arguments(rows, given)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    names = list(dict.fromkeys(options.rows)) or list(rows)
    found = measure(rows, names, Scale.FULL if options.full else Scale.QUICK)
    if options.json:
        entries = [entry(name, rows[name], measured) for name, measured in found.items()]
        sys.stdout.write(json.dumps(entries, allow_nan=False) + "\n")
    else:
        sys.stdout.write(HEADER)
        sys.stdout.writelines(line(name, rows[name], result) for name, result in found.items())
    return 0 if len(found) == len(names) else 1


if __name__ == "__main__":
    sys.exit(main())
