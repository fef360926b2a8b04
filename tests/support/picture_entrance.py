"""Pictures of what there is before anybody has logged in."""

from PySide6.QtWidgets import QLineEdit

from station.errors import StationError
from station.model.unlocking import PadPin
from station.window.ceremony_words import wrong_words
from station.window.pages import UnlockPage
from tests.support.picture_stage import Stage

# Nobody's folder: where a station's own would be.
ROOT = "/srv/station"


def at_entrance(stage: Stage) -> None:
    """Picture the way to the log-in, and leave the stage there."""
    _unlock(stage)
    stage.application.open()
    stage.take("welcome")
    stage.press("practise")
    stage.take_at_once("opening")
    _log_in(stage)


def _unlock(stage: Stage) -> None:
    """Picture what a real station asks for; the PIN that is typed is none."""
    refused = wrong_words(StationError("HSM-003", "shown"))
    for name, wrong in (("unlock", ""), ("unlock-refused", refused)):
        page = UnlockPage(ROOT, wrong)
        stage.shell.show_alone(page)
        if not wrong:
            stage.fill("factory-pin", "000000")
        page.offer_pad(PadPin() if wrong else None)
        stage.take(name)
    stage.application.opening.say_wrong(StationError("HSM-014", "sequence 211 is after 208"))
    stage.take("cannot-open")


def _log_in(stage: Stage) -> None:
    badge = stage.see("badge")
    badge.setFocus()
    stage.take("log-in")
    stage.fill("badge", "W-1001")
    pin = stage.fill("pin", "9999")
    assert isinstance(pin, QLineEdit)
    pin.returnPressed.emit()
    stage.see("log-in-error")
    stage.take("log-in-refused")
