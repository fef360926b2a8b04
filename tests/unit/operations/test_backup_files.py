"""Which files go into a backup: none is lost without a word, and no name breaks it."""

import os
from pathlib import Path

import pytest

from station.errors import StationError
from station.folders import Data
from station.operations import backup_files
from station.operations.backup_files import files_of


@pytest.fixture
def data(tmp_path: Path) -> Data:
    data = Data.made(tmp_path / "station")
    for name in ("factory.toml", "audit.pem"):
        (data.root / name).write_text(name)
    return data


def names(data: Data, *, transcripts: bool = False) -> tuple[list[str], list[str]]:
    files, left_out = files_of(data, transcripts=transcripts)
    assert all(path.read_bytes() for path in files.values())
    beside = {"factory.toml", "audit.pem"}
    return sorted(files.keys() - beside), list(left_out)


def put(data: Data, name: str) -> Path:
    path = data.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    return path


def test_what_a_link_leads_to_is_in_it_where_it_is_a_file(data: Data, tmp_path: Path) -> None:
    for name in ("factory.toml", "bench.toml", "box.toml"):
        (tmp_path / name).write_text("elsewhere")
    data.factory.unlink()
    data.factory.symlink_to(tmp_path / "factory.toml")
    (data.root / "bench.toml").symlink_to(tmp_path / "bench.toml")
    data.profiles.mkdir()
    (data.profiles / "box.toml").symlink_to(tmp_path / "box.toml")
    (data.profiles / "gone.toml").symlink_to(tmp_path / "gone.toml")
    (data.profiles / "folder").symlink_to(tmp_path)
    assert names(data) == (
        ["bench.toml", "profiles/box.toml"],
        ["profiles/folder", "profiles/gone.toml"],
    )


def test_each_file_that_is_left_out_is_named(data: Data) -> None:
    for name in (
        "profiles/.hidden.toml",
        "profiles/.git/config",
        "profiles/1/2/3/deep.toml",
        "profiles/1/2/kept.toml",
        "token/object",
        ".hidden.toml",
        "with a blank.toml",
        "station.db.old",
        "transcripts/0RUN.txt",
        "logs/x.log",
        ".backup-1-x/station.db",
        "station.db-wal",
    ):
        put(data, name)
    os.mkfifo(data.profiles / "pipe")
    assert names(data) == (
        ["profiles/1/2/kept.toml"],
        [
            *(".hidden.toml", "profiles/.git", "profiles/.hidden.toml", "profiles/1/2/3"),
            *("profiles/pipe", "station.db.old", "token", "with a blank.toml"),
        ],
    )


def test_a_name_that_is_no_text_is_left_out_and_named(data: Data) -> None:
    put(data, "profiles/box.toml")
    for folder in (data.root, data.profiles):
        with open(os.fsencode(folder) + b"/\xff.toml", "wb"):  # noqa: PTH123 - no Path takes it
            pass
    left_out = ["profiles/\udcff.toml", "\udcff.toml"]
    assert names(data) == (["profiles/box.toml"], left_out)


@pytest.mark.parametrize("name", ["factory.toml", "audit.pem"])
def test_without_what_a_restore_needs_there_is_no_backup(data: Data, name: str) -> None:
    (data.root / name).unlink()
    with pytest.raises(StationError, match="CFG-011"):
        files_of(data, transcripts=False)


def test_more_files_than_a_backup_holds_are_refused_with_a_word(
    data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_files, "MOST_PARTS", 4)
    put(data, "transcripts/1.txt")
    assert names(data, transcripts=True) == (["transcripts/1.txt"], [])
    put(data, "transcripts/2.txt")
    with pytest.raises(StationError, match="REC-084"):
        files_of(data, transcripts=True)
    assert names(data) == ([], [])
