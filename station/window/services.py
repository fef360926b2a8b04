"""The provisioning services: which are known, whether they work, and another one; supervisors'."""

from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from station.errors import StationError
from station.model.group import Service
from station.model.names import shown
from station.model.rights import Approval, Right
from station.operations.groups import small_file
from station.operations.plant import Plant
from station.operations.service_ways import Keys, world_of
from station.operations.services import add_service, client_of
from station.secret import Secret
from station.service.account import Account
from station.service.entra import Attended
from station.service.probing import Probe, probed
from station.window import theme
from station.window.agreement import Agreement, Question
from station.window.bridge import Lane
from station.window.centred import carded
from station.window.fields import Field, Strip, button, line, plain
from station.window.lines import whole_lines
from station.window.session import Session

_LONGEST: Final = 4096
_LINE_HEIGHT: Final = 44


class ServicesScreen(QWidget):
    """The services that are known; each can be tested, and another one added.

    Args:
        session: who looks, and at which station.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("services")
        theme.mark(self, kind="screen")
        self._session, self._stop = session, Event()
        self.destroyed.connect(self._stop.set)
        self.agreement, self.strip = Agreement(session), Strip("services-said")
        self._make_table()
        self._make_form()
        self._lay_out()
        self.test.clicked.connect(self._test)
        self.add.clicked.connect(self.submit)
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self.refresh)

    def _make_table(self) -> None:
        titles = [
            self.tr("Service"),
            self.tr("Host"),
            self.tr("ID scope"),
            self.tr("Signs in by"),
            self.tr("Proxy"),
        ]
        self.table = QTableWidget(0, len(titles))
        self.table.setObjectName("services-table")
        self.table.setAccessibleName(self.tr("Services"))
        self.table.setHorizontalHeaderLabels(titles)
        whole_lines(self.table, _LINE_HEIGHT)
        across = self.table.horizontalHeader()
        across.setStretchLastSection(True)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.test = button("services-test", self.tr("&Test it"))
        self.test.setEnabled(False)
        self.found = plain("services-found", "")

    def _make_form(self) -> None:
        self.name = line("services-name")
        self.connection = line("services-connection", secret=True, longest=_LONGEST)
        self.scope = line("services-scope")
        self.proxy = line("services-proxy", longest=_LONGEST)
        self.ca = line("services-ca", longest=_LONGEST)
        self.add = button("services-add", self.tr("&Add the service"), "primary")
        self._fields = (
            Field(self.tr("&Name"), self.name, self.tr("Lower case letters, digits and dashes.")),
            Field(
                self.tr("C&onnection string"),
                self.connection,
                self.tr("Its key goes into the factory's token, and is never shown again."),
            ),
            Field(self.tr("&ID scope"), self.scope),
            Field(self.tr("P&roxy, if there is one"), self.proxy, self.tr("As host:port.")),
            Field(self.tr("File with a private &CA, if it has one"), self.ca),
        )

    def _lay_out(self) -> None:
        form = QWidget()
        inside = QVBoxLayout(form)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        for field in self._fields:
            inside.addWidget(field)
        inside.addWidget(self.add)
        left = QVBoxLayout()
        for widget in (self.table, self.found):
            left.addWidget(widget, 1 if widget is self.table else 0)
        left.addWidget(self.test)
        sides = QHBoxLayout()
        sides.addLayout(left, 6)
        sides.addWidget(carded(form, 30), 5)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 10)
        for above in (self.strip, self.agreement):
            whole.addWidget(above)
        whole.addLayout(sides, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter in a field as the end of the form."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no connection string in a page that isn't seen."""
        super().hideEvent(event)
        self.connection.clear()

    # What the shell asks

    def refresh(self) -> None:
        """Read anew which services there are."""
        work = partial(_known, self._session.plant)
        self._session.bridge.run(self, work, self._has_services, self.strip.say_error)

    def focus_first(self) -> None:
        """Go to the services, to the form, or to who is to agree."""
        if self.agreement.isVisible():
            self.agreement.focus_first()
        else:
            (self.table if self.table.rowCount() else self.name).setFocus()

    def _has_services(self, services: list[Service]) -> None:
        row = max(self.table.currentRow(), 0)
        self.table.setRowCount(len(services))
        for number, one in enumerate(services):
            words = (one.name, one.host, one.id_scope, one.known_as, one.proxy)
            for column, text in enumerate(words):
                self.table.setItem(number, column, QTableWidgetItem(shown(text, 128)))
        self.table.resizeColumnsToContents()
        self.table.setCurrentCell(min(row, len(services) - 1), 0)
        self.test.setEnabled(bool(services))

    # A test

    def _test(self) -> None:
        item = self.table.item(self.table.currentRow(), 0)
        if item is None:
            return
        self.test.setEnabled(False)
        self.strip.be_silent()
        self.found.setText(self.tr("Trying it …"))
        attended = Attended(self._signs_in, self._stop)
        work = partial(_probed, self._session.plant, item.text(), attended)
        self._session.bridge.run(self, work, self._has_found, self._failed, Lane.EXPORTS)

    def _signs_in(self, sentence: str) -> None:
        """Take what to do to sign in, in whatever thread it comes."""
        self._session.bridge.post(self, partial(self.strip.say, sentence, "notice"))

    def _has_found(self, probes: list[Probe]) -> None:
        self.test.setEnabled(True)
        marks = {True: "✓", False: "✗", None: "-"}
        lines = [f"{marks[one.good]}  {one.found} {one.remedy}".rstrip() for one in probes]
        self.found.setText("\n".join(lines))
        if any(one.good is False for one in probes):
            self.strip.say(self.tr("The service can't be worked with yet."), "bad")
        else:
            self.strip.say(self.tr("The service works."), "good")

    def _failed(self, error: StationError) -> None:
        self.found.clear()
        self.test.setEnabled(self.table.rowCount() > 0)
        self.add.setEnabled(True)
        self.strip.say_error(error)

    # Another one

    def submit(self) -> None:
        """Ask for the service to be added, once all is typed."""
        if not self.add.isEnabled():
            return
        for edit in (self.name, self.connection):
            if not edit.text().strip():
                edit.setFocus()
                return
        secret = Secret(self.connection.text().strip().encode())
        self.connection.clear()
        self.add.setEnabled(False)
        given = [one.text().strip() for one in (self.name, self.scope, self.proxy, self.ca)]
        what = self.tr("Units are sent to the service {name}.").format(name=shown(given[0]))
        then = partial(self._add, secret, given)
        self.agreement.ask(Question(Right.SETTINGS, what, then, partial(self._dropped, secret)))

    def _add(self, secret: Secret, given: list[str], approval: Approval | None) -> None:
        work = partial(_added, self._session.plant, secret, given, approval)
        self._session.bridge.run(self, work, self._is_added, self._failed, Lane.COMMANDS)

    def _is_added(self, name: str) -> None:
        self.add.setEnabled(True)
        for edit in (self.name, self.scope, self.proxy, self.ca):
            edit.clear()
        text = self.tr("The service {name} is known. Test it before the first push.")
        self.strip.say(text.format(name=name), "good")
        self.refresh()

    def _dropped(self, secret: Secret) -> None:
        secret.wipe()
        self.add.setEnabled(True)
        self.strip.say(self.tr("Nobody agreed: nothing is changed."), "notice")


def _known(plant: Plant) -> list[Service]:
    services = plant.tools.records.services
    return [services.get(name) for name in services.names()]


def _probed(plant: Plant, name: str, attended: Attended) -> list[Probe]:
    service = plant.tools.records.services.get(name)
    with client_of(plant.tools, service, attended) as client:
        return [*probed(client, service.proxy, attended.cancel)]


def _added(plant: Plant, secret: Secret, given: list[str], approval: Approval | None) -> str:
    """Put a service on record; return its name. The connection string is wiped."""
    name, scope, proxy, ca = given
    try:
        held = small_file(Path(ca)) if ca else b""
        account = Account.parse(secret, world_of(plant.tools))
    finally:
        secret.wipe()
    keys = Keys(account.key)
    try:
        service = Service.parse(name, account.host, account.policy).reached(scope, held, proxy)
        add_service(plant.tools, service, keys, approval)
    finally:
        keys.wipe()
    return name
