"""The chain's entries by their numbers, and found by what stands in them."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta

from station.records.audit_pages import AuditFilter, entries_at, find_entries, last_number
from station.records.entries import EntryKind
from station.records.store import Records
from tests.unit.records.software import Clock, enrol


def found(records: Records, wanted: AuditFilter) -> list[int]:
    numbers: list[int] = []

    def take(more: Sequence[int], left: int) -> None:
        assert left >= 0
        numbers.extend(more)

    find_entries(records.path, wanted, take, lambda: False)
    return numbers


def test_entries_are_read_by_their_numbers_and_lost_ones_are_left_out(records: Records) -> None:
    last = last_number(records.path)
    assert last == records.last_entry()
    there = entries_at(records.path, [1, last + 1])
    assert list(there) == [1]
    assert there[1] == next(records.entries())


def test_an_entry_that_somebody_broke_is_none(records: Records) -> None:
    with closing(sqlite3.connect(records.path)) as database, database:
        database.execute("UPDATE audit SET entry = entry || ' ' WHERE sequence = 1")
    assert entries_at(records.path, [1]) == {1: None}


def test_each_part_of_a_filter_leaves_out_what_does_not_fit(records: Records, clock: Clock) -> None:
    enrol(records, "SN-1")
    middle = clock.time
    clock.time += timedelta(hours=1)
    enrol(records, "SN-2")
    entries = {entry.sequence: entry for entry in records.entries()}
    last = max(entries)
    kinds = found(records, AuditFilter(frozenset({EntryKind.ENROLLED})))
    assert [entries[number].kind for number in kinds] == [EntryKind.ENROLLED] * 2
    assert kinds == sorted(kinds, reverse=True)
    (second, first) = kinds
    assert found(records, AuditFilter(text="sn-1")) == [first]
    assert found(records, AuditFilter(names=("SN-2",))) == [second]
    assert found(records, AuditFilter(names=("SN",))) == []
    assert last in found(records, AuditFilter(since=middle))
    assert first not in found(records, AuditFilter(since=middle + timedelta(minutes=30)))
    assert second not in found(records, AuditFilter(until=middle + timedelta(minutes=30)))
    assert not AuditFilter().narrows


def test_a_search_ends_where_nobody_waits_any_more(records: Records) -> None:
    told: list[int] = []
    wanted = AuditFilter(text="o1")
    find_entries(records.path, wanted, lambda more, _: told.extend(more), lambda: True)
    assert told == []
    assert last_number(records.path) > 0
