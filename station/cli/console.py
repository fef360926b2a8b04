"""What a command says: sentences for people, or one JSON object for machines."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from station.errors import StationError


@dataclass(frozen=True)
class Console:
    """Where a command speaks.

    Attributes:
        json: whether standard output is for a machine: one object, all else on standard error.
    """

    json: bool

    def say(self, text: str = "") -> None:
        """Say something to a person: progress, a table, a summary."""
        print(text, file=sys.stderr if self.json else sys.stdout, flush=True)

    def warn(self, text: str) -> None:
        """Say something on standard error whatever the mode."""
        print(text, file=sys.stderr, flush=True)

    def answer(self, data: Mapping[str, JsonValue]) -> None:
        """Give the machine its one object; people have been told already."""
        if self.json:
            print(json.dumps(data, ensure_ascii=False), flush=True)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Say a table with aligned columns."""
        widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
        for row in (head, *rows):
            self.say("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip())

    def error(self, error: StationError) -> None:
        """Say an error: its code, what it means, what to do, and the engineer's detail."""
        self.warn(f"{error.code}  {error.message}\n         {error.remedy}")
        if error.detail:
            self.warn(f"         ({error.detail})")
        self.answer(
            {
                "error": {
                    "code": error.code,
                    "message": error.message,
                    "remedy": error.remedy,
                    "detail": error.detail,
                }
            }
        )
