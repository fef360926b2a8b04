"""What becomes of an order once it is made: changed, carried over, allotted, or made by another's.

A dialog over the orders: one thing at a time is chosen, filled in, and agreed to.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.model.order import Reprovisioning
from station.model.rights import Approval
from station.operations.order_change import Change, Wanted, change_order
from station.operations.order_desk import OrderLine
from station.secret import Secret
from station.window import theme
from station.window.agreement import Agreement, Question
from station.window.bridge import Lane
from station.window.fields import Choice, Field, Strip, button, line, plain
from station.window.order_change_words import agreed_words, change_words, done_words, hint_words
from station.window.order_words import policy_words
from station.window.saving import ask_file, ask_new_file
from station.window.session import Session

_LONGEST = 128
_LONGEST_PATH = 4_096
_WIDTH, _HEIGHT = 760, 640
# Which fields each takes.
_FIELDS: dict[Change, frozenset[str]] = {
    Change.QUANTITY: frozenset({"number"}),
    Change.SCRAP: frozenset({"number"}),
    Change.POLICY: frozenset({"policy"}),
    Change.ID_SCOPE: frozenset({"text"}),
    Change.SERIALS: frozenset({"file"}),
    Change.CARRY: frozenset({"text"}),
    Change.ALLOT: frozenset({"folder"}),
    Change.SPLIT: frozenset({"number", "file", "folder"}),
    Change.ALLOTTED: frozenset({"file", "text", "pin"}),
}


class OrderChangeDialog(QDialog):
    """Changes one order.

    Args:
        order: as it stands.
        session: who does it, and at which station.
        parent: the screen that it stands before.
        altered: called once the orders were changed, or may have been.
    """

    def __init__(
        self, order: OrderLine, session: Session, parent: QWidget, altered: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._altered = altered
        self.setObjectName("order-change")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._order, self._session = order.name, session
        self.setWindowTitle(self.tr("Change the order {name}").format(name=order.name))
        self.strip = Strip("order-change-said")
        self.agreement = Agreement(session)
        self.what = Choice("order-change-what", shortest=30)
        for change in Change:
            self.what.addItem(change_words(change), change)
        self.hint = plain("order-change-hint", "quiet")
        self._make_fields()
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.hide()
        self.go = button("order-change-go", self.tr("&Do it"), "primary")
        self.leave = button("order-change-close", self.tr("C&lose"))
        self._lay_out()
        self.what.activated.connect(lambda _: self._show_fields())
        self.go.clicked.connect(self._ask)
        self.leave.clicked.connect(self.reject)
        self._show_fields()
        window = parent.window().size()
        self.resize(min(_WIDTH, window.width() - 60), min(_HEIGHT, window.height() - 40))
        self.what.setFocus()

    def _make_fields(self) -> None:
        self.number, self.text = line("order-change-number", longest=9), line("order-change-text")
        self.text.setMaxLength(_LONGEST)
        self.policy = Choice("order-change-policy", shortest=24)
        for policy in Reprovisioning:
            self.policy.addItem(policy_words(policy), policy)
        self.file = line("order-change-file", longest=_LONGEST_PATH)
        self.folder = line("order-change-folder", longest=_LONGEST_PATH)
        self.pin = line("order-change-pin", secret=True)
        seek = button("order-change-seek", self.tr("C&hoose …"))
        seek.clicked.connect(lambda: ask_file(self, self.tr("Which file?"), self._has_file))
        place = button("order-change-place", self.tr("Ch&oose …"))
        place.clicked.connect(self._ask_folder)
        self._fields: dict[str, Field] = {
            "number": Field(self.tr("How &many"), self.number),
            "policy": Field(self.tr("&Policy"), self.policy),
            "file": Field(self.tr("&File"), self.file, beside=seek),
            "text": Field(self.tr("&Name"), self.text),
            "pin": Field(
                self.tr("PIN of the units' to&kens"),
                self.pin,
                self.tr("Only for products whose units have a token; else it stays empty."),
            ),
            "folder": Field(
                self.tr("Ne&w folder for the allotment"),
                self.folder,
                beside=place,
            ),
        }

    def _lay_out(self) -> None:
        heading = theme.plain_text(QLabel(self.windowTitle()))
        theme.mark(heading, kind="title")
        foot = QHBoxLayout()
        foot.addWidget(self.busy, 1)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.go)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(10)
        whole.addWidget(heading)
        for widget in (self.agreement, self.strip):
            whole.addWidget(widget)
        whole.addWidget(Field(self.tr("What is to be &changed"), self.what))
        whole.addWidget(self.hint)
        for field in self._fields.values():
            whole.addWidget(field)
        whole.addStretch(1)
        whole.addLayout(foot)

    @property
    def _change(self) -> Change:
        change: Change = self.what.currentData()
        return change

    def _show_fields(self) -> None:
        change, names = self._change, _FIELDS[self._change]
        self.hint.setText(hint_words(change))
        scope = change is Change.ID_SCOPE
        self._fields["text"].say_words(
            self.tr("ID scop&e") if scope else self.tr("The new order's &name")
        )
        for name, field in self._fields.items():
            field.setVisible(name in names)

    def _has_file(self, path: Path) -> None:
        self.file.setText(str(path))

    def _ask_folder(self) -> None:
        title = self.tr("Which folder shall the allotment be? A new name, or an empty folder.")
        ask_new_file(
            self, title, f"allotment-{self._order}", lambda path: self.folder.setText(str(path))
        )

    # Done

    def _missing(self) -> QLineEdit | None:
        """Return the first field that has to be filled in and isn't."""
        names = _FIELDS[self._change]
        fields = {"number": self.number, "text": self.text, "file": self.file}
        fields["folder"] = self.folder
        empty = (edit for name, edit in fields.items() if name in names and not edit.text().strip())
        return next(empty, None)

    def _wanted(self) -> Wanted:
        return Wanted(
            self._change,
            number=int(self.number.text()) if self.number.isVisible() else 0,
            text=self.text.text().strip(),
            policy=self.policy.currentData(),
            file=Path(self.file.text().strip()),
            folder=Path(self.folder.text().strip()),
        )

    def _ask(self) -> None:
        missing = self._missing()
        if missing is not None:
            self.strip.say(self.tr("Fill this in first."), "wrong")
            missing.setFocus()
            return
        number = self.number.text().strip()
        if "number" in _FIELDS[self._change] and not (number.isascii() and number.isdecimal()):
            self.strip.say(self.tr("A whole number is wanted."), "wrong")
            self.number.setFocus()
            return
        wanted = self._wanted()
        self.strip.be_silent()
        self._working(True)
        what = agreed_words(wanted, self._order)
        final = wanted.change in (Change.CARRY, Change.SPLIT)
        then, dropped = partial(self._do, wanted), partial(self._working, False)
        self.agreement.ask(Question(wanted.change.right, what, then, dropped, confirm=final))

    def _do(self, wanted: Wanted, approval: Approval | None) -> None:
        typed = self.pin.text()
        pin = Secret(typed.encode()) if typed else None
        self.pin.clear()
        work = partial(change_order, self._session.plant, self._order, wanted, pin, approval)

        def done(name: str) -> None:
            self._working(False)
            self.strip.say(done_words(wanted, self._order, name), "good")
            self.leave.setFocus()
            self._altered()

        self._session.bridge.run(self, work, done, self._failed, Lane.COMMANDS)

    def _failed(self, error: StationError) -> None:
        self._working(False)
        self.strip.say_error(error)
        self._altered()  # of a hand-over the order may have shrunk all the same

    def _working(self, at_work: bool) -> None:
        self.busy.setVisible(at_work)
        self.what.setEnabled(not at_work)
        self.go.setEnabled(not at_work)
        for field in self._fields.values():
            field.setEnabled(not at_work)
