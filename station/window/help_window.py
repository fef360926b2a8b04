"""The help, in a window beside the work: pages, codes, and what is found as you type."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QShortcut, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from station.window import about, help_pages, theme
from station.window.help_pages import CODE, Found

ABOUT: Final = "about:station"
_SIZE: Final = (1000, 680)
_LIST: Final = 300


def texts_of(window: QWidget) -> list[str]:
    """Return the texts that can be seen in a window."""
    return [one.text() for one in window.findChildren(QLabel) if one.isVisible()]


class _Browser(QTextBrowser):
    """Shows pages; it loads the help's own pictures, and nothing else from anywhere."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return a picture of the help."""
        image = QImage()
        if kind == QTextDocument.ResourceType.ImageResource.value:
            image.loadFromData(help_pages.picture(QUrl(name).toString()) or b"")
        return image


class HelpWindow(QWidget):
    """Not modal: units go on, and so does whoever is at the bench.

    Args:
        over: the window that it stands before.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over, Qt.WindowType.Window)
        self.setObjectName("help-window")
        self.setWindowTitle(self.tr("Help"))
        theme.kind(self, "screen")
        self.resize(*_SIZE)
        self._past: list[str] = []
        self._address = ""
        self._found: Sequence[Found] = ()
        self.field = QLineEdit(maxLength=80)
        self.field.setObjectName("help-field")
        self.field.setPlaceholderText(self.tr("Find a page, a word or a code"))
        self.field.setAccessibleName(self.tr("Find in the help"))
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self.found = QListWidget()
        self.found.setObjectName("help-found")
        self.found.setAccessibleName(self.tr("Pages"))
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setWordWrap(True)
        self.found.currentRowChanged.connect(self._row_chosen)
        self.browser = _Browser()
        self.browser.setObjectName("help-page")
        self.browser.setAccessibleName(self.tr("The page"))
        self.browser.setOpenLinks(False)
        self.browser.document().setDocumentMargin(14)
        self.browser.anchorClicked.connect(self._follow)
        self._told = QLabel()
        theme.kind(theme.plain_text(self._told), "quiet")
        self._told.setWordWrap(True)
        self._told.hide()
        self._lay_out()
        for keys, act in (("Esc", self.hide), ("Alt+Left", self.go_back)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _lay_out(self) -> None:
        back = QPushButton(self.tr("Back"))
        back.setObjectName("help-back")
        back.setToolTip("Alt+←")
        back.clicked.connect(self.go_back)
        about_it = QPushButton(self.tr("About Station"))
        about_it.setObjectName("help-about")
        about_it.clicked.connect(self.show_about)
        leave = QPushButton(self.tr("Close help"))
        leave.setObjectName("help-leave")
        leave.clicked.connect(self.hide)
        buttons = QHBoxLayout()
        for button in (back, about_it):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(leave)
        left, right = QVBoxLayout(), QVBoxLayout()
        self.found.setFixedWidth(_LIST)
        self.field.setFixedWidth(_LIST)
        left.addWidget(self.field)
        left.addWidget(self.found)
        right.addWidget(self.browser)
        right.addWidget(self._told)
        right.addLayout(buttons)
        whole = QHBoxLayout(self)
        whole.addLayout(left)
        whole.addLayout(right, 1)

    def show_screen(self, screen: str, codes: Sequence[str]) -> None:
        """Show a screen's page, below what the codes on it mean."""
        page = help_pages.page_of(screen)
        text = "\n".join([*map(help_pages.code_text, codes), help_pages.text_of(page)])
        self._come()
        self._show(page, text)

    def show_code(self, code: str) -> None:
        """Show what a code means."""
        self._come()
        self.open(f"{CODE}{code}")

    def show_about(self) -> None:
        """Show what Station is made of."""
        self._show(ABOUT, about.page())

    def _come(self) -> None:
        self.field.clear()
        self._find("")
        self.show()
        self.activateWindow()
        self.field.setFocus()

    def open(self, address: str) -> None:
        """Show a page by its address; what there isn't changes nothing."""
        name, _, place = address.partition("#")
        try:
            text = about.page() if name == ABOUT else help_pages.text_of(name)
        except KeyError:
            return
        self._show(name, text)
        if place:
            self._scroll_to(place)

    def _show(self, address: str, text: str) -> None:
        if self._address:
            self._past.append(self._address)
        self._address = address
        self._told.hide()
        self.browser.setMarkdown(text)

    @property
    def address(self) -> str:
        """Of the page that is shown."""
        return self._address

    def go_back(self) -> None:
        """Show the page before this one."""
        if self._past:
            before, self._address = self._past.pop(), ""
            self.open(before)

    def _follow(self, to: QUrl) -> None:
        """Follow a link to a page or a code; any other is said, and nothing is loaded."""
        address = to.toString()
        if address.startswith("#"):
            self._scroll_to(address[1:])
        elif address.startswith(CODE):
            self.open(address)
        elif to.scheme() == "":
            name, _, place = address.partition("#")
            own = PurePosixPath(name).name
            if own == help_pages.LONG:
                self.field.setText("-")
                self.field.setFocus()
            else:
                self.open(f"{own}#{place}")
        else:
            self._told.setText(
                self.tr("This is outside of Station: {address}").format(address=address)
            )
            self._told.show()

    def _scroll_to(self, place: str) -> None:
        block = self.browser.document().begin()
        while block.isValid():
            heading = block.blockFormat().headingLevel() > 0
            if heading and _anchor(block.text()) == place:
                layout = self.browser.document().documentLayout()
                top = layout.blockBoundingRect(block).top()
                self.browser.verticalScrollBar().setValue(int(top))
                return
            block = block.next()

    def _find(self, typed: str) -> None:
        self._found = help_pages.find(typed)
        self.found.blockSignals(True)
        self.found.clear()
        self.found.addItems([one.title for one in self._found])
        self.found.blockSignals(False)
        if typed:
            self.found.setCurrentRow(0)

    def _row_chosen(self, row: int) -> None:
        if 0 <= row < len(self._found):
            self.open(self._found[row].address)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Have the arrows choose a page while the field is typed in."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step:
                row = self.found.currentRow() + step
                self.found.setCurrentRow(min(max(row, 0), self.found.count() - 1))
                return True
        return super().eventFilter(watched, event)


def _anchor(heading: str) -> str:
    """Return what a link calls a heading, as GitHub does."""
    kept = "".join(c for c in heading.lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-")
