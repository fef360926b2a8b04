"""Tables: CSV as programs and spreadsheets write it, the columns named by the first line.

Text is UTF-8, with or without a byte order mark. Cells are separated by commas, semicolons, tabs or
bars, whichever the first line has, and quoted by RFC 4180. A table with the columns of the export
format `dps-csv` is read as that: its cells are percent-encoded (`exports.cells`). No column for a
symmetric key is read: Station keeps nobody's keys.
"""

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.names import shown
from station.service.exports.cells import decoded
from station.service.exports.dps_csv import COLUMNS
from station.service.imports.given import MAX_LINE, Given, unreadable

FIELDS: Final = (
    *("registration_id", "device_id", "id_scope", "mechanism", "endorsement_key", "certificate"),
    *("certificate_file", "certificate_sha256", "group_id", "serial", "status"),
)
"""What a column can hold."""
DELIMITERS: Final = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_MOST_COLUMNS: Final = 1_000
_STATES: Final = frozenset({"enabled", "disabled"})

Certificates = Callable[[str], str]
"""Returns a certificate's text, of the file of a name; raises ValueError, saying why it can't."""


def csv_rows(
    lines: Iterable[bytes],
    name: str,
    mapping: Mapping[str, str],
    delimiter: str | None,
    certificates: Certificates,
) -> Iterator[Given]:
    """Yield the rows of a table.

    Args:
        lines: of the file, with or without their ends.
        name: the file's own, for people.
        mapping: field by column; columns that are called as a field hold it without being told.
        delimiter: one character; None for the one that the first line has.
        certificates: gives certificates that stand in files of their own.

    Raises:
        StationError: SVC-080 where it is no table in UTF-8, SVC-081 where a column isn't there or
            two hold the same.
    """
    text = _Text(lines, name)
    head_line = next(iter(text), "")
    mark = delimiter or _sniffed(head_line)
    reader = csv.reader(_chained(head_line, iter(text)), delimiter=mark, strict=True)
    try:
        head = next(reader, [])
        if not any(head) or len(head) > _MOST_COLUMNS:
            raise unreadable(name, "its first line doesn't name its columns")
        own = tuple(head[: len(COLUMNS)]) == COLUMNS and not mapping
        places = _places(head, mapping)
        for cells in reader:
            text.row = 0
            if cells:
                yield _row(
                    head, places, [decoded(c) for c in cells] if own else cells, certificates
                )
    except csv.Error as error:
        raise unreadable(name, _why(reader.line_num, str(error))) from error


def _why(number: int, error: str) -> str:
    if "new-line character" in error:
        return "its lines end in carriage returns alone: save it with other line ends"
    return f"line {number} is no line of a table: {error}"


class _Text:
    """A table's lines as text, each with its end.

    Attributes:
        row: how many bytes the row has that is being read: quoted cells can go on for lines.
    """

    def __init__(self, lines: Iterable[bytes], name: str) -> None:
        self.row = 0
        self._lines = enumerate(lines, 1)
        self._name = name
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()

    def __iter__(self) -> Iterator[str]:
        for number, line in self._lines:
            self.row += len(line)
            if self.row > MAX_LINE:
                raise self._wrong(number, f"or its row is longer than {MAX_LINE:,} bytes")
            try:
                text = self._decoder.decode(line)
            except UnicodeDecodeError as error:
                raise self._wrong(number, "is not text in UTF-8") from error
            if "\0" in text:
                raise self._wrong(number, "is not text: is it UTF-16?")
            yield text if text.endswith("\n") else f"{text}\n"

    def _wrong(self, number: int, why: str) -> StationError:
        return unreadable(self._name, f"line {number} {why}")


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
        yield from rest


def _sniffed(line: str) -> str:
    """Return the delimiter by which a first line has the most columns; a comma for none."""

    def columns(mark: str) -> int:
        try:
            return len(next(csv.reader([line], delimiter=mark), []))
        except csv.Error:
            return 0

    return max(DELIMITERS.values(), key=columns)


def _places(head: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Return in which column each field stands."""
    names = [name.strip() for name in head]
    places = dict[str, int]()
    for column, field in mapping.items():
        if names.count(column) != 1:
            there = "two have that name" if column in names else "the file has no such column"
            raise StationError("SVC-081", name=shown(column), why=there)
        if field in places:
            raise StationError("SVC-081", name=shown(column), why=f"another one is {field} too")
        places[field] = names.index(column)
    for at, name in enumerate(names):
        field = name.lower()
        if field not in FIELDS or name in mapping or field in mapping.values():
            continue
        if field in places:
            raise StationError("SVC-081", name=shown(name), why="another one is called so too")
        places[field] = at
    if "registration_id" not in places:
        why = "no column is registration_id"
        raise StationError("SVC-081", name=shown(", ".join(names), 40), why=why)
    return places


def _row(
    head: Sequence[str], places: Mapping[str, int], cells: Sequence[str], certificates: Certificates
) -> Given:
    if len(cells) != len(head):
        why = f"It has {len(cells)} cells, but the first line {len(head)}"
        name = cells[places["registration_id"]] if places["registration_id"] < len(cells) else ""
        return Given({"registrationId": name}, unreadable=why)
    held = {field: cells[at].strip() for field, at in places.items()}
    certificate, why = held.get("certificate", ""), ""
    if not certificate and (file := held.get("certificate_file")):
        try:
            certificate = certificates(file)
        except ValueError as error:
            why = f"Its certificate's file can't be read: {error}"
    if held.get("group_id") and (held.get("endorsement_key") or held.get("mechanism") == "tpm"):
        why = "It has a group, but is a TPM: each TPM has to be enrolled by itself"
    return Given(
        _document(held, certificate),
        serial=held.get("serial", ""),
        id_scope=held.get("id_scope", ""),
        group=held.get("group_id", ""),
        certificate=certificate,
        certificate_sha256=held.get("certificate_sha256", ""),
        status=held.get("status", ""),
        unreadable=why,
    )


def _document(held: Mapping[str, str], certificate: str) -> JsonValue:
    document: dict[str, JsonValue] = {"registrationId": held["registration_id"]}
    if held.get("device_id"):
        document["deviceId"] = held["device_id"]
    if held.get("group_id"):
        return document
    if held.get("status") in _STATES:
        document["provisioningStatus"] = held["status"]
    document["attestation"] = _attestation(held, certificate)
    return document


def _attestation(held: Mapping[str, str], certificate: str) -> JsonValue:
    key = held.get("endorsement_key", "")
    found = "tpm" if key else "x509" if certificate else "symmetric"
    match held.get("mechanism", "").lower() or found:
        case "tpm":
            return {"type": "tpm", "tpm": {"endorsementKey": key}}
        case "x509":
            primary: JsonValue = {"certificate": certificate}
            return {"type": "x509", "x509": {"clientCertificates": {"primary": primary}}}
        case "symmetric" | "symmetrickey":
            return {"type": "symmetricKey"}
        case other:
            return {"type": shown(other)}
