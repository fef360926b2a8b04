"""What the doctor says of disk, data folder and clock, told from made-up trees."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from station.folders import Data
from station.operations import doctor_clock
from station.operations.doctor_clock import Times
from station.operations.doctor_finding import Finding, Health
from station.operations.doctor_machine import disk, folder

NOW = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
PRODUCTION = 'station = "line-7"\npractice = false\nlibrary = "x"\nlabel = "f"\n[environment]\n'


@pytest.fixture
def data(tmp_path: Path) -> Data:
    data = Data.made(tmp_path / "data")
    data.factory.write_text(PRODUCTION)
    return data


def on(root: Path, kind: str, options: str = "rw") -> Path:
    """Return a tree that says that everything is on one file system."""
    (root / "proc/self").mkdir(parents=True)
    line = f"22 1 8:1 / / {options} - {kind} /dev/sda1 rw\n"
    (root / "proc/self/mountinfo").write_text(line)
    return root


def folder_on(data: Data, root: Path) -> Finding:
    (one,) = folder(data, root)
    return one


def test_a_folder_on_a_disk_is_well(data: Data, tmp_path: Path) -> None:
    one = folder_on(data, on(tmp_path / "root", "ext4"))
    assert (one.health, one.detail) == (Health.GOOD, f"{data.root}, on ext4")


@pytest.mark.parametrize(
    ("kind", "words"), [("nfs4", "network"), ("fuse.sshfs", "network"), ("tmpfs", "in memory")]
)
def test_a_folder_that_can_be_lost_is_told(
    data: Data, tmp_path: Path, kind: str, words: str
) -> None:
    one = folder_on(data, on(tmp_path / "root", kind))
    assert one.health is Health.WARNING
    assert words in one.detail
    assert one.remedy.startswith("Move the folder")


def test_a_folder_that_is_mounted_for_reading_is_a_fault(data: Data, tmp_path: Path) -> None:
    one = folder_on(data, on(tmp_path / "root", "ext4", "ro,relatime"))
    assert one.health is Health.BAD
    assert "can't be written" in one.detail


def test_a_disk_that_confirms_no_write_is_a_fault(
    data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: int) -> None:
        raise OSError(5, "Input/output error")

    root = on(tmp_path / "root", "ext4")
    monkeypatch.setattr(os, "fsync", broken)
    one = folder_on(data, root)
    assert one.health is Health.BAD
    assert "Input/output error" in one.detail


def test_without_proc_the_file_system_isn_t_known(data: Data, tmp_path: Path) -> None:
    assert "isn't known" in folder_on(data, tmp_path / "none").detail


@pytest.mark.parametrize(
    ("blocks", "files", "words"),
    [(10, 1_000_000, "0 MB free"), (1_000_000, 7, "only 7 more files")],
)
def test_a_disk_without_room_for_bytes_or_files_is_a_fault(
    data: Data, monkeypatch: pytest.MonkeyPatch, blocks: int, files: int, words: str
) -> None:
    seen = os.statvfs_result((4096, 4096, blocks, blocks, blocks, files, files, files, 0, 255))
    monkeypatch.setattr(os, "statvfs", lambda _: seen)
    (one,) = disk(data)
    assert one.health is Health.BAD
    assert words in one.detail


def test_a_file_system_that_counts_no_files_has_room(
    data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = os.statvfs_result((4096, 4096, 10**6, 10**6, 10**6, 0, 0, 0, 0, 255))
    monkeypatch.setattr(os, "statvfs", lambda _: seen)
    (one,) = disk(data)
    assert one.health is Health.GOOD


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (Times(NOW), ""),
        (Times(NOW, NOW - timedelta(days=30)), ""),
        (Times(NOW, NOW + timedelta(seconds=4)), ""),
        (Times(NOW, NOW + timedelta(seconds=30)), "30 seconds before the last entry"),
        (Times(NOW, NOW + timedelta(days=365)), "365 days before the last entry"),
        (Times(NOW, NOW - timedelta(days=366)), "366 days after the last entry"),
        (Times(datetime(1970, 1, 1, tzinfo=UTC)), "before Station was made"),
        (Times(NOW, NOW, NOW + timedelta(minutes=4)), ""),
        (Times(NOW, NOW, NOW + timedelta(hours=2)), "the clock on the board"),
        (Times(NOW, NOW, NOW + timedelta(hours=2), board_is_local=True), ""),
        (Times(NOW, NOW, NOW + timedelta(hours=2, minutes=7), board_is_local=True), "board"),
        (Times(NOW, NOW, NOW + timedelta(days=3), board_is_local=True), "board"),
    ],
)
def test_a_clock_that_can_t_be_right_is_doubted(times: Times, words: str) -> None:
    assert (words in times.doubt) if words else times.doubt == ""


def test_the_board_s_clock_is_read_and_taken_for_local_where_it_is(
    data: Data, tmp_path: Path
) -> None:
    root = tmp_path / "root"
    (root / "sys/class/rtc/rtc0").mkdir(parents=True)
    (root / "etc").mkdir()
    later = int((NOW + timedelta(hours=1)).timestamp())
    (root / "sys/class/rtc/rtc0/since_epoch").write_text(f"{later}\n")
    (one,) = doctor_clock.findings(data, root, NOW, "CET")
    assert one.health is Health.WARNING
    assert "2026-11-30 07:00 UTC" in one.detail
    (root / "etc/adjtime").write_text("0.0 0 0.0\n0\nLOCAL\n")
    (one,) = doctor_clock.findings(data, root, NOW, "CET")
    assert (one.health, "CET" in one.detail) == (Health.GOOD, True)
