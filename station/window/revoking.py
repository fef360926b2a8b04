"""An enrollment taken off the list for good, from where it is read."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.errors import StationError
from station.model.enrollment import Enrollment, EnrollmentStatus
from station.model.names import shown
from station.model.rights import Approval, Right
from station.operations.revoking import AtService, revoke_one
from station.window.agreement import Agreement, Question
from station.window.bridge import Lane
from station.window.fields import Strip, button
from station.window.session import Session


class Revoking(QWidget):
    """Asks who agrees and why, and says what is to be done at the service still.

    Args:
        enrollment: which, as it is shown.
        session: who does it, and at which station.

    Attributes:
        button: what begins it, for where the other buttons are; off where it was revoked before.
    """

    revoked = Signal()
    """It is off the list."""

    def __init__(self, enrollment: Enrollment, session: Session) -> None:
        super().__init__()
        self._enrollment, self._session = enrollment, session
        self.agreement = Agreement(session)
        self.strip = Strip("revoking-said")
        self.button = button("details-revoke", self.tr("&Revoke …"), "danger")
        self.button.setAutoDefault(False)
        self.button.setEnabled(enrollment.status is not EnrollmentStatus.REVOKED)
        self.button.clicked.connect(self._ask)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.agreement)
        whole.addWidget(self.strip)

    def _ask(self) -> None:
        self.strip.be_silent()
        self.button.setEnabled(False)
        what = self.tr("The enrollment of {serial} is taken off the list for good.")
        self.agreement.ask(
            Question(
                Right.REVOKE,
                what.format(serial=shown(self._enrollment.serial)),
                self._revoke,
                partial(self._dropped, None),
                confirm=True,
            )
        )

    def _dropped(self, error: StationError | None) -> None:
        self.button.setEnabled(True)
        if error is not None:
            self.strip.say_error(error)
        self.button.setFocus()

    def _revoke(self, approval: Approval | None) -> None:
        why = self.agreement.why
        work = partial(revoke_one, self._session.plant, self._enrollment, why, approval)
        self._session.bridge.run(self, work, self._done, self._dropped, Lane.COMMANDS)

    def _done(self, there: AtService) -> None:
        self.strip.say(
            {
                AtService.UNKNOWN: self.tr("It is revoked: no export has it from now on."),
                AtService.KNOWN: self.tr(
                    "It is revoked: no export has it from now on. The service may know it:"
                    " a reconcile takes it off there, too."
                ),
                AtService.GROUP: self.tr(
                    "It is revoked. Its group would still let it in: the next push or export shuts"
                    " it out at the service."
                ),
            }[there],
            "good",
        )
        self.revoked.emit()
