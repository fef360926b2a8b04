"""What the provisioning service says of what it was asked: of a whole call, and of each item."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Final, Self

from pydantic import JsonValue

from station.model.names import shown
from station.service.calls import Answer


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
            body = json.loads(answer.body)
        said = body if isinstance(body, dict) else {}
        code, words = said.get("errorCode"), said.get("message")
        return cls(
            code if isinstance(code, int) else answer.status * 1_000,
            shown(words, 100) if isinstance(words, str) else "",
            shown(str(said.get("trackingId", ""))),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.words}".strip()


def retry_after(headers: Mapping[str, str], otherwise: int) -> int:
    """Return the seconds after which an answer says to ask again (RFC 9110 section 10.2.3).

    Args:
        headers: the answer's, their names in lower case.
        otherwise: where it says none, or a date.
    """
    said = headers.get("retry-after", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else otherwise


def fate_of(status: int, fates: Mapping[int, Fate]) -> Fate:
    """Return what a status of HTTP says of one item, by what each means for it."""
    return fates[200] if 200 <= status < 300 else fates.get(status, Fate.REFUSED)
