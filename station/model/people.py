"""Who works here, and what each may do."""

from dataclasses import dataclass
from enum import Enum


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
    """

    badge: str
    name: str
    role: Role
