"""Which of two worlds a station, a token or a record belongs to; they are never mixed."""

from enum import Enum


class World(Enum):
    """Whether a token belongs to production or to practice; the two are never mixed."""

    PRODUCTION = "production"
    PRACTICE = "practice"
