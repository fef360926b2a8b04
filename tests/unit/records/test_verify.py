"""A record changed behind Station's back, with plain SQLite, is found out."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.errors import StationError
from station.model.audit import chain_hash, entry_bytes, head_message
from station.records.enrollments import enrollment_digest
from station.records.store import Reader, Records
from tests.unit.records.software import (
    NOW,
    Clock,
    SoftwareGuard,
    admitted,
    audit_certificate,
    enrol,
)


def edited(path: Path, *statements: str) -> None:
    """Change a record as somebody with the sqlite3 program can."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def found(path: Path, old_guard: SoftwareGuard) -> str:
    """Return the detail of what verification finds."""
    with pytest.raises(StationError, match="REC-011") as caught, Reader.open(path) as reader:
        reader.verify(old_guard.audit_certificate)
    return caught.value.detail


def test_an_honest_record_is_verified(full: Records) -> None:
    report = full.verify()
    assert (report.enrollments, report.runs) == (4, 5)
    assert report.entries == report.head == report.anchor == report.heads
    assert report.unsigned == 0


def test_a_reader_verifies_without_disturbing_the_writer(
    full: Records, old_guard: SoftwareGuard
) -> None:
    with Reader.open(full.path) as reader:
        assert reader.verify(old_guard.audit_certificate).anchor is None
        enrol(full, "S9")
        assert reader.verify(old_guard.audit_certificate).enrollments == 5


def test_runs_at_work_are_no_finding(full: Records) -> None:
    admitted(full, "S9")
    full.verify()


OWN_ROW = (
    "INSERT INTO enrollments (registration_id, id_scope, serial, order_id, run_id, status,"
    " enrolled, proof, attestation, key_origin, group_id, mac) SELECT 'own', id_scope, 'own',"
    " order_id, 5, 'ready', enrolled, proof, attestation, key_origin, group_id, mac"
    " FROM enrollments WHERE id = 4"
)
OWN_RUN = (
    "INSERT INTO runs (name, order_id, profile_hash, position, started, outcome)"
    " VALUES ('x', 1, '', '', '', 'failed')"
)
CHANGED = [
    ("UPDATE enrollments SET serial = 'S1x' WHERE id = 1", "enrollment 1"),
    (
        "UPDATE enrollments SET registration_id = upper(registration_id) WHERE id = 3",
        "enrollment 3",
    ),
    ("UPDATE enrollments SET ek_public = zeroblob(5) WHERE id = 1", "enrollment 1"),
    (
        "UPDATE enrollments SET certificate = x'00' WHERE id = 2",
        "enrollment 2 (unit-2) was changed",
    ),
    ("UPDATE enrollments SET certificate = NULL WHERE id = 2", "enrollment 2 can't be read"),
    ("UPDATE enrollments SET attestation = 'magic' WHERE id = 2", "enrollment 2 can't be read"),
    ("UPDATE enrollments SET device_id = 'a b' WHERE id = 2", "enrollment 2: "),
    ("UPDATE enrollments SET proof = 'none' WHERE id = 2", "enrollment 2"),
    ("UPDATE enrollments SET order_id = 2 WHERE id = 2", "enrollment 2"),
    ("UPDATE enrollments SET run_id = 5 WHERE id = 2", "enrollment 2"),
    ("UPDATE enrollments SET status = 'ready' WHERE id = 1", "enrollment 1 is ready, but was exp"),
    ("UPDATE enrollments SET status = 'confirmed' WHERE id = 2", "enrollment 2 is confirmed"),
    ("UPDATE enrollments SET status = 'exported' WHERE id = 3", "enrollment 3 is exported"),
    ("UPDATE chains SET certificates = x'00000001aa' WHERE id = 1", "enrollment 1"),
    ("UPDATE chains SET certificates = x'0000ffff' WHERE id = 1", "enrollment 1 can't be read"),
    ("DELETE FROM enrollments WHERE id = 2", "enrollment 2 is missing"),
    ("DELETE FROM enrollments WHERE id = 4", "enrollment 4 is missing"),
    ("UPDATE enrollments SET id = 9 WHERE id = 2", "enrollment 2 is missing"),
    (OWN_ROW, "enrollment 5 (own) has no entry"),
    (
        "UPDATE enrollments SET id = 0 WHERE id = 2",
        "enrollment 0 (unit-2) has no entry",
    ),
    ("UPDATE runs SET outcome = 'passed' WHERE id = 5", "was changed"),
    ("UPDATE runs SET spent = 0 WHERE id = 5", "was changed"),
    ("UPDATE runs SET seconds = 9 WHERE id = 1", "was changed"),
    ("DELETE FROM runs WHERE id = 5", "is missing"),
    (OWN_RUN, "6 runs have ended, but the chain tells of 5"),
    ("UPDATE usage SET enrolled = 0 WHERE order_id = 1", "the used quantity of order o1"),
    ("DELETE FROM usage WHERE order_id = 2", "the used quantity of order o2"),
    ("UPDATE orders SET state = 'open' WHERE name = 'o2'", "order o2 was changed"),
    (
        "UPDATE orders SET spec = replace(spec, '10', '99') WHERE name = 'o1'",
        "order o1 was changed",
    ),
    ("DELETE FROM orders WHERE name = 'o2'", "order o2 was changed"),
    ("DELETE FROM roots", "the trusted root"),
    ("UPDATE roots SET kind = 'intermediate'", "the trusted intermediate"),
    ("DELETE FROM export_members WHERE enrollment_id = 1", "export 1 was changed"),
    ("UPDATE exports SET manifest_hash = 'ef'", "export 1 was changed"),
    ("DELETE FROM exports", "its export is missing"),
    ("INSERT INTO exports SELECT 2, time, 'ef', folder, format, 1 FROM exports", "2 exports"),
    ("UPDATE audit SET entry = replace(entry, 'S2', 'S0')", "is not the one that was written"),
    ("UPDATE audit SET entry = entry || ' ' WHERE sequence = 3", "entry 3 is not the one"),
    ("UPDATE audit SET entry = '[]' WHERE sequence = 3", "entry 3: it is not an entry"),
    ("UPDATE audit SET hash = zeroblob(32) WHERE sequence = 4", "entry 4 is not the one"),
    ("DELETE FROM audit WHERE sequence = 5", "entry 5 is missing"),
    ("DELETE FROM audit WHERE sequence = 1", "there is no first entry"),
    ("DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)", "not on the entry"),
    ("UPDATE heads SET signature = x'00' WHERE sequence = 3", "head 3 is not signed"),
    ("UPDATE heads SET hash = zeroblob(32) WHERE sequence = 3", "head 3 is not on the entry"),
    ("INSERT INTO heads VALUES (99, zeroblob(32), x'00')", "head 99 is not on the entry"),
    ("DROP INDEX enrollments_serial", "index enrollments_serial"),
    (
        "CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM claims; END",
        "the schema was changed: trigger t",
    ),
]


