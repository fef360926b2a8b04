"""Lists made elsewhere: on record whole or not at all, and what they have no unit here may have."""

import hashlib
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from threading import Event

import pytest

from station.errors import StationError
from station.model.foreign import ForeignRow, ListFacts, ListKind
from station.model.names import RegistrationId
from station.records.claims import ClaimKind, key_claim, name_claim, serial_claim
from station.records.doubles import comparisons
from station.records.entries import EntryKind
from station.records.reader import Reader
from station.records.staging import Staging
from station.records.store import Records
from station.records.verification import examine_record
from tests.unit.records.software import (
    SoftwareGuard,
    add_import,
    admitted,
    begin,
    enrol,
    make_order,
    x509_identity,
)

SCOPE = make_order().id_scope.text
FACTS = ListFacts("theirs.csv", "ab" * 32, ListKind.CSV, "line-2")


def row(number: int, **different: object) -> ForeignRow:
    key = hashlib.sha256(f"key {number}".encode()).digest()
    certificate = f"certificate {number}".encode()
    usual = ForeignRow(
        place=number,
        registration_id=f"Theirs-{number}",
        id_scope=SCOPE,
        device_id=f"device-{number}",
        serial=f"X{number}",
        attestation="x509",
        key_fingerprint=key,
        ek_public=None,
        ek_hash=None,
        certificate=certificate,
        certificate_sha256=hashlib.sha256(certificate).digest(),
        group_id=None,
        status="enabled",
        document='{"iotHubs":["a"]}',
    )
    return usual._replace(**different)  # type: ignore[arg-type]  # a test says what differs


def three() -> list[ForeignRow]:
    return [row(n) for n in (1, 2, 3)]


def code(error: pytest.ExceptionInfo[StationError]) -> str:
    return error.value.code


def test_an_import_is_on_record_with_its_rows_and_one_entry(records: Records) -> None:
    made = add_import(records, FACTS, three())
    assert (made.number, made.rows) == (1, 3)
    assert records.known_imports() == [made]
    assert [one.row for one in records.foreign_after(0, 10)] == three()
    (entry,) = records.entries(kind=EntryKind.LIST_IMPORTED)
    assert entry.data["sha256"] == FACTS.sha256
    assert entry.data["rows"] == made.digest
    assert entry.data["count"] == 3
    records.verify()


def test_what_an_import_has_no_unit_here_may_have(records: Records) -> None:
    add_import(records, FACTS, three())
    with pytest.raises(StationError, match="REC-093") as serial:
        records.admit(begin(records), "x2")
    assert serial.value.data["quantity"] == 1
    assert serial.value.data["name"] == "line-2"
    run = admitted(records, "S1")
    with pytest.raises(StationError, match="REC-093"):
        records.check_name(run, RegistrationId.parse("theirs-3"))
    key = row(1).key_fingerprint
    for kind in ClaimKind:
        with pytest.raises(StationError, match="REC-094"):
            records.claim(run, RegistrationId.parse("ours"), key, kind=kind)
    records.claim(run, RegistrationId.parse("ours"), hashlib.sha256(b"ours").digest())


def test_the_same_name_in_another_id_scope_is_another(records: Records) -> None:
    add_import(records, FACTS, [row(1, id_scope="0neOTHER")])
    records.check_name(admitted(records, "S1"), RegistrationId.parse("theirs-1"))


def test_a_forgotten_import_holds_nothing_and_can_come_again(records: Records) -> None:
    add_import(records, FACTS, three())
    assert records.imports.forget(1) == 3
    records.verify()
    records.admit(begin(records), "X2")
    with pytest.raises(StationError, match="REC-097"):
        records.imports.forget(1)
    again = add_import(records, FACTS._replace(name="b"), [row(7)])
    assert again.number == 2
    assert [one.forgotten == "" for one in records.known_imports()] == [False, True]
    records.verify()


def test_the_same_list_comes_once(records: Records) -> None:
    add_import(records, FACTS, three())
    with pytest.raises(StationError, match="REC-095"):
        add_import(records, FACTS, [row(9)])
    with pytest.raises(StationError, match="REC-095"):
        add_import(records, FACTS._replace(sha256="cd" * 32), [])
    assert len(records.known_imports()) == 1


def test_what_breaks_off_leaves_nothing(records: Records) -> None:
    def broken_off() -> None:
        with records.imports.adding() as adding:
            assert adding.put(three())
            raise KeyboardInterrupt

    before = records.last_entry()
    with pytest.raises(KeyboardInterrupt):
        broken_off()
    with records.imports.adding() as adding:
        assert adding.put(three())
    assert records.known_imports() == []
    assert records.foreign_after(0, 10) == []
    assert records.last_entry() == before
    assert add_import(records, FACTS, three()).number == 1


