"""What a comparison leaves for repairs: what is missing, and what is ours for certain."""

from station.operations.repairing import (
    missing,
    missing_groups,
    missing_names,
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
