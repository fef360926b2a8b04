"""What the published interface says of bodies: each is checked against it at first."""

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from station.folders import resources
from station.practice.service.problems import bad_request

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

SERVICE: Final = "dps-service"
DEVICE: Final = "dps-device"


@cache
def interface(name: str) -> Mapping[str, JsonValue]:
    """Return one of the two interface descriptions, OpenAPI 3.1."""
    text = (resources() / "openapi" / f"{name}.json").read_text(encoding="utf-8")
    described: dict[str, JsonValue] = json.loads(text)
    return described


@cache
def _validator(name: str, schema: str) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - every command would load it

    return Draft202012Validator(
        {
            "$ref": f"#/components/schemas/{schema}",
            "components": interface(name)["components"],
        }
    )


def check(body: JsonValue, name: str, schema: str) -> dict[str, JsonValue]:
    """Return a body that follows the interface.

    Args:
        body: as parsed.
        name: `SERVICE` or `DEVICE`.
        schema: of its components.

    Raises:
        Refused: 400 with the first place that is wrong.
    """
    error = next(_validator(name, schema).iter_errors(body), None)
    if error is not None:
        place = "/".join(str(part) for part in error.absolute_path) or "the body"
        # jsonschema's own sentence quotes what was sent, which may be a key.
        raise bad_request(f"{place} isn't as described: {error.validator}", place=place)
    return object_in(body)


def object_in(value: JsonValue, what: str = "the body") -> dict[str, JsonValue]:
    """Return a JSON object.

    Raises:
        Refused: 400 for anything else.
    """
    if not isinstance(value, dict):
        raise bad_request(f"{what} is no object", place=what)
    return value
