"""Whether a record's file is whole, page by page, as SQLite itself finds; nothing is written."""

import sqlite3
from pathlib import Path
from typing import Final

from station.records.database import Readings, damages

MOST_DAMAGES: Final = 5
SQLITE_VERSION: Final = sqlite3.sqlite_version


def file_damages(path: Path) -> list[str]:
    """Return what SQLite finds wrong with the file, at most five things; none where it is whole.

    It reads the whole file: about a second for each gigabyte. Writers aren't disturbed.

    Raises:
        StationError: REC-001 where it can't be read at all, REC-004 where it is locked.
    """
    reads = Readings(path.resolve())
    try:
        return damages(reads.rows, MOST_DAMAGES)
    finally:
        reads.close()
