"""How files that leave a station say how far its record had come."""

from typing import Annotated

from pydantic import Field

from station.model.strict import Strict

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Anchor(Strict):
    """The audit chain's head at the time: a copy of the record that lacks it is an older one.

    Attributes:
        sequence: of the newest signed entry.
        hash: its chain hash, hexadecimal.
    """

    sequence: Annotated[int, Field(ge=0)]
    hash: Hash
