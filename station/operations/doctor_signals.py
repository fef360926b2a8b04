"""Whether a bench's lamps answer, and how its fixtures are."""

from collections.abc import Iterator

from station.errors import StationError
from station.folders import Data
from station.line.bench import load_bench
from station.operations.doctor_finding import Finding, Health
from station.operations.signals import looked_at


def findings(data: Data) -> Iterator[Finding]:
    """Look at lamps and fixtures, where the bench has any; not while a station is at work."""
    try:
        look = looked_at(load_bench(data.bench), data)
    except StationError:
        return  # which the bench's own finding says
    if not look.rows:
        return
    if look.trouble:
        lamps_only = all(error.code == "LNK-045" for error in look.trouble)
        health = Health.WARNING if lamps_only else Health.BAD
        told = "; ".join(f"{error} {error.detail}".strip() for error in look.trouble)
        yield Finding("signals", health, told, look.trouble[0].remedy)
        return
    fixtures = [f"{row.place} {row.state.value}" for row in look.rows if row.state is not None]
    places = f"at {', '.join(row.place for row in look.rows)}"
    seen = f"; fixtures: {', '.join(fixtures)}" if fixtures else ""
    yield Finding("signals", Health.GOOD, places + ("; at work" if look.at_work else seen))
