"""Where a profile is written: its text, what is wrong with it as it is written, and its trial."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.line.profiles import LoadedProfile
from station.line.toml_files import Problem
from station.operations import profile_editing
from station.operations.profile_completion import about
from station.operations.profile_editing import Draft
from station.window import theme
from station.window.bridge import Lane
from station.window.fields import Strip, button, plain
from station.window.profile_changes import ProfileChanges
from station.window.profile_text import ProfileText
from station.window.profile_trial import ProfileTrial
from station.window.session import Session

_PAUSE_MS: Final = 300


class ProfileEditor(QWidget):
    """A profile's text, in the hands of one supervisor.

    It is checked whenever the typing pauses, and kept as unsaved then: it is there again after
    whatever ends the station.

    Args:
        session: who writes, and at which station.
    """

    left = Signal(str)
    """It is done with; the name of the profile."""
    saved = Signal()
    """A profile was saved."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("profile-editor")
        theme.mark(self, kind="screen")
        self._session = session
        self._folder = session.plant.data.profiles
        self._draft = Draft("", "", "", own=False)
        self._loaded: LoadedProfile | None = None
        self._asked = 0  # which text was given to be checked
        self.title = plain("profile-title", "heading")
        self.strip = Strip("profile-said")
        self.text = ProfileText()
        self.told = plain("profile-about", "quiet")
        self.problems = QListWidget()
        self.problems.setObjectName("profile-problems")
        self.problems.setAccessibleName(self.tr("Mistakes"))
        self.problems.setWordWrap(True)
        self.trial = ProfileTrial(session)
        self.changes = ProfileChanges(session)
        self.save = button("profile-save", self.tr("&Save"), "primary")
        self.next = button("profile-next-version", self.tr("Next &version"))
        self.discard = button("profile-discard", self.tr("&Discard changes"), "danger")
        self.back = button("profile-back", self.tr("&Back"))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setObjectName("profile-tabs")
        self.tabs.addTab(self.problems, self.tr("Mistakes"))
        self.tabs.addTab(self.trial, self.tr("Try on a unit"))
        self.tabs.addTab(self.changes, self.tr("Since the release"))
        written = QWidget()
        column = QVBoxLayout(written)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text, 1)
        column.addWidget(self.told)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(written)
        split.addWidget(self.tabs)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        for made in (self.save, self.next, self.discard, self.back):
            head.addWidget(made)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 10)
        whole.addWidget(self.strip)
        whole.addLayout(head)
        whole.addWidget(split, 1)

    def _connect(self) -> None:
        self.save.clicked.connect(self._save)
        self.next.clicked.connect(self._next_version)
        self.discard.clicked.connect(self._discard)
        self.back.clicked.connect(self._leave)
        self.text.textChanged.connect(self._written)
        self.text.line_changed.connect(self._tell_line)
        self.problems.itemActivated.connect(self._go_to)
        self.problems.itemClicked.connect(self._go_to)
        self._pause.timeout.connect(self._check)
        for keys, do in (("Ctrl+S", self._save), ("Esc", self._leave)):
            QShortcut(
                QKeySequence(keys),
                self,
                do,
                context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
            )

    @property
    def is_changed(self) -> bool:
        """Whether the text isn't what the file says."""
        return self.text.toPlainText() != self._draft.text

    # Opened and left

    def open(self, draft: Draft, unsaved: str = "") -> None:
        """Begin with a profile; `unsaved` is what was kept of an earlier time, or empty."""
        self._draft = draft
        self.strip.be_silent()
        self._loaded = None
        self.text.setPlainText(unsaved or draft.text)
        self.text.document().clearUndoRedoStacks()
        self.changes.begin(draft.name)
        self.text.setFocus()
        if unsaved and unsaved != draft.text:
            self.strip.say(self.tr("These are changes that weren't saved last time."), "notice")
        self._written()
        self._check()

    def focus_first(self) -> None:
        """Go to the text."""
        self.text.setFocus()

    def _leave(self) -> None:
        """Go back; what isn't saved is kept for the next time."""
        self.trial.stop()
        if self._pause.isActive():
            self._pause.stop()
            self._check()
        self.left.emit(self._draft.name)

    def _discard(self) -> None:
        """Take what the file says; Ctrl+Z brings back what was written."""
        cursor = self.text.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(self._draft.text)
        forget = partial(profile_editing.forget_unsaved, self._draft, self._folder)
        self._session.bridge.run(self, forget, lane=Lane.COMMANDS)
        self.strip.say(self.tr("As it was. Ctrl+Z brings back what you wrote."), "notice")
        self.text.setFocus()

    # Written and checked

    def _written(self) -> None:
        self._asked += 1
        self._pause.start()
        self.discard.setEnabled(self.is_changed)
        self.save.setEnabled(False)
        self._show_title()

    def _show_title(self) -> None:
        name = self._draft.name
        if not self._draft.hash:
            state = self.tr("New, not saved yet")
        elif self.is_changed:
            state = self.tr("Changed, not saved yet")
        elif self._draft.own:
            state = self.tr("Saved")
        else:
            state = self.tr("Comes with Station: saved, it becomes your own")
        self.title.setText(self.tr("{name}: {state}").format(name=name, state=state))

    def _check(self) -> None:
        text, asked = self.text.toPlainText(), self._asked
        draft, folder = self._draft, self._folder
        changed = self.is_changed

        def work() -> LoadedProfile | list[Problem]:
            if changed:
                profile_editing.keep_unsaved(draft, text, folder)
            about("", 1)  # the schema is made once, and not in Qt's thread
            return profile_editing.read(text, folder)

        def done(found: LoadedProfile | list[Problem]) -> None:
            if asked == self._asked:
                self._has_checked(found)

        self._session.bridge.run(self, work, done, self.strip.say_error, Lane.COMMANDS)

    def _has_checked(self, found: LoadedProfile | list[Problem]) -> None:
        problems = found if isinstance(found, list) else []
        self._loaded = None if isinstance(found, list) else found
        self.text.show_problems(problems)
        self._show_problems(problems)
        self.trial.take(self._loaded)
        self.changes.show_text(self.text.toPlainText())
        self.save.setEnabled(self._loaded is not None and (self.is_changed or not self._draft.own))

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        self.problems.clear()
        for one in problems:
            where = self.tr("Line {line}, {key}: {why}.")
            item = QListWidgetItem(where.format(line=one.line, key=one.key or "-", why=one.why))
            item.setData(Qt.ItemDataRole.UserRole, one.line)
            self.problems.addItem(item)
        if not problems:
            self.problems.addItem(self.tr("No mistakes."))
        count = len(problems)
        title = (
            self.tr("Mistakes: {count}").format(count=count) if count else self.tr("No mistakes")
        )
        self.tabs.setTabText(0, title)

    def _go_to(self, item: QListWidgetItem) -> None:
        line = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(line, int):
            self.text.go_to(line)

    def _tell_line(self) -> None:
        """Say below the text what the key or table is that the cursor is at."""
        self.told.setText(about(self.text.toPlainText(), self.text.line))

    def _next_version(self) -> None:
        """Give it the next version, as a release of changes needs one."""
        cursor = self.text.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(profile_editing.next_version(self.text.toPlainText()))
        self.text.setFocus()

    # Saved

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        self.save.setEnabled(False)
        text = self.text.toPlainText()
        work = partial(profile_editing.save, self._draft, text, self._folder)
        self._session.bridge.run(self, work, self._is_saved, self._not_saved, Lane.COMMANDS)

    def _is_saved(self, draft: Draft) -> None:
        self._draft = draft
        said = self.tr("Saved. Real orders need its release by two supervisors first.")
        self.strip.say(said, "good")
        self.changes.begin(draft.name)
        self._written()
        self.saved.emit()

    def _not_saved(self, error: StationError) -> None:
        self.strip.say_error(error)
        self._written()
