"""What the service is told of an order's units beside who they are, their twin and their hub."""

import re
from enum import Enum
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, JsonValue

from station.model.names import shown
from station.model.strict import Strict

_LONGEST_URL: Final = 2048
_QUERY: Final = re.compile(r"[?#]")
_API_VERSION: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:-preview)?")
_OLDEST_API: Final = "2018-09-01-preview"
_MOST_REFERENCES: Final = 2


class Reassignment(Enum):
    """What the service does with a unit that registers once more; the portal's three choices."""

    MIGRATE = "migrate"
    RESET = "reset"
    NEVER = "never"


def _url(text: str) -> str:
    """Take an HTTPS address in printable ASCII; errors don't repeat it, which may hold a key."""
    if not text.isascii() or not text.isprintable() or " " in text or len(text) > _LONGEST_URL:
        raise ValueError(
            f"the address of a web hook is up to {_LONGEST_URL} ASCII signs, no blanks"
        )
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValueError("the address of a web hook can't be read") from None
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
        raise ValueError("the address of a web hook begins with https:// and a host name")
    return text


def _version(text: str) -> str:
    """Take a version of the interface that the service calls web hooks by, 2018-09-01 or later."""
    if not _API_VERSION.fullmatch(text) or text < _OLDEST_API[:10]:
        raise ValueError(f"{shown(text)} is no version of that interface: see {_OLDEST_API}")
    return text


class Webhook(Strict):
    """Where the service asks which hub a device is given (CustomAllocationDefinition).

    Attributes:
        url: HTTPS. A key in its query stands in the clear wherever the document does, and nowhere
            else: `shown` is for people.
        api_version: of the interface that it is called by.
    """

    url: Annotated[str, AfterValidator(_url), Field(repr=False)]
    api_version: Annotated[str, AfterValidator(_version)]

    @property
    def shown(self) -> str:
        """The address without its query, which may hold a key."""
        return _QUERY.split(self.url, maxsplit=1)[0]

    @property
    def has_query(self) -> bool:
        """Whether there is more to the address than is shown."""
        return self.shown != self.url


def _reference(text: str) -> str:
    if not text.isprintable() or not text.strip():
        raise ValueError(f"{shown(text)} can't be the name of a CA at the service")
    return text


class AtService(Strict):
    """What an order wishes for its units at the service, as far as it wishes anything.

    Attributes:
        reassignment: what is done with a unit that registers once more; left to the service
            where None.
        iot_edge: whether the units are IoT Edge devices.
        disabled: whether the service knows them, but lets none in until somebody enables it.
        device_information: free JSON that the service keeps beside each unit's enrollment; it has
            no such place for a group.
        ca_references: of certified units enrolled as a group: the names of one or two CAs that the
            service has already, in place of the certificates of those that issued.
    """

    reassignment: Reassignment | None = None
    iot_edge: bool = False
    disabled: bool = False
    device_information: dict[str, JsonValue] | None = None
    ca_references: Annotated[
        tuple[Annotated[str, AfterValidator(_reference), Field(max_length=128)], ...],
        Field(max_length=_MOST_REFERENCES),
    ] = ()
