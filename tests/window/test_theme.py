"""The colours can be read: text on every ground that it stands on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as Text
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from station.window.said import Said
from station.window.theme import COLOURS, kind, plain_text, plain_tip

pytestmark = pytest.mark.window

GROUNDS = ("ground", "surface", "faint", "chosen")
PAIRS = [
    *((text, ground) for text in ("text", "quiet") for ground in GROUNDS),
    *((f"{name}_text", name) for name in COLOURS if f"{name}_text" in COLOURS),
    ("action_text", "action_over"),
    ("text", "line"),  # a cancelled unit's tile
    ("fail", "surface"),  # a dangerous button, a wrong field's name
    ("fail", "ground"),
    ("fail", "faint"),
]


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb` (WCAG 2.2)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_21_to_1() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(text: str, ground: str) -> None:
    assert contrast(COLOURS[text], COLOURS[ground]) >= 4.5


def test_plain_text_is_plain_and_a_kind_is_what_the_style_sheet_asks_for(qtbot: QtBot) -> None:
    label = QLabel("<b>not bold</b>")
    qtbot.addWidget(label)
    assert plain_text(label) is label
    assert label.textFormat() is Qt.TextFormat.PlainText
    kind(label, "title")
    assert label.property("kind") == "title"


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "a < b & c",
        "<b>x</b>",
        "<img src='/etc/passwd'>&lt;",
        "&lt;b&gt;x&lt;/b&gt;",
        "<i>one</i>\ntwo",
        "one\n<i>two</i>",
    ],
)
def test_a_tip_shows_what_a_unit_says_as_it_stands(qtbot: QtBot, text: str) -> None:
    shown = QTextDocument()
    tip = plain_tip(text)
    if Text.mightBeRichText(tip):
        shown.setHtml(tip)
    else:
        shown.setPlainText(tip)
    assert shown.toPlainText() == text
    said = Said("said")
    qtbot.addWidget(said)
    said.resize(1, 1)
    said.say(text)
    assert said.toolTip() == tip
