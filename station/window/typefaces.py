"""Typefaces that ship with Station, for letters that the system's may lack."""

import logging
from functools import cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from station.folders import resource
from station.window.languages import LANGUAGES, Language

_log: Final = logging.getLogger(__name__)

# What the style sheet asks for: letters that these lack are looked for in ours.
_USUAL: Final = ("Noto Sans", "DejaVu Sans", "DejaVu Sans Mono")


def load(language: Language) -> None:
    """Have the letters of a language at hand; English and its neighbours need none."""
    if language.typeface:
        _load(language.typeface)


def load_all() -> None:
    """Have the letters of all languages at hand, as where they are chosen from."""
    for language in LANGUAGES.values():
        load(language)


@cache
def _load(name: str) -> None:
    number = QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}")))
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    if not families:
        _log.warning("The typeface %s can't be read", name)
    for usual in _USUAL:
        QFont.insertSubstitutions(usual, families)
