"""The whole record checked: chain, heads, and every row that the chain tells of."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.model.audit import Gap, KnownHead, SignedHead
from station.records.again_walk import AgainWalk, again_findings
from station.records.answers import answers_digest
from station.records.archive_walk import ArchiveWalk
from station.records.authorities import AuthorityWalk
from station.records.chain import HeadVerifier, links, missed_anchors, unsigned_gaps
from station.records.custody_walk import CustodyWalk
from station.records.database import check_file, snapshot
from station.records.enrollments import SELECT, changed_row, place_findings
from station.records.entries import AuditEntry, EntryKind, parse_entry
from station.records.exports import members_digest
from station.records.grants import Grant, grants
from station.records.imports import import_findings
from station.records.loss_walk import LossWalk
from station.records.places import usage_findings
from station.records.push_walk import PushWalk, status_findings
from station.records.rights_walk import RightsWalk
from station.records.runs import recipient_findings, run_digest, work_digest
from station.records.schema import check_schema, foreign_objects
from station.records.spent_walk import SpentWalk
from station.records.successions import rows_of, verifier_of
from station.records.unit_walk import UnitWalk

# How many findings are told; a record that has more is broken enough.
_TOLD: Final = 10
# A station signs each change before the next: what a crash or a token that is gone leaves unsigned
# is a change and what its positions were at.
MOST_UNSIGNED: Final = 100
_PASSED: Final = (EntryKind.ENROLLED, EntryKind.REPROVISIONED)
_ENDED: Final = (EntryKind.RUN_ENDED, EntryKind.SETTLED, *_PASSED)


@dataclass(frozen=True)
class AuditReport:
    """What a verified record holds.

    Attributes:
        entries: how many entries the chain has.
        head: the newest signed head's sequence number, 0 without one.
        heads: how many signed heads there are, all of them genuine.
        enrollments: how many enrollments were checked against their entries.
        runs: how many ended runs were.
        gaps: the entries that are lost, since an older copy was gone on with, as the chain tells.
        anchor: the number that this record was checked to reach, from a place outside it such as
            the factory's token; None where there was none, so that an older copy can't be told.
        replaced: the entries from which on another token's audit key signs.
    """

    entries: int
    head: int
    heads: int
    enrollments: int
    runs: int
    anchor: int | None
    gaps: tuple[Gap, ...] = ()
    replaced: tuple[int, ...] = ()

    @property
    def unsigned(self) -> int:
        """How many entries no signature covers yet."""
        return self.entries - self.head


@dataclass
class _ListWalk:
    """Goes along the enrollment list as the chain tells of it: both in the order of their birth."""

    connection: sqlite3.Connection
    checked: int = 0

    def __post_init__(self) -> None:
        self._rows = self.connection.execute(f"{SELECT} ORDER BY enrollments.id")
        self._next: sqlite3.Row | None = self._rows.fetchone()

    def told(self, entry: AuditEntry) -> Iterator[str]:
        """Yield what is wrong with the list up to the enrollment that `entry` tells of."""
        number = entry.data.get("enrollment")
        while self._next is not None and isinstance(number, int) and self._next["id"] < number:
            yield from self._surplus(self._next)
        if self._next is None or self._next["id"] != number:
            yield f"entry {entry.sequence}: enrollment {number} is missing"
            return
        row = self._next
        self._next = self._rows.fetchone()
        self.checked += 1
        words = f"enrollment {number} ({row['registration_id']}) was changed"
        yield from changed_row(row, entry.data.get("digest"), words)

    def rest(self) -> Iterator[str]:
        """Yield the enrollments that the chain told nothing of."""
        while self._next is not None:
            yield from self._surplus(self._next)

    def _surplus(self, row: sqlite3.Row) -> Iterator[str]:
        self._next = self._rows.fetchone()
        yield f"enrollment {row['id']} ({row['registration_id']}) has no entry"


@dataclass
class _Walk:
    """One walk over the chain, and what it meets on its way."""

    connection: sqlite3.Connection
    told: Callable[[int], object] = int
    entries: int = 0
    runs: int = 0
    grants: Sequence[Grant] = field(default_factory=grants)
    rights: RightsWalk = field(default_factory=RightsWalk)
    units: UnitWalk = field(default_factory=UnitWalk)
    spent: SpentWalk = field(default_factory=SpentWalk)
    losses: LossWalk = field(default_factory=LossWalk)
    again: AgainWalk = field(default_factory=AgainWalk)
    authorities: AuthorityWalk = field(default_factory=AuthorityWalk)
    custody: CustodyWalk = field(default_factory=CustodyWalk)
    archives: ArchiveWalk = field(default_factory=ArchiveWalk)
    revoked: set[int] = field(default_factory=set)
    exports: int = 0
    gaps: list[Gap] = field(default_factory=list)

    def findings(self, listed: _ListWalk) -> Iterator[str]:
        """Yield everything that is wrong with the entries and the rows they tell of."""
        pushes = PushWalk(self.connection)
        for met in self._chain():
            if isinstance(met, str):
                yield met
                continue
            yield from self.rights.findings(met)
            for grant in self.grants:
                grant.tell(met)
            if met.kind is EntryKind.ENROLLED:
                yield from listed.told(met)
            yield from self.rows_of(met)
            yield from self.units.findings(met)
            yield from self.spent.findings(met)
            yield from self.losses.findings(met)
            yield from self.custody.findings(met)
            yield from self.archives.findings(met)
            yield from pushes.findings(met)
            self.authorities.tell(met)
            yield from self.again.findings(met, (self.revoked, self.units.revoked))
        yield from listed.rest()
        yield from self.spent.rest(self.connection)
        yield from self.again.rest(self.connection)
        yield from self.archives.rest()
        yield from self.authorities.rest(self.connection)
        yield from pushes.rest()
        yield from self._rest()

    def _chain(self) -> Iterator[AuditEntry | str]:
        """Yield the entries that can be read, and what is wrong with the chain."""
        for link in links(self.connection):
            self.entries = link.sequence
            self.told(self.entries)
            yield from link.faults
            self.gaps += [] if link.gap is None else [link.gap]
            try:
                entry = parse_entry(link.text)
            except ValueError as error:
                yield f"entry {self.entries}: {error}"
                continue
            if entry.sequence != self.entries:
                yield f"entry {self.entries} says that it is entry {entry.sequence}"
            yield entry

    def rows_of(self, entry: AuditEntry) -> Iterator[str]:
        """Yield what is wrong with the rows that one entry tells of, but for an enrollment."""
        data = entry.data
        if entry.kind in _ENDED:
            yield from self._run(entry)
        if entry.kind is EntryKind.REPROVISIONED:
            yield from again_findings(self.connection, entry)
        elif entry.kind is EntryKind.REVOKED:
            number = data.get("enrollment")
            if isinstance(number, int):
                self.revoked.add(number)
        elif entry.kind is EntryKind.EXPORTED:
            yield from self._export(entry)

    def _run(self, entry: AuditEntry) -> Iterator[str]:
        self.runs += 1
        name = str(entry.data.get("run"))
        row = self.connection.execute("SELECT * FROM runs WHERE name = ?", (name,)).fetchone()
        told = entry.data.get("run_digest" if entry.kind in _PASSED else "digest")
        if row is None:
            yield f"entry {entry.sequence}: run {name} is missing"
            return
        if run_digest(row) != told:
            yield f"run {name} was changed"
        elif answers_digest(self.connection, row["id"]) != entry.data.get("answers"):
            yield f"what was answered in run {name} was changed"
        else:
            self.units.ended(row)
        work = entry.data.get("work")  # an older Station didn't tell
        if row["archived"] is not None:
            yield from self.archives.run(self.connection, row, work)
        elif work is not None and work_digest(self.connection, row["id"]) != work:
            yield f"what run {name} did was changed"

    def _export(self, entry: AuditEntry) -> Iterator[str]:
        self.exports += 1
        row = self.connection.execute(
            "SELECT * FROM exports WHERE sequence = ?", (entry.sequence,)
        ).fetchone()
        if row is None:
            yield f"entry {entry.sequence}: its export is missing"
            return
        members = self.connection.execute(
            "SELECT id_scope, registration_id FROM export_members"
            " JOIN enrollments ON enrollments.id = enrollment_id"
            " WHERE export_id = ? ORDER BY enrollments.id",
            (row["id"],),
        )
        count, digest = members_digest((m["id_scope"], m["registration_id"]) for m in members)
        kept = (count, digest, row["manifest_hash"], row["format"], row["folder"])
        names = ("count", "digest", "manifest", "format", "folder")
        if kept != tuple(entry.data.get(name) for name in names):
            yield f"export {row['id']} was changed"

    def _rest(self) -> Iterator[str]:
        """Yield what only shows once the whole chain is known."""
        for grant in self.grants:
            yield from grant.findings(self.connection)
        ended = self._count("SELECT count(*) FROM runs WHERE outcome IS NOT NULL")
        if ended != self.runs:
            yield f"{ended} runs have ended, but the chain tells of {self.runs}"
        exports = self._count("SELECT count(*) FROM exports")
        if exports != self.exports:
            yield f"there are {exports} exports, but the chain tells of {self.exports}"
        yield from import_findings(self.connection)
        yield from status_findings(self.connection, self.revoked | self.units.revoked)
        yield from self.units.rest(self.connection)
        yield from place_findings(self.connection)
        yield from recipient_findings(self.connection)
        yield from usage_findings(self.connection, self.units.given)

    def _count(self, sql: str) -> int:
        return int(self.connection.execute(sql).fetchone()[0])


@dataclass
class _HeadWalk:
    connection: sqlite3.Connection
    verifier: HeadVerifier
    heads: int = 0
    newest: int = 0

    def findings(self, last: int, gaps: Sequence[Gap]) -> Iterator[str]:
        """Yield every head that is not on its entry, or not signed by the audit key.

        And that too many entries, up to the `last`, have none, or that losses aren't signed.
        """
        forged: list[int] = []  # of a wrong certificate they all are, which is said at once
        for row in self.connection.execute(
            "SELECT heads.sequence, heads.hash, heads.signature, audit.hash AS entry_hash"
            " FROM heads LEFT JOIN audit ON audit.sequence = heads.sequence"
            " ORDER BY heads.sequence"
        ):
            self.heads += 1
            self.newest = row["sequence"]
            if row["entry_hash"] != row["hash"]:
                yield f"head {self.newest} is not on the entry of its number"
            head = SignedHead(row["sequence"], row["hash"], row["signature"])
            if not self.verifier.genuine(head):
                forged.append(self.newest)
            else:
                yield from map(_forged, forged)
                forged.clear()
        if self.heads > 1 and len(forged) == self.heads:
            yield (
                f"none of the {self.heads} heads is signed by that key: is this the station's audit"
                " certificate?"
            )
        else:
            yield from map(_forged, forged)
        yield from unsigned_gaps(gaps, self.verifier, self.newest)
        if last - self.newest > MOST_UNSIGNED:
            yield f"the entries from {self.newest + 1} to {last} are not signed"


def _forged(head: int) -> str:
    return f"head {head} is not signed by the audit key"


def row_findings(connection: sqlite3.Connection, entry: AuditEntry) -> Iterator[str]:
    """Yield what is wrong with the rows that one entry tells of, but for an enrollment."""
    return _Walk(connection).rows_of(entry)


@dataclass(frozen=True)
class Examination:
    """What was found in a record.

    Attributes:
        report: what it holds; of a record with findings, as far as it was walked.
        findings: what is wrong, one thing each; at most as many as were asked for.
        more: whether there are more than these.
        older: where an anchor is known from that it ends before, so that it is an older copy; else
            empty.
    """

    report: AuditReport
    findings: tuple[str, ...]
    more: bool
    older: str

    @property
    def error(self) -> StationError:
        """What to say of a record with findings: REC-013 of an older copy, else REC-011."""
        detail = "; ".join(self.findings)
        if self.older:
            return StationError("REC-013", detail, what=self.older)
        return StationError("REC-011", detail)


def examine_record(
    path: Path,
    audit_certificate: bytes,
    anchors: Sequence[KnownHead] = (),
    most: int = _TOLD,
    *,
    copy: bool = False,
    told: Callable[[int, int], None] = lambda _done, _whole: None,
) -> Examination:
    """Check a whole record as it stands, while it may be written to.

    Args:
        path: the database.
        audit_certificate: DER, from a place that is trusted.
        anchors: what the record must reach, as is known from places outside it.
        most: how many findings are told.
        copy: whether it is a copy that nobody writes, perhaps where nothing can be written.
        told: of each entry, its number and the last one's; what it raises ends it.

    Raises:
        StationError: REC-001 where the file is damaged, no record or an older Station's; REC-002;
            REC-011 where the certificate can't be used; REC-049 where a copy can't be read there.
    """
    with snapshot(path, copy=copy) as connection:
        _check_form(connection, path)
        last = connection.execute("SELECT max(sequence) FROM audit").fetchone()[0] or 0
        walk, listed = _Walk(connection, lambda n: told(n, last)), _ListWalk(connection)
        heads = _HeadWalk(connection, verifier_of(rows_of(connection), audit_certificate))
        found = [*foreign_objects(connection), *missed_anchors(connection, anchors)]
        found.extend(islice(walk.findings(listed), most + 1))
        found.extend(islice(heads.findings(last, walk.gaps), most + 1))
    report = _report(walk, listed, heads, anchors)
    return Examination(report, tuple(found[:most]), len(found) > most, _older(anchors, last))


def _report(
    walk: _Walk, listed: _ListWalk, heads: _HeadWalk, anchors: Sequence[KnownHead]
) -> AuditReport:
    return AuditReport(
        entries=walk.entries,
        head=heads.newest,
        heads=heads.heads,
        enrollments=listed.checked,
        runs=walk.runs,
        anchor=max((anchor.sequence for anchor in anchors), default=None),
        gaps=tuple(walk.gaps),
        replaced=heads.verifier.replaced,
    )


def _older(anchors: Sequence[KnownHead], last: int) -> str:
    return next((anchor.source for anchor in anchors if anchor.sequence > last), "")


def _check_form(connection: sqlite3.Connection, path: Path) -> None:
    check_schema(connection, path)
    check_file(connection.execute, path)


def verify_record(path: Path, audit_certificate: bytes, anchor: int | None) -> AuditReport:
    """Check a whole record as `examine_record` does, and take nothing but a whole one.

    Args:
        path: the database.
        audit_certificate: DER, from a place that is trusted.
        anchor: a sequence number that the record must reach, from a place outside it.

    Raises:
        StationError: REC-011 with what was found and where, REC-013 where the record ends before
            `anchor`, REC-001 where the file is damaged.
    """
    anchors = () if anchor is None else (KnownHead(anchor, None, "the factory's token"),)
    examined = examine_record(path, audit_certificate, anchors)
    if examined.findings:
        raise examined.error
    return examined.report
