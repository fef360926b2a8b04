"""The folder of an export while it is being written: beside its place, then moved there whole.

What a person finds, wherever the power fails:

- before the record knows of the export: `NAME.station-part` beside the wanted folder NAME, of no
  use; the next export to NAME clears it away, and the enrollments in it are still to be exported;
- after that, before the move: `NAME.station-part`, complete and signed; the next export to NAME
  moves it into its place and says so;
- after the move: NAME.

NAME itself is never there half-written.
"""

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from station.errors import StationError
from station.service.exports.listing import Listing
from station.service.exports.manifest import MANIFEST, MAX_MANIFEST, FileEntry

_SUFFIX: Final = ".station-part"
_BUFFER: Final = 1 << 16
# Orders and the rest of the manifest have a place too.
_MAX_LISTING: Final = MAX_MANIFEST - 1_000_000

Recorded = Callable[[str], bool]
"""Tells whether the record knows an export, by its manifest's SHA-256 in hexadecimal."""


class PartFile:
    """A file that grows; no descriptor stays open between writes, as there can be hundreds."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._name = name
        self._hash = hashlib.sha256()
        self._size = 0
        self._pending = bytearray()

    def write(self, data: bytes) -> None:
        """Add bytes at the end."""
        self._pending += data
        if len(self._pending) >= _BUFFER:
            self._flush()

    def close(self) -> FileEntry:
        """Write what is pending and return the file's entry for the manifest."""
        self._flush()
        return FileEntry(self._name, self._hash.hexdigest(), self._size)

    def _flush(self) -> None:
        with _translated(self._path), _opened(self._path, os.O_APPEND) as descriptor:
            _write(descriptor, self._pending)
        self._hash.update(self._pending)
        self._size += len(self._pending)
        self._pending.clear()


class PartFolder:
    """An export's folder while it is being written; a context manager.

    Args:
        out: where the export shall be: a name that isn't taken, or an empty folder.

    On the way out without `move` it vanishes, unless `keep` was called.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._path = out.with_name(out.name + _SUFFIX)
        self._folders: set[Path] = set()
        self._growing: list[PartFile] = []
        self._listing = Listing(self._path)
        self._lock = -1
        self._kept = False

    @property
    def path(self) -> Path:
        """Where it is while it is being written."""
        return self._path

    @classmethod
    def begin(cls, out: Path, recorded: Recorded) -> Self:
        """Return the folder for an export to `out`, having settled what an earlier one left there.

        Raises:
            StationError: CFG-005 where `out` isn't empty, SVC-002 where it can't be a folder of its
                own, CFG-003 where it can't be written, SVC-010 where the settling moved an earlier
                export into this place.
        """
        out = out.resolve()
        with _translated(out):
            if out.is_mount():
                raise StationError("SVC-002", "it is a file system of its own", path=str(out))
            if out.exists() and not out.is_dir():
                raise StationError("SVC-002", "it is not a folder", path=str(out))
            out.parent.mkdir(parents=True, exist_ok=True)
        part = cls(out)
        part._settle(recorded)
        with _translated(out):
            if out.exists() and any(out.iterdir()):
                raise StationError("CFG-005", path=str(out))
        return part

    def __enter__(self) -> Self:
        with _translated(self._path):
            self._path.mkdir(mode=0o700)
            self._lock = self._locked()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._listing.close()
        if not self._kept:
            with suppress(OSError):
                _remove(self._path)
        os.close(self._lock)

    def write(self, name: str, data: bytes) -> None:
        """Write a whole new file; `name` is relative, one folder deep at most.

        Raises:
            StationError: SVC-013 where the manifest would get too long.
        """
        path = self._place(name)
        with _translated(path), _opened(path, os.O_EXCL) as descriptor:
            _write(descriptor, data)
        self._list(FileEntry(name, hashlib.sha256(data).hexdigest(), len(data)))

    def grow(self, name: str) -> PartFile:
        """Return a new file to write to piece by piece."""
        path = self._place(name)
        with _translated(path), _opened(path, os.O_EXCL):
            file = PartFile(path, name)
        self._growing.append(file)
        return file

    def close_listing(self) -> Iterator[bytes]:
        """Close the growing files; yield all files' canonical entries, commas between them.

        They come in pieces: of an export with a file a unit they are as large as all else that it
        has in memory.
        """
        for file in self._growing:
            self._list(file.close())
        self._growing.clear()
        with _translated(self._path):
            yield from self._listing.pieces()
        self._listing.close()

    def sync(self) -> None:
        """Return when everything written is on the disk, and the place is free to move to.

        An empty folder in the place goes now, while nothing is recorded: the move that follows then
        has nothing left to fail at.
        """
        with _translated(self._path):
            for folder in (*self._folders, self._path):
                with os.scandir(folder) as entries:
                    for entry in entries:
                        if entry.is_file(follow_symlinks=False):
                            _sync(Path(entry.path))
                _sync(folder)
            if self._out.exists():
                self._out.rmdir()
            _sync(self._out.parent)

    def keep(self) -> None:
        """Let the folder stay, whatever happens: the record may know of it from now on."""
        self._kept = True

    def forget(self) -> None:
        """Let the folder vanish after all: the record surely doesn't know of it."""
        self._kept = False

    def move(self) -> Path:
        """Move the folder into its place, which it returns.

        Raises:
            StationError: SVC-011 where something else stands there by now; the folder stays.
        """
        self._kept = True
        try:
            self._path.rename(self._out)
            _sync(self._out.parent)
        except OSError as error:
            raise StationError(
                "SVC-011", str(error), part=str(self._path), path=str(self._out)
            ) from error
        return self._out

    def _place(self, name: str) -> Path:
        path = self._path / name
        if path.parent != self._path and path.parent not in self._folders:
            with _translated(path):
                path.parent.mkdir(mode=0o700)
            self._folders.add(path.parent)
        return path

    def _list(self, entry: FileEntry) -> None:
        with _translated(self._path):
            size = self._listing.add(entry.canonical())
        if size > _MAX_LISTING:
            raise StationError("SVC-013", f"at {entry.name}")

    def _locked(self) -> int:
        descriptor = os.open(self._path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.path.samestat(os.fstat(descriptor), self._path.stat()):
                raise BlockingIOError(errno.EWOULDBLOCK, "it was replaced meanwhile")
        except OSError as error:
            os.close(descriptor)
            detail = f"another export is being written to {self._path.name}: {error.strerror}"
            raise StationError("SVC-002", detail, path=str(self._out)) from error
        return descriptor

    def _settle(self, recorded: Recorded) -> None:
        with _translated(self._path):
            if not self._path.is_dir():
                return
            self._lock = self._locked()
            try:
                manifest = self._path / MANIFEST
                known = manifest.is_file() and recorded(_sha256(manifest))
                if not known:
                    _remove(self._path)
                    return
                if self._out.exists() and not any(self._out.iterdir()):
                    self._out.rmdir()
                self.move()
            finally:
                os.close(self._lock)
        raise StationError("SVC-010", path=str(self._out))


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StationError("REC-003", str(path)) from error
        raise StationError("CFG-003", str(error), path=str(path)) from error


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | flags, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _write(descriptor: int, data: bytes | bytearray) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _remove(path: Path) -> None:
    """Remove a folder; `rmtree` alone would have the names of all its files in memory."""
    with os.scandir(path) as found:
        below = [Path(entry.path) for entry in found if entry.is_dir(follow_symlinks=False)]
    for folder in (*below, path):
        with os.scandir(folder) as entries:
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    Path(entry.path).unlink()
    shutil.rmtree(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
