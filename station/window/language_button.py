"""The button by which anybody changes the window's language, whatever language they read."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from station.window.languages import LANGUAGES, speech


class LanguageButton(QPushButton):
    """Bears the language's own name; pressed, it offers the others by theirs.

    Args:
        name: the object's.
    """

    chosen = Signal(str)
    """The code of the language that is to be spoken."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setShortcut(QKeySequence("Ctrl+Shift+L"))
        self.clicked.connect(self._offer)
        self.retranslate()

    def retranslate(self) -> None:
        """Say what is spoken."""
        self.setText(speech.language.name)
        self.setAccessibleName(self.tr("Language: {name}").format(name=speech.language.name))
        self.setToolTip(self.tr("Another language (Ctrl+Shift+L)"))
        # Setting a text takes the key away.
        self.setShortcut(QKeySequence("Ctrl+Shift+L"))

    def _offer(self) -> None:
        from PySide6.QtWidgets import QMenu  # noqa: PLC0415 - spared before the first frame

        from station.window.typefaces import load_all  # noqa: PLC0415 - likewise

        load_all()
        menu = QMenu(self)
        menu.setObjectName("languages")
        for code, language in LANGUAGES.items():
            entry = menu.addAction(language.name)
            entry.setObjectName(code)
            entry.setCheckable(True)
            entry.setChecked(language is speech.language)
            entry.triggered.connect(partial(self.chosen.emit, code))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


def unsaved(screen: QWidget) -> bool:
    """Return whether somebody typed something on a screen that would be lost with it."""
    from PySide6.QtWidgets import (  # noqa: PLC0415 - spared before the first frame
        QLineEdit,
        QPlainTextEdit,
    )

    lines = screen.findChildren(QLineEdit)
    texts = screen.findChildren(QPlainTextEdit)
    return any(one.isModified() and one.text() for one in lines) or any(
        one.document().isModified() and one.toPlainText() and not one.isReadOnly() for one in texts
    )
