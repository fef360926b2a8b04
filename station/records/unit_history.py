"""What the chain tells of one unit, each entry and each row of it checked on the way."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.model.audit import Gap, SignedHead
from station.model.enrollment import Enrollment
from station.model.run import Run
from station.records.chain import Link, links, unsigned_gaps
from station.records.custody import KINDS
from station.records.custody_walk import CustodyWalk
from station.records.database import snapshot
from station.records.encoding import as_written
from station.records.enrollments import SELECT, changed_row, parse_enrollment
from station.records.entries import AuditEntry, EntryKind, parse_entry
from station.records.runs import StepRecord, archived_by, runs_of_unit, steps_of_run
from station.records.schema import check_schema
from station.records.successions import rows_of, verifier_of
from station.records.unit_pins import pin_findings
from station.records.verification import row_findings

# What an entry calls the unit that it tells of.
_UNIT_NAMES: Final = ("serial", "unit")
_PASSED: Final = (EntryKind.ENROLLED, EntryKind.REPROVISIONED)
_ENDED: Final = (EntryKind.RUN_ENDED, EntryKind.SETTLED, *_PASSED)
_CUSTODY: Final = tuple(f'"kind":"{kind.value}","sequence":' for kind in KINDS)
# How many findings are told of one unit.
_TOLD: Final = 20


@dataclass(frozen=True)
class UnitRun:
    """A run of the unit.

    Attributes:
        run: the run.
        detail: what it left for the engineer, one line.
        steps: its steps, none while it is at work.
        archived: the number of the entry by which they were moved to an archive; else None.
    """

    run: Run
    detail: str
    steps: tuple[StepRecord, ...]
    archived: int | None = None


@dataclass(frozen=True)
class UnitEntry:
    """An entry that tells of the unit.

    Attributes:
        link: how it hangs in the chain.
        entry: what it says.
    """

    link: Link
    entry: AuditEntry


@dataclass(frozen=True)
class UnitHistory:
    """All that is on record of a unit.

    Attributes:
        entries: those that tell of it, in their order.
        runs: all its runs, by their names.
        enrollments: all its enrollments that can be read, by their numbers.
        head: the newest signed head.
        length: how many entries the chain has.
        gaps: the entries that are lost, as the chain tells.
        keepings: what the factory's keys were kept in, by the numbers of the entries that tell it;
            those that the unit's own entries name.
        findings: what is wrong with the chain or the unit's rows; none where all is genuine.
    """

    entries: tuple[UnitEntry, ...]
    runs: dict[str, UnitRun]
    enrollments: dict[int, Enrollment]
    head: SignedHead | None
    length: int
    gaps: tuple[Gap, ...]
    keepings: Mapping[int, UnitEntry]
    findings: tuple[str, ...]

    @property
    def told(self) -> tuple[UnitEntry, ...]:
        """All entries that its story is told from, in their order: of the factory's tokens too."""
        both = {one.link.sequence: one for one in (*self.entries, *self.keepings.values())}
        return tuple(both[number] for number in sorted(both))

    @property
    def known(self) -> bool:
        """Whether anything at all is on record of the unit."""
        return bool(self.entries or self.runs or self.enrollments)


@dataclass
class _Search:
    """Goes along the chain and picks what tells of one unit."""

    connection: sqlite3.Connection
    serial: str
    runs: dict[str, UnitRun]
    rows: dict[int, sqlite3.Row]
    exports: frozenset[int]
    entries: list[UnitEntry] = field(default_factory=list)
    length: int = 0
    gaps: list[Gap] = field(default_factory=list)
    custody: CustodyWalk = field(default_factory=CustodyWalk)
    tokens: dict[int, UnitEntry] = field(default_factory=dict)

    @property
    def keepings(self) -> dict[int, UnitEntry]:
        """The entries about the factory's tokens that the unit's own entries name."""
        named = {one.entry.data.get("custody") for one in self.entries}
        return {number: one for number, one in self.tokens.items() if number in named}

    def findings(self, head: SignedHead | None) -> Iterator[str]:
        """Yield what is wrong with the chain, and with the rows of the entries on the way."""
        marks = [json.dumps(self.serial, ensure_ascii=False).lower()]
        marks += [f'"{name}"'.lower() for name in self.runs]
        marks += [f'"enrollment":{number},' for number in self.rows]
        for link in links(self.connection):
            self.length = link.sequence
            yield from link.faults
            self.gaps += [] if link.gap is None else [link.gap]
            if head is not None and head.sequence == link.sequence and head.hash != link.hash:
                yield f"entry {link.sequence} is not the one that was signed"
            if link.sequence == 1 or any(mark in link.text for mark in _CUSTODY):
                yield from self._of_token(link)
            text = link.text.lower()
            if link.sequence in self.exports or any(mark in text for mark in marks):
                yield from self._candidate(link)

    def _of_token(self, link: Link) -> Iterator[str]:
        with suppress(ValueError):  # the whole verification tells of it
            entry = parse_entry(link.text)
            self.tokens[link.sequence] = UnitEntry(link, entry)
            yield from self.custody.findings(entry)

    def _candidate(self, link: Link) -> Iterator[str]:
        try:
            entry = parse_entry(link.text)
        except ValueError as error:
            yield f"entry {link.sequence}: {error}"
            return
        if not self._tells(entry):
            return
        self.entries.append(UnitEntry(link, entry))
        if entry.sequence != link.sequence:
            yield f"entry {link.sequence} says that it is entry {entry.sequence}"
        yield from row_findings(self.connection, entry)
        if entry.kind not in KINDS:
            yield from self.custody.findings(entry)
        if entry.kind is EntryKind.ENROLLED:
            yield from self._enrollment(entry)

    def _tells(self, entry: AuditEntry) -> bool:
        data = entry.data
        running = data.get("running")
        names = running if isinstance(running, list) else [data.get("run")]
        return (
            entry.sequence in self.exports
            or any(str(data.get(name)).lower() == self.serial.lower() for name in _UNIT_NAMES)
            or any(name in self.runs for name in names)
            or data.get("enrollment") in self.rows
        )

    def _enrollment(self, entry: AuditEntry) -> Iterator[str]:
        number = entry.data.get("enrollment")
        row = self.rows.get(number) if isinstance(number, int) else None
        if row is None:
            yield f"entry {entry.sequence}: enrollment {number} is missing"
            return
        yield from changed_row(row, entry.data.get("digest"), f"enrollment {number} was changed")

    def rest(self) -> Iterator[str]:
        """Yield the rows that no entry tells of, and enrollments that stand otherwise than told."""
        told = [one.entry for one in self.entries]
        ended = {str(entry.data.get("run")) for entry in told if entry.kind in _ENDED}
        yield from pin_findings(self.connection, self.serial, told)
        for name, one in self.runs.items():
            if one.run.outcome is not None and name not in ended:
                yield f"run {name} has no entry"
        for number, row in self.rows.items():
            mine = [e for e in told if number in (e.data.get("enrollment"), e.data.get("revoked"))]
            due = "exported" if row["exported"] else "ready"
            if not any(entry.kind is EntryKind.ENROLLED for entry in mine):
                yield f"enrollment {number} has no entry"
            if any(entry.kind not in _PASSED for entry in mine):
                due = "revoked"
            if row["status"] != due:
                yield f"enrollment {number} is {row['status']}, but was {due}"


