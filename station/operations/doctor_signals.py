"""What a bench has for lamps and fixtures, as its file says; none of it is touched.

A look at the lamps themselves opens their ports, which raises lines and resets boards that hang on
one: `station bench check` does that, where nobody is at work.
"""

from collections.abc import Iterator

from station.errors import StationError
from station.folders import Data
from station.line.bench import load_bench
from station.operations.doctor_finding import Finding, Health
from station.operations.signals import signal_rows


def findings(data: Data) -> Iterator[Finding]:
    """Say where lamps and fixtures are wired, where the bench has any."""
    try:
        rows = signal_rows(load_bench(data.bench))
    except StationError:
        return  # which the bench's own finding says
    if rows:
        places = ", ".join(row.place for row in rows)
        words = f"wired at {places}; not asked: 'station bench check' asks whether they answer"
        yield Finding("signals", Health.GOOD, words)
