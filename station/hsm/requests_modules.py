"""What a worker is asked about a library and its tokens; nothing stays open after any of it."""

from dataclasses import dataclass

from station.hsm.requests_any import ANY, Marks
from station.secret import Secret


@dataclass(frozen=True)
class ListTokens:
    """Say which tokens a library has, without logging in; answer `Listing`."""

    library: str


@dataclass(frozen=True)
class CheckToken:
    """Try on session objects what Station needs, and whether keys are kept; answer `Checked`."""

    library: str
    label: str | None
    pin: Secret
    marks: Marks = ANY
