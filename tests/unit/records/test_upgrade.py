"""A record of an older Station gets the newest form whole, or stays as it was."""

import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from pathlib import Path

import pytest

from station.errors import StationError
from station.records import upgrade as upgrading
from station.records.list_query import ListQuery
from station.records.store import Records
from station.records.upgrade import upgrades_told
from tests.support.many import fill
from tests.unit.records.software import SoftwareGuard, make_order

UNITS = 400
_NEWER = ("enrolled", "order_enrolled", "mechanism", "mechanism_name", "state", "device")
_FOUND_BY = ("ek_hash", "certificate_sha1", "certificate_sha256")
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def older(records: Records, path: Path) -> Path:
    """A closed record as it was before enrollments had more than names to be found by."""
    records.add_order(make_order("many", 1_000))
    records.close()
    fill(path, UNITS)
    with closing(sqlite3.connect(path)) as connection, connection:
        for name in (*_NEWER, "order_device", *_FOUND_BY):
            connection.execute(f"DROP INDEX enrollments_{name}")
        for name in ("device_name", *_FOUND_BY):
            connection.execute(f"ALTER TABLE enrollments DROP COLUMN {name}")
        connection.execute("CREATE INDEX enrollments_number ON enrollments (id)")
        connection.execute(
            "DELETE FROM _sqlite_migrations WHERE name IN ('0036-identifiers',"
            " '0043-mechanism-name')"
        )
    return path


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look at the clock is told of."""
    monkeypatch.setattr(upgrading, "_STEPS", 100)
    monkeypatch.setattr(upgrading, "_FIRST_TOLD_S", 0.0)


def form(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM _sqlite_migrations ORDER BY name").fetchall()
        schema = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        return [*names, *schema]


@pytest.mark.usefixtures("watched")
def test_how_long_an_upgrade_takes_is_told(older: Path, guard: SoftwareGuard) -> None:
    told = list[float]()
    with upgrades_told(told.append), Records.open(older, guard) as again:
        assert again.list_count(ListQuery(find="mu-0000001")) == 1
    assert told
    assert told == sorted(told)
    told.clear()
    with upgrades_told(told.append), Records.open(older, guard):
        assert not told, "it has the newest form"


@pytest.mark.usefixtures("watched")
@pytest.mark.parametrize("after", [0, 3, 20])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), StationError("LIN-003", "closed")])
def test_an_upgrade_that_is_broken_off_leaves_the_record_as_it_was(
    older: Path, guard: SoftwareGuard, after: int, error: BaseException
) -> None:
    before, left = form(older), after

    def told(_: float) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise error

    with upgrades_told(told), pytest.raises(type(error)), Records.open(older, guard):
        pass
    assert form(older) == before
    with Records.open(older, guard) as again:
        assert again.list_count(ListQuery(find="mu-0000001")) == 1


def test_an_upgrade_without_room_is_not_begun(
    older: Path, guard: SoftwareGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = form(older)
    with monkeypatch.context() as patch:
        patch.setattr(upgrading, "_SMALL", 0)
        patch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9 - 4_096, 4_096))
        with pytest.raises(StationError, match="REC-098"), Records.open(older, guard):
            pass
    assert form(older) == before
    with Records.open(older, guard):
        pass
