"""A disk that is full, or fails, at any write of a run: nothing is lost, and the next run passes.

The failures are SQLite's own: a file that may have no more pages, and a file that the system lets
nobody write to.
"""

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from station.errors import StationError
from station.line.work import Job
from station.practice.units import PracticeUnit
from station.records.database import Writer
from tests.support.floor import Floor
from tests.support.kill_oracle import runs_on
from tests.support.noise_oracle import check_inside

pytestmark = pytest.mark.bench

UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
SAID = {"REC-003", "REC-017", "REC-019"}


def full(connection: sqlite3.Connection) -> None:
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")


def broken(connection: sqlite3.Connection) -> None:
    del connection
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def mended(connection: sqlite3.Connection) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, UNLIMITED)
    connection.execute("PRAGMA max_page_count = 1000000000")


@dataclass
class Disk:
    """The disk of a record: it fails from its `fails_at`th write on, or at that one alone."""

    trouble: Callable[[sqlite3.Connection], None] | None = None
    fails_at: int = 0
    alone: bool = False
    writes: int = 0
    failed: list[int] = field(default_factory=list)

    def next(self, connection: sqlite3.Connection) -> None:
        self.writes += 1
        meant = self.writes == self.fails_at or (self.writes > self.fails_at and not self.alone)
        if self.trouble is not None and meant:
            self.trouble(connection)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    made, transaction = Disk(), Writer.transaction

    @contextmanager
    def counted(self: Writer) -> Iterator[sqlite3.Connection]:
        made.next(self._connection)
        try:
            with transaction(self) as connection:
                yield connection
        except StationError as error:
            if error.code in SAID:
                made.failed.append(made.writes)
            raise
        finally:
            mended(self._connection)

    monkeypatch.setattr(Writer, "transaction", counted)
    return made


def tried(floor: Floor, unit: PracticeUnit, job: Job) -> str:
    """Run a unit; return what its worker reads, the code or PASS."""
    try:
        result = floor.run(unit, job)
    except StationError as error:
        return error.code
    return result.error.code if result.error else "PASS"


@pytest.mark.parametrize(("trouble", "alone"), [(full, False), (broken, True)])
def test_at_every_write_of_a_run(
    floor: Floor,
    disk: Disk,
    trouble: Callable[[sqlite3.Connection], None],
    *,
    alone: bool,
) -> None:
    product = "x509"
    job, records = floor.order(product, quantity=100), floor.plant.tools.records
    assert tried(floor, floor.unit(product), job) == "PASS"
    writes = disk.writes
    assert writes > 8
    disk.trouble, disk.alone = trouble, alone
    failed = 0
    for number in range(1, writes + 1):
        unit = floor.unit(product)
        disk.writes, disk.fails_at, disk.failed = 0, number, []
        said = tried(floor, unit, job)
        assert said in (SAID if disk.failed else {"PASS"}), f"write {number}: {said}"
        failed += bool(disk.failed)
        disk.fails_at = 0 if alone else 10**9
        listed = [
            one for one in records.enrollments(order=job.order.name) if one.serial == unit.serial
        ]
        assert (said in {"PASS", "REC-019"}) is bool(listed), f"write {number}: {said}"
        again = tried(floor, unit, job)
        assert again == ("REC-008" if listed else "PASS"), f"write {number}: {said}, {again}"
        enrolled = records.find(unit.serial)
        check_inside(unit, enrolled, floor.plant)
        assert runs_on(unit) == {enrolled.run}
        assert records.left_open(unit.serial) == []
        assert records.usage(job.order.name).reserved == 0
    assert failed > writes // 2, "the disk was to fail"
    assert records.usage(job.order.name).enrolled == writes + 1
    records.verify()