def test_a_row_that_another_has_is_not_put_and_the_others_can_be_read_back(
    records: Records,
) -> None:
    add_import(records, FACTS, [row(7)])
    different = {
        "registration_id": "THEIRS-1",
        "serial": "x1",
        "key_fingerprint": row(1).key_fingerprint,
        "certificate_sha256": row(7).certificate_sha256,
    }
    for name, value in different.items():
        with records.imports.adding() as adding:
            assert adding.put([row(1)])
            assert not adding.put([row(2), row(3, **{name: value}), row(4)])
            assert [*adding.rows()] == [row(1), row(2)]
    assert len(records.foreign_after(0, 10)) == 1


def test_a_full_disk_is_told_and_leaves_nothing(records: Records) -> None:
    def filled() -> None:
        with records.imports.adding() as adding:
            adding._connection.execute("PRAGMA max_page_count = 1")  # the least is what there is
            for number in range(0, 1_000, 10):
                adding.put([row(number + n) for n in range(10)])

    with pytest.raises(StationError, match="REC-003"):
        filled()
    assert records.known_imports() == []
    records.verify()


def test_a_full_disk_is_told_of_what_is_kept_aside_too(records: Records) -> None:
    with Staging(records.path) as staging:
        staging._connection.execute("PRAGMA main.max_page_count = 10")
        with pytest.raises(StationError, match="REC-003"):
            staging.add(row(n) for n in range(1_000))


def test_a_long_comparison_is_broken_off_within(records: Records) -> None:
    ended = Event()
    with Staging(records.path, ended.is_set) as staging:
        staging.add(row(n, serial="X") for n in range(2_000))
        ended.set()
        with pytest.raises(StationError, match="REC-017"):
            [*staging.doubles()]


def test_what_a_unit_claims_is_looked_up_in_imports_by_indexes(records: Records) -> None:
    claims = [
        serial_claim("S1"),
        name_claim(make_order().id_scope, RegistrationId.parse("unit-1")),
        key_claim(bytes(32), ClaimKind.TPM),
    ]
    queries = [(one.foreign, one.values) for one in claims]
    queries += [(one.enrolled, one.values) for one in claims]
    assert_searched(records, queries)


def test_a_list_is_compared_by_indexes(records: Records) -> None:
    enrol(records, "S1", x509_identity("unit-1"))
    records.admit(begin(records), "S2")
    add_import(records, FACTS, three())
    with Staging(records.path) as staging:
        found = comparisons(staging._connection)
        assert len(found) == 14
        for _, sql in found:
            rows = staging._connection.execute(f"EXPLAIN QUERY PLAN {sql} ORDER BY one.place")
            assert [row["detail"] for row in rows if is_slow(row["detail"])] == ["SCAN one"]
    with records.imports.adding() as adding:
        adding._connection.set_trace_callback((traced := list[str]()).append)
        assert adding.put([row(9, device_id="x")])
        assert not adding.is_taken()
        adding._connection.set_trace_callback(None)
    assert_searched(records, [(sql, ()) for sql in traced if "CROSS JOIN" in sql])


def assert_searched(
    records: Records, queries: list[tuple[str, tuple[str | int | float | bytes | None, ...]]]
) -> None:
    """Check that no query goes through a whole table, or makes an index of its own."""
    assert queries
    for sql, values in queries:
        plan = [one["detail"] for one in records._reads.rows(f"EXPLAIN QUERY PLAN {sql}", values)]
        assert not [one for one in plan if is_slow(one)], (sql, plan)


def is_slow(step: str) -> bool:
    return step.startswith("SCAN") or "AUTOMATIC" in step


def test_what_a_unit_here_has_is_met_before_the_end(records: Records) -> None:
    records.admit(begin(records), "X2")
    enrol(records, "S5", x509_identity("theirs-9"))
    for one, taken in ((row(2), True), (row(9), True), (row(3), False)):
        with records.imports.adding() as adding:
            assert adding.put([one])
            assert adding.is_taken() is taken
    with records.imports.adding() as adding:
        assert adding.put([row(3), row(4, device_id="device-3")])
        assert adding.is_taken()


def test_doubles_are_found_in_the_list_itself_here_and_in_other_imports(records: Records) -> None:
    enrol(records, "S1", x509_identity("unit-1"))
    add_import(records, FACTS, [*three(), row(7, registration_id="theirs-7", device_id=None)])
    rows = [
        row(11),
        row(12, registration_id="THEIRS-11", key_fingerprint=None),
        row(13, serial="x11"),
        row(14, registration_id="UNIT-1", serial="s1"),
        row(15, key_fingerprint=row(2).key_fingerprint, certificate_sha256=None),
        row(16, registration_id="theirs-3"),
        row(17, device_id="device-11"),
        row(18, registration_id="unit-1", id_scope="0neOTHER"),
        row(19, device_id="dev:S1"),
        row(20, device_id="DEV:S1"),
        row(21, device_id="device-2"),
        row(22, device_id="theirs-7"),
        row(23, registration_id="device-3", device_id=None),
    ]
    with Staging(records.path) as staging:
        staging.add(rows)
        found = {(one.place, one.rule) for one in staging.doubles()}
        assert staging.stop(11)
        assert not staging.stop(11)
    assert found == {
        (12, "registration-twice"),
        (13, "serial-twice"),
        (14, "registration-here"),
        (14, "serial-here"),
        (15, "key-imported"),
        (16, "registration-imported"),
        (17, "device-twice"),
        (19, "device-here"),
        (21, "device-imported"),
        (22, "device-imported"),
        (23, "device-imported"),
    }
    for one in (rows[8], *rows[10:]):
        with records.imports.adding() as adding:
            assert adding.put([one])
            assert adding.is_taken()


