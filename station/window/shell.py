"""The window itself: the bar on top, what may be gone to, and the screen at work."""

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from station.window import theme
from station.window.elided import Elided
from station.window.language_button import LanguageButton

# Of the bar: its margins, and what is between its parts.
_BAR_GAPS: Final = 24 + 8 + 7 * 6


class Screen(Protocol):
    """What the shell asks of a screen besides being a widget."""

    def refresh(self) -> None:
        """Show what is on record now."""
        ...

    def focus_first(self) -> None:
        """Put the focus where the work begins."""
        ...


class Shell(QMainWindow):
    """The main window."""

    log_out_pressed = Signal()
    lock_pressed = Signal()
    close_wanted = Signal()
    language_wanted = Signal(str)
    """The code of the language that somebody chose."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shell")
        self.setWindowTitle("Station")
        self.setMinimumSize(1280, 720)
        self._screens: list[tuple[QWidget, Screen]] = []
        self._may_close = False
        self._panel: QWidget | None = None
        self._group = QButtonGroup(self)
        self.practice = QLabel()
        self.practice.setObjectName("practice")
        self.practice.hide()
        self._make_bar()
        self._make_corner()
        self.retranslate()
        self.stack = QStackedWidget()
        self.strip = QFrame()
        self.strip.setObjectName("question")
        theme.kind(self.strip, "notice")
        self.strip.hide()
        body = QWidget()
        body.setObjectName("screen")
        self._whole = whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.practice, self.bar, self._corner, self.strip):
            whole.addWidget(part)
        whole.addWidget(self.stack, 1)
        self.setCentralWidget(body)

    def _make_bar(self) -> None:
        self.bar = QFrame()
        self.bar.setObjectName("bar")
        self._name = Elided("station-name", 140)
        theme.kind(self._name, "heading")
        self._person = Elided("person", 90)
        self.log_out = QPushButton()
        self.log_out.setObjectName("log-out")
        self.log_out.clicked.connect(self.log_out_pressed)
        self.lock = QPushButton()
        self.lock.setObjectName("lock-window")
        self.lock.clicked.connect(self.lock_pressed)
        self.language = LanguageButton("language")
        self.language.chosen.connect(self.language_wanted)
        self._goto = QWidget()
        self._places = QHBoxLayout(self._goto)
        self._places.setContentsMargins(0, 0, 0, 0)
        self._places.setSpacing(2)
        self._row, self._below = row, below = QHBoxLayout(), QHBoxLayout()
        rows = QVBoxLayout(self.bar)
        rows.setContentsMargins(12, 4, 12, 4)
        rows.setSpacing(0)
        rows.addLayout(row)
        rows.addLayout(below)
        below.addStretch(1)
        row.addWidget(self._name)
        row.addSpacing(8)
        row.addWidget(self._goto)
        row.addStretch(1)
        row.addWidget(self._person)
        row.addWidget(self.language)
        row.addWidget(self.lock)
        row.addWidget(self.log_out)
        self.bar.hide()

    def _make_corner(self) -> None:
        """Make what is on top where the bar isn't: the language alone."""
        self._corner = QFrame()
        self._corner.setObjectName("corner")
        theme.kind(self._corner, "screen")
        self.first_language = LanguageButton("first-language")
        self.first_language.chosen.connect(self.language_wanted)
        row = QHBoxLayout(self._corner)
        row.setContentsMargins(12, 4, 12, 0)
        row.addStretch(1)
        row.addWidget(self.first_language)

    def retranslate(self) -> None:
        """Say what is the window's own in the language that is spoken."""
        self.practice.setText(self.tr("PRACTICE: nothing made here is real"))
        self.log_out.setText(self.tr("Log o&ut"))
        self.lock.setText(self.tr("Lock"))
        self.lock.setShortcut(QKeySequence("Ctrl+L"))
        self.lock.setToolTip(self.tr("Ctrl+L: units at work go on, nobody can touch anything"))
        for button in (self.language, self.first_language):
            button.retranslate()

    def show_alone(self, screen: QWidget) -> None:
        """Show a screen that nobody is logged in for."""
        self._forget()
        self.bar.hide()
        self._corner.show()
        self.stack.addWidget(screen)
        self.stack.setCurrentWidget(screen)
        if screen.focusProxy() is not None:
            # What had the focus before is gone, and Qt looks for no other by itself.
            screen.setFocus()

    def show_work(
        self, station: str, person: str, screens: list[tuple[str, QWidget, Screen]]
    ) -> None:
        """Show somebody's screens: a title, the widget and the same as a screen."""
        self._forget()
        self._name.say(station)
        self._person.say(person)
        for number, (title, widget, screen) in enumerate(screens):
            self.stack.addWidget(widget)
            self._screens.append((widget, screen))
            button = QPushButton(title)
            button.setObjectName(f"go-{widget.objectName()}")
            button.setCheckable(True)
            button.clicked.connect(self._going(number))
            self._group.addButton(button, number)
            self._places.addWidget(button)
            # Once it has its place: a button without one is a window of its own.
            button.setVisible(len(screens) > 1)
        self._corner.hide()
        self.bar.show()
        self._fit_bar()
        self.go(0)

    def _fit_bar(self) -> None:
        """Give the places a row of their own where one row is too narrow for all: by language."""
        others = (self._name, self._person, self.language, self.lock, self.log_out)
        needed = self._goto.sizeHint().width() + _BAR_GAPS
        needed += sum(one.minimumSizeHint().width() for one in others)
        row, place = (self._below, 0) if needed > self.width() else (self._row, 2)
        if row.indexOf(self._goto) < 0:
            self._row.removeWidget(self._goto)
            self._below.removeWidget(self._goto)
            row.insertWidget(place, self._goto)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the bar into the new width."""
        super().resizeEvent(event)
        self._fit_bar()

    def go(self, number: int) -> None:
        """Bring a screen to the front."""
        widget, screen = self._screens[number]
        self._group.button(number).setChecked(True)
        self.stack.setCurrentWidget(widget)
        screen.refresh()
        screen.focus_first()

    @property
    def front(self) -> int:
        """The number of the screen in front."""
        return self.stack.currentIndex()

    def hold(self, panel: QWidget) -> None:
        """Show a panel above the screens, which go on but take nothing that is typed or pressed."""
        self._drop_panel()
        self.strip.hide()
        self._panel = panel
        self._whole.insertWidget(self._whole.indexOf(self.stack), panel)
        self._enable(now=False)

    def let_go(self) -> None:
        """Take the panel away, and let the screens take what is typed again."""
        self._drop_panel()
        self._enable(now=True)

    def _drop_panel(self) -> None:
        if self._panel is not None:
            self._whole.removeWidget(self._panel)
            self._panel.hide()
            self._panel.deleteLater()
        self._panel = None

    def _enable(self, *, now: bool) -> None:
        for widget in (self.stack, self.lock, self.log_out, *self._group.buttons()):
            widget.setEnabled(now)
        # A row of its own is the panel's while it is there.
        self._goto.setVisible(now or self._row.indexOf(self._goto) >= 0)

    def _going(self, number: int) -> Callable[[], None]:
        return lambda: self.go(number)

    def _forget(self) -> None:
        self.let_go()
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._places.removeWidget(button)
            button.hide()  # at once, or its key would be two buttons' until it is gone
            button.deleteLater()
        self._screens = []
        while (widget := self.stack.widget(0)) is not None:
            self.stack.removeWidget(widget)
            widget.deleteLater()

    def ask(self, question: str, yes: str, no: str, then: Callable[[], None]) -> None:
        """Ask something above the screens, which go on meanwhile."""
        layout = self.strip.layout()
        if layout is None:
            layout = QHBoxLayout(self.strip)
        while (item := layout.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        words = QLabel(question)
        words.setWordWrap(True)
        stay, do = QPushButton(no), QPushButton(yes)
        stay.setObjectName("question-no")
        do.setObjectName("question-yes")
        theme.kind(do, "danger")
        stay.clicked.connect(self.strip.hide)
        do.clicked.connect(self.strip.hide)
        do.clicked.connect(then)
        for widget in (words, stay, do):
            layout.addWidget(widget)
        QShortcut(QKeySequence("Esc"), stay, self.strip.hide)
        self.strip.show()
        stay.setFocus()

    def let_close(self) -> None:
        """Close, without asking any more."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Have the application decide."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_wanted.emit()
