"""What the doctor finds that stands still, and whose contacts are to be renewed."""

from collections.abc import Iterator
from dataclasses import dataclass

from station.errors import StationError
from station.folders import Data
from station.line.bench import load_bench
from station.model.names import shown
from station.operations.plant import open_reader
from station.operations.stopping import Contacts, contacts_of


@dataclass(frozen=True)
class StopsSeen:
    """What was seen.

    Attributes:
        what: the part.
        detail: how it is.
        remedy: what to do; empty where all is well.
        stopped: whether something stands still.
    """

    what: str
    detail: str
    remedy: str = ""
    stopped: bool = False


def see_stops(data: Data) -> Iterator[StopsSeen]:
    """Yield what stands still and which contacts are due, or that nothing is.

    Args:
        data: a station's folder; without a bench, of which is told elsewhere, nothing is yielded.
    """
    if not data.bench.exists():
        return
    try:
        with open_reader(data) as reader:
            stops = reader.standing_still()
            contacts = contacts_of(reader, load_bench(data.bench))
    except StationError as error:
        yield StopsSeen("stops", f"{error} {error.detail}".strip(), error.remedy, stopped=True)
        return
    remedy = "Find the cause. Then a supervisor runs 'station bench restart', or does it there."
    for stop in stops:
        yield StopsSeen("stops", f"{shown(stop.place.words)}: {stop.why}", remedy, stopped=True)
    if not stops:
        yield StopsSeen("stops", "nothing stands still")
    for one in contacts:
        if one.due:
            yield _due(one)


def _due(one: Contacts) -> StopsSeen:
    told = f"position {one.position}: {one.words} contact cycles"
    remedy = f"Renew them, then run 'station bench contacts reset {one.position}'."
    return StopsSeen("contacts", told, remedy, stopped=one.worn)
