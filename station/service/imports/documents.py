"""Documents: bodies of the service's requests and lists of enrollments in JSON, or JSON Lines."""

import json
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from typing import Final

from pydantic import ConfigDict, JsonValue, TypeAdapter, ValidationError

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
    if isinstance(body, dict):
        for key in _LISTS:
            if isinstance(held := body.get(key), list):
                body = held
                break
    for document in body if isinstance(body, list) else [body]:
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
    except ValidationError:  # which holds the line
        return Given(None, unreadable="Its line is not JSON")


def parsed(content: bytes, name: str) -> JsonValue:
    """Return what a piece of JSON says; SVC-080."""
    try:
        value: JsonValue = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise unreadable(name, "it is not JSON") from error
    return value
