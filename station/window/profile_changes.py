"""What changed in a profile's text since it was released."""

from functools import partial

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from station.errors import StationError
from station.operations.profile_editing import Changed, changes, released_text
from station.records.releases import Release
from station.window import theme
from station.window.fields import error_words, plain
from station.window.session import Session

_SIGNS = {"-": ("fail", "-"), "+": ("pass", "+"), " ": ("quiet", " ")}


class ProfileChanges(QWidget):
    """The lines that aren't as they were released, with their neighbours.

    Args:
        session: who looks.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._name = ""
        self._before: str | None = None
        self._text = ""
        self.words = plain("profile-since", "quiet")
        self.lines = QPlainTextEdit()
        self.lines.setObjectName("profile-changes")
        self.lines.setAccessibleName(self.tr("What changed"))
        self.lines.setReadOnly(True)
        self.lines.setTabChangesFocus(True)
        self.lines.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        whole = QVBoxLayout(self)
        whole.addWidget(self.words)
        whole.addWidget(self.lines, 1)

    def begin(self, name: str) -> None:
        """Look for what was released of a profile."""
        self._name, self._before = name, None
        self.lines.clear()
        self.words.setText(self.tr("Looking for its release."))
        plant = self._session.plant

        def work() -> tuple[Release, str]:
            releases = plant.tools.records.released_profiles()
            return released_text(releases, name, plant.data.profiles)

        self._session.bridge.run(self, work, partial(self._has, name), self._has_none)

    def _has(self, name: str, found: tuple[Release, str]) -> None:
        if name != self._name:
            return
        release, text = found
        if not text:
            said = self.tr("Version {version} was released, but no copy of its text was kept.")
            self.words.setText(said.format(version=release.version))
            return
        self._before = text
        said = self.tr("Against version {version}, which is released:")
        self.words.setText(said.format(version=release.version))
        self.show_text(self._text)

    def _has_none(self, error: StationError) -> None:
        none = self.tr("No version of it is released.")
        self.words.setText(none if error.code == "PRF-008" else error_words(error))

    def show_text(self, text: str) -> None:
        """Show in what a text differs from what is released."""
        self._text = text
        if self._before is None:
            return
        self.lines.clear()
        cursor = self.lines.textCursor()
        found = list(changes(self._before, text))
        for one in found:
            _put(cursor, one)
        if not found:
            cursor.insertText(self.tr("Nothing changed."))


def _put(cursor: QTextCursor, one: Changed) -> None:
    colour, sign = _SIGNS[one.sign]
    made = QTextCharFormat()
    made.setForeground(QColor(theme.COLOURS[colour]))
    cursor.insertText(f"{sign} {one.line:>4}  {one.text}\n", made)
