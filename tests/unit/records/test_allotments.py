"""Orders that are split among stations, and the places that give units their numbers."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.errors import StationError
from station.model.allotment import Allotment
from station.model.order import Course, Order
from station.model.rights import Right
from station.records.allotments import AllotmentTerms
from station.records.entries import EntryKind
from station.records.store import Records
from tests.unit.records.software import Clock, SoftwareGuard, admitted, enrol, fail, make_order
from tests.unit.records.staffed import agreed, quick_hashing, staff

TERMS = AllotmentTerms("line-1", "", "cd" * 32, 3)


def split(records: Records, quantity: int, order: str = "o1") -> Allotment:
    return records.allotments.issue(order, replace(TERMS, quantity=quantity))


def numbers(records: Records, order: str = "o1") -> list[int]:
    first = records.order(order).course.first
    return [first + one.place - 1 for one in records.enrollments(order=order)]


def allotted(allotment: Allotment, name: str = "o2") -> Order:
    """Return the order that an allotment makes."""
    course = Course(first=allotment.first, bounded=True, allotment=allotment.id)
    made = make_order(name, quantity=allotment.quantity)
    return made.model_copy(update={"course": course})


def test_units_have_the_places_that_they_come_to_whatever_becomes_of_them(
    records: Records,
) -> None:
    enrol(records, "S1")
    fail(records, admitted(records, "S2"))
    second = enrol(records, "S3")
    records.revoke((second.id_scope, second.registration_id), "a test")
    enrol(records, "S4")
    enrol(records, "S2")
    assert numbers(records) == [1, 2, 3, 4]
    records.verify()


def test_an_order_keeps_the_id_of_the_allotment_of_all_of_it(records: Records) -> None:
    first = records.allotments.issue("o1", TERMS)
    assert (first.first, first.quantity, first.last) == (1, 10, 10)
    assert (first.profile_version, first.audit_key) == (3, "cd" * 32)
    records.order_changes.allot("o1", 12)
    again = records.allotments.issue("o1", TERMS)
    assert (again.id, again.quantity) == (first.id, 12)
    assert records.order("o1").course.allotment == first.id
    records.verify()


def test_what_is_split_off_is_gone_for_good(records: Records) -> None:
    part = split(records, 4)
    assert (part.first, part.quantity, part.last) == (7, 4, 10)
    assert records.order("o1").spec.quantity == 6
    assert records.order("o1").course.allotment is None
    with pytest.raises(StationError, match="REC-053"):
        records.order_changes.allot("o1", 7)
    records.order_changes.allot("o1", 6)
    for number in range(6):
        enrol(records, f"S{number}")
    with pytest.raises(StationError, match="REC-009"):
        admitted(records, "S6")
    assert numbers(records) == [1, 2, 3, 4, 5, 6]
    (told,) = (e.data for e in records.entries() if e.kind is EntryKind.ALLOTTED)
    assert (told["allotment"], told["quantity"], told["first"]) == (part.id, 4, 7)
    records.verify()


def test_no_more_is_split_off_than_is_unused(records: Records) -> None:
    enrol(records, "S1")
    admitted(records, "S2")
    with pytest.raises(StationError, match="REC-043"):
        split(records, 9)
    split(records, 8)
    with pytest.raises(StationError, match="REC-043"):
        split(records, 1)


def test_an_order_is_not_given_away_whole(records: Records) -> None:
    with pytest.raises(StationError, match="CFG-004"):
        split(records, 10)
    assert records.order("o1").spec.quantity == 10


def test_an_allotment_makes_one_order_even_where_its_row_is_gone(records: Records) -> None:
    part = split(records, 4)
    records.allotments.add_order(allotted(part))
    with pytest.raises(StationError, match="REC-054") as caught:
        records.allotments.add_order(allotted(part, "o3"))
    assert caught.value.data["order"] == "o2"
    with records._orders.writer.transaction() as connection:
        connection.execute("DELETE FROM usage WHERE order_id = 2")
        connection.execute("DELETE FROM orders WHERE name = 'o2'")
    with pytest.raises(StationError, match="REC-054"):
        records.allotments.add_order(allotted(part, "o3"))


def test_an_allotted_order_numbers_its_units_from_its_first_and_is_never_raised(
    records: Records,
) -> None:
    records.allotments.add_order(allotted(split(records, 4)))
    for number in range(4):
        enrol(records, f"S{number}", order="o2")
    assert numbers(records, "o2") == [7, 8, 9, 10]
    with pytest.raises(StationError, match="REC-009"):
        admitted(records, "S9", "o2")
    with pytest.raises(StationError, match="REC-053"):
        records.order_changes.allot("o2", 5)
    records.verify()


def test_what_is_carried_over_goes_on_after_the_units_still_at_work(records: Records) -> None:
    part = records.allotments.issue("o1", TERMS)
    enrol(records, "S1")
    admitted(records, "S2")
    new = records.order_changes.carry("o1", "o2", {})
    assert (new.course.first, new.spec.quantity, new.course.allotment) == (3, 8, part.id)
    enrol(records, "S3", order="o2")
    assert numbers(records) + numbers(records, "o2") == [1, 3]
    records.verify()


def test_an_allotment_takes_its_right_afresh(
    path: Path, guard: SoftwareGuard, clock: Clock
) -> None:
    path.parent.mkdir()
    made = Records.create(path, guard, station="line-1", practice=False, now=clock)
    with quick_hashing(), made as records:
        staff(records)
        records.add_order(make_order(), agreed(records, Right.ORDERS))
        for wrong in (None, agreed(records, Right.ORDERS)):
            with pytest.raises(StationError, match="REC-025"):
                records.allotments.issue("o1", TERMS, wrong)
        records.allotments.issue("o1", TERMS, agreed(records, Right.ALLOT))
        records.verify()


@pytest.fixture
def many(path: Path, guard: SoftwareGuard, clock: Clock) -> Iterator[Records]:
    path.parent.mkdir()
    with Records.create(path, guard, station="line-1", practice=True, now=clock) as records:
        yield records


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(st.integers(1, 12), max_size=6), st.integers(0, 3))
def test_the_parts_of_a_lot_never_share_a_number(
    many: Records, parts: list[int], spare: int
) -> None:
    name = f"o{len(many.orders())}"
    spec = make_order(name, quantity=30).spec
    many.add_order(
        make_order(name, quantity=30).model_copy(
            update={"spec": spec.model_copy(update={"scrap_allowance": spare})}
        )
    )
    seen: list[int] = []
    for quantity in parts:
        try:
            part = split(many, quantity, name)
        except StationError:
            continue
        seen += range(part.first, part.last + 1)
    rest = many.allotments.issue(name, TERMS)
    seen += range(rest.first, rest.last + 1)
    assert sorted(seen) == list(range(1, 30 + spare + 1))
