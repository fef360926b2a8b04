"""Where the files of a backup go when it is restored: each is on disk before the next is begun."""

import errno
import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from station.errors import StationError


class FolderSinks:
    """New files in a folder, written one after the other; a context manager that ends the last.

    Args:
        folder: where; nothing is in it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            try:
                self._file.close()
            except OSError as failed:
                raise self._unwritable(failed) from failed

    def opened(self, name: str) -> Self:
        """Begin a file of that name, below the folder; what is written goes there from now on.

        Raises:
            StationError: CFG-003 where it can't be written, REC-003 where the disk is full.
        """
        self.end()
        path = self._folder / name
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            _make_private(path.parent)
            self._file = os.fdopen(os.open(path, flags, 0o600), "wb")
        except OSError as error:
            raise self._unwritable(error) from error
        return self

    def write(self, data: bytes, /) -> None:
        """Write on; raises as `opened`."""
        try:
            if self._file is not None:
                self._file.write(data)
        except OSError as error:
            raise self._unwritable(error) from error

    def flush(self) -> None:
        """Do nothing: `end` does."""

    def end(self) -> None:
        """Have the file that is open on disk, and close it; raises as `opened`."""
        if self._file is None:
            return
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        except OSError as error:
            raise self._unwritable(error) from error
        self._file = None

    def _unwritable(self, error: OSError) -> StationError:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return StationError("REC-003", str(error))
        return StationError("CFG-003", str(error), path=str(self._folder))


def _make_private(folder: Path) -> None:
    """Make a folder, and each that is missing above it, for its owner alone."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
