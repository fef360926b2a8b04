"""A folder that was copied, moved or put back: refused until two supervisors go on with it."""

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


@pytest.fixture
def older(station: ProductionStation) -> ProductionStation:
    """The station with a record from before its last change of the settings."""
    backup = station.data.database.read_bytes()
    station("settings", "set", "--idle-minutes", "5", by=[credential(ANNE)])
    station.data.database.write_bytes(backup)
    return station


def test_an_older_copy_goes_on_with_its_gap_told(older: ProductionStation) -> None:
    assert_refused(older, "REC-013")
    both = [credential(ANNE), credential(BERT)]
    assert "REC-013" in older("adopt", "--yes", "--reason", "why", by=both).err
    words = ("adopt", "--older", "--yes", "--reason", "the disk broke", "--json")
    said = older(*words, by=both)
    assert said.status == 0
    lost = said.answer["lost"]
    assert isinstance(lost, dict)
    said = older("settings", "set", "--idle-minutes", "7", by=[credential(ANNE)])
    assert said.status == 0
    said = older("audit", "verify", "--token", "--json")
    assert said.status == 0
    assert said.answer["lost"] == [lost]
    span = f"The entries {lost['first']} to {lost['last']} are lost"
    assert any(span in one for one in said.answer["limits"])  # type: ignore[attr-defined]
    shown = older("audit", "show", "--kind", "moved", pin=None).out
    assert "it is an older copy" in shown
    assert "Agreed: S-1, S-2: the disk broke" in shown


def test_a_newest_record_needs_no_older(station: ProductionStation) -> None:
    both = [credential(ANNE), credential(BERT)]
    said = station("adopt", "--older", "--yes", "--reason", "to be sure", "--json", by=both)
    assert (said.answer["adopted"], said.answer["lost"]) == (False, None)
