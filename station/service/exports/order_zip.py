"""The export format `zip`: what belongs to an order in archives of its own, certificates too.

For whoever takes one order's units in. `<order>-0001.zip` ... hold 10,000 units each but the last:

- `enrollments.csv`: their table, as `dps_csv` has it, `certificate_file` being in the archive;
- `enrollments.jsonl`: the documents of those that have an enrollment of their own, as `json_lines`
  has them;
- `certs/<registration-id>.pem`, and `chain.pem`, the CAs above these.

An archive is the same, byte for byte, whenever and wherever it is made of the same units: its files
stand in the order of the list, at ZIP's earliest time. Groups and the lists of their units stand
beside the archives as `dps_json` has them, and no archive of a
real order holds a key: documents with units' own keys stand beside them too, encrypted.
"""

import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from station.model.attestation import X509Attestation
from station.model.enrollment import Enrollment
from station.model.names import RegistrationId
from station.model.order import Order
from station.service.exports.cells import row
from station.service.exports.certificates import certificate_name, pem
from station.service.exports.dps_csv import COLUMNS, Table
from station.service.exports.dps_json import DpsJsonWriter
from station.service.exports.folder import PartFile
from station.service.exports.manifest import CHAIN
from station.service.exports.sources import ExportJob

UNITS: Final = 10_000
"""Units in each archive of an order but the last: they are compressed in memory."""
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_PLAIN: Final = 0o100644 << 16
_UNIX: Final = 3


class _Archive:
    """An archive of some units of an order while it grows; the place of their certificates.

    Args:
        file: where it goes.
        now: when certificates must be valid, UTC.
    """

    def __init__(self, file: PartFile, now: datetime) -> None:
        self._zip = zipfile.ZipFile(_Growing(file), "w", zipfile.ZIP_DEFLATED)
        self._table = Table(self, now)
        self._rows = bytearray(row(COLUMNS))
        self._lines = bytearray()
        self._chain: dict[bytes, None] = {}
        self.units = 0

    def add_unit(self, order: Order, enrollment: Enrollment) -> None:
        """Take a unit's line of the table, and its certificate."""
        self._rows += self._table.line(order, enrollment)
        self.units += 1

    def add_document(self, document: bytes) -> None:
        """Take a unit's document."""
        self._lines += document + b"\n"

    def add(self, registration_id: RegistrationId, held: X509Attestation) -> str:
        """Write a unit's certificate; return its name in the archive."""
        name = certificate_name(registration_id)
        self._write(name, pem(held.certificate))
        self._chain |= dict.fromkeys(held.chain)
        return name

    def close(self) -> None:
        """Write what waited in memory for the end."""
        self._write("enrollments.csv", bytes(self._rows))
        if self._lines:
            self._write("enrollments.jsonl", bytes(self._lines))
        if self._chain:
            self._write(CHAIN, b"".join(pem(one) for one in self._chain))
        self._zip.close()
        # The table knows the archive and the archive the table: what they hold goes now, not when
        # the garbage collector comes by.
        self._rows.clear()
        self._lines.clear()
        self._zip.filelist.clear()
        self._zip.NameToInfo.clear()

    def _write(self, name: str, data: bytes) -> None:
        entry = zipfile.ZipInfo(name, _EARLIEST)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = _PLAIN
        entry.create_system = _UNIX
        self._zip.writestr(entry, data)


class _Growing:
    """A file to which `zipfile` writes without ever going back."""

    def __init__(self, file: PartFile) -> None:
        self._file = file

    def write(self, data: bytes, /) -> int:
        """Take bytes."""
        self._file.write(data)
        return len(data)

    def flush(self) -> None:
        """Leave that to the folder, which closes the file."""

    def close(self) -> None:
        """The same."""


class _Current:
    """The archive that is being written; it takes single units' documents."""

    def __init__(self) -> None:
        self.archive: _Archive | None = None

    def add(self, document: bytes) -> None:
        """Take a document."""
        if self.archive is not None:
            self.archive.add_document(document)

    def flush(self) -> None:
        """End the archive, if there is one."""
        if self.archive is not None:
            self.archive.close()
        self.archive = None


class OrderZipWriter:
    """One export as archives, an order's by themselves."""

    def __init__(self, job: ExportJob) -> None:
        self._job = job
        self._current = _Current()
        self._documents = DpsJsonWriter(job, self._current, files=False)
        self._order = ""
        self._number = 0

    def add(self, order: Order, enrollment: Enrollment) -> None:
        """Write one enrollment; as the other formats."""
        self._archive_of(order).add_unit(order, enrollment)
        self._documents.add(order, enrollment)

    def finish(self) -> bool:
        """Write what is pending; tell whether keys stand in the clear."""
        return self._documents.finish()

    def _archive_of(self, order: Order) -> _Archive:
        archive = self._current.archive
        if archive is not None and order.name == self._order and archive.units < UNITS:
            return archive
        self._current.flush()
        self._number = self._number + 1 if order.name == self._order else 1
        self._order = order.name
        file = self._job.part.grow(f"{order.name}-{self._number:04d}.zip")
        self._current.archive = _Archive(file, self._job.now)
        return self._current.archive


@dataclass(frozen=True)
class OrderZip:
    """The format itself."""

    name: str = "dps-zip"

    def start(self, job: ExportJob) -> OrderZipWriter:
        """Begin an export."""
        return OrderZipWriter(job)
