"""An export with somebody looking on: where to, how it went, and whether it is still as written."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.folders import Data
from station.model.enrollment import EnrollmentStatus
from station.operations.groups import small_file
from station.operations.plant import Plant
from station.records.reader import Reader
from station.service.exports import (
    EXPORTS,
    ExportReport,
    ExportRequest,
    Verified,
    Watch,
    verify,
    write_export,
)
from station.service.exports.recipient import Recipient

EXPORTS_FOLDER: Final = "exports"
ALL_ORDERS: Final = "all"


@dataclass(frozen=True)
class Readiness:
    """How many enrollments of an order an export can take.

    Attributes:
        order: its name, or None for all orders together.
        new: those that weren't exported yet.
        before: those that were.
    """

    order: str | None
    new: int
    before: int


@dataclass(frozen=True)
class WrittenFile:
    """A file of an export, or a folder in it with all its files.

    Attributes:
        name: relative to the export's folder; a folder's ends with a slash.
        files: how many files; 1 for a file.
        size: bytes.
    """

    name: str
    files: int
    size: int


@dataclass(frozen=True)
class Exported:
    """An export that was made.

    Attributes:
        report: what was written.
        format: as manifests call it.
        order: the one order's name, or None for all.
        contents: the files and folders at its top, by name.
    """

    report: ExportReport
    format: str
    order: str | None
    contents: Sequence[WrittenFile]

    @property
    def files(self) -> int:
        """How many files it has, manifest and signature too."""
        return sum(one.files for one in self.contents)


def format_names() -> list[str]:
    """Return the formats, each by the one name that manifests call it."""
    return list(dict.fromkeys(form.name for form in EXPORTS.values()))


def readiness(data: Data) -> list[Readiness]:
    """Return what there is to export: of all orders together, then of each, oldest first.

    Raises:
        StationError: as `Reader`.
    """
    with Reader.open(data.database) as reader:
        summaries = reader.summary()
    each = [
        Readiness(
            summary.order.name,
            summary.statuses[EnrollmentStatus.READY],
            summary.statuses[EnrollmentStatus.EXPORTED]
            + summary.statuses[EnrollmentStatus.CONFIRMED],
        )
        for summary in summaries
    ]
    both = Readiness(None, sum(one.new for one in each), sum(one.before for one in each))
    return [both, *each]


def next_folder(data: Data, order: str | None, today: date) -> Path:
    """Return a folder for the next export that isn't there yet.

    It is `exports/<date>-<order>-<number>` in the data folder. One that an export was cut short in
    is taken again: the next export to it settles what was left.
    """
    above = data.root / EXPORTS_FOLDER
    number = 1
    while True:
        folder = above / f"{today:%Y-%m-%d}-{order or ALL_ORDERS}-{number}"
        if not os.path.lexists(folder):
            return folder
        number += 1


def run_export(
    plant: Plant, request: ExportRequest, watch: Watch, recipient: Path | None = None
) -> Exported:
    """Export, and look at what was written.

    Args:
        plant: the open station.
        request: what is written, and where to.
        watch: looks on.
        recipient: the file with the certificate of who opens units' own keys; None for nobody.

    Raises:
        StationError: SVC-079, PRF-005 for that file; as `write_export`.
    """
    if recipient is not None:
        request = replace(request, recipient=Recipient.parse(small_file(recipient)))
    report = write_export(plant.tools.records, plant.tools.factory, request, watch)
    return Exported(report, request.format.name, request.order, contents(report.folder))


def contents(folder: Path) -> list[WrittenFile]:
    """Return the files and folders at the top of a folder, by name.

    Raises:
        StationError: SVC-004 where it can't be read any more.
    """
    try:
        with os.scandir(folder) as entries:
            found = [_written(entry) for entry in entries]
    except OSError as error:
        raise StationError("SVC-004", str(error.strerror), path=str(folder)) from error
    return sorted(found, key=lambda one: one.name)


def _written(entry: "os.DirEntry[str]") -> WrittenFile:
    if not entry.is_dir(follow_symlinks=False):
        return WrittenFile(entry.name, 1, entry.stat(follow_symlinks=False).st_size)
    sizes = list(_sizes(entry.path))
    return WrittenFile(f"{entry.name}/", len(sizes), sum(sizes))


def _sizes(folder: str) -> Iterator[int]:
    with os.scandir(folder) as entries:
        for entry in entries:
            yield entry.stat(follow_symlinks=False).st_size


def check_export(plant: Plant, folder: Path) -> Verified:
    """Check an export of this very station: that this factory signed it, and every file.

    Raises:
        StationError: as `verify`.
    """
    # The token's own root, not the folder's: who changed the folder could have changed that too.
    return verify(folder, plant.tools.factory.issuing_chain[-1])
