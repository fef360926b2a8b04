"""What a worker is asked about a token itself: what it is, and which of Station's keys it holds."""

from dataclasses import dataclass

from station.hsm.requests_any import ANY, Marks


@dataclass(frozen=True)
class DescribeToken:
    """Tell what a token says of itself to anybody, before a log-in; answer `TokenIdentity`."""

    library: str
    label: str | None
    marks: Marks = ANY


@dataclass(frozen=True)
class ReadKeys:
    """Tell Station's keys on the token that is open; answer `Keys`."""


@dataclass(frozen=True)
class ReadCustody:
    """Tell what the token that is open keeps keys in; answer `Kept`."""
