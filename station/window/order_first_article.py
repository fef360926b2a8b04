"""The first article of an order that is chosen: how far it is, and who decides on it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station.errors import StationError
from station.model.names import shown
from station.model.order import OrderState
from station.model.rights import Approval, Right
from station.operations.order_desk import OrderLine
from station.records.first_articles import FirstArticle
from station.window import theme
from station.window.agreement import Agreement, Question
from station.window.bridge import Lane
from station.window.fields import button, line, plain
from station.window.order_words import first_article_words
from station.window.session import Session

_LONGEST_WHY = 200


class FirstArticlePanel(QFrame):
    """Seen only with an order that waits for its first article: to be made, signed or rejected.

    Args:
        session: who decides, and at which station.
        agreement: where it is agreed to.
    """

    begun = Signal()
    """Somebody decides; it isn't on record yet."""
    decided = Signal(str)
    """What was decided, a sentence."""
    refused = Signal(object)
    """A `StationError`: nothing was decided."""
    dropped = Signal()
    """Nobody agreed."""
    left = Signal()
    """It was not to be rejected after all."""

    def __init__(self, session: Session, agreement: Agreement) -> None:
        super().__init__()
        self.setObjectName("first-article")
        self._session, self._agreement = session, agreement
        self._line: OrderLine | None = None
        self._free = True
        theme.mark(self, kind="card")
        self.words = plain("first-article-words", "question")
        self.sign = button("first-article-sign", self.tr("Si&gn first article"), "primary")
        self.reject = button("first-article-reject", self.tr("Re&ject …"))
        self.why = line("first-article-why", longest=_LONGEST_WHY)
        self.why.setPlaceholderText(self.tr("Why: what is wrong with the unit"))
        self.why.setAccessibleName(self.tr("Why the first article is rejected"))
        self.keep = button("first-article-keep", self.tr("Don't"))
        self.go = button("first-article-go", self.tr("Reject it"), "danger")
        self._lay_out()
        self.sign.clicked.connect(self._sign)
        self.reject.clicked.connect(self._ask_why)
        self.keep.clicked.connect(self._leave)
        self.go.clicked.connect(self._reject)
        self.why.textChanged.connect(self._offer)
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addWidget(self.reject)
        row.addWidget(self.sign)
        self.asking = QWidget()
        why = QHBoxLayout(self.asking)
        why.setContentsMargins(0, 0, 0, 0)
        for widget in (self.why, self.keep, self.go):
            why.addWidget(widget)
        self.asking.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 10, 14, 10)
        whole.addLayout(row)
        whole.addWidget(self.asking)

    def show_line(self, line: OrderLine | None, *, free: bool) -> None:
        """Show how far an order's first article is; nothing where it doesn't wait for one.

        Args:
            line: the order that is chosen, or None.
            free: whether anything may be pressed now.
        """
        if line is None or line.state is not OrderState.FIRST_ARTICLE:
            self._line = None
            self.hide()
            return
        before, self._line, self._free = self._line, line, free
        if before is None or (before.name, before.first_article) != (line.name, line.first_article):
            self._ask_no_more()
        self.words.setText(first_article_words(line))
        theme.mark(self, kind="card" if line.first_article is None else "notice")
        self._offer()
        self.show()

    @property
    def _unit(self) -> FirstArticle | None:
        return None if self._line is None else self._line.first_article

    def _offer(self) -> None:
        unit, asking = self._unit, not self.asking.isHidden()
        decidable = self._free and unit is not None
        self.reject.setEnabled(decidable and not asking)
        self.sign.setEnabled(decidable and not asking and unit is not None and not unit.revoked)
        for widget in (self.why, self.keep):
            widget.setEnabled(decidable)
        self.go.setEnabled(decidable and bool(self.why.text().strip()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as the end of the reason, Escape as the way out of it."""
        if self.asking.isHidden():
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._reject()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    # Rejected

    def _ask_why(self) -> None:
        self.asking.show()
        self._offer()
        self.why.setFocus()

    def _ask_no_more(self) -> None:
        self.why.clear()
        self.asking.hide()

    def _leave(self) -> None:
        self._ask_no_more()
        self._offer()
        self.left.emit()

    def _reject(self) -> None:
        order, unit, why = self._line, self._unit, self.why.text().strip()
        if order is None or unit is None or not why or not self.go.isEnabled():
            return
        what = self.tr("The unit {serial} is rejected as the first article of {order}: {why}")
        said = self.tr(
            "The unit {serial} is rejected: the order {order} takes another one as its first "
            "article. The unit stays on the enrollment list until it is scrapped or revoked."
        )
        self._decide(
            what.format(why=why, order=order.name, serial=shown(unit.serial)),
            partial(self._session.records.first_articles.reject, order.name, why),
            partial(said.format, order=order.name),
        )

    # Signed

    def _sign(self) -> None:
        order, unit = self._line, self._unit
        if order is None or unit is None:
            return
        what = self.tr("The unit {serial} is right as the first article: the order {order} runs.")
        said = self.tr("The first article, unit {serial}, is signed: the order {order} is open.")
        self._decide(
            what.format(order=order.name, serial=shown(unit.serial)),
            partial(self._session.records.first_articles.sign, order.name),
            partial(said.format, order=order.name),
        )

    # What both have in common

    def _decide(
        self, what: str, work: Callable[[Approval | None], FirstArticle], said: Callable[..., str]
    ) -> None:
        self.begun.emit()
        then = partial(self._record, work, said)
        self._agreement.ask(Question(Right.FIRST_ARTICLE, what, then, self.dropped.emit))

    def _record(
        self,
        work: Callable[[Approval | None], FirstArticle],
        said: Callable[..., str],
        approval: Approval | None,
    ) -> None:
        def done(unit: FirstArticle) -> None:
            self._ask_no_more()
            self.decided.emit(said(serial=shown(unit.serial)))

        def failed(error: StationError) -> None:
            self.refused.emit(error)

        self._session.bridge.run(self, partial(work, approval), done, failed, Lane.COMMANDS)
