"""Another station's signed export: its rows, each from a file that is as the manifest says.

Every file is compared with the manifest's digest again while it is read, so that what was verified
and what is imported are the same.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from pydantic import JsonValue

from station.errors import StationError
from station.model.names import RegistrationId
from station.service.exports.certificates import certificate_name
from station.service.exports.checked import changed, lines_in, read_file
from station.service.exports.manifest import UNITS, FileEntry, Manifest
from station.service.exports.units import MAX_LINE, UnitLine
from station.service.imports.archives import archive_rows
from station.service.imports.documents import MAX_FILE, json_rows, line_rows, parsed
from station.service.imports.given import MAX_LINE as MAX_DOCUMENT
from station.service.imports.given import Given, unreadable
from station.service.imports.tables import csv_rows

_TABLE: Final = "enrollments.csv"
_MAX_CERTIFICATE: Final = 65_536


class Units(Protocol):
    """Remembers an export's units; of a million too, in little memory."""

    def tell_unit(self, name: str, serial: str, identity: bytes) -> bool:
        """Keep a unit by its name; tell whether that was new."""
        ...

    def unit(self, name: str) -> tuple[str, bytes] | None:
        """Return a unit's serial number and identity."""
        ...


@dataclass
class Exported:
    """An export folder that was verified.

    Attributes:
        folder: where it is.
        manifest: what it says.
        units: for what it says of units by their names.
    """

    folder: Path
    manifest: Manifest
    units: Units
    _files: dict[str, FileEntry] = field(default_factory=dict)

    def rows(self) -> Iterator[Given]:
        """Yield the enrollments.

        Raises:
            StationError: SVC-004 where a file was changed, SVC-080 where the export has a form that
                isn't imported, or other units than it says.
        """
        self._files = {entry.name: entry for entry in self.manifest.files}
        readers = [
            (entry, reader)
            for entry in sorted(self._files.values(), key=lambda one: one.name)
            if (reader := self._reader(entry.name)) is not None
        ]
        if not readers:
            raise unreadable(self.folder.name, "it has a form that isn't imported")
        self._tell_units()
        count = 0
        for entry, reader in readers:
            for given in reader(entry):
                count += 1
                yield self._completed(given)
        if count != self.manifest.units:
            why = f"it has {count} units, and says {self.manifest.units}"
            raise unreadable(self.folder.name, why)

    def _reader(self, name: str) -> Callable[[FileEntry], Iterator[Given]] | None:
        begins, ends = name.partition("-")[0], name.rpartition(".")[2]
        if name == _TABLE:
            return self._table
        if begins == "enrollments" and ends == "json":
            return lambda entry: json_rows(self._content(entry, MAX_FILE), entry.name)
        if begins == "enrollments" and ends == "jsonl":
            return lambda entry: line_rows(lines_in(self.folder, entry, MAX_DOCUMENT), entry.name)
        if ends == "zip" and "/" not in name:
            return lambda entry: archive_rows(self._content(entry, MAX_FILE), entry.name)
        if begins == "units" and ends == "json" and not self._archived:
            return self._members
        return None

    @property
    def _archived(self) -> bool:
        """Whether the units of groups are in archives, with their certificates."""
        return any(name.endswith(".zip") for name in self._files)

    def _tell_units(self) -> None:
        entry = self._files.get(UNITS)
        if entry is None:
            return
        for line in lines_in(self.folder, entry, MAX_LINE):
            try:
                unit = UnitLine.parse(line)
            except ValueError as error:
                raise changed(UNITS, "a line that is no unit") from error
            self.units.tell_unit(unit.registration_id, unit.serial, bytes.fromhex(unit.identity))

    def _completed(self, given: Given) -> Given:
        """Return a row with what the list of units says of it."""
        given = given._replace(id_scope=self.manifest.id_scope)
        name = given.document.get("registrationId") if isinstance(given.document, dict) else None
        known = self.units.unit(name) if isinstance(name, str) and name.isascii() else None
        if known is None:
            return given
        serial, identity = known
        given = given._replace(serial=given.serial or serial)
        by_name = given.group and hashlib.sha256(given.group.encode()).digest() == identity
        if given.group and not by_name and not given.certificate_sha256:
            given = given._replace(certificate_sha256=identity.hex())
        return given

    def _table(self, entry: FileEntry) -> Iterator[Given]:
        lines = (line + b"\n" for line in lines_in(self.folder, entry, MAX_DOCUMENT))
        yield from csv_rows(lines, entry.name, {}, ",", self._certificate)

    def _members(self, entry: FileEntry) -> Iterator[Given]:
        content = parsed(self._content(entry, MAX_FILE), entry.name)
        if not isinstance(content, dict) or not isinstance(units := content.get("units"), list):
            raise changed(entry.name, "it is no list of a group's units")
        group = str(content.get("enrollmentGroupId"))
        for unit in units:
            told: dict[str, JsonValue] = unit if isinstance(unit, dict) else {}
            name = str(told.get("registrationId"))
            yield Given(
                {"registrationId": name},
                serial=str(told.get("serial") or ""),
                group=group,
                certificate=self._certificate_of(name),
            )

    def _certificate_of(self, name: str) -> str:
        try:
            file = certificate_name(RegistrationId.parse(name))
        except StationError:
            return ""
        return self._certificate(file) if file in self._files else ""

    def _certificate(self, name: str) -> str:
        entry = self._files.get(name)
        if entry is None:
            raise ValueError("the manifest doesn't have it")
        return self._content(entry, _MAX_CERTIFICATE).decode("ascii", "replace")

    def _content(self, entry: FileEntry, most: int) -> bytes:
        content = read_file(self.folder, entry.name, most)
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            raise changed(entry.name, "it was changed while it was read")
        return content
