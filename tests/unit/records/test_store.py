"""The file itself: made, locked, newer, read-only, full, damaged."""

import os
import resource
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from station.errors import Outcome, StationError
from station.model.audit import SignedHead
from station.records.database import Doing, station_error
from station.records.lookup import HASHES
from station.records.orders import Usage
from station.records.store import Reader, Records
from tests.unit.records.software import (
    STEPS,
    SoftwareGuard,
    admitted,
    begin,
    enrol,
    enrollment_of,
    fail,
    symmetric_identity,
    tpm_identity,
)


def edited(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def code_of(path: Path, guard: SoftwareGuard) -> str:
    """Return the code by which a record isn't opened for writing."""
    with pytest.raises(StationError) as caught:
        Records.open(path, guard)
    return caught.value.code


def test_the_first_entry_says_whose_record_it_is(records: Records, guard: SoftwareGuard) -> None:
    assert (records.station, records.practice) == ("line-1", True)
    with Reader.open(records.path) as reader:
        assert (reader.station, reader.practice) == ("line-1", True)
    records.close()
    with Records.open(records.path, guard) as again:
        assert (again.station, again.practice) == ("line-1", True)


def test_keeps_sqlites_strictest_promises(records: Records) -> None:
    connection = records._ledger.writer._connection
    settings = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
    }
    full = 2
    assert settings == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "trusted_schema": 0,
    }


def test_the_file_is_its_owners_alone(records: Records) -> None:
    for path in records.path.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_makes_no_record_over_a_file(records: Records, guard: SoftwareGuard) -> None:
    records.close()
    before = records.path.read_bytes()
    with pytest.raises(StationError, match="REC-013"):
        Records.create(records.path, guard, station="s", practice=True)
    with pytest.raises(StationError, match="REC-001"):
        Records.create(records.path, SoftwareGuard(), station="s", practice=True)
    assert records.path.read_bytes() == before


def test_makes_no_record_where_it_can_not(tmp_path: Path, guard: SoftwareGuard) -> None:
    with pytest.raises(StationError, match="REC-017"):
        Records.create(tmp_path / "missing" / "x.db", guard, station="s", practice=True)