@pytest.mark.parametrize(
    "name", ["THEIRS-2", "x2", "Device-2", row(2).key_fingerprint, row(2).certificate_sha256]
)
def test_one_made_elsewhere_is_found_by_any_identifier(
    records: Records, name: str | bytes | None
) -> None:
    made = add_import(records, FACTS, three())
    assert name is not None
    asked = name.hex().upper() if isinstance(name, bytes) else name
    one, found = records.find_foreign(asked)
    assert (one.row, found) == (row(2), made)
    with pytest.raises(StationError, match="REC-015"):
        records.find_foreign("nobody")


ATTACKS = {
    "UPDATE foreign_enrollments SET serial = 'Y1' WHERE place = 1": "row 1 of import 1",
    "UPDATE foreign_enrollments SET document = '' WHERE place = 2": "row 2 of import 1",
    "UPDATE foreign_enrollments SET place = 9 WHERE place = 2": "row 9 of import 1",
    "DELETE FROM foreign_enrollments WHERE place = 3": "the import 1 or a row of it",
    "DELETE FROM foreign_enrollments": "the import 1 or a row of it",
    "INSERT INTO foreign_enrollments SELECT 99, 1, 99, 'new', id_scope, NULL, NULL, attestation,"
    " NULL, NULL, NULL, NULL, NULL, NULL, '', '', digest FROM foreign_enrollments LIMIT 1": (
        "the import 1 or a row of it"
    ),
    "INSERT INTO foreign_enrollments SELECT 99, 5, 99, 'new', id_scope, NULL, NULL, attestation,"
    " NULL, NULL, NULL, NULL, NULL, NULL, '', '', digest FROM foreign_enrollments LIMIT 1": (
        "has no import"
    ),
    "UPDATE imports SET station = 'line-9'": "the import 1 or a row of it",
    "UPDATE imports SET forgotten = imported": "the import 1 or a row of it",
    "DELETE FROM imports": "the import 1 or a row of it",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_verification_tells_what_was_changed(
    records: Records, guard: SoftwareGuard, tmp_path: Path, attack: str
) -> None:
    add_import(records, FACTS, three())
    records.close()
    copy = tmp_path / "copy.db"
    copy.write_bytes(records.path.read_bytes())
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(attack)
    findings = examine_record(copy, guard.audit_certificate, (), 100, copy=True).findings
    assert any(ATTACKS[attack] in one for one in findings), findings


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE imports SET station = 'line-9'",
        "UPDATE imports SET forgotten = imported",
        "UPDATE foreign_enrollments SET import_id = 5, serial = 'Y1' WHERE place = 2",
    ],
)
def test_an_import_that_is_not_genuine_refuses_no_unit(
    records: Records, guard: SoftwareGuard, attack: str
) -> None:
    add_import(records, FACTS, three())
    records.close()
    with closing(sqlite3.connect(records.path)) as connection, connection:
        connection.execute(attack)
    with Records.open(records.path, guard) as opened:
        run, unit = begin(opened), "Y1" if "Y1" in attack else "X2"
        with pytest.raises(StationError, match="REC-012"):
            opened.admit(run, unit)


def test_the_mac_of_an_import_costs_units_that_pass_nothing(
    records: Records, guard: SoftwareGuard
) -> None:
    def macs(serial: str) -> int:
        run, before = begin(records), guard.macs
        with suppress(StationError):
            records.admit(run, serial)
        return guard.macs - before

    usual = macs("S1")
    add_import(records, FACTS, three())
    assert macs("S2") == usual
    assert macs("X2") == usual + 1


def test_a_changed_import_is_not_forgotten(records: Records, guard: SoftwareGuard) -> None:
    add_import(records, FACTS, three())
    records.close()
    with closing(sqlite3.connect(records.path)) as connection, connection:
        connection.execute("UPDATE imports SET rows = 2")
    with (
        Records.open(records.path, guard) as opened,
        pytest.raises(StationError, match="REC-012"),
    ):
        opened.imports.forget(1)
    with Reader.open(records.path) as reader:
        assert reader.known_imports()[0].forgotten == ""
