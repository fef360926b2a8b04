"""Losses that somebody forges, hides or makes forgotten: found, or refused."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from station.errors import StationError
from station.model.audit import KnownHead, chain_hash, entry_bytes
from station.model.lease import Adopting, Lease
from station.model.rights import Right
from station.records.allotments import AllotmentTerms
from station.records.entries import EntryKind
from station.records.store import Records
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
    begin,
)
from tests.unit.records.staffed import WIM, agreed, credential, quick_hashing


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with quick_hashing():
        yield


# Entry 6 tells of a gap from 3 to 5, which are then taken out.
HIDDEN = (
    (
        "UPDATE audit SET entry = json_set(entry, '$.kind', 'moved', '$.data.kept', 2,"
        " '$.data.kept_hash', (SELECT lower(hex(hash)) FROM audit WHERE sequence = 2),"
        " '$.data.lost', 5, '$.data.lost_hash',"
        " (SELECT lower(hex(hash)) FROM audit WHERE sequence = 5)) WHERE sequence = 6"
    ),
    "DELETE FROM heads WHERE sequence BETWEEN 3 AND 5",
    "DELETE FROM audit WHERE sequence BETWEEN 3 AND 5",
)


def test_entries_that_somebody_hides_by_a_gap_of_his_own_are_missed(
    older: Path, guard: SoftwareGuard
) -> None:
    gone_on(older, guard).close()
    edited(older, *HIDDEN)
    findings = examined(older, guard).findings
    assert "entry 3 is missing" in findings
    assert "entry 6 is not the one that was written" in findings


def test_a_gap_is_where_the_chain_says_so_alone(older: Path, guard: SoftwareGuard) -> None:
    gone_on(older, guard).close()
    (gap,) = examined(older, guard).report.gaps
    cut = ("DELETE FROM heads WHERE sequence = :at", "DELETE FROM audit WHERE sequence = :at")
    edited(older, *cut, at=gap.first - 1)
    assert f"entry {gap.first - 1} is missing" in examined(older, guard).findings


def test_the_turn_goes_on_from_the_tokens(older: Path, guard: SoftwareGuard) -> None:
    before: Lease = guard.lease()
    gone_on(older, guard).close()
    assert guard.lease().generation == before.generation + 1


def test_a_forged_loss_does_not_hide_a_tail_that_was_cut_off(
    older: Path, guard: SoftwareGuard
) -> None:
    known = KnownHead(11, b"a" * 32, "a manifest")
    with closing(sqlite3.connect(older)) as connection, connection:
        kept = connection.execute("SELECT hash FROM audit WHERE sequence = 8").fetchone()[0]
        told = {
            "before": "",
            "installation": "",
            "by": ["S-1", "S-2"],
            "reason": "none",
            "kept": 8,
            "kept_hash": kept.hex(),
            "lost": 11,
            "lost_hash": "61" * 32,
            "lost_signature": "00",
        }
        content = entry_bytes(12, "2026-11-24T06:00:00.000000Z", "moved", told)
        connection.execute("DELETE FROM heads WHERE sequence > 8")
        connection.execute("DELETE FROM audit WHERE sequence > 8")
        row = (12, content.decode(), chain_hash(known.hash or b"", content))
        connection.execute("INSERT INTO audit (sequence, entry, hash) VALUES (?, ?, ?)", row)
    found = examined(older, guard, known).findings
    assert "the loss of the entries 9 to 11 is not signed" in found


def test_an_order_is_known_by_its_name_whatever_its_row(older: Path, guard: SoftwareGuard) -> None:
    gone_on(older, guard).close()
    edited(older, "UPDATE usage SET order_id = 99", "UPDATE runs SET order_id = 99")
    edited(older, "UPDATE enrollments SET order_id = 99", "UPDATE orders SET id = 99")
    with Records.open(older, guard, now=Clock()) as records:
        records.log_in(WIM.badge, credential(WIM).pin)
        with pytest.raises(StationError, match="REC-060"):
            begin(records)


def test_the_loss_outlives_a_cut_between_record_and_token_and_an_edit(
    older: Path, guard: SoftwareGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(older)) as connection:
        before = connection.execute("SELECT * FROM lease").fetchone()
    with Records.open(older, guard, now=Clock(), adopting=Adopting.OLDER) as records:
        approval = agreed(records, Right.RESTORE, REASON)
        with monkeypatch.context() as patch:
            patch.setattr(guard, "take_lease", gone)
            with pytest.raises(StationError, match="HSM-007"):
                records.adopt(approval)
        records._held.close()
    with closing(sqlite3.connect(older)) as connection, connection:
        connection.execute("DELETE FROM lease")
        marks = ", ".join("?" * len(before))
        connection.execute(f"INSERT INTO lease VALUES ({marks})", before)  # noqa: S608 - marks
    with Records.open(older, guard, now=Clock(), adopting=Adopting.OLDER) as records:
        if records.lease.pending:
            records.adopt(agreed(records, Right.RESTORE, REASON))
        records.log_in(WIM.badge, credential(WIM).pin)
        with pytest.raises(StationError, match="REC-060"):
            begin(records)


def test_nothing_of_an_order_from_before_is_allotted(older: Path, guard: SoftwareGuard) -> None:
    with gone_on(older, guard) as records:
        terms = AllotmentTerms("line-1", "", "cd" * 32, 3)
        with pytest.raises(StationError, match="REC-060"):
            records.allotments.issue("o1", terms, agreed(records, Right.ALLOT))
        (told,) = records.entries(kind=EntryKind.MOVED)
        with pytest.raises(StationError, match="REC-062"):
            records.allotments.check_known(told.time)
        records.allotments.check_known(told.time + timedelta(seconds=1))


def test_a_newer_folder_that_goes_on_meanwhile_is_not_overtaken(
    older: Path, guard: SoftwareGuard
) -> None:
    with Records.open(older, guard, now=Clock(), adopting=Adopting.OLDER) as records:
        approval = agreed(records, Right.RESTORE, REASON)
        guard.sign_head(guard.sign_last(), [b"what the newer folder did"])
        with pytest.raises(StationError, match="REC-051"):
            records.adopt(approval)
    gone_on(older, guard).close()
    assert examined(older, guard).findings == ()


def test_a_copy_with_as_many_entries_of_its_own_is_an_older_one_too(
    older: Path, guard: SoftwareGuard
) -> None:
    with Records.open(older, guard, now=Clock(), adopting=Adopting.OLDER) as records:
        ahead = guard.last_sequence() - records.last_entry()
        for _ in range(ahead):
            with records._people.writer.transaction() as connection:
                records._people.journal.append(connection, EntryKind.LOGGED_OUT, {"badge": "W-1"})
        assert records.last_entry() == guard.last_sequence()
    assert_refused("REC-051", older, guard, Adopting.NOTHING)
    gone_on(older, guard).close()
    assert examined(older, guard).findings == ()
    with Records.open(older, guard, now=Clock()) as records:
        assert records.verify().unsigned == 0


def test_what_is_made_of_an_order_from_before_is_found(older: Path, guard: SoftwareGuard) -> None:
    with gone_on(older, guard) as records:
        records._orders.uncounted = frozenset()
        made_unit(records, "S3")
        with pytest.raises(StationError, match="REC-011") as caught:
            records.verify()
    assert "order o1 is from before entries were lost" in caught.value.detail
