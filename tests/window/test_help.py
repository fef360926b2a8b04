"""Help beside the work: a page for every screen, every code, nothing from elsewhere."""

import re
from importlib import metadata

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from station.errors.catalogue import CATALOGUE
from station.folders import resources
from station.window import about, help_pages
from station.window.help_window import ABOUT, HelpWindow
from station.window.shell import Shell

pytestmark = pytest.mark.window


@pytest.fixture
def shell(qtbot: QtBot) -> Shell:
    shell = Shell()
    qtbot.addWidget(shell)
    shell.settle()
    page = QLabel("The unit is bad. (TPM-005) XYZ-001 TPM-999")
    page.setObjectName("orders")
    shell.show_alone(page)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    return shell


def opened(shell: Shell, qtbot: QtBot) -> HelpWindow:
    QTest.keyClick(shell, Qt.Key.Key_F1)
    assert shell.standing is not None
    helping = shell.standing.help
    assert helping is not None
    qtbot.waitUntil(helping.isActiveWindow)
    return helping


def test_f1_shows_the_screens_page_and_what_its_codes_mean(shell: Shell, qtbot: QtBot) -> None:
    helping = opened(shell, qtbot)
    assert not helping.isModal()
    assert helping.address == "orders.md"
    text = helping.browser.toPlainText()
    assert text.startswith("TPM-005")
    assert CATALOGUE["TPM-005"].message in text
    QTest.keyClick(helping.field, Qt.Key.Key_Escape)
    assert helping.isHidden()


def test_words_find_pages_and_codes_as_they_are_typed(shell: Shell, qtbot: QtBot) -> None:
    helping = opened(shell, qtbot)
    QTest.keyClicks(helping.field, "tpm-005")
    assert helping.address == "code:TPM-005"
    QTest.keyClick(helping.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(helping.field, "batch")
    first = helping.address
    assert helping.found.count() > 1
    QTest.keyClick(helping.field, Qt.Key.Key_Down)
    assert helping.address != first
    helping.go_back()
    assert helping.address == first


def test_links_lead_to_pages_and_codes_and_nowhere_else(shell: Shell, qtbot: QtBot) -> None:
    helping = opened(shell, qtbot)
    for link, address in (
        ("stops.md", "stops.md"),
        ("code:LIN-014", "code:LIN-014"),
        ("resources/help/people.md#x", "people.md"),
        ("https://example.com/", "people.md"),
        ("../../etc/passwd", "people.md"),
        ("code:LIN-999", "people.md"),
        ("file:///etc/passwd", "people.md"),
    ):
        helping.browser.anchorClicked.emit(QUrl(link))
        assert helping.address == address


@pytest.mark.parametrize(
    "name", ["https://example.com/a.png", "file:///etc/passwd", "/etc/passwd", "../icons/pass.svg"]
)
def test_nothing_is_loaded_from_elsewhere(shell: Shell, qtbot: QtBot, name: str) -> None:
    browser = opened(shell, qtbot).browser
    image = QTextDocument.ResourceType.ImageResource.value
    assert browser.loadResource(image, QUrl(name)) == QImage()
    assert browser.loadResource(image, QUrl("pictures/bench.png")) != QImage()
    assert help_pages.picture(name) is None


def test_every_screen_has_a_page_and_every_link_in_the_help_leads_somewhere() -> None:
    pages = help_pages.pages()
    assert set(help_pages.OF_SCREEN.values()) <= set(pages)
    assert help_pages.page_of("never-heard-of") in pages
    for name, text in pages.items():
        for link in re.findall(r"\]\(([a-z-]+\.md)", text):
            assert link in pages or link == help_pages.LONG, (name, link)


def test_every_widget_that_is_a_screen_is_named_in_the_map() -> None:
    window = resources().parent / "station" / "window"
    screens = {
        found.group(1)
        for file in window.glob("*.py")
        for found in re.finditer(
            r"class \w*(?:Screen|Panel)\(.*?setObjectName\(\"([a-z-]+)\"\)",
            file.read_text("utf-8"),
            re.DOTALL,
        )
    }
    own = {"shell"}
    assert {"worker", "orders", "lock"} <= screens
    assert screens - own <= set(help_pages.OF_SCREEN)


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_is_explained_and_found(code: str) -> None:
    text = help_pages.code_text(code)
    assert code in text
    assert "{" not in text
    assert help_pages.find(code)[0].address == f"code:{code}"


def test_about_says_version_and_licences(shell: Shell, qtbot: QtBot) -> None:
    helping = opened(shell, qtbot)
    helping.show_about()
    assert helping.address == ABOUT
    text = helping.browser.toPlainText()
    for part in ("PySide6", "Lesser General Public License", "cryptography", "DejaVu"):
        assert part in text
    assert about.licence_of(metadata.metadata("pydantic")) == "MIT"
