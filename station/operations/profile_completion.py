"""What may stand where somebody is writing in a profile's text: keys, values and tables.

All of it comes out of the profile's schema, and what it says of each key with it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pydantic import JsonValue

from station.model.profile_schema import profile_schema
from station.operations.plant import KNOWN

Schema = Mapping[str, JsonValue]

_HEADER: Final = re.compile(r"^[ \t]*(\[\[?)[ \t]*([A-Za-z0-9_.-]+)[ \t]*\]")
_OPEN_HEADER: Final = re.compile(r"^[ \t]*\[\[?[ \t]*([A-Za-z0-9_.-]*)$")
_KEY: Final = re.compile(r"^[ \t]*([A-Za-z0-9_-]*)$")
_VALUE: Final = re.compile(r"^[ \t]*([A-Za-z0-9_-]+)[ \t]*=[ \t]*([^#]*)$")
_SAID: Final = re.compile(r"^[ \t]*([A-Za-z0-9_-]+)[ \t]*=")


@dataclass(frozen=True)
class Suggestion:
    """Something that may stand there.

    Attributes:
        text: what is put in.
        about: what it is, in words; or empty.
        needed: whether a profile is wrong without it.
    """

    text: str
    about: str = ""
    needed: bool = False


@dataclass(frozen=True)
class Completion:
    """What may stand at a place.

    Attributes:
        begun: how many characters before the place are replaced by it.
        suggestions: what may stand there, what is needed first.
    """

    begun: int
    suggestions: Sequence[Suggestion]


NOTHING: Final = Completion(0, ())


def complete(text: str, at: int) -> Completion:
    """Return what may stand in a profile's text at a place, by what was begun there.

    Args:
        text: the profile's, whole; it may be wrong everywhere.
        at: the place: how many characters come before it.
    """
    before = text[:at]
    line = before[before.rfind("\n") + 1 :]
    if begun := _OPEN_HEADER.match(line):
        return _tables(text, begun[1], line)
    table = _table_of(_object(_whole(), _header_above(before)))
    if begun := _KEY.match(line):
        keys = [one for one in _keys(table, _said_in(text, at)) if _fits(one.text, begun[1])]
        return Completion(len(begun[1]), keys)
    if begun := _VALUE.match(line):
        path = (*_header_above(before), begun[1])
        values = [one for one in _values(table, path) if one.text.startswith(begun[2])]
        return Completion(len(begun[2]), values)
    return NOTHING


def about(text: str, line: int) -> str:
    """Return what the schema says of the key or table in a line, from 1; empty for nothing."""
    lines = text.splitlines()
    said = lines[line - 1] if 0 < line <= len(lines) else ""
    above = "\n".join(lines[: line - 1]) + "\n"
    if header := _HEADER.match(said):
        found = _property(_whole(), tuple(header[2].split(".")))
    elif key := _SAID.match(said):
        found = _property(_whole(), (*_header_above(above), key[1]))
    else:
        return ""
    return "" if found is None else str(found.get("description", ""))


def _tables(text: str, begun: str, line: str) -> Completion:
    """Return the tables that may begin, whole as they are written; one of which there are many."""
    there = {header[2] for one in text.splitlines() if (header := _HEADER.match(one))}
    suggestions = [
        Suggestion(f"[[{name}]]" if many else f"[{name}]", told)
        for name, told, many in _all_tables(_whole(), ())
        if name.startswith(begun) and (many or name not in there)
    ]
    return Completion(len(line.lstrip()), suggestions)


def _all_tables(table: Schema, above: tuple[str, ...]) -> Iterator[tuple[str, str, bool]]:
    for name, found in _properties(table).items():
        path, told = (*above, name), str(found.get("description", ""))
        inner = _object_in(found)
        if inner is not None:
            yield ".".join(path), told, False
            yield from _all_tables(inner, path)
        elif (element := _element_in(found)) is not None:
            yield ".".join(path), told, True
            yield from _all_tables(element, path)


def _keys(table: Schema | None, said: frozenset[str]) -> list[Suggestion]:
    if table is None:
        return []
    required = table.get("required")
    needed = set(required) if isinstance(required, list) else set()
    keys = [
        Suggestion(f"{name} = ", str(found.get("description", "")), name in needed)
        for name, found in _properties(table).items()
        if name not in said and _object_in(found) is None and _element_in(found) is None
    ]
    return sorted(keys, key=lambda one: not one.needed)


def _values(table: Schema | None, path: tuple[str, ...]) -> list[Suggestion]:
    found = None if table is None else _properties(table).get(path[-1])
    if found is None:
        return []
    if path in _open_sets():
        return [Suggestion(f'"{one}"') for one in _open_sets()[path]]
    values: list[JsonValue] = []
    for one in _alternatives(found):
        listed = one.get("enum")
        values += listed if isinstance(listed, list) else []
        values += [one["const"]] if "const" in one else []
        values += [True, False] if one.get("type") == "boolean" else []
    if not values and _is_simple(found.get("default")):
        values = [found["default"]]
    told = str(found.get("description", ""))
    return [Suggestion(_written(one), told) for one in values]


def _open_sets() -> Mapping[tuple[str, ...], Sequence[str]]:
    """Return the values that registries have, by the paths of their keys."""
    return {("mechanism",): sorted(KNOWN.mechanisms), ("link", "kind"): sorted(KNOWN.links)}


def _is_simple(value: JsonValue) -> bool:
    return isinstance(value, str | int | float)


def _written(value: JsonValue) -> str:
    """Return a value as TOML has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value + "'" if "\\" in value or '"' in value else f'"{value}"'
    return str(value)


