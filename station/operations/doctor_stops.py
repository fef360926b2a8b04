"""What the doctor finds that stands still, and whose contacts are to be renewed."""

from collections.abc import Iterator

from station.folders import Data
from station.line.bench import load_bench
from station.model.names import shown
from station.operations.doctor_finding import Finding, Health
from station.operations.plant import open_reader
from station.operations.stopping import Contacts, contacts_of


def findings(data: Data) -> Iterator[Finding]:
    """Yield what stands still and which contacts are due, or that nothing is.

    Args:
        data: a station's folder; without a bench or a record, of which is told elsewhere, nothing
            is yielded.

    Raises:
        StationError: as `open_reader`, `load_bench`.
    """
    if not data.bench.exists() or not data.database.is_file():
        return
    with open_reader(data) as reader:
        stops = reader.standing_still()
        contacts = contacts_of(reader, load_bench(data.bench))
    remedy = "Find the cause. Then a supervisor runs 'station bench restart', or does it there."
    for stop in stops:
        yield Finding("stops", Health.BAD, f"{shown(stop.place.words)}: {stop.why}", remedy)
    if not stops:
        yield Finding("stops", Health.GOOD, "nothing stands still")
    for one in contacts:
        if one.due:
            yield _due(one)


def _due(one: Contacts) -> Finding:
    told = f"position {one.position}: {one.words} contact cycles"
    remedy = f"Renew them, then run 'station bench contacts reset {one.position}'."
    return Finding("contacts", Health.BAD if one.worn else Health.WARNING, told, remedy)
