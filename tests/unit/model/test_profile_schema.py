"""The schema for editors: it takes every good profile, and shows what is wrong in others."""

import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pydantic import JsonValue

from station.folders import resource
from station.model.profile import Profile
from station.model.profile_schema import DIALECT, described, profile_schema

SCHEMA = profile_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
PROFILES = sorted(resource("profiles").glob("*.toml"))
Tree = dict[str, object]


def tree(name: str = "practice-tpm") -> Tree:
    return tomllib.loads(resource(f"profiles/{name}.toml").read_text("utf-8"))


def problems(profile: Tree) -> list[str]:
    return [error.json_path for error in VALIDATOR.iter_errors(profile)]


def keys(schema: JsonValue, path: str = "$") -> Iterator[tuple[str, Mapping[str, JsonValue]]]:
    """Yield every key that the schema knows, with what it says of it."""
    if not isinstance(schema, dict):
        return
    properties = schema.get("properties")
    if isinstance(properties, dict):
        for name, said in properties.items():
            assert isinstance(said, dict)
            yield f"{path}.{name}", said
    definitions = schema.get("$defs")
    for name, part in definitions.items() if isinstance(definitions, dict) else ():
        yield from keys(part, name)


def test_it_is_a_schema_of_the_dialect_that_it_names() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == DIALECT == Draft202012Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_every_profile_that_comes_with_station_is_taken(path: Path) -> None:
    assert problems(tomllib.loads(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"prove_it": 1}, "$"),
        ({"title": 7}, "$.title"),
        ({"start": "at-once"}, "$.start"),
        ({"link": {"baud": "fast"}}, "$.link.baud"),
        ({"link": {"bauds": 9600}}, "$.link"),
        ({"scan": {"serial": {"gs": "21"}}}, "$.scan.serial"),
        ({"scan": {"codes": {"part": {"gs1": "01", "equals": 1}}}}, "$.scan.codes.part.equals"),
    ],
)
def test_a_wrong_key_or_value_is_seen_where_it_is(change: Tree, where: str) -> None:
    assert problems(tree()) == []
    found = problems({**deepcopy(tree()), **change})
    assert any(one == where or one.startswith(where) for one in found), found


def test_what_must_be_there_is_missed() -> None:
    without = {key: value for key, value in tree().items() if key != "mechanism"}
    assert problems(without) == ["$"]


@pytest.mark.parametrize(("key", "said"), list(keys(SCHEMA)), ids=lambda part: str(part)[:40])
def test_every_key_is_described(key: str, said: Mapping[str, JsonValue]) -> None:
    assert isinstance(said.get("description"), str), key


def test_a_description_is_that_of_the_docstring() -> None:
    about, attributes = described(Profile)
    assert about == "A product: everything that provisioning one unit of it needs to know."
    assert attributes["prove"] == (
        "`at-once`, or also `after-restart`, so that what is only in memory doesn't pass."
    )
    assert attributes.keys() <= Profile.model_fields.keys()


def test_a_table_is_described_as_its_record_describes_itself() -> None:
    said = dict(keys(SCHEMA))["$.tpm"]
    assert said["description"] == "What a TPM must show."
