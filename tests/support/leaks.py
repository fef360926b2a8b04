"""Looks for secrets wherever they may not stand: in files, processes, and what was said.

Each secret is looked for as it is, in hexadecimal, in base64 wherever in a longer text it may
begin, and as UTF-16; so a secret should be long and random, or it is found by chance.
"""

import base64
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Final, Self

SHORTEST: Final = 12  # bytes of a secret that isn't met by chance


@dataclass(frozen=True)
class Leak:
    """A secret where it must not be.

    Attributes:
        secret: its name.
        form: how it is written there.
        place: where.
    """

    secret: str
    form: str
    place: str


def forms_of(secret: bytes) -> Mapping[str, bytes]:
    """Return how a secret may be written, by the name of the form."""
    forms = {
        "raw": secret,
        "hex": secret.hex().encode(),
        "HEX": secret.hex().upper().encode(),
    }
    for offset in range(3):
        # The characters at both ends hold bits of its neighbours.
        whole = bytes(offset) + secret
        sound = slice(-(-offset * 4 // 3), len(whole) * 4 // 3)
        forms[f"base64+{offset}"] = base64.b64encode(whole)[sound].rstrip(b"=")
        forms[f"base64url+{offset}"] = base64.urlsafe_b64encode(whole)[sound].rstrip(b"=")
    text = secret.decode("latin-1")
    forms["UTF-16LE"], forms["UTF-16BE"] = text.encode("utf-16-le"), text.encode("utf-16-be")
    return forms


class Scanner:
    """What is looked for; a form that several secrets share is reported of each.

    Args:
        secrets: by their names, at least `SHORTEST` bytes each.
    """

    def __init__(self, secrets: Mapping[str, bytes]) -> None:
        short = [name for name, secret in secrets.items() if len(secret) < SHORTEST]
        assert not short, f"too short to be looked for: {short}"
        self._forms = {name: forms_of(secret) for name, secret in secrets.items()}

    def of_bytes(self, data: bytes, place: str) -> set[Leak]:
        """Return what stands in some bytes."""
        return {
            Leak(name, form, place)
            for name, forms in self._forms.items()
            for form, pattern in forms.items()
            if pattern in data
        }

    def of_folder(self, folder: Path) -> set[Leak]:
        """Return what stands in the files below a folder, and in their names."""
        leaks: set[Leak] = set()
        for path in _files(folder):
            leaks |= self.of_bytes(os.fsencode(path), f"the name {path}")
            with suppress(OSError):
                leaks |= self.of_bytes(path.read_bytes(), str(path))
        return leaks


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        # A pipe or a terminal would wait for somebody to write.
        with suppress(OSError):
            if path.is_file() and not path.is_symlink():
                yield path


@dataclass
class Watch:
    """Keeps what was ever seen of processes and of files that come and go.

    Only what is new is kept, so that a long run takes little memory.

    Attributes:
        folders: whose files are looked at.
        seen: bytes by the place where they were seen, each content once.
    """

    folders: Sequence[Path]
    seen: dict[tuple[str, bytes], None] = field(default_factory=dict)

    def look(self) -> None:
        """Look once: at every process's command line and environment, and at every file."""
        for process in Path("/proc").iterdir():
            for name in ("cmdline", "environ") if process.name.isdecimal() else ():
                self._keep(process / name, name)
        for folder in self.folders:
            for path in _files(folder):
                self._keep(path, str(path))

    def _keep(self, path: Path, place: str) -> None:
        with suppress(OSError):
            if data := path.read_bytes():
                self.seen[place, data] = None

    @contextmanager
    def running(self, every_s: float = 0.05) -> Iterator[Self]:
        """Look again and again, beside the block; each look takes some milliseconds itself."""
        done = Event()

        def work() -> None:
            while not done.wait(every_s):
                self.look()

        thread = Thread(target=work)
        thread.start()
        try:
            yield self
        finally:
            done.set()
            thread.join()
            self.look()

    def saw(self, place: str, content: bytes) -> bool:
        """Tell whether something was seen in a place of that name."""
        return any(where == place and content in data for where, data in self.seen)

    def leaks(self, scanner: Scanner) -> set[Leak]:
        """Return what stood in all that was seen."""
        leaks: set[Leak] = set()
        for place, data in self.seen:
            leaks |= scanner.of_bytes(data, place)
        return leaks
