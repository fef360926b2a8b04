"""What the engine asks in a ceremony: lines to be read aloud, and PINs."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QVBoxLayout, QWidget

from station.model.settings import Settings
from station.operations.ceremony_plan import SOFTWARE_KEYS, Member, Step, StepName
from station.secret import Secret
from station.window import theme
from station.window.ceremony_leaf import Leaf
from station.window.ceremony_words import breakable, cut, said
from station.window.fields import Field, line, plain
from station.window.new_pin import NewPin

_LONGEST_PIN = 64
_DIGITS = 4
# As much of a name and a badge as a box has room for; above it stands all of both.
_LONGEST_NAME = 20


def grouped(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Return lines in twos: what is named, and the indented lines below it."""
    found: list[tuple[str, str]] = []
    for text in lines:
        if text.startswith(" ") and found:
            head, below = found[-1]
            found[-1] = (head, f"{below}\n{text.strip()}".strip())
        else:
            found.append((text, ""))
    return found


class AgreePage(Leaf):
    """Lines that one reads aloud and the other compares; both say that it is so, or not.

    Fingerprints are shown one at a time, large enough to be read from where both stand.

    Args:
        step: which.
        number: of the step, in words.
        members: the two who are there.
        lines: what is read aloud.
    """

    agreed = Signal()
    """Both say that it is so."""
    refused = Signal()
    """Somebody doesn't."""

    def __init__(
        self,
        step: Step,
        number: str,
        members: Sequence[Member],
        lines: Sequence[str],
    ) -> None:
        super().__init__("ceremony-agree", f"{number}: {said(step.title)}", self._told(step))
        self._groups = grouped(lines)
        self._singly = step.name is StepName.COMPARE
        self._accept = step == SOFTWARE_KEYS
        self._at = 0
        self._aloud = self._make_lines()
        self.yes = [QCheckBox(self._so(one)) for one in members]
        for number_of, box in enumerate(self.yes, 1):
            box.setObjectName(f"ceremony-yes-{number_of}")
            box.toggled.connect(self._said_so)
        self._boxes = QWidget()
        rows = QVBoxLayout(self._boxes)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        for box in self.yes:
            rows.addWidget(box, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._boxes)
        no = self.tr("&Break off") if self._accept else self.tr("It &isn't so")
        self.add_back("ceremony-no", no, self.refused.emit)
        self.before = self.add_other("ceremony-before", self.tr("&Before"), self._go_back)
        self.on = self.add_on("ceremony-agreed", self.tr("&Go on"), self._go_on)
        self.begin_with(self.yes[0])
        self._show()

    def _told(self, step: Step) -> str:
        if not step.aloud:
            return said(step.done)
        text = self.tr("{done} Read aloud: {aloud}.")
        return text.format(done=said(step.done), aloud=said(step.aloud))

    def _so(self, member: Member) -> str:
        so, accept = self.tr("{name} ({badge}): it is so"), self.tr("{name} ({badge}): I accept it")
        text = accept if self._accept else so
        name, badge = cut(member.name, _LONGEST_NAME), cut(member.badge, _LONGEST_NAME)
        return text.format(name=name, badge=badge).replace("&", "&&")

    def _make_lines(self) -> list[QLabel]:
        frame = QFrame()
        theme.mark(frame, kind="aloud-frame")
        inside = QVBoxLayout(frame)
        inside.setSpacing(8)
        made = []
        if self._singly:
            self.count = plain("ceremony-count", "quiet")
            inside.addWidget(self.count)
            made = [plain("ceremony-key", "aloud"), plain("ceremony-fingerprint", "fingerprint")]
        else:
            for head, below in self._groups:
                made.append(plain("ceremony-aloud", "aloud", breakable(head)))
                if below:
                    made.append(plain("ceremony-aloud-more", "quiet", breakable(below)))
        for label in made:
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            inside.addWidget(label)
        inside.addStretch(1)
        self.body.addWidget(frame, 1)
        return made

    def _is_last(self) -> bool:
        return not self._singly or self._at >= len(self._groups) - 1

    def _show(self) -> None:
        if self._singly and self._groups:
            head, below = self._groups[self._at]
            self._aloud[0].setText(head)
            self._aloud[1].setText(in_rows(below))
            count = self.tr("Key {number} of {of}")
            self.count.setText(count.format(number=self._at + 1, of=len(self._groups)))
        self.before.setVisible(self._singly and self._at > 0)
        self._boxes.setVisible(self._is_last())
        self.on.setText(self.tr("&Go on") if self._is_last() else self.tr("&Next"))
        self.on.setEnabled(not self._is_last() or all(box.isChecked() for box in self.yes))

    def _said_so(self) -> None:
        self._show()
        if self.on.isEnabled():
            self.on.setFocus()

    def _go_back(self) -> None:
        self._at -= 1
        self._show()
        self.on.setFocus()

    def _go_on(self) -> None:
        if not self._is_last():
            self._at += 1
            self._show()
            (self.yes[0] if self._is_last() else self.on).setFocus()
        elif all(box.isChecked() for box in self.yes):
            self.agreed.emit()


def in_rows(fingerprint: str, groups: int = 4) -> str:
    """Return a fingerprint in groups of four digits as rows of some groups each; words as is."""
    parts = fingerprint.split(" ")
    if any(len(part) != _DIGITS for part in parts):
        return fingerprint
    rows = (parts[at : at + groups] for at in range(0, len(parts), groups))
    return "\n".join("  ".join(row) for row in rows)


class PinPage(Leaf):
    """Asks for one PIN that is there already.

    Args:
        title: whose.
        text: what is to be known of it.
        given: told the PIN.
    """

    def __init__(self, title: str, text: str, given: Callable[[Secret], None]) -> None:
        super().__init__("ceremony-pin", title, text)
        self._given = given
        self.pin = line("ceremony-pin-typed", secret=True, longest=_LONGEST_PIN)
        self.body.addWidget(Field(self.tr("&PIN"), self.pin))
        self.body.addStretch(1)
        self.add_on("ceremony-pin-on", self.tr("&Go on"), self._submit)
        self.begin_with(self.pin)

    def _submit(self) -> None:
        typed = self.pin.text()
        self.pin.clear()
        if typed:
            self._given(Secret(typed.encode()))
        else:
            self.pin.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no PIN that isn't seen."""
        super().hideEvent(event)
        self.pin.clear()


class ChoosePage(Leaf):
    """Has a supervisor choose a PIN, typed twice.

    Args:
        title: whose.
        text: what is to be known of it, and who looks away.
        given: told the PIN.
    """

    def __init__(self, title: str, text: str, given: Callable[[Secret], None]) -> None:
        super().__init__("ceremony-choose", title)
        self.title.hide()
        self.new_pin = NewPin(breakable(title), "")
        for one in (self.new_pin.leave, self.new_pin.save):
            one.hide()
        self.new_pin.begin(breakable(text))
        self.new_pin.say_shortest(Settings().pin_shortest)  # the record's, which was just begun
        self.new_pin.chosen.connect(given)
        self.body.addWidget(self.new_pin)
        self.body.addStretch(1)
        self.add_on("ceremony-choose-on", self.tr("&Go on"), self.new_pin.submit)
        self.begin_with(self.new_pin.first)


class WorkPage(Leaf):
    """Something is made that nobody need do anything for, and nobody can stop in the middle."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__("ceremony-work", title, text)
        self.body.addStretch(1)
        self.busy.show()
