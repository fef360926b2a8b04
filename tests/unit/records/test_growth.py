"""What is asked of a few units costs no more where the record has many others."""

import sqlite3
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from station.model.enrollment import EnrollmentGroup, EnrollmentStatus
from station.model.names import IdScope, RegistrationId
from station.model.order import EnrolledAs
from station.records import enrollments
from station.records.store import Records
from tests.support.many import fill
from tests.unit.records.software import SCOPE, SoftwareGuard, enrol, make_order, x509_identity

FEW, MANY = 100, 1_000
GROUP = EnrollmentGroup(RegistrationId.parse("o2"), IdScope.parse(SCOPE))


class Effort:
    """Counts what SQLite does, in hundreds of its machine's steps."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.hundreds = 0
        connection.set_progress_handler(self._count, 100)

    def _count(self) -> int:
        self.hundreds += 1
        return 0


def issuers(records: Records) -> Effort:
    effort = Effort(records._reads._connection)
    assert records.groups.issuers(GROUP).ever == 1
    return effort


def export(records: Records) -> Effort:
    name = (IdScope.parse(SCOPE), RegistrationId.parse("box-s1"))
    effort = Effort(records.groups.writer._connection)
    records.record_export([name], manifest_hash="ab" * 32, folder_name="e", format_name="csv")
    return effort


def first_ready(records: Records) -> Effort:
    """Read the first of those that are ready, which are many."""
    effort = Effort(records._reads._connection)
    assert len(list(islice(records.enrollments(status=EnrollmentStatus.READY), 10))) == 10
    return effort


@pytest.mark.parametrize("work", [issuers, export, first_ready])
def test_a_few_units_are_as_little_work_among_many_others(
    work: Callable[[Records], Effort], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrollments, "_PAGE", 5)
    efforts = list[int]()
    for units in (FEW, MANY):
        path, guard = tmp_path / f"{units}.db", SoftwareGuard()
        with Records.create(path, guard, station="line-1", practice=True) as records:
            records.add_order(make_order("o1", 10_000))
        fill(path, units)
        connection = sqlite3.connect(path)
        with connection:
            connection.execute("UPDATE enrollments SET status = 'ready'")
        connection.close()
        with Records.open(path, guard) as records:
            spec = make_order("o2").spec.model_copy(update={"enrollment": EnrolledAs.GROUP})
            records.add_order(make_order("o2").model_copy(update={"spec": spec}))
            enrol(records, "S1", x509_identity("box-s1"), "o2")
            efforts.append(work(records).hundreds)
    few, many = efforts
    assert many <= few + 3
