"""What a profile says of its units' life: how often one may be tried."""

from typing import Annotated

from pydantic import Field

from station.model.strict import Strict


class UnitsSettings(Strict):
    """How often a unit may be tried.

    Attributes:
        max_runs: how many runs that don't pass a unit may have, cancelled ones aside, before it is
            quarantined.
    """

    max_runs: Annotated[int, Field(ge=1, le=100)] = 5
