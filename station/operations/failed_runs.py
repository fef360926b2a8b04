"""The runs of an order that did not pass, and what crossed the cable in them."""

from dataclasses import dataclass
from typing import Final

from station.errors import CATALOGUE
from station.line.transcripts import Transcripts
from station.model.run import Run
from station.operations.plant import Plant
from station.records.reader import Reader

MOST: Final = 500


@dataclass(frozen=True)
class FailedRun:
    """A run that did not pass.

    Attributes:
        run: as it is on record.
        said: what went wrong and what to do about it, as the worker read it, with an ellipsis
            where the record doesn't keep a value.
        detail: what it left for the engineer, one line, perhaps empty.
        has_transcript: whether what crossed the cable is kept.
    """

    run: Run
    said: str
    detail: str
    has_transcript: bool


def failed_runs(plant: Plant, order: str) -> list[FailedRun]:
    """Return an order's runs that did not pass, the newest first, `MOST` of them at most.

    Raises:
        StationError: as `Reader`.
    """
    kept = Transcripts(plant.data.transcripts)
    with Reader.open(plant.data.database) as reader:
        return [
            FailedRun(run, _said(run), reader.detail(run.name), run.name in kept)
            for run in reader.failed_runs(order, MOST)
        ]


class _Kept(dict[str, str]):
    """The values of a message that the record keeps."""

    def __missing__(self, name: str) -> str:
        return "…"


def _said(run: Run) -> str:
    entry = CATALOGUE.get(run.code or "")
    if entry is None:
        return ""
    kept = _Kept(serial=run.serial, order=run.order, position=run.position)
    return f"{entry.message} {entry.remedy}".format_map(kept)


def transcript_of(plant: Plant, run: str) -> str:
    """Return what crossed the cable in a run: a line a piece, in printable ASCII.

    Raises:
        StationError: REC-024 where it isn't kept.
    """
    return Transcripts(plant.data.transcripts).text(run)
