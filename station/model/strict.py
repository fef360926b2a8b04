"""What every record of a file is built on, and how it says that its keys don't fit together."""

from typing import Final

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

MISPLACED: Final = "misplaced"


class Strict(BaseModel):
    """A frozen record that takes no key it doesn't know, and no number that JSON doesn't have.

    Its errors, as text, don't repeat what was given: that may be a password.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=False,
        allow_inf_nan=False,
        hide_input_in_errors=True,
    )


def misplaced(key: tuple[str | int, ...], why: str) -> PydanticCustomError:
    """Return the error of a record whose keys don't fit together, laid at one of them.

    Args:
        key: the path of that key below the record.
        why: what is wrong with it, as the rest of a sentence; in the error's context with `key`.
    """
    return PydanticCustomError(MISPLACED, "{why}", {"why": why, "key": key})
