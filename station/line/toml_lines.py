"""Finds the line of every key in a TOML text; the standard parser keeps no places."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from typing import Final

KeyPath = tuple[str | int, ...]

_GAP: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY: Final = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*'""")
_DOT: Final = re.compile(r"[ \t]*\.[ \t]*")
# A multi-line string may end in up to two quotes of its own before the three that close it.
_STRING: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\]|\\.)*"'
    r"|'[^']*'",
    re.DOTALL,
)
_SCALAR: Final = re.compile(r"[^,\]}#\n]+")


def key_lines(text: str) -> Mapping[KeyPath, int]:
    """Return the line, from 1, of every key, table and array element in `text`.

    A key's path is its names from the root, with an index from 0 for an element of an array or of
    an array of tables. A table stands where its header is, else where a key first names it.

    Args:
        text: what `tomllib` has read without an error (TOML 1.0); anything else gives nonsense,
            and nesting deeper than the interpreter's recursion limit gives RecursionError.
    """
    return _Scan(text.replace("\r\n", "\n")).lines


def line_of(lines: Mapping[KeyPath, int], path: KeyPath) -> int:
    """Return the line of `path`, or of the nearest thing around it that has one; the root has 1."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Scan:
    """One pass over a text, from `at` onwards; each method takes what it is named after."""

    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._text = text
        self._at = 0
        self._breaks = [match.start() for match in re.finditer("\n", text)]
        self._elements: dict[KeyPath, int] = {}
        table: KeyPath = ()
        while self._gap():
            if self._next("["):
                table = self._header()
            else:
                self._pair(table)

    def _gap(self) -> bool:
        self._take(_GAP)
        return self._at < len(self._text)

    def _next(self, token: str) -> bool:
        return self._text.startswith(token, self._at)

    def _take(self, pattern: re.Pattern[str]) -> str | None:
        match = pattern.match(self._text, self._at)
        if match is None:
            return None
        self._at = match.end()
        return match[0]

    def _line(self) -> int:
        return bisect_right(self._breaks, self._at) + 1

    def _keys(self) -> tuple[str, ...]:
        keys = [_unquoted(self._take(_KEY) or "")]
        while self._take(_DOT) is not None:
            keys.append(_unquoted(self._take(_KEY) or ""))
        return tuple(keys)

    def _header(self) -> KeyPath:
        line = self._line()
        many = self._next("[[")
        self._at += 2 if many else 1
        self._gap()
        *outer, last = self._keys()
        self._gap()
        self._at += 2 if many else 1
        path: KeyPath = ()
        for key in outer:
            path = self._newest((*path, key))
            self.lines.setdefault(path, line)
        path = (*path, last)
        if many:
            self._elements[path] = self._elements.get(path, 0) + 1
            self.lines.setdefault(path, line)
            path = self._newest(path)
        self.lines[path] = line
        return path

    def _newest(self, path: KeyPath) -> KeyPath:
        """Return the newest element of `path` where it is an array of tables, else itself."""
        count = self._elements.get(path)
        return path if count is None else (*path, count - 1)

    def _pair(self, table: KeyPath) -> None:
        line = self._line()
        path = table
        for key in self._keys():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self._gap()
        self._at += 1
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        self._gap()
        if self._next("["):
            self._array(path)
        elif self._next("{"):
            self._inline_table(path)
        elif self._take(_STRING) is None:
            self._take(_SCALAR)

    def _array(self, path: KeyPath) -> None:
        self._at += 1
        index = 0
        while self._gap() and not self._next("]"):
            if self._next(","):
                self._at += 1
                continue
            element = (*path, index)
            self.lines[element] = self._line()
            self._value(element)
            index += 1
        self._at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self._at += 1
        while self._gap() and not self._next("}"):
            if self._next(","):
                self._at += 1
            else:
                self._pair(path)
        self._at += 1


def _unquoted(key: str) -> str:
    if key.startswith('"'):
        # The parser knows the escapes; a key's are those of a one-line string.
        return str(tomllib.loads(f"key = {key}")["key"])
    return key.strip("'")
