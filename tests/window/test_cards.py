"""Hands busy: command cards, a foot pedal, and scans that nobody meant."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from station.model.command_card import Act, Card
from station.model.keyboards import SELF_TEST, Layout, typed
from station.model.settings import Settings
from station.operations.bench_view import Notice, Phase
from station.practice.bench import PracticeBench
from station.practice.unit_config import Manner
from tests.window.test_worker import Hands, hands, order, plug

__all__ = ["hands", "order"]

pytestmark = [pytest.mark.window, pytest.mark.timeout(120)]


def play(hands: Hands, act: Act, place: int = 0) -> None:
    hands.rest(750)  # a code that comes sooner is the same pull of the trigger
    hands.screen.field.setFocus()
    hands.scan(Card(act, place).code)


def said(hands: Hands) -> str:
    notice = hands.screen.findChild(QLabel, "notice")
    assert notice is not None
    return notice.text() if notice.isVisible() else ""


def test_a_unit_passes_by_cards_alone(hands: Hands, bench: PracticeBench) -> None:
    plug(bench, "SN-C1")
    hands.wait(lambda: hands.at().seated)
    play(hands, Act.POSITION, 1)
    hands.wait(lambda: hands.chooses("1"))
    hands.scan("SN-C1")
    hands.wait_for(Phase.READY)
    play(hands, Act.START, 1)
    hands.wait_for(Phase.ENDED)
    play(hands, Act.NEXT, 1)
    hands.wait_for(Phase.SCAN)


def test_a_fail_is_acknowledged_by_its_card_and_not_by_next(
    hands: Hands, bench: PracticeBench
) -> None:
    plug(bench, "SN-C2", Manner.REFUSES)
    hands.wait(lambda: hands.at().seated)
    hands.scan("SN-C2")
    hands.wait_for(Phase.READY)
    play(hands, Act.START, 1)
    hands.wait_for(Phase.ENDED)
    play(hands, Act.NEXT, 1)
    assert "LIN-096" in said(hands)
    assert hands.at().phase is Phase.ENDED
    play(hands, Act.ACKNOWLEDGE, 1)
    hands.wait_for(Phase.SCAN)


def test_a_run_is_cancelled_by_the_second_scan_of_the_card(
    hands: Hands, bench: PracticeBench
) -> None:
    plug(bench, "SN-C3", Manner.SILENT)
    hands.wait(lambda: hands.at().seated)
    hands.scan("SN-C3")
    hands.wait_for(Phase.READY)
    play(hands, Act.START, 1)
    hands.wait_for(Phase.RUNNING)
    play(hands, Act.CANCEL, 1)
    hands.scan(Card(Act.CANCEL, 1).code)  # the same pull of the trigger
    assert hands.screen.tiles["1"].main.text() == "Really cancel?"
    play(hands, Act.CANCEL, 1)
    hands.wait_for(Phase.ENDED)
    play(hands, Act.ACKNOWLEDGE, 1)


def test_a_card_that_fits_nothing_says_so(hands: Hands) -> None:
    for act, place in ((Act.START, 2), (Act.YES, 0), (Act.ALL, 0), (Act.ACKNOWLEDGE, 3)):
        play(hands, act, place)
        assert "LIN-096" in said(hands), act
    assert hands.screen.field.text() == ""


def test_the_card_locks_the_window(hands: Hands) -> None:
    with hands.qtbot.waitSignal(hands.screen.lock_wanted):
        play(hands, Act.LOCK)


@pytest.mark.parametrize(
    ("arrived", "words"),
    [
        (SELF_TEST, "set rightly"),
        (typed(SELF_TEST, Layout.GERMAN, Layout.US), "CFG-064"),
        (SELF_TEST.swapcase(), "Caps Lock"),
        ("STNCRDSTB", "LIN-096"),
    ],
)
def test_what_the_scanner_does_wrong_is_said(hands: Hands, arrived: str, words: str) -> None:
    hands.scan(arrived)
    assert words in said(hands)


def test_a_badge_is_no_label(hands: Hands) -> None:
    hands.screen.desk.know_badges(["W-1001"])
    hands.scan("w-1001")
    assert "LIN-097" in said(hands)


def test_a_long_scan_is_refused_in_few_words(hands: Hands, bench: PracticeBench) -> None:
    plug(bench, "SN-C5")
    hands.wait(lambda: hands.chooses("1") and hands.at().seated)
    hands.scan("X" * 200)
    hands.wait(lambda: hands.at().notice is not None)
    notice = hands.at().notice
    assert notice is not None
    assert (notice.code, len(notice.message) < 160) == ("LIN-001", True)


def test_a_code_that_is_read_twice_is_one_scan(hands: Hands, bench: PracticeBench) -> None:
    plug(bench, "SN-C6")
    hands.wait(lambda: hands.chooses("1") and hands.at().seated)
    taken: list[str] = []
    hands.screen.desk.label.connect(taken.append)
    hands.scan("SN-C6", ends=2)
    hands.scan("SN-C6")
    assert taken == ["SN-C6"]
    hands.wait_for(Phase.READY)
    assert hands.at().notice is None


def test_the_pedal_does_the_one_next_action(hands: Hands, bench: PracticeBench) -> None:
    plug(bench, "SN-C7", Manner.REFUSES)
    hands.wait(lambda: hands.at().seated)
    hands.scan("SN-C7")
    hands.wait_for(Phase.READY)
    # Behind the settings on record, which the screen reads when it comes up.
    hands.screen._has_settings(replace_pedal("F13"))
    hands.rest()
    QTest.keyClick(hands.focused(), Qt.Key.Key_F13)
    hands.wait_for(Phase.ENDED)
    hands.rest()
    QTest.keyClick(hands.focused(), Qt.Key.Key_F13)
    hands.wait_for(Phase.SCAN)
    hands.rest()
    QTest.keyClick(hands.focused(), Qt.Key.Key_F13)  # a scan is wanted: a foot can't do that
    assert hands.at().phase is Phase.SCAN


def replace_pedal(key: str) -> Settings:
    return Settings().model_copy(update={"pedal_key": key})


def test_a_card_lets_nothing_go_on_that_waits_for_a_supervisor(hands: Hands) -> None:
    view = hands.screen._view
    blocked = replace(
        view.at("1"),
        phase=Phase.STOPPED,
        blocked=Notice("LIN-030", "A keyboard.", "Call the supervisor."),
    )
    hands.screen.show_bench(replace(view, positions=(blocked, *view.positions[1:])))
    for act in (Act.ACKNOWLEDGE, Act.NEXT, Act.START, Act.CANCEL):
        play(hands, act, 1)
        assert "LIN-096" in said(hands), act
