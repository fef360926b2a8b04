"""What the provisioning service says of what it was asked: of a whole call, and of each item."""

import json
import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Final, Self

from pydantic import JsonValue

from station.model.names import shown
from station.service.calls import Answer

# Codes have six digits as far as they are known; no record holds numbers of any length.
_MOST_CODE: Final = 999_999_999
_LONGEST_S: Final = 99_999


class Fate(Enum):
    """What became of one item."""

    CREATED = "created"
    EXISTS = "exists"  # something of that name was there, and is as it was
    REFUSED = "refused"
    # Of what is changed or taken away.
    DONE = "done"
    CHANGED = "changed"  # somebody else changed it meanwhile, and it is as they left it
    GONE = "gone"  # there is none


# What statuses of HTTP mean for one item; all others refuse it.
FATES_OF_NEW: Final[Mapping[int, Fate]] = {200: Fate.CREATED, 409: Fate.EXISTS, 412: Fate.EXISTS}
FATES_OF_CHANGE: Final[Mapping[int, Fate]] = {
    200: Fate.DONE,
    409: Fate.CHANGED,
    412: Fate.CHANGED,
    404: Fate.GONE,
}


@dataclass(frozen=True)
class ItemResult:
    """What the service said of one item.

    Attributes:
        name: the registration ID, or the group's.
        fate: what became of it.
        code: the service's, six digits of which the first three are HTTP's; 0 where it said none.
        words: the service's own, printable.
        tracking: what its makers can look the call up by, printable; or empty.
    """

    name: str
    fate: Fate
    code: int = 0
    words: str = ""
    tracking: str = ""


@dataclass(frozen=True)
class Problem:
    """The body of an answer that refuses, a ProvisioningServiceErrorDetails, as far as it is one.

    Attributes:
        code: the service's; HTTP's status and three zeros where it said none.
        words: its own, printable.
        tracking: its tracking ID, printable.
    """

    code: int
    words: str
    tracking: str

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Return what an answer says; it is never an error that it says nothing."""
        body: JsonValue = None
        with suppress(ValueError):
            body = parsed(answer.body)
        said = body if isinstance(body, dict) else {}
        code, words = code_in(said.get("errorCode")), said.get("message")
        return cls(
            answer.status * 1_000 if code is None else code,
            shown(words, 100) if isinstance(words, str) else "",
            shown(str(said.get("trackingId", ""))),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.words}".strip()


def retry_after(headers: Mapping[str, str], otherwise: int) -> int:
    """Return the seconds after which an answer says to ask again (RFC 9110 section 10.2.3).

    Args:
        headers: the answer's, their names in lower case.
        otherwise: where it says nothing that can be read.
    """
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdecimal():
        return min(int(said[:9]), _LONGEST_S)
    with suppress(ValueError, TypeError, OverflowError):
        # Both by the service's clock, whatever this computer's says.
        wait = parsedate_to_datetime(said) - parsedate_to_datetime(headers.get("date", ""))
        return min(max(0, math.ceil(wait.total_seconds())), _LONGEST_S)
    return otherwise


def parsed(body: bytes) -> JsonValue:
    """Return the JSON that a body is; ValueError where it is none, or one nested without end."""
    try:
        value: JsonValue = json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def code_in(value: JsonValue) -> int | None:
    """Return a code as a service tells it, or None for what can't be one."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_CODE:
        return value
    return None


def fate_of(status: int, fates: Mapping[int, Fate]) -> Fate:
    """Return what a status of HTTP says of one item, by what each means for it."""
    return fates[200] if 200 <= status < 300 else fates.get(status, Fate.REFUSED)
