"""The colours can be read: text on every ground that it stands on."""

from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as Text
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from station.window.palettes import PALETTES, Look
from station.window.said import Said
from station.window.theme import kind, plain_text, plain_tip
from tests.support.colour_sight import BLINDNESS, contrast, difference, lab_difference, seen_in

pytestmark = pytest.mark.window

MEANINGS = tuple(PALETTES[Look.LIGHT])
GROUNDS = ("ground", "surface", "faint", "chosen")
PAIRS = [
    *((text, ground) for text in ("text", "quiet") for ground in GROUNDS),
    *((f"{name}_text", name) for name in MEANINGS if f"{name}_text" in MEANINGS),
    ("action", "surface"),  # a step at work, a link
    ("action_text", "action_over"),
    ("fail", "surface"),  # a dangerous button, a wrong field's name
    ("fail", "ground"),
    ("fail", "faint"),
]


# Borders of controls, and where the keyboard is (WCAG 2.2, 1.4.11).
EDGES = [
    *((edge, ground) for edge in ("line", "focus") for ground in ("ground", "surface")),
    ("bar_focus", "bar"),
    ("busy", "track"),
]
WORN = list(PALETTES)
# What a position's colour can mean; the words and shapes differ too.
VERDICTS = ("pass", "fail", "error")
STATES = (*VERDICTS, "cancelled", "chosen", "surface")
CLEAR, TELLABLE = 15, 9  # CIEDE2000


def test_contrasts_and_differences_are_those_of_their_papers() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    pairs = [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.1848, -84.8006), (50, 0, -82.7485), 1.0),
        ((50, 2.5, 0), (61, -5, 29), 22.8977),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ]
    for one, other, told in pairs:
        assert lab_difference(one, other) == pytest.approx(told, abs=1e-4)


def test_who_lacks_a_cone_sees_greys_as_they_are() -> None:
    for blindness in BLINDNESS:
        assert difference(seen_in(blindness, "#808080"), "#808080") < 1
        assert difference(seen_in(blindness, "#d00000"), "#d00000") > 10


@pytest.mark.parametrize("look", WORN)
def test_every_look_has_the_same_meanings(look: Look) -> None:
    assert list(PALETTES[look]) == list(PALETTES[Look.LIGHT])
    assert Look.SYSTEM not in PALETTES


@pytest.mark.parametrize("look", WORN)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(look: Look, text: str, ground: str) -> None:
    colours = PALETTES[look]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("look", [Look.CONTRAST_LIGHT, Look.CONTRAST_DARK])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_high_contrast_is_7_to_1(look: Look, text: str, ground: str) -> None:
    colours = PALETTES[look]
    assert contrast(colours[text], colours[ground]) >= 7


@pytest.mark.parametrize("look", WORN)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_borders_and_the_focus_can_be_seen(look: Look, edge: str, ground: str) -> None:
    colours = PALETTES[look]
    assert contrast(colours[edge], colours[ground]) >= 3


@pytest.mark.parametrize("look", WORN)
@pytest.mark.parametrize("blindness", ["none", *BLINDNESS])
def test_states_are_told_apart_in_red_green_blindness(look: Look, blindness: str) -> None:
    seen = {
        name: colour if blindness == "none" else seen_in(blindness, colour)
        for name, colour in PALETTES[look].items()
    }
    for one, other in combinations(STATES, 2):
        least = CLEAR if {one, other} <= set(VERDICTS) else TELLABLE
        assert difference(seen[one], seen[other]) >= least, (one, other)


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
