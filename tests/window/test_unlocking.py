"""What unlocks the station at the window: a PIN, the token's own pad, a credential."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.errors import StationError
from station.line.bench import Bench, Position, write_bench
from station.model.rights import Right
from station.model.unlocking import CREDENTIAL_NAME, PadPin, credential_of
from station.operations.plant import open_plant
from station.operations.start import Start
from station.records.entries import EntryKind
from station.secret import Secret
from station.window import theme
from station.window.app import Application
from station.window.bridge import Bridge
from station.window.shell import Shell
from tests.support.hostile_station import before_token_of
from tests.support.production import PIN, ProductionStation
from tests.unit.records.staffed import agreed, quick_hashing
from tests.window.people_floor import ENTER, LONG_MS, Hands, entries

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]


@pytest.fixture
def station(
    staffed_station: ProductionStation, tmp_path: Path, qapp: QApplication
) -> Iterator[ProductionStation]:
    if not qapp.styleSheet():
        theme.dress(qapp)
    with quick_hashing():
        yield staffed_station.copied(tmp_path / "station")


@contextmanager
def locked(station: ProductionStation, qtbot: QtBot) -> Iterator[Hands]:
    """Open a window on a station that nobody has unlocked."""
    position = Position(name="1", port="/dev/station-test-1")
    write_bench(station.data.bench, Bench(name="bench", position=(position,)))
    shell, bridge = Shell(), Bridge()
    start = Start(station.data, station.data.root, practice=False, positions=1)
    hands = Hands(Application(start, shell, bridge), qtbot)
    shell.resize(1366, 768)
    shell.show()
    hands.application.open()
    try:
        yield hands
    finally:
        hands.application.leave()
        qtbot.waitUntil(lambda: not shell.isVisible(), timeout=LONG_MS)
        bridge.close()
        shell.deleteLater()


def unlocked_by(hands: Hands) -> list[object]:
    return [entry.data["unlocked_by"] for entry in entries(hands.records, EntryKind.UNLOCKED)]


def credential_in(station: ProductionStation, folder: Path, *, chosen: bool) -> None:
    """Put a credential there as systemd does, with or without the choice of two."""
    folder.mkdir(mode=0o700)
    with station.open() as plant:
        records = plant.tools.records
        if chosen:
            records.credentials.choose(agreed(records, Right.CREDENTIAL))
        content = credential_of(records.credentials.mark, Secret(PIN.encode()))
    with content.reveal() as data:
        (folder / CREDENTIAL_NAME).write_bytes(data)
    (folder / CREDENTIAL_NAME).chmod(0o400)


def test_a_typed_pin_unlocks_and_the_record_says_so(
    station: ProductionStation, qtbot: QtBot
) -> None:
    with locked(station, qtbot) as hands:
        hands.fill("factory-pin", PIN)
        assert not hands.there("unlock-pad"), "the token has none"
        QTest.keyClick(hands.edit("factory-pin"), ENTER)
        hands.see("badge")
        assert unlocked_by(hands) == ["pin"]


def test_the_token_s_own_pad_is_offered_and_unlocks(
    station: ProductionStation, qtbot: QtBot, tmp_path: Path
) -> None:
    hostile = before_token_of(station, tmp_path)
    hostile.told("return C_Login 50", f"pad {PIN}")
    with locked(station, qtbot) as hands:
        hands.press("unlock-pad")
        hands.wait(lambda: hands.there("unlock-wrong") and "HSM-052" in hands.text("unlock-wrong"))
        hostile.told(f"pad {PIN}")
        hands.press("unlock-pad")
        hands.see("badge")
        assert unlocked_by(hands) == ["pin-pad"]


def test_who_is_to_type_at_the_pad_is_told_so_also_at_the_last_try(
    station: ProductionStation, qtbot: QtBot, tmp_path: Path
) -> None:
    hostile = before_token_of(station, tmp_path)
    hostile.told("pad 000000")
    for _ in range(2):
        with pytest.raises(StationError, match="HSM-003"), open_plant(station.data, PadPin()):
            pass
    with locked(station, qtbot) as hands:
        hands.press("unlock-pad")
        hands.press("last-try")
        hostile.told("slow C_Login 1500", f"pad {PIN}")
        hands.press("unlock-pad")
        assert "Type the PIN at the token's pad now." in hands.text("page-text")
        hands.see("badge")
        assert unlocked_by(hands) == ["pin-pad"]


def test_a_credential_that_two_chose_unlocks_by_itself(
    station: ProductionStation, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    credential_in(station, tmp_path / "given", chosen=True)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "given"))
    with locked(station, qtbot) as hands:
        hands.see("badge")
        assert unlocked_by(hands) == ["credential"]


def test_a_credential_that_nobody_chose_is_said_and_the_pin_is_asked_for(
    station: ProductionStation, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    credential_in(station, tmp_path / "given", chosen=False)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "given"))
    with locked(station, qtbot) as hands:
        hands.wait(lambda: hands.there("unlock-wrong"))
        assert "no two supervisors chose it" in hands.text("unlock-wrong")
        hands.fill("factory-pin", PIN)
        hands.press("unlock-button")
        hands.see("badge")
        assert unlocked_by(hands) == ["pin"]
