"""Where exports go, and what is found there afterwards."""

from datetime import date
from pathlib import Path

import pytest

from station.errors import StationError
from station.folders import Data
from station.operations.exporting import WrittenFile, contents, format_names, next_folder

TODAY = date(2026, 11, 3)


def test_each_format_stands_once_under_the_name_that_manifests_use() -> None:
    assert format_names() == ["dps-json", "dps-csv", "dps-jsonl", "dps-zip"]


def test_the_next_folder_is_one_that_isnt_there(tmp_path: Path) -> None:
    data = Data(tmp_path)
    first = next_folder(data, "lamps", TODAY)
    assert first == tmp_path / "exports" / "2026-11-03-lamps-1"
    first.mkdir(parents=True)
    assert next_folder(data, "lamps", TODAY).name == "2026-11-03-lamps-2"
    (first.parent / "2026-11-03-lamps-2").symlink_to(tmp_path / "nowhere")
    assert next_folder(data, "lamps", TODAY).name == "2026-11-03-lamps-3"
    assert next_folder(data, None, TODAY).name == "2026-11-03-all-1"


def test_where_an_export_was_cut_short_is_taken_again_so_that_it_is_settled(tmp_path: Path) -> None:
    part = tmp_path / "exports" / "2026-11-03-lamps-1.station-part"
    part.mkdir(parents=True)
    assert next_folder(Data(tmp_path), "lamps", TODAY).name == "2026-11-03-lamps-1"


def test_the_contents_name_files_and_count_those_of_folders(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(b"12345")
    (tmp_path / "certs").mkdir()
    for number in range(3):
        (tmp_path / "certs" / f"{number}.pem").write_bytes(b"x" * 10)
    assert contents(tmp_path) == [
        WrittenFile("certs/", 3, 30),
        WrittenFile("manifest.json", 1, 5),
    ]


def test_a_folder_that_went_away_is_told(tmp_path: Path) -> None:
    with pytest.raises(StationError) as caught:
        contents(tmp_path / "gone")
    assert caught.value.code == "SVC-004"
