"""The rail at the left: every screen that somebody has, in groups, with its picture and key."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from station.folders import resource
from station.window import theme

# The screens' names; whichever isn't named is of the service, which grows.
_WORK: Final = ("worker", "teach", "orders", "units", "figures")
_RECORDS: Final = ("enrollments", "groups", "export", "import", "audit", "reports")
_SET_UP: Final = ("set-up", "profiles", "people", "check", "backup", "settings")
_ICON: Final = 22
_FOLDED: Final = 60


def _tr(text: str) -> str:
    return QCoreApplication.translate("rail", text)


def _headings() -> tuple[str, ...]:
    return _tr("Work"), _tr("Records"), _tr("Service"), _tr("Set-up")


def group_of(name: str) -> int:
    """Return which group a screen is in, as a number of `_headings`."""
    for number, names in ((0, _WORK), (1, _RECORDS), (3, _SET_UP)):
        if name in names:
            return number
    return 2


def picture_of(name: str) -> str:
    """Return the name of a screen's picture."""
    own = f"go-{name}"
    return own if resource(f"icons/{own}.svg").is_file() else "go-other"


class Rail(QFrame):
    """The ways to the screens; folded it shows their pictures alone.

    Their order here is by group, and in a group as they were given.
    """

    gone_to = Signal(int)
    """Somebody goes to the screen of this number, as they were given."""
    fold_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName(self.tr("Screens"))
        self.group = QButtonGroup(self)
        self.group.idClicked.connect(self.gone_to)
        self._titles: dict[int, str] = {}
        self._headings: list[QLabel] = []
        self._folded = False
        self.fold_button = QPushButton()
        self.fold_button.setObjectName("fold-rail")
        self.fold_button.setIconSize(QSize(_ICON, _ICON))
        self.fold_button.setShortcut(QKeySequence("Ctrl+B"))
        self.fold_button.clicked.connect(self.fold_pressed)
        self._area = area = QScrollArea(widgetResizable=True)
        area.setObjectName("rail-area")
        # By name: PySide's `Qt` namespace is not loaded before the first frame (`theme.kind`).
        area.setProperty("horizontalScrollBarPolicy", "ScrollBarAlwaysOff")
        area.setProperty("focusPolicy", "NoFocus")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(4, 4, 4, 4)
        whole.setSpacing(2)
        whole.addWidget(area, 1)
        whole.addWidget(self.fold_button)

    def show_places(self, places: Sequence[tuple[str, str]]) -> None:
        """Show the ways to screens.

        Args:
            places: the title, with its mnemonic, and the screen's name.
        """
        self.clear()
        inside = QWidget()
        inside.setObjectName("rail-places")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        said: set[int] = set()
        for number in sorted(range(len(places)), key=lambda one: group_of(places[one][1])):
            title, name = places[number]
            of = group_of(name)
            if of not in said:
                said.add(of)
                self._add_heading(column, _headings()[of])
            button = self._button(number, title, name)
            column.addWidget(button)
            if len(self._titles) < 10:
                button.setProperty("digit", len(self._titles))
        column.addStretch(1)
        self._area.setWidget(inside)
        self._show_fold()

    def _add_heading(self, column: QVBoxLayout, words: str) -> None:
        heading = QLabel(words)
        theme.kind(heading, "rail-heading")
        self._headings.append(heading)
        column.addWidget(heading)

    def _button(self, number: int, title: str, name: str) -> QPushButton:
        self._titles[number] = title
        button = QPushButton()
        button.setObjectName(f"go-{name}")
        button.setCheckable(True)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setIcon(theme.icon(picture_of(name)))
        button.setProperty("pictured", picture_of(name))
        self.group.addButton(button, number)
        return button

    @property
    def order(self) -> tuple[int, ...]:
        """The screens' numbers as they stand here, from the top."""
        return tuple(self._titles)

    def mark_front(self, number: int) -> None:
        """Show which screen is in front."""
        button = self.group.button(number)
        button.setChecked(True)
        self._area.ensureWidgetVisible(button, 0, 8)

    def title(self, number: int) -> str:
        """Return a screen's title without its mnemonic."""
        return plain_title(self._titles[number])

    @property
    def folded(self) -> bool:
        """Whether the pictures alone are shown."""
        return self._folded

    def fold(self, *, now: bool) -> None:
        """Show the pictures alone, or the titles too."""
        if now != self._folded:
            self._folded = now
            self._show_fold()

    @property
    def widest(self) -> int:
        """How wide it is with its titles, in device-independent pixels."""
        return max((self._width(title) for title in self._titles.values()), default=_FOLDED)

    def _width(self, title: str) -> int:
        return self.fontMetrics().horizontalAdvance(plain_title(title)) + _FOLDED + 20

    def _show_fold(self) -> None:
        for heading in self._headings:
            heading.setVisible(not self._folded)
        for number, title in self._titles.items():
            self._show_title(number, title)
        self.setFixedWidth(_FOLDED if self._folded else max(self.widest, 150))
        words = self.tr("Show titles") if self._folded else self.tr("Pictures alone")
        self.fold_button.setText("" if self._folded else words)
        self.fold_button.setShortcut(QKeySequence("Ctrl+B"))
        self.fold_button.setAccessibleName(words)
        self.fold_button.setToolTip(f"{words}  (Ctrl+B)")
        self.fold_button.setIcon(theme.icon("go-unfold" if self._folded else "go-fold", "quiet"))

    def _show_title(self, number: int, title: str) -> None:
        button = self.group.button(number)
        button.setText("" if self._folded else title)
        # A text's mnemonic goes with it.
        button.setShortcut(QKeySequence.mnemonic(title))
        plain, digit = plain_title(title), button.property("digit")
        button.setAccessibleName(plain)
        button.setToolTip(plain if digit is None else f"{plain}  (Ctrl+{digit})")
        theme.mark(button, folded="yes" if self._folded else "no")

    def by_digit(self, digit: int) -> int | None:
        """Return the screen that Ctrl and a digit lead to."""
        return self.order[digit - 1] if digit <= len(self.order) else None

    def clear(self) -> None:
        """Forget all screens."""
        for button in self.group.buttons():
            self.group.removeButton(button)
            button.setShortcut(QKeySequence())  # or its key would be two buttons' until it is gone
            button.hide()
        self._titles, self._headings = {}, []
        old = self._area.takeWidget()
        if old is not None:
            old.deleteLater()

    def changeEvent(self, event: QEvent) -> None:
        """Have the pictures in the colours of another look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.isVisible():
            for button in self.group.buttons():
                button.setIcon(theme.icon(button.property("pictured")))
            self._show_fold()


def plain_title(title: str) -> str:
    """Return a title without its mnemonic."""
    return title.replace("&&", "\0").replace("&", "").replace("\0", "&")


def going(go: Callable[[int], None], rail: Rail, digit: int) -> Callable[[], None]:
    """Return what Ctrl and a digit do."""

    def act() -> None:
        number = rail.by_digit(digit)
        if number is not None and rail.isEnabled() and rail.isVisible():
            go(number)

    return act
