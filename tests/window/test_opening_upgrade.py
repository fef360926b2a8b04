"""While a record gets a newer form the window says how long that has taken, and can be closed."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from station.errors import StationError
from station.folders import Data
from station.operations.bench_view import BenchView
from station.operations.opening import Opened
from station.operations.start import Start
from station.records import upgrade
from station.window import opening as opening_module
from station.window.bridge import Bridge
from station.window.opening import Opening
from station.window.shell import Shell

pytestmark = pytest.mark.window


class Slow:
    """Opens a station whose record takes long, until it is let or broken off."""

    def __init__(self) -> None:
        self.go_on, self.ended = Event(), Event()
        self.error: StationError | None = None

    def __call__(self, root: Path, positions: int, told: Callable[[BenchView], None]) -> Opened:
        try:
            upgrade._TOLD.get()(12.3)
            assert self.go_on.wait(10)
            upgrade._TOLD.get()(13.3)
        except StationError as error:
            self.error = error
            raise
        finally:
            self.ended.set()
        raise StationError("REC-001", "the test opens nothing")


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    slow = Slow()
    monkeypatch.setattr(opening_module, "open_practice", slow)
    return slow


def test_it_says_how_long_it_has_taken_and_ends_with_the_window(
    slow: Slow, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    shell = Shell()
    qtbot.addWidget(shell)
    start = Start(Data(tmp_path), tmp_path, True, 1)
    opening = Opening(start, shell, bridge, lambda _: None)
    opening.open()

    def says() -> bool:
        texts = shell.findChildren(QLabel, "page-text")
        return any("12 s so far" in label.text() for label in texts)

    qtbot.waitUntil(says)
    opening.leave()
    slow.go_on.set()
    qtbot.waitUntil(slow.ended.is_set)
    assert slow.error is not None
    assert slow.error.code == "LIN-003"
