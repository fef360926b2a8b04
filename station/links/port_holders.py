"""Who else has a port open, and who may: for the people who must do something about it."""

import errno
import grp
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.model.names import shown

_PROC: Final = Path("/proc")
_ANOTHER: Final = "another program"
_NAME_MAX: Final = 40
_BUSY: Final = frozenset({errno.EBUSY, errno.EAGAIN})
_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM})
_FLOCK_FIELDS: Final = 6


@dataclass(frozen=True)
class Holder:
    """A process that has a device open.

    Attributes:
        pid: its number.
        name: its program's name, at most 40 characters.
    """

    pid: int
    name: str

    def __str__(self) -> str:
        return f"{self.name} (process {self.pid})"


def holders(node: str) -> tuple[Holder, ...]:
    """Return the other processes that have a device open, as far as this user may see them."""
    return tuple(Holder(pid, _name(pid)) for pid in _open_in(os.path.realpath(node)))


def in_use(port: str, node: str, detail: str = "") -> StationError:
    """Return the error of a port that is in use, with the program's name where it can be seen.

    Args:
        port: as the user named it.
        node: the device that it led to.
        detail: for the engineer.
    """
    lockers = set(_lockers(node))
    found = holders(node)
    # A device's other end, as a pty has one, holds it too: who has the lock is meant.
    first = next((holder for holder in found if holder.pid in lockers), None)
    if first is None and os.getpid() in lockers:
        first = Holder(os.getpid(), _name(os.getpid()))
    if first is None and found:
        first = found[0]
    return StationError("LNK-008", detail, port=shown(port), program=str(first or _ANOTHER))


def refused_port(port: str, node: str, error: Exception) -> StationError:
    """Return the error of a port that the system didn't open.

    Args:
        port: as the user named it.
        node: the device that it led to.
        error: what the system said.

    Returns:
        LNK-008 where another program has it, LNK-041 where this user may not, else LNK-001.
    """
    number = error.errno if isinstance(error, OSError) else None
    detail = shown(str(error), 200)
    if number in _BUSY:
        return in_use(port, node, detail)
    if number in _FORBIDDEN:
        return StationError("LNK-041", detail, port=shown(port), name=owning_group(node))
    return StationError("LNK-001", detail, port=shown(port))


def owning_group(node: str) -> str:
    """Return the name, else the number, of the group that a device belongs to."""
    try:
        number = Path(node).stat().st_gid
    except OSError:
        return "?"
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


def _open_in(real: str) -> Iterator[int]:
    own = os.getpid()
    for entry in _PROC.iterdir():
        if not entry.name.isdecimal() or int(entry.name) == own:
            continue
        with suppress(OSError):  # another user's, or gone meanwhile
            if any(_leads_to(fd, real) for fd in (entry / "fd").iterdir()):
                yield int(entry.name)


def _leads_to(descriptor: Path, real: str) -> bool:
    with suppress(OSError):
        return str(descriptor.readlink()) == real
    return False


def _lockers(node: str) -> Iterator[int]:
    """Yield the processes that hold a lock on a device (proc(5), /proc/locks)."""
    with suppress(OSError):
        seen = Path(node).stat()
        place = f"{os.major(seen.st_dev):02x}:{os.minor(seen.st_dev):02x}:{seen.st_ino}"
        for line in (_PROC / "locks").read_text(encoding="ascii").splitlines():
            fields = line.split()
            if len(fields) >= _FLOCK_FIELDS and fields[5] == place and fields[4].isdecimal():
                yield int(fields[4])


def _name(pid: int) -> str:
    try:
        name = (_PROC / str(pid) / "comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return "a program"
    return shown(name, _NAME_MAX)