def test_leaves_no_file_when_it_can_not_be_begun(
    tmp_path: Path, guard: SoftwareGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise sqlite3.OperationalError("no space")

    path = tmp_path / "x.db"
    with monkeypatch.context() as patch:
        patch.setattr("station.records.opening.migrate", full)
        with pytest.raises(StationError, match="REC-017"):
            Records.create(path, guard, station="s", practice=True)
    assert not path.exists()
    Records.create(path, guard, station="s", practice=True).close()


def test_a_record_whose_first_signature_failed_is_signed_when_opened(
    tmp_path: Path, guard: SoftwareGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.db"

    def gone(*_: object) -> None:
        raise StationError("HSM-007")

    with monkeypatch.context() as patch:
        patch.setattr(guard, "sign_head", gone)
        with pytest.raises(StationError, match="HSM-007"):
            Records.create(path, guard, station="s", practice=True)
    with Records.open(path, guard) as records:
        assert records.verify().head == 1


def test_one_writer_at_a_time_in_one_process(records: Records, guard: SoftwareGuard) -> None:
    with pytest.raises(StationError, match="REC-004") as caught:
        Records.open(records.path, guard)
    assert str(os.getpid()) in caught.value.detail
    link = records.path.with_name("link.db")
    link.symlink_to(records.path)
    with pytest.raises(StationError, match="REC-004"):
        Records.open(link, guard)
    records.close()
    Records.open(records.path, guard).close()


def test_one_writer_at_a_time_over_all_processes(closed: Path, old_guard: SoftwareGuard) -> None:
    holder = (
        "import sys; from pathlib import Path; from station.records.files import FileLock;"
        "FileLock.taken(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(closed)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        assert code_of(closed, old_guard) == "REC-004"
        with Reader.open(closed) as reader:
            assert reader.orders()
        process.kill()
    Records.open(closed, old_guard).close()


def test_another_program_that_holds_the_database_is_waited_for_and_told(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    records._ledger.writer._connection.execute("PRAGMA busy_timeout = 20")
    run = begin(records)
    with closing(sqlite3.connect(records.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StationError, match="REC-004"):
            records.admit(run, "S1")
        other.execute("ROLLBACK")
    assert records.admit(run, "S1") == 1


# What came after the first eight migrations.
NEWER_TABLES = (
    *("people", "assignments", "order_secrets", "ek_lists", "settings", "unit_states"),
    *("unit_releases", "profile_releases", "serial_lists", "lease", "run_answers", "handoffs"),
    *("handoff_refused", "handoff_secrets", "unit_pins", "authorities", "group_keys", "services"),
    *("factory_tokens", "disabled_groups", "credentials", "stops", "restarts", "contact_resets"),
    *("check_units", "check_runs", "pushes", "push_rows", "push_groups"),
    *("foreign_enrollments", "imports", "push_shut_out", "labels"),
)
NEWER_COLUMNS = (
    *(("runs", "workers"), ("runs", "again"), ("orders", "course"), ("usage", "scrapped")),
    *(("enrollments", "replaced"), ("enrollments", "place"), ("audit", "mac")),
    *(("runs", "custody"), ("enrollments", "custody"), ("enrollments", "issuer_checked")),
    *(("enrollments", "group_key"), ("intents", "recipient"), ("runs", "follows")),
    *(("runs", "archived"), ("runs", "connected")),
    *(("enrollments", name) for name in ("device_name", *HASHES)),
)


def test_a_newer_record_is_refused(closed: Path, old_guard: SoftwareGuard) -> None:
    edited(
        closed,
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('station', '0099-future', '')",
    )
    assert code_of(closed, old_guard) == "REC-002"
    with pytest.raises(StationError, match="REC-002"):
        Reader.open(closed)


def test_a_reader_asks_for_the_migration_of_an_older_record(closed: Path) -> None:
    edited(closed, *(f"DROP TABLE {table}" for table in NEWER_TABLES))
    edited(closed, "DELETE FROM _sqlite_migrations WHERE name >= '0008'")
    with pytest.raises(StationError, match="REC-001") as caught:
        Reader.open(closed)
    assert "older" in caught.value.detail


def test_an_older_record_is_migrated(path: Path, records: Records, guard: SoftwareGuard) -> None:
    enrol(records, "S1")
    records.close()
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite%'"
            " AND name NOT LIKE 'idx%'"
        ).fetchall()
    edited(path, *(f'DROP INDEX "{name}"' for (name,) in names))
    edited(path, *(f"DROP TABLE {table}" for table in NEWER_TABLES))
    for table, column in NEWER_COLUMNS:
        edited(path, f"ALTER TABLE {table} DROP COLUMN {column}")
    edited(path, "DELETE FROM _sqlite_migrations WHERE name >= '0008'")
    guard.forget_turns()
    with Records.open(path, guard) as again:
        again.assign("1", "o1")


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"nonsense" * 999])
def test_what_is_no_record_is_refused(tmp_path: Path, guard: SoftwareGuard, content: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    assert code_of(path, guard) == "REC-001"
    with pytest.raises(StationError, match="REC-001"):
        Reader.open(path)


def test_another_programs_database_is_left_as_it_is(tmp_path: Path, guard: SoftwareGuard) -> None:
    path = tmp_path / "x.db"
    edited(path, "CREATE TABLE t (a)")
    assert code_of(path, guard) == "REC-001"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("t",)]


def test_a_missing_record_is_not_made(tmp_path: Path, guard: SoftwareGuard) -> None:
    path = tmp_path / "x.db"
    assert code_of(path, guard) == "REC-001"
    with pytest.raises(StationError, match="REC-001"):
        Reader.open(path)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_record_is_refused(closed: Path, old_guard: SoftwareGuard) -> None:
    image = bytearray(closed.read_bytes())
    image[4096:] = os.urandom(len(image) - 4096)
    closed.write_bytes(image)
    assert code_of(closed, old_guard) == "REC-001"


def _full_disk(connection: sqlite3.Connection) -> None:
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")


def _file_limit(_: sqlite3.Connection) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def _read_only(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA query_only = ON")


@contextmanager
def trouble(records: Records, kind: Callable[[sqlite3.Connection], None]) -> Iterator[None]:
    """Let SQLite's writes fail for a while."""
    connection = records._ledger.writer._connection
    kind(connection)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        connection.execute("PRAGMA max_page_count = 1000000")
        connection.execute("PRAGMA query_only = OFF")


TROUBLES = pytest.mark.parametrize(
    ("kind", "code"),
    [(_full_disk, "REC-003"), (_file_limit, "REC-017"), (_read_only, "REC-017")],
)


@TROUBLES
def test_a_write_that_fails_undoes_the_whole_pass_and_the_next_try_works(
    records: Records, kind: Callable[[sqlite3.Connection], None], code: str
) -> None:
    run = admitted(records, "S1")
    enrollment = enrollment_of(run, "S1", tpm_identity(1))
    # Larger than what is free on the pages that there are.
    enrollment = replace(enrollment, proof="x" * 100_000)
    with trouble(records, kind):
        with pytest.raises(StationError, match=code):
            records.enrol(run, enrollment, seconds=1, steps=())
        assert list(records.enrollments()) == []
        assert records.usage("o1") == Usage(0, 1, 0)
        assert records.runs()[0].outcome is None
        records.verify()
    records.enrol(run, enrollment, seconds=1, steps=())
    assert records.verify().enrollments == 1


@TROUBLES
def test_an_end_that_could_not_be_written_is_written_by_the_next_run(
    records: Records, kind: Callable[[sqlite3.Connection], None], code: str
) -> None:
    run = admitted(records, "S1")
    with trouble(records, kind):
        with pytest.raises(StationError, match=code):
            records.end_run(
                run,
                Outcome.FAILED,
                code="LNK-003",
                detail="",
                serial="S1",
                seconds=1,
                steps=STEPS * 5000,
            )
        with pytest.raises(StationError, match=code):
            begin(records)
    admitted(records, "S1")
    ended = next(kept for kept in records.runs() if kept.name == run.name)
    assert ended.code == "LNK-003"
    records.verify()


@pytest.mark.parametrize("kind", [_file_limit, _read_only])
def test_a_head_that_could_not_be_written_is_written_by_the_next_run(
    records: Records,
    guard: SoftwareGuard,
    monkeypatch: pytest.MonkeyPatch,
    kind: Callable[[sqlite3.Connection], None],
) -> None:
    run = admitted(records, "S1")
    signed = guard.sign_head
    with ExitStack() as after, monkeypatch.context() as patch:

        def sign_then_fail(previous: SignedHead | None, entries: Sequence[bytes]) -> SignedHead:
            head = signed(previous, entries)
            after.enter_context(trouble(records, kind))
            return head

        patch.setattr(guard, "sign_head", sign_then_fail)
        enrollment = enrollment_of(run, "S1", symmetric_identity("a"))
        with pytest.raises(StationError, match="REC-017"):
            records.enrol(run, enrollment, seconds=1, steps=())
    assert records.find("S1").run == run.name
    assert records.verify().unsigned == 1
    begin(records)
    assert records.verify().unsigned == 0


def test_closes_and_opens_again_after_an_end_was_left_unwritten(
    records: Records, guard: SoftwareGuard
) -> None:
    run = admitted(records, "S1")
    with trouble(records, _read_only):
        with pytest.raises(StationError, match="REC-017"):
            fail(records, run)
        records._ledger.close()
    records.close()
    with Records.open(records.path, guard) as again:
        assert again.runs()[0].code == "LNK-002"


@pytest.mark.parametrize(
    ("number", "doing", "code"),
    [
        (sqlite3.SQLITE_FULL, Doing.WRITING, "REC-003"),
        (sqlite3.SQLITE_IOERR_SHMSIZE, Doing.READING, "REC-003"),
        (sqlite3.SQLITE_IOERR_WRITE, Doing.WRITING, "REC-017"),
        (sqlite3.SQLITE_READONLY, Doing.WRITING, "REC-017"),
        (sqlite3.SQLITE_READONLY, Doing.READING, "REC-001"),
        (sqlite3.SQLITE_CORRUPT, Doing.WRITING, "REC-001"),
        (sqlite3.SQLITE_IOERR_READ, Doing.READING, "REC-001"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Doing.WRITING, "REC-004"),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, Doing.WRITING, "REC-011"),
        (None, Doing.WRITING, "REC-017"),
        (None, Doing.READING, "REC-001"),
    ],
)
def test_every_error_of_sqlite_has_a_code(number: int | None, doing: Doing, code: str) -> None:
    error = sqlite3.OperationalError("what SQLite says")
    if number is not None:
        error.sqlite_errorcode = number
    told = station_error(error, Path("station.db"), doing)
    assert told.code == code
    assert "what SQLite says" in told.detail


def test_a_closed_record_says_so(records: Records) -> None:
    run = begin(records)
    records.close()
    with pytest.raises(StationError, match="REC-017"):
        records.spend(run)
    with pytest.raises(StationError, match="REC-001"):
        records.runs()
