"""What the engine says, in the language of the window: its errors by their codes, the rest by text.

The engine knows no Qt and speaks English. `packaging/languages` takes its texts to the translators.
"""

from PySide6.QtCore import QCoreApplication

from station.errors import CATALOGUE, StationError
from station.operations.bench_view import Notice


def what_happened(told: StationError | Notice) -> str:
    """Return an error's message."""
    return _filled(told, CATALOGUE[told.code].message, told.message)


def what_to_do(told: StationError | Notice) -> str:
    """Return an error's remedy."""
    return _filled(told, CATALOGUE[told.code].remedy, told.remedy)


def engine_words(text: str) -> str:
    """Return a fixed text of the engine; in English where nobody has translated it."""
    return QCoreApplication.translate("engine", text) if text else ""


def _filled(told: StationError | Notice, text: str, english: str) -> str:
    translated = QCoreApplication.translate("errors", text)
    if translated == text:
        return english
    data = {
        name: engine_words(value) if isinstance(value, str) else value
        for name, value in told.data.items()
    }
    return translated.format_map(data)
