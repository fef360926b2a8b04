"""The serial numbers that an order takes: none but those, and no list that somebody slipped in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.errors import StationError
from station.model.order import OrderState
from station.model.rights import Right
from station.records.entries import EntryKind
from station.records.store import Reader, Records
from tests.unit.records.software import (
    Clock,
    SoftwareGuard,
    admitted,
    edited_while_off,
    enrol,
    fail,
    make_order,
)
from tests.unit.records.staffed import agreed, quick_hashing, staff

LISTED = [f"SN-{number:04d}" for number in range(300)]


@pytest.fixture
def real(path: Path, guard: SoftwareGuard, clock: Clock) -> Iterator[Records]:
    """Return a production record with its people and an order."""
    path.parent.mkdir()
    made = Records.create(path, guard, station="line-1", practice=False, now=clock)
    with quick_hashing(), made as records:
        staff(records)
        records.add_order(make_order(), agreed(records, Right.ORDERS))
        yield records


def test_an_order_without_a_list_takes_any_unit(records: Records) -> None:
    enrol(records, "anything")
    assert records.serial_list_length("o1") is None


def test_an_order_with_a_list_takes_those_on_it_without_case(records: Records) -> None:
    assert records.serial_lists.set("o1", [*LISTED, "sn-0000"]) == 300
    enrol(records, "sn-0007")
    for stranger in ("SN-9999", "SN-000", "SN-00077"):
        with pytest.raises(StationError, match="REC-042"):
            admitted(records, stranger)
    assert records.usage("o1").used == 1
    with Reader.open(records.path) as reader:
        assert reader.serial_list_length("o1") == 300
    (told,) = [e.data for e in records.entries() if e.kind is EntryKind.SERIALS_SET]
    assert told["count"] == 300
    records.verify()


def test_a_new_list_takes_the_old_one_s_place(records: Records) -> None:
    records.serial_lists.set("o1", LISTED)
    records.serial_lists.set("o1", ["X1"])
    with pytest.raises(StationError, match="REC-042"):
        admitted(records, LISTED[0])
    fail(records, admitted(records, "x1"))
    records.verify()


def test_a_list_is_of_serial_numbers_for_an_order_that_is_not_closed(records: Records) -> None:
    for wrong in ("", "a\nb", "\u00e4", "x" * 129):
        with pytest.raises(StationError, match="LIN-001"):
            records.serial_lists.set("o1", [wrong])
    with pytest.raises(StationError, match="REC-014"):
        records.serial_lists.set("none", LISTED)
    records.set_order_state("o1", OrderState.CLOSED)
    with pytest.raises(StationError, match="REC-010"):
        records.serial_lists.set("o1", LISTED)


def test_nobody_gives_a_list_without_the_right(real: Records) -> None:
    with pytest.raises(StationError, match="REC-025"):
        real.serial_lists.set("o1", LISTED)
    real.serial_lists.set("o1", LISTED, agreed(real, Right.ORDERS))
    real.verify()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE serial_lists SET digests = zeroblob(32)",
        "UPDATE serial_lists SET digests = x''",
        "DELETE FROM serial_lists",
        "UPDATE orders SET course = NULL",
    ],
)
def test_a_list_that_was_changed_or_taken_away_lets_nobody_in_and_is_found(
    records: Records, guard: SoftwareGuard, statement: str
) -> None:
    records.serial_lists.set("o1", LISTED)
    edited_while_off(records, statement)
    with pytest.raises(StationError, match="REC-011"):
        records.verify()
    with pytest.raises(StationError, match="REC-012"):
        admitted(records, LISTED[0])


def test_a_list_slipped_under_an_order_is_found(records: Records) -> None:
    edited_while_off(
        records, "INSERT INTO serial_lists (order_name, digests) VALUES ('o1', zeroblob(32))"
    )
    with pytest.raises(StationError, match="REC-011") as caught:
        records.verify()
    assert "the allowed serial numbers of order o1" in caught.value.detail


def test_a_list_costs_the_guard_nothing_at_admission(
    records: Records, guard: SoftwareGuard
) -> None:
    records.serial_lists.set("o1", LISTED)
    enrol(records, LISTED[0])
    before = guard.macs
    admitted(records, LISTED[1])
    assert guard.macs == before
