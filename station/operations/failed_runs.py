"""The runs of an order that did not pass, and what crossed the cable in them."""

from dataclasses import dataclass
from typing import Final

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
        detail: what it left for the engineer, one line, perhaps empty.
        has_transcript: whether what crossed the cable is kept.
    """

    run: Run
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
            FailedRun(run, reader.detail(run.name), run.name in kept)
            for run in reader.failed_runs(order, MOST)
        ]


def transcript_of(plant: Plant, run: str) -> str:
    """Return what crossed the cable in a run: a line a piece, in printable ASCII.

    Raises:
        StationError: REC-024 where it isn't kept.
    """
    return Transcripts(plant.data.transcripts).text(run)
