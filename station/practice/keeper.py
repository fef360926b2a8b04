"""The keeper of a practice bench: it outlives the bench, even killed, and clears up behind it.

It is a process in a session of its own that waits for the end of its standard input, whose other
end the bench's process alone holds. Then it ends whatever the bench's children left running, and
removes what is not to stay. The same way is gone at every end, so that it is a tried one.
"""

import fcntl
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import ConfigDict, StringConstraints, TypeAdapter, ValidationError

from station.errors import StationError
from station.folders import own_command
from station.model.names import shown
from station.practice.children import (
    Children,
    end,
    first_line,
    kill_marked,
    marked,
    tell,
)

LOCK: Final = "bench.lock"
SEATS: Final = "seats"
UNITS: Final = "units"
MAKER: Final = "maker"
SERVICE: Final = "service"
FACTORY: Final = "factory"

_READY: Final = b"ready\n"
_START_S: Final = 30.0
_GRACE_S: Final = 3.0  # what a unit, or a manufacture under way, gets to end by itself
_PATIENCE_S: Final = 10.0  # for killed processes to go and for their last files to be removed
_LOOK_S: Final = 0.05
_MARK_SIZE: Final = 64


class Afterwards(Enum):
    """What stays of a bench's folder when the bench ends, however it ends."""

    ALL = "all"  # all but the seats, which mean nothing without their units
    UNITS = "units"  # the units' folders alone
    NOTHING = "nothing"  # not even the folder


@dataclass(frozen=True)
class Charge:
    """What the keeper is told: one JSON line on its standard input.

    Attributes:
        mark: what the bench's children carry in their environment.
        folder: the bench's, absolute. Its lock file holds the mark, else it isn't touched.
        afterwards: what is to stay of it.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    mark: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    folder: Path
    afterwards: Afterwards

    def line(self) -> bytes:
        """Return the JSON line, newline included."""
        plain = {**asdict(self), "folder": str(self.folder), "afterwards": self.afterwards.value}
        return json.dumps(plain).encode() + b"\n"

    @classmethod
    def parse(cls, line: bytes) -> Self:
        """Return the charge that `line` holds.

        Raises:
            StationError: CFG-006 where it is not such a line.
        """
        try:
            return TypeAdapter(cls).validate_json(line)
        except ValidationError as error:
            raise StationError("CFG-006", f"the keeper's charge: {error}") from error


class Claim:
    """A bench's hold on its folder: a lock that dies with the process, and its mark in the file.

    Args:
        folder: absolute.
        mark: the bench's.

    Raises:
        StationError: CFG-009 where another bench holds it, CFG-003 where it can't be written.
    """

    def __init__(self, folder: Path, mark: str) -> None:
        self._file: int | None = None
        try:
            self._file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, mark.encode(), 0)
        except BlockingIOError as error:
            self.release()
            why = "another practice bench is using it"
            raise StationError("CFG-009", path=str(folder), why=why) from error
        except OSError as error:
            self.release()
            raise StationError("CFG-003", str(error), path=str(folder)) from error

    def release(self) -> None:
        """Let go of the folder; once is enough."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


class Keeper:
    """The bench's end of its keeper.

    Args:
        charge: what the keeper is to do at the end.
        log: where its errors go; below the seats, so that it goes with them.

    Raises:
        StationError: CFG-003, CFG-006 where it can't be started.
    """

    def __init__(self, charge: Charge, log: Path) -> None:
        self._process = Children(charge.mark).start([*own_command(), "practice-keeper"], log)
        try:
            tell(self._process, charge.line())
        except StationError:
            end(self._process, 0)
            raise

    def await_ready(self) -> None:
        """Wait until it stands watch. What is left at its end is cleared up before that too.

        Raises:
            StationError: CFG-006 where it doesn't.
        """
        line = first_line(self._process, _START_S)
        if line != _READY:
            raise StationError("CFG-006", f"the keeper said {shown(repr(line))}")

    def finish(self) -> str:
        """Have it clear up, wait for its end, and return what it could not do, or nothing."""
        if self._process.stdin:
            self._process.stdin.close()
        line = first_line(self._process, _START_S)
        if line == _READY:  # nobody waited for that
            line = first_line(self._process, _START_S)
        status = end(self._process, _PATIENCE_S)
        said = shown(line.removeprefix(_READY).decode("utf-8", "replace").strip(), 300)
        return said if status == 0 else said or f"the keeper ended with {status}"


def main() -> int:
    """Watch over one bench: the body of the hidden command `practice-keeper`.

    Returns:
        The exit status: 0, or 1 where something is left; that is said on standard output.
    """
    charge = Charge.parse(sys.stdin.buffer.readline())
    with suppress(BrokenPipeError):
        os.write(sys.stdout.fileno(), _READY)
    sys.stdin.buffer.read()
    left = [*_end_processes(charge.mark), *_clear(charge)]
    with suppress(BrokenPipeError):
        os.write(sys.stdout.fileno(), ("; ".join(left) + "\n").encode())
    return 1 if left else 0


def _end_processes(mark: str) -> list[str]:
    """Give the children time to end by themselves, then kill; return what is still there."""
    _until(lambda: not marked(mark), _GRACE_S)

    def gone() -> bool:
        kill_marked(mark)
        return not marked(mark)

    # Twice: a child that the bench was just starting carries the mark only a moment later.
    _until(gone, _PATIENCE_S)
    time.sleep(_LOOK_S)
    _until(gone, _PATIENCE_S)
    return [f"process {pid} is still running" for pid in marked(mark)]


def _clear(charge: Charge) -> list[str]:
    """Remove what is not to stay; return what could not be removed."""
    try:
        lock = os.open(charge.folder / LOCK, os.O_RDWR | os.O_CLOEXEC)
    except OSError as error:
        return [f"{charge.folder}: {error.strerror}"]
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.pread(lock, _MARK_SIZE, 0) != charge.mark.encode():
            return []  # a newer bench has taken the folder over; its own keeper sees to it
        return [f"{path} is still there" for path in _doomed(charge) if not _removed(path)]
    except BlockingIOError:
        return []  # likewise
    finally:
        os.close(lock)


def _doomed(charge: Charge) -> list[Path]:
    parts = [charge.folder / name for name in (SEATS, MAKER, FACTORY, LOCK)]
    match charge.afterwards:
        case Afterwards.ALL:
            return parts[:1]
        case Afterwards.UNITS:
            return parts
        case Afterwards.NOTHING:
            return [charge.folder]


def _removed(path: Path) -> bool:
    """Remove a file or folder, again and again: a token's worker may still be writing its last."""

    def gone() -> bool:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        return not os.path.lexists(path)

    return _until(gone, _PATIENCE_S)


def _until(done: Callable[[], bool], within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK_S)
    return True
