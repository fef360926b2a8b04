"""Hand-off by files: each result is a JSON file of its own in a folder that the MES looks into."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator

from station.errors import StationError
from station.folders import put_whole
from station.model.handoff import Cancel, UnitResult
from station.model.names import RegistrationId
from station.secret import Secret
from station.service.exports.filenames import file_stem
from station.service.handoffs.kind import Handoff, HandoffSettings


def _folder(text: str) -> str:
    if not text.startswith("/") or "\0" in text:
        raise ValueError("name a folder by its whole path")
    return text


class FileDropSettings(HandoffSettings):
    """A folder for results. A route is never asked for: a file can't say what holds now.

    Attributes:
        kind: `file-drop`.
        folder: the whole path of a folder that is there; the MES takes files out of it.
    """

    kind: Literal["file-drop"]
    folder: Annotated[str, AfterValidator(_folder)]

    @property
    def address(self) -> str:
        """The folder."""
        return self.folder

    def opened(self, name: str, secret: Secret | None) -> Handoff:
        """Return the way into the folder."""
        del secret
        return FileDrop(name, Path(self.folder))


@dataclass(frozen=True)
class FileDrop:
    """An open file drop.

    Attributes:
        name: the hand-off's.
        folder: where files go.
    """

    name: str
    folder: Path

    @property
    def route(self) -> None:
        """Nobody is asked."""
        return None

    def tell(self, result: UnitResult, cancel: Cancel) -> None:
        """Put the result's file into the folder, whole and on disk, or not at all.

        Told again, the same result becomes the same file.

        Raises:
            StationError: SVC-020 where the folder isn't there or can't be written.
        """
        del cancel  # a disk answers or says that it doesn't
        path = self.folder / file_name(result)
        try:
            put_whole(path, result.as_json() + b"\n")
        except OSError as error:
            why = (error.strerror or type(error).__name__).lower()
            raise StationError("SVC-020", str(self.folder), name=self.name, why=why) from error


def file_name(result: UnitResult) -> str:
    """Return the name of a result's file: number and run, so that names sort as things happened."""
    run = result.run or f"{result.station}-{result.event.value}"
    return f"{result.sequence:012d}-{file_stem(RegistrationId.parse(run))}.json"