def _fits(text: str, begun: str) -> bool:
    return text.startswith(begun)


def _header_above(before: str) -> tuple[str, ...]:
    """Return the path of the table that a text ends in; none for the first keys."""
    for line in reversed(before.splitlines()):
        if header := _HEADER.match(line):
            return tuple(header[2].split("."))
    return ()


def _said_in(text: str, at: int) -> frozenset[str]:
    """Return the keys that the table around a place has, but for the line of the place itself."""
    begin = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    above = text[:begin].splitlines()
    below = [] if end < 0 else text[end:].splitlines()
    first = next((i for i, line in enumerate(reversed(above)) if _HEADER.match(line)), len(above))
    last = next((i for i, line in enumerate(below) if _HEADER.match(line)), len(below))
    lines = [*above[len(above) - first :], *below[:last]]
    return frozenset(said[1] for line in lines if (said := _SAID.match(line)))


# The schema


@lru_cache(maxsize=1)
def _whole() -> Schema:
    return profile_schema()


def _resolved(schema: Schema) -> Schema:
    """Return a schema with what it refers to in its place; its own words stay."""
    reference = schema.get("$ref")
    if not isinstance(reference, str):
        return schema
    definitions = _whole()["$defs"]
    found = definitions[reference.rpartition("/")[2]] if isinstance(definitions, dict) else None
    return {**found, **schema} if isinstance(found, dict) else schema


def _alternatives(schema: Schema) -> Iterator[Schema]:
    whole = _resolved(schema)
    yield whole
    for kind in ("anyOf", "oneOf"):
        listed = whole.get(kind)
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict):
                yield _resolved(one)


def _properties(table: Schema) -> Mapping[str, Schema]:
    found = table.get("properties")
    held = found if isinstance(found, dict) else {}
    return {name: _resolved(one) for name, one in held.items() if isinstance(one, dict)}


def _object_in(schema: Schema) -> Schema | None:
    return next((one for one in _alternatives(schema) if "properties" in one), None)


def _element_in(schema: Schema) -> Schema | None:
    """Return what an array of tables has; None for anything else."""
    for one in _alternatives(schema):
        items = one.get("items")
        if isinstance(items, dict) and (found := _object_in(items)) is not None:
            return found
    return None


def _table_of(found: Schema | None) -> Schema | None:
    return None if found is None else _object_in(found) or _element_in(found)


def _object(table: Schema, path: tuple[str, ...]) -> Schema | None:
    """Return what the schema has at a path; the whole at none."""
    return table if not path else _property(table, path)


def _property(table: Schema, path: tuple[str, ...]) -> Schema | None:
    found: Schema | None = table
    for name in path:
        inner = None if found is None else _table_of(found)
        found = None if inner is None else _properties(inner).get(name)
    return found
