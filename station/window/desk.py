"""The screens that not everybody has: the supervisors', and that of those who mend."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from station.window.audit import AuditScreen
from station.window.backup import BackupScreen
from station.window.check import CheckScreen
from station.window.checking import Checking
from station.window.enrollments import EnrollmentsScreen
from station.window.export import ExportScreen
from station.window.figures import FiguresScreen
from station.window.groups import GroupsScreen
from station.window.orders import OrdersScreen
from station.window.people import PeopleScreen
from station.window.profiles import ProfilesScreen
from station.window.push import PushScreen
from station.window.services import ServicesScreen
from station.window.session import Session
from station.window.set_up import SetUpScreen
from station.window.settings import SettingsScreen
from station.window.shell import Screen
from station.window.units import UnitsScreen
from station.window.worker import WorkerScreen


def _tr(text: str) -> str:
    return QCoreApplication.translate("desk", text)


def units_place(session: Session, worker: WorkerScreen) -> tuple[str, QWidget, Screen]:
    """Return the units' screen as the shell shows it: for supervisors, and for those who mend."""
    units = UnitsScreen(session)
    units.changed.connect(worker.refresh)
    return _tr("Uni&ts"), units, units


class Desk:
    """Makes the supervisors' screens, and has each told of what another changed.

    Args:
        session: the supervisor's.
        worker: the bench, which works on the orders.
        resettled: called once the settings were changed.
        checking: what looks at the station, and has done so at the shift's start.

    Attributes:
        export: the export, which is stopped before the station closes.
        set_up: what is still to be set up, and where.
    """

    def __init__(
        self,
        session: Session,
        worker: WorkerScreen,
        resettled: Callable[[], None],
        checking: Checking,
    ) -> None:
        self._orders, self._listed = OrdersScreen(session), EnrollmentsScreen(session)
        self.export, self._groups = ExportScreen(session), GroupsScreen(session)
        self._units, self._profiles = units_place(session, worker), ProfilesScreen(session)
        self._figures, self._audit = FiguresScreen(session), AuditScreen(session)
        self._push, self._services = PushScreen(session), ServicesScreen(session)
        self._people, self._settings = PeopleScreen(session), SettingsScreen(session)
        self._check, self._backup = CheckScreen(session, checking), BackupScreen(session)
        self.set_up = SetUpScreen(session)
        self._orders.changed.connect(worker.refresh)
        self._profiles.changed.connect(worker.refresh)
        self._settings.changed.connect(resettled)
        self._settings.changed.connect(worker.refresh)
        self._settings.keys_changed.connect(worker.refresh)

    def screens(self) -> list[tuple[str, QWidget, Screen]]:
        """Return them as the shell shows them."""
        return [
            (_tr("&Orders"), self._orders, self._orders),
            (_tr("E&nrollments"), self._listed, self._listed),
            (_tr("E&xport"), self.export, self.export),
            (_tr("Services"), self._services, self._services),
            (_tr("Push"), self._push, self._push),
            (_tr("Groups"), self._groups, self._groups),
            self._units,
            (_tr("Figures"), self._figures, self._figures),
            (_tr("Audit"), self._audit, self._audit),
            (_tr("What is needed"), self.set_up, self.set_up),
            (_tr("Profiles"), self._profiles, self._profiles),
            (_tr("People"), self._people, self._people),
            (_tr("Check"), self._check, self._check),
            (_tr("Backup"), self._backup, self._backup),
            (_tr("Settings"), self._settings, self._settings),
        ]
