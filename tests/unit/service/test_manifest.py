"""The manifest is canonical: its bytes follow from what it says."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from station.service.exports.manifest import Anchor, FileEntry, Manifest, notice

ENTRY = FileEntry("certs/a%3Ab.pem", "0" * 64, 12)


def manifest(station: str = "s", order: str = "files") -> Manifest:
    return Manifest(
        format="dps-json",
        station=station,
        practice=True,
        notice=notice(practice=True, keys_in_clear=True),
        keys_in_clear=True,
        made=datetime(2026, 11, 24, 6, 0, tzinfo=UTC),
        id_scope="0ne00000001",
        units=1,
        by_mechanism={"tpm": 1},
        by_order={order: 1},
        audit=Anchor(sequence=1, hash="0" * 64),
    )


@given(st.text(), st.text())
def test_files_stand_in_their_place_whatever_the_other_values_are(station: str, order: str) -> None:
    content = manifest(station, order).canonical([ENTRY.canonical()])
    parsed = json.loads(content)
    assert parsed["station"] == station
    assert parsed["by_order"] == {order: 1}
    assert parsed["files"] == [{"name": "certs/a%3Ab.pem", "sha256": "0" * 64, "size": 12}]
    again = json.dumps(parsed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert again.encode() == content


def test_it_is_read_back_as_it_was_written() -> None:
    content = manifest().canonical([ENTRY.canonical()])
    assert Manifest.model_validate_json(content).files == (ENTRY,)
    assert json.loads(content)["made"] == "2026-11-24T06:00:00Z"


def test_a_hostile_station_name_cannot_add_files() -> None:
    content = manifest('","files":[],"x":"').canonical([ENTRY.canonical()])
    assert Manifest.model_validate_json(content).files == (ENTRY,)


@pytest.mark.parametrize(
    "name",
    ["", "/etc/passwd", "../a", "certs/../a", "certs//a", "a/b/c", ".hidden", "-rf", "a b", "a\n"],
)
def test_a_name_that_leads_out_of_the_folder_is_no_files_name(name: str) -> None:
    content = manifest().canonical(
        [json.dumps({"name": name, "sha256": "0" * 64, "size": 0}).encode()]
    )
    with pytest.raises(ValidationError):
        Manifest.model_validate_json(content)


def test_practice_and_clear_keys_are_said_in_words() -> None:
    assert notice(practice=True, keys_in_clear=False).startswith("PRACTICE")
    assert "in the clear" in notice(practice=True, keys_in_clear=True)
    assert notice(practice=False, keys_in_clear=False) == ""
