"""What the window shows until a station is open: a welcome, the ceremony, the token's PIN."""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from station.errors import StationError
from station.folders import default_practice_data
from station.model.unlocking import PadPin
from station.operations.bench_view import BenchView
from station.operations.opening import Opened, free_pin, open_practice, open_station
from station.operations.pin_standing import PinStanding, pin_standings
from station.operations.start import Start
from station.operations.unlocking import credential_is_here, credential_pin, standing
from station.records.upgrade import upgrades_told
from station.secret import Secret
from station.window.bridge import Bridge, Lane
from station.window.ceremony import CeremonyScreen
from station.window.ceremony_words import remedy_words, stakes, standing_words, wrong_words
from station.window.engine_words import what_happened, what_to_do
from station.window.pages import BusyPage, Choice, Page, UnlockPage
from station.window.shell import Shell

_log: Final = logging.getLogger(__name__)

# Where the token or its library isn't there; the catalogue's words are about a unit's token.
_UNPLUGGED: Final = frozenset({"HSM-001", "HSM-002", "HSM-005"})
_NOTHING_THERE: Final = "CFG-007"
_BROKEN_OFF: Final = "CFG-042"
_LAST_TRY: Final = "HSM-042"
# Of the factory token's PIN; who stands before the window can do something about it.
_NOT_USED: Final = "HSM-053"
_OF_PIN: Final = frozenset({"HSM-003", "HSM-004", "HSM-052", _NOT_USED, _LAST_TRY})


