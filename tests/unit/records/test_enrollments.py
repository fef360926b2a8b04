"""The enrollment list: what goes in comes out, is found, exported once, and revoked for good."""

from itertools import islice

import pytest

from station.errors import StationError
from station.model.attestation import EkTrust
from station.model.enrollment import Enrollment, EnrollmentStatus, Identity
from station.model.names import IdScope, RegistrationId
from station.records.entries import EntryKind
from station.records.store import Reader, Records
from tests.unit.records.software import (
    SCOPE,
    admitted,
    enrol,
    enrollment_of,
    fail,
    listed,
    make_order,
    symmetric_identity,
    tpm_identity,
    x509_identity,
)


def name_of(enrollment: Enrollment) -> tuple[IdScope, RegistrationId]:
    return enrollment.id_scope, enrollment.registration_id


def exported(records: Records, *enrollments: Enrollment, manifest: str = "ab") -> None:
    names = [name_of(enrollment) for enrollment in enrollments]
    records.record_export(
        names, manifest_hash=manifest, folder_name="out\udcff", format_name="dps-csv"
    )


def statuses(records: Records) -> list[EnrollmentStatus]:
    return [enrollment.status for enrollment in records.enrollments()]


@pytest.mark.parametrize(
    "identity",
    [
        tpm_identity(1),
        tpm_identity(2, EkTrust.UNTRUSTED),
        tpm_identity(3, EkTrust.MISSING),
        x509_identity("Unit-1.a_b:c"),
        symmetric_identity("Unit-1"),
    ],
)
def test_gives_back_what_was_enrolled(records: Records, identity: Identity) -> None:
    enrollment = enrol(records, "S1", identity)
    (kept,) = records.enrollments()
    assert kept == enrollment
    assert kept.registration_id.text == identity.registration_id.text
    with Reader.open(records.path) as reader:
        assert list(reader.enrollments()) == [enrollment]


def test_an_enrollment_may_have_no_device_id(records: Records) -> None:
    run = admitted(records, "S1")
    whole = enrollment_of(run, "S1", symmetric_identity("a"))
    bare = Enrollment(**{**vars(whole), "device_id": None})
    records.enrol(run, bare, seconds=1, steps=())
    assert records.find("a") == bare
    records.verify()


def test_lists_enrollments_as_they_were_added(records: Records) -> None:
    records.add_order(make_order("o2"))
    for number, order in enumerate(["o1", "o2", "o1"]):
        enrol(records, f"S{9 - number}", order=order)
    exported(records, records.find("S9"))
    assert listed(records.enrollments()) == ["S9", "S8", "S7"]
    assert listed(records.enrollments(order="o1")) == ["S9", "S7"]
    assert listed(records.enrollments(status=EnrollmentStatus.READY)) == ["S8", "S7"]
    ready = records.enrollments(order="o1", status=EnrollmentStatus.READY)
    assert listed(ready) == ["S7"]
    assert listed(records.enrollments(order="o3")) == []


