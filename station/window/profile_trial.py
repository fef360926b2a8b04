"""A profile tried on one unit: its link is opened, it is asked what it is, and all that crosses."""

from functools import partial
from threading import Event

from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.line.bench import Bench
from station.line.profiles import LoadedProfile
from station.model.names import shown
from station.model.order import OrderSecret, secrets_of_use
from station.operations.profile_try import Extent, Tried, try_profile
from station.operations.teaching import bench_so_far
from station.secret import Secret
from station.window.fields import Choice, Field, Strip, button, line
from station.window.session import Session


class ProfileTrial(QWidget):
    """Tries what is written, saved or not, on the unit at a position; nothing is put on record.

    Args:
        session: who tries.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._loaded: LoadedProfile | None = None
        self._cancel = Event()
        self._at_work = False
        self.strip = Strip("profile-trial-said")
        self.place = Choice("profile-trial-place", 24)
        self.where = Field(self.tr("&Position"), self.place)
        self.password = line("profile-trial-password", secret=True, longest=256)
        self.asked = Field(self.tr("The unit's pass&word"), self.password)
        self.keys = QCheckBox(self.tr("Have it make a &key, too: it may lose the one that it has"))
        self.keys.setObjectName("profile-trial-keys")
        self.start = button("profile-trial-start", self.tr("&Try"), "primary")
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.crossed = QPlainTextEdit()
        self.crossed.setObjectName("profile-crossed")
        self.crossed.setAccessibleName(self.tr("What crossed"))
        self.crossed.setReadOnly(True)
        self.crossed.setTabChangesFocus(True)
        self.crossed.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._lay_out()
        self.start.clicked.connect(self._pressed)
        self.destroyed.connect(_setting(self._cancel))
        self._show()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.start)
        row.addWidget(self.busy, 1)
        row.addStretch(1)
        self.busy.hide()
        whole = QVBoxLayout(self)
        for part in (self.strip, self.where, self.asked, self.keys):
            whole.addWidget(part)
        whole.addLayout(row)
        whole.addWidget(self.crossed, 1)

    def take(self, loaded: LoadedProfile | None) -> None:
        """Try this one from now on; None where the text has mistakes."""
        self._loaded = loaded
        secrets = () if loaded is None else secrets_of_use(loaded.profile)
        self.asked.setVisible(OrderSecret.CONSOLE_PASSWORD in secrets)
        if not self.place.count():
            work = partial(bench_so_far, self._session.plant.data)
            self._session.bridge.run(self, work, self._has_bench, self.strip.say_error)
        self._show()

    def _has_bench(self, bench: Bench | None) -> None:
        self.place.clear()
        for one in () if bench is None else bench.position:
            words = self.tr("{position}: {port}").format(position=one.name, port=one.port)
            self.place.addItem(words, one.port)
        if not self.place.count():
            self.strip.say(self.tr("The bench has no positions yet: teach them first."), "notice")
        self._show()

    def stop(self) -> None:
        """End what is at work."""
        self._cancel.set()

    def _show(self) -> None:
        self.busy.setVisible(self._at_work)
        self.start.setText(self.tr("Cancel") if self._at_work else self.tr("&Try"))
        ready = self._loaded is not None and self.place.count() > 0
        self.start.setEnabled(self._at_work or ready)

    def _pressed(self) -> None:
        if self._at_work:
            self.stop()
            return
        loaded, port = self._loaded, self.place.currentData()
        if loaded is None or not isinstance(port, str):
            return
        extent = Extent.KEYS if self.keys.isChecked() else Extent.LOOK
        typed = self.password.text()
        self.password.clear()
        secret = Secret(typed.encode()) if typed else None
        self._cancel.clear()
        self._at_work = True
        self.crossed.clear()
        self.strip.be_silent()
        work = partial(try_profile, loaded.profile, port, extent, secret, self._cancel)
        self._session.bridge.run(self, work, self._has_tried, self._failed)
        self._show()

    def _has_tried(self, tried: Tried) -> None:
        self._at_work = False
        self.crossed.setPlainText(tried.transcript)
        if tried.error is not None:
            self.strip.say_error(tried.error)
        elif tried.report is not None:
            said = self.tr(
                "It answers: serial number {serial}, model {model}, firmware {firmware}."
            )
            one = tried.report
            serial, model, firmware = (
                shown(text or "-") for text in (one.serial, one.model, one.firmware)
            )
            words = said.format(serial=serial, model=model, firmware=firmware)
            self.strip.say(words, "good")
        self._show()

    def _failed(self, error: StationError) -> None:
        self._at_work = False
        self.strip.say_error(error)
        self._show()


def _setting(cancel: Event) -> "partial[None]":
    """Return what sets an event, and holds nothing of Qt's."""
    return partial(_set, cancel)


def _set(cancel: Event, *_: object) -> None:
    cancel.set()
