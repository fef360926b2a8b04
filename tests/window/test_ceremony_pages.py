"""The ceremony's pages by themselves: what two people read fits, and is read to its end."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station.operations.ceremony_plan import SOFTWARE_KEYS, STEPS, Member, StepName
from station.secret import Secret
from station.window.ceremony_pages import AgreePage, ChoosePage, PinPage, grouped, in_rows
from station.window.ceremony_words import breakable

pytestmark = [pytest.mark.window, pytest.mark.usefixtures("bare_computer")]

LONG = Member(badge="W" * 64, name="W" * 64)
BOTH = (Member(badge="S-1", name="Anne"), Member(badge="S-2", name="Bert & Co"))
COMPARE = next(step for step in STEPS if step.name is StepName.COMPARE)
# What the narrowest window leaves beside the list of steps.
ROOM = 1280 - 290 - 60
DIGITS = " ".join(f"{n:04x}" for n in range(16))
KEYS = (
    "station-root (ec-p256, in root)",
    f"    {DIGITS}",
    "station-record (secret-256)",
    "    x y",
)


def shown(qtbot: QtBot, page: QWidget) -> None:
    qtbot.addWidget(page)
    page.resize(ROOM, 640)
    with qtbot.waitExposed(page):
        page.show()


def test_the_longest_names_make_no_page_wider_than_the_window(qtbot: QtBot) -> None:
    lines = [f"Station {'W' * 48}", f"Supervisor: {LONG.name}, badge {LONG.badge}"]
    pages = [
        AgreePage(STEPS[0], "Step 1 of 8", (LONG, LONG), lines),
        ChoosePage(f"Step 5 of 8: {LONG.name} chooses a PIN", LONG.name, lambda _: None),
        PinPage(f"Step 8 of 8: {LONG.name} signs", LONG.name, lambda _: None),
    ]
    for page in pages:
        shown(qtbot, page)
        assert page.minimumSizeHint().width() <= ROOM
        assert page.minimumSizeHint().height() <= 640


def test_fingerprints_are_shown_one_at_a_time_and_both_agree_at_the_last(qtbot: QtBot) -> None:
    page = AgreePage(COMPARE, "Step 7 of 8", BOTH, KEYS)
    shown(qtbot, page)
    assert page.told.text().endswith("Read aloud: the fingerprint of each key, in groups of four.")
    first = page.findChild(QWidget, "ceremony-fingerprint")
    assert first is not None
    assert first.property("text") == in_rows(DIGITS)
    assert not page.yes[0].isVisible()
    with qtbot.assertNotEmitted(page.agreed):
        QTest.keyClick(page.on, Qt.Key.Key_Return)
    assert first.property("text") == "x y"
    assert not page.on.isEnabled()
    page.yes[0].click()
    assert not page.on.isEnabled(), "one is not both"
    page.yes[1].click()
    assert page.on.hasFocus()
    with qtbot.waitSignal(page.agreed):
        QTest.keyClick(page.on, Qt.Key.Key_Return)


def test_what_is_accepted_has_nothing_to_be_read_aloud(qtbot: QtBot) -> None:
    page = AgreePage(SOFTWARE_KEYS, "Step 2 of 8", BOTH, ["The factory token is software."])
    shown(qtbot, page)
    assert page.told.text() == SOFTWARE_KEYS.done
    assert page.yes[0].text() == "Anne (S-1): I accept it"


def test_one_goes_back_to_a_fingerprint_and_says_no_at_any(qtbot: QtBot) -> None:
    page = AgreePage(COMPARE, "Step 7 of 8", BOTH, KEYS)
    shown(qtbot, page)
    page.on.click()
    page.before.click()
    first = page.findChild(QWidget, "ceremony-fingerprint")
    assert first is not None
    assert first.property("text") == in_rows(DIGITS)
    no = page.findChild(QPushButton, "ceremony-no")
    assert isinstance(no, QPushButton)
    with qtbot.waitSignal(page.refused):
        no.click()


def test_nothing_typed_is_no_pin_and_what_is_typed_is_gone_once_given(qtbot: QtBot) -> None:
    given: list[bytes] = []

    def take(secret: Secret) -> None:
        with secret.reveal() as data:
            given.append(data)

    page = PinPage("The PIN", "", take)
    shown(qtbot, page)
    QTest.keyClick(page.pin, Qt.Key.Key_Return)
    assert given == []
    QTest.keyClicks(page.pin, "8406-ladder")
    QTest.keyClick(page.pin, Qt.Key.Key_Return)
    assert given == [b"8406-ladder"]
    assert page.pin.text() == ""
    QTest.keyClicks(page.pin, "half")
    page.hide()
    assert page.pin.text() == "", "no PIN stays where nobody sees it"


def test_lines_are_read_with_what_is_below_them() -> None:
    assert grouped(KEYS) == [(KEYS[0], DIGITS), (KEYS[2], "x y")]
    assert in_rows(DIGITS).splitlines()[0] == "0000  0001  0002  0003"
    assert in_rows("secret: nothing can be told of it") == "secret: nothing can be told of it"


def test_a_long_word_can_be_broken_and_a_short_one_stays() -> None:
    assert breakable("Anne and Bert") == "Anne and Bert"
    assert breakable("x" * 30).replace("\u200b", "") == "x" * 30
    assert max(len(part) for part in breakable("x" * 64).split("\u200b")) <= 12
