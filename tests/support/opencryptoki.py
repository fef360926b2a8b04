"""opencryptoki with its daemon and blank tokens, for one file of tests, beside whatever is here."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import pytest

from station import folders
from station.hsm.tokens import Module

_ROOT: Final = Path(__file__).parents[2]
_INSIDE: Final = "tests.support.opencryptoki_inside"
_NAMES: Final = ("pkcs11/libopencryptoki.so", "opencryptoki/libopencryptoki.so")
# Without a place of one's own there is the machine's, for root alone.
_OWN: Final = ("unshare", "--mount", "--ipc")
_AS_USER: Final = (*_OWN, "--user", "--map-root-user")


@dataclass(frozen=True)
class Opencryptoki:
    """The daemon at work.

    Attributes:
        module: its library.
        before: what comes before a command that is to see its tokens.
    """

    module: Module
    before: tuple[str, ...]
    _asks: IO[str]
    _answers: IO[str]

    def told(self, what: str) -> None:
        """Have the daemon `start` or `stop`; it doesn't stop while a worker is open."""
        self._asks.write(f"{what}\n")
        self._asks.flush()
        answer = self._answers.readline().strip()
        assert answer == "done", answer


def library() -> str:
    """Return where the library is, as packaging/apt.list brings it."""
    folder = Path("/usr/lib")
    found = [path for name in _NAMES for path in sorted(folder.glob(f"*-linux-gnu/{name}"))]
    assert found, "opencryptoki is not installed: packaging/apt.list names it"
    return str(found[0])


def _place() -> tuple[str, ...]:
    for place in (_OWN, _AS_USER):
        mount = [*place, "mount", "-t", "tmpfs", "tmpfs", "/run"]
        tried = subprocess.run(mount, capture_output=True, check=False)
        if tried.returncode == 0:
            return place
    assert os.geteuid() == 0, "opencryptoki wants root, or namespaces that anybody may make"
    return ()


@contextmanager
def opencryptoki(slots: int) -> Iterator[Opencryptoki]:
    """Start it with so many blank tokens; workers that start meanwhile see them.

    Args:
        slots: up to 32.
    """
    place = _place()
    command = [*place, sys.executable, "-m", _INSIDE, "own" if place else "machine", str(slots)]
    with subprocess.Popen(
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as inside:
        assert inside.stdin is not None
        assert inside.stdout is not None
        before: tuple[str, ...] = ()
        if place:
            spaces = [f"--{name}" for name in ("mount", "ipc", "user") if f"--{name}" in place]
            keep = ("--preserve-credentials",)
            before = ("nsenter", f"--target={inside.pid}", *spaces, *keep)
        made = Opencryptoki(Module(library()), before, inside.stdin, inside.stdout)
        try:
            made.told("start")
            with pytest.MonkeyPatch.context() as patch:
                own = folders.own_command()
                patch.setattr(folders, "own_command", lambda: [*before, *own])
                yield made
        finally:
            inside.stdin.close()
            inside.wait(30)
