"""The help page on profiles says of every key what the model says, and of no other."""

import json
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Literal, get_args, get_origin

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from station.folders import resource
from station.model.profile import Profile
from station.model.profile_steps import StepSettings
from station.model.template import PLACES

PAGE = resource("help/profile.md").read_text("utf-8")
REQUIRED = "must be there"


def inner_model(field: FieldInfo) -> type[BaseModel] | None:
    """Return the record in `X`, `X | None` or `tuple[X, ...]`."""
    for part in (field.annotation, *get_args(field.annotation)):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
    return None


def fields(model: type[BaseModel], table: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Yield every key of the model with its dotted name; of lists of one record, that one once.

    So too of records by name, and where tables of one record stand beside one another.
    """
    listed: dict[str, type[BaseModel]] = {}
    kinds = [field.annotation for field in model.model_fields.values()]
    for name, field in model.model_fields.items():
        inner = inner_model(field)
        key, kind = f"{table}{field.alias or name}", get_origin(field.annotation)
        if inner and kinds.count(inner) > 1:
            listed[key] = inner
            continue
        if inner and kind not in (tuple, Mapping):
            yield from fields(inner, f"{key}.")
            continue
        yield key, field
        if inner:
            listed[key if kind is tuple else f"{key}.*"] = inner
    if len(listed) > 1:
        listed = {f"{table}*": next(iter(listed.values()))}
    for key, inner in listed.items():
        yield from fields(inner, f"{key}.")


def rows() -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield every row of the page: the dotted key, what may stand there and where left out."""
    table = ""
    for line in PAGE.splitlines():
        if line.startswith("## "):
            named = re.fullmatch(r"## `\[+([\w.*]+)\]+`", line)
            table = f"{named[1]}." if named else ""
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        key = re.fullmatch(r"`(\w+)`", cells[0])
        if key and len(cells) == 4:
            yield f"{table}{key[1]}", (cells[1], cells[2])


ROWS = dict(rows())
FIELDS = dict(fields(Profile))


def toml(value: object) -> str:
    return json.dumps(value.value if isinstance(value, Enum) else value)


def test_the_page_has_every_key_once_in_the_model_s_order() -> None:
    assert [key for key, _ in rows()] == list(FIELDS)


@pytest.mark.parametrize(("key", "field"), FIELDS.items())
def test_the_page_says_what_holds_where_a_key_is_left_out(key: str, field: FieldInfo) -> None:
    _, left_out = ROWS[key]
    if field.is_required():
        assert left_out == REQUIRED
    elif field.default is None or field.default in ((), {}):
        assert left_out != REQUIRED
        assert "`" not in left_out
    else:
        assert left_out == f"`{toml(field.default)}`"


@pytest.mark.parametrize(("key", "field"), FIELDS.items())
def test_the_page_names_every_choice(key: str, field: FieldInfo) -> None:
    allowed, _ = ROWS[key]
    kind = field.annotation
    choices: list[object] = []
    if get_origin(kind) is Literal:
        choices = list(get_args(kind))
    elif isinstance(kind, type) and issubclass(kind, Enum):
        choices = list(kind)
    if choices:
        assert re.findall(r"`([^`]+)`", allowed) == [toml(choice) for choice in choices]


@pytest.mark.parametrize(("key", "field"), FIELDS.items())
def test_the_page_names_every_bound(key: str, field: FieldInfo) -> None:
    allowed, _ = ROWS[key]
    bounds = {
        str(getattr(rule, bound))
        for rule in field.metadata
        for bound in ("ge", "gt", "le", "lt", "min_length", "max_length")
        if getattr(rule, bound, None) is not None
    }
    assert bounds <= set(re.findall(r"\d+", allowed))


def test_the_page_names_each_step_that_has_a_time() -> None:
    assert re.findall(r"`\[steps\.(\w+)\]`", PAGE) == list(StepSettings.model_fields)


def test_the_page_shows_each_place_of_a_template() -> None:
    assert all(f"`{{{place}}}`" in PAGE for place in PLACES)
