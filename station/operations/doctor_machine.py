"""What the machine under the station is like: its programs, its disk, its data folder."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from station.folders import Data
from station.hsm.handshake import programs as handshake_programs
from station.model.names import shown
from station.operations.doctor_finding import Finding, Health, doubt, probed
from station.operations.mounts import Mount, mount_of
from station.practice.modules import Programs
from station.tpm.session import check_library

_FREE_BYTES: Final = 500_000_000
_FREE_FILES: Final = 10_000
_ROOT: Final = Path("/")
_NETWORK: Final = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "gfs2", "glusterfs"),
        *("lustre", "ncpfs", "ocfs2", "virtiofs", "fuse.sshfs", "fuse.glusterfs", "davfs"),
    }
)
_VOLATILE: Final = frozenset({"tmpfs", "ramfs"})


def programs(data: Data) -> Iterator[Finding]:
    """Look for the programs and libraries that Station needs."""
    del data
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Finding("Python", Health.GOOD, version)
    yield probed("TPM library", check_library, Health.BAD)
    yield probed("TLS with token keys", _handshake_parts, Health.PRACTICE_ONLY)
    yield probed("practice parts", _practice_parts, Health.PRACTICE_ONLY)


def _practice_parts() -> str:
    found = Programs.found()
    return f"{found.swtpm}, {found.softhsm}"


def _handshake_parts() -> str:
    found = handshake_programs()
    return f"{found.openssl}, {found.engine}"


def _there(data: Data) -> Path:
    """Return the data folder, or where it would be made."""
    return next(p for p in (data.root, *data.root.parents) if p.is_dir())


def disk(data: Data) -> Iterator[Finding]:
    """Look whether there is room for what is written: bytes, and files (inodes)."""
    seen = os.statvfs(_there(data))
    free = seen.f_bavail * seen.f_frsize
    text = f"{free // 1_000_000:,} MB free for {data.root}"
    if free < _FREE_BYTES:
        yield Finding("disk", Health.BAD, text, "Free at least 500 MB.")
    elif seen.f_files and seen.f_favail < _FREE_FILES:  # some count none
        text = f"only {seen.f_favail:,} more files fit for {data.root}"
        yield Finding("disk", Health.BAD, text, "Delete files that nobody needs: many small ones.")
    else:
        yield Finding("disk", Health.GOOD, text)


def folder(data: Data, root: Path = _ROOT) -> Iterator[Finding]:
    """Look what the data folder is on, and whether what is written there is kept.

    Args:
        data: the folder.
        root: the folder that /proc lies in.
    """
    place = _there(data)
    mount = mount_of(str(place.resolve()), root)
    kind = "a file system that isn't known" if mount is None else shown(mount.kind)
    if not os.access(place, os.R_OK | os.W_OK | os.X_OK) or (mount and "ro" in mount.options):
        remedy = "Have it mounted for writing, and owned by the user whose station it is."
        yield Finding("data folder", Health.BAD, f"{place} can't be written to", remedy)
    elif (why := _no_sync(place)) != "":
        remedy = "Check the disk: what is written there may be lost when the power fails."
        yield Finding("data folder", Health.BAD, f"{place}, on {kind}: {why}", remedy)
    else:
        yield _lasting(data, place, mount, kind)


def _lasting(data: Data, place: Path, mount: Mount | None, kind: str) -> Finding:
    text = f"{place}, on {kind}"
    if mount is not None and mount.kind in _NETWORK:
        remedy = "Move the folder to a disk of this computer: a record on a network can be damaged."
        return Finding("data folder", doubt(data), f"{text}, over the network", remedy)
    if mount is not None and mount.kind in _VOLATILE:
        remedy = "Move the folder to a disk: there it is gone when the computer is switched off."
        return Finding("data folder", doubt(data), f"{text}, which is only in memory", remedy)
    return Finding("data folder", Health.GOOD, text)


def _no_sync(place: Path) -> str:
    """Return why the disk doesn't confirm that it has written, or nothing."""
    try:
        folder_file = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder_file)
        finally:
            os.close(folder_file)
    except OSError as error:
        return f"the disk didn't confirm a write ({error.strerror})"
    return ""
