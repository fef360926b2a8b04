"""What is told of rows that were judged before they are sent or taken."""

import json
from dataclasses import dataclass, field
from typing import TextIO

from pydantic import JsonValue

from station.service.findings import Verdict


@dataclass
class Told:
    """What is told of verdicts as they come.

    Attributes:
        most: how many findings are kept.
        file: all of them go to it, as JSON Lines; None for none.
        rows: the first of them.
    """

    most: int
    file: TextIO | None
    rows: list[dict[str, JsonValue]] = field(default_factory=list)

    def __call__(self, verdict: Verdict) -> None:
        """Hear of one."""
        for finding in verdict.findings:
            row: dict[str, JsonValue] = {
                "place": verdict.place,
                "name": verdict.name,
                "serial": verdict.serial,
                "level": finding.level.value,
                "rule": finding.rule,
                "why": finding.why,
            }
            if len(self.rows) < self.most:
                self.rows.append(row)
            if self.file is not None:
                self.file.write(f"{json.dumps(row)}\n")
