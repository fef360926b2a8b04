"""How the shift goes, in a line beside the scan field: what passed, and how much at first try."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

from station.operations.bench_view import BenchView
from station.operations.shift_now import shift_now
from station.records.pace import Pace
from station.window import theme
from station.window.session import Session

_AGAIN_MS: Final = 60_000  # a shift ends too, with nobody's hand
_SETTLED_MS: Final = 400  # of several units that end together, the record is asked once

Told = Callable[[Mapping[str, float]], None]


class ShiftStrip(QLabel):
    """Reads the record anew after each verdict, away from Qt's thread.

    Args:
        session: who works, and at which station.
        told: told of the usual seconds of a run, by position.
    """

    def __init__(self, session: Session, told: Told) -> None:
        super().__init__()
        self.setObjectName("shift")
        theme.plain_text(self)
        theme.mark(self, kind="tally")
        self._session, self._told = session, told
        self._bench = BenchView((), "")
        self._ended: object = None
        self._soon = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._soon.timeout.connect(self._read)
        self._regular = QTimer(self, interval=_AGAIN_MS)
        self._regular.timeout.connect(self._read)
        self._regular.start()

    def show_bench(self, bench: BenchView) -> None:
        """Read anew where a unit ended, or a position got another order."""
        self._bench = bench
        ended = [(view.order, view.verdict) for view in bench.positions]
        if ended != self._ended:
            self._ended = ended
            self._soon.start()

    def _read(self) -> None:
        database = self._session.plant.data.database
        work = partial(shift_now, database, self._bench)
        # Where the record can't be read, whoever starts a unit is told why.
        self._session.bridge.run(self, work, self._show)

    def _show(self, pace: Pace) -> None:
        lines = [self.tr("{count} passed this shift").format(count=f"{pace.passed:,}")]
        if pace.first_pass_yield is not None:
            percent = f"{100 * pace.first_pass_yield:.0f}"
            lines.append(self.tr("{percent} % at first try").format(percent=percent))
        self.setText("\n".join(lines))
        self.setAccessibleName(", ".join(lines))
        self._told(pace.expected)
