"""The files of a record beside SQLite's own doing: made, locked, removed; and their disk."""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from station.errors import StationError

# What the kernel knows of locks (proc(5)): number, kind, mode, access, process, device and inode.
_LOCKS: Final = Path("/proc/locks")


def on_read_only_disk(path: Path) -> bool:
    """Whether a file or folder lies on a disk that is mounted for reading alone."""
    try:
        return bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def _lock_of(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def is_taken(path: Path) -> bool:
    """Whether a process writes the record at `path` now; nothing is touched to see that."""
    try:
        inode = _lock_of(path).stat().st_ino
        lines = _LOCKS.read_text("ascii").splitlines()
    except OSError:
        return False
    return any(
        "FLOCK" in words and words[-3].endswith(f":{inode}")
        for words in map(str.split, lines)
        if len(words) > 3
    )


@dataclass(frozen=True)
class FileLock:
    """The sign that one process writes this record; the system drops it when the process ends."""

    descriptor: int

    @classmethod
    def taken(cls, path: Path) -> "FileLock":
        """Take the lock of the record at `path`, on a file beside it.

        Raises:
            StationError: REC-004 where it is taken, in this process or another, with the owner's
                process number in the detail; REC-017 where the lock file can't be written.
        """
        beside = _lock_of(path)
        try:
            descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StationError("REC-017", f"{beside.name}: {error.strerror}") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        except BlockingIOError as error:
            owner = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise StationError("REC-004", f"process {owner}") from error
        except OSError as error:
            os.close(descriptor)
            raise StationError("REC-017", f"{beside.name}: {error.strerror}") from error
        return cls(descriptor)

    def release(self) -> None:
        """Give the lock back. The file stays: deleting it would let two owners in."""
        os.close(self.descriptor)


def remove_lock(path: Path) -> None:
    """Remove the lock file of a record that nobody else knows of yet."""
    _lock_of(path).unlink(missing_ok=True)


def new_file(path: Path) -> None:
    """Make an empty file for its owner alone; SQLite gives its other files the same mode.

    Raises:
        StationError: REC-001 where there is one already, REC-017 where it can't be made.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    except FileExistsError as error:
        raise StationError("REC-001", "there is a file already", path=str(path)) from error
    except OSError as error:
        raise StationError("REC-017", f"{path.name}: {error.strerror}") from error


def remove_file(path: Path) -> None:
    """Remove a database and the files that SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
