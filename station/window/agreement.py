"""Who agrees to a change: nobody is asked where nobody need be, else badge and PIN, and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout

from station.errors import StationError
from station.model.people import Credential, Role
from station.model.rights import RULES, Approval, Right, Rule
from station.records.store import Records
from station.secret import Secret
from station.window import theme
from station.window.fields import Field, Strip, button, line, plain
from station.window.session import Session
from station.window.words import role_words

_LONGEST_REASON = 200
# A scanner ends what it types with Enter at once; a person's comes later.
_SCAN_MS = 300


@dataclass(frozen=True)
class Question:
    """What is to be agreed to.

    Attributes:
        right: what it takes.
        what: what happens then, a sentence.
        then: told the approval, or None where nobody need have agreed.
        dropped: told that nobody did: nothing is to change.
        confirm: whether it is asked in practice too, where nobody need agree: what can't be undone.
    """

    right: Right
    what: str
    then: Callable[[Approval | None], None]
    dropped: Callable[[], None]
    confirm: bool = False


class Agreement(QFrame):
    """A panel of a screen, seen only while somebody is to agree; all other positions go on.

    In practice nobody is asked, nor is whoever is logged in, where the right is theirs and the rule
    wants neither a fresh PIN nor a reason.

    Args:
        session: who is logged in, and where.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("agreement")
        theme.mark(self, kind="card")
        self._session = session
        self._asked: Question | None = None
        self._at_work, self._people = False, 0
        self._typed = QTimer(self, singleShot=True, interval=_SCAN_MS)
        self._make_fields()
        self._lay_out()
        self.agree.clicked.connect(self.submit)
        self.leave.clicked.connect(self.cancel)
        self.hide()

    def _make_fields(self) -> None:
        self.what = plain("agreement-what", "heading")
        self.who = plain("agreement-who", "quiet")
        self.strip = Strip("agreement-said")
        self.badges = [line(f"agreement-badge-{number}") for number in (1, 2)]
        self.pins = [line(f"agreement-pin-{number}", secret=True) for number in (1, 2)]
        self.reason = line("agreement-reason", longest=_LONGEST_REASON)
        self._badges = [Field("", edit) for edit in self.badges]
        self._pins = [Field("", edit) for edit in self.pins]
        self._reasons = Field(self.tr("Why"), self.reason)
        self.agree = button("agreement-yes", self.tr("A&gree"), "primary")
        self.leave = button("agreement-no", self.tr("Cancel"))
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setObjectName("agreement-busy")

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(20, 14, 20, 14)
        inside.setSpacing(10)
        for widget in (self.what, self.who, self.strip):
            inside.addWidget(widget)
        for badge, pin in zip(self._badges, self._pins, strict=True):
            row = QHBoxLayout()
            row.setSpacing(16)
            row.addWidget(badge, 1)
            row.addWidget(pin, 1)
            inside.addLayout(row)
        inside.addWidget(self._reasons)
        inside.addWidget(self.busy)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.agree)
        inside.addLayout(buttons)

    # What screens ask

    def ask(self, question: Question) -> None:
        """Have somebody agree, or go on at once where nobody need."""
        if self._asked is not None:
            self.cancel()
        self._asked = question
        rule = RULES[question.right]
        if self._session.records.practice:
            self._practise(question)
        elif not self._is_here(rule):
            self._show(question, rule.people)
        elif rule.reason:
            self._show(question, people=0)
        else:
            self._agree_here(question, "")

    @property
    def why(self) -> str:
        """What was typed last of why; an approval has it too."""
        return self.reason.text().strip()

    def _practise(self, question: Question) -> None:
        if question.confirm:
            self._show(question, people=0)
        else:
            self._end(question, None)

    def focus_first(self) -> None:
        """Go to what is to be filled in, or to the agreement."""
        if not self._to_first_empty():
            self.agree.setFocus()

    def cancel(self) -> None:
        """Have nobody agree: nothing changes. What is being checked is let go."""
        asked, self._asked = self._asked, None
        self._working(False)
        self.hide()
        if asked is not None:
            asked.dropped()

    def _is_here(self, rule: Rule) -> bool:
        return rule.people == 1 and not rule.fresh and self._session.person.role in rule.roles

    def _show(self, question: Question, people: int, error: StationError | None = None) -> None:
        rule = RULES[question.right]
        self._people = people
        self.what.setText(question.what)
        self.strip.be_silent()
        self._say_who(rule, people)
        for number, field in enumerate((*self._badges, *self._pins)):
            field.setVisible(number % 2 < people)
        for edit in (*self.badges, *self.pins, self.reason):
            edit.clear()
        if self._session.person.role in rule.roles:
            self.badges[0].setText(self._session.person.badge)
        self._reasons.setVisible(rule.reason)
        self._working(False)
        self.show()
        if error is not None:
            self.strip.say_error(error)
        if not self._to_first_empty():
            self.leave.setFocus()  # a key that is pressed without looking agrees to nothing

    def _say_who(self, rule: Rule, people: int) -> None:
        roles = ", ".join(role_words(role) for role in Role if role in rule.roles)
        told = {
            0: self.tr("It is to be said why: a few words, which stay on record.")
            if rule.reason
            else self.tr("It can't be taken back."),
            1: self.tr("Scan the badge and type the PIN. Who may agree: {roles}."),
            2: self.tr("Two different people agree by badge and PIN. Who may: {roles}."),
        }[people]
        self.who.setText(told.format(roles=roles))
        badge, pin = self.tr("Badge"), self.tr("PIN")
        if people > 1:
            badge, pin = self.tr("Badge of person {number}"), self.tr("PIN of person {number}")
        for number in (0, 1):
            self._badges[number].say_words(badge.format(number=number + 1))
            self._pins[number].say_words(pin.format(number=number + 1))

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as the way to the next empty field, then as the agreement; Escape ends it.

        Where nobody's PIN is asked for, a scan must not agree: Enter in the reason leads to the
        button first, and one that comes with typed text does nothing there.
        """
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take_enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            self._typed.start()
            super().keyPressEvent(event)

    def _take_enter(self) -> None:
        if self._people == 0 and self.reason.hasFocus() and self.reason.text().strip():
            self.agree.setFocus()
            self._typed.start()
        elif self._people or not self._typed.isActive():
            self.submit()

    def changeEvent(self, event: QEvent) -> None:
        """Keep no PIN in a panel that was switched off, as where the window locks."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and not self.isEnabled():
            self._forget_pins()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no PIN in a panel that isn't seen."""
        super().hideEvent(event)
        self._forget_pins()

    def _forget_pins(self) -> None:
        for edit in self.pins:
            edit.clear()

    def _wanted(self) -> list[QLineEdit]:
        """Return the fields that must be filled, in their order."""
        pairs = [edit for both in zip(self.badges, self.pins, strict=True) for edit in both]
        return [edit for edit in (*pairs, self.reason) if edit.isVisible()]

    def _to_first_empty(self) -> bool:
        """Go to the first field that is empty; return whether there was one."""
        for edit in self._wanted():
            if not edit.text().strip():
                edit.setFocus()
                return True
        return False

    # What was given

    def submit(self) -> None:
        """Have the record check what was typed, once all of it was."""
        asked = self._asked
        if self._at_work or asked is None or self._to_first_empty():
            return
        people = list(zip(self.badges, self.pins, strict=True))[: self._people]
        if not people:
            self._agree_there(asked)
            return
        badges = [badge.text().strip() for badge, _ in people]
        if len({badge.lower() for badge in badges}) < len(badges):
            self.strip.say(
                self.tr("The badges are one and the same: somebody else must agree too."), "bad"
            )
            self.pins[1].clear()
            self.badges[1].selectAll()
            self.badges[1].setFocus()
            return
        given = [
            Credential(badge, Secret(pin.text().encode()))
            for badge, (_, pin) in zip(badges, people, strict=True)
        ]
        self._forget_pins()
        right, reason = asked.right, self.reason.text()
        self._run(asked, partial(_approved, self._session.records, right, given, reason))

    def _agree_there(self, asked: Question) -> None:
        if self._session.records.practice:
            self._end(asked, None)
        else:
            self._agree_here(asked, self.reason.text())

    def _agree_here(self, question: Question, reason: str) -> None:
        approve, person = self._session.records.approve_here, self._session.person
        self._run(question, partial(approve, question.right, person, reason))

    def _run(self, question: Question, work: Callable[[], Approval]) -> None:
        self.strip.be_silent()
        self._working(True)
        done, failed = partial(self._end, question), partial(self._failed, question)
        # Not among the commands: positions don't wait for a PIN to be hashed.
        self._session.bridge.run(self, work, done, failed)

    def _end(self, question: Question, approval: Approval | None) -> None:
        if self._asked is not question:  # somebody cancelled it meanwhile
            return
        self._asked = None
        self._working(False)
        self.hide()
        question.then(approval)

    def _failed(self, question: Question, error: StationError) -> None:
        if self._asked is not question:
            return
        rule = RULES[question.right]
        self._working(False)
        if self.isHidden() or (error.code == "REC-025" and not self._people):
            # Whoever is logged in can't: the record knows them no longer, or never did.
            self._show(question, rule.people, error)
            return
        self.strip.say_error(error, self._remedies(rule).get(error.code, ""))
        self._to_first_empty()

    def _remedies(self, rule: Rule) -> dict[str, str]:
        several = self.tr("One of the two is wrong: both type their PIN again, slowly.")
        return {
            "REC-020": several if rule.people > 1 else "",
            "REC-027": self.tr("Log out, log in with that badge, and choose a new PIN there."),
        }

    def _working(self, at_work: bool) -> None:
        self._at_work = at_work
        self.busy.setVisible(at_work)
        self.agree.setEnabled(not at_work)
        for edit in (*self.badges, *self.pins, self.reason):
            edit.setReadOnly(at_work)


def _approved(
    records: Records, right: Right, credentials: Sequence[Credential], reason: str
) -> Approval:
    """Have the record check who agrees; their PINs are wiped whatever comes of it."""
    try:
        return records.approve(right, credentials, reason)
    finally:
        for credential in credentials:
            credential.pin.wipe()
