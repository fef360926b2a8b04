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


@pytest.mark.parametrize("part", [0, 1, 2])
@pytest.mark.parametrize(("trouble", "alone"), [(full, False), (broken, True)])
def test_at_every_write_of_a_run(
    floor: Floor,
    disk: Disk,
    part: int,
    trouble: Callable[[sqlite3.Connection], None],
    *,
    alone: bool,
) -> None:
    job, records = floor.order("x509", quantity=100), floor.plant.tools.records
    disk.writes = 0
    assert tried(floor, floor.unit("x509"), job) == "PASS"
    numbers = range(1 + part, disk.writes + 1, 3)
    disk.trouble, disk.alone, failed = trouble, alone, 0
    for number in numbers:
        unit = floor.unit("x509")
        disk.writes, disk.fails_at, disk.failed = 0, number, []
        said = tried(floor, unit, job)
        disk.trouble = None
        failed += check_mended(floor, disk, job, unit, said)
        disk.trouble = trouble
    assert failed == len(numbers) if alone else failed > 0, f"{failed} of {numbers}"
    assert records.usage(job.order.name).enrolled == len(numbers) + 1
    records.verify()


def check_mended(floor: Floor, disk: Disk, job: Job, unit: PracticeUnit, said: str) -> bool:
    """Check that nothing is lost and the next run passes; return whether the disk had failed."""
    records, failed = floor.plant.tools.records, bool(disk.failed)
    assert said in (SAID if failed else {"PASS"}), f"write {disk.fails_at}: {said}"
    enrollments = records.enrollments(order=job.order.name)
    listed = unit.serial in [one.serial for one in enrollments]
    assert (said in {"PASS", "REC-019"}) is listed, f"write {disk.fails_at}: {said}"
    if not listed:
        again = tried(floor, unit, job)
        assert again == "PASS", f"write {disk.fails_at}: {said}, {again}"
        enrolled = records.find(unit.serial)
        check_inside(unit, enrolled, floor.plant)
        assert runs_on(unit) == {enrolled.run}
    assert records.left_open(unit.serial) == []
    assert records.usage(job.order.name).reserved == 0
    return failed
