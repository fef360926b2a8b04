"""What the doctor says of backups, of the record's size and of transcripts that will go."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from station.folders import Data
from station.line.transcripts import MOST
from station.model.order import OrderState
from station.model.rights import Right
from station.model.settings import Settings
from station.operations.doctor_backups import findings
from station.operations.doctor_finding import Finding, Health
from station.operations.factory_file import FactoryFile
from station.records.notes import Note, leave
from station.records.store import Records
from tests.unit.records.software import SoftwareGuard, admitted, enrol, fail, make_order
from tests.unit.records.staffed import WIM, agreed, credential, quick_hashing, staff

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


@contextmanager
def station_of(root: Path, *, practice: bool) -> Iterator[tuple[Data, Records]]:
    data, guard = Data.made(root), SoftwareGuard()
    file = FactoryFile(station="x", practice=practice, library="x", label="x", environment={})
    file.write(data, guard.audit_certificate)
    with Records.create(data.database, guard, station="x", practice=practice) as records:
        if not practice:
            staff(records)
        yield data, records


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Data, Records]]:
    with station_of(tmp_path / "x", practice=False) as made:
        yield made


def found(data: Data, what: str, now: datetime = NOW) -> Finding:
    (one,) = [one for one in findings(data, now) if one.what == what]
    return one


def settle(records: Records, **changes: object) -> None:
    settings = records.settings().model_copy(update=changes)
    records.set_settings(Settings.model_validate(settings), agreed(records, Right.SETTINGS))


def backed_up(
    data: Data,
    records: Records,
    ago: timedelta,
    *,
    on_record: bool = True,
    verified: bool = True,
) -> None:
    note = Note(
        kind="backed-up",
        id=secrets.token_hex(16),
        file="monday.backup",
        sha256="ab" * 32,
        recovery="cd" * 32,
        last=records.last_entry(),
        made=NOW - ago,
        verified=verified,
    )
    leave(data.notes, note)
    if on_record:
        records.notes.take()


def test_a_station_without_a_backup_is_told_how_to_make_the_first(
    made: tuple[Data, Records],
) -> None:
    data, records = made
    one = found(data, "backup")
    assert (one.health, one.detail) == (Health.WARNING, "none was made yet that was verified")
    assert "--to CERTIFICATE" in one.remedy
    settle(records, recovery="MAA=")
    assert "--to" not in found(data, "backup").remedy
    settle(records, backup_days=None)
    assert found(data, "backup").health is Health.GOOD


@pytest.mark.parametrize("on_record", [True, False])
def test_the_newest_backup_counts_and_how_old_it_may_be_is_settled(
    made: tuple[Data, Records], *, on_record: bool
) -> None:
    data, records = made
    backed_up(data, records, timedelta(days=40))
    backed_up(data, records, timedelta(days=7), on_record=on_record)
    one = found(data, "backup")
    assert (one.health, one.detail) == (
        Health.WARNING,
        "the newest is of 2026-11-23 09:00 UTC, 7 days old",
    )
    assert "station backup FILE" in one.remedy
    assert found(data, "backup", NOW - timedelta(minutes=1)).health is Health.GOOD
    settle(records, backup_days=8)
    assert found(data, "backup").health is Health.GOOD
    settle(records, backup_days=None)
    assert found(data, "backup", NOW + timedelta(days=999)).health is Health.GOOD


@pytest.mark.parametrize("on_record", [True, False])
def test_a_backup_that_nobody_verified_counts_for_nothing(
    made: tuple[Data, Records], *, on_record: bool
) -> None:
    data, records = made
    backed_up(data, records, timedelta(days=1), on_record=on_record, verified=False)
    assert "none was made yet" in found(data, "backup").detail
    backed_up(data, records, timedelta(days=9))
    backed_up(data, records, timedelta(days=1), on_record=on_record, verified=False)
    assert "9 days old" in found(data, "backup").detail


def test_a_clock_that_went_back_makes_no_backup_old(made: tuple[Data, Records]) -> None:
    data, records = made
    backed_up(data, records, timedelta(days=-400))
    assert found(data, "backup").health is Health.GOOD


def test_practice_needs_no_backup(tmp_path: Path) -> None:
    with station_of(tmp_path / "p", practice=True) as (data, records):
        assert found(data, "backup").health is Health.GOOD
        backed_up(data, records, timedelta(days=99))
        assert found(data, "backup").health is Health.GOOD


def test_a_folder_without_a_station_has_nothing_to_back_up(tmp_path: Path) -> None:
    assert list(findings(Data.made(tmp_path / "none"))) == []


def test_of_a_record_that_cannot_be_read_others_tell(made: tuple[Data, Records]) -> None:
    data, records = made
    records.close()
    data.database.write_bytes(b"no record")
    assert list(findings(data)) == []


def test_the_records_size_and_what_of_it_may_go_are_told(
    made: tuple[Data, Records], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, records = made
    records.add_order(make_order(), agreed(records, Right.ORDERS))
    with quick_hashing():
        records.log_in(WIM.badge, credential(WIM).pin)
    enrol(records, "S1")
    fail(records, admitted(records, "S2"))
    later = datetime.now(UTC) + timedelta(days=91)
    monkeypatch.setattr("station.operations.archive.utc_now", lambda: later)
    one = found(data, "record")
    told = f" MB, {records.last_entry()} entries; a process is at work with it"
    assert one.detail.endswith(told), "the order is open"
    assert (one.health, one.remedy) == (Health.GOOD, "")
    records.set_order_state("o1", OrderState.CLOSED, agreed(records, Right.ORDERS))
    one = found(data, "record")
    assert "; 2 runs of closed orders may be archived" in one.detail
    assert "station archive" in one.remedy
    settle(records, keep_days=None)
    assert found(data, "record").remedy == ""


def test_a_disk_without_room_for_a_backup_is_told(
    made: tuple[Data, Records], monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(made[0].root)._replace(free=1_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    one = found(made[0], "record")
    assert one.health is Health.WARNING
    assert "no room for a backup" in one.detail


def test_it_is_told_before_the_oldest_transcripts_go(made: tuple[Data, Records]) -> None:
    data, _ = made
    assert not [one for one in findings(data, NOW) if one.what == "transcripts"]
    data.transcripts.mkdir()
    for number in range(MOST * 9 // 10):
        (data.transcripts / f"{number}RUN.txt").touch()
    one = found(data, "transcripts")
    assert (one.health, one.detail[:3]) == (Health.WARNING, "900")
