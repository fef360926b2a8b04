"""What is told of rows that were judged before they are sent or taken."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from pydantic import JsonValue

from station.errors import StationError
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


@contextmanager
def reported(path: Path | None) -> Iterator[TextIO | None]:
    """Give the file for all findings, which has its name only when it is whole.

    Args:
        path: where it is to be; None for none. What is broken off leaves at most `PATH.part`.

    Raises:
        StationError: CFG-055 where there is one already, CFG-010 where it can't be written.
    """
    if path is None:
        yield None
        return
    part = path.with_name(f"{path.name}.part")
    if path.exists() or path.is_symlink():
        raise StationError("CFG-055", path=str(path))
    try:
        with part.open("w", encoding="ascii") as file:
            yield file
        part.rename(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StationError("CFG-010", why=str(error.strerror)) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
