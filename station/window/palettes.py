"""The colours of each look, by their meaning: the same names in all of them.

A test holds them to WCAG AA, and to differences that red-green blind people see too.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final


class Look(Enum):
    """How the window may look."""

    SYSTEM = "system"  # light or dark, as the desktop
    LIGHT = "light"
    DARK = "dark"
    CONTRAST_LIGHT = "contrast-light"
    CONTRAST_DARK = "contrast-dark"


_LIGHT: Final = {
    "ground": "#e9edf1",  # behind everything
    "surface": "#ffffff",  # what holds content
    "line": "#717d8a",  # borders
    "faint": "#f3f6f8",  # every other row, fields that are off
    "text": "#10181f",
    "quiet": "#47535f",  # what is said by the way
    "action": "#0b4f9e",  # what to press next
    "action_text": "#ffffff",
    "action_over": "#083b78",
    "focus": "#c44a00",  # where the keyboard is
    "chosen": "#cfe2f7",  # selected rows, the position that scans go to
    "busy": "#0b4f9e",
    "track": "#cfd6dd",  # what is left of a bar
    "pass": "#00665a",  # bluish: told from `fail` in red-green blindness
    "pass_text": "#ffffff",
    "fail": "#b3101c",
    "fail_text": "#ffffff",
    "error": "#54208c",  # the station's fault, not the unit's
    "error_text": "#ffffff",
    "cancelled": "#a3adb8",
    "cancelled_text": "#10181f",
    "notice": "#ffd84d",
    "notice_text": "#1c1600",
    "practice": "#ffd84d",
    "practice_text": "#1c1600",
    "bar": "#1c2733",  # the bar on top
    "bar_text": "#ffffff",
    "bar_focus": "#ffb454",  # where the keyboard is, in it
}
_DARK: Final = {
    "ground": "#12171c",
    "surface": "#1d242b",
    "line": "#85919d",
    "faint": "#252d35",
    "text": "#eef2f5",
    "quiet": "#aeb9c4",
    "action": "#8ab8f5",
    "action_text": "#06182b",
    "action_over": "#b3d2fa",
    "focus": "#ffb454",
    "chosen": "#1d3a5c",
    "busy": "#8ab8f5",
    "track": "#3a4550",
    "pass": "#6fdcbd",
    "pass_text": "#00211a",
    "fail": "#ff8a73",
    "fail_text": "#2b0500",
    "error": "#c7a4ff",
    "error_text": "#1d0040",
    "cancelled": "#8e9aa6",
    "cancelled_text": "#0a0f13",
    "notice": "#ffd84d",
    "notice_text": "#1c1600",
    "practice": "#ffd84d",
    "practice_text": "#1c1600",
    "bar": "#05080b",
    "bar_text": "#ffffff",
    "bar_focus": "#ffb454",
}
_CONTRAST_LIGHT: Final = {
    "ground": "#ffffff",
    "surface": "#ffffff",
    "line": "#000000",
    "faint": "#ffffff",
    "text": "#000000",
    "quiet": "#000000",
    "action": "#003a8c",
    "action_text": "#ffffff",
    "action_over": "#001f4d",
    "focus": "#9c3c00",
    "chosen": "#cce4ff",
    "busy": "#003a8c",
    "track": "#d0d0d0",
    "pass": "#00483f",
    "pass_text": "#ffffff",
    "fail": "#9a000c",
    "fail_text": "#ffffff",
    "error": "#3d0a78",
    "error_text": "#ffffff",
    "cancelled": "#d0d0d0",
    "cancelled_text": "#000000",
    "notice": "#ffe066",
    "notice_text": "#000000",
    "practice": "#ffe066",
    "practice_text": "#000000",
    "bar": "#000000",
    "bar_text": "#ffffff",
    "bar_focus": "#ffd84d",
}
_CONTRAST_DARK: Final = {
    "ground": "#000000",
    "surface": "#000000",
    "line": "#ffffff",
    "faint": "#000000",
    "text": "#ffffff",
    "quiet": "#ffffff",
    "action": "#9cd0ff",
    "action_text": "#000000",
    "action_over": "#d6ebff",
    "focus": "#ffd84d",
    "chosen": "#00377a",
    "busy": "#9cd0ff",
    "track": "#5a5a5a",
    "pass": "#7dffd8",
    "pass_text": "#000000",
    "fail": "#ff9a85",
    "fail_text": "#000000",
    "error": "#d9bfff",
    "error_text": "#000000",
    "cancelled": "#9a9a9a",
    "cancelled_text": "#000000",
    "notice": "#ffe066",
    "notice_text": "#000000",
    "practice": "#ffe066",
    "practice_text": "#000000",
    "bar": "#000000",
    "bar_text": "#ffffff",
    "bar_focus": "#ffd84d",
}

PALETTES: Final[Mapping[Look, Mapping[str, str]]] = {
    Look.LIGHT: _LIGHT,
    Look.DARK: _DARK,
    Look.CONTRAST_LIGHT: _CONTRAST_LIGHT,
    Look.CONTRAST_DARK: _CONTRAST_DARK,
}
