"""What any worker is asked, before a token is open."""

from dataclasses import dataclass

from station.secret import Secret


@dataclass(frozen=True)
class InitialiseToken:
    """Make a token of that label in a free slot, with both its PINs; answer `Done`."""

    library: str
    label: str
    so_pin: Secret
    pin: Secret


@dataclass(frozen=True)
class ProveOfficer:
    """Log in as the token's security officer and out again; answer `Done`. Opens nothing."""

    library: str
    label: str | None
    so_pin: Secret


@dataclass(frozen=True)
class OpenToken:
    """Load the library, find the token and log in; the first request, sent once; answer `Done`."""

    library: str
    label: str | None
    pin: Secret
