"""One row of a list made elsewhere, as it was read and before anything of it is believed."""

from typing import Final, NamedTuple

from pydantic import JsonValue

from station.errors import StationError
from station.model.names import shown

MAX_LINE: Final = 1_000_000
"""Bytes of a line; the service takes no document over 96,000."""


class Given(NamedTuple):
    """A row.

    Attributes:
        document: the enrollment as the service takes it, or anything else that stood there; of a
            unit of a group its name alone.
        serial: the unit's serial number, an empty text where the list doesn't tell.
        id_scope: likewise.
        group: the group that the unit registers under, an empty text for none.
        certificate: of a group's unit: PEM or base64 of DER; an empty text without one.
        certificate_sha256: of that, as the list says it; hexadecimal.
        status: what the list says of it.
        unreadable: why nothing can be made of it; an empty text where something can.
    """

    document: JsonValue
    serial: str = ""
    id_scope: str = ""
    group: str = ""
    certificate: str = ""
    certificate_sha256: str = ""
    status: str = ""
    unreadable: str = ""


def unreadable(name: str, why: str) -> StationError:
    """Return the error that a list can't be read."""
    return StationError("SVC-080", path=shown(name, 200), why=why)
