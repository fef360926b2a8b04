"""A record that can't be worked with: said in words with what to do, and nothing is written."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from station.records.files import FileLock
from tests.support.production import Said, said
from tests.support.recovery import recovery

pytestmark = pytest.mark.bench

WORK = ("provision", "--order", "demo-tpm", "--units", "1")
LOOKING = (("order", "list"), ("enrollments", "list"), ("audit", "show"), ("audit", "verify"))


def faults(data: Path) -> str:
    """Return what the doctor calls bad, and what to do."""
    told = station(data, "doctor")
    assert told.status == 3
    found = told.answer["findings"]
    assert isinstance(found, list)
    return "\n".join(f"{f['detail']} {f['remedy']}" for f in found if f["health"] == "bad")


def station(data: Path, *words: str) -> Said:
    """Give a command."""
    return said(*words, "--json", "--data", str(data))


def code(told: Said) -> str:
    """Return the code of the error that a command ended with, or an empty text."""
    error = told.answer.get("error", {})
    assert isinstance(error, dict)
    return str(error.get("code", ""))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice station that knows its recovery certificate."""
    out = tmp_path_factory.mktemp("unopenable") / "out"
    assert said("demo", "--units", "3", "--out", str(out)).status == 0
    words = ("settings", "set", "--recovery", str(recovery(out / "safe").certificate_file))
    assert station(out / "data", *words).status == 0
    return out


@pytest.fixture
def data(whole: Path, tmp_path: Path) -> Iterator[Path]:
    """Its data folder, whole again after each test together with the factory's token."""
    kept = ("data", "factory")
    for name in kept:
        shutil.copytree(whole / name, tmp_path / name)
    yield whole / "data"
    for name in kept:
        shutil.rmtree(whole / name)
        shutil.copytree(tmp_path / name, whole / name)


def image(data: Path) -> str:
    """Return the hash of the record as it is on disk."""
    return hashlib.sha256((data / "station.db").read_bytes()).hexdigest()


def test_of_a_newer_version(data: Path) -> None:
    with closing(sqlite3.connect(data / "station.db")) as connection, connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('station', '9999-future', '')"
        )
    before = image(data)
    for words in (WORK, *LOOKING):
        told = station(data, *words)
        assert (told.status, code(told)) == (3, "REC-002"), words
    assert "Install the newer version of Station." in faults(data)
    assert image(data) == before


def test_damaged(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / "station.db")) as connection:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'enrollments'"
        (page,) = connection.execute(sql).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with (data / "station.db").open("r+b") as record:
        record.seek(size * (page - 1))
        record.write(os.urandom(size))
    before = image(data)
    assert "REC-001" in faults(data)
    file = tmp_path / "x"
    writing = (WORK, ("settings", "set", "--pin-days", "9"))
    for words in (*writing, ("enrollments", "list"), ("audit", "verify"), ("backup", str(file))):
        assert code(station(data, *words)) == "REC-001", words
    assert not file.exists()
    assert image(data) == before


def test_damaged_when_its_power_was_cut(data: Path) -> None:
    with closing(sqlite3.connect(data / "station.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE t (a)")
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'run_answers'"
        ).fetchone()
        left = {end: (data / f"station.db{end}").read_bytes() for end in ("", "-wal")}
    image_ = bytearray(left[""])
    image_[4096 * (page - 1) : 4096 * page] = b"\xff" * 4096
    (data / "station.db").write_bytes(image_)
    (data / "station.db-wal").write_bytes(left["-wal"])
    told = station(data, *WORK)
    assert (told.status, code(told)) == (3, "REC-001")
    assert (data / "station.db").read_bytes() == image_


@pytest.mark.parametrize("content", [b"", b"nonsense" * 999, b"SQLite format 3\0"])
def test_not_a_record_at_all(data: Path, content: bytes) -> None:
    (data / "station.db").write_bytes(content)
    for words in (WORK, *LOOKING):
        assert code(station(data, *words)) == "REC-001", words
    assert "REC-001" in faults(data)
    assert (data / "station.db").read_bytes() == content


def test_another_programs_database(data: Path) -> None:
    (data / "station.db").unlink()
    with closing(sqlite3.connect(data / "station.db")) as connection:
        connection.execute("CREATE TABLE t (a)")
    before = image(data)
    assert code(station(data, *WORK)) == "REC-001"
    assert image(data) == before


def test_opened_by_another_process(data: Path) -> None:
    before = image(data)
    lock = FileLock.taken(data / "station.db")
    try:
        told = station(data, *WORK)
        assert (told.status, code(told)) == (3, "REC-004")
        assert f"process {os.getpid()}" in told.err
        for words in LOOKING:
            assert station(data, *words).status == 0, words
        assert "a process is at work with it" in station(data, "doctor").err
    finally:
        lock.release()
    assert image(data) == before
    assert "a process is at work" not in station(data, "doctor").err


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Have a folder lie on a read-only disk for a while.

    Where the tests may not mount, Station is told so, and writes could be seen.
    """
    path, mounted = str(folder), False
    with pytest.MonkeyPatch.context() as patch, ExitStack() as undo:
        if subprocess.run(["mount", "--bind", path, path], check=False).returncode == 0:
            undo.callback(subprocess.run, ["umount", path], check=True)
            remount = ["mount", "-o", "remount,bind,ro", path]
            mounted = subprocess.run(remount, check=False).returncode == 0
        if not mounted:
            patch.setattr(os, "statvfs", lambda _: Namespace(f_flag=os.ST_RDONLY))
        yield


def test_on_a_read_only_disk_it_can_be_looked_at_and_backed_up(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "x"
    before = {path.name: path.stat().st_mtime_ns for path in data.rglob("*")}
    with read_only(data):
        told = station(data, *WORK)
        assert (told.status, code(told)) == (3, "REC-080")
        for words in LOOKING:
            assert station(data, *words).status == 0, words
        assert "read-only" in faults(data)
        told = station(data, "backup", str(file))
        assert (told.status, told.answer["recorded"]) == (0, False), told.err
    assert {path.name: path.stat().st_mtime_ns for path in data.rglob("*")} == before
    key = ("--key", str(data.parent / "safe" / "recovery.key"), "--check")
    assert station(data, "restore", str(file), *key).status == 0
