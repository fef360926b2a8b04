"""A filtered list gone through once, so that any of its pages is read at once from then on."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from station.records.list_orders import GROUPS
from station.records.list_query import ListQuery, Mark
from station.window.bridge import Bridge
from station.window.enrollment_pages import PAGE, Listing

# A filter that stands so long is meant: nobody is typing any more.
_RESTS_MS: Final = 400
# In fewer lines every page is near.
_LONG: Final = 2_000


class Survey(QObject):
    """Learns where the pages of a list end, one list at a time.

    A page far along another order than the filter's can't be counted up to quickly: all lines
    before it have to be met. Gone through once in the background, up to three seconds for a million
    lines, the list is known from then on.

    Args:
        bridge: to the threads that ask.
        listing: opens the list for one question.
        parent: the owner.
    """

    known = Signal(object, object)
    """The query, and where the last line of each of its pages stands, in ascending order."""

    def __init__(
        self,
        bridge: Bridge,
        listing: Callable[[], AbstractContextManager[Listing]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._listing = bridge, listing
        self._at_work = False
        self._next: ListQuery | None = None
        self._timer = QTimer(self, singleShot=True, interval=_RESTS_MS)
        self._timer.timeout.connect(self._go)

    def begin(self, query: ListQuery, count: int) -> None:
        """Go through what a query finds, soon, if that is long and not quick to page anyhow."""
        hard = query.narrowed or query.sort in GROUPS
        self._next = replace(query, descending=False) if hard and count > _LONG else None
        self._timer.start()

    def _go(self) -> None:
        query = self._next
        if query is None or self._at_work:
            return
        self._next, self._at_work = None, True

        def asked() -> list[Mark]:
            with self._listing() as listing:
                return listing.list_marks(query, PAGE)

        self._bridge.run(
            self, asked, lambda marks: self._done(query, marks), lambda _: self._done(query, ())
        )

    def _done(self, query: ListQuery, marks: Sequence[Mark]) -> None:
        self._at_work = False
        if self._next is None and marks:
            self.known.emit(query, marks)
        self._go()
