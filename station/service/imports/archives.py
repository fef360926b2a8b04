"""Archives of the export format `zip`: the units of an order, as `exports.order_zip` writes them.

What is given are the bytes that the manifest's digest was compared with. Nothing is unpacked to the
disk, and nothing grows over its limit, whatever an archive says of itself.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from station.service.imports.documents import MAX_FILE, line_rows
from station.service.imports.given import Given, unreadable
from station.service.imports.tables import csv_rows

_TABLE: Final = "enrollments.csv"
_DOCUMENTS: Final = "enrollments.jsonl"
_MAX_CERTIFICATE: Final = 65_536
# What `zipfile` raises of an archive that is damaged, encrypted or packed in another way.
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


def archive_rows(content: bytes, name: str) -> Iterator[Given]:
    """Yield the units of an archive: documents of their own, then those that are in a group.

    Args:
        content: the archive's bytes.
        name: its name, for people.

    Raises:
        StationError: SVC-080 where it is no such archive.
    """
    with _opened(content, name) as archive:
        if _DOCUMENTS in archive.NameToInfo:
            documents = _read(archive, _DOCUMENTS, MAX_FILE).split(b"\n")
            yield from line_rows(documents, f"{name}, {_DOCUMENTS}")
        lines = (line + b"\n" for line in _read(archive, _TABLE, MAX_FILE).split(b"\n") if line)
        for given in csv_rows(
            lines, f"{name}, {_TABLE}", {}, ",", lambda member: _certificate(archive, member)
        ):
            if given.group or given.unreadable:
                yield given


@contextmanager
def _opened(content: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except (*_BROKEN, KeyError, ValueError) as error:
        raise unreadable(name, "it is no archive of an export") from error


def _read(archive: zipfile.ZipFile, member: str, most: int) -> bytes:
    """Return a member's bytes; ValueError where there are more, KeyError where it isn't there."""
    with archive.open(member) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise ValueError("it is too long")
    return content


def _certificate(archive: zipfile.ZipFile, member: str) -> str:
    """Return a certificate's text; ValueError."""
    try:
        return _read(archive, member, _MAX_CERTIFICATE).decode("ascii", "replace")
    except (*_BROKEN, KeyError) as error:
        raise ValueError("the archive doesn't have it") from error
