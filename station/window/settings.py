"""The rules of the house: how PINs are, when the window locks, whose figures may be told."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from pydantic import ValidationError
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.model.checks import CheckUnit, When
from station.model.names import shown
from station.model.pedal import PEDAL_KEYS
from station.model.rights import Approval, Right
from station.model.settings import Loading, Settings
from station.operations.checks import added, checks_without_units
from station.records.custody import Keeping
from station.window import theme
from station.window.agreement import Agreement, Question
from station.window.bridge import Lane
from station.window.centred import carded
from station.window.check_units import CheckUnits
from station.window.factory_keys import FactoryKeys
from station.window.fields import Choice, Field, Strip, button, error_words, line, plain
from station.window.session import Session


class SettingsScreen(QWidget):
    """Shows the settings, and changes them once a supervisor has agreed.

    Args:
        session: who does it, and at which station.
    """

    changed = Signal()
    """The settings were changed."""
    keys_changed = Signal()
    """Keys in software were accepted, or are no more."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("settings")
        theme.mark(self, kind="screen")
        self._session = session
        self._kept: Settings | None = None
        self.strip = Strip("settings-said")
        self.agreement = Agreement(session)
        self.shortest, self.days, self.minutes, self.failures, self.yields = (
            line(f"settings-{name}", longest=4)
            for name in ("pin-shortest", "pin-days", "idle-minutes", "stop-failures", "stop-yield")
        )
        self._fields = self._made_fields()
        self.figures = QCheckBox(self.tr("Figures may be told by person"))
        self.figures.setObjectName("settings-person-figures")
        self.rabbit = QCheckBox(self.tr("Each shift begins with a red rabbit at each position"))
        self.rabbit.setObjectName("settings-red-rabbit")
        self.golden = QCheckBox(self.tr("Each shift begins with a golden unit at each position"))
        self.golden.setObjectName("settings-golden-unit")
        self.batches = QCheckBox(self.tr("Units begin in batches, all positions at once"))
        self.batches.setObjectName("settings-loading")
        self.pedal = self._made_pedal()
        self.units = CheckUnits()
        self.units.added.connect(self._ask_to_add)
        self.units.removed.connect(self._ask_to_remove)
        self.keys = FactoryKeys(practice=session.practice)
        self.keys.wanted.connect(self._ask_keys)
        self.save = button("settings-save", self.tr("&Save"), "primary")
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setObjectName("settings-busy")
        self.busy.hide()
        self.save.clicked.connect(self.submit)
        for one in (self.shortest, self.days, self.minutes, self.failures, self.yields):
            one.textChanged.connect(self._show_changed)
        for box in (self.figures, self.rabbit, self.golden, self.batches):
            box.toggled.connect(self._show_changed)
        self.pedal.currentIndexChanged.connect(self._show_changed)
        self._lay_out()
        self._show_changed()

    def _made_pedal(self) -> Choice:
        """Return the choice of the foot pedal's key."""
        pedal = Choice("settings-pedal", 12)
        pedal.addItem(self.tr("No foot pedal"))
        pedal.addItems(PEDAL_KEYS)
        return pedal

    def _made_fields(self) -> Mapping[str, Field]:
        """Return the fields by the names of what they set."""
        return {
            "pin_shortest": Field(
                self.tr("Shortest PIN, in characters"),
                self.shortest,
                self.tr("4 to 32; for PINs that are chosen from now on."),
            ),
            "pin_days": Field(
                self.tr("Days until a PIN must be changed"),
                self.days,
                self.tr("1 to 3,650, or 0 for never. It is changed at the log-in."),
            ),
            "idle_minutes": Field(
                self.tr("Minutes until the window locks"),
                self.minutes,
                self.tr(
                    "1 to 480 without keyboard, mouse or scan, or 0 for never. Units at work go on."
                ),
            ),
            "stop_failures": Field(
                self.tr("Failures in a row that stop a position"),
                self.failures,
                self.tr("1 to 100, or 0 for never. A supervisor restarts it."),
            ),
            "stop_yield": Field(
                self.tr("First-pass yield, in percent, under which an order stops"),
                self.yields,
                self.tr("1 to 100, of its last 50 units, or 0 for never."),
            ),
        }

    def _lay_out(self) -> None:
        form = QWidget()
        inside = QVBoxLayout(form)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(14)
        inside.addWidget(plain("settings-title", "title", self.tr("Rules for everybody here")))
        for field in self._fields.values():
            inside.addWidget(field)
        inside.addWidget(self.figures)
        law = self.tr("The law of some places forbids that, or asks for consent first.")
        inside.addWidget(plain("settings-figures-hint", "quiet", law))
        for box in (self.rabbit, self.golden, self.batches):
            inside.addWidget(box)
        hint = self.tr("It does what the bench asks for next: start, or next unit.")
        inside.addWidget(Field(self.tr("Key of the foot pedal"), self.pedal, hint))
        inside.addWidget(self.busy)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        inside.addLayout(buttons)
        inside.addWidget(self.units)
        inside.addWidget(self.keys)
        self.page = carded(form, 3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 10)
        for widget in (self.strip, self.agreement):
            whole.addWidget(widget)
        whole.addWidget(self.page, 1)

    # What the shell asks

    def refresh(self) -> None:
        """Read the settings anew, unless somebody is changing them; and of the factory's keys."""
        self._session.bridge.run(
            self, self._session.records.custody.now, self.keys.show_keeping, self.strip.say_error
        )
        known = self._session.records.checks.units
        self._session.bridge.run(self, known, self.units.show_units, self.strip.say_error)
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
        self.shortest.setText(str(settings.pin_shortest))
        self.days.setText(str(settings.pin_days or 0))
        self.minutes.setText(str(settings.idle_minutes or 0))
        self.failures.setText(str(settings.stop_failures or 0))
        self.yields.setText(str(settings.stop_yield or 0))
        self.figures.setChecked(settings.person_figures)
        self.rabbit.setChecked(settings.red_rabbit is When.SHIFT)
        self.golden.setChecked(settings.golden_unit is When.SHIFT)
        self.batches.setChecked(settings.loading is Loading.BATCH)
        key = settings.pedal_key
        self.pedal.setCurrentIndex(0 if key is None else 1 + PEDAL_KEYS.index(key))
        self._show_changed()

    def _typed(self) -> Settings | None:
        """Return what is typed, or None, having said at each field what is wrong with it."""
        for field in self._fields.values():
            field.say_wrong("")
        try:
            return Settings.model_validate(
                {
                    **(self._kept or Settings()).model_dump(),
                    "pin_shortest": _number(self.shortest) or 0,
                    "pin_days": _number(self.days) or None,
                    "idle_minutes": _number(self.minutes) or None,
                    "stop_failures": _number(self.failures) or None,
                    "stop_yield": _number(self.yields) or None,
                    "person_figures": self.figures.isChecked(),
                    "red_rabbit": _when(self.rabbit),
                    "golden_unit": _when(self.golden),
                    "loading": _loading(self.batches),
                    "pedal_key": _pedal(self.pedal),
                }
            )
        except ValidationError as error:
            for one in error.errors():
                self._fields[str(one["loc"][0])].say_wrong(self.tr("Type a number of that range."))
            return None

    def _show_changed(self) -> None:
        typed = self._typed()
        self.save.setEnabled(None not in (self._kept, typed) and typed != self._kept)

    # The change

    def submit(self) -> None:
        """Have a supervisor agree to what was typed."""
        wanted = self._typed()
        if wanted is None or not self.save.isEnabled() or not self.page.isEnabled():
            return
        self.strip.be_silent()
        self.page.setEnabled(False)
        what = self.tr("These rules are changed for everybody here.")
        self.agreement.ask(
            Question(Right.SETTINGS, what, partial(self._set, wanted), self._dropped)
        )

    def _set(self, wanted: Settings, approval: Approval | None) -> None:
        self.busy.show()
        records = self._session.records

        def work() -> Sequence[StationError]:
            records.set_settings(wanted, approval)
            return checks_without_units(records)

        def done(lacking: Sequence[StationError]) -> None:
            self._end()
            self._has(wanted)
            told = [self.tr("The rules are changed."), *map(error_words, lacking[:1])]
            self.strip.say(" ".join(told), "notice" if lacking else "good")
            self.changed.emit()

        self._session.bridge.run(self, work, done, self._failed, Lane.COMMANDS)

    # The units for checks

    def _ask_to_add(self, unit: CheckUnit) -> None:
        what = self.tr("{unit} is for checks from now on, and is never provisioned.")
        work = partial(added, self._session.plant, unit)
        self._ask_checks(what.format(unit=shown(unit.serial)), work)

    def _ask_to_remove(self, serial: str) -> None:
        what = self.tr("{unit} is for checks no more. Take its mark off.")
        work = partial(self._session.records.checks.remove, serial)
        self._ask_checks(what.format(unit=shown(serial)), work)

    def _ask_checks(self, what: str, work: Callable[[Approval | None], CheckUnit]) -> None:
        self.strip.be_silent()
        self.page.setEnabled(False)

        def then(approval: Approval | None) -> None:
            self.busy.show()
            agreed = partial(work, approval)
            self._session.bridge.run(self, agreed, done, self._failed, Lane.COMMANDS)

        def done(_: CheckUnit) -> None:
            self._end()
            self.units.forget()
            self.strip.say(what, "good")
            self.refresh()
            self.changed.emit()

        self.agreement.ask(Question(Right.CHECKS, what, then, self._dropped))

    # The factory's keys

    def _ask_keys(self, accept: bool) -> None:
        self.strip.be_silent()
        self.page.setEnabled(False)
        what = (
            self.tr(
                "Production works with the factory's keys in software: less safe than a hardware "
                "HSM. Every unit's record says so."
            )
            if accept
            else self.tr("No order and no unit is made any more by the factory's keys in software.")
        )
        then = partial(self._choose, accept=accept)
        self.agreement.ask(Question(Right.SOFTWARE_HSM, what, then, self._dropped))

    def _choose(self, approval: Approval | None, *, accept: bool) -> None:
        book = self._session.records.custody
        work = partial(book.accept if accept else book.withdraw, approval)

        def done(keeping: Keeping) -> None:
            self._end()
            self.keys.show_keeping(keeping)
            said = self.tr("Keys in software are accepted.")
            self.strip.say(said if accept else self.tr("That is taken back."), "good")
            self.keys_changed.emit()

        self.busy.show()
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


def _when(box: QCheckBox) -> When:
    return When.SHIFT if box.isChecked() else When.NEVER


def _loading(box: QCheckBox) -> Loading:
    return Loading.BATCH if box.isChecked() else Loading.CONTINUOUS


def _pedal(choice: Choice) -> str | None:
    place = choice.currentIndex()
    return PEDAL_KEYS[place - 1] if place > 0 else None


def _number(edit: QLineEdit) -> int:
    """Return what is typed; what is no number is out of every range."""
    text = edit.text().strip()
    return int(text) if text.isascii() and text.isdecimal() else -1
