"""The enrollment groups: made, rotated, disabled, and single units shut out; for supervisors."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from station.errors import StationError
from station.model.enrollment import Enrollment
from station.model.names import RegistrationId, shown
from station.model.rights import Approval, Right
from station.operations.group_list import Group, GroupKind, list_groups
from station.operations.group_units import shut_unit_out, unit_of_group
from station.operations.groups import (
    disable_group,
    open_group,
    owner_of_file,
    owner_that_follows,
    retire_group_key,
    rotate_group,
)
from station.operations.plant import utc_now
from station.operations.unit_desk import Given
from station.window import theme
from station.window.agreement import Agreement, Question
from station.window.bridge import Lane
from station.window.centred import carded
from station.window.fields import Strip, button, plain
from station.window.group_forms import KeyForm, NewKey, UnitForm
from station.window.group_words import detail_words, is_rotating, next_words
from station.window.groups_table import GroupsTable
from station.window.session import Session

_Work = Callable[[Given], object]
_Failed = Callable[[StationError], None]


class GroupsScreen(QWidget):
    """All groups, and what supervisors can do about them.

    Args:
        session: who looks, and at which station.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("groups")
        theme.mark(self, kind="screen")
        self._session = session
        self._wanted, self._at_work = "", False
        self.table = GroupsTable()
        self.table.setAccessibleName(self.tr("Groups"))
        self.strip = Strip("groups-said")
        self.agreement = Agreement(session)
        self.key_form = KeyForm(practice=session.practice)
        self.unit_form = UnitForm()
        self.next = plain("groups-next", "question")
        self.details = plain("groups-details", "quiet")
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setObjectName("groups-busy")
        self._make_buttons()
        self._lay_out()
        self._connect()
        self._show_chosen()

    def _make_buttons(self) -> None:
        self.make = button("groups-create", self.tr("&Make a group …"), "primary")
        self.rotate = button("groups-rotate", self.tr("&Rotate …"))
        self.retire = button("groups-retire", self.tr("Retire the older &key …"))
        self.shut = button("groups-shut-out", self.tr("&Shut a unit out …"), "danger")
        self.disable = button("groups-disable", self.tr("&Disable the group …"), "danger")

    def _lay_out(self) -> None:
        self.empty = plain("groups-empty", "empty", self.tr("Reading the groups."))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body = QStackedWidget()
        self.body.addWidget(self.empty)
        self.body.addWidget(self.table)
        policy = self.busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.busy.setSizePolicy(policy)
        self.busy.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        for made in (self.make, self.rotate, self.retire, self.shut, self.disable):
            head.addWidget(made)
        head.addWidget(self.busy, 1)
        self.main = QWidget()
        inside = QVBoxLayout(self.main)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(head)
        inside.addWidget(self.body, 1)
        for label in (self.next, self.details):
            inside.addWidget(label)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.main)
        self._forms = {form: carded(form, 8) for form in (self.key_form, self.unit_form)}
        for page in self._forms.values():
            self.pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 10)
        for widget in (self.strip, self.agreement):
            whole.addWidget(widget)
        whole.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.make.clicked.connect(self._ask_new)
        self.rotate.clicked.connect(self._ask_rotation)
        self.retire.clicked.connect(self._retire)
        self.shut.clicked.connect(self._ask_unit)
        self.disable.clicked.connect(self._disable)
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.key_form.wanted.connect(self._make_key)
        self.unit_form.wanted.connect(self._find_unit)
        for form in self._forms:
            form.left.connect(self._back)
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self.refresh)

    # What the shell asks

    def refresh(self) -> None:
        """Read the groups anew."""
        work = partial(list_groups, self._session.records, utc_now())
        self._session.bridge.run(self, work, self._has_groups, self.strip.say_error)

    def focus_first(self) -> None:
        """Go to the groups, to what is typed, or to who is to agree."""
        front = self.pages.currentWidget()
        form = next((one for one, page in self._forms.items() if page is front), None)
        if self.agreement.isVisible():
            self.agreement.focus_first()
        elif form is not None:
            form.focus_first()
        else:
            (self.table if self.table.rowCount() else self.make).setFocus()

    # The list

    def _has_groups(self, groups: Sequence[Group]) -> None:
        before = self.table.chosen
        self.table.show_groups(groups, self._wanted or (before.name if before else ""))
        self._wanted = ""
        self.body.setCurrentWidget(self.table if groups else self.empty)
        if not groups:
            self.empty.setText(
                self.tr(
                    "There is no enrollment group yet.\nOrders whose units have keys make theirs, "
                    "and so do orders with certificates that are enrolled as a group."
                )
            )
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Offer what can be done with the group that is chosen."""
        group, free = self.table.chosen, not self._at_work
        works = free and group is not None and not group.disabled
        keyed = group is not None and group.kind is GroupKind.SYMMETRIC
        two = group is not None and is_rotating(group)
        self.make.setEnabled(free)
        self.rotate.setEnabled(works and keyed and not two)
        self.retire.setEnabled(free and two)
        self.shut.setEnabled(free and group is not None and group.units > 0)
        self.disable.setEnabled(works)
        self.next.setText("" if group is None else next_words(group))
        self.details.setText("" if group is None else detail_words(group))

    # A key

    def _ask_new(self) -> None:
        self._show_form(self.key_form)
        self.key_form.begin()

    def _ask_rotation(self) -> None:
        group = self.table.chosen
        if group is not None:
            self._show_form(self.key_form)
            self.key_form.begin(group.name)

    def _make_key(self, new: NewKey) -> None:
        tools, name = self._session.plant.tools, new.group_id

        def work(given: Given) -> object:
            owner = None if new.owner is None else owner_of_file(new.owner)
            if new.follows and owner is None:
                owner = owner_that_follows(tools, name)
            if new.follows:
                return rotate_group(tools, name, None, owner, given.approval)
            return open_group(tools, name, owner, given.approval)

        told = (
            self.tr("{name}: its next units get another key. See below how the service gets it.")
            if new.follows
            else self.tr("The group {name} has its key.")
        ).format(name=shown(name.text))
        right = Right.CEREMONY if new.follows else Right.ORDERS
        self._agree(right, told, name.text, work, self.key_form.refuse)

    def _retire(self) -> None:
        group = self.table.chosen
        if group is None or group.keys is None:
            return
        older = group.keys.working[0]
        units, name = group.keys.units[older.number], RegistrationId.parse(group.name)
        what = self.tr("The older key of {name} is destroyed, for good.")
        if units:
            what = self.tr(
                "The older key of {name} is destroyed, for good. {units} units have it: they are "
                "let in no more, unless they were given another."
            )
        tools = self._session.plant.tools

        def work(given: Given) -> object:
            return retire_group_key(tools, name, given.approval, moved=units > 0)

        told = what.format(name=shown(group.name), units=units)
        self._agree(Right.CEREMONY, told, group.name, work, self._failed, confirm=True)

    # Disabled, whole or one unit of it

    def _disable(self) -> None:
        group = self.table.chosen
        if group is None:
            return
        tools, name = self._session.plant.tools, RegistrationId.parse(group.name)
        told = self.tr(
            "The group {name} takes no units any more, for good. Once the service knows it, none "
            "of its {units} units is let in."
        ).format(name=shown(group.name), units=group.units)

        def work(given: Given) -> None:
            disable_group(tools, name, given.approval)

        self._agree(Right.CEREMONY, told, group.name, work, self._failed, confirm=True)

    def _ask_unit(self) -> None:
        group = self.table.chosen
        if group is not None:
            self._show_form(self.unit_form)
            self.unit_form.begin(group.name)

    def _find_unit(self, unit: str) -> None:
        group = self.table.chosen
        if group is None:
            return
        name, records = RegistrationId.parse(group.name), self._session.records
        self._working(at_work=True)
        work = partial(unit_of_group, records, name, unit)
        self._session.bridge.run(self, work, partial(self._shut_out, name), self._unit_refused)

    def _shut_out(self, name: RegistrationId, unit: Enrollment) -> None:
        records, id_ = self._session.records, unit.registration_id.text
        told = self.tr(
            "The unit {serial} ({id}) is revoked for good. The next push or export shuts it out."
        ).format(serial=shown(unit.serial), id=shown(id_))

        def work(given: Given) -> object:
            return shut_unit_out(records, name, id_, given)

        self._agree(Right.REVOKE, told, name.text, work, self._unit_refused, confirm=True)

    def _unit_refused(self, error: StationError) -> None:
        self._working(at_work=False)
        self.unit_form.refuse(error)
        self.unit_form.focus_first()

    # What all of them have in common

    def _show_form(self, form: KeyForm | UnitForm) -> None:
        self.strip.be_silent()
        self.pages.setCurrentWidget(self._forms[form])

    def _back(self) -> None:
        self.pages.setCurrentWidget(self.main)
        self.refresh()
        self.focus_first()

    def _agree(
        self,
        right: Right,
        what: str,
        group: str,
        work: _Work,
        failed: _Failed,
        *,
        confirm: bool = False,
    ) -> None:
        self.strip.be_silent()
        self._working(at_work=True)
        self.busy.hide()  # a person is waited for

        def then(approval: Approval | None) -> None:
            self._run(partial(work, Given(approval, self.agreement.why)), what, group, failed)

        self.agreement.ask(Question(right, what, then, self._dropped, confirm=confirm))

    def _run(self, work: Callable[[], object], what: str, group: str, failed: _Failed) -> None:
        self._working(at_work=True)

        def done(_: object) -> None:
            self._wanted = group
            self._working(at_work=False)
            self._back()
            self.strip.say(what, "good")

        def refused(error: StationError) -> None:
            self._working(at_work=False)
            failed(error)

        self._session.bridge.run(self, work, done, refused, Lane.COMMANDS)

    def _dropped(self) -> None:
        self._working(at_work=False)
        self.strip.say(self.tr("Nobody agreed: nothing is changed."), "notice")
        self.focus_first()

    def _failed(self, error: StationError) -> None:
        self.strip.say_error(error)
        self.refresh()
        self.focus_first()

    def _working(self, *, at_work: bool) -> None:
        self._at_work = at_work
        self.busy.setVisible(at_work)
        # Another one must not be chosen meanwhile: what is agreed to is the one that is seen.
        self.pages.setEnabled(not at_work)
        self._show_chosen()
