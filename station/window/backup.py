"""Backups and archives: made, checked, and how they stand; and how a backup is put back."""

import shlex
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.folders import typed_command
from station.model.names import shown
from station.model.rights import Approval, Right
from station.operations.archive import ArchiveManifest
from station.operations.audit_words import in_words
from station.operations.backup_desk import (
    Kept,
    archive_old,
    back_up,
    check_archive,
    kept,
    name_recipient,
)
from station.operations.backup_make import BackupAsked, BackupMade
from station.operations.backup_recipient import Recipient
from station.operations.doctor_finding import Health
from station.operations.plant import utc_now
from station.window import theme
from station.window.agreement import Agreement, Question
from station.window.backup_words import work_words
from station.window.bridge import Lane
from station.window.fields import Strip, button, plain
from station.window.figures_table import FiguresTable
from station.window.lasting_work import LastingWork
from station.window.saving import ask_file, ask_new_file
from station.window.session import Session

_ENDED: Final = "CFG-054"


class BackupScreen(QWidget):
    """Makes backups and archives, and shows the last ones.

    Args:
        session: who does it, and at which station.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("backup")
        theme.mark(self, kind="screen")
        self._session = session
        self.strip = Strip("backup-said")
        self.agreement = Agreement(session)
        self.work = LastingWork("backup-work", session.bridge, work_words)
        self.state = plain("backup-state", "")
        self.recipient = plain("backup-recipient", "quiet")
        self.transcripts = QCheckBox(self.tr("With what crossed the cables of &failed runs"))
        self.transcripts.setObjectName("backup-transcripts")
        self.make = button("backup-make", self.tr("Make a &backup …"), "primary")
        self.name = button("backup-recovery", self.tr("Name a recovery &certificate …"))
        self.old = plain("backup-old", "")
        self.archive = button("backup-archive", self.tr("&Archive them …"))
        self.check = button("backup-check-archive", self.tr("Chec&k an archive …"))
        self.last = FiguresTable("kept", (self.tr("Time"), self.tr("What")), 2)
        self.last.setAccessibleName(self.tr("The last backups, restores and archives"))
        self.command = QLineEdit()
        self.command.setObjectName("backup-command")
        self.command.setReadOnly(True)
        self.command.setAccessibleName(self.tr("The command that puts a backup back"))
        self.copy = button("backup-copy-command", self.tr("Cop&y"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 10)
        for widget in (self.agreement, self.work, self.strip):
            whole.addWidget(widget)
        cards = QHBoxLayout()
        cards.setSpacing(10)
        cards.addWidget(self._backups(), 1)
        cards.addWidget(self._archives(), 1)
        whole.addLayout(cards)
        whole.addWidget(self.last, 1)
        whole.addWidget(self._restoring())

    def _backups(self) -> QWidget:
        row = QHBoxLayout()
        row.addWidget(self.make)
        row.addWidget(self.name)
        row.addStretch(1)
        parts = (self.state, self.recipient, self.transcripts, row)
        return _card(self.tr("Backup: the whole station in one encrypted file"), parts)

    def _archives(self) -> QWidget:
        row = QHBoxLayout()
        row.addWidget(self.archive)
        row.addWidget(self.check)
        row.addStretch(1)
        return _card(self.tr("Archive: old runs' steps in a signed file"), (self.old, row))

    def _restoring(self) -> QWidget:
        said = plain("backup-restoring", "quiet")
        said.setText(
            self.tr(
                "Putting a backup back takes this window closed, an empty folder, and the recovery"
                " key. Type this in a terminal; what follows is said there. Going on with an older"
                " copy (“station adopt --older”) takes two supervisors, at the terminal, too."
            )
        )
        row = QHBoxLayout()
        row.addWidget(self.command, 1)
        row.addWidget(self.copy)
        return _card(self.tr("Restore"), (said, row))

    def _connect(self) -> None:
        self.make.clicked.connect(self._ask_place)
        self.name.clicked.connect(self._ask_certificate)
        self.archive.clicked.connect(self._ask_archive)
        self.check.clicked.connect(self._ask_checked)
        self.copy.clicked.connect(self._copy)
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self.refresh)

    # What the shell asks

    def refresh(self) -> None:
        """Read anew how backups and archives stand."""
        if not self.work.at_work:
            self.strip.be_silent()
        self._read()

    def focus_first(self) -> None:
        """Go to what makes a backup, or to who is to agree."""
        if self.agreement.isVisible():
            self.agreement.focus_first()
        else:
            (self.work.stop if self.work.at_work else self.make).setFocus()

    def _read(self) -> None:
        work = partial(kept, self._session.plant)
        self._session.bridge.run(self, work, self._has, self.strip.say_error)

    def _has(self, found: Kept) -> None:
        worst = any(one.health is not Health.GOOD for one in found.findings)
        lines = [f"{one.what}: {one.detail}" for one in found.findings]
        self.state.setText("\n".join(lines))
        theme.mark(self.state, kind="notice" if worst else "")
        self._show_recipient(found.recipient)
        if found.keep_days is None:
            self.old.setText(self.tr("The settings have all runs' steps stay for ever."))
        else:
            text = self.tr("{count} runs of closed orders are over {days} days old, and may go.")
            self.old.setText(text.format(count=f"{found.old_runs:,}", days=found.keep_days))
        self.archive.setEnabled(bool(found.old_runs) and not self.work.at_work)
        self.last.show_rows(
            [(f"{one.time.astimezone():%Y-%m-%d %H:%M}", in_words(one)) for one in found.last]
        )
        folder = shlex.quote(str(self._session.plant.data.root))
        command = f"{typed_command()} restore FILE --key KEYFILE --data {folder}.new"
        self.command.setText(command)
        self.command.setCursorPosition(0)

    def _show_recipient(self, recipient: Recipient | None) -> None:
        self.make.setEnabled(recipient is not None and not self.work.at_work)
        if recipient is None:
            text = self.tr(
                "Name the recovery certificate first: backups are encrypted to it, and its key,"
                " kept in a safe, opens them."
            )
            self.recipient.setText(text)
            return
        text = self.tr("Encrypted to {name}, certificate SHA-256 {sha}.")
        if recipient.is_over:
            text = self.tr("Encrypted to {name}, certificate SHA-256 {sha}. Its time is over.")
        self.recipient.setText(text.format(name=recipient.name, sha=recipient.fingerprint[:16]))

    # A backup

    def _ask_place(self) -> None:
        name = f"station-{utc_now():%Y-%m-%d}.backup"
        title = self.tr("Where shall the backup be? Take another disk than the station's.")
        ask_new_file(self, title, name, self._back_up)

    def _back_up(self, path: Path) -> None:
        self._begin()
        wanted = BackupAsked(path, self.transcripts.isChecked())
        work = partial(back_up, self._session.plant, wanted)
        self.work.run(work, self._backed_up, self._failed)

    def _backed_up(self, made: BackupMade) -> None:
        text = self.tr(
            "The backup is made and was read back: {file}, {size} bytes, up to entry {entry}."
            " SHA-256 {sha}"
        )
        self._end(
            text.format(
                file=made.file,
                size=f"{made.size:,}",
                entry=f"{made.manifest.entries or 0:,}",
                sha=made.sha256,
            )
        )

    def _ask_certificate(self) -> None:
        ask_file(self, self.tr("Which is the recovery certificate? (PEM)"), self._named)

    def _named(self, path: Path) -> None:
        self._begin()
        what = self.tr("Backups are encrypted to the certificate in {file} from then on.")
        self.agreement.ask(
            Question(
                Right.SETTINGS,
                what.format(file=shown(path.name)),
                partial(self._name_it, path),
                self._dropped,
            )
        )

    def _name_it(self, path: Path, approval: Approval | None) -> None:
        def done(recipient: Recipient) -> None:
            said = self.tr("Backups are encrypted to {name} from now on.")
            self._end(said.format(name=recipient.name))

        work = partial(name_recipient, self._session.plant, path, approval)
        self._session.bridge.run(self, work, done, self._failed, Lane.COMMANDS)

    # An archive

    def _ask_archive(self) -> None:
        title = self.tr("Where shall the archive be? Two files more come beside it.")
        name = f"station-{utc_now():%Y-%m-%d}.jsonl.gz"
        ask_new_file(self, title, name, self._agree_to_archive)

    def _agree_to_archive(self, path: Path) -> None:
        self._begin()
        what = self.tr(
            "Old runs' steps leave the station for {file}. What proves identities stays."
        )
        self.agreement.ask(
            Question(
                Right.ARCHIVE,
                what.format(file=shown(path.name)),
                partial(self._archive, path),
                self._dropped,
                confirm=True,
            )
        )

    def _archive(self, path: Path, approval: Approval | None) -> None:
        work = partial(archive_old, self._session.plant, path, approval)
        self.work.run(work, self._archived, self._failed)

    def _archived(self, made: ArchiveManifest) -> None:
        text = self.tr("Archived: {runs} runs and {transcripts} transcripts. SHA-256 {sha}")
        counts = {"runs": f"{made.runs:,}", "transcripts": f"{made.transcripts:,}"}
        self._end(text.format(**counts, sha=made.sha256))

    def _ask_checked(self) -> None:
        ask_file(self, self.tr("Which archive is to be checked?"), self._check)

    def _check(self, path: Path) -> None:
        self._begin()

        def done(found: ArchiveManifest) -> None:
            text = self.tr("The archive is as {station} signed it on {day}: {runs} runs.")
            day = f"{found.made:%Y-%m-%d}"
            runs = f"{found.runs:,}"
            self._end(text.format(station=shown(found.station), day=day, runs=runs))

        self.work.run(partial(check_archive, self._session.plant, path), done, self._failed)

    # Begun and ended

    def _begin(self) -> None:
        self.strip.be_silent()
        for made in (self.make, self.name, self.archive, self.check):
            made.setEnabled(False)

    def _over(self) -> None:
        for made in (self.name, self.check):
            made.setEnabled(True)
        # What may be done beside depends on what was found.
        QTimer.singleShot(0, self, self._read)
        self.check.setFocus()

    def _end(self, said: str) -> None:
        self._over()
        self.strip.say(said, "good")

    def _dropped(self) -> None:
        self._over()
        self.strip.say(self.tr("Nobody agreed: nothing is changed."), "notice")

    def _failed(self, error: StationError) -> None:
        self._over()
        if error.code == _ENDED:
            self.strip.say(self.tr("Stopped: nothing is left of it."), "notice")
        else:
            self.strip.say_error(error)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.command.text())
        self.strip.say(self.tr("The command was copied."), "good")


def _card(title: str, parts: tuple[QWidget | QHBoxLayout, ...]) -> QFrame:
    card = QFrame()
    theme.mark(card, kind="card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(16, 12, 16, 12)
    inside.setSpacing(8)
    heading = QLabel(title)
    theme.mark(heading, kind="heading")
    inside.addWidget(heading)
    for part in parts:
        if isinstance(part, QWidget):
            inside.addWidget(part)
        else:
            inside.addLayout(part)
    inside.addStretch(1)
    return card
