"""Names that the provisioning service gives or takes: registration ID, device ID, ID scope.

Only `parse` and `make` give these types, so a value that exists is a value that is right. The rules
are those of the DPS documentation (concepts-service, concepts-x509-attestation) and of IoT Hub's
identity registry; where the sources disagree, what Station makes itself obeys all of them.
"""

import re
from dataclasses import dataclass
from typing import Final, Self

from station.errors import StationError

MAX_ID: Final = 128
MAX_COMMON_NAME: Final = 64

_REGISTRATION_ID: Final = re.compile(r"[A-Za-z0-9\-._:]{0,127}[A-Za-z0-9\-]")
_SAFE: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,126}[a-z0-9])?")
_DEVICE_ID: Final = re.compile(r"[A-Za-z0-9\-.+%_#*?!(),:=@$']{1,128}")
_ID_SCOPE: Final = re.compile(r"[A-Za-z0-9]{1,64}")
_USUAL_ID_SCOPE: Final = re.compile(r"0ne[0-9A-Fa-f]{8}")


def shown(text: str, limit: int = 60) -> str:
    """Return text from outside as it may stand in a message: printable ASCII, cut to `limit`."""
    escaped = text.encode("unicode_escape").decode("ascii")
    return escaped if len(escaped) <= limit else escaped[: limit - 3] + "..."


@dataclass(frozen=True, eq=False)
class RegistrationId:
    """A device's name in DPS, unique in its ID scope without regard to case.

    It keeps its case as given, since keys are derived from its very bytes; it compares and hashes
    without case.
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the registration ID that `text` is.

        Raises:
            StationError: LIN-009 where DPS would not take it.
        """
        if not 1 <= len(text) <= MAX_ID:
            raise StationError("LIN-009", text=shown(text), why=f"it has {len(text)} characters")
        if not _REGISTRATION_ID.fullmatch(text):
            raise StationError("LIN-009", text=shown(text), why="a character is not allowed there")
        return cls(text)

    @classmethod
    def make(cls, text: str) -> Self:
        """Return a registration ID of Station's own making: lower case, in the safe subset.

        Raises:
            StationError: LIN-009 where the lower-case text is not in the subset that every
                published description of DPS allows.
        """
        lowered = text.lower()
        # Lower-casing turns a sign from outside ASCII, the Kelvin sign, into a plain k.
        if not text.isascii() or not _SAFE.fullmatch(lowered):
            raise StationError(
                "LIN-009",
                text=shown(text),
                why="only letters, digits and inner dashes are safe with every service version",
            )
        return cls(lowered)

    @property
    def folded(self) -> str:
        """The text by which the service compares: lower case."""
        return self.text.lower()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RegistrationId):
            return NotImplemented
        return self.folded == other.folded

    def __hash__(self) -> int:
        return hash(self.folded)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class DeviceId:
    """A device's name in IoT Hub: case counts; only individual enrollments may give it."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the device ID that `text` is, or raise LIN-010."""
        if not _DEVICE_ID.fullmatch(text):
            length_ok = 1 <= len(text) <= MAX_ID
            why = "a character is not allowed" if length_ok else "it is empty or too long"
            raise StationError("LIN-010", text=shown(text), why=why)
        return cls(text)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class IdScope:
    """The name of one provisioning service instance, assigned by the service and immutable."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the ID scope that `text` is, or raise LIN-011. Its exact form isn't published."""
        if not _ID_SCOPE.fullmatch(text):
            raise StationError("LIN-011", text=shown(text))
        return cls(text)

    @property
    def usual(self) -> bool:
        """Whether it looks like every ID scope seen so far: `0ne` and eight hexadecimal digits."""
        return _USUAL_ID_SCOPE.fullmatch(self.text) is not None

    def __str__(self) -> str:
        return self.text


def common_name(registration_id: RegistrationId) -> str:
    """Return the certificate subject's common name for a registration ID: itself, in lower case.

    Raises:
        StationError: LIN-013 over 64 characters, the X.520 upper bound ub-common-name.
    """
    if len(registration_id.text) > MAX_COMMON_NAME:
        raise StationError(
            "LIN-013",
            text=shown(registration_id.text),
            why=f"it has {len(registration_id.text)} characters",
        )
    return registration_id.folded
