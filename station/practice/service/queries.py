"""Queries and their pages."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from station.practice.service.described import SERVICE, check
from station.practice.service.enrollments import Kind
from station.practice.service.problems import bad_request

_DEFAULT: Final = 100
_MOST: Final = 1_000
_COUNT: Final = re.compile(r"[0-9]{1,9}")  # int32
_PLACE: Final = re.compile(r"[0-9]{1,18}")  # SQLite's row numbers


@dataclass(frozen=True)
class Asked:
    """What page is asked for.

    Attributes:
        after: where the one before ended.
        most: how many items it may have.
    """

    after: int
    most: int


def check_query(kind: Kind, body: JsonValue) -> None:
    """Check a query: all of a kind are told, and no other is known here.

    Raises:
        Refused: 400.
    """
    query = str(check(body, SERVICE, "QuerySpecification")["query"])
    words = query.strip().rstrip(";").casefold().split()
    # SDKs' samples ask by each of these; the address says which of the two kinds is meant.
    every = (["*"], ["select", "*"], ["select", "*", "from", kind.table.casefold()])
    if words not in every:
        raise bad_request(f"All that is known here is a query for all of {kind.table}")


def asked_page(headers: Mapping[str, str], about: str) -> Asked:
    """Return what page the headers of a query ask for.

    Args:
        headers: the request's, by lower-case names.
        about: what is asked for; a continuation is good for the same alone.

    Raises:
        Refused: 400.
    """
    count = headers.get("x-ms-max-item-count", str(_DEFAULT))
    if not _COUNT.fullmatch(count) or int(count) < 1:
        raise bad_request("x-ms-max-item-count is a number over 0.")
    return Asked(_after(headers.get("x-ms-continuation", ""), about), min(int(count), _MOST))


def continuation(last: int, about: str) -> str:
    """Return what names the place where a page ended."""
    return base64.urlsafe_b64encode(f"{about}\n{last}".encode()).decode()


def _after(text: str, about: str) -> int:
    if not text:
        return 0
    try:
        said, _, last = base64.urlsafe_b64decode(text).decode().rpartition("\n")
    except ValueError as error:
        raise bad_request("Invalid continuation token") from error
    if said != about or not _PLACE.fullmatch(last):
        raise bad_request("Invalid continuation token")
    return int(last)