def unit_history(
    path: Path, audit_certificate: bytes, serial: str, *, copy: bool = False
) -> UnitHistory:
    """Return what is on record of a unit, the whole chain and the unit's own rows checked.

    Args:
        path: the database.
        audit_certificate: DER, from a place that is trusted.
        serial: the unit's serial number; it counts without case.
        copy: whether the database is a copy that nobody writes.

    Raises:
        StationError: REC-001, REC-002, REC-049 as `examine_record`; REC-011 where a row can't be
            read at all.
    """
    with snapshot(path, copy=copy) as connection:
        check_schema(connection, path)
        verifier = verifier_of(rows_of(connection), audit_certificate)
        rows = _enrollment_rows(connection, serial)
        search = _Search(
            connection, serial, _runs(connection, serial), rows, _exports(connection, rows)
        )
        head = _newest_head(connection)
        found = [*search.findings(head), *search.rest()]
    if head is None or not verifier.genuine(head):
        found.append("the newest entry is not signed by the audit key")
    else:
        found.extend(unsigned_gaps(search.gaps, verifier, head.sequence))
    if head is not None and head.sequence > search.length:
        found.append(f"entry {head.sequence}, which was signed, is missing")
    return UnitHistory(
        tuple(search.entries),
        search.runs,
        _readable(rows),
        head,
        search.length,
        tuple(search.gaps),
        search.keepings,
        tuple(found[:_TOLD]),
    )


def _readable(rows: dict[int, sqlite3.Row]) -> dict[int, Enrollment]:
    """Return the enrollments that can be read; that another can't has been found before."""
    enrollments = {}
    for number, row in rows.items():
        with suppress(StationError), as_written(f"enrollment {number}"):
            enrollments[number] = parse_enrollment(row)
    return enrollments


def _newest_head(connection: sqlite3.Connection) -> SignedHead | None:
    row = connection.execute(
        "SELECT sequence, hash, signature FROM heads ORDER BY sequence DESC LIMIT 1"
    ).fetchone()
    return None if row is None else SignedHead(row["sequence"], row["hash"], row["signature"])


def _runs(connection: sqlite3.Connection, serial: str) -> dict[str, UnitRun]:
    return {
        run.name: UnitRun(
            run,
            detail,
            tuple(steps_of_run(connection, run.name)),
            archived_by(connection, run.name),
        )
        for run, detail in runs_of_unit(connection, serial)
    }


def _enrollment_rows(connection: sqlite3.Connection, serial: str) -> dict[int, sqlite3.Row]:
    exported = "EXISTS (SELECT 1 FROM export_members WHERE enrollment_id = enrollments.id)"
    rows = connection.execute(
        f"{SELECT.replace(' FROM ', f', {exported} AS exported FROM ', 1)}"
        " WHERE enrollments.serial = ? COLLATE NOCASE ORDER BY enrollments.id",
        (serial,),
    )
    return {row["id"]: row for row in rows}


def _exports(connection: sqlite3.Connection, rows: dict[int, sqlite3.Row]) -> frozenset[int]:
    sql = (
        "SELECT sequence FROM exports JOIN export_members ON export_id = exports.id"
        " WHERE enrollment_id = ?"
    )
    sql += " UNION SELECT sequence FROM push_rows WHERE sequence > 0 AND enrollment_id = ?"
    return frozenset(r["sequence"] for n in rows for r in connection.execute(sql, (n, n)))
