"""Of all copies of a data folder, one alone makes identities."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from station.errors import StationError
from station.model.lease import Adopting, Lease
from station.model.order import OrderState
from station.model.people import Credential
from station.model.rights import Right
from station.records import lease
from station.records.entries import EntryKind
from station.records.store import Records
from station.secret import Secret
from tests.unit.records.software import (
    Clock,
    SoftwareGuard,
    admitted,
    copy_of,
    enrol,
    make_order,
)
from tests.unit.records.staffed import ANNE, BERT, agreed, credential, staff

INSTALLATION_OF = lease.installation_of  # as it is before the other tests replace it


def assert_refused(
    code: str, path: Path, guard: SoftwareGuard, *, adopting: Adopting = Adopting.NOTHING
) -> None:
    with pytest.raises(StationError, match=code):
        Records.open(path, guard, adopting=adopting)


@pytest.fixture(autouse=True)
def many_installations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let copies be told from the original here: this is about them."""
    monkeypatch.setattr(lease, "installation_of", INSTALLATION_OF)


@pytest.fixture
def factory_made(path: Path, guard: SoftwareGuard) -> Path:
    """A closed record of production, with people and an order."""
    path.parent.mkdir()
    with Records.create(path, guard, station="line-1", practice=False, now=Clock()) as records:
        staff(records)
        records.add_order(make_order(), agreed(records, Right.ORDERS))
    return path


def test_each_opening_takes_the_next_turn(factory_made: Path, guard: SoftwareGuard) -> None:
    for generation in (2, 3):
        Records.open(factory_made, guard).close()
        assert guard.lease().generation == generation


def test_a_copy_is_refused_and_the_original_goes_on(
    factory_made: Path, guard: SoftwareGuard
) -> None:
    copy = copy_of(factory_made)
    assert_refused("REC-052", copy, guard)
    Records.open(factory_made, guard).close()
    assert_refused("REC-051", copy, guard, adopting=Adopting.MOVED)


def test_a_folder_that_was_moved_makes_nothing_until_two_supervisors_agree(
    factory_made: Path, guard: SoftwareGuard
) -> None:
    copy = copy_of(factory_made)
    with Records.open(copy, guard, adopting=Adopting.MOVED) as records:
        with pytest.raises(StationError, match="REC-052"):
            records.begin_run("o1", "00" * 32, "P1")
        with pytest.raises(StationError, match="REC-025"):
            records.adopt(None)
        records.adopt(agreed(records, Right.RESTORE, "a new computer"))
        newest = list(records.entries())[-1]
        assert newest.kind is EntryKind.MOVED
        assert newest.data["by"] == ["S-1", "S-2"]
        records.verify()
    assert_refused("REC-013", factory_made, guard)
    Records.open(copy, guard).close()


def test_what_nobody_agreed_to_stays_refused_and_the_original_goes_on(
    factory_made: Path, guard: SoftwareGuard
) -> None:
    copy = copy_of(factory_made)
    with Records.open(copy, guard, adopting=Adopting.MOVED) as records:
        wrong = Credential(ANNE.badge, Secret(b"nonsense"))
        with pytest.raises(StationError, match="REC-020"):
            records.approve(Right.RESTORE, [wrong, credential(BERT)], "a try")
    assert_refused("REC-052", copy, guard)
    with Records.open(factory_made, guard) as records:
        records.verify()


def test_of_two_copies_that_are_open_at_once_the_second_goes_on_no_more(
    factory_made: Path, guard: SoftwareGuard
) -> None:
    copy = copy_of(factory_made)
    with Records.open(copy, guard, adopting=Adopting.MOVED) as records:
        approval = agreed(records, Right.RESTORE, "a new computer")
        Records.open(factory_made, guard).close()
        with pytest.raises(StationError, match="HSM-023"):
            records.adopt(approval)
    assert_refused("REC-051", copy, guard, adopting=Adopting.MOVED)
    Records.open(factory_made, guard).close()


def test_practice_moves_as_it_likes(records: Records, guard: SoftwareGuard) -> None:
    records.close()
    copy = copy_of(records.path)
    with Records.open(copy, guard) as moved:
        assert list(moved.entries())[-1].kind is EntryKind.MOVED
        moved.begin_run("o1", "00" * 32, "P1")


def test_a_folder_that_is_renamed_is_still_the_same(
    factory_made: Path, guard: SoftwareGuard
) -> None:
    new = factory_made.parent.with_name("another name")
    factory_made.parent.rename(new)
    Records.open(new / factory_made.name, guard).close()


def test_a_crash_before_the_token_knows_is_no_other_copy(
    factory_made: Path, guard: SoftwareGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise StationError("HSM-007")

    for _ in range(2):
        with monkeypatch.context() as patch:
            patch.setattr(guard, "take_lease", gone)
            assert_refused("HSM-007", factory_made, guard)
    Records.open(factory_made, guard).close()


def test_a_turn_that_was_written_by_hand_is_refused(
    factory_made: Path, guard: SoftwareGuard
) -> None:
    copy = copy_of(factory_made)
    Records.open(factory_made, guard).close()
    with closing(sqlite3.connect(copy)) as connection:
        with connection:
            connection.execute("UPDATE lease SET generation = 2")
        assert_refused("REC-012", copy, guard)
        with connection:
            connection.execute("DELETE FROM lease")
    assert_refused("REC-051", copy, guard)


def test_another_that_takes_the_turn_meanwhile_is_not_overtaken(guard: SoftwareGuard) -> None:
    first, second = Lease(1, b"a" * 16), Lease(1, b"b" * 16)
    before = guard.lease()
    guard.take_lease(before, first)
    with pytest.raises(StationError, match="HSM-023"):
        guard.take_lease(before, second)


def test_what_another_program_writes_meanwhile_stops_the_station(
    records: Records, guard: SoftwareGuard
) -> None:
    run = admitted(records, "S1")
    with closing(sqlite3.connect(records.path)) as other:
        other.execute("SELECT count(*) FROM usage").fetchone()
        enrol(records, "S2")
        with other:
            other.execute("UPDATE usage SET reserved = 0")
        signed = guard.signatures
        for act in (
            lambda: records.admit(run, "S1"),
            lambda: records.spend(run),
            lambda: records.begin_run("o1", "00" * 32, "P1"),
            lambda: records.set_order_state("o1", OrderState.PAUSED),
        ):
            with pytest.raises(StationError, match="REC-011"):
                act()
        assert guard.signatures == signed
    records.close()
    assert_refused("REC-011", records.path, guard)
