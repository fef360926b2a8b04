"""The window's application: opens a station, logs people in and out, and closes in good order."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from station.errors import StationError
from station.links.port_names import SYSTEM, PortTree
from station.model.people import Person, Role
from station.model.settings import Settings
from station.operations.bench_view import BenchView
from station.operations.opening import Opened, with_positions
from station.operations.start import Start
from station.secret import Secret
from station.window.bridge import Bridge, Lane
from station.window.centred import centred
from station.window.checking import Checking
from station.window.desk import Desk, units_place
from station.window.export import ExportScreen
from station.window.idle import IdleWatch
from station.window.language_change import change_language, would_end
from station.window.lock import LockPanel
from station.window.login import LogInScreen, NobodyPage
from station.window.opening import Opening
from station.window.pages import BusyPage
from station.window.session import Session
from station.window.shell import Screen, Shell
from station.window.shift_check import ShiftCheck
from station.window.take_over import TakeOver
from station.window.teaching import TeachPanel
from station.window.words import role_words
from station.window.worker import WorkerScreen

_log: Final = logging.getLogger(__name__)


class Application(QObject):
    """What the window does from its start to its end.

    Args:
        start: what to begin with.
        shell: the window.
        bridge: to the threads that may wait.
        tree: where the system tells of its ports, from which positions are taught.
    """

    left = Signal()
    """All is closed, the window too."""

    def __init__(self, start: Start, shell: Shell, bridge: Bridge, tree: PortTree = SYSTEM) -> None:
        super().__init__()
        self._tree = tree
        self._bridge = bridge
        self._kiosk = start.kiosk
        self.shell = shell
        shell.settle()
        self.opening = Opening(start, shell, bridge, self._told)
        self.opening.opened.connect(self._is_open)
        self.opening.close_wanted.connect(self.close)
        self.shell.close_wanted.connect(self.close)
        self.shell.log_out_pressed.connect(self.log_out)
        self.shell.lock_pressed.connect(self.lock)
        self.shell.language_wanted.connect(self.speak)
        self.idle = IdleWatch(self)
        self.idle.idle.connect(self.lock)
        self._opened: Opened | None = None
        self._person: Person | None = None
        self._before: Person | None = None
        self._locked: LockPanel | None = None
        self._taking: TakeOver | None = None
        self._front = 0
        self._again: Callable[[], None] = self.opening.show_again
        self._worker: WorkerScreen | None = None
        self._export: ExportScreen | None = None
        self._checking: Checking | None = None
        self._closing = False

    @property
    def worker(self) -> WorkerScreen | None:
        """The bench's screen, while somebody is logged in."""
        return self._worker

    @property
    def opened(self) -> Opened | None:
        """The open station, while there is one."""
        return self._opened

    def open(self, pin: Secret | None = None) -> None:
        """Open what is there, or say what can be done; see `Opening.open`."""
        self.opening.open(pin)

    def _is_open(self, opened: Opened) -> None:
        self._opened = opened
        self._checking = Checking(opened.plant, self._bridge, self)
        if self._closing:  # somebody left while it was being opened; what closes it comes next
            return
        self.shell.practice.setVisible(opened.plant.file.practice)
        self._ask_who()
        # Logged once it is drawn: what starts the window can wait for it.
        QTimer.singleShot(0, self, lambda: _log.info("window shown"))
        if opened.hands is not None:
            for position in opened.wizard.view.positions:
                work = partial(opened.hands.change, position.position)
                self._bridge.run(self, work, self._seated, self._not_seated)

    def _seated(self, _: str) -> None:
        if self._worker is not None:
            for strip in self._worker.strips.values():
                strip.refresh()

    @staticmethod
    def _not_seated(error: StationError) -> None:
        _log.warning("No practice unit was put in: %s (%s)", error, error.detail)

    # Who is there

    def _ask_who(self) -> None:
        opened = self._opened
        if opened is None:
            return
        self._again = self._ask_who
        opened.wizard.hold(now=True)
        screen = LogInScreen(opened.plant, self._bridge, opened.badges)
        screen.logged_in.connect(self._log_in)
        if self._checking is not None and not opened.plant.file.practice:
            screen.show_below(ShiftCheck(self._checking))
            self._checking.begin_shift()
        self.shell.show_alone(screen)
        screen.focus_first()
        records = opened.plant.tools.records
        if not records.practice:
            people = records.people
            # Owned by the log-in: where it is gone, somebody was there.
            self._bridge.run(screen, lambda: bool(people()), self._has_people, screen.asking.refuse)

    def _has_people(self, there: bool) -> None:
        if there:
            return
        self.shell.show_alone(NobodyPage(self.close))

    def _session_of(self, opened: Opened, person: Person) -> Session:
        return Session(opened.plant, self._bridge, person)

    def _log_in(self, person: Person) -> None:
        opened, before = self._opened, self._before
        if opened is None:
            return
        if before is None or before.badge == person.badge or not opened.wizard.view.busy:
            self._begin(person)
            return
        self._again = partial(self._log_in, person)
        asked = self._ask_take_over(opened, person, before)
        asked.left.connect(partial(self._not_taken, person))
        self.shell.show_alone(centred(asked))
        asked.focus_first()

    def _ask_take_over(self, opened: Opened, person: Person, before: Person) -> TakeOver:
        session = self._session_of(opened, person)
        self._taking = asked = TakeOver(session, before, opened.wizard.view)
        asked.taken.connect(partial(self._begin, person))
        return asked

    def _not_taken(self, person: Person) -> None:
        self._taking = None
        self._record_log_out(person)
        self._ask_who()

    def _record_log_out(self, person: Person) -> None:
        if self._opened is not None:
            records = self._opened.plant.tools.records
            self._bridge.run(self, partial(records.log_out, person), lane=Lane.COMMANDS)

    def _begin(self, person: Person) -> None:
        """Show somebody's screens; whoever had them until now is logged out."""
        opened, before = self._opened, self._person
        if opened is None:
            return
        if before is not None:
            self._record_log_out(before)
        self._person, self._before = person, person
        self._show_screens(opened, person)

    def _show_screens(self, opened: Opened, person: Person) -> None:
        self._locked, self._taking, self._export = None, None, None
        self._again = partial(self._show_screens, opened, person)
        session = self._session_of(opened, person)
        self._worker = WorkerScreen(session, opened.wizard, opened.hands)
        self._worker.lock_wanted.connect(self.lock)
        bench: WorkerScreen | TeachPanel = self._worker
        if not opened.wizard.view.positions:
            bench = TeachPanel(session, self._tree)
            bench.taught.connect(partial(self._add_positions, bench))
        screens: list[tuple[str, QWidget, Screen]] = [(self.tr("&Bench"), bench, bench)]
        if person.role is Role.SUPERVISOR and self._checking is not None:
            desk = Desk(session, self._worker, self._watch, self._checking)
            self._export = desk.export
            screens += desk.screens()
            desk.set_up.wanted.connect(self.shell.bring)
        elif person.role is Role.MAINTENANCE:
            screens.append(units_place(session, self._worker))
        who = f"{person.name}  ·  {role_words(person.role)}"
        self.shell.show_work(opened.plant.tools.station, who, screens)
        opened.wizard.hold(now=False)
        self._watch()

    def _add_positions(self, panel: TeachPanel) -> None:
        """Have the bench work at the positions that it was taught."""
        opened, person = self._opened, self._person
        if opened is None or person is None:
            return
        if opened.wizard.view.positions:  # it was locked in that very moment
            self._show_screens(opened, person)
            return

        def added(whole: Opened) -> None:
            self._opened = whole
            if self._person is person and self._locked is None and not self._closing:
                self._show_screens(whole, person)

        work = partial(with_positions, opened, self._told)
        self._bridge.run(self, work, added, panel.say_error, Lane.COMMANDS)

    def log_out(self) -> None:
        """Log out; what is at work at the positions goes on."""
        person = self._person
        if person is None or self._opened is None:
            return
        self._person, self._worker, self._export = None, None, None
        self.idle.stop()
        self._record_log_out(person)
        self._ask_who()

    # Locked and unlocked

    def _watch(self) -> None:
        """Watch for idleness as the settings say now."""
        if self._opened is not None:
            self.idle.stop()
            settings = self._opened.plant.tools.records.settings
            self._bridge.run(self, settings, self._has_settings, self._no_settings)

    def _has_settings(self, settings: Settings) -> None:
        if self._person is not None and self._locked is None:
            self.idle.start(settings.idle_minutes)

    def _no_settings(self, error: StationError) -> None:
        """Lock at once: nobody knows how long the window may stand open."""
        _log.warning("The settings can't be read: %s (%s)", error, error.detail)
        self.lock()

    def lock(self) -> None:
        """Have badge and PIN shown before anything else; what is at work goes on and is seen."""
        opened, person = self._opened, self._person
        if opened is None or person is None or self._locked is not None or self._closing:
            return
        self.idle.stop()
        opened.wizard.hold(now=True)
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.reject()
        self._front = self.shell.front
        self.shell.go(0)
        self._show_lock(opened, person)

    def _show_lock(self, opened: Opened, person: Person) -> None:
        self._taking = None
        self._again = partial(self._lock_again, opened, person)
        self._locked = panel = LockPanel(self._session_of(opened, person), opened.badges)
        panel.proved.connect(self._unlock_by)
        self.shell.hold(panel)
        panel.focus_first()

    def _unlock_by(self, person: Person) -> None:
        opened, before = self._opened, self._person
        if opened is None or before is None:
            return
        if person.badge == before.badge:
            self._locked = None
            self.shell.let_go()
            self._again = partial(self._show_screens, opened, person)
            opened.wizard.hold(now=False)
            self.shell.go(self._front)
            self._watch()
            return
        self._again = partial(self._take_over_again, opened, person, before)
        self._hold_take_over(opened, person, before)

    def _hold_take_over(self, opened: Opened, person: Person, before: Person) -> None:
        asked = self._ask_take_over(opened, person, before)
        asked.left.connect(partial(self._stay_locked, person))
        self.shell.hold(asked)
        asked.focus_first()

    def _stay_locked(self, person: Person) -> None:
        self._record_log_out(person)
        if self._opened is not None and self._person is not None:
            self._show_lock(self._opened, self._person)

    # In which language

    def speak(self, code: str) -> None:
        """Show all in another language, once whoever would lose something by that agrees."""
        loss = "" if self._locked is not None else would_end(self.shell, self._export)
        if not loss:
            self._speak(code)
            return
        yes, no = self.tr("Change the language"), self.tr("Stay")
        self.shell.ask(loss, yes, no, partial(self._speak, code))

    def _speak(self, code: str) -> None:
        """Make anew what is shown; what is at work at the positions goes on."""
        if self._closing:
            return
        front = self.shell.front
        change_language(self.shell, code)
        self._again()
        if self._person is not None and self._locked is None and self._taking is None:
            self.shell.go(front)

    def _lock_again(self, opened: Opened, person: Person) -> None:
        front = self._front
        self._show_screens(opened, person)
        self.idle.stop()
        opened.wizard.hold(now=True)
        self._front = front
        self._show_lock(opened, person)

    def _take_over_again(self, opened: Opened, person: Person, before: Person) -> None:
        self._lock_again(opened, before)
        self._again = partial(self._take_over_again, opened, person, before)
        self._hold_take_over(opened, person, before)

    def _told(self, view: BenchView) -> None:
        """Take the wizard's word, in whatever thread it comes."""
        self._bridge.post(self, lambda: self._show(view))

    def _show(self, view: BenchView) -> None:
        if self._worker is not None:
            self._worker.show_bench(view)
        if self._taking is not None:
            self._taking.show_bench(view)

    def close(self) -> None:
        """Close, having asked where units are at work; a kiosk by a supervisor alone."""
        if self._kiosk and self._opened is not None:
            person = self._person
            if person is None or person.role is not Role.SUPERVISOR or self._locked is not None:
                self.shell.mishap.say(StationError("CFG-065"))
                return
        busy = () if self._opened is None else self._opened.wizard.view.busy
        if not busy:
            self.leave()
            return
        if self._locked is not None:
            self._locked.refuse_close()
            return
        question = self.tr("Units are at work at position {names}. Closing cancels them.")
        self.shell.ask(
            question.format(names=", ".join(busy)),
            self.tr("Cancel them and close"),
            self.tr("Stay"),
            self.leave,
        )

    def leave(self) -> None:
        """Close without asking."""
        if self._closing:
            return
        self._closing = True
        if self._checking is not None:
            self._checking.stop()
        self.opening.leave()
        self._person, self._worker, self._locked, self._taking = None, None, None, None
        self.idle.stop()
        if self._export is not None:
            self._export.stop()
        title, text = self.tr("Closing"), self.tr("Ending what is at work.")
        self.shell.show_alone(BusyPage(title, text))
        # An export at work has the record and the factory's token in use until it has ended.
        self._bridge.run(self, int, self._no_export, lane=Lane.EXPORTS)

    def _no_export(self, _: int) -> None:
        # Behind an opening that is under way, which gives what there is to close.
        self._bridge.run(self, int, self._no_command, lane=Lane.COMMANDS)

    def _no_command(self, _: int) -> None:
        self._bridge.run(self, self._close_station, self._left, self._left, Lane.COMMANDS)

    def _close_station(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()

    def _left(self, _: object) -> None:
        self.shell.let_close()
        self.left.emit()
