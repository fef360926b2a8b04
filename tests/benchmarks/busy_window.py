"""A process with the real window and eight busy positions, which says how late its timer was.

`python -m tests.benchmarks.busy_window DIR ROWS SECONDS` prints one object in JSON.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from threading import Event, Lock, Thread
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from station.errors import Outcome
from station.folders import Data
from station.operations.bench_view import Phase
from station.operations.opening import Opened, open_practice
from station.operations.practice_floor import PracticeHands
from station.operations.start import Start
from station.operations.wizard import Wizard
from station.window import theme
from station.window.app import Application
from station.window.bridge import Bridge
from station.window.enrollments import EnrollmentsScreen
from station.window.entrance import SWITCH_S
from station.window.lasting import keep_constants
from station.window.shell import Shell
from tests.support.many import fill

POSITIONS: Final = 8
TICK_S: Final = 0.010
_LOOK_S: Final = 0.02


class Ticks(QObject):
    """How late each tick of a 10 ms timer was, also of those that a stall swallowed."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self._due = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(round(TICK_S * 1_000))
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin to count."""
        self.late.clear()
        self._due = time.perf_counter() + TICK_S
        self._timer.start()

    def stop(self) -> None:
        """End it."""
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        if now < self._due:  # the timer keeps whole milliseconds, and may be early by a part of one
            self.late.append(0.0)
            self._due += TICK_S
            return
        while self._due <= now:
            self.late.append(now - self._due)
            self._due += TICK_S


@dataclass
class Workers:
    """Eight pairs of hands that change units, scan and start, again and again."""

    wizard: Wizard
    hands: PracticeHands
    stop: Event = field(default_factory=Event)
    passed: int = 0
    others: list[str] = field(default_factory=list)
    _scanning: Lock = field(default_factory=Lock)

    def work(self, position: str) -> None:
        """Work at one position until told to stop."""
        while not self.stop.is_set():
            serial = self.hands.change(position)
            self._wait(lambda: self.wizard.view.at(position).seated)
            with self._scanning:
                self.wizard.choose(position)
                self.wizard.scan(serial)
                self.wizard.start(position)
            self._wait(lambda: self.wizard.view.at(position).phase is not Phase.RUNNING)
            self._note(position)
            self.wizard.next_unit(position)

    def _wait(self, until: Callable[[], bool]) -> None:
        while not (until() or self.stop.is_set()):
            time.sleep(_LOOK_S)

    def _note(self, position: str) -> None:
        view = self.wizard.view.at(position)
        if view.verdict is not None and view.verdict.outcome is Outcome.PASSED:
            self.passed += 1
        elif not self.stop.is_set():
            self.others.append(repr(view))


class Campaign(QObject):
    """Leads the window from its start to the list, measures there, and closes it."""

    def __init__(self, application: Application, bridge: Bridge, seconds: float) -> None:
        super().__init__()
        self._application, self._bridge, self._seconds = application, bridge, seconds
        self.ticks = Ticks()
        self.workers: Workers | None = None
        self._threads: list[Thread] = []
        self._step = QTimer(self, interval=50)
        self._step.timeout.connect(self._go_on)
        self._step.start()

    def _go_on(self) -> None:
        shell = self._application.shell
        use = shell.findChild(QPushButton, "use-S-2001")
        if use is not None and use.isEnabled():
            use.click()
            use.setEnabled(False)  # once is enough
        button = shell.findChild(QPushButton, "go-enrollments")
        if button is None or self._application.worker is None or not self._all_seated():
            return
        self._step.stop()
        button.click()
        assert isinstance(shell.stack.currentWidget(), EnrollmentsScreen)
        QTimer.singleShot(1_000, self, self._begin)

    def _all_seated(self) -> bool:
        """Return whether the window has put its first practice units in by itself."""
        opened = self._application.opened
        if opened is None or opened.hands is None:
            return False
        return all(opened.hands.label(view.position) for view in opened.wizard.view.positions)

    def _begin(self) -> None:
        opened = _opened(self._application)
        assert opened.hands is not None
        self.workers = Workers(opened.wizard, opened.hands)
        names = [view.position for view in opened.wizard.view.positions]
        self._threads = [Thread(target=self.workers.work, args=(name,)) for name in names]
        for thread in self._threads:
            thread.start()
        # All of them busy before it counts.
        QTimer.singleShot(4_000, self, self.ticks.start)
        QTimer.singleShot(round(4_000 + self._seconds * 1_000), self, self._end)

    def _end(self) -> None:
        self.ticks.stop()
        assert self.workers is not None
        self.workers.stop.set()
        Thread(target=self._join).start()

    def _join(self) -> None:
        for thread in self._threads:
            thread.join()
        self._bridge.post(self, self._application.leave)


def _opened(application: Application) -> Opened:
    opened = application.opened
    assert opened is not None
    return opened


def main(folder: Path, rows: int, seconds: float) -> None:
    """Fill a practice station's list, work at it, and say how late the timer was."""
    opened = open_practice(folder, POSITIONS, lambda _: None)
    records = opened.plant.tools.records
    for order in records.orders():
        records.order_changes.allot(order.name, 1_000_000)
    opened.close()
    fill(Data(folder).database, rows)
    sys.setswitchinterval(SWITCH_S)
    keep_constants()
    qt = QApplication(["station"])
    qt.setQuitOnLastWindowClosed(False)
    theme.dress(qt)
    shell, bridge = Shell(), Bridge()
    shell.resize(1366, 768)
    shell.show()
    application = Application(Start(Data(folder), folder, True, POSITIONS), shell, bridge)
    application.left.connect(qt.quit)
    campaign = Campaign(application, bridge, seconds)
    application.open()
    qt.exec()
    bridge.close()
    late, workers = campaign.ticks.late, campaign.workers
    assert workers is not None
    found = {
        "p99": quantiles(late, n=100)[98],
        "p50": quantiles(late, n=100)[49],
        "worst": max(late),
        "over_100_ms": sum(one > 0.1 for one in late),
        "ticks": len(late),
        "passed": workers.passed,
        "others": workers.others,
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
