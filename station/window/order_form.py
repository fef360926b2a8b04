"""The form for a new order."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.model.names import shown
from station.model.order import Order, OrderSecret, OrderSpec
from station.model.rights import Approval, Right
from station.operations.order_desk import OrderDraft, Product, Products, products
from station.operations.practice import ID_SCOPE, practice_pin
from station.secret import Secret
from station.window import theme
from station.window.agreement import Agreement, Question
from station.window.bridge import Lane
from station.window.fields import Choice, Field, Strip, button, error_words, plain
from station.window.languages import number
from station.window.order_words import mechanism_words, policy_words
from station.window.session import Session

_LONGEST: Final = 128
# The fields that show by "More" alone.
_MORE: Final = ("group_id", "reprovisioning")
# At which field a refusal is shown, where it is about one.
_FIELDS: Final[Mapping[str, str]] = {
    "REC-016": "name",
    "REC-018": "id_scope",
    "LIN-007": "id_scope",
    "LIN-011": "id_scope",
    "LIN-009": "group_id",
    "PRF-003": "profile",
    "PRF-010": "reprovisioning",
    "CFG-008": "token_pin",
}


class OrderForm(QWidget):
    """Asks what an order is to be, and makes it.

    Args:
        session: who asks, and at which station.
        agreement: where it is agreed to.
    """

    made = Signal(object)
    """The order."""
    left = Signal()
    """Nothing is to be made."""

    def __init__(self, session: Session, agreement: Agreement) -> None:
        super().__init__()
        self.setObjectName("order-form")
        self._session, self._agreement = session, agreement
        self._at_work = False
        self.strip = Strip("order-form-said")
        self._make_editors()
        self._make_fields()
        self._make_buttons()
        self._lay_out()
        self.product.currentIndexChanged.connect(self._product_chosen)

    def _make_editors(self) -> None:
        self.name = self._line("order-name")
        self.name.setPlaceholderText(self.tr("lower-case letters, digits and dashes"))
        self.product = Choice("order-product", shortest=24)
        self.id_scope = self._line("order-id-scope")
        self.quantity = self._line("order-quantity")
        self.token_pin = self._line("order-token-pin")
        self.password = self._line("order-console-password")
        for secret in (self.token_pin, self.password):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.group_id = self._line("order-group-id")
        self.policy = Choice("order-reprovisioning", shortest=24)

    @staticmethod
    def _line(name: str) -> QLineEdit:
        edit = QLineEdit(maxLength=_LONGEST)
        edit.setObjectName(name)
        return edit

    def _make_fields(self) -> None:
        group = self.tr(
            "For products with a symmetric key: the enrollment group that the service shall have. "
            "Left empty, it is called as the order is."
        )
        self.fields = {
            "name": Field(self.tr("Na&me of the order"), self.name),
            "profile": Field(self.tr("&Product"), self.product),
            "id_scope": Field(
                self.tr("&ID scope"),
                self.id_scope,
                self.tr("Of the service that the units are for; on its overview page."),
            ),
            "quantity": Field(
                self.tr("&Quantity"),
                self.quantity,
                self.tr("How many units may be made, at most."),
            ),
            "token_pin": Field(
                self.tr("PIN of the units' to&kens"),
                self.token_pin,
                self.tr("The one that they come with. It is kept sealed, and shown nowhere."),
            ),
            "password": Field(
                self.tr("Pass&word of the units' console"),
                self.password,
                self.tr(
                    "Left empty where they ask for none. It is kept sealed, and shown nowhere."
                ),
            ),
            "group_id": Field(self.tr("&Group ID"), self.group_id, group),
            "reprovisioning": Field(
                self.tr("A unit that &has passed and comes again"),
                self.policy,
                self.tr(
                    "A TPM's key and a symmetric key are always the same: no other can be had."
                ),
            ),
        }

    def _make_buttons(self) -> None:
        self.more = button("order-more", self.tr("Mor&e"))
        self.more.setCheckable(True)
        for name in _MORE:
            self.more.toggled.connect(self.fields[name].setVisible)
        self.make = button("order-create", self.tr("C&reate the order"), "primary")
        self.make.clicked.connect(self.submit)
        self.leave = button("order-leave", self.tr("Cance&l"))
        self.leave.clicked.connect(self._leave)
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setObjectName("order-busy")
        self.busy.hide()
        self.left_out = plain("order-left-out", "notice")

    def _lay_out(self) -> None:
        title = plain("order-form-title", "title", self.tr("New order"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        places = {
            "name": (0, 0),
            "profile": (0, 1),
            "id_scope": (1, 0),
            "quantity": (1, 1),
            "token_pin": (2, 0),
            "group_id": (2, 1),
            "password": (3, 0),
            "reprovisioning": (3, 1),
        }
        top = Qt.AlignmentFlag.AlignTop
        for field, (row, column) in places.items():
            grid.addWidget(self.fields[field], row, column, top)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        buttons = QHBoxLayout()
        for widget in (self.more, self.leave, self.make):
            buttons.addWidget(widget)
        buttons.insertStretch(1, 1)
        card = QFrame()
        theme.mark(card, kind="card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 18, 24, 18)
        inside.setSpacing(14)
        inside.addWidget(title)
        inside.addWidget(self.strip)
        inside.addLayout(grid)
        inside.addWidget(self.left_out)
        inside.addWidget(self.busy)
        inside.addLayout(buttons)
        self._scroll(card)

    def _scroll(self, card: QWidget) -> None:
        """Keep all of it within reach, however long its texts are in another language."""
        page = QWidget()
        page.setObjectName("order-form-page")
        around = QHBoxLayout(page)
        around.addStretch(1)
        around.addWidget(card, 8, Qt.AlignmentFlag.AlignTop)
        around.addStretch(1)
        area = QScrollArea()
        area.setObjectName("order-form-area")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    # What the screen asks

    def begin(self) -> None:
        """Start over, with the products that there are now."""
        self.strip.be_silent()
        self._say_wrong({})
        for edit in (self.name, self.quantity, self.token_pin, self.password, self.group_id):
            edit.clear()
        self.id_scope.setText(ID_SCOPE if self._session.practice else "")
        self.more.setChecked(False)
        for name in _MORE:
            self.fields[name].hide()
        self.left_out.hide()
        self.product.clear()
        self._working(False)
        self.make.setEnabled(False)
        self.name.setFocus()
        plant = self._session.plant
        self._session.bridge.run(
            self, lambda: products(plant), self._has_products, self.strip.say_error
        )

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter in a field as the order to make it, and Escape as the way back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        elif event.key() == Qt.Key.Key_Escape and not self._at_work:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # Products

    def _has_products(self, there: Products) -> None:
        for product in there.offered:
            text = self.tr("{title} ({mechanism})")
            words = mechanism_words(product.mechanism)
            self.product.addItem(
                text.format(title=shown(product.title, 100), mechanism=words), product
            )
        wrong = [self.tr("Left out: {problem}").format(problem=one) for one in there.left_out]
        if not there.offered:
            wrong.insert(0, self.tr("There is no product yet: put its profile into the folder"))
            wrong.insert(1, str(self._session.plant.data.profiles))
        self.left_out.setText("\n".join(wrong))
        self.left_out.setVisible(bool(wrong))
        self.make.setEnabled(bool(there.offered))

    def _chosen(self) -> Product | None:
        chosen = self.product.currentData()
        return chosen if isinstance(chosen, Product) else None

    def _product_chosen(self, _: int) -> None:
        product = self._chosen()
        needed = product is not None and product.uses_token and not self._session.practice
        self.fields["token_pin"].setVisible(needed)
        asks = product is not None and product.asks_password and not self._session.practice
        self.fields["password"].setVisible(asks)
        before = self.policy.currentData()
        self.policy.clear()
        for policy in () if product is None else product.policies:
            self.policy.addItem(policy_words(policy), policy)
        self.policy.setCurrentIndex(max(0, self.policy.findData(before)))
        name = "" if product is None else product.name
        self.fields["profile"].say_hint(self.tr("Profile {name}").format(name=name) if name else "")

    # The order

    def submit(self) -> None:
        """Make the order, or say at each field what is wrong with it."""
        product = self._chosen()
        if self._at_work or product is None:
            return
        self.strip.be_silent()
        checked = OrderDraft(
            name=self.name.text().strip(),
            profile=product.name,
            id_scope=self.id_scope.text().strip(),
            quantity=self.quantity.text().strip(),
            group_id=self.group_id.text().strip() or None,
            reprovisioning=self.policy.currentData().value,
        ).checked()
        if not isinstance(checked, OrderSpec):
            self._say_wrong(checked)
            return
        self._say_wrong({})
        self._working(True)
        what = self.tr("The order {name} is made, for {count} units of {product}.").format(
            name=checked.name, count=number(checked.quantity), product=shown(product.title, 100)
        )
        then = partial(self._create, checked, product)
        self._agreement.ask(Question(Right.ORDERS, what, then, partial(self._working, False)))

    def _create(self, spec: OrderSpec, product: Product, approval: Approval | None) -> None:
        work = partial(
            self._session.plant.create_order,
            spec,
            self._pin_of(product),
            self._secrets_of(product),
            approval,
        )
        self._session.bridge.run(self, work, self._made, self._failed, Lane.COMMANDS)

    def _pin_of(self, product: Product) -> Secret | None:
        if not product.uses_token:
            return None
        if self._session.practice:
            return practice_pin()
        typed = self.token_pin.text()
        return Secret(typed.encode()) if typed else None

    def _secrets_of(self, product: Product) -> Mapping[OrderSecret, Secret]:
        typed = self.password.text() if product.asks_password else ""
        return {OrderSecret.CONSOLE_PASSWORD: Secret(typed.encode())} if typed else {}

    def _working(self, at_work: bool) -> None:
        self._at_work = at_work
        self.busy.setVisible(at_work)
        for field in self.fields.values():
            field.editor.setEnabled(not at_work)
        for widget in (self.make, self.leave, self.more):
            widget.setEnabled(not at_work)

    def changeEvent(self, event: QEvent) -> None:
        """Keep no secret in a form that was switched off, as where the window locks."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and not self.isEnabled():
            self._forget_secrets()

    def _forget_secrets(self) -> None:
        for edit in (self.token_pin, self.password):
            edit.clear()

    def _leave(self) -> None:
        self._forget_secrets()
        self.left.emit()

    def _made(self, order: Order) -> None:
        self._working(False)
        self._forget_secrets()
        self.made.emit(order)

    def _failed(self, error: StationError) -> None:
        self._working(False)
        field = _FIELDS.get(error.code)
        if field is None or self.fields[field].isHidden():
            self.strip.say_error(error)
            self.make.setFocus()
        else:
            self._say_wrong({field: error_words(error)})

    def _say_wrong(self, wrong: Mapping[str, str]) -> None:
        """Say at each field what is wrong with it, and go to the first of those."""
        if any(name in wrong for name in _MORE):
            self.more.setChecked(True)
        for name, field in self.fields.items():
            field.say_wrong(wrong.get(name, ""))
        first = next((name for name in self.fields if name in wrong), None)
        if first is not None:
            self.fields[first].editor.setFocus()