@pytest.mark.parametrize(("statement", "what"), CHANGED)
def test_finds_what_was_changed_and_says_where(
    closed: Path, old_guard: SoftwareGuard, statement: str, what: str
) -> None:
    edited(closed, statement)
    assert what in found(closed, old_guard)


def test_finds_entries_that_were_swapped(closed: Path, old_guard: SoftwareGuard) -> None:
    edited(
        closed,
        "UPDATE audit SET sequence = 99 WHERE sequence = 5",
        "UPDATE audit SET sequence = 5 WHERE sequence = 6",
        "UPDATE audit SET sequence = 6 WHERE sequence = 99",
    )
    assert "entry 5 says that it is entry 6" in found(closed, old_guard)


def rewritten(path: Path, sequence: int, old: str, new: str) -> None:
    """Change an entry and every hash after it, as somebody does who knows how the chain is made."""
    with closing(sqlite3.connect(path)) as connection, connection:
        rows = connection.execute("SELECT sequence, entry, hash FROM audit ORDER BY sequence")
        previous = bytes(32)
        for number, text, _ in rows.fetchall():
            changed = text.replace(old, new) if number == sequence else text
            previous = chain_hash(previous, changed.encode())
            connection.execute(
                "UPDATE audit SET entry = ?, hash = ? WHERE sequence = ?",
                (changed, previous, number),
            )
            connection.execute("UPDATE heads SET hash = ? WHERE sequence = ?", (previous, number))


def test_a_chain_that_was_made_anew_lacks_the_signatures(
    closed: Path, old_guard: SoftwareGuard
) -> None:
    rewritten(closed, 8, '"S1"', '"S0"')
    assert "head 8 is not signed by the audit key" in found(closed, old_guard)


def test_a_head_signed_by_another_key_is_forged(closed: Path, old_guard: SoftwareGuard) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    with closing(sqlite3.connect(closed)) as connection, connection:
        for number, hash_ in connection.execute("SELECT sequence, hash FROM heads").fetchall():
            forged = key.sign(head_message(number, hash_), ec.ECDSA(SHA256()))
            connection.execute(
                "UPDATE heads SET signature = ? WHERE sequence = ?", (forged, number)
            )
    assert "none of the 15 heads is signed by that key" in found(closed, old_guard)
    with Reader.open(closed) as reader:
        reader.verify(audit_certificate(key))
    with pytest.raises(StationError, match="REC-011"):
        Records.open(closed, old_guard)


def test_an_older_copy_is_refused_by_what_the_guard_remembers(
    full: Records, old_guard: SoftwareGuard, tmp_path: Path
) -> None:
    path, copy = full.path, tmp_path / "copy.db"
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    older = full.verify().head
    enrol(full, "S9")
    full.close()
    shutil.copy(copy, path)
    with pytest.raises(StationError, match="REC-013"):
        Records.open(path, old_guard)
    with Reader.open(path) as reader:
        assert reader.verify(old_guard.audit_certificate).head == older
        with pytest.raises(StationError, match="REC-013"):
            reader.verify(old_guard.audit_certificate, anchor=older + 1)


def test_an_older_copy_while_the_record_is_open_is_found(
    full: Records, old_guard: SoftwareGuard
) -> None:
    head = full.head()
    old_guard.remember(head.sequence + 1, bytes(32))
    with pytest.raises(StationError, match="REC-013"):
        full.verify()


