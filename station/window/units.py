"""One unit: found by its serial number, its story told and checked, and what becomes of it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.model.names import shown
from station.model.rights import Approval, Right
from station.model.unit_state import CHANGES, UnitChange
from station.operations.label_desk import LabelAsked, print_label
from station.operations.unit_desk import (
    Given,
    UnitFound,
    change_unit,
    find_unit,
    people_changes,
)
from station.operations.unit_story import tell, verdict_words
from station.records.labels import LabelRow
from station.records.unit_rows import UnitChanged
from station.window import theme
from station.window.agreement import Agreement, Question
from station.window.bridge import Lane
from station.window.fields import Strip, button, line, plain
from station.window.label_words import label_action, label_asked, label_done
from station.window.session import Session
from station.window.unit_words import (
    asked_words,
    change_words,
    done_words,
    is_final,
    mark_words,
    state_words,
)

_LONGEST = 128


class UnitsScreen(QWidget):
    """Finds a unit, and does with it what may be done.

    Args:
        session: who does it, and at which station.
    """

    changed = Signal()
    """A unit's state was changed, and with it perhaps what is left of its order."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("units")
        theme.mark(self, kind="screen")
        self._session = session
        self._found: UnitFound | None = None
        self._looked_for = ""
        self._at_work, self._reading = False, False
        self.strip = Strip("units-said")
        self.agreement = Agreement(session)
        self.finder = line("unit-find", longest=_LONGEST)
        self.finder.setPlaceholderText(self.tr("Scan the unit, or type its serial number"))
        self.look_now = button("unit-find-now", self.tr("&Find"), "primary")
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setObjectName("units-busy")
        self.changes = {change: _change_button(change) for change in people_changes()}
        self.label = button("unit-label", "", "")
        self._make_unit()
        self._lay_out()
        self._connect()
        self._show_found()

    def _make_unit(self) -> None:
        self.state = plain("unit-state", "heading")
        self.mark = plain("unit-mark", "quiet")
        self.verdict = plain("unit-verdict", "quiet")
        self.findings = Strip("unit-findings")
        self.story = QPlainTextEdit()
        self.story.setObjectName("unit-story")
        self.story.setAccessibleName(self.tr("What happened to the unit"))
        self.story.setReadOnly(True)
        self.story.setTabChangesFocus(True)
        self.story.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        label = QLabel(self.tr("&Serial number"))
        label.setBuddy(self.finder)
        for widget in (label, self.finder, self.look_now):
            head.addWidget(widget, 2 if widget is self.finder else 0)
        policy = self.busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.busy.setSizePolicy(policy)
        self.busy.hide()
        head.addWidget(self.busy, 1)
        self.empty = plain("units-empty", "empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body = QStackedWidget()
        self.body.addWidget(self.empty)
        self.body.addWidget(self._unit_card())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 10)
        whole.addLayout(head)
        for panel in (self.strip, self.agreement):
            whole.addWidget(panel)
        whole.addWidget(self.body, 1)

    def _unit_card(self) -> QWidget:
        self.card = QFrame()
        theme.mark(self.card, kind="card")
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        for part in (self.state, self.mark):
            inside.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(8)
        for made in self.changes.values():
            row.addWidget(made)
        row.addWidget(self.label)
        row.addStretch(1)
        inside.addLayout(row)
        inside.addWidget(self.findings)
        inside.addWidget(self.story, 1)
        inside.addWidget(self.verdict)
        return self.card

    def _connect(self) -> None:
        self.look_now.clicked.connect(self.look)
        self.finder.returnPressed.connect(self.look)
        for change, made in self.changes.items():
            made.clicked.connect(partial(self._ask, change))
        self.label.clicked.connect(self._ask_label)
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self.refresh)

    # What the shell asks

    def refresh(self) -> None:
        """Read the unit anew that is shown."""
        if self._looked_for and not self._at_work:
            self.strip.be_silent()
            self._read(self._looked_for)

    def focus_first(self) -> None:
        """Go to where a unit is scanned, or to who is to agree."""
        if self.agreement.isVisible():
            self.agreement.focus_first()
            return
        self.finder.setFocus()
        self.finder.selectAll()

    # Found

    def look(self) -> None:
        """Find the unit whose serial number was scanned or typed."""
        serial = self.finder.text().strip()
        if not serial or self._at_work:
            self.focus_first()
            return
        self.strip.be_silent()
        self._read(serial)
        self.focus_first()

    def _read(self, serial: str) -> None:
        """Read one unit at a time: the whole chain is checked, and others wait for that thread."""
        self._looked_for = serial
        self.busy.show()
        if self._found is None or self._found.serial.lower() != serial.lower():
            self._found = None  # what is done must not be done to the one before
            self._show_found()
        if self._reading:
            return
        self._reading = True
        work = partial(find_unit, self._session.plant, serial)
        has, failed = partial(self._has, serial), partial(self._not_read, serial)
        self._session.bridge.run(self, work, has, failed)

    def _is_wanted(self, serial: str) -> bool:
        """Tell whether what was read is what is wanted; if not, read that."""
        self._reading = False
        if serial != self._looked_for:  # another one was scanned meanwhile
            self._read(self._looked_for)
            return False
        self.busy.setVisible(self._at_work)
        return not self._at_work  # what is being agreed to stays as it is seen

    def _has(self, serial: str, found: UnitFound) -> None:
        if self._is_wanted(serial):
            self._found, self._looked_for = found, found.serial
            self._show_found()
            if found.void:
                error = StationError("REC-104", serial=found.serial, quantity=found.void)
                self.strip.say_error(error)

    def _not_read(self, serial: str, error: StationError) -> None:
        if self._is_wanted(serial):
            self._found, self._looked_for = None, ""
            self._show_found()
            self.strip.say_error(error)

    def _show_found(self) -> None:
        found = self._found
        known = found is not None and found.history.known
        self.body.setCurrentWidget(self.card if known else self.empty)
        if found is None:
            text = self.tr("Scan a unit, or type its serial number: its story is told and checked.")
            if self._looked_for:
                looking = self.tr("Looking for {serial}.")
                text = looking.format(serial=shown(self._looked_for))
            self.empty.setText(text)
            return
        if not known:
            text = self.tr(
                "Nothing is on record of a unit {serial}.\n"
                "Check the number; no unit is known before its first run."
            )
            self.empty.setText(text.format(serial=shown(found.serial)))
            return
        self._show_unit(found)

    def _show_unit(self, found: UnitFound) -> None:
        text = self.tr("The unit {serial} is {state}.")
        if found.mark is None:
            self.state.setText(shown(found.serial))
            said = ""
        else:
            state = state_words(found.mark.state)
            self.state.setText(text.format(serial=shown(found.serial), state=state))
            said = mark_words(found.mark)
        self.mark.setText(said)
        self.mark.setVisible(bool(said))
        history = found.history
        self.story.setPlainText("\n".join(one for part in tell(history) for one in part.lines))
        self.verdict.setText("" if history.findings else verdict_words(history))
        self.findings.be_silent()
        if history.findings:
            told = [verdict_words(history), *(shown(one, 300) for one in history.findings)]
            self.findings.say("\n".join(told), "bad")
        self._offer()

    def _offer(self) -> None:
        possible = () if self._found is None else self._found.changes
        for change, made in self.changes.items():
            made.setVisible(change in possible)
            made.setEnabled(not self._at_work)
        label = None if self._found is None else self._found.label
        self.label.setText(label_action(label))
        self.label.setVisible(label is not None)
        self.label.setEnabled(not self._at_work)

    # Changed

    def _ask_label(self) -> None:
        found = self._found
        if found is None or found.label is None:
            return
        self.strip.be_silent()
        self._working(True)
        then = partial(self._print_label, found)
        self.agreement.ask(Question(Right.LABELS, label_asked(found.label), then, self._dropped))

    def _print_label(self, found: UnitFound, approval: Approval | None) -> None:
        asked = LabelAsked(found.serial, approval, self.agreement.why)
        printing = print_label(found.label)

        def done(row: LabelRow) -> None:
            self._working(False)
            self._read(found.serial)
            self.strip.say(label_done(row), "good")
            self.focus_first()

        work = partial(printing, self._session.plant, asked)
        failed = partial(self._failed, found.serial)
        self._session.bridge.run(self, work, done, failed, Lane.COMMANDS)

    def _ask(self, change: UnitChange) -> None:
        found, right = self._found, CHANGES[change].right
        if found is None or right is None:
            return
        self.strip.be_silent()
        self._working(True)
        then = partial(self._change, found, change)
        what = asked_words(change, found)
        self.agreement.ask(Question(right, what, then, self._dropped, confirm=True))

    def _change(self, found: UnitFound, change: UnitChange, approval: Approval | None) -> None:
        serial, given = found.serial, Given(approval, self.agreement.why)
        work = partial(change_unit, self._session.plant, found, change, given)

        def done(changed: UnitChanged) -> None:
            self._working(False)
            self._read(serial)
            self.strip.say(done_words(change, changed), "good")
            self.focus_first()
            self.changed.emit()

        self._session.bridge.run(self, work, done, partial(self._failed, serial), Lane.COMMANDS)

    def _failed(self, serial: str, error: StationError) -> None:
        self._working(False)
        below = self.tr("What can be done with it is shown below.")
        self.strip.say_error(error, below if error.code == "REC-034" else "")
        self._read(serial)
        self.focus_first()

    def _dropped(self) -> None:
        self._working(False)
        self.strip.say(self.tr("Nobody agreed: nothing is changed."), "notice")
        self.focus_first()

    def _working(self, at_work: bool) -> None:
        self._at_work = at_work
        self.busy.setVisible(at_work)
        for widget in (self.finder, self.look_now):
            widget.setEnabled(not at_work)
        self._offer()


def _change_button(change: UnitChange) -> QPushButton:
    kind = "danger" if is_final(change) else ""
    return button(f"unit-{change.value}", change_words(change), kind)
