"""What a worker is asked about a token itself: what it is, and which of Station's keys it holds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DescribeToken:
    """Tell what a token says of itself to anybody, before a log-in; answer `TokenFacts`."""

    library: str
    label: str | None


@dataclass(frozen=True)
class ReadKeys:
    """Tell Station's keys on the token that is open; answer `Keys`."""