def test_an_older_copy_padded_with_own_entries_is_refused(
    full: Records, old_guard: SoftwareGuard
) -> None:
    path, newest = full.path, full.head().sequence
    full.close()
    edited(path, "DELETE FROM heads WHERE sequence = (SELECT max(sequence) FROM audit)")
    rewritten(path, newest, "lost", "last")
    with pytest.raises(StationError, match="REC-011"):
        Records.open(path, old_guard)


def appended(path: Path, kind: str, data: dict[str, str | int]) -> None:
    """Add an entry behind the newest head, its hash right."""
    with closing(sqlite3.connect(path)) as connection, connection:
        last, previous = connection.execute(
            "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"
        ).fetchone()
        entry = entry_bytes(last + 1, NOW.isoformat(), kind, dict(data))
        connection.execute(
            "INSERT INTO audit VALUES (?, ?, ?, NULL)",
            (last + 1, entry.decode(), chain_hash(previous, entry)),
        )


def test_an_enrollment_added_with_its_entry_while_the_station_was_off_is_not_signed(
    closed: Path, old_guard: SoftwareGuard
) -> None:
    edited(closed, OWN_ROW)
    with Reader.open(closed) as reader:
        own = reader.find("own")
        digest = enrollment_digest(own).hex()
    appended(closed, "enrolled", {"enrollment": 5, "digest": digest, "run": own.run})
    with pytest.raises(StationError, match="REC-011") as caught:
        Records.open(closed, old_guard)
    assert "enrollment 5" in caught.value.detail


def test_a_chain_broken_behind_the_newest_head_is_not_signed(
    closed: Path, old_guard: SoftwareGuard
) -> None:
    appended(closed, "revoked", {})
    edited(
        closed,
        "UPDATE audit SET hash = zeroblob(32) WHERE sequence = (SELECT max(sequence) FROM audit)",
    )
    with pytest.raises(StationError, match="REC-011"):
        Records.open(closed, old_guard)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET entry = replace(entry, 'true', 'false') WHERE sequence = 1",
        "UPDATE audit SET hash = zeroblob(32) WHERE sequence = (SELECT max(sequence) FROM heads)",
        "UPDATE heads SET signature = x'00' WHERE sequence = (SELECT max(sequence) FROM heads)",
        "UPDATE heads SET signature = x'00' WHERE sequence = 1",
        "DELETE FROM audit WHERE sequence = 1",
        "UPDATE audit SET entry = '{}' WHERE sequence = 1",
    ],
)
def test_a_changed_beginning_or_end_is_not_opened(
    closed: Path, old_guard: SoftwareGuard, statement: str
) -> None:
    edited(closed, statement)
    with pytest.raises(StationError, match="REC-011"):
        Records.open(closed, old_guard)


def test_another_guards_record_is_not_opened(closed: Path) -> None:
    with pytest.raises(StationError, match="REC-011"):
        Records.open(closed, SoftwareGuard())


def test_a_certificate_that_is_none_is_refused(closed: Path) -> None:
    with Reader.open(closed) as reader, pytest.raises(StationError, match="REC-011"):
        reader.verify(b"nonsense")


def test_tells_of_ten_findings_at_most(closed: Path, old_guard: SoftwareGuard) -> None:
    edited(closed, "DELETE FROM audit WHERE sequence % 2 = 0", "UPDATE heads SET signature = x'00'")
    assert found(closed, old_guard).count(";") == 9


def test_a_clock_that_is_put_back_breaks_nothing(
    records: Records, clock: Clock, guard: SoftwareGuard
) -> None:
    enrol(records, "S1")
    clock.time -= timedelta(days=4000)
    enrol(records, "S2")
    assert [e.serial for e in records.enrollments()] == ["S1", "S2"]
    names = [run.name for run in records.runs()]
    assert names == sorted(names)
    times = [entry.time for entry in records.entries()]
    assert times != sorted(times)
    assert [entry.sequence for entry in records.entries()] == list(range(1, len(times) + 1))
    records.verify()
    path = records.path
    records.close()
    with Records.open(path, guard, now=clock) as again:
        enrol(again, "S3")
        assert [run.name for run in again.runs()] == sorted(run.name for run in again.runs())
        again.verify()


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_flipped_bits_give_a_coded_error_or_change_nothing(
    closed: Path, old_guard: SoftwareGuard, data: st.DataObject
) -> None:
    image = bytearray(closed.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        image[data.draw(st.integers(0, len(image) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    copy = closed.with_name("flipped.db")
    for ending in ("-wal", "-shm"):
        copy.with_name(copy.name + ending).unlink(missing_ok=True)
    copy.write_bytes(image)
    try:
        with Reader.open(copy) as reader:
            reader.verify(old_guard.audit_certificate)
            list(reader.enrollments())
            reader.summary()
            reader.runs()
            list(reader.entries())
    except StationError as error:
        assert error.code in {"REC-001", "REC-002", "REC-004", "REC-011"}  # noqa: PT017
