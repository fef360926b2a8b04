"""What a restore unpacked gets its places: the folder becomes a station at the very end, or not.

What has been begun is in a folder of its own. Before anything leaves it, it notes what will: so the
next restore tells what this one had moved from what is somebody else's.
"""

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.folders import Data, put_whole
from station.operations.backup_content import DATABASE, may_be_in

BEGUN: Final = ".restoring"
LAST: Final = "factory.toml"
"""The file that makes a folder a station: it comes last."""
_NAMES: Final = "names.json"
# What SQLite and Station make beside a record once somebody has looked at it.
_BESIDE: Final = ("-wal", "-shm", "-journal", ".lock")


def clear(root: Path) -> None:
    """Check that nothing is in a folder but what a try left that was broken off; remove that.

    Raises:
        StationError: CFG-043 where it holds a station, CFG-005 where there is anything else; then
            nothing is removed.
    """
    data, begun = Data(root), root / BEGUN
    if not root.exists():
        return
    if not root.is_dir():
        raise StationError("CFG-005", path=str(root))
    own = _moved(begun)
    if data.factory.exists() or (data.database.exists() and DATABASE not in own):
        raise StationError("CFG-043", path=str(root))
    begins = {BEGUN} if begun.is_dir() and not begun.is_symlink() else set()
    if {path.name for path in root.iterdir()} - own - begins:
        raise StationError("CFG-005", path=str(root))
    try:
        take_back(root)
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(root)) from error


def move_in(root: Path) -> None:
    """Give all files that were begun their places, and at last the one that makes a station.

    Raises:
        StationError: CFG-005 where something else is there by now, CFG-003 where they can't be
            moved. `take_back` undoes what was done.
    """
    begun = root / BEGUN
    names = sorted(path.name for path in begun.iterdir())
    names.sort(key=lambda name: name == LAST)
    try:
        if {path.name for path in root.iterdir()} != {BEGUN}:
            raise StationError("CFG-005", path=str(root))
        put_whole(begun / _NAMES, json.dumps(names).encode())
        for name in names:
            if name == LAST:
                _synchronise(root)
            (begun / name).replace(root / name)
        _synchronise(root)
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(root)) from error
    shutil.rmtree(begun, ignore_errors=True)  # else the next opening does it


def take_back(root: Path) -> None:
    """Remove what a restore has begun, and what it has moved; what makes a station goes first.

    Raises:
        OSError: where something can't be removed; then the next try goes on with it.
    """
    begun = root / BEGUN
    for name in sorted(_moved(begun), key=lambda name: name != LAST):
        path = root / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    if begun.is_dir():
        shutil.rmtree(begun)


def clear_begun(data: Data) -> None:
    """Remove what a restore left that became a station, and was killed right after."""
    if data.factory.exists():
        shutil.rmtree(data.root / BEGUN, ignore_errors=True)


def _moved(begun: Path) -> set[str]:
    """Return the names of what a restore has given its place already."""
    names: list[object] = []
    with suppress(OSError, ValueError):
        found = json.loads((begun / _NAMES).read_bytes())
        names = found if isinstance(found, list) else []
    own = {name for name in names if isinstance(name, str) and _comes_from_backup(name)}
    moved = {name for name in own if not (begun / name).exists()}
    return moved | ({DATABASE + end for end in _BESIDE} if DATABASE in moved else set())


def _comes_from_backup(name: str) -> bool:
    return may_be_in(name) or may_be_in(f"{name}/x") or name == "notes"


def _synchronise(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
