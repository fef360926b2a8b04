"""Lets a position, an order or the bench go on that stands still: who agrees, and why."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.errors import StationError
from station.model.rights import Approval
from station.operations.bench_view import PositionView
from station.operations.stopping import STILL, let_go_on
from station.operations.wizard import Wizard
from station.window.agreement import Agreement, Question
from station.window.bridge import Lane
from station.window.engine_words import what_happened
from station.window.session import Session


class StandstillPanel(QWidget):
    """Seen only while somebody is asked; all other positions go on.

    Args:
        session: who works, and at which station.
        wizard: what is done at the positions.
    """

    ended = Signal()
    """It is decided, or nobody agreed."""
    failed = Signal(object)
    """A `StationError`: nothing was let go on."""

    def __init__(self, session: Session, wizard: Wizard) -> None:
        super().__init__()
        self.setObjectName("standstill")
        self._session, self._wizard = session, wizard
        self.agreement = Agreement(session)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.agreement)
        self.hide()

    def has_focus(self) -> bool:
        """Return whether what is typed is meant for this panel."""
        focused = _focused(self.window())
        return self.isVisible() and focused is not None and self.isAncestorOf(focused)

    def asks(self, view: PositionView) -> bool:
        """Ask who lets a position go on; return False where it doesn't stand still."""
        if view.blocked is None or view.blocked.code not in STILL:
            return False
        code = view.blocked.code
        what = self.tr("{why} From now on it goes on.").format(why=what_happened(view.blocked))
        then = partial(self._let_go_on, code, (view.position, view.order))
        self.show()
        self.agreement.ask(Question(STILL[code], what, then, self._end, confirm=True))
        self.agreement.focus_first()
        return True

    def _let_go_on(self, code: str, at: tuple[str, str], approval: Approval | None) -> None:
        records, why = self._session.records, self.agreement.why
        self._end()

        def work() -> None:
            let_go_on(records, code, at, approval, why)
            self._wizard.reload()

        self._session.bridge.run(self, work, lambda _: None, self._refused, Lane.COMMANDS)

    def _refused(self, error: StationError) -> None:
        self.failed.emit(error)

    def _end(self) -> None:
        self.hide()
        self.ended.emit()


def _focused(window: QWidget) -> QWidget | None:
    return window.focusWidget()
