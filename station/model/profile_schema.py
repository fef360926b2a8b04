"""The form of a profile's file for editors, as a JSON Schema made out of the models.

What it tells of each key is what the models' docstrings say of their attributes. Which keys must
fit together, and what a pattern or a template must be, `station profile check` alone knows.
"""

import inspect
import re
from typing import Final, get_args

from pydantic import BaseModel, JsonValue
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from station.model.profile import Profile

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ATTRIBUTES: Final = "Attributes:"
_ATTRIBUTE: Final = re.compile(r"    (\w+): (.*)")


class _Described(GenerateJsonSchema):
    """Describes each record by its docstring, and each of its keys by what stands there of it."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """See `GenerateJsonSchema`."""
        made = super().model_schema(schema)
        model = schema["cls"]
        about, attributes = described(model)
        made["description"] = about
        for name, field in model.model_fields.items():
            # What isn't told of a table is what its record says of itself.
            told = attributes.get(name) or described(_record_in(field.annotation))[0]
            made["properties"][field.alias or name]["description"] = told
        return made

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """See `GenerateJsonSchema`: TOML has no null."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """See `GenerateJsonSchema`: what is nothing where it is left out has no default there."""
        made = super().default_schema(schema)
        return {key: said for key, said in made.items() if key != "default" or said is not None}


def profile_schema() -> dict[str, JsonValue]:
    """Return the schema of a profile's file, by JSON Schema draft 2020-12."""
    made = Profile.model_json_schema(by_alias=True, schema_generator=_Described)
    return {"$schema": DIALECT, **made, "title": "Station profile"}


def described(model: type) -> tuple[str, dict[str, str]]:
    """Return what a class says of itself, and of each of its attributes and those it inherits."""
    attributes: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if base.__module__.startswith("station."):
            attributes |= _attributes(base)
    about, _, _ = (inspect.cleandoc(model.__doc__ or "")).partition(_ATTRIBUTES)
    return " ".join(about.split()), attributes


def _record_in(annotation: object) -> type:
    """Return the record inside `X` or `X | None`."""
    parts = (annotation, *get_args(annotation))
    return next(part for part in parts if isinstance(part, type) and issubclass(part, BaseModel))


def _attributes(model: type) -> dict[str, str]:
    _, _, listed = inspect.cleandoc(model.__doc__ or "").partition(_ATTRIBUTES)
    attributes: dict[str, str] = {}
    name = ""
    for line in listed.splitlines():
        begun = _ATTRIBUTE.fullmatch(line)
        if begun:
            name = begun[1]
            attributes[name] = begun[2]
        elif line.strip():
            attributes[name] += f" {line.strip()}"
    return attributes
