"""The export format `jsonl`: a document a line, for lists of any length.

JSON Lines in ASCII. No file is of units one by one, so that a million of them are some ten files:

- `enrollments-0001.jsonl` ...: an IndividualEnrollment a line, as the service takes it, 100,000 in
  each file but the last; a certificate stands in its document, as the service takes it, and in no
  file of its own;
- units with keys of their own as `enveloped` has them;
- groups and the lists of their units as `dps_json` has them: there are few;
- `chain.pem`.
"""

from dataclasses import dataclass
from typing import Final

from station.service.exports.dps_json import DpsJsonWriter
from station.service.exports.folder import PartFile, PartFolder
from station.service.exports.sources import ExportJob

LINES: Final = 100_000
"""Documents in each file but the last."""


class LineFiles:
    """Files of documents, one a line, filled one after another.

    Args:
        part: the export's folder.
    """

    def __init__(self, part: PartFolder) -> None:
        self._part = part
        self._number = 0
        self._left = 0
        self._file: PartFile | None = None

    def add(self, document: bytes) -> None:
        """Write a document."""
        if self._file is None or not self._left:
            self.flush()
            self._number += 1
            self._left = LINES
            self._file = self._part.grow(f"enrollments-{self._number:04d}.jsonl")
        self._left -= 1
        self._file.write(document + b"\n")

    def flush(self) -> None:
        """End the file that is being written; the folder closes it."""
        self._file = None


@dataclass(frozen=True)
class JsonLines:
    """The format itself."""

    name: str = "dps-jsonl"

    def start(self, job: ExportJob) -> DpsJsonWriter:
        """Begin an export."""
        return DpsJsonWriter(job, LineFiles(job.part), files=False)
