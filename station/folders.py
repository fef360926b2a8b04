"""Where things are: the data folder, its parts, and the resources that ship with Station."""

import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import platformdirs

from station.errors import StationError


def resources() -> Path:
    """Return the folder of shipped resources: in an installation, a bundle or a checkout."""
    package = Path(__file__).parent
    checkout = package.parent / "resources"
    return checkout if checkout.is_dir() else package / "resources"


def resource(name: str) -> Path:
    """Return a shipped file by its name below `resources()`.

    Raises:
        ValueError: where the name is absolute or climbs out.
    """
    path = Path(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"not a resource's name: {name}")
    return resources() / path


def default_data() -> Path:
    """Return the data folder of this user, as the desktop's conventions have it."""
    return Path(platformdirs.user_data_dir("station", appauthor=False))


def default_practice_data() -> Path:
    """Return the folder in which this user practises, beside the real one."""
    return default_data().with_name("station-practice")


def language_file() -> Path:
    """Return the file that remembers in which language this user has the window."""
    return Path(platformdirs.user_config_dir("station", appauthor=False)) / "language"


@dataclass(frozen=True)
class Data:
    """A data folder and what is in it.

    Attributes:
        root: the folder itself.
    """

    root: Path

    @classmethod
    def made(cls, root: Path) -> Self:
        """Return the data folder at `root`, made for its owner alone where it wasn't there.

        Raises:
            StationError: CFG-003 where it can't be made or written.
        """
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(root)) from error
        if not os.access(root, os.W_OK | os.X_OK):
            raise StationError("CFG-003", "no permission", path=str(root))
        return cls(root.resolve())

    @property
    def database(self) -> Path:
        """The record."""
        return self.root / "station.db"

    @property
    def bench(self) -> Path:
        """The bench file, TOML."""
        return self.root / "bench.toml"

    @property
    def handoff(self) -> Path:
        """The file, TOML, that says how to speak to the factory's MES."""
        return self.root / "handoff.toml"

    @property
    def factory(self) -> Path:
        """The file, TOML, that says where the factory's token is."""
        return self.root / "factory.toml"

    @property
    def ceremony(self) -> Path:
        """How far the ceremony is that makes the folder a station; gone once it is one."""
        return self.root / "ceremony.json"

    @property
    def ceremonies(self) -> Path:
        """The signed protocols of ceremonies, a folder each."""
        return self.root / "ceremonies"

    @property
    def pin_tries(self) -> Path:
        """How many wrong PINs in a row factory tokens were given."""
        return self.root / "pin-tries.json"

    @property
    def leash(self) -> Path:
        """The file that the station's workers hold a lock on, as long as one of them lives."""
        return self.root / "workers.lock"

    @property
    def audit_certificate(self) -> Path:
        """The audit key's certificate, PEM, with which the record is verified."""
        return self.root / "audit.pem"

    @property
    def profiles(self) -> Path:
        """The supervisor's own profiles."""
        return self.root / "profiles"

    @property
    def transcripts(self) -> Path:
        """What crossed the links of failed runs, a file each."""
        return self.root / "transcripts"

    @property
    def notes(self) -> Path:
        """What happened to the folder while nobody could write the record, for whoever opens it."""
        return self.root / "notes"

    @property
    def logs(self) -> Path:
        """Log files."""
        return self.root / "logs"


def typed_command() -> str:
    """Return what a person types to start Station: in a checkout it is not on the path."""
    script = resources().parent / "packaging" / "station"
    if getattr(sys, "frozen", False) or not script.is_file():
        return "station"
    return shlex.quote(str(script))


def own_command() -> list[str]:
    """Return the command that starts this very program again, also from a bundle."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "station"]


def others_environment() -> dict[str, str]:
    """Return our environment for a program of the system's, which must not load a bundle's parts.

    What starts a bundle leads the linker to the libraries in it, and keeps what stood there before.
    """
    if not getattr(sys, "frozen", False):
        return dict(os.environ)
    bundles = ("_PYI_", "LD_LIBRARY_PATH")
    others = {name: text for name, text in os.environ.items() if not name.startswith(bundles)}
    if "LD_LIBRARY_PATH_ORIG" in os.environ:
        others["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH_ORIG"]
    return others


def put_whole(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all: it gets its name once it is on disk.

    Raises:
        OSError: where it can't be written; what was there before is still there.
    """
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
