"""What a station's supervisor has settled for everybody who works there."""

from typing import Annotated

from pydantic import Field

from station.model.strict import Strict


class Settings(Strict):
    """The rules of the house; the record keeps them under the factory HSM's MAC.

    Attributes:
        pin_shortest: how many characters a new PIN has at least.
        pin_days: after how many days a PIN must be changed; None for never.
        idle_minutes: after how many minutes without a hand on it the window asks who is there;
            None for never.
        person_figures: whether figures may be told by person, which the law of some places forbids.
    """

    pin_shortest: Annotated[int, Field(ge=4, le=32)] = 4
    pin_days: Annotated[int, Field(ge=1, le=3_650)] | None = None
    idle_minutes: Annotated[int, Field(ge=1, le=480)] | None = 15
    person_figures: bool = False
