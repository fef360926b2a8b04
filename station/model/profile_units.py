"""What a profile says of its units' life: how often one may be tried."""

from typing import Annotated

from pydantic import Field

from station.model.strict import Strict


class UnitsSettings(Strict):
    """How often a unit may be tried.

    Attributes:
        max_runs: how many runs a unit may fail before it is quarantined; those that were cancelled,
            or broken off by a fault of the station, don't count.
    """

    max_runs: Annotated[int, Field(ge=1, le=100)] = 5
