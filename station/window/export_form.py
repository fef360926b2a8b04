"""The form of an export: what is ready, in which format, and where it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
)

from station.errors import StationError
from station.operations.exporting import Readiness, format_names, next_folder, readiness
from station.service.exports import Again, ExportRequest, export_format
from station.window import theme
from station.window.fields import Choice, Field, Strip, button, error_words, plain
from station.window.languages import number
from station.window.session import Session

_LONGEST: Final = 4096
_WITHOUT_KEYS: Final = "dps-csv"
_RECIPIENT_CODES: Final = frozenset({"SVC-079", "PRF-005"})
# These are about the folder: said where it was typed.
_FOLDER_CODES: Final = frozenset({"CFG-003", "CFG-005", "SVC-002", "SVC-010"})


@dataclass(frozen=True)
class Wanted:
    """An export that is to be made.

    Attributes:
        request: what is written, and where to.
        count: how many units there were when it was asked for.
        recipient: the file with the certificate of who opens units' own keys; None for nobody.
    """

    request: ExportRequest
    count: int
    recipient: Path | None = None


class ExportForm(QFrame):
    """Asks what to export, and shows how far that is.

    Args:
        session: who exports, and at which station.
    """

    started = Signal(object)
    """What is wanted."""
    stopped = Signal()
    """The export at work is to be given up."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("export-form")
        theme.mark(self, kind="card")
        self._session = session
        self.at_work, self._own_folder = False, False
        self._total = 0
        self.strip = Strip("export-said")
        self._make_editors()
        self._make_buttons()
        self._lay_out()
        self._connect()
        self._show_purpose()
        self._show_ready()

    def _make_editors(self) -> None:
        self.order = Choice("export-order", shortest=20)
        self.ready = plain("export-ready", "")
        self.again = QCheckBox(self.tr("A&lso what was exported before"))
        self.again.setObjectName("export-again")
        self.format = Choice("export-format", shortest=20)
        for name in format_names():
            self.format.addItem(name, name)
        self.folder = QLineEdit(maxLength=_LONGEST)
        self.folder.setObjectName("export-folder")
        self.browse = button("export-browse", self.tr("Bro&wse …"))
        self.recipient = QLineEdit(maxLength=_LONGEST)
        self.recipient.setObjectName("export-recipient")
        self._recipients = Field(
            self.tr("C&ertificate of the service's owner"),
            self.recipient,
            self.tr(
                "A file, needed where units have keys of their own: these are encrypted, and "
                "nobody but the owner opens them."
            ),
        )
        self._orders = Field(self.tr("O&rder"), self.order)
        self._formats = Field(self.tr("&Format"), self.format)
        self._folders = Field(
            self.tr("Fol&der"),
            self.folder,
            self.tr("A new or empty one. All of the export goes into it, or nothing."),
            self.browse,
        )

    def _make_buttons(self) -> None:
        self.start = button("export-start", self.tr("&Start the export"), "primary")
        self.stop = button("export-stop", self.tr("&Cancel"))
        self.progress = QProgressBar()
        self.progress.setObjectName("export-progress")
        self.progress.setAccessibleName(self.tr("Progress"))
        self.doing = plain("export-doing", "quiet")
        for widget in (self.stop, self.progress, self.doing):
            widget.hide()

    def _lay_out(self) -> None:
        again = self.tr(
            "Units that were exported before are written once more, as when files were lost. "
            "The service refuses those that it has already, and overwrites none."
        )
        buttons = QHBoxLayout()
        buttons.addWidget(self.start)
        buttons.addWidget(self.stop)
        buttons.addStretch(1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(10)
        inside.addWidget(self._orders)
        inside.addWidget(self.ready)
        inside.addWidget(self.again)
        inside.addWidget(plain("export-again-hint", "quiet", again))
        for widget in (self._formats, self._recipients, self._folders, self.strip):
            inside.addWidget(widget)
        for shown_while_busy in (self.doing, self.progress):
            inside.addWidget(shown_while_busy)
        inside.addLayout(buttons)
        inside.addStretch(1)

    def _connect(self) -> None:
        self.order.currentIndexChanged.connect(lambda _: self._order_chosen())
        self.again.toggled.connect(lambda _: self._show_ready())
        self.format.currentIndexChanged.connect(lambda _: self._show_purpose())
        self.folder.textEdited.connect(self._folder_typed)
        self.browse.clicked.connect(self._ask_folder)
        self.start.clicked.connect(self.submit)
        self.stop.clicked.connect(self.give_up)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter in a field as the start, and Escape as the end of an export at work."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        elif event.key() == Qt.Key.Key_Escape and self.at_work:
            self.give_up()
        else:
            super().keyPressEvent(event)

    # What the screen asks

    def refresh(self) -> None:
        """Count anew what is ready."""
        if not self.at_work:
            data = self._session.plant.data
            self._session.bridge.run(
                self, lambda: readiness(data), self._has_readiness, self.strip.say_error
            )

    def focus_first(self) -> None:
        """Go to what is to be exported, or to what stops the export at work."""
        (self.stop if self.at_work else self.order).setFocus()

    def show_written(self, count: int) -> None:
        """Show how many units are written."""
        if not self.at_work or not self.stop.isEnabled():
            return
        if count < self._total:
            self.progress.setRange(0, self._total)
            self.progress.setValue(count)
            text = self.tr("Writing unit {count} of {total} …")
            self.doing.setText(text.format(count=number(count), total=number(self._total)))
            return
        self.progress.setRange(0, 0)
        self.doing.setText(self.tr("Checking the record, signing and recording …"))
        # From here on it is too late to stop it.
        self.stop.setEnabled(False)

    def show_end(self) -> None:
        """Make ready for the next export."""
        self._working(False)
        self._own_folder = False
        self.refresh()

    def show_error(self, error: StationError) -> None:
        """Say what went wrong, and leave everything as it was typed."""
        self._working(False)
        remedy = self._remedies().get(error.code, "")
        if error.code == "LIN-003":
            text = self.tr("The export was stopped. Nothing was written or counted as exported.")
            self.strip.say(text, "notice")
        elif error.code in _RECIPIENT_CODES:
            self._recipients.say_wrong(error_words(error))
            self.recipient.setFocus()
        elif error.code in _FOLDER_CODES:
            self._folders.say_wrong(error_words(error))
            self.folder.setFocus()
        else:
            self.strip.say_error(error, remedy)
        if error.code == "SVC-010":
            self._own_folder = False
        self.refresh()

    def _remedies(self) -> Mapping[str, str]:
        """Return what to do where the catalogue names options of the command."""
        one = self.tr("Choose one order, and export each by itself.")
        return {
            "SVC-001": self.tr("Tick the box to export everything once more."),
            "SVC-009": one,
            "SVC-013": one,
        }

    # What there is

    def _has_readiness(self, there: Sequence[Readiness]) -> None:
        before = self._chosen()
        self.order.blockSignals(True)
        self.order.clear()
        for one in there:
            name = self.tr("All orders") if one.order is None else one.order
            text = self.tr("{name}: {count} to export")
            self.order.addItem(text.format(name=name, count=number(one.new)), one)
        same = [place for place, one in enumerate(there) if before and one.order == before.order]
        self.order.setCurrentIndex(same[0] if same else 0)
        self.order.blockSignals(False)
        self._order_chosen()

    def _chosen(self) -> Readiness | None:
        chosen = self.order.currentData()
        return chosen if isinstance(chosen, Readiness) else None

    def _order_chosen(self) -> None:
        self._show_ready()
        if not self._own_folder:
            self._suggest()

    def _count(self) -> int:
        """Return how many units are to be exported."""
        chosen = self._chosen()
        if chosen is None:
            return 0
        return chosen.new + (chosen.before if self.again.isChecked() else 0)

    def _show_ready(self) -> None:
        chosen = self._chosen()
        self.start.setEnabled(not self.at_work and self._count() > 0)
        if chosen is None:
            self.ready.setText(self.tr("Counting what is ready …"))
            return
        new = self.tr("{count} units are ready to export.").format(count=number(chosen.new))
        if not chosen.new:
            new = self.tr("Nothing is ready to export: units are, once they have passed.")
        old = self.tr("{count} were exported before.")
        if self.again.isChecked():
            old = self.tr("{count} are exported once more.")
        old = old.format(count=number(chosen.before))
        self.ready.setText(f"{new} {old}" if chosen.before else new)

    def _show_purpose(self) -> None:
        name = self.format.currentData()
        self._formats.say_hint(self.purposes().get(name, ""))
        self._recipients.setVisible(name != _WITHOUT_KEYS)

    def purposes(self) -> Mapping[str, str]:
        """Return what each format is for, a plain sentence."""
        return {
            "dps-json": self.tr(
                "For the provisioning service: the requests that create the units there, ready to "
                "be sent, with certificates."
            ),
            "dps-csv": self.tr(
                "For people and spreadsheets: one table of all units, with certificates. It holds "
                "no keys, and the service doesn't take it."
            ),
            "dps-jsonl": self.tr(
                "For programs, and for lists of any length: a document a line, as the service "
                "takes it, certificates in the documents."
            ),
            "dps-zip": self.tr(
                "For whoever takes an order's units in: archives of each order with its table, "
                "documents and certificates."
            ),
        }

    # The folder

    def _suggest(self) -> None:
        chosen = self._chosen()
        order = None if chosen is None else chosen.order
        data, today = self._session.plant.data, datetime.now(UTC).astimezone().date()

        def suggested(folder: Path) -> None:
            # Answers come in any order: one for an order that was chosen before is too late.
            if self._own_folder or self.at_work or self._chosen() != chosen:
                return
            self.folder.setText(str(folder))
            self._folders.say_wrong("")

        self._session.bridge.run(
            self, lambda: next_folder(data, order, today), suggested, self.strip.say_error
        )

    def _folder_typed(self, text: str) -> None:
        self._own_folder = bool(text.strip())
        self._folders.say_wrong("")

    def _ask_folder(self) -> None:
        typed = Path(self.folder.text().strip() or self._session.plant.data.root)
        dialog = QFileDialog(self, self.tr("In which folder shall the export's folder be?"))
        dialog.setObjectName("export-dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setDirectory(str(self._session.plant.data.root))
        dialog.resize(900, 560)
        dialog.fileSelected.connect(partial(self._folder_chosen, typed.name))
        dialog.open()

    def _folder_chosen(self, name: str, above: str) -> None:
        self.folder.setText(str(Path(above) / name))
        self._folder_typed(self.folder.text())
        self.start.setFocus()

    # The export

    def submit(self) -> None:
        """Ask for the export, or say why it can't be."""
        chosen = self._chosen()
        if self.at_work or chosen is None or not self._count():
            return
        self.strip.be_silent()
        self._folders.say_wrong("")
        self._recipients.say_wrong("")
        folder = self._typed()
        if folder is None:
            self._folders.say_wrong(self.tr("Type the folder's whole path, beginning with /."))
            self.folder.setFocus()
            return
        again = Again.EXPORTED_TOO if self.again.isChecked() else Again.NEW_ONLY
        form = export_format(self.format.currentData())
        self._total = self._count()
        self._working(True)
        self.show_written(0)
        request = ExportRequest(folder, form, chosen.order, again)
        wanted = Wanted(request, self._total, self._typed_recipient())
        self.started.emit(wanted)

    def _typed(self) -> Path | None:
        try:
            folder = Path(self.folder.text().strip()).expanduser()
        except RuntimeError:
            # There is no such user, or none with a home.
            return None
        return folder if folder.is_absolute() else None

    def _typed_recipient(self) -> Path | None:
        typed = self.recipient.text().strip()
        return Path(typed) if typed and self.format.currentData() != _WITHOUT_KEYS else None

    def give_up(self) -> None:
        """Ask for the end of the export at work, if that is still possible."""
        if self.at_work and self.stop.isEnabled():
            self.stop.setEnabled(False)
            self.doing.setText(self.tr("Stopping …"))
            self.stopped.emit()

    def _working(self, at_work: bool) -> None:
        self.at_work = at_work
        chosen = (self.order, self.again, self.format, self.recipient, self.folder, self.browse)
        for editor in chosen:
            editor.setEnabled(not at_work)
        for widget in (self.stop, self.progress, self.doing):
            widget.setVisible(at_work)
        self.start.setVisible(not at_work)
        self.stop.setEnabled(at_work)
        self._show_ready()
        self.focus_first()
