"""The pages at a ceremony's end: the signed protocol, or how far it is where it was broken off."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel, QLineEdit

from station.errors import StationError
from station.folders import Data
from station.operations.ceremony_begin import may_drop
from station.operations.ceremony_document import PAPER
from station.operations.ceremony_plan import STEPS, Progress, Step
from station.operations.ceremony_protocol import copy_protocol
from station.operations.ceremony_work import Held
from station.operations.pin_standing import PinStanding, pin_standings
from station.operations.report_words import in_fours
from station.window.bridge import Bridge, Lane
from station.window.ceremony_leaf import Leaf
from station.window.ceremony_pages import in_rows
from station.window.ceremony_words import said, stakes, wrong_words
from station.window.fields import plain

_LAST_TRY = "HSM-042"
_OF_PINS: Final = frozenset({"HSM-003", "HSM-004", _LAST_TRY})


class ProtocolPage(Leaf):
    """Shows where the protocol is, has it printed and saved, and goes on to the bench.

    Args:
        held: the ceremony.
        bridge: to the threads that may wait.
        on: goes on: to the bench, or from a rehearsal to the real ceremony.
    """

    def __init__(self, held: Held, bridge: Bridge, on: Callable[[], None]) -> None:
        super().__init__("ceremony-protocol", self.tr("The station is set up"))
        self._held, self._bridge = held, bridge
        rehearsed = held.document.practice
        if rehearsed:
            self.title.setText(self.tr("The rehearsal is over"))
            self.say_told(
                self.tr(
                    "That was all of it. Nothing that was made is of any use; the same two can "
                    "hold the real ceremony now."
                )
            )
        else:
            text = self.tr(
                "This is the station {name} now, and you two are its supervisors.\n\n"
                "Print the protocol, sign it in ink, and keep it with the root token in the safe. "
                "Save a copy of its folder outside this computer. Read its SHA-256 aloud, and "
                "write it on the paper: the record knows the protocol by it."
            )
            self.say_told(text.format(name=held.document.station))
        self._show_protocol()
        self.add_back("ceremony-save", self.tr("&Save a copy"), self._ask_folder)
        self.add_back("ceremony-print", self.tr("Open it, to &print"), self._open)
        words = self.tr("&Go on to the real one") if rehearsed else self.tr("&Go to the bench")
        self.add_on("ceremony-over", words, on)

    def _show_protocol(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        digest = in_rows(in_fours(self._held.protocol), 8)
        where = QLineEdit(str(self._held.folder), readOnly=True)
        where.setObjectName("ceremony-folder")
        hashed = plain("ceremony-hash", "fingerprint", digest)
        hashed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        parts = ((self.tr("Folder"), where), (self.tr("SHA-256"), hashed))
        for row, (words, widget) in enumerate(parts):
            grid.addWidget(QLabel(words), row, 0)
            grid.addWidget(widget, row, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addStretch(1)

    def _open(self) -> None:
        paper = self._held.folder / PAPER
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(paper))):
            text = self.tr("Nothing here can show it. Save a copy, and print {name} elsewhere.")
            self.strip.say(text.format(name=PAPER), "notice")

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("In which folder shall the copy be?"))
        dialog.setObjectName("ceremony-dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setDirectory(str(Path.home()))
        dialog.resize(900, 560)
        dialog.fileSelected.connect(self.save_in)
        dialog.open()

    def save_in(self, above: str) -> None:
        """Save a copy in a folder of that one."""
        self.working(at_work=True)
        work = partial(copy_protocol, self._held.folder, Path(above))
        self._bridge.run(self, work, self._saved, self._not_saved, Lane.COMMANDS)

    def _saved(self, folder: Path) -> None:
        self.working(at_work=False)
        text = self.tr("The copy is in {folder}, and is what was signed.")
        self.strip.say(text.format(folder=folder), "good")
        self.focus_first()

    def _not_saved(self, error: StationError) -> None:
        self.working(at_work=False)
        self.strip.say(wrong_words(error), "bad")


@dataclass(frozen=True)
class HowFar:
    """How far a ceremony is that isn't over.

    Attributes:
        progress: as it was written down; None where none was begun, or it can't be read.
        standings: how its tokens' PINs stand, where that was asked.
        droppable: whether it can be forgotten.
        damage: why it can't be read, or None.
    """

    progress: Progress | None = None
    standings: Sequence[PinStanding] = ()
    droppable: bool = False
    damage: StationError | None = None


def how_far(data: Data, error: StationError) -> HowFar:
    """Return how far a ceremony is, and after a wrong PIN how the tokens' PINs stand."""
    try:
        progress = Progress.read(data)
    except StationError as damage:
        return HowFar(droppable=may_drop(data), damage=damage)
    standings: Sequence[PinStanding] = ()
    if progress is not None and error.code in _OF_PINS:
        with suppress(StationError):  # it says enough without
            standings = pin_standings(data)
    return HowFar(progress, standings, may_drop(data))


