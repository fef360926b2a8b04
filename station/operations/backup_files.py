"""Which files of a data folder go into a backup, and which don't."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.folders import Data
from station.operations.backup_content import (
    DEEPEST,
    FOLDERS,
    MOST_PARTS,
    TOP,
    TRANSCRIPTS,
    may_be_in,
)

# Never in a backup: they are this computer's alone, or begun and not done.
_OWN: Final = re.compile(
    r"logs|notes|transcripts|pin-tries\.json|station\.db(?:-wal|-shm|-journal)?|.*\.lock"
    r"|\.backup-.*|\.restoring.*|\..*\.part"
)
_MOST_NAMED: Final = 1000


def files_of(data: Data, *, transcripts: bool) -> tuple[dict[str, Path], tuple[str, ...]]:
    """Return a data folder's files for a backup but for the record, and the names left out of it.

    What a link leads to is taken where that is a file. Left out are the tokens above all: what
    they keep never leaves them.

    Raises:
        StationError: CFG-011 where a file is missing without which no backup can be restored,
            REC-084 where there are more files than a backup holds.
    """
    files: dict[str, Path] = {}
    left_out = []
    for name, path in _all_of(data, (*FOLDERS, TRANSCRIPTS) if transcripts else FOLDERS):
        if path is None:
            left_out.append(name)
        else:
            files[name] = path
    for needed in (data.factory, data.audit_certificate):
        if needed.name not in files:
            raise StationError("CFG-011", path=str(data.root), why=f"{needed.name} is missing")
    if len(files) >= MOST_PARTS:
        raise StationError("REC-084", why=f"it has over {MOST_PARTS - 1:,} files")
    more = len(left_out) - _MOST_NAMED
    return files, (*left_out[:_MOST_NAMED], *([f"and {more:,} more"] if more > 0 else []))


def _all_of(data: Data, folders: Collection[str]) -> Iterator[tuple[str, Path | None]]:
    """Yield what is in a data folder by its name in a backup, with None where it is left out."""
    for path in sorted(data.root.iterdir()):
        name = path.name
        if _is_text(name) and TOP.fullmatch(name) and path.is_file():
            yield name, path
        elif name in folders and path.is_dir():
            yield from _below(path, name)
        elif not _OWN.fullmatch(name):
            yield name, None


def _below(folder: Path, name: str) -> Iterator[tuple[str, Path | None]]:
    """Yield what is in a folder of it, the same way."""
    for path in sorted(folder.iterdir()):
        below = f"{name}/{path.name}"
        fits = _is_text(path.name) and may_be_in(below)
        if fits and path.is_file():
            yield below, path
        elif fits and path.is_dir() and not path.is_symlink() and below.count("/") < DEEPEST - 1:
            yield from _below(path, below)
        else:
            yield below, None


def _is_text(name: str) -> bool:
    """Whether a file's name is UTF-8, as a manifest's must be."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)
