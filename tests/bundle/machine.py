"""A user who has the bundle and nothing else of ours, and what this user has running."""

import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).parents[2]


@dataclass(frozen=True)
class Bundle:
    """A bundle, and a user who has it and nothing else of ours.

    Attributes:
        root: the bundle's folder.
        home: the user's, which tells the processes that we begin from all others.
    """

    root: Path
    home: Path

    @property
    def program(self) -> Path:
        return self.root / "station"

    def environment(self, **more: str) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "HOME": str(self.home), "LANG": "C.UTF-8", **more}

    def start(self, *arguments: str | Path, **environment: str) -> "subprocess.Popen[str]":
        """Start it in the user's home, in a session of its own."""
        return subprocess.Popen(
            [str(self.program), *map(str, arguments)],
            cwd=self.home,
            env=self.environment(**environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str | Path, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run it to its end."""
        with self.start(*arguments, **environment) as process:
            stdout, stderr = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)


@dataclass(frozen=True)
class Seen:
    """A process as it was seen.

    Attributes:
        command: the program's name and its first argument.
        loaded: the files in its memory.
        environment: what it was started with.
    """

    command: tuple[str, ...]
    loaded: frozenset[str]
    environment: frozenset[str]


def of_home(home: Path) -> dict[int, Seen]:
    """Return the processes that have `home` in their environment, by their numbers."""
    found = {}
    for folder in Path("/proc").iterdir():
        # It may end meanwhile, be another's, or let nobody look into it.
        with suppress(OSError):
            if folder.name.isdigit() and (seen := _seen(folder, f"HOME={home}")):
                found[int(folder.name)] = seen
    return found


def _seen(folder: Path, mark: str) -> Seen | None:
    environment = frozenset(_texts(folder / "environ"))
    if mark not in environment:
        return None
    words = _texts(folder / "cmdline")
    if not words:  # it ended in between
        return None
    lines = (folder / "maps").read_text("utf-8", "surrogateescape").splitlines()
    paths = (line.split(maxsplit=5)[5:] for line in lines)
    loaded = frozenset(path[0] for path in paths if path and path[0].startswith("/"))
    return Seen((Path(words[0]).name, *words[1:2]), loaded, environment)


def _texts(path: Path) -> list[str]:
    return [os.fsdecode(text) for text in path.read_bytes().split(b"\0")[:-1]]