class Opening(QObject):
    """Leads from a folder to an open station.

    Args:
        start: what to begin with.
        shell: the window.
        bridge: to the threads that may wait.
        told: told of each change at the bench, once it is open, in any thread.
    """

    opened = Signal(object)
    """The `Opened` station."""
    close_wanted = Signal()
    """The window is to be closed."""

    def __init__(
        self, start: Start, shell: Shell, bridge: Bridge, told: Callable[[BenchView], None]
    ) -> None:
        super().__init__()
        self._start, self._shell, self._bridge, self._told = start, shell, bridge, told
        self._ceremony: CeremonyScreen | None = None
        self._closing = False
        self._again: Callable[[], None] = lambda: None

    def show_again(self) -> None:
        """Show the page anew that is shown, in another language.

        Where something is at work, and in a ceremony, the next page is in it.
        """
        self._again()

    def leave(self) -> None:
        """Show nothing more, and break off a ceremony, which goes on the next time."""
        self._closing = True
        self._end_ceremony()

    def open(self, pin: Secret | None = None) -> None:
        """Open what is there, or say what can be done.

        Args:
            pin: of the factory's token, where somebody was quick enough to have typed it.
        """
        if self._start.practice:
            self._practise()
            return
        try:
            pin = free_pin(self._start.data) or pin
        except StationError as error:
            self._say_nothing_there(error)
            return
        if pin is not None:
            self._unlock(pin)
        elif credential_is_here():
            self._try_credential()
        else:
            self._ask_pin(None)

    def wait_for(self, page: UnlockPage) -> None:
        """Go on where a page already asks for the factory token's PIN."""
        try:
            free = free_pin(self._start.data)
        except StationError as error:
            self.say_wrong(error)
            return
        if free is not None:
            self._unlock(free)
        elif credential_is_here():
            self._try_credential()
        else:
            self._again = partial(self._ask_pin, None)
            page.unlocked.connect(self._unlock)
            self._offer_pad(page)

    def say_wrong(self, error: StationError) -> None:
        """Say why the station can't be opened."""
        _log.warning("The station can't be opened: %s (%s)", error, error.detail)
        self._again = partial(self.say_wrong, error)
        again = Choice("again", self.tr("Try &again"), partial(self.open, None))
        remedy = remedy_words(error) if error.code in _UNPLUGGED else what_to_do(error)
        text = f"{what_happened(error)}\n\n{remedy}\n\n{error.code}  {error.detail}"
        title = self.tr("The station can't be opened")
        self._shell.show_alone(Page(title, text, [again, self._leaving()]))

    def _leaving(self) -> Choice:
        return Choice("leave", self.tr("&Close"), self.close_wanted.emit)

    # There is no station yet

    def _say_nothing_there(self, error: StationError) -> None:
        if error.code == _NOTHING_THERE:
            self._welcome()
        elif error.code == _BROKEN_OFF:
            self._hold_ceremony()
        else:
            self.say_wrong(error)

    def _welcome(self) -> None:
        self._end_ceremony()
        self._again = self._welcome
        begun = self._start.data.ceremony.exists()
        nothing = self.tr(
            "This computer holds no station yet.\n\n"
            "Practise on a bench of simulated devices: it is set up by itself, and nothing "
            "made there is real.\n\n"
            "Or set up a station: two supervisors make its keys in two empty security tokens."
        )
        half = self.tr(
            "The ceremony that makes a station here was begun, and is not over.\n\n"
            "Both supervisors go on with it where it was. Nobody can work here before."
        )
        practise = Choice("practise", self.tr("&Practise"), self._practise)
        words = self.tr("&Go on with the ceremony") if begun else self.tr("&Set up a station")
        ceremony = Choice("set-up", words, self._hold_ceremony)
        first = [ceremony, practise] if begun else [practise, ceremony]
        text = half if begun else nothing
        page = Page(self.tr("Welcome to Station"), text, [*first, self._leaving()])
        self._shell.show_alone(page)

    def _hold_ceremony(self) -> None:
        screen = CeremonyScreen(self._start.data, default_practice_data(), self._bridge)
        screen.left.connect(self._welcome)
        screen.over.connect(self._ceremony_over)
        screen.practising.connect(self._shell.practice.setVisible)
        self._ceremony = screen
        self._again = lambda: None
        self._shell.show_alone(screen)
        screen.begin()

    def _ceremony_over(self) -> None:
        self._end_ceremony()
        self.open()

    def _end_ceremony(self) -> None:
        screen, self._ceremony = self._ceremony, None
        if screen is not None:
            screen.stop()
            self._shell.practice.hide()

    # It is opened

    def _practise(self) -> None:
        text = self.tr(
            "Setting up simulated devices with real TPMs and tokens in software. "
            "The first time takes some seconds longer."
        )
        start = self._start
        work = partial(open_practice, start.practice_data, start.positions, self._told)
        self._open(self.tr("Opening the practice bench"), text, work)

    def _unlock(self, pin: Secret, *, last_try: bool = False) -> None:
        text = self.tr("Checking the record and the factory's token.")
        if isinstance(pin, PadPin):
            text = self.tr(
                "Type the PIN at the token's pad now.\n\n"
                "Then the record and the factory's token are checked."
            )
        work = partial(open_station, self._start.data, pin, self._told, last_try=last_try)
        self._open(self.tr("Opening the station"), text, work)

    def _open(self, title: str, text: str, work: Callable[[], Opened]) -> None:
        page = BusyPage(title, text)
        self._again = lambda: None
        self._shell.show_alone(page)

        def told(seconds: float) -> None:
            if self._closing:
                raise StationError("LIN-003", "the window was closed")
            self._bridge.post(page, lambda: page.say(self._upgrade_words(seconds)))

        def worked() -> Opened:
            with upgrades_told(told):
                return work()

        self._bridge.run(self, worked, self.opened.emit, self._not_open, Lane.COMMANDS)

    def _upgrade_words(self, seconds: float) -> str:
        return self.tr(
            "The record gets the form of this version of Station: {seconds} s so far.\n\n"
            "A million enrollments take about a minute. Closing the window leaves the record as "
            "it was."
        ).format(seconds=round(seconds))

    def _not_open(self, error: StationError) -> None:
        if self._closing:
            return
        if error.code not in _OF_PIN or self._start.practice:
            self.say_wrong(error)
            return
        # How often it was wrong is worth a look at the token; where that fails, it isn't told.
        told, unknown = partial(self._refused, error), partial(self._refused, error, ())
        work = partial(pin_standings, self._start.data)
        self._bridge.run(self, work, told, lambda _: unknown())

    def _refused(self, error: StationError, standings: Sequence[PinStanding]) -> None:
        if self._closing:
            return
        if error.code == _LAST_TRY:
            self._say_stakes(error, standings)
        else:
            self._ask_pin(error, standing_words(standings))

    def _ask_pin(self, error: StationError | None, told: str = "") -> None:
        self._again = partial(self._ask_pin, error, told)
        words = "" if error is None else f"{wrong_words(error)} {told}".strip()
        page = UnlockPage(str(self._start.data.root), words)
        page.unlocked.connect(self._unlock)
        self._offer_pad(page)
        self._shell.show_alone(page)

    def _offer_pad(self, page: UnlockPage) -> None:
        """Let the PIN be typed at the token's own pad, once it is known that it has one."""
        data = self._start.data
        work = partial(standing, data)
        self._bridge.run(page, work, lambda found: page.offer_pad(PadPin() if found.pad else None))

    def _try_credential(self) -> None:
        """Unlock by what systemd gave this program, or say why not and ask for the PIN."""
        text = self.tr("Checking the record and the factory's token.")
        self._again = lambda: None
        self._shell.show_alone(BusyPage(self.tr("Opening the station"), text))
        work = partial(credential_pin, self._start.data)
        self._bridge.run(self, work, self._has_credential, self._no_credential, Lane.COMMANDS)

    def _has_credential(self, pin: Secret | None) -> None:
        if self._closing:
            return
        if pin is None:
            self._ask_pin(None)
        else:
            self._unlock(pin)

    def _no_credential(self, error: StationError) -> None:
        if self._closing:
            return
        if error.code == _NOT_USED:
            self._ask_pin(error)
        else:
            self.say_wrong(error)

    # The last try

    def _say_stakes(self, error: StationError, standings: Sequence[PinStanding]) -> None:
        self._again = partial(self._say_stakes, error, standings)
        text = f"{wrong_words(error, standings)}\n\n{stakes()}"
        sure = Choice("last-try", self.tr("A supervisor is &sure of it"), self._ask_last)
        title = self.tr("One more wrong PIN could lock the token")
        self._shell.show_alone(Page(title, text, [self._leaving(), sure]))

    def _ask_last(self) -> None:
        self._again = self._ask_last
        words = self.tr(
            "This PIN is tried though it could be the last time: a wrong one can lock the token "
            "for good."
        )
        page = UnlockPage(str(self._start.data.root), words)
        page.unlocked.connect(partial(self._unlock, last_try=True))
        self._offer_pad(page)
        self._shell.show_alone(page)
