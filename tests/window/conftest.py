"""A real practice station for the window's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.folders import Data
from station.model.people import Person, Role
from station.operations import modules
from station.operations.plant import Plant
from station.operations.practice import new_practice_plant
from station.practice.bench import PracticeBench
from station.practice.unit_config import Pacing
from station.window import theme
from station.window.bridge import Bridge
from station.window.lasting import keep_constants
from station.window.session import Session
from tests.support.production import ProductionStation, one_installation
from tests.unit.records.staffed import quick_hashing
from tests.window.people_floor import Hands, window

keep_constants()


@pytest.fixture(scope="session", autouse=True)
def copies_are_the_station() -> Iterator[None]:
    """Let each copy of a station be the station itself."""
    with one_installation():
        yield


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["station"]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeBench]:
    with PracticeBench(tmp_path_factory.mktemp("bench"), 8, pacing=Pacing.NONE) as bench:
        yield bench


@pytest.fixture(scope="module")
def plant(bench: PracticeBench, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    with new_practice_plant(Data.made(tmp_path_factory.mktemp("data")), bench) as plant:
        yield plant


@pytest.fixture
def bridge(qapp: object) -> Iterator[Bridge]:
    del qapp
    bridge = Bridge()
    yield bridge
    bridge.close()


@pytest.fixture
def session(plant: Plant, bridge: Bridge, qapp: QApplication) -> Session:
    if not qapp.styleSheet():
        theme.dress(qapp)
    return Session(plant, bridge, Person("S-0001", "Sam Supervisor", Role.SUPERVISOR))


@pytest.fixture(scope="module")
def staffed_station(tmp_path_factory: pytest.TempPathFactory) -> ProductionStation:
    return ProductionStation.made(tmp_path_factory.mktemp("staffed"))


@pytest.fixture
def at_window(
    staffed_station: ProductionStation, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> Iterator[Hands]:
    if not qapp.styleSheet():
        theme.dress(qapp)
    station = staffed_station.copied(tmp_path / "station")
    with quick_hashing(), window(station, qtbot) as hands:
        yield hands


@pytest.fixture
def bare_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    """A user who never practised, on a computer on which no PKCS#11 library is installed."""
    if not qapp.styleSheet():
        theme.dress(qapp)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(modules, "installed", list)
