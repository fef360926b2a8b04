"""What any worker is asked, before a token is open."""

from dataclasses import dataclass
from typing import Final

from station.secret import Secret


@dataclass(frozen=True)
class Marks:
    """What a token is told by beside its label; None is anything.

    Attributes:
        serial: CK_TOKEN_INFO.serialNumber, without blanks at its end, as the others.
        model: CK_TOKEN_INFO.model.
        manufacturer: CK_TOKEN_INFO.manufacturerID.
        slot_id: CK_SLOT_ID.
        library_manufacturer: CK_INFO.manufacturerID.
        library_description: CK_INFO.libraryDescription.
        library_version: CK_INFO.libraryVersion, as `2.6`.
    """

    serial: str | None = None
    model: str | None = None
    manufacturer: str | None = None
    slot_id: int | None = None
    library_manufacturer: str | None = None
    library_description: str | None = None
    library_version: str | None = None


ANY: Final = Marks()


@dataclass(frozen=True)
class InitialiseToken:
    """Make a token of that label in a free slot, with both its PINs.

    Answer `Blob`, its serial number.
    """

    library: str
    label: str
    so_pin: Secret
    pin: Secret
    marks: Marks = ANY


@dataclass(frozen=True)
class ProveOfficer:
    """Log in as the token's security officer and out again; answer `Done`. Opens nothing."""

    library: str
    label: str | None
    so_pin: Secret
    marks: Marks = ANY


@dataclass(frozen=True)
class OpenToken:
    """Load the library, find the token and log in; the first request, sent once; answer `Done`."""

    library: str
    label: str | None
    pin: Secret
    marks: Marks = ANY
