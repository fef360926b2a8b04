"""Keys that a foot pedal may send: a pedal is a keyboard with one key."""

from enum import Enum


class PedalKey(Enum):
    """A key that nothing else on the worker's screen is pressed by, as Qt names it."""

    ENTER = "Return"
    PAUSE = "Pause"
    SCROLL_LOCK = "ScrollLock"
    F9 = "F9"
    F10 = "F10"
    F11 = "F11"
    F12 = "F12"
    F13 = "F13"
    F14 = "F14"
    F15 = "F15"
    F16 = "F16"
    F17 = "F17"
    F18 = "F18"
    F19 = "F19"
    F20 = "F20"
    F21 = "F21"
    F22 = "F22"
    F23 = "F23"
    F24 = "F24"
