"""What the factory's keys are kept in, and the choice of two supervisors where it is software."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from station.model.custody import Custody
from station.records.custody import Choice, Keeping
from station.window.fields import button, plain


class FactoryKeys(QFrame):
    """Tells what they are kept in; in production on software, with the way to accept that or not.

    Args:
        practice: whether nobody need choose.
    """

    wanted = Signal(bool)
    """That it is to be accepted (True), or taken back."""

    def __init__(self, *, practice: bool) -> None:
        super().__init__()
        self.setObjectName("factory-keys")
        self._practice = practice
        self.words = plain("factory-keys-words", "quiet")
        self.accept = button("factory-keys-accept", self.tr("Accept &keys in software …"), "danger")
        self.withdraw = button("factory-keys-withdraw", self.tr("Take that &back …"))
        self.accept.clicked.connect(lambda: self.wanted.emit(True))
        self.withdraw.clicked.connect(lambda: self.wanted.emit(False))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(plain("factory-keys-title", "heading", self.tr("The factory's keys")))
        inside.addWidget(self.words)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.withdraw)
        buttons.addWidget(self.accept)
        inside.addLayout(buttons)
        self.show_keeping(None)

    def show_keeping(self, keeping: Keeping | None) -> None:
        """Show what the record tells; None while nobody knows."""
        software = keeping is not None and keeping.token.custody is Custody.SOFTWARE
        accepted = keeping is not None and keeping.choice is Choice.ACCEPTED
        self.words.setText("" if keeping is None else self._told(keeping))
        self.accept.setVisible(software and not accepted and not self._practice)
        self.withdraw.setVisible(software and accepted and not self._practice)

    def _told(self, keeping: Keeping) -> str:
        words = self.tr("They are in a {token}.").format(token=keeping.words)
        if keeping.token.custody is not Custody.SOFTWARE:
            return words
        safer = self.tr("Whoever copies this computer's files has them: a hardware HSM is safer.")
        if self._practice:
            return f"{words} {self.tr('That will do for practice.')}"
        if keeping.choice is Choice.ACCEPTED:
            return f"{words} {safer}"
        stops = self.tr("No order and no unit is made until two supervisors accept that.")
        return f"{words} {safer} {stops}"
