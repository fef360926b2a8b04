"""Labels on record: due before the PASS, printed after it, void by the next."""

from collections.abc import Iterator

import pytest

from station.errors import StationError
from station.model.rights import Right
from station.records.entries import EntryKind
from station.records.store import Reader, Records
from tests.unit.records.software import SoftwareGuard, admitted, enrol, fail, make_order
from tests.unit.records.staffed import WIM, agreed, credential, quick_hashing
from tests.unit.records.test_crash import torn


@pytest.fixture
def quickly() -> Iterator[None]:
    """Hash PINs in no time."""
    with quick_hashing():
        yield


def passed(records: Records, serial: str = "S1") -> int:
    """Have a unit pass whose label is due; return the label's number."""
    enrol(records, serial)
    run = records.find(serial).run
    return records.labels.due(serial, run, "1", ("W-1",))


def printed(records: Records, serial: str = "S1") -> int:
    number = passed(records, serial)
    records.labels.printed(number, f"{serial} {number}")
    return number


def test_a_label_is_due_until_it_is_printed(records: Records) -> None:
    number = passed(records)
    assert [row.number for row in records.labels.unprinted()] == [number]
    assert records.labels.scan(f"S1 {number}") is None
    records.labels.printed(number, f"S1 {number}")
    assert records.labels.unprinted() == []
    row = records.labels.scan(f"s1 {number}")
    assert row is not None
    assert (row.serial, row.by, row.void, row.scanned) == ("S1", ("W-1",), 0, None)
    records.labels.scanned(number)
    live = records.labels.live("s1")
    assert live is not None
    assert live.scanned is not None


def test_of_a_unit_that_didn_t_pass_no_label_is_known(records: Records) -> None:
    run = admitted(records, "S2", position="1")
    number = records.labels.due("S2", run.name, "1", ())
    records.labels.printed(number, "S2")
    fail(records, run)
    assert records.labels.all() == []
    assert records.labels.unprinted() == []
    assert records.labels.scan("S2") is None


def test_after_a_crash_it_is_known_which_label_isn_t_printed(
    records: Records, guard: SoftwareGuard
) -> None:
    number = passed(records)
    torn(records)
    with Records.open(records.path, guard) as again:
        assert [row.number for row in again.unprinted_labels()] == [number]
        again.labels.printed(number, "S1")
        assert again.unprinted_labels() == []


def test_the_next_label_makes_the_one_before_void_and_the_chain_says_why(records: Records) -> None:
    first = printed(records)
    live = records.labels.live("S1")
    assert live is not None
    second = records.labels.again(live, "2", reason="  torn\n")
    with pytest.raises(StationError, match="REC-104") as caught:
        records.labels.scan(f"S1 {first}")
    assert str(second) in caught.value.message
    assert [row.number for row in records.labels.unprinted()] == [second]
    records.labels.printed(second, f"S1 {second}")
    row = records.labels.scan(f"S1 {second}")
    assert row is not None
    assert (row.why, row.position) == ("torn", "2")
    (entry,) = records.entries(kind=EntryKind.LABEL_REPRINTED)
    assert entry.data["label"] == second
    assert entry.data["before"] == first
    assert records.find("S1").run == row.run
    assert records.verify().unsigned == 0


def test_a_label_that_was_printed_again_meanwhile_isn_t_once_more(records: Records) -> None:
    printed(records)
    live = records.labels.live("S1")
    assert live is not None
    records.labels.again(live, "1", reason="torn")
    with pytest.raises(StationError, match="REC-105"):
        records.labels.again(live, "1", reason="torn")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_it_has_to_be_said_why(records: Records, reason: str) -> None:
    printed(records)
    live = records.labels.live("S1")
    assert live is not None
    with pytest.raises(StationError, match="REC-026"):
        records.labels.again(live, "1", reason=reason)


@pytest.mark.usefixtures("quickly")
def test_in_production_somebody_says_who_and_why(real: Records) -> None:
    real.add_order(make_order(), agreed(real, Right.ORDERS))
    real.log_in(WIM.badge, credential(WIM).pin)
    printed(real)
    live = real.labels.live("S1")
    assert live is not None
    with pytest.raises(StationError, match="REC-025"):
        real.labels.again(live, "1", reason="torn")
    number = real.labels.again(live, "1", agreed(real, Right.LABELS))
    row = real.labels.live("S1")
    assert row is not None
    assert row.number == number
    assert row.by
    assert row.why


def test_a_reader_finds_a_unit_by_its_label(records: Records) -> None:
    number = printed(records)
    with Reader.open(records.path) as reader:
        assert reader.identify(f"S1 {number}").serial == "S1"
        row = reader.label_of(f"S1 {number}")
        assert row is not None
        assert [row] == reader.known_labels("s1") == reader.known_labels()
        assert reader.label_of("") is None
