"""What part of the enrollment list is shown: its fields, and what they ask for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QLineEdit, QVBoxLayout, QWidget

from station.model.enrollment import EnrollmentStatus
from station.records.list_query import ListQuery, SortBy
from station.window.fields import Choice, button, line

_LONGEST: Final = 128
_DAY: Final = len("2026-11-30")
_REMEMBERED: Final = "enrollment-filters"


def day(text: str) -> date | None:
    """Return the day in a text such as 2026-11-30, None where it is none."""
    try:
        return date.fromisoformat(text) if len(text) == _DAY else None
    except ValueError:
        return None


class EnrollmentFilter(QWidget):
    """The fields above the list.

    Args:
        memory: remembers what was chosen, for the next screen of the same person.
        badge: that person's.
    """

    chosen = Signal()
    """Something was chosen that changes the list at once."""
    typed = Signal()
    """Something is being typed that will."""

    def __init__(self, memory: QObject, badge: str) -> None:
        super().__init__()
        self._memory, self._badge = memory, badge
        self._make_fields()
        self._lay_out()
        self._recall()
        for choice in self._choices.values():
            choice.activated.connect(lambda _: self._changed())
        for edit in (self.since, self.until):
            edit.textEdited.connect(lambda _: self.typed.emit())
            edit.editingFinished.connect(self._left_day)
        self.all.clicked.connect(self.show_all)

    def _make_fields(self) -> None:
        self.finder = QLineEdit(maxLength=_LONGEST)
        self.finder.setObjectName("find")
        self.finder.setClearButtonEnabled(True)
        self.finder.setPlaceholderText(
            self.tr("Serial number, registration or device ID, order, or hash: how it begins")
        )
        self.order = Choice("order-filter", shortest=12)
        self.order.addItem(self.tr("All orders"), None)
        self.status = Choice("status-filter")
        self.status.addItem(self.tr("All"), None)
        for words, status in (
            (self.tr("Ready"), EnrollmentStatus.READY),
            (self.tr("Exported"), EnrollmentStatus.EXPORTED),
            (self.tr("Confirmed"), EnrollmentStatus.CONFIRMED),
            (self.tr("Revoked"), EnrollmentStatus.REVOKED),
        ):
            self.status.addItem(words, status)
        self.mechanism = Choice("mechanism-filter")
        self.mechanism.addItem(self.tr("All"), None)
        for words, name in (
            (self.tr("TPM"), "tpm"),
            (self.tr("X.509"), "x509"),
            (self.tr("Symmetric key"), "symmetric"),
        ):
            self.mechanism.addItem(words, name)
        self.since, self.until = line("since", longest=_DAY), line("until", longest=_DAY)
        for edit in (self.since, self.until):
            edit.setPlaceholderText(self.tr("YYYY-MM-DD"))
            edit.setFixedWidth(142)
        self.all = button("show-all", self.tr("Show &all"))
        self._make_sorting()
        self._choices: Mapping[str, Choice] = {
            one.objectName(): one for one in (self.order, self.status, self.mechanism, self.sorting)
        }

    def _make_sorting(self) -> None:
        self.sorting = Choice("sorting")
        for words, last, sort in (
            (self.tr("Newest first"), self.tr("Oldest first"), SortBy.ENROLLED),
            (self.tr("Serial number"), self.tr("Serial number, last first"), SortBy.SERIAL),
            (
                self.tr("Registration ID"),
                self.tr("Registration ID, last first"),
                SortBy.REGISTRATION_ID,
            ),
            (self.tr("Device ID"), self.tr("Device ID, last first"), SortBy.DEVICE_ID),
            (self.tr("Order"), self.tr("Order, last first"), SortBy.ORDER),
            (self.tr("Mechanism"), self.tr("Mechanism, last first"), SortBy.MECHANISM),
            (self.tr("Status"), self.tr("Status, last first"), SortBy.STATUS),
        ):
            newest = sort is SortBy.ENROLLED
            self.sorting.addItem(words, (sort, newest))
            self.sorting.addItem(last, (sort, not newest))

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        self.head, below = QHBoxLayout(), QHBoxLayout()
        self._fill(
            self.head,
            ((self.tr("&Find"), self.finder, 1), (self.tr("&Sorted by"), self.sorting, 0)),
        )
        self._fill(
            below,
            (
                (self.tr("O&rder"), self.order, 1),
                (self.tr("S&tatus"), self.status, 0),
                (self.tr("&Mechanism"), self.mechanism, 0),
                (self.tr("Enrolle&d from"), self.since, 0),
                (self.tr("unti&l"), self.until, 0),
            ),
        )
        below.addWidget(self.all)
        rows.addLayout(self.head)
        rows.addLayout(below)

    @staticmethod
    def _fill(layout: QHBoxLayout, fields: Sequence[tuple[str, QWidget, int]]) -> QLayout:
        layout.setSpacing(8)
        for words, widget, stretch in fields:
            label = QLabel(words)
            label.setBuddy(widget)
            layout.addWidget(label)
            layout.addWidget(widget, stretch)
        return layout

    # What is asked for

    def query(self) -> ListQuery:
        """Return what is asked for by the fields; a day that is none yet asks for nothing."""
        sort, descending = self.sorting.currentData()
        since, until = day(self.since.text().strip()), day(self.until.text().strip())
        return ListQuery(
            sort,
            descending,
            self.finder.text().strip(),
            self.order.currentData(),
            self.status.currentData(),
            self.mechanism.currentData(),
            None if since is None else _midnight(since),
            None if until is None else _midnight(until, timedelta(days=1)),
        )

    def wrong_day(self) -> str:
        """Return what is wrong with a day, empty where nothing is, or it is still being typed."""
        for edit in (self.since, self.until):
            text = edit.text().strip()
            typing = edit.hasFocus() and len(text) < _DAY
            if text and day(text) is None and not typing:
                return self.tr("A day is written as 2026-11-30: year, month, day.")
        return ""

    def _left_day(self) -> None:
        if self.wrong_day():
            self.chosen.emit()

    def show_all(self) -> None:
        """Leave out nothing."""
        for edit in (self.finder, self.since, self.until):
            edit.clear()
        for choice in (self.order, self.status, self.mechanism):
            choice.setCurrentIndex(0)
        self._changed()

    def sort_by(self, sort: SortBy) -> None:
        """Sort by a column; the other way round where it is sorted by that already."""
        now, descending = self.sorting.currentData()
        other = not descending if sort is now else sort is SortBy.ENROLLED
        every = [self.sorting.itemData(number) for number in range(self.sorting.count())]
        self.sorting.setCurrentIndex(every.index((sort, other)))
        self._changed()

    def has_orders(self, names: Sequence[str]) -> None:
        """Offer these orders, with the one chosen before still chosen."""
        chosen = self.order.currentData()
        self.order.clear()
        self.order.addItem(self.tr("All orders"), None)
        for name in names:
            self.order.addItem(name, name)
        self.order.setCurrentIndex(max(0, self.order.findData(chosen)))

    # What is remembered

    def _changed(self) -> None:
        places = {name: choice.currentData() for name, choice in self._choices.items()}
        kept = dict(self._memory.property(_REMEMBERED) or {})
        self._memory.setProperty(_REMEMBERED, {**kept, self._badge: places})
        self.chosen.emit()

    def _recall(self) -> None:
        kept = dict(self._memory.property(_REMEMBERED) or {}).get(self._badge, {})
        for name, data in kept.items():
            choice = self._choices[name]
            if choice is self.order and data is not None:
                choice.addItem(str(data), data)
            every = [choice.itemData(number) for number in range(choice.count())]
            choice.setCurrentIndex(every.index(data) if data in every else 0)


def _midnight(at: date, more: timedelta = timedelta()) -> datetime | None:
    """Return when a day began here, or the one that comes so much later; None for no such day."""
    try:
        return datetime.combine(at + more, time()).astimezone()
    except (ValueError, OverflowError):
        return None
