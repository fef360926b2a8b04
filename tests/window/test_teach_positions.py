"""A station that was just set up gets its positions at the window, by plugging units in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from station.folders import Data
from station.line.bench import load_bench
from tests.support.port_machine import Machine
from tests.support.production import PIN, ProductionStation
from tests.unit.records.staffed import ANNE, BERT, WIM, quick_hashing
from tests.window.ceremony_floor import CeremonyHands, bare_window
from tests.window.people_floor import pin_of

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    pytest.mark.usefixtures("bare_computer"),
]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "machine")


@pytest.fixture
def data(staffed_station: ProductionStation, tmp_path: Path) -> Data:
    """A station that has people, and no bench file."""
    return staffed_station.copied(tmp_path / "station").data


@pytest.fixture
def hands(data: Data, machine: Machine, qtbot: QtBot) -> Iterator[CeremonyHands]:
    with quick_hashing(), bare_window(data.root, qtbot, machine.tree) as hands:
        hands.unlock(PIN)
        hands.show_badge(ANNE.badge, pin_of(ANNE))
        hands.see("teach-begin")
        yield hands


def teach(hands: CeremonyHands, machine: Machine, number: int) -> None:
    """Plug a unit in at a new position."""
    hands.press("teach-begin")
    hands.wait(lambda: f"position {number} now" in hands.text("teach-told"))
    machine.plug(f"1-{number}", "0403:6001", b"A%d" % number, [f"ttyUSB{number}"])
    hands.wait(lambda: f"usb-0:{number}:1.0. Is that right?" in hands.text("teach-told"))


def test_positions_are_taught_and_the_bench_is_there(
    hands: CeremonyHands, machine: Machine, data: Data
) -> None:
    for number in (1, 2):
        teach(hands, machine, number)
        hands.press("teach-yes")
        hands.wait(lambda: hands.there("teach-over"))
    hands.press("teach-over")
    hands.wait(lambda: hands.there("worker"))
    worker = hands.application.worker
    assert worker is not None
    assert list(worker.tiles) == ["1", "2"]
    assert [one.name for one in load_bench(data.bench).position] == ["1", "2"]


def test_a_port_that_is_not_right_is_not_taken(
    hands: CeremonyHands, machine: Machine, data: Data
) -> None:
    teach(hands, machine, 1)
    hands.press("teach-no")
    hands.wait(lambda: hands.button("teach-begin").text() == "&Teach position 1")
    assert not data.bench.exists()
    hands.press("teach-begin")
    hands.wait(lambda: hands.there("teach-cancel"))
    hands.press("teach-cancel")
    hands.see("teach-begin")
    assert not hands.there("teach-said"), "to cancel is no fault"


def test_a_port_has_one_position_and_what_was_taught_stays(
    hands: CeremonyHands, machine: Machine, data: Data
) -> None:
    teach(hands, machine, 1)
    hands.press("teach-yes")
    hands.see("teach-over")
    machine.unplug("1-1")
    hands.press("teach-begin")
    hands.wait(lambda: "position 2 now" in hands.text("teach-told"))
    machine.plug("1-1", "0403:6001", b"A1", ["ttyUSB1"])
    hands.wait(lambda: "is position 1 already" in hands.text("teach-said"))
    hands.press("log-out")
    hands.show_badge(BERT.badge, pin_of(BERT))
    hands.wait(lambda: hands.there("teach-over"))
    assert hands.button("teach-begin").text() == "&Teach position 2"
    assert len(load_bench(data.bench).position) == 1


def test_several_ports_of_one_unit_are_a_choice(hands: CeremonyHands, machine: Machine) -> None:
    hands.press("teach-begin")
    hands.wait(lambda: "position 1 now" in hands.text("teach-told"))
    machine.plug("1-1", "0403:6001", b"A1", ["ttyUSB1", "ttyUSB2"])
    hands.press("teach-take")
    hands.wait(lambda: "usb-0:1:1.0. Is that right?" in hands.text("teach-told"))
    hands.press("teach-yes")
    hands.see("teach-over")


def test_who_may_not_teach_is_told_who_does(hands: CeremonyHands) -> None:
    hands.press("log-out")
    hands.show_badge(WIM.badge, pin_of(WIM))
    hands.wait_for("teach-told", "A supervisor logs in and teaches them")
    assert not hands.there("teach-begin")
