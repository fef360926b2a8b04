"""The station check: at the shift's start below the log-in, and on the supervisor's page."""

import tarfile
from pathlib import Path

import pytest

from station.operations.doctor import Check, Finding, Health
from station.window import checking
from station.window.check import CheckScreen
from tests.unit.records.staffed import ANNE, WIM
from tests.window.people_floor import Hands

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]

PLAIN_SWAP = Finding("swap", Health.WARNING, "/dev/sda2: not encrypted", "Encrypt the swap.")
NO_TOKEN = Finding("test signature", Health.BAD, "HSM-019 wrong", "Call the supervisor.")
WELL = Finding("disk", Health.GOOD, "90,000 MB free")


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What the checks of the window under test find; each is a check of its own."""
    findings = [WELL, PLAIN_SWAP]
    checks = (Check("everything", lambda *_: tuple(findings)),)
    monkeypatch.setattr(checking, "CHECKS", checks)
    return findings


@pytest.fixture
def hands(found: list[Finding], at_window: Hands) -> Hands:
    assert found
    return at_window


def screen_of(hands: Hands) -> CheckScreen:
    hands.press("go-check")
    screen = hands.see("check")
    assert isinstance(screen, CheckScreen)
    hands.wait(lambda: screen.again.isEnabled() and screen.strip.isVisible())
    return screen


def test_below_the_log_in_stands_what_isn_t_well_and_what_to_do(hands: Hands) -> None:
    hands.wait(lambda: "should be looked at" in hands.text("shift-check-said"))
    assert hands.text("shift-check-1") == "Swap: /dev/sda2: not encrypted"
    assert hands.text("shift-check-1-remedy") == "Encrypt the swap."
    assert not hands.there("shift-check-2")
    hands.log_in(WIM)


def test_what_is_counted_is_what_is_listed(hands: Hands, found: list[Finding]) -> None:
    note = Finding("practice parts", Health.PRACTICE_ONLY, "none", "Install them.")
    found[:] = [WELL, note, PLAIN_SWAP]
    hands.log_in(ANNE)
    hands.press("go-check")
    hands.wait(lambda: hands.there("check-again"))
    hands.press("check-again")
    screen = screen_of(hands)
    assert screen.strip.text() == "The station can work. One thing should be looked at."


def test_a_worker_has_no_station_check(hands: Hands) -> None:
    hands.log_in(WIM)
    assert not hands.there("go-check")


def test_the_page_has_all_of_it_and_looks_again(hands: Hands, found: list[Finding]) -> None:
    hands.log_in(ANNE)
    screen = screen_of(hands)
    assert hands.text("check-1-health") == "LOOK AT IT"
    assert hands.text("check-1-remedy") == "Encrypt the swap."
    assert hands.text("check-good-1") == "Disk"
    found[:] = [WELL, PLAIN_SWAP, NO_TOKEN]
    hands.press("check-again")
    hands.wait(lambda: hands.text("check-1-health") == "FAULT")
    assert "not ready" in screen.strip.text()
    assert hands.text("check-2-health") == "LOOK AT IT"
    found[:] = [WELL]
    hands.press("check-again")
    hands.wait(lambda: screen.strip.text() == "All is well.")
    assert not hands.there("check-1-health")


def test_it_is_saved_for_an_engineer_and_nothing_is_overwritten(
    hands: Hands, tmp_path: Path
) -> None:
    hands.log_in(ANNE)
    screen = screen_of(hands)
    file = tmp_path / "check.tar.gz"
    screen.save_to(str(file))
    hands.wait(lambda: "Written" in hands.text("check-saved"))
    with tarfile.open(file) as archive:
        assert "station-doctor/findings.json" in archive.getnames()
    screen.save_to(str(file))
    hands.wait(lambda: "CFG-055" in hands.text("check-saved"))
    hands.press("check-save")
    dialog = hands.see("check-dialog")
    dialog.close()


def test_a_check_that_breaks_is_a_fault_and_leaves_the_others(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> tuple[Finding, ...]:
        raise ZeroDivisionError

    checks = (Check("one", broken), Check("two", lambda *_: (WELL,)))
    hands.log_in(ANNE)
    screen_of(hands)
    monkeypatch.setattr(checking, "CHECKS", checks)
    with caplog.at_level("CRITICAL"):
        hands.press("check-again")
        hands.wait(lambda: hands.there("check-good-1") and hands.there("check-1-health"))
    assert "LIN-014" in hands.text("check-1-detail")


def test_the_real_checks_run_at_a_real_station(at_window: Hands) -> None:
    at_window.log_in(ANNE)
    at_window.press("go-check")
    screen = at_window.see("check")
    assert isinstance(screen, CheckScreen)
    at_window.wait(screen.strip.isVisible)
    names = {one.what for one in screen._checking.findings}
    assert {"test signature", "record and token", "swap", "clock", "profiles"} <= names
    signature = next(o for o in screen._checking.findings if o.what == "test signature")
    assert signature.health is Health.GOOD