def test_lists_more_than_a_page_while_the_list_grows(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.records.enrollments._PAGE", 2)
    for number in range(5):
        enrol(records, f"S{number}")
    stream = records.enrollments()
    first = listed(islice(stream, 3))
    enrol(records, "S5")
    assert first + listed(stream) == [f"S{number}" for number in range(6)]


def test_finds_by_registration_id_and_serial_number_without_case(records: Records) -> None:
    enrollment = enrol(records, "Ser-1", symmetric_identity("Unit-1"))
    for name in ("Unit-1", "uNIT-1", "Ser-1", "SER-1"):
        assert records.find(name) == enrollment
    for name in ("Unit", "%", "", "\ud800", "Unit-1' OR 1"):
        with pytest.raises(StationError, match="REC-015"):
            records.find(name)


def test_finds_the_newest_of_several_services(records: Records) -> None:
    records.add_order(make_order("o2", id_scope="0ne00FFFFFF"))
    enrol(records, "S1", symmetric_identity("unit"))
    run = admitted(records, "S2", "o2")
    other = enrollment_of(run, "S2", symmetric_identity("unit"), scope="0ne00FFFFFF")
    records.enrol(run, other, seconds=1, steps=())
    assert records.find("unit") == other


def test_finds_what_begins_alike(records: Records) -> None:
    for number in range(3):
        enrol(records, f"AB-{number}", symmetric_identity(f"unit-{number}"))
    enrol(records, "Unit-9", symmetric_identity("x"))
    assert listed(iter(records.matching("ab-"))) == ["AB-0", "AB-1", "AB-2"]
    assert listed(iter(records.matching("UNIT"))) == ["AB-0", "AB-1", "AB-2", "Unit-9"]
    assert listed(iter(records.matching("UNIT", limit=2))) == ["AB-0", "AB-1"]
    assert records.matching("_") == records.matching("zz") == []


def test_an_export_takes_what_is_ready(records: Records) -> None:
    first, second, third = (enrol(records, f"S{number}") for number in range(3))
    exported(records, third, first, first)
    ready, done = EnrollmentStatus.READY, EnrollmentStatus.EXPORTED
    assert statuses(records) == [done, ready, done]
    (entry,) = [e for e in records.entries() if e.kind is EntryKind.EXPORTED]
    assert (entry.data["count"], entry.data["folder"], entry.data["manifest"]) == (
        2,
        "out\\udcff",
        "ab",
    )
    assert records.head().sequence == entry.sequence
    exported(records, first, second, manifest="cd")
    assert statuses(records) == [done, done, done]
    records.verify()


def test_knows_which_manifests_were_exported(records: Records) -> None:
    exported(records, enrol(records, "S1"))
    assert records.is_exported("ab")
    assert not records.is_exported("cd")


def test_an_export_of_nothing_or_of_an_unknown_device_is_refused(records: Records) -> None:
    known = enrol(records, "S1")
    unknown = (IdScope.parse(SCOPE), RegistrationId.parse("nobody"))
    elsewhere = (IdScope.parse("0ne00FFFFFF"), known.registration_id)
    for names, code in (
        ([], "SVC-001"),
        ([name_of(known), unknown], "REC-015"),
        ([name_of(known), elsewhere], "REC-015"),
    ):
        with pytest.raises(StationError, match=code):
            records.record_export(names, manifest_hash="", folder_name="", format_name="")
    assert statuses(records) == [EnrollmentStatus.READY]


def test_a_revoked_enrollment_is_never_exported(records: Records) -> None:
    enrollment = enrol(records, "S1")
    records.revoke(name_of(enrollment), "lost\ud800")
    assert statuses(records) == [EnrollmentStatus.REVOKED]
    with pytest.raises(StationError, match="SVC-007"):
        exported(records, enrollment)
    with pytest.raises(StationError, match="SVC-007"):
        records.revoke(name_of(enrollment), "again")
    records.verify()


def test_an_exported_enrollment_can_be_revoked(records: Records) -> None:
    enrollment = enrol(records, "S1")
    exported(records, enrollment)
    records.revoke(name_of(enrollment), "lost")
    assert statuses(records) == [EnrollmentStatus.REVOKED]
    records.verify()


def test_units_of_one_chain_share_it(records: Records) -> None:
    enrol(records, "S1", x509_identity("a"))
    enrol(records, "S2", x509_identity("b"))
    enrol(records, "S3", tpm_identity(1))
    enrol(records, "S4", tpm_identity(2, EkTrust.UNTRUSTED))
    rows = records._reads.rows("SELECT count(DISTINCT chain_id) AS chains FROM enrollments")
    assert rows[0]["chains"] == 3


def test_failed_runs_are_not_on_the_list(records: Records) -> None:
    fail(records, admitted(records, "S1"))
    assert list(records.enrollments()) == []


FEW = ("registration_id", "serial", "run_id")
LONG = ("SCAN enrollments", "SCAN runs", "SCAN claims", "SCAN export_members")


def test_a_long_list_is_never_searched_row_by_row(records: Records) -> None:
    enrollment = enrol(records, "S1", x509_identity("unit-1"))
    said: list[str] = []
    reading, writing = records._reads._connection, records._ledger.writer._connection
    for connection in (reading, writing):
        connection.set_trace_callback(said.append)
    list(records.enrollments())
    list(records.enrollments(order="o1"))
    list(records.enrollments(order="o1", status=EnrollmentStatus.READY))
    records.find("s1")
    records.matching("UNIT")
    records.uncertified("o1")
    fail(records, admitted(records, "S2", name="unit-2"))
    exported(records, enrollment)
    for connection in (reading, writing):
        connection.set_trace_callback(None)
    # What an export chose is in a table of the writing connection's own, and gone by now.
    own = ("max(", "FROM chosen")
    asked = {sql for sql in said if sql.startswith("SELECT") and not any(w in sql for w in own)}
    plans = [
        (step["detail"], sql)
        for sql in sorted(asked)
        for step in reading.execute(f"EXPLAIN QUERY PLAN {sql}")
    ]
    assert len(asked) > 15
    assert [sql for step, sql in plans if step.startswith(LONG)] == []
    sorted_by_hand = [sql for step, sql in plans if "TEMP B-TREE" in step]
    few = [sql for sql in sorted_by_hand if any(f"{column} =" in sql for column in FEW)]
    assert few == sorted_by_hand


def test_exports_are_numbered_and_know_their_enrollments(records: Records) -> None:
    assert records.next_export() == 1
    first = enrol(records, "S1", x509_identity("unit-1"))
    exported(records, first)
    second = enrol(records, "S2", x509_identity("unit-2"))
    exported(records, second, manifest="ef" * 32)
    assert records.next_export() == 3
    assert [one.serial for one in records.exported_in(1, "o1")] == ["S1"]
    assert [one.serial for one in records.exported_in(2, "o1")] == ["S2"]
    with pytest.raises(StationError, match="SVC-072"):
        list(records.exported_in(3, "o1"))
