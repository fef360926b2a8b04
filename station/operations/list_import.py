"""A list of enrollments made elsewhere: checked row by row, then put on record whole or not at all.

It is gone through once. Each row gets its verdict and goes on record at once, within a transaction
that is undone where one is refused: from then on rows are kept aside, and compared there, so that
each gets all verdicts. A trial keeps them aside from the beginning. What is verified is what is
imported, whatever becomes of the file meanwhile.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.model.foreign import ForeignRow, ListFacts, ListKind
from station.model.names import shown
from station.model.rights import Approval
from station.operations.backup_content import Watch
from station.operations.export_check import Checked, Tell
from station.records.adding import Adding, Import
from station.records.staging import Double, Staging
from station.records.store import Records
from station.service.exports.verify import Trusted, verify
from station.service.findings import Finding, Verdict, refused, useless
from station.service.imports.documents import MAX_FILE, json_rows, line_rows
from station.service.imports.exported import Exported
from station.service.imports.files import Lines, beside, opened
from station.service.imports.given import Given, unreadable
from station.service.imports.judging import Judge
from station.service.imports.tables import csv_rows

_STEP: Final = 1_000
_PAGE: Final = 100
_MOST_BYTES: Final = 1_000_000
_UNNAMED: Final = "without a name"
_WHERE: Final = {
    "twice": "stands in row {other} already",
    "here": "is a unit's of this station: serial number {other}",
    "imported": "came with import {other}",
    "claimed": "is held by run {other} of this station",
}
_WHAT: Final = {
    "registration": "The same registration ID",
    "serial": "The same serial number",
    "key": "The same key",
    "certificate": "The same certificate",
    "device": "The same device ID",
}


@dataclass(frozen=True)
class ImportAsked:
    """What is to be imported, and how it is read.

    Attributes:
        path: the file, or an export's folder.
        kind: what it comes as.
        mapping: of a table, field by column.
        delimiter: of a table; None for the one that its first line has.
        id_scope: of rows that don't say theirs; an empty text for none.
        trust: certificates that an export's signature must lead to; None for the folder's own.
    """

    path: Path
    kind: ListKind
    mapping: Mapping[str, str] = field(default_factory=dict)
    delimiter: str | None = None
    id_scope: str = ""
    trust: bytes | None = None


@dataclass(frozen=True)
class ImportDone:
    """What came of an import.

    Attributes:
        facts: where the list comes from.
        checked: the verdicts, counted.
        made: the import; None where a row was refused, or only a trial was asked for.
    """

    facts: ListFacts
    checked: Checked
    made: Import | None


def check_import(record: Path, asked: ImportAsked, tell: Tell, watch: Watch) -> ImportDone:
    """Check a list, and change nothing.

    Args:
        record: the database of the record.
        asked: which list.
        tell: told of each row in which something was found.
        watch: told of progress; may end it.

    Raises:
        StationError: SVC-080, SVC-081; as `verify` where it is an export; CFG-054 where it was
            ended; as `Staging`.
    """
    with _ending(watch), Staging(record, watch.cancel.is_set) as staging:
        facts, checked = _judged(asked, _Rows(staging), tell, watch)
        _compare(staging, checked, tell, watch)
        if checked.good:
            staging.check_new(facts, checked.rows)
    return ImportDone(facts, checked, None)


def import_list(
    records: Records, asked: ImportAsked, tell: Tell, approval: Approval | None, watch: Watch
) -> ImportDone:
    """Check a list, and put it on record where no row of it is refused.

    Args:
        records: the record.
        asked: which list.
        tell: told of each row in which something was found.
        approval: for `Right.EXPORT`.
        watch: told of progress; may end it, and nothing is on record then.

    Raises:
        StationError: as `check_import` and `ImportBook.add`.
    """
    with _ending(watch), Staging(records.path, watch.cancel.is_set) as staging:
        with records.imports.adding(approval) as adding:
            rows = _Rows(staging, adding)
            facts, checked = _judged(asked, rows, tell, watch)
            if rows.are_put(checked):
                watch.step("checked", checked.rows)
                return ImportDone(facts, checked, adding.finish(facts))
            rows.set_aside()
        _compare(staging, checked, tell, watch)
    if checked.good:
        raise StationError("REC-011", "a row that nothing was found against was refused")
    return ImportDone(facts, checked, None)


@contextmanager
def _ending(watch: Watch) -> Iterator[None]:
    """Let what was broken off because it is to end say so."""
    try:
        yield
    except StationError as error:
        if watch.cancel.is_set():
            raise StationError("CFG-054") from error
        raise


class _Rows:
    """Where rows go as they are judged: on record as long as nothing is against it, else aside.

    Args:
        staging: the place aside, where the rows of a list that can't be imported are compared.
        adding: puts them on record; None where nothing is to be changed.
    """

    def __init__(self, staging: Staging, adding: Adding | None = None) -> None:
        self.staging = staging
        self._adding = adding
        self._waiting = list[ForeignRow]()
        self._stopped = set[int]()
        self._size = 0

    def add(self, row: ForeignRow) -> None:
        """Take a row that nothing is wrong with by itself."""
        self._waiting.append(row)
        self._size += len(row.document)
        if len(self._waiting) == _STEP or self._size > _MOST_BYTES:
            self.flush()

    def add_stopped(self, row: ForeignRow) -> None:
        """Take a row that can't be imported, of which only what it is known by is of use."""
        self._stopped.add(row.place)
        self.add(row._replace(document="", certificate=None, ek_public=None))

    def flush(self) -> None:
        """Put away what waits."""
        rows, stopped = self._waiting, self._stopped
        self._waiting, self._stopped, self._size = [], set(), 0
        if self._adding is not None:
            if not stopped and self._adding.put(rows):
                return
            last = self.set_aside()
            rows = [row for row in rows if row.place > last]
        self.staging.add(rows, stopped)

    def are_put(self, checked: Checked) -> bool:
        """Tell whether all rows are on record, and nothing is against it."""
        return checked.good and self._adding is not None and not self._adding.is_taken()

    def set_aside(self) -> int:
        """Take off the record what was put there, and keep it aside; return the last place."""
        adding, self._adding, last = self._adding, None, 0
        if adding is not None:
            put = adding.rows()
            while rows := [*islice(put, _PAGE)]:
                last = rows[-1].place
                self.staging.add(rows)
            adding.undo()
        return last


