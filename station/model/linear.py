r"""Patterns that take time in proportion to the text, whatever the text is.

A profile's pattern is a supervisor's, but what it is held against is a device's. With a pattern
engine that looks back, a harmless pattern such as `(\w+ ?)+;` lets a device that knows it stop a
position for hours with one line of text. RE2 has no such patterns: it refuses what would need them
(back-references, look-around) when the profile is read, and each search takes one pass.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

import re2

_MEMORY: Final = 1 << 20  # bytes that one compiled pattern may take
_LINES: Final = "(?m)"
_OUTSIDE: Final = ("invalid perl operator", "invalid escape sequence")


@dataclass(frozen=True)
class LinearPattern:
    """A pattern in RE2's syntax, where `^` and `$` are the beginning and the end of a line.

    Attributes:
        text: as it was written.
        groups: the names of its named groups.
    """

    text: str
    groups: frozenset[str]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the pattern, or raise ValueError saying why it is none."""
        try:
            groups = frozenset(map(str, _compiled(text).groupindex))
        except (re2.error, UnicodeError) as error:
            raise ValueError(_why(error)) from error
        return cls(text, groups)

    def found_in(self, text: str) -> Mapping[str, str] | None:
        """Return what the named groups hold where the pattern first matches, or None."""
        return _held(_compiled(self.text).search(text))

    def held_by(self, text: str) -> Mapping[str, str] | None:
        """Return what the named groups hold where the pattern matches the whole, or None."""
        return _held(_compiled(self.text).fullmatch(text))

    def is_all_of(self, text: str) -> bool:
        """Return whether the pattern matches the whole of `text`."""
        return _compiled(self.text).fullmatch(text) is not None


def _held(found: "re2._Match | None") -> Mapping[str, str] | None:
    if found is None:
        return None
    return {str(name): str(held) for name, held in found.groupdict().items() if held is not None}


def pattern_text(text: str) -> str:
    """Return `text`, a field of a record, or raise ValueError saying why it is no pattern."""
    return LinearPattern.parse(text).text


@lru_cache(maxsize=512)
def _compiled(text: str) -> "re2._Regexp":
    options = re2.Options()
    options.log_errors = False  # else the library writes to standard error
    options.max_mem = _MEMORY
    return re2.compile(_LINES + text, options)


def _why(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else "half a character"
    text = text.replace(_LINES, "", 1)
    if text.startswith(_OUTSIDE):
        return f"a pattern can't have this, since a device could slow it: {text}"
    return f"it is not a pattern: {text}"
