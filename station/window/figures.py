"""The line's figures of an order or a shift, as tables and charts: yields, failures, times."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.model.shifts import Shift
from station.operations.figures_desk import Charted, Offered, charted, offered
from station.operations.report_asked import Asked
from station.window import theme
from station.window.agreement import Agreement
from station.window.chart_panel import ChartPanel
from station.window.chart_words import View, chart_of, view_words
from station.window.fields import Choice, Strip, button, plain
from station.window.figures_table import FiguresTable
from station.window.figures_words import failure_rows, step_rows, total_words, yield_rows
from station.window.report_panel import ReportPanel
from station.window.session import Session


class FiguresScreen(QWidget):
    """Shows the figures of the runs that are asked for; they are counted anew at each look.

    Args:
        session: who looks, and at which station.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("figures")
        theme.mark(self, kind="screen")
        self._session = session
        self._asked: Asked | None = None
        self._charted: Charted | None = None
        self.strip = Strip("figures-said")
        self.agreement = Agreement(session)
        self.report = ReportPanel(session, self.agreement)
        self.order = Choice("figures-order", shortest=18)
        self.shift = Choice("figures-shift", shortest=18)
        self.view = Choice("figures-view", shortest=16)
        for view in View:
            self.view.addItem(view_words(view), view)
        self.again = button("figures-again", self.tr("Count a&gain (F5)"))
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setObjectName("figures-busy")
        self.total = plain("figures-total", "question")
        self.about = plain("figures-about", "heading")
        self._make_tables()
        self._lay_out()
        self.order.activated.connect(lambda _: self._count())
        self.shift.activated.connect(lambda _: self._count())
        self.view.activated.connect(lambda _: self._show_view())
        self.again.clicked.connect(self.refresh)
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self.refresh)

    def _make_tables(self) -> None:
        runs, units, passed = self.tr("Runs"), self.tr("Units"), self.tr("Passed")
        first, final, hourly = self.tr("First pass"), self.tr("Final"), self.tr("Per hour")
        share, so_far = self.tr("Share"), self.tr("So far")
        self.yields = FiguresTable(
            "yields",
            (self.tr("By"), self.tr("Which"), runs, units, passed, first, final, hourly),
            2,
        )
        self.yields.setAccessibleName(self.tr("Yields by order, position and shift"))
        titles = (self.tr("Whose"), self.tr("Code"), self.tr("Failed in"), self.tr("What"))
        self.failures = FiguresTable("failures", (*titles, runs, share, so_far), 4)
        self.failures.setAccessibleName(self.tr("Failures, the most frequent first"))
        times = (self.tr("Times"), self.tr("Median"), self.tr("95 % in"))
        self.steps = FiguresTable("steps", (self.tr("Step"), *times), 1)
        self.steps.setAccessibleName(self.tr("How long each step took"))

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        for words, choice in (
            (self.tr("O&rder"), self.order),
            (self.tr("&Shift"), self.shift),
            (self.tr("S&how"), self.view),
        ):
            label = QLabel(words)
            label.setBuddy(choice)
            head.addWidget(label)
            head.addWidget(choice)
        head.addWidget(self.again)
        policy = self.busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.busy.setSizePolicy(policy)
        self.busy.hide()
        head.addWidget(self.busy, 1)
        return head

    def _lay_out(self) -> None:
        self.empty = plain("figures-empty", "empty", self.tr("Counting."))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.tables = QWidget()
        inside = QVBoxLayout(self.tables)
        inside.setContentsMargins(0, 0, 0, 0)
        above = QHBoxLayout()
        above.addWidget(self.yields, 5)
        above.addWidget(self.steps, 3)
        inside.addWidget(self.about)
        inside.addWidget(self.total)
        inside.addLayout(above, 1)
        inside.addWidget(self.failures, 1)
        self.body = QStackedWidget()
        self.body.addWidget(self.empty)
        self.body.addWidget(self.tables)
        self.charts = ChartPanel(self._session.bridge)
        self.body.addWidget(self.charts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 10)
        whole.addLayout(self._head())
        for panel in (self.agreement, self.strip):
            whole.addWidget(panel)
        whole.addWidget(self.body, 1)
        whole.addWidget(self.report)

    # What the shell asks

    def refresh(self) -> None:
        """Read anew which orders and shifts there are, and count."""
        work = partial(offered, self._session.plant)
        self._session.bridge.run(self, work, self._has_offered, self._not_offered)

    def focus_first(self) -> None:
        """Go to what is asked for, or to who is to agree."""
        if self.agreement.isVisible():
            self.agreement.focus_first()
        else:
            self.shift.setFocus()

    # What is asked for

    def _not_offered(self, error: StationError) -> None:
        self.strip.say_error(error)
        if self._asked is None:
            self._say_empty(self.tr("Nothing was counted."))

    def _has_offered(self, found: Offered) -> None:
        order, shift = self.order.currentData(), self.shift.currentData()
        self.order.clear()
        self.order.addItem(self.tr("All orders"), None)
        for name in found.orders:
            self.order.addItem(name, name)
        self.shift.clear()
        this = self.tr("{shift}, this one")
        for number, one in enumerate(found.shifts):
            self.shift.addItem(one.name if number else this.format(shift=one.name), one)
        self.shift.addItem(self.tr("All time, of one order"), None)
        self.order.setCurrentIndex(max(0, self.order.findData(order)))
        asked_before = self._asked is not None
        self.shift.setCurrentIndex(self._place_of(shift, found) if asked_before else 0)
        self._count()

    @staticmethod
    def _place_of(shift: Shift | None, found: Offered) -> int:
        """Return where a shift stands; after those there are, all time."""
        if shift is None:
            return len(found.shifts)
        return found.shifts.index(shift) if shift in found.shifts else 0

    def _count(self) -> None:
        order, shift = self.order.currentData(), self.shift.currentData()
        self.strip.be_silent()
        if order is None and shift is None:
            self._asked = Asked()
            self.busy.hide()
            self._say_empty(self.tr("Choose an order, or a shift."))
            return
        day, start = (None, None) if shift is None else (f"{shift.day}", f"{shift.start:%H:%M}")
        self._asked = asked = Asked(order=order, day=day, start=start)
        self.busy.show()
        self._session.bridge.run(
            self,
            partial(charted, self._session.plant, asked),
            partial(self._has_figures, asked),
            partial(self._failed, asked),
        )

    # What was counted

    def _has_figures(self, asked: Asked, counted: Charted) -> None:
        if asked != self._asked:  # something else was asked for meanwhile
            return
        self.busy.hide()
        report = counted.report
        figures = report.figures
        if not figures.total.runs and not figures.total.running:
            text = self.tr("No runs: {about}.")
            self._say_empty(text.format(about=report.about))
            return
        self.about.setText(report.about)
        self.total.setText(" ".join(total_words(report)))
        self.yields.show_rows(list(yield_rows(report)))
        self.failures.show_rows(list(failure_rows(report)))
        self.steps.show_rows(list(step_rows(figures.cycles)))
        self._charted = counted
        self.report.show_asked(asked)
        self._show_view()

    def _show_view(self) -> None:
        """Show what was counted as it is wanted: as tables, or one of them as a chart."""
        view = self.view.currentData()
        if self._charted is None:
            return
        if view is View.TABLES:
            self.body.setCurrentWidget(self.tables)
            return
        data = chart_of(view, self._charted)
        if data.labels:
            self.charts.show_data(data)
            self.body.setCurrentWidget(self.charts)
        else:
            self.empty.setText(self.tr("Nothing to show yet.\n{title}").format(title=data.title))
            self.body.setCurrentWidget(self.empty)

    def _failed(self, asked: Asked, error: StationError) -> None:
        if asked == self._asked:
            self.busy.hide()
            self.strip.say_error(error)
            self._say_empty(self.tr("Nothing was counted."))

    def _say_empty(self, text: str) -> None:
        self._charted = None
        self.report.show_asked(None)
        self.empty.setText(text)
        self.body.setCurrentWidget(self.empty)
