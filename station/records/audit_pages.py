"""The audit chain's entries by their numbers, and which of them a person looks for.

An entry is canonical JSON (`model.audit.entry_bytes`): what is looked for stands in its text in one
spelling alone, so the database finds it without anything being parsed.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from station.records.database import Value, snapshot
from station.records.encoding import time_text
from station.records.entries import AuditEntry, EntryKind, parse_entry

_CHUNK: Final = 20_000
"""Entries that are gone through between two looks at whether anybody still waits."""
# The last of the sorted keys: `"time":"2026-11-24T06:00:15.000000+00:00"}`.
_TIME: Final = "substr(entry, -34, 32)"
_FOUND: Final = (
    "SELECT sequence FROM audit WHERE sequence > ? AND sequence <= ? AND {which}"
    " ORDER BY sequence DESC"
)


@dataclass(frozen=True)
class AuditFilter:
    """Which entries are looked for: those that fit all that is said.

    Attributes:
        kinds: of one of these kinds; empty for all.
        names: each is a whole text in the entry, such as an order's name or a badge.
        text: stands somewhere in the entry, without case (of ASCII).
        since: made then or later, UTC, by the station's clock.
        until: made before.
    """

    kinds: frozenset[EntryKind] = frozenset()
    names: tuple[str, ...] = ()
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def narrows(self) -> bool:
        """Whether it leaves any out."""
        return self != AuditFilter()


def last_number(path: Path) -> int:
    """Return the newest entry's number, 0 without one; raises as `snapshot`."""
    with snapshot(path) as connection:
        return _last(connection)


def _last(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT max(sequence) FROM audit").fetchone()
    return int(row[0] or 0)


def entries_at(path: Path, numbers: Iterable[int]) -> dict[int, AuditEntry | None]:
    """Return the entries with these numbers; None for one that can't be read, and lost ones not.

    Raises:
        StationError: as `snapshot`.
    """
    with snapshot(path) as connection:
        found: dict[int, AuditEntry | None] = {}
        for number in numbers:
            row = connection.execute(
                "SELECT entry FROM audit WHERE sequence = ?", (number,)
            ).fetchone()
            if row is not None:
                found[number] = _parsed(row["entry"])
        return found


def _parsed(text: str) -> AuditEntry | None:
    try:
        return parse_entry(text)
    except ValueError:
        return None


def find_entries(
    path: Path,
    wanted: AuditFilter,
    found: Callable[[Sequence[int], int], None],
    ended: Callable[[], bool],
) -> None:
    """Go through the chain from its end to its beginning.

    Args:
        path: the database.
        wanted: what is looked for.
        found: told the numbers that were found, the newest first, and how many entries are left.
        ended: tells whether nobody waits for more.

    Raises:
        StationError: as `snapshot`.
    """
    conditions, values = _condition(wanted)
    sql = _FOUND.format(which=conditions)
    with snapshot(path) as connection:
        upper = _last(connection)
        while upper > 0 and not ended():
            lower = max(0, upper - _CHUNK)
            rows = connection.execute(sql, [lower, upper, *values])
            found([row["sequence"] for row in rows], lower)
            upper = lower


def _condition(wanted: AuditFilter) -> tuple[str, list[Value]]:
    parts, values = ["1 = 1"], list[Value]()
    if wanted.kinds:
        marks = sorted(f'"kind":"{kind.value}","sequence":' for kind in wanted.kinds)
        parts.append(f"({' OR '.join(['instr(entry, ?)'] * len(marks))})")
        values += marks
    for name in wanted.names:
        parts.append("instr(entry, ?)")
        values.append(_in_json(name))
    if wanted.text:
        parts.append("instr(lower(entry), lower(?))")
        values.append(_in_json(wanted.text)[1:-1])
    if wanted.since is not None:
        parts.append(f"{_TIME} >= ?")
        values.append(time_text(wanted.since))
    if wanted.until is not None:
        parts.append(f"{_TIME} < ?")
        values.append(time_text(wanted.until))
    return " AND ".join(parts), values


def _in_json(text: str) -> str:
    """Return a text as it stands in an entry, with its quotation marks."""
    return json.dumps(text, ensure_ascii=False)
