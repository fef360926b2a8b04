"""How far a run is: by the time that such runs take, or by its steps where that isn't known."""

from typing import Final

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from station.operations.bench_view import Phase, PositionView
from station.window import theme

_LOOK_MS: Final = 500
_WHOLE: Final = 1_000
_NEARLY: Final = 970  # a run that takes longer than usual isn't shown as done


class RunProgress(QWidget):
    """A bar, and how much longer it will take.

    Args:
        position: the position's name.
    """

    def __init__(self, position: str) -> None:
        super().__init__()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setObjectName(f"progress-{position}")
        self.bar.setAccessibleName(self.tr("Progress at position {name}").format(name=position))
        self.rest = QLabel()
        self.rest.setObjectName(f"rest-{position}")
        theme.plain_text(self.rest)
        theme.mark(self.rest, kind="rest")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.bar, 1)
        inside.addWidget(self.rest)
        self._expected: float | None = None
        self._steps = (0, 0)
        self._since = QElapsedTimer()
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._show)

    def expect(self, seconds: float | None) -> None:
        """Take so many seconds for what a run takes here; None where nobody knows."""
        self._expected = seconds
        self._show()

    def show_run(self, view: PositionView) -> None:
        """Show how far the run is, while there is one."""
        running = view.phase is Phase.RUNNING
        if running and not self._look.isActive():
            self._since.start()
            self._look.start()
        elif not running:
            self._look.stop()
        self._steps = len(view.done), len(view.steps)
        self.setVisible(running and view.question is None)
        self._show()

    def _show(self) -> None:
        if not self._look.isActive():
            return
        done, steps = self._steps
        self.rest.setVisible(bool(self._expected))
        if not self._expected:
            self.bar.setMaximum(steps)
            self.bar.setValue(done)
            return
        passed = self._since.elapsed() / 1_000
        self.bar.setMaximum(_WHOLE)
        self.bar.setValue(min(round(_WHOLE * passed / self._expected), _NEARLY))
        left = round(self._expected - passed)
        counted = self.tr("about {seconds} s left").format(seconds=left)
        self.rest.setText(counted if left > 0 else self.tr("longer than usual"))
