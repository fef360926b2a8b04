"""The orders: made, given to positions, paused and closed."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.model.order import Order, OrderState
from station.model.rights import Approval, Right
from station.operations.order_desk import OrderLine, order_lines
from station.window import theme
from station.window.agreement import Agreement, Question
from station.window.bridge import Lane
from station.window.failed_runs import FailedRunsDialog
from station.window.fields import Strip, button, plain
from station.window.order_assign import AssignForm
from station.window.order_change import OrderChangeDialog
from station.window.order_first_article import FirstArticlePanel
from station.window.order_form import OrderForm
from station.window.order_rows import Column, OrderRows, OrderSorting, OrderTable, to_be_signed
from station.window.order_words import agreed_words, changed_words, closing_words, progress_words
from station.window.session import Session

_RECHECK_MS: Final = 5_000


class OrdersScreen(QWidget):
    """All orders and what can be done with them.

    Args:
        session: who does it, and at which station.
    """

    changed = Signal()
    """An order or what the positions work on was altered, or may have been."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("orders")
        theme.mark(self, kind="screen")
        self._session = session
        self._reading, self._stale, self._at_work = False, False, False
        self._wanted = ""
        self.rows = OrderRows(self)
        self.table = OrderTable(self.rows)
        self.table.setAccessibleName(self.tr("Orders"))
        self.agreement = Agreement(session)
        self.form = OrderForm(session, self.agreement)
        self.assign_form = AssignForm(session, self.agreement)
        self.first_article = FirstArticlePanel(session, self.agreement)
        self.strip = Strip("orders-said")
        self._make_head()
        self._make_question()
        self._make_body()
        self._lay_out()
        self._connect()
        self._sort()
        self._show_chosen()

    def _make_head(self) -> None:
        self.new = button("order-new", self.tr("New or&der …"), "primary")
        self.assign = button("order-assign", self.tr("&Assign to positions …"))
        self.pause = button("order-pause", self.tr("&Pause"))
        self.more = button("order-change", self.tr("C&hange …"))
        self.failed = button("order-failed", self.tr("&Failed units …"))
        self.close_order = button("order-close", self.tr("&Close …"))
        self.sorting = OrderSorting()

    def _make_question(self) -> None:
        self.question = QFrame()
        self.question.setObjectName("close-question")
        theme.mark(self.question, kind="notice")
        self.question_words = plain("close-question-words", "question")
        self.keep = button("close-no", self.tr("&Keep it"))
        self.end = button("close-yes", self.tr("Close it &for good"), "danger")
        row = QHBoxLayout(self.question)
        row.addWidget(self.question_words, 1)
        row.addWidget(self.keep)
        row.addWidget(self.end)
        self.question.hide()

    def _make_body(self) -> None:
        self.empty = plain("orders-empty", "empty", self.tr("Reading the orders."))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body = QStackedWidget()
        self.body.addWidget(self.empty)
        self.body.addWidget(self.table)
        self.progress = plain("order-progress", "quiet")
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setObjectName("orders-busy")
        policy = self.busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.busy.setSizePolicy(policy)
        self.busy.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        for made in self.new, self.assign, self.pause, self.more, self.failed, self.close_order:
            head.addWidget(made)
        head.addStretch(1)
        label = QLabel(self.tr("&Sorted by"))
        label.setBuddy(self.sorting)
        head.addWidget(label)
        head.addWidget(self.sorting)
        foot = QHBoxLayout()
        foot.addWidget(self.progress, 4)
        foot.addWidget(self.busy, 1)
        self.main = QWidget()
        self.main.setObjectName("orders-main")
        inside = QVBoxLayout(self.main)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(head)
        inside.addWidget(self.strip)
        inside.addWidget(self.question)
        inside.addWidget(self.first_article)
        inside.addWidget(self.body, 1)
        inside.addLayout(foot)
        self.pages = QStackedWidget()
        for page in (self.main, self.form, self.assign_form):
            self.pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 10)
        whole.addWidget(self.agreement)
        whole.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self._rechecks = QTimer(self, interval=_RECHECK_MS)
        self._rechecks.timeout.connect(self._read)
        self.new.clicked.connect(self._ask_new)
        self.assign.clicked.connect(self._ask_positions)
        self.pause.clicked.connect(self._toggle)
        self.failed.clicked.connect(self._show_failed)
        self.more.clicked.connect(self._ask_change)
        self.close_order.clicked.connect(self._ask_close)
        self.keep.clicked.connect(self._dont_close)
        self.end.clicked.connect(self._close)
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self.refresh)
        self.sorting.activated.connect(self._sort)
        self.table.horizontalHeader().sectionClicked.connect(self._head_clicked)
        self.table.activated.connect(lambda _: self._ask_positions())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.first_article.begun.connect(self._deciding)
        self.first_article.decided.connect(self._decided)
        self.first_article.dropped.connect(partial(self._working, False))
        self.first_article.refused.connect(self._not_set)
        self.first_article.left.connect(self.table.setFocus)
        self.form.made.connect(self._made)
        self.form.left.connect(self._back)
        self.assign_form.assigned.connect(self._assigned)
        self.assign_form.tried.connect(self._altered)
        self.assign_form.left.connect(self._back)

    # What the shell asks

    def refresh(self) -> None:
        """Read the orders anew."""
        self.strip.be_silent()
        self._read()

    def focus_first(self) -> None:
        """Go to the orders, or to what makes the first one."""
        if self.pages.currentWidget() is not self.main:
            return
        (self.table if self.rows.rowCount() else self.new).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Look how far the orders are while they are seen."""
        super().showEvent(event)
        self._rechecks.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        super().hideEvent(event)
        self._rechecks.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Escape as the way out of the question."""
        if event.key() == Qt.Key.Key_Escape and self.question.isVisible():
            self._dont_close()
        else:
            super().keyPressEvent(event)

    # The list

    def _read(self) -> None:
        if self._reading:
            # What is being read may be from before the change that is to be shown.
            self._stale = True
            return
        self._reading, self._stale = True, False
        plant = self._session.plant
        self._session.bridge.run(self, lambda: order_lines(plant), self._has_lines, self._no_lines)

    def _no_lines(self, error: StationError) -> None:
        self._reading = False
        self.strip.say_error(error)
        if self._stale:
            self._read()

    def _has_lines(self, lines: Sequence[OrderLine]) -> None:
        self._reading = False
        if self._stale:
            self._read()
            return
        chosen, focus = self._chosen(), self.focusWidget()
        first = self.body.currentWidget() is self.empty
        if self.rows.show_lines(lines) or self._wanted:
            self.table.fit()
            self._choose(self._wanted or (chosen.name if chosen else to_be_signed(lines)))
            self._wanted = ""
        self.body.setCurrentWidget(self.table if lines else self.empty)
        if not lines:
            self.empty.setText(
                self.tr(
                    "No orders yet. An order says how many units of which product are to be made.\n"
                    "Press “New order” to make the first, then assign it to positions."
                )
            )
        elif first and focus in (None, self.new):
            self.focus_first()
        self._show_chosen()

    def _choose(self, name: str) -> None:
        if self.rows.rowCount():
            self.table.choose(self.rows.row_of(name) or 0)

    def _chosen(self) -> OrderLine | None:
        return self.rows.line(self.table.currentIndex())

    def _show_chosen(self) -> None:
        """Offer what can be done with the order that is chosen."""
        line = self._chosen()
        state = OrderState.CLOSED if line is None else line.state
        has = line is not None and bool(line.positions)
        free = not self._at_work
        self.new.setEnabled(free)
        self.assign.setEnabled(free and (state.takes_units or has))
        self.pause.setEnabled(free and state is not OrderState.CLOSED)
        self.close_order.setEnabled(free and state is not OrderState.CLOSED)
        self.failed.setEnabled(line is not None)
        self.more.setEnabled(line is not None and free)
        resume = state is OrderState.PAUSED
        self.pause.setText(self.tr("Res&ume") if resume else self.tr("&Pause"))
        self.progress.setText("" if line is None else progress_words(line))
        self.first_article.show_line(line, free=free)
        if line is None or line.name != self.question.property("order"):
            self.question.hide()

    def _sort(self) -> None:
        column, descending = self.sorting.currentData()
        self._sort_by(column, descending=descending)

    def _sort_by(self, column: Column, *, descending: bool) -> None:
        line = self._chosen()
        self.rows.sort_by(column, descending=descending)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(column, order)
        self._choose(line.name if line else "")

    def _head_clicked(self, number: int) -> None:
        column, (before, was) = Column(number), self.rows.sorted_by
        descending = not was if column is before else column is Column.CREATED
        self.sorting.show_sorted(column, descending=descending)
        self._sort_by(column, descending=descending)

    # New orders and positions

    def _ask_new(self) -> None:
        self._leave_main(self.form)
        self.form.begin()

    def _ask_positions(self) -> None:
        line = self._chosen()
        if line is not None and self.assign.isEnabled():
            self._leave_main(self.assign_form)
            self.assign_form.begin(line)

    def _leave_main(self, page: QWidget) -> None:
        self.strip.be_silent()
        self.question.hide()
        self.pages.setCurrentWidget(page)

    def _back(self) -> None:
        self.pages.setCurrentWidget(self.main)
        self._read()
        self.focus_first()

    def _made(self, order: Order) -> None:
        self._wanted = order.name
        self._back()
        said = self.tr("The order {name} is made. Assign it to positions: workers can begin then.")
        self.strip.say(said.format(name=order.name), "good")
        self.changed.emit()

    def _assigned(self, order: str, positions: list[str]) -> None:
        self._wanted = order
        self._back()
        said = (
            self.tr("The order {order} is at position {names} now.")
            if positions
            else self.tr("The order {order} is at no position now.")
        )
        self.strip.say(said.format(names=", ".join(positions), order=order), "good")
        self.changed.emit()

    def _altered(self) -> None:
        self._read()
        self.changed.emit()

    def _show_failed(self) -> None:
        line = self._chosen()
        if line is not None:
            FailedRunsDialog(line.name, self._session, self).open()

    def _ask_change(self) -> None:
        if (line := self._chosen()) is not None:
            OrderChangeDialog(line, self._session, self, self._altered).open()

    # Its first article

    def _deciding(self) -> None:
        self.strip.be_silent()
        self._working(True)

    def _decided(self, said: str) -> None:
        self._working(False)
        self.table.setFocus()
        self.strip.say(said, "good")
        self._altered()

    # Paused and closed

    def _toggle(self) -> None:
        line = self._chosen()
        if line is not None and line.state is not OrderState.CLOSED:
            opened = line.state.takes_units
            self._set_state(line, OrderState.PAUSED if opened else OrderState.OPEN)

    def _ask_close(self) -> None:
        line = self._chosen()
        if line is not None:
            self.strip.be_silent()
            self.question.setProperty("order", line.name)
            self.question_words.setText(closing_words(line))
            self.question.show()
            self.keep.setFocus()

    def _dont_close(self) -> None:
        self.question.hide()
        self.table.setFocus()

    def _close(self) -> None:
        line = self._chosen()
        self._dont_close()
        if line is not None and line.name == self.question.property("order"):
            self._set_state(line, OrderState.CLOSED)

    def _set_state(self, line: OrderLine, state: OrderState) -> None:
        self.strip.be_silent()
        self._working(True)
        what = agreed_words(line, state)
        then = partial(self._record_state, line, state)
        self.agreement.ask(Question(Right.ORDERS, what, then, partial(self._working, False)))

    def _record_state(self, line: OrderLine, state: OrderState, approval: Approval | None) -> None:
        work = partial(self._session.records.set_order_state, line.name, state, approval)

        def done(_: None) -> None:
            self._working(False)
            self.strip.say(changed_words(line, state), "good")
            self._altered()

        self._session.bridge.run(self, work, done, self._not_set, Lane.COMMANDS)

    def _not_set(self, error: StationError) -> None:
        self._working(False)
        self.strip.say_error(error)
        self._read()

    def _working(self, at_work: bool) -> None:
        self._at_work = at_work
        self.busy.setVisible(at_work)
        if at_work and not self.table.hasFocus():
            # The button that was pressed can't keep the focus while it is off.
            self.table.setFocus()
        self._show_chosen()
