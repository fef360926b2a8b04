"""Who works here, and what each may do."""

from dataclasses import dataclass
from enum import Enum

from station.secret import Secret


class Role(Enum):
    """What a person may do."""

    WORKER = "worker"
    SUPERVISOR = "supervisor"
    MAINTENANCE = "maintenance"


@dataclass(frozen=True)
class Person:
    """Someone who can log in.

    Attributes:
        badge: what is printed on the badge, as a scanner reads it: 1 to 64 printable ASCII
            characters without spaces; compared without case.
        name: what people call them, at most 64 characters.
        role: what they may do.
        active: whether they may log in.
    """

    badge: str
    name: str
    role: Role
    active: bool = True


@dataclass(frozen=True)
class Credential:
    """What somebody gives to show who they are.

    Attributes:
        badge: as scanned or typed.
        pin: theirs.
    """

    badge: str
    pin: Secret
