"""What a profile says of trying a unit again by itself: its [retries]."""

from typing import Annotated

from pydantic import Field

from station.model.strict import Strict


class RetrySettings(Strict):
    """How often a unit is tried again whose failure may pass with nobody's hand at it.

    Attributes:
        transient: how many tries more there are, at most; each is a run of its own on record.
        wait_s: the pause before each of them, seconds.
    """

    transient: Annotated[int, Field(ge=0, le=5)] = 0
    wait_s: Annotated[float, Field(ge=0, le=600)] = 2.0
