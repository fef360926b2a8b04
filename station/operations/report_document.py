"""`report.json`: the figures, what they are of, and the hashes of the files beside it. Signed.

It carries the audit chain's head as an anchor: whoever keeps it can tell an older copy of the
record, which lacks that entry.
"""

import json
from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import Field

from station.model.strict import Strict
from station.operations.report_lines import Line
from station.service.exports.manifest import Anchor, FileEntry

DOCUMENT: Final = "report.json"
SIGNATURE: Final = "report.p7s"
TABLE: Final = "report.csv"
PAPER: Final = "report.pdf"
MAX_DOCUMENT: Final = 60_000_000
"""Bytes. The factory token's worker takes messages of up to 64 MiB."""


class ReportDocument(Strict):
    """What is signed of a report.

    Attributes:
        kind: says what this file is.
        format_version: of this file's form; 1.
        station: the station's name.
        practice: whether it was made in practice.
        notice: the same in words; empty for a real one.
        made: when, UTC.
        made_by: the badge and the name of whoever made it.
        about: what a person calls the runs that were asked for.
        order: of one order only.
        position: of one position only.
        begins: of runs that began then, UTC, or later.
        ends: of runs that began before, UTC.
        lines: the figures, as in `report.csv`.
        audit: the audit chain's head when they were counted.
        files: every file but this one and its signature.
    """

    kind: Literal["station-report"] = "station-report"
    format_version: Literal[1] = 1
    station: str
    practice: bool
    notice: str
    made: datetime
    made_by: str
    about: str
    order: str | None
    position: str | None
    begins: datetime | None
    ends: datetime | None
    lines: tuple[Line, ...]
    audit: Anchor
    files: Annotated[tuple[FileEntry, ...], Field(max_length=100)]

    def canonical(self) -> bytes:
        """Return its bytes: compact JSON with sorted keys, in UTF-8."""
        content = self.model_dump(mode="json")
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return text.encode()
