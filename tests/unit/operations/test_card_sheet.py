"""The sheet of command cards, read back from the paper, and what the cards do at a bench."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.model.command_card import Act, Card, all_cards
from station.operations.bench_view import BenchView, Notice, Phase, PositionView
from station.operations.card_deeds import card_words, deed_at
from station.operations.card_sheet import card_sheet, write_card_sheet

MADE = datetime(2026, 11, 1, tzinfo=UTC)
BLOCKED = Notice("LIN-030", "A keyboard.", "Call the supervisor.")
CARDS = [card for card in all_cards(8) if card.act not in {Act.POSITION, Act.LOCK}]


def test_a_sheet_is_a_pdf_of_a_few_pages() -> None:
    paper = card_sheet("line-1", 8, MADE)
    assert paper.startswith(b"%PDF-")
    assert paper.count(b"/Type /Page\n") < 6


def test_a_sheet_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    write_card_sheet(path, b"one")
    with pytest.raises(StationError) as refused:
        write_card_sheet(path, b"two")
    assert (refused.value.code, path.read_bytes()) == ("CFG-055", b"one")


def test_every_card_has_words_of_its_own() -> None:
    words = [card_words(card) for card in all_cards(8)]
    assert len(set(words)) == len(words)


@given(st.sampled_from(CARDS), st.sampled_from((Phase.STOPPED, Phase.NO_ORDER, Phase.SEAT)))
def test_no_card_does_anything_where_a_supervisor_is_waited_for(card: Card, phase: Phase) -> None:
    view = replace(PositionView("1", phase=phase), blocked=BLOCKED)
    views = tuple(replace(view, position=str(place)) for place in range(1, 9))
    with pytest.raises(StationError) as refused:
        deed_at(card, BenchView(views, "1"))
    assert refused.value.code == "LIN-096"


@given(st.sampled_from(all_cards(8)), st.lists(st.sampled_from(Phase), min_size=1, max_size=8))
def test_a_card_goes_to_its_own_position_or_says_why_not(card: Card, phases: list[Phase]) -> None:
    views = tuple(PositionView(f"p{n}", phase=phase) for n, phase in enumerate(phases, 1))
    try:
        position = deed_at(card, BenchView(views, ""))
    except StationError:
        return
    assert position == (f"p{card.place}" if card.act.is_placed else "")
