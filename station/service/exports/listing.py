"""The files of an export, as its manifest lists them: kept in a file without a name meanwhile.

A list of a million units can have some 400,000 files, whose entries are as large as all else that
an export has in memory.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

_PENDING: Final = 1 << 16


class Listing:
    """Canonical entries with commas between them, while they grow.

    Args:
        folder: on whose disk they are kept; it is there once there are many.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._pending = bytearray()
        self._size = 0

    def add(self, entry: bytes) -> int:
        """Add an entry; return how many bytes there are. OSError where the disk is full."""
        data = b"," + entry if self._size else entry
        self._pending += data
        self._size += len(data)
        if len(self._pending) >= _PENDING:
            if self._file is None:
                self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - `close` does
            self._file.write(self._pending)
            self._pending.clear()
        return self._size

    def pieces(self) -> Iterator[bytes]:
        """Yield all of it."""
        if self._file is not None:
            self._file.seek(0)
            while piece := self._file.read(_PENDING):
                yield piece
        yield bytes(self._pending)

    def close(self) -> None:
        """Forget all of it."""
        if self._file is not None:
            self._file.close()
