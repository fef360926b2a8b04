"""Tells what was scanned on the worker's screen: a label, a card, the test code, a badge."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from station.errors import StationError
from station.model.command_card import Card
from station.model.keyboards import check_self_test
from station.operations.bench_view import BenchView
from station.operations.card_deeds import deed_at

# A code that is read again so soon was read twice by one pull of the trigger.
_DOUBLE_MS: Final = 700


class ScanDesk(QObject):
    """Takes every scan that was typed into the scan field."""

    label = Signal(str)
    """What isn't Station's own: a unit's label, or an answer."""
    deed = Signal(object, str)
    """A `Card`, and the position that it does something at."""
    refused = Signal(object)
    """A `StationError`: nothing was done."""
    well = Signal()
    """The test code arrived as it is."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._badges: frozenset[str] = frozenset()
        self._last = ""
        self._since = QElapsedTimer()

    def know_badges(self, badges: Iterable[str]) -> None:
        """Take these for badges: none of them is a unit's label."""
        self._badges = frozenset(badge.casefold() for badge in badges)

    def take(self, text: str, bench: BenchView) -> None:
        """Tell what a scan is, for a bench as it is now; one that is read twice is one scan."""
        double = text == self._last and self._since.isValid() and not self._is_old()
        self._last = text
        self._since.start()
        if double:
            return
        try:
            self._tell(text, bench)
        except StationError as error:
            self.refused.emit(error)

    def _is_old(self) -> bool:
        return self._since.elapsed() >= _DOUBLE_MS

    def _tell(self, text: str, bench: BenchView) -> None:
        if check_self_test(text):
            self.well.emit()
            return
        card = Card.parse(text)
        if card is not None:
            self.deed.emit(card, deed_at(card, bench))
            return
        asked = bool(bench.chosen) and bench.at(bench.chosen).question is not None
        if not asked and text.casefold() in self._badges:
            raise StationError("LIN-097", what="somebody's badge")
        self.label.emit(text)
