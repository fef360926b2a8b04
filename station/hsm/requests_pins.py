"""What a worker is asked about the PINs of a unit's token."""

from dataclasses import dataclass

from station.hsm.requests_any import ANY, Marks
from station.secret import Secret


@dataclass(frozen=True)
class ReadToken:
    """Look what is in the slots, without a login; answer `TokenFacts`. Opens nothing."""

    library: str
    label: str | None
    marks: Marks = ANY


@dataclass(frozen=True)
class OpenByOneOf:
    """As `OpenToken`, by the first of the PINs that it takes; answer `Which`.

    Before each that comes after a wrong one, and before the first, the token's flags are looked at:
    HSM-032 where one more wrong PIN would lock it.
    """

    library: str
    label: str | None
    pins: tuple[Secret, ...]
    marks: Marks = ANY


@dataclass(frozen=True)
class ChangePin:
    """Change the PIN of the user who is logged in; answer `Done`."""

    old: Secret
    new: Secret


@dataclass(frozen=True)
class ChangeOfficerPin:
    """Give the security officer a PIN in place of one of these; answer `Done`. Opens nothing.

    Where the token has the new one already, nothing is changed.
    """

    library: str
    label: str | None
    known: tuple[Secret, ...]
    new: Secret
    marks: Marks = ANY


@dataclass(frozen=True)
class SetUserPin:
    """Log in as security officer and give the user that PIN, C_InitPIN; answer `Done`."""

    library: str
    label: str | None
    so_pin: Secret
    pin: Secret
    marks: Marks = ANY
