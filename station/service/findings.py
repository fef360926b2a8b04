"""What a check of documents finds: how bad, which rule, and the reason in words."""

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """How bad a finding is."""

    REFUSED = "refused"
    USELESS = "useless"
    DOUBTFUL = "doubtful"

    @property
    def stops(self) -> bool:
        """Whether what it is found in must not be sent: the service refuses it, or no unit gets in.

        What is doubtful can be sent: some service, or some device, may take it amiss.
        """
        return self is not Level.DOUBTFUL


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a document, or may be.

    Attributes:
        level: how bad.
        rule: a short name that stays the same, for programs.
        why: a whole sentence without its full stop.
    """

    level: Level
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one row: a unit of the list, a group, or a document in a file.

    Attributes:
        place: the order's name, or the file and its place in it.
        name: the registration ID or the group's name, as it may be shown.
        serial: the unit's, empty where it isn't known.
        findings: nothing where all is well.
    """

    place: str
    name: str
    serial: str
    findings: tuple[Finding, ...]

    @property
    def stops(self) -> bool:
        """Whether the row must not be sent."""
        return any(one.level.stops for one in self.findings)


def refused(rule: str, why: str) -> Finding:
    """Return the finding that the service doesn't take a document."""
    return Finding(Level.REFUSED, rule, why)


def useless(rule: str, why: str) -> Finding:
    """Return the finding that the service takes a document by which no unit can register."""
    return Finding(Level.USELESS, rule, why)


def doubtful(rule: str, why: str) -> Finding:
    """Return the finding that a document may be taken amiss somewhere."""
    return Finding(Level.DOUBTFUL, rule, why)
