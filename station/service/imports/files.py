"""A list's file while it is read: a plain one, in a form that can be read, and the same to its end.

Its SHA-256 is made of what was read, so that what is told of an import is what was imported.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.service.imports.given import MAX_LINE, unreadable

_CHUNK: Final = 1 << 18
_MAX_CERTIFICATE: Final = 65_536
_PACKED: Final = "it is compressed: unpack it first"
_SHEET: Final = "it is a spreadsheet or archive: save it as CSV in UTF-8, or unpack it"
_WIDE: Final = "it is UTF-16: save it as UTF-8"
# How files begin that people take for lists.
_BEGINNINGS: Final = (
    *((begun, _PACKED) for begun in (b"\x1f\x8b", b"BZh", b"\xfd7zX", b"\x28\xb5\x2f\xfd")),
    *((begun, _SHEET) for begun in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")),
    *((begun, _WIDE) for begun in (b"\xff\xfe", b"\xfe\xff")),
)
_FIRST: Final = 4


class Lines:
    """The lines of an open file without their ends, whose digest is made as they are read.

    Args:
        descriptor: the file's, at its beginning.
        name: the file's own, for people.
    """

    def __init__(self, descriptor: int, name: str) -> None:
        self._descriptor = descriptor
        self._name = name
        self._digest = hashlib.sha256()
        self._state = self._stated()

    def __iter__(self) -> Iterator[bytes]:
        rest = b""
        while chunk := self._chunk(_CHUNK):
            lines = (rest + chunk).split(b"\n")
            rest = lines.pop()
            yield from lines
            if len(rest) > MAX_LINE:  # which whoever asked refuses
                break
        if rest:
            yield rest

    def read(self, most: int) -> bytes:
        """Return the whole file, or its beginning."""
        parts = list[bytes]()
        while most > 0 and (chunk := self._chunk(min(most, _CHUNK))):
            parts.append(chunk)
            most -= len(chunk)
        return b"".join(parts)

    def digest(self) -> str:
        """Return the SHA-256 of the file, once all of it was read; hexadecimal.

        Raises:
            StationError: SVC-080 where it was changed meanwhile.
        """
        if self._stated() != self._state:
            raise unreadable(self._name, "it was changed while it was read")
        return self._digest.hexdigest()

    def _chunk(self, most: int) -> bytes:
        try:
            chunk = os.read(self._descriptor, most)
        except OSError as error:
            raise unreadable(self._name, str(error.strerror)) from error
        self._digest.update(chunk)
        return chunk

    def _stated(self) -> tuple[int, int, int]:
        state = os.fstat(self._descriptor)
        return state.st_size, state.st_mtime_ns, state.st_ctime_ns


@contextmanager
def opened(path: Path, name: str) -> Iterator[Lines]:
    """Open a list's file.

    Args:
        path: the file.
        name: its own name, for people.

    Raises:
        StationError: SVC-080 where it is no plain file, or one that was packed or is no UTF-8.
    """
    descriptor = _descriptor(path, name)
    try:
        first = os.pread(descriptor, _FIRST, 0)
        why = next((why for begun, why in _BEGINNINGS if first.startswith(begun)), "")
        if why or b"\0" in first:
            raise unreadable(name, why or _WIDE)
        yield Lines(descriptor, name)
    finally:
        os.close(descriptor)


def _descriptor(path: Path, name: str) -> int:
    """Open a plain file: no pipe that never ends."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise unreadable(name, str(error.strerror)) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise unreadable(name, "it is no plain file")
    return descriptor


def beside(folder: Path, name: str) -> str:
    """Return a certificate's text from a file below a table's own folder; ValueError."""
    path = Path(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError("it is not below the table's folder")
    try:
        with opened(folder / path, name) as file:
            return file.read(_MAX_CERTIFICATE).decode("ascii", "replace")
    except StationError as error:
        raise ValueError(str(error.data["why"])) from error
