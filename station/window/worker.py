"""The worker's screen: a tile for every position, and the field that scans go to."""

from collections.abc import Callable
from functools import partial
from math import ceil
from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.model.barcode import EOT, GS, LONGEST, RS
from station.model.profile import StartBy
from station.model.prompt import Question
from station.operations import seating
from station.operations.bench_view import BenchView, Notice, Phase
from station.operations.practice_floor import PracticeHands
from station.operations.wizard import Wizard
from station.window import theme
from station.window.bridge import Lane
from station.window.practice_strip import PracticeStrip
from station.window.session import Session
from station.window.standstill import StandstillPanel
from station.window.start_all import StartAll
from station.window.tile import Tile

# What a scanner sends between a code's parts: it holds the control key for them.
_SEPARATORS: Final = frozenset({GS, RS, EOT})
# Some scanners end a code with two line ends: the second must not press what has the focus then.
_DEAF_MS: Final = 300
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_PRESSES: Final = _ENTER | {Qt.Key.Key_Space}
_MOST_ROWS_OF_ONE: Final = 3


class WorkerScreen(QWidget):
    """The bench, for those who work at it.

    Everything typed goes to the scan field, wherever the focus is on this screen: a scanner types
    too, and its Enter must never press a button here.

    Args:
        session: who works, and with what.
        wizard: what is done at the positions.
        hands: puts practice units in and out, in practice.
    """

    def __init__(self, session: Session, wizard: Wizard, hands: PracticeHands | None) -> None:
        super().__init__()
        self.setObjectName("worker")
        theme.mark(self, kind="screen")
        self._session, self._wizard, self._hands = session, wizard, hands
        self._view = wizard.view
        self._drawn: BenchView | None = None
        self._since_scan = QElapsedTimer()
        self._since_start = QElapsedTimer()
        self.tiles: dict[str, Tile] = {}
        self.strips: dict[str, PracticeStrip] = {}
        self._make_scan_bar()
        self._make_tiles()
        self._lay_out()
        for widget in [self, *self.findChildren(QWidget)]:
            widget.installEventFilter(self)
        self._add_standstill()
        self._draw()

    def _add_standstill(self) -> None:
        """Add what is seen while somebody lets a position go on; what is typed there stays."""
        self.standstill = StandstillPanel(self._session, self._wizard)
        self.standstill.ended.connect(self.field.setFocus)
        self.standstill.failed.connect(self._failed)
        self._whole.insertWidget(2, self.standstill)

    def _make_scan_bar(self) -> None:
        self._target = QLabel()
        self._target.setObjectName("target")
        theme.mark(self._target, kind="heading")
        self.field = QLineEdit(maxLength=LONGEST)
        self.field.setObjectName("scan")
        self.field.setAccessibleName(self.tr("Serial number"))
        self.field.returnPressed.connect(self._scanned)
        self._target.setBuddy(self.field)
        self.start_all = StartAll()
        self.start_all.clicked.connect(self._start_all)
        self._notice = QLabel()
        self._notice.setObjectName("notice")
        theme.plain_text(self._notice)
        self._notice.setWordWrap(True)
        theme.mark(self._notice, kind="notice")

    def _make_tiles(self) -> None:
        for number, view in enumerate(self._view.positions, 1):
            key = f"F{number}"
            tile = self.tiles[view.position] = Tile(view.position, key, self._session.person.role)
            tile.start_pressed.connect(self._start)
            tile.take_back_pressed.connect(self._take_back)
            tile.cancel_pressed.connect(self._wizard.cancel)
            tile.next_pressed.connect(self._next)
            tile.pressed.connect(self._choose)
            tile.prompt.answered.connect(partial(self._answer, view.position))
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(partial(self._go_to, view.position))
            if self._hands is not None:
                strip = PracticeStrip(view.position, self._session, self._hands)
                strip.scan_pressed.connect(self._scan_label)
                self.strips[view.position] = strip
                tile.add_strip(strip)

        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self._say_no)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self._target)
        bar.addWidget(self.field, 1)
        bar.addWidget(self.start_all)
        grid = QGridLayout()
        grid.setSpacing(8)
        tiles = list(self.tiles.values())
        columns = len(tiles) if len(tiles) <= _MOST_ROWS_OF_ONE else ceil(len(tiles) / 2)
        for number, tile in enumerate(tiles):
            grid.addWidget(tile, number // columns, number % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        for row in range(ceil(len(tiles) / max(columns, 1))):
            grid.setRowStretch(row, 1)
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 10)
        whole.addLayout(bar)
        whole.addWidget(self._notice)
        whole.addLayout(grid, 1)

    def refresh(self) -> None:
        """Take up what supervisors changed meanwhile."""
        self._do(self._wizard.reload)
        for strip in self.strips.values():
            strip.refresh()

    def focus_first(self) -> None:
        """Make ready for a scan."""
        self.field.setFocus()

    def show_bench(self, view: BenchView) -> None:
        """Show the bench as it is now, or once this screen is in front again."""
        self._view = view
        if self.isVisible():
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what came about meanwhile."""
        super().showEvent(event)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Leave the room of the scan field to the positions while the window is locked."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            for widget in (self._target, self.field):
                widget.setVisible(self.isEnabled())
            self.start_all.show_bench(self._view)

    def _draw(self) -> None:
        view, old = self._view, self._drawn
        self._drawn = view
        for position in view.positions:
            chosen = position.position == view.chosen
            if old is None or (position, chosen) != (
                old.at(position.position),
                position.position == old.chosen,
            ):
                self.tiles[position.position].show_view(position, chosen=chosen)
        wanted = any(v.order and v.start is StartBy.SCAN for v in view.positions)
        hint = self.tr("Scan or type the serial number") if wanted else ""
        self.start_all.show_bench(view)
        if not self.start_all.isHidden():
            hint = self.tr("Scan the next label, or press Enter to start all")
        if view.chosen and view.at(view.chosen).question is not None:
            hint = self.tr("Answer what is asked")
        self.field.setPlaceholderText(hint)
        if view.chosen:
            self._target.setText(self.tr("Position {name}").format(name=view.chosen))
        elif wanted:
            self._target.setText(self.tr("No position waits for a scan"))
        else:
            self._target.setText(self.tr("No scan is wanted"))
        self._show_notice(view.notice)
        self._keep_focus()
        if _newly_asked(view, old):
            self._face(self.tiles[view.chosen])

    def _face(self, tile: Tile) -> None:
        """Put the focus on what Enter says yes by, unless somebody is about to scan or to press."""
        idle = self.focusWidget() is self.field and not self.field.text()
        if idle and tile.prompt.first is not None:
            self._since_scan.start()  # for a key that was meant for something else
            tile.prompt.first.setFocus()

    def _show_notice(self, notice: Notice | None) -> None:
        self._notice.setVisible(notice is not None)
        if notice is not None:
            self._notice.setText(f"{notice.message} {notice.remedy} ({notice.code})")

    def _keep_focus(self) -> None:
        """Let the focus be nowhere that can't be seen: it goes back to the scan field."""
        focused = _focused(self)
        if focused is not None and not focused.isVisible():
            self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Send what is typed to the scan field, and keep a scanner's Enter from the buttons."""
        typed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if not isinstance(event, QKeyEvent) or not typed or self.standstill.has_focus():
            return super().eventFilter(watched, event)
        # A line edit drops the separators, which can't be printed.
        if watched is self.field and event.text() not in _SEPARATORS:
            return self._is_for_all(event) or super().eventFilter(watched, event)
        if event.key() in _ENTER and self.field.text():
            self._scanned()
            return True
        if event.key() in _PRESSES and (event.isAutoRepeat() or self._is_deaf()):
            return True
        if not (_is_typed(event) or (event.key() == Qt.Key.Key_Space and self._starts(watched))):
            return super().eventFilter(watched, event)
        self.field.setFocus()
        self.field.insert(event.text())
        return True

    def _is_for_all(self, event: QKeyEvent) -> bool:
        """Start what is loaded at an Enter without a scan, that isn't the end of another press."""
        if event.key() not in _ENTER or self.field.text():
            return False
        again = event.isAutoRepeat() or self._is_deaf() or _is_fresh(self._since_start)
        self._since_scan.start()
        if not again:
            self._start_all()
        return True

    def _is_deaf(self) -> bool:
        """Return whether a scan was so short ago that a key may still be the scanner's."""
        return _is_fresh(self._since_scan)

    def _starts(self, watched: QObject) -> bool:
        """Return whether a button would start a unit or answer for it: no code's blank must."""
        tiles = self.tiles.values()
        answers = any(watched in tile.prompt.buttons for tile in tiles)
        mains = any(t.main is watched and t.view.phase is Phase.READY for t in tiles)
        return answers or mains or watched is self.start_all

    def _scanned(self) -> None:
        text = self.field.text().strip()
        self.field.clear()
        self._since_scan.start()
        if text:
            self._scan(text)

    def _scan(self, text: str) -> None:
        self._do(partial(self._wizard.scan, text), self._follow)

    def _scan_label(self, position: str, text: str) -> None:
        """Scan a practice unit's label, as a scanner would."""
        self._do(partial(self._wizard.choose, position))
        self._scan(text)

    def _follow(self) -> None:
        """Put the focus on what follows from a scan: its start, if it was taken."""
        opened = seating.open_scan(self._view)
        if opened is not None:
            self.tiles[opened.position].main.setFocus()

    def _start(self, position: str) -> None:
        self.field.setFocus()
        self._since_start.start()
        self._do(partial(self._wizard.start, position))

    def _start_all(self) -> None:
        self.field.setFocus()
        if not self.start_all.isHidden():
            self._do(self._wizard.start_all)

    def _take_back(self, position: str) -> None:
        self.field.setFocus()
        self._do(partial(self._wizard.take_back, position))

    def _next(self, position: str) -> None:
        self.field.setFocus()
        view = self._view.at(position)
        blocked, stopped = view.blocked is not None, view.phase is Phase.STOPPED
        if stopped and self.standstill.asks(view):
            return
        on = self._wizard.release if blocked and stopped else self._wizard.next_unit
        if view.sticker is not None:
            on = self._wizard.let_go if view.sticker.printed else self._wizard.print_label
        self._do(partial(on, position))
        if position in self.strips:
            self.strips[position].change()

    def _choose(self, position: str) -> None:
        self._do(partial(self._wizard.choose, position))

    def _go_to(self, position: str) -> None:
        """Choose a position by its key, and put the focus on what can be pressed there."""
        self._choose(position)
        tile = self.tiles[position]
        front = tile.main if tile.view.question is None else tile.prompt.first
        (front if front is not None and front.isVisible() else self.field).setFocus()

    def _answer(self, position: str, question: Question, answer: str) -> None:
        self.field.setFocus()
        self._do(partial(self._wizard.answer, position, question, answer))

    def _say_no(self) -> None:
        """Say no where the focus is, or else at the chosen position."""
        if self.standstill.has_focus():
            self.standstill.agreement.cancel()
            return
        tiles = {name: t for name, t in self.tiles.items() if t.view.question is not None}
        at = [name for name, tile in tiles.items() if tile.isAncestorOf(self.focusWidget())]
        for name in [*at, self._view.chosen][:1]:
            if name in tiles:
                tiles[name].prompt.say_no()

    def _do(self, work: Callable[[], None], then: Callable[[], None] | None = None) -> None:
        def done(_: None) -> None:
            if then is not None:
                then()

        self._session.bridge.run(self, work, done, self._failed, Lane.COMMANDS)

    def _failed(self, error: StationError) -> None:
        self._show_notice(Notice.of(error))


def _is_fresh(since: QElapsedTimer) -> bool:
    return since.isValid() and since.elapsed() < _DEAF_MS


def _focused(screen: QWidget) -> QWidget | None:
    return screen.focusWidget()


def _newly_asked(view: BenchView, old: BenchView | None) -> bool:
    """Return whether the chosen position asks something that it didn't ask before."""
    question = view.at(view.chosen).question if view.chosen else None
    if question is None or old is None:
        return question is not None
    return old.chosen != view.chosen or old.at(view.chosen).question is not question


def _is_typed(event: QKeyEvent) -> bool:
    """Return whether a key press writes something, rather than moves or presses."""
    if event.text() in _SEPARATORS:
        return True
    held = event.modifiers() & ~(
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    )
    return bool(event.text()) and event.text() > " " and event.text() != "\x7f" and not held
