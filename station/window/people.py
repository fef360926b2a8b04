"""The people: added, given another PIN, switched off and on; for supervisors."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station.errors import StationError
from station.model.names import shown
from station.model.people import Person, Role
from station.model.rights import Approval, Right
from station.records.rights import FIRST_SUPERVISORS
from station.secret import Secret
from station.window import theme
from station.window.agreement import Agreement, Question
from station.window.bridge import Lane
from station.window.centred import carded
from station.window.fields import Strip, button, error_words, plain
from station.window.new_pin import NewPin
from station.window.people_table import PeopleTable
from station.window.person_form import NewPerson, PersonForm
from station.window.session import Session
from station.window.words import role_words

_Change = Callable[[Approval | None], None]


class PeopleScreen(QWidget):
    """Everybody who can log in, and what can be done about them.

    Args:
        session: who does it, and at which station.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("people")
        theme.mark(self, kind="screen")
        self._session = session
        self._about: Person | None = None
        self._wanted, self._at_work = "", False
        self.table = PeopleTable()
        self.table.setAccessibleName(self.tr("People"))
        self.strip = Strip("people-said")
        self.agreement = Agreement(session)
        self.form = PersonForm()
        self.new_pin = NewPin(self.tr("A PIN for somebody else"), self.tr("Give the PIN"))
        self._make_head()
        self._make_question()
        self._lay_out()
        self._connect()
        self._show_chosen()

    def _make_head(self) -> None:
        self.add = button("people-add", self.tr("&Add a person …"), "primary")
        self.reset = button("people-reset", self.tr("&Reset the PIN …"))
        self.switch = button("people-switch", self.tr("Switch o&ff …"))

    def _make_question(self) -> None:
        self.question = QFrame()
        self.question.setObjectName("people-question")
        theme.mark(self.question, kind="notice")
        self.question_words = plain("people-question-words", "question")
        self.keep = button("people-no", self.tr("Leave it"))
        self.off = button("people-yes", self.tr("Switch off"), "danger")
        row = QHBoxLayout(self.question)
        row.addWidget(self.question_words, 1)
        row.addWidget(self.keep)
        row.addWidget(self.off)
        self.question.hide()

    def _lay_out(self) -> None:
        self.empty = plain("people-empty", "empty", self.tr("Reading who there is."))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body = QStackedWidget()
        self.body.addWidget(self.empty)
        self.body.addWidget(self.table)
        head = QHBoxLayout()
        head.setSpacing(8)
        for made in (self.add, self.reset, self.switch):
            head.addWidget(made)
        head.addStretch(1)
        self.main = QWidget()
        inside = QVBoxLayout(self.main)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(head)
        inside.addWidget(self.question)
        inside.addWidget(self.body, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.main)
        self._forms = [carded(self.form, 8), carded(self.new_pin, 8)]
        for page in self._forms:
            self.pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 10)
        for widget in (self.strip, self.agreement):
            whole.addWidget(widget)
        whole.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.add.clicked.connect(self._ask_new)
        self.reset.clicked.connect(self._ask_pin)
        self.switch.clicked.connect(self._ask_switch)
        self.keep.clicked.connect(self._dont_switch)
        self.off.clicked.connect(self._switch_off)
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.form.wanted.connect(self._add)
        self.form.left.connect(self._back)
        self.new_pin.chosen.connect(self._reset)
        self.new_pin.left.connect(self._back)

    # What the shell asks

    def refresh(self) -> None:
        """Read anew who there is."""
        self._session.bridge.run(
            self, self._session.records.people, self._has_people, self.strip.say_error
        )

    def focus_first(self) -> None:
        """Go to the people, or to what adds one."""
        if self.pages.currentWidget() is self.main and not self._at_work:
            (self.table if self.table.rowCount() else self.add).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Escape as the way out of the question."""
        if event.key() == Qt.Key.Key_Escape and self.question.isVisible():
            self._dont_switch()
        else:
            super().keyPressEvent(event)

    # The list

    def _has_people(self, people: Sequence[Person]) -> None:
        first = self.body.currentWidget() is self.empty
        before = self.table.chosen
        self.table.show_people(people, self._wanted or (before.badge if before else ""))
        self._wanted = ""
        self.body.setCurrentWidget(self.table if people else self.empty)
        if not people:
            self.empty.setText(
                self.tr("Nobody is on record. Press “Add a person” to add the first.")
            )
        elif first and self.focusWidget() in (None, self.add):
            self.focus_first()
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen, free = self.table.chosen, not self._at_work
        off = chosen is not None and not chosen.active
        self.switch.setText(self.tr("&Switch on") if off else self.tr("Switch o&ff …"))
        self.add.setEnabled(free)
        others = chosen is not None and not self._is_me(chosen)
        for made in (self.reset, self.switch):
            made.setEnabled(free and others)
            mine = self.tr("Nobody does that to their own badge: another supervisor can")
            made.setToolTip(mine if chosen is not None and not others else "")
        if chosen is None or chosen != self._about:
            self.question.hide()

    def _is_me(self, person: Person) -> bool:
        return person.badge.lower() == self._session.person.badge.lower()

    # Somebody new, and PINs

    def _ask_new(self) -> None:
        self._show_form(0)
        self.form.begin()

    def _ask_pin(self) -> None:
        self._about = about = self.table.chosen
        if about is None:
            return
        self._show_form(1)
        text = self.tr("{name} ({badge}) logs in with it once, and chooses another then.")
        self.new_pin.begin(text.format(name=shown(about.name), badge=shown(about.badge)))
        records = self._session.records
        self._session.bridge.run(
            self,
            lambda: records.settings().pin_shortest,
            self.new_pin.say_shortest,
            self.strip.say_error,
        )

    def _show_form(self, number: int) -> None:
        self.strip.be_silent()
        self.question.hide()
        self.pages.setCurrentWidget(self._forms[number])

    def _back(self) -> None:
        self.pages.setCurrentWidget(self.main)
        self.refresh()
        self.focus_first()

    def _add(self, new: NewPerson) -> None:
        person, records = new.person, self._session.records
        what = self.tr("{name} ({badge}) is added: {role}.").format(
            name=shown(person.name), badge=shown(person.badge), role=role_words(person.role)
        )
        supervisors = sum(one.role is Role.SUPERVISOR for one in self.table.people)
        work = partial(_added, records.add_person, new)
        if person.role is Role.SUPERVISOR and supervisors < FIRST_SUPERVISORS:
            # There is nobody yet who could agree.
            self._run(partial(work, None), what, self.form.refuse, person.badge)
            return
        self._agree(person, what, work, self.form.refuse)

    def _reset(self, pin: Secret) -> None:
        about, records = self._about, self._session.records
        if about is None:
            return
        what = self.tr("{name} ({badge}) has another PIN, to be changed at the log-in.")
        work = partial(_reset, records.reset_pin, about.badge, pin)
        self._agree(
            about,
            what.format(name=shown(about.name), badge=shown(about.badge)),
            work,
            self._pin_refused,
        )

    def _pin_refused(self, error: StationError) -> None:
        self.new_pin.refuse(error_words(error))

    # Off and on

    def _ask_switch(self) -> None:
        self._about = about = self.table.chosen
        if about is None:
            return
        self.strip.be_silent()
        if not about.active:
            self._switch(about, active=True)
            return
        text = self.tr(
            "Switch {name} ({badge}) off? They can't log in until somebody switches them on; "
            "what they did stays on record."
        )
        self.question_words.setText(text.format(name=shown(about.name), badge=shown(about.badge)))
        self.question.show()
        self.keep.setFocus()

    def _dont_switch(self) -> None:
        self.question.hide()
        self.table.setFocus()

    def _switch_off(self) -> None:
        about = self._about
        self._dont_switch()
        if about is not None and about == self.table.chosen:
            self._switch(about, active=False)

    def _switch(self, about: Person, *, active: bool) -> None:
        records = self._session.records
        what = (
            self.tr("{name} ({badge}) may log in.")
            if active
            else self.tr("{name} ({badge}) can't log in any more.")
        ).format(name=shown(about.name), badge=shown(about.badge))

        def work(approval: Approval | None) -> None:
            records.set_person_active(about.badge, approval, active=active)

        self._agree(about, what, work, self._failed)

    # What all of them have in common

    def _agree(
        self, about: Person, what: str, work: _Change, failed: Callable[[StationError], None]
    ) -> None:
        supervisor = about.role is Role.SUPERVISOR
        self._working(at_work=True)
        self.agreement.ask(
            Question(
                Right.SUPERVISORS if supervisor else Right.PEOPLE,
                what,
                lambda approval: self._run(partial(work, approval), what, failed, about.badge),
                self._dropped,
            )
        )

    def _run(
        self,
        work: Callable[[], None],
        what: str,
        failed: Callable[[StationError], None],
        badge: str,
    ) -> None:
        self._working(at_work=True)

        def done(_: None) -> None:
            self._wanted = badge
            self._working(at_work=False)
            self._back()
            self.strip.say(what, "good")

        def refused(error: StationError) -> None:
            self._working(at_work=False)
            failed(error)

        self._session.bridge.run(self, work, done, refused, Lane.COMMANDS)

    def _dropped(self) -> None:
        self._working(at_work=False)
        self.form.enable(now=True)
        self.new_pin.working(at_work=False)
        self.strip.say(self.tr("Nobody agreed: nothing is changed."), "notice")
        self.focus_first()

    def _failed(self, error: StationError) -> None:
        self.strip.say_error(error)
        self.refresh()

    def _working(self, *, at_work: bool) -> None:
        self._at_work = at_work
        self.pages.setEnabled(not at_work)
        self._show_chosen()


def _added(add: Callable[..., None], new: NewPerson, approval: Approval | None) -> None:
    try:
        add(new.person, new.pin, approval, temporary=True)
    finally:
        new.pin.wipe()


def _reset(reset: Callable[..., None], badge: str, pin: Secret, approval: Approval | None) -> None:
    try:
        reset(badge, pin, approval)
    finally:
        pin.wipe()
