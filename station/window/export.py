"""The export: asked for, done, and what came of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from threading import Event
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from station.model.rights import Approval, Right
from station.operations.exporting import Exported, run_export
from station.service.exports import Watch
from station.window import theme
from station.window.agreement import Agreement, Question
from station.window.bridge import Lane
from station.window.export_form import ExportForm, Wanted
from station.window.export_result import ExportResult
from station.window.fields import Choice, Field, plain
from station.window.languages import number
from station.window.session import Session

_TOLD_EVERY_S: Final = 0.1


@dataclass
class Telling:
    """Passes a count on, but not more often than anybody can read it.

    Attributes:
        tell: to whom; called in the thread that counts.
        last: of all counts, which is always told.
    """

    tell: Callable[[int], None]
    last: int
    _told: float = 0.0

    def __call__(self, count: int) -> None:
        """Take the next count."""
        now = time.monotonic()
        if count >= self.last or now - self._told >= _TOLD_EVERY_S:
            self._told = now
            self.tell(count)


class ExportScreen(QWidget):
    """Exports enrollments to files for the service, and shows what was exported since the log-in.

    Args:
        session: who exports, and at which station.
    """

    exported = Signal(object)
    """An export was made."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("export")
        theme.mark(self, kind="screen")
        self._session = session
        self._cancel = Event()
        # Once nobody can see it any more, nobody could stop it either.
        self.destroyed.connect(self._cancel.set)
        self._done: list[Exported] = []
        self.form, self.result = ExportForm(session), ExportResult(session)
        self.agreement = Agreement(session)
        self._lay_out_sides(self.form, self._right())
        self.form.started.connect(self._start)
        self.form.stopped.connect(self._cancel.set)
        self.earlier.currentIndexChanged.connect(self._show_earlier)
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self.refresh)

    def _right(self) -> QWidget:
        self.earlier = Choice("export-earlier", shortest=20)
        self._earlier = Field(self.tr("&Exports since you logged in"), self.earlier)
        self._earlier.hide()
        self.none = plain(
            "export-none",
            "empty",
            self.tr("Nothing was exported since you logged in.\nWhat an export wrote stands here."),
        )
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.side = QStackedWidget()
        self.side.addWidget(self.none)
        self.side.addWidget(self.result)
        right = QFrame()
        theme.mark(right, kind="card")
        inside = QVBoxLayout(right)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(10)
        inside.addWidget(self._earlier)
        inside.addWidget(self.side, 1)
        return right

    def _lay_out_sides(self, left: QWidget, right: QWidget) -> None:
        page = QWidget()
        page.setObjectName("export-page")
        sides = QHBoxLayout(page)
        sides.setContentsMargins(10, 8, 10, 10)
        sides.setSpacing(10)
        sides.addWidget(left, 5)
        sides.addWidget(right, 6)
        area = QScrollArea()
        area.setObjectName("export-area")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.agreement)
        whole.addWidget(area, 1)

    def refresh(self) -> None:
        """Count anew what is ready."""
        self.form.refresh()

    def stop(self) -> None:
        """End the export at work, if there is one; nothing half-written stays."""
        self._cancel.set()

    @property
    def at_work(self) -> bool:
        """Whether an export is at work."""
        return self.form.at_work

    def focus_first(self) -> None:
        """Go to where an export begins, or to what stops the one at work."""
        self.form.focus_first()

    def _start(self, wanted: Wanted) -> None:
        self._cancel.clear()
        what = self.tr("{count} units are exported, and counted as exported.")
        self.agreement.ask(
            Question(
                Right.EXPORT,
                what.format(count=number(wanted.count)),
                partial(self._export, wanted),
                self.form.show_end,
            )
        )

    def _export(self, wanted: Wanted, approval: Approval | None) -> None:
        watch = Watch(
            progress=Telling(self._told, wanted.count),
            cancel=self._cancel,
            clock=self._session.plant.tools.now,
        )
        request = replace(wanted.request, approval=approval)
        # Not among the commands: those of the bench would have to wait until all is written.
        work = partial(run_export, self._session.plant, request, watch, wanted.recipient)
        self._session.bridge.run(self, work, self._exported, self.form.show_error, Lane.EXPORTS)

    def _told(self, count: int) -> None:
        """Take the count, in whatever thread it comes."""
        self._session.bridge.post(self, partial(self.form.show_written, count))

    def _exported(self, exported: Exported) -> None:
        self._done.append(exported)
        self.form.show_end()
        self.earlier.insertItem(0, str(exported.report.folder.name), exported)
        self.earlier.setCurrentIndex(0)
        self._earlier.setVisible(len(self._done) > 1)
        self._show_earlier(0)
        self.result.open.setFocus()
        self.exported.emit(exported)

    def _show_earlier(self, place: int) -> None:
        exported = self.earlier.itemData(place)
        if isinstance(exported, Exported):
            self.result.show_export(exported)
            self.side.setCurrentWidget(self.result)
