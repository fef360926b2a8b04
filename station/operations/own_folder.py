"""A folder that one demo takes for itself, and leaves as it was where nothing came of it."""

import shutil
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from station.errors import StationError
from station.folders import Data


class OwnFolder:
    """A new or empty folder and the data folder in it; a context manager.

    What was begun in it vanishes at the end unless `keep` was called, so that the same command can
    be given again once the cause of its failure is gone.

    Args:
        path: where; made if it isn't there.

    Attributes:
        root: the folder, absolute.
        data: the data folder in it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._made = False
        self._kept = False
        self.root = path.absolute()
        self.data = Data(self.root / "data")

    def __enter__(self) -> Self:
        """Take it.

        Raises:
            StationError: CFG-005 where something is in it, CFG-003 where it can't be written.
        """
        self._made = not self._path.exists()
        if not self._made and not self._path.is_dir():
            raise StationError("CFG-005", "it is not a folder", path=str(self._path))
        self.root = Data.made(self._path).root
        self.data = Data(self.root / "data")
        try:
            if any(self.root.iterdir()):
                raise StationError("CFG-005", path=str(self._path))
            # Of two that come at once only one makes it.
            self.data.root.mkdir(mode=0o700)
        except FileExistsError as error:
            raise StationError("CFG-005", path=str(self._path)) from error
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(self._path)) from error
        return self

    def keep(self) -> None:
        """Let everything stay from now on."""
        self._kept = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._kept:
            return
        with suppress(OSError):
            for part in self.root.iterdir():
                if part.is_dir() and not part.is_symlink():
                    shutil.rmtree(part, ignore_errors=True)
                else:
                    part.unlink(missing_ok=True)
            if self._made:
                self.root.rmdir()
