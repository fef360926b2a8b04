"""Reads a TOML file into a record, and says of every mistake in it where it is and what it is."""

import hashlib
import json
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from math import isfinite
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, JsonValue, ValidationError

from station.errors import StationError
from station.line.toml_lines import KeyPath, key_lines, line_of
from station.line.wording import known_keys, nearest, not_toml, reason
from station.model.names import shown
from station.model.strict import MISPLACED

MAX_SIZE: Final = 128 * 1024
_MAX_DEPTH: Final = 32
_WHERE: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
Record = TypeVar("Record", bound=BaseModel)


@dataclass(frozen=True)
class Problem:
    """One mistake in a file.

    Attributes:
        code: PRF-001 (not TOML), PRF-002 (a wrong key or value) or PRF-005 (can't be read).
        path: the file.
        line: where, from 1; the first line where the file as a whole is meant.
        key: the dotted key, elements of arrays counted from 1 as in `position[2].port`; or empty.
        why: what is wrong, as the rest of a sentence without its full stop.
    """

    code: str
    path: Path
    line: int
    key: str
    why: str

    def error(self, detail: str = "") -> StationError:
        """Return the error that says this."""
        path = str(self.path)
        return StationError(
            self.code, detail, path=path, line=self.line, key=self.key, why=self.why
        )

    def as_json(self) -> dict[str, JsonValue]:
        """Return it for machines."""
        return {
            "code": self.code,
            "path": str(self.path),
            "line": self.line,
            "key": self.key,
            "why": self.why,
        }

    def __str__(self) -> str:
        return self.error().message


def raised(problems: Sequence[Problem]) -> StationError:
    """Return the error to raise for these problems: the first in full, the others in its detail."""
    first, *others = problems
    if not others:
        return first.error()
    shortly = "; ".join(f"line {one.line}, {one.key}: {one.why}" for one in others[:20])
    return first.error(f"{len(others)} more: {shortly}")


@dataclass(frozen=True)
class TomlFile:
    """A file that is TOML, whatever it says.

    Attributes:
        path: where it is.
        hash: SHA-256 of its bytes, hexadecimal.
        tree: what it says.
        lines: where it says it.
    """

    path: Path
    hash: str
    tree: Mapping[str, object]
    lines: Mapping[KeyPath, int]

    @classmethod
    def read(cls, path: Path) -> "TomlFile | Problem":
        """Return the file at `path`, or why it isn't TOML or can't be read."""
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                return Problem("PRF-005", path, 1, "", "it is not a file")
            with path.open("rb") as file:
                data = file.read(MAX_SIZE + 1)
        except OSError as error:
            return Problem("PRF-005", path, 1, "", (error.strerror or "unknown reason").lower())
        return cls.of(path, data)

    @classmethod
    def of(cls, path: Path, data: bytes) -> "TomlFile | Problem":
        """Return the file that would be at `path` with this content, or why it isn't TOML."""
        if len(data) > MAX_SIZE:
            return Problem("PRF-005", path, 1, "", f"it is larger than {MAX_SIZE // 1024} KiB")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            return Problem("PRF-001", path, line, "", "save the file as UTF-8 text")
        return cls._parsed(path, data, text)

    @classmethod
    def _parsed(cls, path: Path, data: bytes, text: str) -> "TomlFile | Problem":
        try:
            tree = tomllib.loads(text)
            lines = key_lines(text)
        except RecursionError:
            return Problem("PRF-001", path, 1, "", "it is nested too deeply")
        except ValueError as error:
            said = str(error)
            where = _WHERE.search(said)
            last = text.rstrip().count("\n") + 1
            line = int(where[1]) if where and where[1] else last if where else 1
            why = not_toml(said[: where.start()] if where else said)
            return Problem("PRF-001", path, line, "", why)
        return cls(path, hashlib.sha256(data).hexdigest(), tree, lines)

    def problem(self, key: KeyPath, why: str) -> Problem:
        """Return a problem with the key or table at `key`."""
        return Problem("PRF-002", self.path, line_of(self.lines, key), dotted(key), why)

    def record(self, model: type[Record]) -> Record | list[Problem]:
        """Return the record that the file holds, or all its problems in the order of their lines.

        Types are taken as TOML has them: a number in quotes is no number.
        """
        plain, odd = _plain(self.tree)
        try:
            record = model.model_validate_json(json.dumps(plain), strict=True)
        except ValidationError as error:
            odd.update(_reasons(error, model, odd))
        else:
            if not odd:
                return record
        problems = [self.problem(key, why) for key, why in odd.items()]
        return sorted(problems, key=lambda problem: problem.line)


def dotted(path: KeyPath) -> str:
    """Return a path as people write it: `link.baud`, `position[2].port` (counted from 1)."""
    text = ""
    for key in path:
        if isinstance(key, int):
            text += f"[{key + 1}]"
        else:
            name = key if _BARE.fullmatch(key) else f'"{shown(key)}"'
            text += f".{name}" if text else name
    return text or "the file"


def _reasons(
    error: ValidationError, model: type[BaseModel], odd: Mapping[KeyPath, str]
) -> Iterator[tuple[KeyPath, str]]:
    """Yield where and why for each of pydantic's errors that says something new."""
    errors = error.errors(include_url=False)
    # A mistyped key is one mistake, not also the lack of the key that was meant; and an array with
    # a wrong element is not also too short.
    echoes = set[tuple[str, KeyPath]]()
    for path, kind in ((one["loc"], one["type"]) for one in errors):
        echoes |= {("too_short", path[:size]) for size in range(len(path))}
        if kind == "extra_forbidden":
            meant = nearest(str(path[-1]), known_keys(model, path[:-1]))
            echoes.add(("missing", (*path[:-1], meant or "")))
    for one in errors:
        path = one["loc"]
        if one["type"] == MISPLACED:
            path = (*path, *one["ctx"]["key"])
        if path not in odd and (one["type"], path) not in echoes:
            yield path, reason(one, model, path)


def _plain(tree: Mapping[str, object]) -> tuple[JsonValue, dict[KeyPath, str]]:
    """Return a TOML tree as JSON has it, and what JSON doesn't have, by its path."""
    odd: dict[KeyPath, str] = {}

    def plain(value: object, path: KeyPath) -> JsonValue:
        if len(path) > _MAX_DEPTH:
            odd[path[:_MAX_DEPTH]] = "it is nested too deeply"
            return None
        match value:
            case dict():
                return {str(key): plain(inner, (*path, str(key))) for key, inner in value.items()}
            case list():
                return [plain(inner, (*path, index)) for index, inner in enumerate(value)]
            case float() if not isfinite(value):
                odd[path] = "it must be a finite number"
                return 0
            case datetime() | date() | time():
                odd[path] = "write a date or time as text, in quotes"
                return value.isoformat()
            case bool() | int() | float() | str():
                return value
            case _:
                raise TypeError(f"TOML has no {type(value).__name__}")

    return plain(tree, ()), odd
