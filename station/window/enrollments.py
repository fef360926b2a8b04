"""The enrollment list: found, sorted, and each of its lines opened."""

import re
from typing import Final

from PySide6.QtCore import QElapsedTimer, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.records.list_query import ListQuery
from station.records.reader import Reader
from station.window import theme
from station.window.enrollment_columns import MOST_COPIED, EnrollmentColumns
from station.window.enrollment_details import Details, DetailsDialog
from station.window.enrollment_filter import EnrollmentFilter
from station.window.enrollment_rows import SORTED_BY, EnrollmentRows
from station.window.enrollment_table import EnrollmentTable
from station.window.fields import Strip, plain
from station.window.languages import number
from station.window.session import Session

_TYPING_MS: Final = 200
_RECHECK_MS: Final = 3_000
_SLOW_MS: Final = 300
# Some scanners end a code with two line ends: the second must not open what the first one found.
_DEAF_MS: Final = 300
_LONGEST_NUMBER: Final = 12


class EnrollmentsScreen(QWidget):
    """The list of all enrollments, for those who look after them.

    Args:
        session: who looks, and at what.
    """

    opened = Signal(object)
    """The dialog that shows an enrollment."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("enrollments")
        theme.mark(self, kind="screen")
        self._session = session
        path = session.records.path
        self.rows = EnrollmentRows(session.bridge, lambda: Reader.open(path), self)
        self.table = EnrollmentTable(self.rows)
        self.table.setAccessibleName(self.tr("Enrollments"))
        kept = session.plant.data.root / "columns.json"
        self.columns = EnrollmentColumns(
            self.table, session.bridge, lambda: Reader.open(path), kept
        )
        self._opening = self._entered = False
        self._shown_once = self._fitted = False
        self._since_enter = QElapsedTimer()
        self._make_head()
        self._make_body()
        self._lay_out()
        self._connect()
        self._show_sorting()

    def _make_head(self) -> None:
        person = self._session.person
        self.filter = EnrollmentFilter(self._session.bridge, person.badge)
        self.finder, self.order = self.filter.finder, self.filter.order
        self.sorting = self.filter.sorting
        self.again = QPushButton(self.tr("Refres&h (F5)"))
        self.again.setObjectName("refresh")
        self.filter.head.addWidget(self.again)
        self.go = QLineEdit(maxLength=_LONGEST_NUMBER)
        self.go.setObjectName("enrollments-go")
        self.go.setPlaceholderText(self.tr("Number"))
        self.go.setMaximumWidth(140)
        self.count = QLabel()
        self.count.setObjectName("count")
        theme.mark(self.count, kind="heading")

    def _make_body(self) -> None:
        self.error = Strip("enrollments-error")
        self.empty = plain("enrollments-empty", "empty", self.tr("Reading the list."))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint = QLabel(self.tr("Enter opens a line, Ctrl+C copies."))
        self.hint.setObjectName("enrollments-hint")
        theme.mark(self.hint, kind="quiet")
        self.hint.hide()
        self.body = QStackedWidget()
        self.body.addWidget(self.empty)
        self.body.addWidget(self.table)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.hint)
        label = QLabel(self.tr("&Go to line"))
        label.setBuddy(self.go)
        for widget in (label, self.go, self.columns.button):
            foot.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 10)
        whole.addWidget(self.filter)
        whole.addWidget(self.error)
        whole.addWidget(self.body, 1)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._ask)
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(lambda: self.count.setText(self.tr("Reading the list …")))
        self._rechecks = QTimer(self, interval=_RECHECK_MS)
        self._rechecks.timeout.connect(self.rows.recheck)
        self.finder.textEdited.connect(lambda _: self._edited())
        self.finder.textChanged.connect(lambda text: None if text else self._typing.start())
        self.finder.returnPressed.connect(self._find_now)
        self.table.typed.connect(self._typed)
        self.table.left.connect(self.focus_first)
        self.filter.chosen.connect(self._ask)
        self.filter.typed.connect(self._edited)
        self.again.clicked.connect(self.refresh)
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self.refresh)
        self.rows.counted.connect(self._counted)
        self.rows.outdated.connect(self._outdated)
        self.rows.failed.connect(self._failed)
        self.rows.rowsInserted.connect(self._inserted)
        self.table.activated.connect(self._open)
        self.go.returnPressed.connect(self._go)
        QShortcut(QKeySequence("Ctrl+G"), self, self._ask_line)
        self.columns.copied.connect(self._copied)
        self.columns.failed.connect(self._failed)
        self.table.horizontalHeader().sectionClicked.connect(self._head_clicked)

    # What the shell asks

    def refresh(self) -> None:
        """Read the orders and the list anew."""
        self.error.be_silent()
        records = self._session.records
        self._session.bridge.run(
            self,
            lambda: [order.name for order in records.orders()],
            self.filter.has_orders,
            self._failed,
        )
        if self._shown_once:
            self._slow.start()
            self.rows.reload()
        else:
            self._shown_once = True
            self._ask()

    def focus_first(self) -> None:
        """Make ready to find something."""
        self.finder.setFocus()
        self.finder.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for new enrollments while it is seen."""
        super().showEvent(event)
        if not self._fitted:
            self._fitted = True
            self.table.fit()
            self.columns.recall()
        self._rechecks.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        super().hideEvent(event)
        self._rechecks.stop()

    # What is wanted

    def query(self) -> ListQuery:
        """Return what is asked for by the fields."""
        return self.filter.query()

    def _ask(self) -> None:
        self._typing.stop()
        self.error.be_silent()
        if wrong := self.filter.wrong_day():
            self.error.say(wrong, "wrong")
        self._entered = False
        self._show_sorting()
        self._slow.start()
        self.rows.ask(self.query())

    def _find_now(self) -> None:
        self._ask()
        self._entered = True
        self._since_enter.start()

    def _typed(self, text: str) -> None:
        """Find what is typed at the table: mostly it is the next unit, scanned."""
        self.focus_first()
        self.finder.insert(text)
        self._edited()

    def _edited(self) -> None:
        # Whoever types on is not taken from the field by what they entered before.
        self._entered = False
        self._typing.start()

    def _show_sorting(self) -> None:
        sort, descending = self.sorting.currentData()
        column = next(column for column, by in SORTED_BY.items() if by is sort)
        downwards = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(column, downwards)

    def _head_clicked(self, column: int) -> None:
        self.filter.sort_by(SORTED_BY[column])

    def _ask_line(self) -> None:
        self.go.setFocus()
        self.go.selectAll()

    def _go(self) -> None:
        """Go to the line whose number was typed, the last one where there are fewer."""
        text = re.sub(r"\D", "", self.go.text())
        if text and self.rows.rowCount():
            self.table.go_to(min(max(1, int(text)), self.rows.rowCount()) - 1)
            self.table.setFocus()

    def _copied(self, count: int) -> None:
        self.error.say(
            {
                0: self.tr("The cell was copied."),
                1: self.tr("1 line was copied."),
                MOST_COPIED: self.tr("The first {count} lines were copied: no more go at once."),
            }.get(count, self.tr("{count} lines were copied.")).format(count=f"{count:,}"),
            "good",
        )

    # What came of it

    def _counted(self, count: int) -> None:
        self._slow.stop()
        entered, self._entered = self._entered, False
        self.count.setText(self._words(count))
        self.hint.setVisible(count > 0)
        if count:
            self.body.setCurrentWidget(self.table)
            if not self.table.currentIndex().isValid():
                self.table.go_to(0)
            if entered and self.finder.hasFocus():
                self.table.setFocus()
            return
        if entered or self.table.hasFocus():
            # Ready for the next scan, with what wasn't found still to be read.
            self.focus_first()
        self.empty.setText(
            self.tr("Nothing on the list matches. Shorten what is to be found, or show all.")
            if self.query().narrowed
            else self.tr("No enrollments yet. A unit comes onto this list when it has passed.")
        )
        self.body.setCurrentWidget(self.empty)

    def _words(self, count: int) -> str:
        if count == 1:
            return self.tr("1 enrollment")
        return self.tr("{count} enrollments").format(count=number(count))

    def _outdated(self, count: int) -> None:
        text = self.tr("{enrollments}. Some are new: F5 shows them.")
        self.count.setText(text.format(enrollments=self._words(count)))

    def _inserted(self, _: QModelIndex, first: int, last: int) -> None:
        """Keep in place what is looked at, when units are enrolled above it."""
        bar = self.table.verticalScrollBar()
        if first == 0 and bar.value() > 0:
            place = bar.value() + last - first + 1
            QTimer.singleShot(0, bar, lambda: bar.setValue(place))

    def _failed(self, error: StationError) -> None:
        self._opening = self._entered = False
        self._slow.stop()
        if self.body.currentWidget() is self.table:
            self.count.setText(self._words(self.rows.rowCount()))
        else:
            self.count.clear()
            self.empty.clear()
        self.error.say_error(error)

    def _open(self, index: QModelIndex) -> None:
        line = self.rows.line(index)
        deaf = self._since_enter.isValid() and self._since_enter.elapsed() < _DEAF_MS
        if line is None or self._opening or deaf:
            return
        self._opening = True
        records, number = self._session.records, line.number
        self._session.bridge.run(
            self, lambda: Details.of(records.listed(number)), self._show_details, self._failed
        )

    def _show_details(self, details: Details) -> None:
        self._opening = False
        dialog = DetailsDialog(details, self._session, self)
        dialog.revoked.connect(self.rows.reload)
        dialog.open()
        self.opened.emit(dialog)
