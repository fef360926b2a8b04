"""What part of the enrollment list is wanted, in which order, and what a line of it shows."""

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Final, TypeAlias

from station.errors import StationError
from station.model.enrollment import EnrollmentStatus
from station.model.names import shown
from station.records.encoding import time_text

MECHANISMS: Final = ("tpm", "x509", "symmetric")
Mark: TypeAlias = tuple[str | int, ...]
"""Where a line stands in its order: what it is sorted by, and what makes that unique."""


class SortBy(Enum):
    """What the list is sorted by: each column that it shows."""

    ENROLLED = "enrolled"
    REGISTRATION_ID = "registration-id"
    SERIAL = "serial"
    DEVICE_ID = "device-id"
    MECHANISM = "mechanism"
    ORDER = "order"
    STATUS = "status"


@dataclass(frozen=True)
class ListQuery:
    """What part of the list is wanted, and in which order.

    Attributes:
        sort: by what; of those that are alike in it, by when they were enrolled.
        descending: whether the last comes first.
        find: the beginning of a registration ID, device ID, serial number or order's name, or eight
            digits or more of a hash in hexadecimal (of the endorsement key, the certificate or the
            public key), without case and with colons or without; empty for all.
        order: only this order's; None for all.
        status: only those of this status; None for all.
        mechanism: only those of this one of `MECHANISMS`; None for all.
        since: only those enrolled then or later, aware; None for all.
        until: only those enrolled before, aware; None for all.
    """

    sort: SortBy = SortBy.ENROLLED
    descending: bool = True
    find: str = ""
    order: str | None = None
    status: EnrollmentStatus | None = None
    mechanism: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def narrowed(self) -> bool:
        """Whether it leaves out anything."""
        return bool(self.find) or any(
            one is not None
            for one in (self.order, self.status, self.mechanism, self.since, self.until)
        )


@dataclass(frozen=True)
class ListRow:
    """What a line of the list shows.

    Attributes:
        number: of the enrollment, for `read_listed`.
        registration_id: its registration ID.
        serial: the unit's serial number.
        device_id: the device ID, or None where the registration ID serves.
        order: the order's name.
        attestation: one of `MECHANISMS`.
        status: how far it is.
        enrolled: when, UTC.
        id_scope: the service instance it is for.
        replaced: not 0 where another enrollment of the unit took its place.
    """

    number: int
    registration_id: str
    serial: str
    device_id: str | None
    order: str
    attestation: str
    status: EnrollmentStatus
    enrolled: datetime
    id_scope: str = field(default="", compare=False)
    replaced: int = field(default=0, compare=False)

    def mark(self, sort: SortBy) -> Mark:
        """Return where it stands in an order."""
        born = (time_text(self.enrolled), self.number)
        marks: dict[SortBy, Mark] = {
            SortBy.ENROLLED: born,
            SortBy.REGISTRATION_ID: (self.registration_id, self.id_scope, self.replaced),
            SortBy.SERIAL: (self.serial, self.replaced),
            SortBy.DEVICE_ID: (self.device_id or self.registration_id, self.number),
            SortBy.MECHANISM: (self.attestation, *born),
            SortBy.ORDER: (self.order, *born),
            SortBy.STATUS: (self.status.value, *born),
        }
        return marks[sort]


@dataclass(frozen=True)
class Near:
    """A line whose place is known, to go on from.

    Attributes:
        rank: how many lines come before it.
        mark: where it stands; None for the list's end, behind its last line.
    """

    rank: int
    mark: Mark | None


def cursor_text(query: ListQuery, mark: Mark) -> str:
    """Return what a caller gives to go on after a line: one word, ASCII."""
    packed = json.dumps([query.sort.value, query.descending, *mark], separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


# What a mark of each order is made of.
_KINDS: Final[dict[SortBy, tuple[type, ...]]] = {
    SortBy.ENROLLED: (str, int),
    SortBy.REGISTRATION_ID: (str, str, int),
    SortBy.SERIAL: (str, int),
    SortBy.DEVICE_ID: (str, int),
    SortBy.MECHANISM: (str, str, int),
    SortBy.ORDER: (str, str, int),
    SortBy.STATUS: (str, str, int),
}


def parse_cursor(query: ListQuery, text: str) -> Mark:
    """Return the mark in a cursor, or raise REC-087 where it is none of this order's."""
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        sort, descending, *mark = json.loads(packed)
        kinds = tuple(type(one) for one in mark)
    except (ValueError, TypeError, RecursionError) as error:
        raise StationError("REC-087", shown(text)) from error
    if (sort, descending) != (query.sort.value, query.descending) or kinds != _KINDS[query.sort]:
        raise StationError("REC-087", f"it is of {shown(str(sort))}")
    return tuple(mark)
