"""A data folder that was copied or moved: refused until two supervisors agree that it goes on."""

import pytest

from station.records import lease
from tests.support.production import ProductionStation
from tests.unit.records.staffed import ANNE, BERT, WIM, credential


@pytest.fixture
def moved(station: ProductionStation, monkeypatch: pytest.MonkeyPatch) -> ProductionStation:
    """The station's folder, on another computer than before."""
    station("settings", "set", "--idle-minutes", "5", by=[credential(ANNE)])
    monkeypatch.setattr(lease, "installation_of", lambda _: "2" * 64)
    return station


def assert_refused(station: ProductionStation, code: str) -> None:
    said = station("settings", "set", "--idle-minutes", "7", by=[credential(ANNE)])
    assert said.status == 3
    assert code in said.err


def test_a_folder_that_was_moved_works_when_two_supervisors_agree(moved: ProductionStation) -> None:
    assert_refused(moved, "REC-052")
    both = [credential(ANNE), credential(BERT)]
    said = moved("adopt", "--yes", "--reason", "a new computer", "--json", by=both)
    assert said.status == 0
    assert said.answer["adopted"] is True
    said = moved("settings", "set", "--idle-minutes", "7", by=[credential(ANNE)])
    assert said.status == 0
    assert moved("audit", "verify", pin=None).status == 0


def test_one_supervisor_is_not_enough(moved: ProductionStation) -> None:
    assert moved("adopt", "--yes", "--reason", "why", by=[credential(ANNE)] * 2).status != 0
    said = moved("adopt", "--yes", "--reason", "why", by=[credential(ANNE), credential(WIM)])
    assert "REC-025" in said.err
    assert_refused(moved, "REC-052")


def test_without_a_word_at_a_terminal_nothing_is_adopted(moved: ProductionStation) -> None:
    said = moved("adopt", "--reason", "why", by=[credential(ANNE), credential(BERT)])
    assert said.status == 2
    assert_refused(moved, "REC-052")


def test_a_station_that_is_where_it_was_needs_nothing(station: ProductionStation) -> None:
    both = [credential(ANNE), credential(BERT)]
    said = station("adopt", "--yes", "--reason", "to be sure", "--json", by=both)
    assert said.answer["adopted"] is False
