"""The window itself: the bar on top, the rail of screens, and the screen at work."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
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
from station.window.memory import Memory
from station.window.mishap_strip import MishapStrip
from station.window.place import put_in_place, remember_place
from station.window.question import Question
from station.window.rail import Rail, going

if TYPE_CHECKING:
    from station.window.go_to import GoTo, Way
    from station.window.standing import Standing


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
    help_pressed = Signal()
    look_pressed = Signal()
    language_wanted = Signal(str)
    """The code of the language that somebody chose."""
    in_front = Signal(str)
    """The screen of this name came to the front."""

    def __init__(self, memory: Memory | None = None) -> None:
        super().__init__()
        self.setObjectName("shell")
        self.setWindowTitle("Station")
        self.setMinimumSize(1280, 720)
        self.memory = memory or Memory()
        self._screens: list[tuple[QWidget, Screen]] = []
        self._may_close = False
        self._panel: QWidget | None = None
        self.practice = QLabel()
        self.practice.setObjectName("practice")
        self.practice.hide()
        self._make_bar()
        self.retranslate()
        self.rail = Rail()
        self.rail.gone_to.connect(self.go)
        self.rail.fold_pressed.connect(self._fold)
        self.rail.hide()
        self.stack = QStackedWidget()
        self.strip = Question()
        self.mishap = MishapStrip()
        body = QWidget()
        body.setObjectName("screen")
        self._whole = whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.practice, self.bar, self.mishap, self.strip):
            whole.addWidget(part)
        self._middle = middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.stack, 1)
        whole.addLayout(middle, 1)
        self.setCentralWidget(body)
        self.go_to: GoTo | None = None
        self.standing: Standing | None = None
        self._make_keys()

    def _make_keys(self) -> None:
        for digit in range(1, 10):
            _on_key(self, f"Ctrl+{digit}", going(self.go, self.rail, digit))
        _on_key(self, "Ctrl+K", self.find_way)
        _on_key(self, "Ctrl+Q", self.close_wanted.emit)
        _on_key(self, "F9", self.help_pressed.emit)
        _on_key(self, "F10", self.look_pressed.emit)
        self._f1 = _on_key(self, "F1", self.help_pressed.emit)

    def _make_bar(self) -> None:
        self.bar = QFrame()
        self.bar.setObjectName("bar")
        self._name = Elided("station-name", 140)
        theme.kind(self._name, "heading")
        self._person = Elided("person", 90)
        self._find = self._button("find-way", self.find_way)
        self._look = self._button("look", self.look_pressed.emit)
        self._help = self._button("help", self.help_pressed.emit)
        self.log_out = self._button("log-out", self.log_out_pressed.emit)
        self.lock = self._button("lock-window", self.lock_pressed.emit)
        self.language = LanguageButton("language")
        self.language.chosen.connect(self.language_wanted)
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(12, 4, 12, 4)
        row.addWidget(self._name)
        row.addStretch(1)
        for part in (self._find, self.language, self._look, self._help):
            row.addWidget(part)
        row.addSpacing(16)
        for own in (self._person, self.lock, self.log_out):
            row.addWidget(own)
        self._show_bar(somebody=False)

    def retranslate(self) -> None:
        """Say what is the window's own in the language that is spoken."""
        self.practice.setText(self.tr("PRACTICE: nothing made here is real"))
        self._find.setText(self.tr("Go to  Ctrl+K"))
        self._look.setText(self.tr("Look  F10"))
        self._look.setToolTip(self.tr("Light, dark or high contrast"))
        self._help.setText(self.tr("Help  F9"))
        self._help.setToolTip(self.tr("What this screen is for, and what each code means"))
        self.log_out.setText(self.tr("Log o&ut"))
        self.lock.setText(self.tr("Lock"))
        self.lock.setShortcut("Ctrl+L")  # setting a text takes the key away
        self.lock.setToolTip(self.tr("Ctrl+L: units at work go on, nobody can touch anything"))
        self.language.retranslate()

    def _button(self, name: str, pressed: Callable[[], None]) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.clicked.connect(lambda _: pressed())
        return button

    def _show_bar(self, *, somebody: bool) -> None:
        for part in (self._name, self._person, self.lock, self.log_out, self._find):
            part.setVisible(somebody)

    def settle(self) -> None:
        """Take up what can wait for the first frame: looks that change, and help."""
        from station.window.standing import Standing  # noqa: PLC0415 - after the first frame

        if self.standing is None:
            self.standing = Standing(self)

    def take_place(self, *, kiosk: bool) -> None:
        """Stand where the window stood last; as a kiosk, fill the screen without a frame."""
        put_in_place(self, self.memory, kiosk=kiosk)

    def show_alone(self, screen: QWidget) -> None:
        """Show a screen that nobody is logged in for."""
        self._forget()
        self._show_bar(somebody=False)
        self._f1.setEnabled(True)
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
        for _, widget, screen in screens:
            self.stack.addWidget(widget)
            self._screens.append((widget, screen))
        if len(screens) > 1:
            self.rail.show_places([(title, widget.objectName()) for title, widget, _ in screens])
        self.rail.setVisible(len(screens) > 1)
        self._show_bar(somebody=True)
        self.go(0)

    def go(self, number: int) -> None:
        """Bring a screen to the front."""
        widget, screen = self._screens[number]
        if len(self._screens) > 1:
            self.rail.mark_front(number)
        self.stack.setCurrentWidget(widget)
        self._f1.setEnabled(widget.objectName() != "worker")  # there it is position 1
        self._fit_rail()
        screen.refresh()
        screen.focus_first()
        self.in_front.emit(widget.objectName())

    @property
    def front_name(self) -> str:
        """The name of the screen in front, or of the panel above it; empty for none."""
        widget = self._panel or self.stack.currentWidget()
        return "" if widget is None else widget.objectName()

    def _fold_name(self) -> str:
        # The bench is kept wide of its own accord; each choice is remembered for itself.
        return "rail-bench-folded" if self.front == 0 else "rail-folded"

    def _fit_rail(self) -> None:
        folded = self.memory.switch(self._fold_name(), usual=self.front == 0)
        widget = self.stack.currentWidget()
        if not folded and widget is not None:
            needed = self.rail.widest + widget.minimumSizeHint().width()
            folded = needed > self.width()
        self.rail.fold(now=folded)

    def _fold(self) -> None:
        self.memory.put(self._fold_name(), not self.rail.folded)
        self._fit_rail()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the rail where the screen needs its room."""
        super().resizeEvent(event)
        if self._screens:
            self._fit_rail()

    def ways(self) -> "list[Way]":
        """Return where somebody can go, and what they can do."""
        from station.window.go_to import Way  # noqa: PLC0415 - after the first frame

        there = [Way(self.rail.title(one), partial(self.go, one)) for one in self.rail.order]
        return [
            *there,
            Way(self.tr("Help"), self.help_pressed.emit),
            Way(self.tr("Look: the next one"), self.look_pressed.emit),
            Way(self.tr("Lock"), self.lock_pressed.emit),
            Way(self.tr("Log out"), self.log_out_pressed.emit),
            Way(self.tr("Close Station"), self.close_wanted.emit),
        ]

    def find_way(self) -> None:
        """Open the box that leads anywhere, or close it."""
        if not self._screens or self._panel is not None:
            return
        from station.window.go_to import GoTo  # noqa: PLC0415 - after the first frame

        if self.go_to is None:
            self.go_to = GoTo(self)
        if self.go_to.isVisible():
            self.go_to.leave()
        else:
            self.go_to.open(self.ways())

    def bring(self, name: str) -> None:
        """Bring the screen of that object's name to the front, where there is one."""
        for number, (widget, _) in enumerate(self._screens):
            if widget.objectName() == name:
                self.go(number)

    @property
    def front(self) -> int:
        """The number of the screen in front."""
        return self.stack.currentIndex()

    def hold(self, panel: QWidget) -> None:
        """Show a panel above the screens, which go on but take nothing that is typed or pressed."""
        self._drop_panel()
        self.strip.hide()
        self._panel = panel
        self._whole.insertWidget(self._whole.indexOf(self._middle), panel)
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
        if self.go_to is not None:
            self.go_to.leave()
        for widget in (self.stack, self.lock, self.log_out, self.rail, self._find):
            widget.setEnabled(now)

    def _forget(self) -> None:
        self.let_go()
        self.rail.clear()
        self.rail.hide()
        self._screens = []
        while (widget := self.stack.widget(0)) is not None:
            self.stack.removeWidget(widget)
            widget.deleteLater()

    def ask(self, question: str, yes: str, no: str, then: Callable[[], None]) -> None:
        """Ask something above the screens, which go on meanwhile."""
        self.strip.ask(question, yes, no, then)

    def let_close(self) -> None:
        """Close, without asking any more."""
        self._may_close = True
        remember_place(self, self.memory)
        self.memory.keep()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Have the application decide."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_wanted.emit()


def _on_key(shell: Shell, keys: str, act: Callable[[], None]) -> QShortcut:
    shortcut = QShortcut(QKeySequence(keys), shell)
    shortcut.activated.connect(act)
    return shortcut
