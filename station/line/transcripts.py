"""The transcripts of failed runs, a file each, for the engineer who asks why."""

import logging
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.links.transcript import Transcript
from station.model.names import shown

MOST: Final = 1000  # the oldest go: at up to 1 MB each, they could fill a disk
_NAME: Final = re.compile(r"[0-9A-Za-z-]{1,64}")

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Transcripts:
    """Transcripts by their runs' names.

    Attributes:
        folder: where they are; made when the first is kept.
    """

    folder: Path

    def keep(self, run: str, transcript: Transcript) -> None:
        """Keep what crossed a failed run's link; one that can't be kept is logged, no more."""
        text = transcript.text()
        if not text:
            return
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            path = self._path(run)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(text)
            self._forget_oldest()
        except OSError as error:
            _log.warning("The transcript of run %s isn't kept: %s", run, error)

    def text(self, run: str) -> str:
        """Return a failed run's transcript.

        Raises:
            StationError: REC-024 where there is none.
        """
        try:
            return self._path(run).read_text("ascii", errors="replace")
        except OSError as error:
            raise StationError("REC-024", run=shown(run)) from error

    def __len__(self) -> int:
        return sum(1 for _ in self.folder.glob("*.txt"))

    def __contains__(self, run: str) -> bool:
        return bool(_NAME.fullmatch(run)) and self._path(run).is_file()

    def _path(self, run: str) -> Path:
        if not _NAME.fullmatch(run):
            raise StationError("REC-024", "no run has such a name", run=shown(run))
        return self.folder / f"{run}.txt"

    def _forget_oldest(self) -> None:
        # Runs' names sort by time.
        for path in sorted(self.folder.glob("*.txt"))[:-MOST]:
            with suppress(OSError):
                path.unlink()
