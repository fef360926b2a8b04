"""The rules of the house: how PINs are, when the window locks, whose figures may be told."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.model.rights import Approval, Right
from station.model.settings import Settings
from station.window import theme
from station.window.agreement import Agreement, Question
from station.window.bridge import Lane
from station.window.fields import Field, Strip, button, plain
from station.window.session import Session

_LONGEST_PIN = 32
_MOST_DAYS = 3_650
_MOST_MINUTES = 480


class SettingsScreen(QWidget):
    """Shows the settings, and changes them once a supervisor has agreed.

    Args:
        session: who does it, and at which station.
    """

    changed = Signal()
    """The settings were changed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("settings")
        theme.mark(self, kind="screen")
        self._session = session
        self._kept: Settings | None = None
        self.strip = Strip("settings-said")
        self.agreement = Agreement(session)
        self.shortest = _number("settings-pin-shortest", 4, _LONGEST_PIN)
        self.days = _number("settings-pin-days", 0, _MOST_DAYS)
        self.minutes = _number("settings-idle-minutes", 0, _MOST_MINUTES)
        for one in (self.days, self.minutes):
            one.setSpecialValueText(self.tr("0: never"))
        self.figures = QCheckBox(self.tr("Figures may be told by person"))
        self.figures.setObjectName("settings-person-figures")
        self.save = button("settings-save", self.tr("&Save"), "primary")
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setObjectName("settings-busy")
        self.busy.hide()
        self.save.clicked.connect(self.submit)
        for one in (self.shortest, self.days, self.minutes):
            one.valueChanged.connect(self._show_changed)
        self.figures.toggled.connect(self._show_changed)
        self._lay_out()
        self._show_changed()

    def _lay_out(self) -> None:
        self.card = QFrame()
        theme.mark(self.card, kind="card")
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(24, 18, 24, 18)
        inside.setSpacing(14)
        inside.addWidget(plain("settings-title", "title", self.tr("Rules for everybody here")))
        for field in (
            Field(
                self.tr("Shortest PIN, in characters"),
                self.shortest,
                self.tr("For PINs that are chosen from now on."),
            ),
            Field(
                self.tr("Days until a PIN must be changed"),
                self.days,
                self.tr("At the log-in; 0 for never."),
            ),
            Field(
                self.tr("Minutes until the window locks"),
                self.minutes,
                self.tr("Without keyboard, mouse or scan; units at work go on. 0 for never."),
            ),
        ):
            inside.addWidget(field)
        inside.addWidget(self.figures)
        inside.addWidget(
            plain(
                "settings-figures-hint",
                "quiet",
                self.tr("The law of some places forbids that, or asks for consent first."),
            )
        )
        inside.addWidget(self.busy)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        inside.addLayout(buttons)
        self.page = QWidget()
        self.page.setObjectName("settings-page")
        around = QHBoxLayout(self.page)
        around.setContentsMargins(0, 0, 0, 0)
        around.addStretch(1)
        around.addWidget(self.card, 3, Qt.AlignmentFlag.AlignTop)
        around.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 10)
        for widget in (self.strip, self.agreement):
            whole.addWidget(widget)
        whole.addWidget(self.page, 1)

    # What the shell asks

    def refresh(self) -> None:
        """Read the settings anew, unless somebody is changing them."""
        if self._kept is None or self._typed() == self._kept:
            self._session.bridge.run(
                self, self._session.records.settings, self._has, self.strip.say_error
            )

    def focus_first(self) -> None:
        """Go to the first of them."""
        self.shortest.setFocus()
        self.shortest.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter in a field as the end."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        else:
            super().keyPressEvent(event)

    def _has(self, settings: Settings) -> None:
        self._kept = settings
        self.shortest.setValue(settings.pin_shortest)
        self.days.setValue(settings.pin_days or 0)
        self.minutes.setValue(settings.idle_minutes or 0)
        self.figures.setChecked(settings.person_figures)
        self._show_changed()

    def _typed(self) -> Settings:
        return Settings(
            pin_shortest=self.shortest.value(),
            pin_days=self.days.value() or None,
            idle_minutes=self.minutes.value() or None,
            person_figures=self.figures.isChecked(),
        )

    def _show_changed(self) -> None:
        self.save.setEnabled(self._kept is not None and self._typed() != self._kept)

    # The change

    def submit(self) -> None:
        """Have a supervisor agree to what was typed."""
        if not self.save.isEnabled() or not self.page.isEnabled():
            return
        self.strip.be_silent()
        self.page.setEnabled(False)
        what = self.tr("These rules are changed for everybody here.")
        wanted = self._typed()
        self.agreement.ask(
            Question(Right.SETTINGS, what, partial(self._set, wanted), self._dropped)
        )

    def _set(self, wanted: Settings, approval: Approval | None) -> None:
        self.busy.show()
        work = partial(self._session.records.set_settings, wanted, approval)

        def done(_: None) -> None:
            self._end()
            self._has(wanted)
            self.strip.say(self.tr("The rules are changed."), "good")
            self.changed.emit()

        self._session.bridge.run(self, work, done, self._failed, Lane.COMMANDS)

    def _dropped(self) -> None:
        self._end()
        self.strip.say(self.tr("Nobody agreed: nothing is changed."), "notice")

    def _failed(self, error: StationError) -> None:
        self._end()
        self.strip.say_error(error)

    def _end(self) -> None:
        self.busy.hide()
        self.page.setEnabled(True)
        self.focus_first()


def _number(name: str, least: int, most: int) -> QSpinBox:
    made = QSpinBox(minimum=least, maximum=most)
    made.setObjectName(name)
    made.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    return made
