"""What a push sends to the provisioning service, and what became of each row of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Self

from station.errors import StationError


class PushState(Enum):
    """How far a row has come at a service."""

    SENDING = "sending"  # on record before it is sent: whether the service has it is to be read
    CREATED = "created"
    ALREADY = "already"  # it was there, just as it was to be sent
    CONFLICT = "conflict"  # something else of that name is there, and stays as it is
    REFUSED = "refused"  # the service doesn't take it, or the station knows that it wouldn't
    UNSURE = "unsure"  # whether the service has it isn't known yet
    KEPT = "kept"  # a conflict that a person decided: the service's stays
    WAITING = "waiting"  # the service surely doesn't have it of us, and it is to be sent again


CONFIRMED: Final = frozenset({PushState.CREATED, PushState.ALREADY})
"""States in which the service has the row as the station does."""
FOR_A_PERSON: Final = frozenset({PushState.CONFLICT, PushState.REFUSED})
"""States which nothing but a person's decision ends."""
TO_SETTLE: Final = frozenset({PushState.SENDING, PushState.UNSURE})
"""States in which a row is read back before it is sent again."""


@dataclass(frozen=True)
class PushRow:
    """One row to be sent.

    Attributes:
        key: the number by which the record knows it.
        name: the registration ID, or the group's.
        document: JSON in ASCII; empty where there can be none.
        settle: whether it may be there by an earlier push that ended badly: it is read back first.
        why: why it can't be sent, or empty.
    """

    key: int
    name: str
    document: bytes = field(repr=False)
    settle: bool = False
    why: str = ""

    @classmethod
    def unsent(cls, key: int, name: str, error: StationError) -> Self:
        """Return a row of which no document can be made, with why."""
        why = f"{error.code} {error.data.get('why', error.message)}"
        return cls(key, name, b"", why=why)


@dataclass(frozen=True)
class PushFate:
    """What became of a row.

    Attributes:
        key: the row's.
        name: the row's.
        state: how far it has come.
        code: the service's, six digits; 0 where it said none.
        words: the service's or the station's own, printable.
        tracking: what the service's makers can look the call up by, printable; or empty.
        etag: of what the service has, as far as it was read.
        differs: the fields in which a conflict differs, printable; else empty.
        theirs: what the service has in place of the row, JSON without secrets; else empty.
    """

    key: int
    name: str
    state: PushState
    code: int = 0
    words: str = ""
    tracking: str = ""
    etag: str = ""
    differs: tuple[str, ...] = ()
    theirs: str = ""


@dataclass
class PushTally:
    """How many rows of a push have come how far."""

    created: int = 0
    already: int = 0
    conflicts: int = 0
    refused: int = 0
    unsure: int = 0
    waiting: int = 0

    def add(self, fates: Iterable[PushFate]) -> None:
        """Count."""
        for fate in fates:
            name = _COUNTED[fate.state]
            setattr(self, name, getattr(self, name) + 1)

    @property
    def done(self) -> int:
        """How many are at the service as the station has them."""
        return self.created + self.already

    @property
    def failed(self) -> int:
        """How many a person has to look at, or the next push."""
        return self.conflicts + self.refused + self.unsure

    @property
    def all(self) -> int:
        """How many there are."""
        return self.done + self.failed + self.waiting


_COUNTED: Final = {
    PushState.CREATED: "created",
    PushState.ALREADY: "already",
    PushState.CONFLICT: "conflicts",
    PushState.KEPT: "conflicts",
    PushState.REFUSED: "refused",
    PushState.UNSURE: "unsure",
    PushState.SENDING: "unsure",
    PushState.WAITING: "waiting",
}
