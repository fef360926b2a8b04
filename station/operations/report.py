"""Reports of the line's figures: counted, told, and written to a folder that is signed.

A folder holds `report.pdf` for the wall, `report.csv` for a spreadsheet, `report.json` with the
same figures and the hashes of these, its signature `report.p7s` by the factory's token, and
`chain.pem` with which that is checked.
"""

import hashlib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from station.folders import Data
from station.model.figures import Dimension, Figures
from station.model.shifts import ShiftPlan
from station.operations.plant import Plant, open_reader, utc_now
from station.operations.report_asked import Asked, chosen
from station.operations.report_document import (
    DOCUMENT,
    PAPER,
    SIGNATURE,
    TABLE,
    ReportDocument,
)
from station.operations.report_lines import Line, csv_of, lines_of, moment, text
from station.operations.report_pdf import paper_of
from station.operations.report_words import PRACTICE_WORDS, Report
from station.records.figures import read_figures
from station.records.store import Reader
from station.service.exports.folder import PartFolder
from station.service.exports.manifest import CHAIN, Anchor, FileEntry
from station.service.exports.sources import ExportFactory


@dataclass(frozen=True)
class Maker:
    """Who makes a report, and where and when.

    Attributes:
        badge: theirs; empty where nobody was asked, as in practice.
        now: UTC.
        zone: the station's time zone; None for the machine's own.
    """

    badge: str
    now: datetime
    zone: tzinfo | None = None


def look(data: Data, asked: Asked) -> Report:
    """Count what is asked for, unsigned; no PIN is needed.

    Raises:
        StationError: REC-014 where there is no such order; as `chosen`, `open_reader` and
            `read_figures`.
    """
    with open_reader(data) as reader:
        return counted(reader, asked, Maker("", utc_now()))


def counted(reader: Reader, asked: Asked, maker: Maker) -> Report:
    """Count what is asked for in an open record.

    Raises:
        StationError: as `look`; REC-012 where settings or people are not the guard's.
    """
    rules = reader.settings()
    plan = ShiftPlan(rules.shift_starts, maker.zone)
    selection, about = chosen(asked, plan)
    if selection.order is not None:
        reader.order(selection.order)
    names = {person.badge: person.name for person in reader.people()}
    figures = read_figures(reader.path, selection, plan, by_person=rules.person_figures)
    return Report(
        station=reader.station,
        practice=reader.practice,
        about=about,
        made=maker.now.replace(microsecond=0),
        made_by=" ".join(filter(None, (maker.badge, names.get(maker.badge, "")))),
        zone=maker.zone,
        figures=figures,
        people=_named(figures, names),
    )


def _named(figures: Figures, names: Mapping[str, str]) -> Mapping[str, str]:
    """Return the names of those whose figures are told; nobody else's leave the record."""
    badges = {tally.key for tally in figures.by.get(Dimension.PERSON, ())}
    return {badge: name for badge, name in names.items() if badge in badges}


def write_report(plant: Plant, asked: Asked, out: Path, badge: str) -> Report:
    """Count what is asked for, write it to a folder, and have the factory's token sign it.

    Before it is signed, the record is verified: what somebody wrote into it leaves under nobody's
    signature. The folder appears in its place only when it is whole.

    Args:
        plant: the station, open for work.
        asked: what the report is about.
        out: a new or empty folder.
        badge: of whoever makes it; empty in practice.

    Raises:
        StationError: as `counted`; REC-011 where the record was changed; as `PartFolder.begin` and
            `move`; the factory HSM's own.
    """
    records, factory = plant.tools.records, plant.tools.factory
    with PartFolder.begin(out, records.is_exported) as part:
        report = counted(records, asked, Maker(badge, plant.tools.now()))
        records.verify()
        for name, content in signed_files(report, factory).items():
            part.write(name, content)
        part.sync()
        part.move()
    return report


def signed_files(report: Report, factory: ExportFactory) -> dict[str, bytes]:
    """Return a report's files by name, the document signed by the factory's token."""
    lines = list(lines_of(report.figures, report.people))
    beside = {
        TABLE: csv_of(about_lines(report), lines),
        PAPER: paper_of(report),
        CHAIN: b"".join(
            ssl.DER_cert_to_PEM_cert(certificate).encode("ascii")
            for certificate in factory.issuing_chain
        ),
    }
    content = document_of(report, lines, beside).canonical()
    return {**beside, DOCUMENT: content, SIGNATURE: factory.sign_manifest(content)}


def about_lines(report: Report) -> list[Line]:
    """Return the lines of `report.csv` that say what it is about."""
    wanted, head = report.figures.selection, report.figures.head
    return [
        text("station", report.station),
        text("world", "practice" if report.practice else "production"),
        text("about", report.about),
        text("order", wanted.order or ""),
        text("position", wanted.position or ""),
        moment("begins", wanted.begins),
        moment("ends", wanted.ends),
        moment("made", report.made),
        text("made_by", report.made_by),
        Line(group="report", figure="audit_sequence", unit="count", value=head.sequence),
        text("audit_hash", head.hash.hex()),
    ]


def document_of(
    report: Report, lines: Sequence[Line], files: Mapping[str, bytes]
) -> ReportDocument:
    """Return what is signed of a report.

    Args:
        report: what it says.
        lines: its figures.
        files: the files that lie beside it, by name.
    """
    wanted, head = report.figures.selection, report.figures.head
    return ReportDocument(
        station=report.station,
        practice=report.practice,
        notice=PRACTICE_WORDS if report.practice else "",
        made=report.made,
        made_by=report.made_by,
        about=report.about,
        order=wanted.order,
        position=wanted.position,
        begins=wanted.begins,
        ends=wanted.ends,
        lines=tuple(lines),
        audit=Anchor(sequence=head.sequence, hash=head.hash.hex()),
        files=tuple(
            FileEntry(name, hashlib.sha256(held).hexdigest(), len(held))
            for name, held in files.items()
        ),
    )
