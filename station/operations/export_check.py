"""Whether what an export or a push would send is right, row by row, before anything is sent."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pydantic import JsonValue, TypeAdapter

from station.errors import StationError
from station.model.enrollment import EnrollmentStatus
from station.model.group import working
from station.model.names import RegistrationId, shown
from station.records.reader import Reader
from station.records.scratch import Scratch
from station.service.findings import Level, Verdict
from station.service.preflight import Preflight

_LARGEST_LINE: Final = 1_000_000
_LARGEST_FILE: Final = 64_000_000
_JSON: Final = TypeAdapter[JsonValue](JsonValue)
_KINDS: Final = {"enrollments": False, "enrollmentGroups": True}


@dataclass
class Checked:
    """What came of a check.

    Attributes:
        rows: how many rows were looked at, groups too.
        held_back: how many units are aside, which no export takes.
        stopped: how many rows must not be sent.
        by_rule: how many rows broke each rule, by how bad that is.
    """

    rows: int = 0
    held_back: int = 0
    stopped: int = 0
    by_rule: Counter[tuple[Level, str]] = field(default_factory=Counter)

    @property
    def good(self) -> bool:
        """Whether all of it can be sent."""
        return self.stopped == 0

    def add(self, verdict: Verdict) -> None:
        """Count a verdict."""
        self.rows += 1
        self.stopped += verdict.stops
        self.by_rule.update({(one.level, one.rule) for one in verdict.findings})


Tell = Callable[[Verdict], None]
"""Is told each verdict that found something, as it comes."""


def check_list(
    reader: Reader, order: str | None, tell: Tell, *, again: bool, now: datetime | None = None
) -> Checked:
    """Check what an export would take of the list, in little memory.

    Args:
        reader: the record. Nothing of it is believed, and nothing is asked of the factory's token.
        order: the name of the one order, or None for all.
        tell: told of each row in which something was found.
        again: whether what was exported before is checked too.
        now: when certificates must be valid, UTC; None for this moment.

    Raises:
        StationError: REC-014 where there is no such order; as `Reader`, and `Scratch`.
    """
    checked = Checked()
    with Scratch() as seen:
        preflight = Preflight(now or datetime.now(UTC), seen, _sealed(reader))
        for verdict in _verdicts(reader, preflight, checked, (order, again)):
            checked.add(verdict)
            if verdict.findings:
                tell(verdict)
    return checked


def _verdicts(
    reader: Reader, preflight: Preflight, checked: Checked, wanted: tuple[str | None, bool]
) -> Iterator[Verdict]:
    (name, again), aside = wanted, reader.aside()
    status = None if again else EnrollmentStatus.READY
    for order in reader.orders() if name is None else [reader.order(name)]:
        for enrollment in reader.enrollments(order=order.name, status=status):
            if enrollment.status is EnrollmentStatus.REVOKED:
                continue
            if enrollment.serial.lower() in aside:
                checked.held_back += 1
                continue
            yield preflight.unit(order, enrollment)
    yield from preflight.finish()


def _sealed(reader: Reader) -> Callable[[RegistrationId], bool]:
    """Return what tells whether a group's keys can be in an export; practice's are in the clear."""
    if reader.practice:
        return lambda _: True
    whole = {
        RegistrationId.parse(group.group_id): all(key.for_files for key in working(group.keys))
        for group in reader.key_groups()
    }
    return lambda name: whole.get(name, False)


def check_files(paths: Sequence[Path], tell: Tell, now: datetime | None = None) -> Checked:
    """Check documents that were made elsewhere: bulk requests in JSON, or JSON Lines.

    Args:
        paths: `*.jsonl` has a document a line; any other file is a request's body, a document, or
            a list of documents.
        tell: told of each in which something was found.
        now: when certificates must be valid, UTC; None for this moment.

    Raises:
        StationError: PRF-005 where a file can't be read or is too large; as `Scratch`.
    """
    checked = Checked()
    with Scratch() as seen:
        preflight = Preflight(now or datetime.now(UTC), seen, lambda _: True)
        for path in paths:
            for place, document, group in _documents(path):
                verdict = preflight.document(document, place, group=group)
                checked.add(verdict)
                if verdict.findings:
                    tell(verdict)
    return checked


def _documents(path: Path) -> Iterator[tuple[str, JsonValue, bool]]:
    """Yield each document in a file: where it stands, the document, whether it is a group's."""
    name = shown(path.name)
    try:
        if path.suffix == ".jsonl":
            yield from _lines(path, name)
            return
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise _unreadable(path, (error.strerror or "it can't be opened").lower()) from error
    if len(content) > _LARGEST_FILE:
        raise _unreadable(path, f"it is larger than {_LARGEST_FILE:,} bytes")
    body = _parsed(path, content)
    for key, group in _KINDS.items():
        held = body.get(key) if isinstance(body, dict) else None
        if isinstance(held, list):
            yield from ((f"{name} {n}", one, group) for n, one in enumerate(held, 1))
            return
    for n, one in enumerate(body if isinstance(body, list) else [body], 1):
        yield f"{name} {n}", one, _is_group(one)


def _lines(path: Path, name: str) -> Iterator[tuple[str, JsonValue, bool]]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(_LARGEST_LINE + 1):
            number += 1
            if len(line) > _LARGEST_LINE:
                raise _unreadable(path, f"line {number} is longer than {_LARGEST_LINE:,} bytes")
            if line.strip():
                document = _parsed(path, line)
                yield f"{name} {number}", document, _is_group(document)


def _is_group(document: JsonValue) -> bool:
    return isinstance(document, dict) and "enrollmentGroupId" in document


def _parsed(path: Path, content: bytes) -> JsonValue:
    try:
        return _JSON.validate_python(json.loads(content))
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, "it is not JSON") from error


def _unreadable(path: Path, why: str) -> StationError:
    return StationError("PRF-005", path=shown(str(path), 300), why=why)
