"""Going on with an older copy: by two supervisors, with a gap that the record tells of for ever."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from station.errors import Outcome, StationError
from station.model.audit import KnownHead
from station.model.lease import Adopting
from station.model.order import OrderState
from station.model.rights import Right
from station.records import people
from station.records.entries import EntryKind
from station.records.store import Records
from station.secret import Secret
from tests.unit.records.lossy import (
    REASON,
    assert_refused,
    edited,
    examined,
    gone,
    gone_on,
    made_unit,
)
from tests.unit.records.software import (
    Clock,
    SoftwareGuard,
    admitted,
    begin,
    enrol,
    make_order,
)
from tests.unit.records.staffed import WIM, agreed, credential, quick_hashing, staff


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with quick_hashing():
        yield


@pytest.mark.parametrize("adopting", [Adopting.NOTHING, Adopting.MOVED])
def test_an_older_copy_is_refused_where_nobody_asked_for_one(
    older: Path, guard: SoftwareGuard, adopting: Adopting
) -> None:
    assert_refused("REC-013", older, guard, adopting)


def test_two_supervisors_go_on_with_an_older_copy(older: Path, guard: SoftwareGuard) -> None:
    lost = guard.last_sequence()
    with gone_on(older, guard) as records:
        (told,) = records.entries(kind=EntryKind.MOVED)
        assert told.sequence == lost + 1
        assert (told.data["by"], told.data["reason"]) == (["S-1", "S-2"], REASON)
        assert records.verify().unsigned == 0
        assert [one.serial for one in records.enrollments()] == ["S1"]
        kept = told.data["kept"]
        assert isinstance(kept, int)
    report = examined(older, guard).report
    assert [(gap.first, gap.last) for gap in report.gaps] == [(kept + 1, lost)]
    with Records.open(older, guard) as again:
        assert again.verify().unsigned == 0


def test_until_they_agree_nothing_happens_and_the_newer_one_goes_on(
    older: Path, guard: SoftwareGuard, tmp_path: Path
) -> None:
    before, last = guard.lease(), guard.last_sequence()
    with Records.open(older, guard, now=Clock(), adopting=Adopting.OLDER) as records:
        for approval in (None, agreed(records, Right.ORDERS)):
            with pytest.raises(StationError, match="REC-025"):
                records.adopt(approval)
        with pytest.raises(StationError, match="REC-052"):
            begin(records)
    assert (guard.lease(), guard.last_sequence()) == (before, last)
    assert_refused("REC-013", older, guard, Adopting.NOTHING)


def test_wrong_pins_leave_a_copy_as_it_is_and_take_their_time(
    older: Path, guard: SoftwareGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(people, "sleep", waited.append)
    with Records.open(older, guard, now=Clock(), adopting=Adopting.OLDER) as records:
        last = records.last_entry()
        with pytest.raises(StationError, match="REC-020"):
            records.log_in(WIM.badge, Secret(b"wrong"))
        assert records.last_entry() == last
        assert waited == [people.COPY_WAIT_S]
        records.adopt(agreed(records, Right.RESTORE, REASON))
        assert records.verify().unsigned == 0


def test_no_order_from_before_takes_a_unit_any_more(older: Path, guard: SoftwareGuard) -> None:
    with gone_on(older, guard) as records:
        records.log_in(WIM.badge, credential(WIM).pin)
        with pytest.raises(StationError, match="REC-060"):
            begin(records)
        with pytest.raises(StationError, match="REC-060"):
            records.order_changes.carry("o1", "o2", {}, agreed(records, Right.ORDERS))
        records.add_order(make_order("o3"), agreed(records, Right.ORDERS))
    with Records.open(older, guard, now=Clock()) as records:
        made_unit(records, "S3", "o3")
        with pytest.raises(StationError, match="REC-060"):
            begin(records)
        records.set_order_state("o1", OrderState.CLOSED, agreed(records, Right.ORDERS))
        assert records.verify().unsigned == 0


def test_the_newer_folder_works_no_more_once_the_older_went_on(
    older: Path, guard: SoftwareGuard, tmp_path: Path
) -> None:
    newer = tmp_path / "newer.db"
    with gone_on(older, guard):
        pass
    shutil.copy(older, newer)
    with Records.open(older, guard, now=Clock()) as records:
        records.add_order(make_order("o2"), agreed(records, Right.ORDERS))
    assert_refused("REC-013", newer, guard, Adopting.NOTHING)


def test_what_was_at_work_when_the_copy_was_made_is_settled(
    path: Path, guard: SoftwareGuard
) -> None:
    path.parent.mkdir()
    with Records.create(path, guard, station="line-1", practice=False, now=Clock()) as records:
        staff(records)
        records.add_order(make_order(), agreed(records, Right.ORDERS))
        records.log_in(WIM.badge, credential(WIM).pin)
        run = admitted(records, "S1")
        records._held.close()  # as a copy sees it that is made meanwhile
        backup = path.read_bytes()
    with Records.open(path, guard, now=Clock()) as records:
        records.set_order_state("o1", OrderState.PAUSED, agreed(records, Right.ORDERS))
    path.write_bytes(backup)
    with gone_on(path, guard) as records:
        kinds = [entry.kind for entry in records.entries()][-2:]
        assert kinds == [EntryKind.MOVED, EntryKind.SETTLED]
        assert [one.outcome for one in records.runs() if one.name == run.name] == [Outcome.ERROR]
        assert records.usage("o1").used == 0
        assert records.verify().unsigned == 0


def test_anchors_from_before_within_and_after_the_gap_are_known(
    older: Path, guard: SoftwareGuard
) -> None:
    lost = guard.sign_last()
    with gone_on(older, guard) as records:
        kept = records.head()
        (gap,) = examined(older, guard).report.gaps
        first = next(iter(records.entries(kind=EntryKind.CREATED)))
    whole: Sequence[KnownHead] = [
        KnownHead(first.sequence, None, "a note"),
        KnownHead(gap.first, b"?" * 32, "a report from within"),
        KnownHead(gap.last, lost.hash, "the newest manifest"),
        KnownHead(kept.sequence, kept.hash, "a report from after"),
    ]
    assert examined(older, guard, *whole).findings == ()
    for wrong in (
        KnownHead(gap.last, b"?" * 32, "another record's manifest"),
        KnownHead(gap.first - 1, b"?" * 32, "another record's report"),
        KnownHead(gap.last + 1, b"?" * 32, "another record's report"),
        KnownHead(kept.sequence + 1, None, "a later report"),
    ):
        assert len(examined(older, guard, wrong).findings) == 1, wrong.source


def test_a_station_can_lose_twice(older: Path, guard: SoftwareGuard) -> None:
    with gone_on(older, guard) as records:
        records.add_order(make_order("o2"), agreed(records, Right.ORDERS))
    backup = older.read_bytes()
    with Records.open(older, guard, now=Clock()) as records:
        made_unit(records, "S2", "o2")
    older.write_bytes(backup)
    with gone_on(older, guard) as records:
        records.log_in(WIM.badge, credential(WIM).pin)
        with pytest.raises(StationError, match="REC-060"):
            begin(records, "o2")
        assert records.verify().unsigned == 0
    assert len(examined(older, guard).report.gaps) == 2


def test_where_nothing_was_signed_since_nothing_is_lost(path: Path, guard: SoftwareGuard) -> None:
    path.parent.mkdir()
    with Records.create(path, guard, station="line-1", practice=False, now=Clock()) as records:
        staff(records)
        records.add_order(make_order(), agreed(records, Right.ORDERS))
    backup = path.read_bytes()
    for _ in range(2):
        Records.open(path, guard, now=Clock()).close()
    path.write_bytes(backup)
    assert_refused("REC-051", path, guard, Adopting.MOVED)
    with gone_on(path, guard) as records:
        made_unit(records, "S1")
        assert records.verify().unsigned == 0
    assert examined(path, guard).report.gaps == ()


@pytest.mark.parametrize("call", ["sign_head", "take_lease"])
def test_power_that_fails_on_the_way_leaves_a_record_that_goes_on(
    older: Path, guard: SoftwareGuard, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    with Records.open(older, guard, now=Clock(), adopting=Adopting.OLDER) as records:
        approval = agreed(records, Right.RESTORE, REASON)
        with monkeypatch.context() as patch:
            patch.setattr(guard, call, gone)
            with pytest.raises(StationError, match="HSM-007"):
                records.adopt(approval)
        records._held.close()
    with Records.open(older, guard, now=Clock()) as records:
        records.log_in(WIM.badge, credential(WIM).pin)
        with pytest.raises(StationError, match="REC-060"):
            begin(records)
        assert records.verify().unsigned == 0


def test_a_copy_from_before_anything_was_signed_is_no_way_on(
    older: Path, guard: SoftwareGuard
) -> None:
    edited(older, "DELETE FROM heads")
    assert_refused("REC-013", older, guard, Adopting.OLDER)


def test_the_loss_is_not_forgotten_by_an_edit(older: Path, guard: SoftwareGuard) -> None:
    gone_on(older, guard).close()
    edited(older, "UPDATE lease SET orders = ''")
    assert_refused("REC-012", older, guard, Adopting.NOTHING)


def test_practice_goes_on_with_an_older_copy_as_it_likes(
    records: Records, guard: SoftwareGuard
) -> None:
    path = records.path
    records.close()
    backup = path.read_bytes()
    with Records.open(path, guard, now=Clock()) as newer:
        enrol(newer, "S1")
    path.write_bytes(backup)
    assert_refused("REC-013", path, guard, Adopting.MOVED)
    with Records.open(path, guard, now=Clock(), adopting=Adopting.OLDER) as opened:
        opened.verify()
        with pytest.raises(StationError, match="REC-060"):
            begin(opened)
