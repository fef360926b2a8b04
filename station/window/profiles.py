"""The profiles: which of them real orders can be made with; released and withdrawn by two."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from station.errors import StationError
from station.model.rights import Approval, Right
from station.operations import profile_editing
from station.operations.profile_desk import ProfileLine, ProfileLines, profile_lines
from station.operations.profile_editing import Draft
from station.window import theme
from station.window.agreement import Agreement, Question
from station.window.bridge import Lane
from station.window.fields import Strip, button, plain
from station.window.profile_editor import ProfileEditor
from station.window.profile_naming import ProfileNaming
from station.window.profile_words import identity_words, next_words
from station.window.profiles_table import ProfilesTable
from station.window.session import Session

_MOST_PROBLEMS: Final = 2


class ProfilesScreen(QWidget):
    """All profiles, and what two supervisors can do about their releases.

    Args:
        session: who looks, and at which station.
    """

    changed = Signal()
    """A profile was released or withdrawn."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("profiles")
        theme.mark(self, kind="screen")
        self._session = session
        self._wanted: tuple[str, str] | None = None
        self._at_work = False
        self._edited = ""
        self._broken: Sequence[str] = ()
        self._make_parts(session)
        self._lay_out()
        self.release.clicked.connect(self._release)
        self.withdraw.clicked.connect(self._withdraw)
        self.edit.clicked.connect(self._edit)
        self.mend.clicked.connect(self._mend)
        self.copy.clicked.connect(self._name_copy)
        self.naming.named.connect(self._copy)
        self.editor.left.connect(self._is_edited)
        self.editor.saved.connect(self.changed)
        self.table.itemSelectionChanged.connect(self._show_chosen)
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self.refresh)
        self._show_chosen()

    def _make_parts(self, session: Session) -> None:
        self.table = ProfilesTable()
        self.table.setAccessibleName(self.tr("Profiles"))
        self.strip = Strip("profiles-said")
        self.agreement = Agreement(session)
        self.release = button("profile-release", self.tr("&Release …"), "primary")
        self.withdraw = button("profile-withdraw", self.tr("&Withdraw …"), "danger")
        self.edit = button("profile-edit", self.tr("E&dit …"))
        self.copy = button("profile-copy", self.tr("New &from this …"))
        self.mend = button("profile-mend", "")
        self.naming = ProfileNaming()
        self.editor = ProfileEditor(session)
        self.next = plain("profile-next", "question")
        self.identity = plain("profile-identity", "quiet")
        self.left_out = plain("profiles-left-out", "field-wrong")
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setObjectName("profiles-busy")

    def _lay_out(self) -> None:
        self.empty = plain("profiles-empty", "empty", self.tr("Reading the profiles."))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body = QStackedWidget()
        self.body.addWidget(self.empty)
        self.body.addWidget(self.table)
        policy = self.busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.busy.setSizePolicy(policy)
        self.busy.hide()
        self.left_out.hide()
        listed = QWidget()
        self.whole = QStackedWidget(self)
        self.whole.addWidget(listed)
        self.whole.addWidget(self.editor)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.whole)
        self._lay_out_list(listed)

    def _lay_out_list(self, listed: QWidget) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.release)
        head.addWidget(self.withdraw)
        head.addWidget(self.edit)
        head.addWidget(self.copy)
        head.addWidget(self.next, 4)
        head.addWidget(self.busy, 1)
        whole = QVBoxLayout(listed)
        whole.setContentsMargins(10, 8, 10, 10)
        for widget in (self.strip, self.agreement, self.naming):
            whole.addWidget(widget)
        whole.addLayout(head)
        whole.addWidget(self.body, 1)
        whole.addWidget(self.identity)
        below = QHBoxLayout()
        below.addWidget(self.left_out, 1)
        below.addWidget(self.mend)
        whole.addLayout(below)
        self.mend.hide()

    # What the shell asks

    def refresh(self) -> None:
        """Read the profiles and their releases anew."""
        self.strip.be_silent()
        self._read()

    def _read(self) -> None:
        work = partial(profile_lines, self._session.plant)
        self._session.bridge.run(self, work, self._has_lines, self.strip.say_error)

    def focus_first(self) -> None:
        """Go to the profiles, or to who is to agree."""
        if self.whole.currentWidget() is self.editor:
            self.editor.focus_first()
        elif self.agreement.isVisible():
            self.agreement.focus_first()
        else:
            self.table.setFocus()

    # The list

    def _has_lines(self, found: ProfileLines) -> None:
        before = self.table.chosen
        chosen = (before.name, before.hash) if before else None
        named = [(line.name, line.hash) for line in found.lines if line.name == self._edited]
        self.table.show_lines(found.lines, self._wanted or next(iter(named), chosen))
        self._wanted, self._edited = None, ""
        self._broken = found.broken
        self.body.setCurrentWidget(self.table if found.lines else self.empty)
        if not found.lines:
            self.empty.setText(
                self.tr("No profiles yet. Put a profile's file into {folder}.").format(
                    folder=self._session.plant.data.profiles
                )
            )
        self._show_left_out(found.left_out)
        self._show_chosen()

    def _show_left_out(self, problems: Sequence[str]) -> None:
        told = self.tr("Left out: {problem}")
        more = self.tr("Mistakes besides: {count}.")
        said = [told.format(problem=one) for one in problems[:_MOST_PROBLEMS]]
        if len(problems) > _MOST_PROBLEMS:
            said.append(more.format(count=len(problems) - _MOST_PROBLEMS))
        self.left_out.setText("\n".join(said))
        self.left_out.setVisible(bool(said))
        self.mend.setVisible(bool(self._broken))
        if self._broken:
            self.mend.setText(self.tr("&Correct {name} …").format(name=self._broken[0]))

    def _show_chosen(self) -> None:
        """Offer what can be done with the profile that is chosen."""
        line, practice = self.table.chosen, self._session.practice
        free = line is not None and not self._at_work and not practice
        self.release.setEnabled(free and line is not None and line.releasable is not None)
        self.withdraw.setEnabled(free and line is not None and line.stands)
        for offered in (self.edit, self.copy):
            offered.setEnabled(line is not None and not self._at_work)
        self.next.setText("" if line is None else next_words(line, practice=practice))
        self.identity.setText("" if line is None else identity_words(line))

    # Written

    def _edit(self) -> None:
        line = self.table.chosen
        if line is not None:
            self._open(partial(profile_editing.opened, line.name, self._folder))

    def _mend(self) -> None:
        if self._broken:
            self._open(partial(profile_editing.opened, self._broken[0], self._folder))

    def _name_copy(self) -> None:
        line = self.table.chosen
        if line is not None:
            self.naming.ask(line.name)

    def _copy(self, source: str, name: str) -> None:
        def work() -> Draft:
            return profile_editing.copied(profile_editing.opened(source, self._folder), name)

        self._open(work)

    def _open(self, work: Callable[[], Draft]) -> None:
        folder = self._folder

        def opened() -> tuple[Draft, str]:
            draft = work()
            return draft, profile_editing.unsaved(draft.name, folder)

        self._session.bridge.run(self, opened, self._is_open, self.strip.say_error)

    def _is_open(self, found: tuple[Draft, str]) -> None:
        self.strip.be_silent()
        self.naming.hide()
        self.whole.setCurrentWidget(self.editor)
        self.editor.open(*found)

    def _is_edited(self, name: str) -> None:
        self.whole.setCurrentIndex(0)
        self._edited = name
        self._read()
        self.table.setFocus()

    @property
    def _folder(self) -> Path:
        return self._session.plant.data.profiles

    # Released and withdrawn

    def _release(self) -> None:
        line = self.table.chosen
        loaded = None if line is None else line.releasable
        if line is None or loaded is None:
            return
        what = self.tr("Real orders can be made with {profile}.")
        said = self.tr("Released: real orders can be made with {name}, version {version}.")
        plant = self._session.plant
        self._agree(line, what, partial(plant.release_profile, loaded), said)

    def _withdraw(self) -> None:
        line = self.table.chosen
        if line is None:
            return
        what = self.tr("Orders made with {profile} begin no more units.")
        said = self.tr("Withdrawn: orders with {name}, version {version}, begin no more units.")
        withdraw = self._session.records.releases.withdraw
        self._agree(line, what, partial(withdraw, line.name, line.version), said)

    def _agree(
        self, line: ProfileLine, what: str, work: Callable[[Approval | None], object], said: str
    ) -> None:
        self.strip.be_silent()
        self._working(True)
        told = said.format(name=line.name, version=line.version)
        self.agreement.ask(
            Question(
                Right.RELEASE_PROFILE,
                what.format(profile=identity_words(line)),
                partial(self._run, line, work, told),
                self._dropped,
            )
        )

    def _run(
        self,
        line: ProfileLine,
        work: Callable[[Approval | None], object],
        said: str,
        approval: Approval | None,
    ) -> None:
        def done(_: object) -> None:
            self._wanted = (line.name, line.hash)
            self._working(False)
            self.strip.say(said, "good")
            self._read()
            self.focus_first()
            self.changed.emit()

        self._session.bridge.run(self, partial(work, approval), done, self._failed, Lane.COMMANDS)

    def _dropped(self) -> None:
        self._working(False)
        self.strip.say(self.tr("Nobody agreed: nothing is changed."), "notice")
        self.focus_first()

    def _failed(self, error: StationError) -> None:
        self._working(False)
        self.strip.say_error(error)
        self._read()
        self.focus_first()

    def _working(self, at_work: bool) -> None:
        self._at_work = at_work
        self.busy.setVisible(at_work)
        # Another one must not be chosen meanwhile: what is agreed to is the one that is seen.
        self.table.setEnabled(not at_work)
        self._show_chosen()
