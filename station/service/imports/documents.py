"""Documents: bodies of the service's requests and lists of enrollments in JSON, or JSON Lines."""

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from typing import Final

from pydantic import ConfigDict, JsonValue, TypeAdapter, ValidationError

from station.model.names import shown
from station.service.imports.given import MAX_LINE, Given, unreadable

MAX_FILE: Final = 64_000_000
"""Bytes of a file that is one piece of JSON; longer lists come as JSON Lines."""
_JSON: Final = TypeAdapter[JsonValue](JsonValue, config=ConfigDict(hide_input_in_errors=True))
_LISTS: Final = ("enrollments", "enrollmentGroups", "value", "items")


def json_rows(content: bytes, name: str) -> Iterator[Given]:
    """Yield the documents in a file: a request's body, a list of documents, or one document.

    Raises:
        StationError: SVC-080 where it isn't JSON, or too long.
    """
    if len(content) > MAX_FILE:
        raise unreadable(name, f"over {MAX_FILE:,} bytes: give it as JSON Lines")
    body = parsed(content, name)
    held = [body]
    if isinstance(body, dict):
        lists = [one for key in _LISTS if isinstance(one := body.get(key), list)]
        held = [document for one in lists for document in one] if lists else [body]
    elif isinstance(body, list):
        held = body
    for document in held:
        yield Given(document)


def line_rows(lines: Iterable[bytes], name: str) -> Iterator[Given]:
    """Yield the documents in JSON Lines, and what is none too; SVC-080."""
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            raise unreadable(name, f"line {number} is longer than {MAX_LINE:,} bytes")
        text = line.removeprefix(BOM_UTF8) if number == 1 else line
        if text.strip():
            yield _line(text)


def _line(text: bytes) -> Given:
    try:
        return Given(_JSON.validate_json(text))
    except ValidationError as error:
        return Given(None, unreadable=f"It is not JSON: {_why(error)}")


def parsed(content: bytes, name: str) -> JsonValue:
    """Return what a piece of JSON says; SVC-080."""
    try:
        return _JSON.validate_json(content.removeprefix(BOM_UTF8))
    except ValidationError as error:
        why = f"it is not JSON: {_why(error)}"
    raise unreadable(name, why)  # without that error, which has all that was read


def _why(error: ValidationError) -> str:
    """Return what the parser says, which quotes nothing of what it read."""
    told = error.errors(include_url=False, include_input=False)[0].get("ctx", {})
    return shown(str(told.get("error", "it can't be read")))
