"""What a comparison leaves for repairs: what is missing, and what is ours for certain."""

from collections.abc import Iterable
from threading import Event
from types import SimpleNamespace
from typing import cast

from station.errors import StationError
from station.operations.repairing import (
    Repairing,
    missing,
    missing_groups,
    missing_names,
    repair,
    repairable,
    spooled,
)
from station.records.sorting import SortedRows
from station.service.reconcile import Finding, Found


def test_only_what_is_missing_and_what_is_ours_is_left_for_repairs() -> None:
    findings = [
        Finding(Found.MISSING, "enrollments", "b"),
        Finding(Found.MISSING, "enrollments", "A"),
        Finding(Found.MISSING, "enrollmentGroups", "group"),
        Finding(Found.OPEN, "enrollments", "c", ours=True),
        Finding(Found.OPEN, "enrollments", "another-key"),
        Finding(Found.EXTRA, "enrollments", "foreign", ours=True),
        Finding(Found.DIFFERENT, "enrollments", "different", ours=True),
    ]
    with SortedRows() as kept:
        for finding in findings:
            kept.add(spooled(finding))
        assert list(missing_names(kept)) == ["A", "b"]
        assert list(missing_groups(kept)) == ["group"]
        assert missing(kept) == 3
        assert repairable(kept) == 1


class Repairs:
    """Stands for the station's record and the service's client; it has nothing, and counts."""

    def __init__(self) -> None:
        self.entries: list[list[str]] = []

    @property
    def work(self) -> Repairing:
        """What a repair works with, of it."""
        records = SimpleNamespace(services=SimpleNamespace(repairing=self.repairing))
        client = SimpleNamespace(get=self.get)
        tools = SimpleNamespace(records=records)
        work = SimpleNamespace(tools=tools, client=client, service=None, cancel=Event())
        return cast("Repairing", work)

    def repairing(self, service: object, how: str, names: Iterable[str], approval: object) -> None:
        self.entries.append([*names])

    def get(self, kind: str, name: str, cancel: object) -> None:
        assert name in self.entries[0], "it is put on record before it is done"
        if name == "unit-170":
            raise StationError("SVC-043", name="main", why="it is full")
        if name == "unit-180":
            raise StationError("SVC-040", name="main")


def test_one_approval_is_for_all_and_what_ends_it_is_told_with_what_was_done() -> None:
    repairs, names = Repairs(), [f"unit-{number}" for number in range(100, 300)]
    with SortedRows() as kept:
        for name in names:
            kept.add(spooled(Finding(Found.OPEN, "enrollments", name, ours=True)))
        told = repair(repairs.work, kept, "delete-revoked")
    assert repairs.entries == [names]
    assert told.done == 79
    assert [name for name, _ in told.left] == ["unit-170"]
    assert told.error is not None
    assert told.error.code == "SVC-040"


def test_what_keeps_a_device_out_of_a_group_is_not_taken_away() -> None:
    repairs = Repairs()
    with SortedRows() as kept:
        found = Finding(Found.OPEN, "enrollments", "unit", ours=True, needed=True)
        kept.add(spooled(found))
        told = repair(repairs.work, kept, "delete-revoked")
    assert told.done == 0
    assert "group" in told.left[0][1]
