"""Hand-offs: the ways to speak to a factory's MES, by the word that a hand-off file has for each.

A new one is a module with its settings and what they open, and a line here.
"""

from collections.abc import Mapping
from typing import Final

from station.service.handoffs.file_drop import FileDropSettings
from station.service.handoffs.http_settings import HttpSettings
from station.service.handoffs.kind import Handoff, HandoffSettings, WhenDown

__all__ = ["HANDOFFS", "Handoff", "HandoffSettings", "WhenDown"]

HANDOFFS: Final[Mapping[str, type[HandoffSettings]]] = {
    "file-drop": FileDropSettings,
    "http": HttpSettings,
}
