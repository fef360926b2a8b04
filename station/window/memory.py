"""What the window remembers from one time to the next: no more than how it looks and stands."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from station.folders import put_whole
from station.operations.start import Start
from station.window.palettes import Look

DARK: Final = "desktop-dark"
"""A switch: whether the desktop was dark when it was asked last."""

_log: Final = logging.getLogger(__name__)
_LARGEST: Final = 64 * 1024


class Memory:
    """Values by name in a small file, JSON; what is wrong in it counts as not there.

    It holds no secret and grants nothing. A folder that isn't there is not made: until it is,
    everything is remembered for as long as the window lives.

    Args:
        path: the file, or None for one that keeps nothing.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._values: dict[str, object] = {} if path is None else _read(path)
        self._kept = dict(self._values)

    @classmethod
    def of(cls, start: Start) -> "Memory":
        """Return the memory in the folder that the window begins with."""
        folders = [start.practice_data] if start.practice else [start.data.root]
        there = [folder for folder in (*folders, start.practice_data) if folder.is_dir()]
        return cls((there or folders)[0] / "window.json")

    @property
    def look(self) -> Look:
        """How the window is to look: as the desktop, where nobody chose."""
        try:
            return Look(self._values.get("look"))
        except ValueError:
            return Look.SYSTEM

    @property
    def first_look(self) -> Look:
        """What is worn until the desktop can be asked: what it had last."""
        if self.look is not Look.SYSTEM:
            return self.look
        return Look.DARK if self.switch(DARK, usual=False) else Look.LIGHT

    def switch(self, name: str, *, usual: bool) -> bool:
        """Return what is on or off."""
        value = self._values.get(name)
        return value if isinstance(value, bool) else usual

    def numbers(self, name: str) -> tuple[int, ...]:
        """Return a few whole numbers, of up to five digits each; none where they aren't there."""
        value = self._values.get(name)
        if not isinstance(value, list) or len(value) > 100:
            return ()
        fit = all(type(one) is int and abs(one) < 100_000 for one in value)
        return tuple(value) if fit else ()

    def put(self, name: str, value: object) -> None:
        """Remember a value: a text, a switch, or a list of whole numbers."""
        self._values[name] = value

    def keep(self) -> None:
        """Write the file, where something changed; where it can't be written, the log says so."""
        path = self._path
        if path is None or self._values == self._kept or not path.parent.is_dir():
            return
        try:
            put_whole(path, json.dumps(self._values, indent=1).encode())
        except OSError as error:
            _log.warning("How the window stands can't be kept: %s", error)
            return
        self._kept = dict(self._values)


def _read(path: Path) -> dict[str, object]:
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        values: object = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return dict(values) if isinstance(values, Mapping) else {}
