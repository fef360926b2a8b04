"""Keys that a foot pedal may send: a pedal is a keyboard with one key."""

from typing import Annotated, Final

from pydantic import AfterValidator

PEDAL_KEYS: Final = ("Return", "Pause", "ScrollLock", *(f"F{number}" for number in range(9, 25)))
"""As Qt names them; nothing else on the worker's screen is pressed by them but Enter."""


def _known(key: str) -> str:
    if key not in PEDAL_KEYS:
        raise ValueError(f"a pedal's key is one of {', '.join(PEDAL_KEYS)}")
    return key


PedalKey = Annotated[str, AfterValidator(_known)]