class StoppedPage(Leaf):
    """Says why the ceremony isn't over and how far it is, and how it goes on.

    Args:
        error: why.
        far: how far it is.
        back: leads out of it.
    """

    go_on = Signal()
    """It goes on where it was."""
    last_try = Signal()
    """It goes on, and a PIN may be tried though a wrong one could lock its token."""
    dropped = Signal()
    """It is to be forgotten."""

    def __init__(
        self,
        error: StationError,
        far: HowFar,
        back: Callable[[], None],
    ) -> None:
        super().__init__("ceremony-stopped", self.tr("The ceremony is not over"))
        progress = far.progress
        if progress is not None and progress.plan.practice:
            self.title.setText(self.tr("The rehearsal is not over"))
        self.strip.say(wrong_words(far.damage or error, far.standings), "notice")
        if far.damage is not None:
            self._offer_again(far, back)
        elif progress is None or progress.next is None:
            self.add_on("ceremony-leave", self.tr("&Back"), back)
        elif error.code == _LAST_TRY:
            self.say_told(stakes())
            self.add_other("ceremony-last-try", self.tr("We are &sure of it"), self.last_try.emit)
            self._offer_drop(far)
            self.add_on("ceremony-leave", self.tr("&Stop here"), back)
        else:
            self._offer(progress, progress.next, back)
            self._offer_drop(far)
            self.add_on("ceremony-go-on", self.tr("&Go on"), self.go_on.emit)
        self.body.addStretch(1)

    def _offer_drop(self, far: HowFar) -> None:
        if far.droppable:
            self.add_other("ceremony-drop", self.tr("&Forget it"), self.dropped.emit)

    def _offer_again(self, far: HowFar, back: Callable[[], None]) -> None:
        """Offer what helps where it can't be read how far the ceremony is."""
        held = self.tr(
            "The record was begun already, so it can't be begun anew here. Without a copy of that "
            "file, take another folder and empty tokens."
        )
        anew = self.tr(
            "Without a copy, forget it and begin again, with the same names and tokens: the keys "
            "that are in the tokens stay."
        )
        self.say_told(anew if far.droppable else held)
        self.add_back("ceremony-leave", self.tr("&Back"), back)
        self._offer_drop(far)
        self.add_on("ceremony-go-on", self.tr("&Try again"), self.go_on.emit)

    def _offer(self, progress: Progress, step: Step, back: Callable[[], None]) -> None:
        text = self.tr(
            "It was begun on {time} UTC for the station {name}.\n\n"
            "It goes on at step {number} of {of}: {title}.\n"
            "Who must be here: {who}."
        )
        self.say_told(
            text.format(
                time=f"{progress.begun:%Y-%m-%d %H:%M}",
                name=progress.plan.station,
                number=STEPS.index(step) + 1,
                of=len(STEPS),
                title=said(step.title),
                who=", ".join(f"{one.name} ({one.badge})" for one in progress.plan.supervisors),
            )
        )
        self.add_back("ceremony-leave", self.tr("&Not now"), back)
