"""What a comparison found, as a file for machines and a page for people."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Final, TextIO

from pydantic import JsonValue

from station.errors import StationError
from station.model.names import shown
from station.operations.reconciling import Tally
from station.service.reconcile import Finding, Found

_KEPT: Final = 20
WORDS: Final[Mapping[Found, str]] = {
    Found.MISSING: "missing at the service",
    Found.EXTRA: "at the service alone: not this list's, and never touched",
    Found.DIFFERENT: "different",
    Found.OPEN: "revoked, and the service lets them in still",
    Found.UNBLOCKED: "revoked, and the service lets them in still by their group",
    Found.UNWRITABLE: "on the list, and no document can be made of them",
}


class Report:
    """Where findings go as they come.

    Attributes:
        first: what is told of the first of them, a line each.

    Args:
        file: where each is written as JSON on a line of its own; None for nowhere.
    """

    def __init__(self, file: TextIO | None = None) -> None:
        self.first: list[str] = []
        self._file = file

    def add(self, finding: Finding) -> None:
        """Take one."""
        if len(self.first) < _KEPT:
            self.first.append(_line(finding))
        told = asdict(finding) | {"found": finding.found.value}
        del told["attestation"], told["needed"], told["source"]
        self.write(told)

    def write(self, told: JsonValue) -> None:
        """Write one JSON object."""
        if self._file is not None:
            self._file.write(json.dumps(told, separators=(",", ":")) + "\n")


@contextmanager
def report_to(path: Path | None) -> Iterator[Report]:
    """Give a report; its file is there once it is whole, and for nobody else to read.

    Raises:
        StationError: CFG-055 where there is such a file, CFG-003 where it can't be written.
    """
    if path is None:
        yield Report()
        return
    if path.exists():
        raise StationError("CFG-055", path=str(path))
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            yield Report(file)
            file.flush()
            os.fsync(file.fileno())
        _put(part, path)
    except FileExistsError as error:
        raise StationError("CFG-055", path=str(path)) from error
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(path.parent)) from error
    finally:
        with suppress(OSError):
            part.unlink()


def _put(part: Path, path: Path) -> None:
    """Give a whole file its name, which overwrites nothing."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # such as a memory stick's file system has: then the name is taken first
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        part.replace(path)


def summary(tally: Tally) -> list[str]:
    """Return what was found, for people, a line each."""
    lines = [f"{tally.listed} on the list, {tally.shown} at the service"]
    lines += [
        f"{tally.found[found.value]} {words}"
        for found, words in WORDS.items()
        if tally.found[found.value]
    ]
    if tally.equal:
        lines.append("List and service are the same.")
    if tally.states:
        counts = ", ".join(
            f"{count} {shown(state)}" for state, count in sorted(tally.states.items())
        )
        lines.append(f"Registered: {counts}")
    return lines


def told(tally: Tally) -> dict[str, JsonValue]:
    """Return what was found, for machines."""
    return {
        "equal": tally.equal,
        "listed": tally.listed,
        "shown": tally.shown,
        "found": {found.value: tally.found[found.value] for found in Found},
        "states": dict(sorted(tally.states.items())),
    }


def _line(finding: Finding) -> str:
    fields = ", ".join(
        f"{one.field}: list {_value(one.listed)}, service {_value(one.found)}"
        for one in finding.differences
    )
    more = "; ".join(part for part in (finding.why, fields) if part)
    what = finding.found.value
    return f"{what:10}  {shown(finding.name)}" + (f"  ({more})" if more else "")


def _value(value: JsonValue) -> str:
    return "nothing" if value is None else shown(json.dumps(value), 60)