def _judged(asked: ImportAsked, rows: _Rows, tell: Tell, watch: Watch) -> tuple[ListFacts, Checked]:
    """Judge each row for itself, one after another: a single one can be large."""
    judge = Judge(datetime.now(UTC), asked.id_scope, rows.staging.scopes)
    checked = Checked()
    with _opened(asked, rows.staging) as source:
        for place, given in enumerate(source.rows, 1):
            row, findings = judge.row(place, given)
            if not findings:
                checked.rows += 1
                rows.add(row)
            else:
                verdict = _verdict(place, row.registration_id, row.serial or "", findings)
                checked.add(verdict)
                tell(verdict)
                (rows.add_stopped if verdict.stops else rows.add)(row)
            if not place % _STEP:
                watch.step("checked", place)
        facts = source.facts()
    rows.flush()
    watch.step("checked", checked.rows)
    return facts, checked


def _compare(staging: Staging, checked: Checked, tell: Tell, watch: Watch) -> None:
    """Compare the rows that are aside with one another and with the record."""
    watch.step("compared", 0, checked.rows)
    for number, double in enumerate(staging.doubles()):
        finding = _said(double)
        found = _verdict(double.place, double.registration_id, double.serial, [finding])
        checked.by_rule.update({(finding.level, finding.rule)})
        checked.stopped += staging.stop(double.place)
        tell(found)
        if not number % _STEP:
            watch.step("compared", double.place)


def _verdict(place: int, name: str, serial: str, findings: list[Finding]) -> Verdict:
    return Verdict(f"row {place}", shown(name, 128) or _UNNAMED, shown(serial), (*findings,))


def _said(double: Double) -> Finding:
    what, where = double.rule.split("-")
    words = f"{_WHAT[what]} {_WHERE[where].format(other=shown(double.other))}"
    return (useless if what == "device" else refused)(double.rule, words)


@dataclass
class _Source:
    """A list that is open: its rows, and once they are read what it is."""

    rows: Iterator[Given]
    facts: Callable[[], ListFacts]


@contextmanager
def _opened(asked: ImportAsked, staging: Staging) -> Iterator[_Source]:
    name = shown(asked.path.absolute().name, 100)
    if asked.kind is ListKind.EXPORT:
        yield _export(asked, staging, name)
        return
    with opened(asked.path, name) as lines:

        def facts() -> ListFacts:
            return ListFacts(name, lines.digest(), asked.kind)

        yield _Source(_rows(asked, lines, name), facts)


def _rows(asked: ImportAsked, lines: Lines, name: str) -> Iterator[Given]:
    match asked.kind:
        case ListKind.DPS_JSON:
            return json_rows(lines.read(MAX_FILE + 1), name)
        case ListKind.JSON_LINES:
            return line_rows(lines, name)
        case _:
            folder = asked.path.absolute().parent
            mark = asked.delimiter
            return csv_rows(lines, name, asked.mapping, mark, lambda file: beside(folder, file))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False  # which is told when it is read


def _export(asked: ImportAsked, staging: Staging, name: str) -> _Source:
    if _is_file(asked.path):
        raise unreadable(name, "it is a file: an export is a folder; unpack an archive first")
    verified = verify(asked.path, asked.trust)
    manifest = verified.manifest
    station, trusted = shown(manifest.station, 100), verified.by is Trusted.GIVEN
    facts = ListFacts(name, verified.sha256, asked.kind, station, trusted)
    return _Source(Exported(asked.path, manifest, staging).rows(), lambda: facts)
