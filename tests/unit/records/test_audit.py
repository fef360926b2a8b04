"""The chain's heads: signed before a PASS returns, shared by threads, made good after trouble."""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from station.errors import Outcome, StationError
from station.model.audit import SignedHead
from station.model.run import Run
from station.records.entries import EntryKind, parse_entry
from station.records.store import Reader, Records
from tests.unit.records.software import (
    STEPS,
    SoftwareGuard,
    admitted,
    begin,
    enrol,
    enrollment_of,
    fail,
    make_order,
    symmetric_identity,
)


def test_every_thing_that_happens_has_an_entry(full: Records) -> None:
    kinds = [entry.kind for entry in full.entries()]
    assert kinds == [
        EntryKind.CREATED,
        EntryKind.ORDER_ADDED,
        EntryKind.ORDER_ADDED,
        EntryKind.ORDER_CHANGED,
        EntryKind.ROOT_ADDED,
        EntryKind.PERSON_ADDED,
        EntryKind.ORDER_ASSIGNED,
        *[EntryKind.ENROLLED] * 4,
        EntryKind.SPENT,
        EntryKind.RUN_ENDED,
        EntryKind.EXPORTED,
        EntryKind.REVOKED,
    ]
    assert [entry.sequence for entry in full.entries(after=13)] == [14, 15]


def test_an_enrolled_entry_names_the_unit(records: Records) -> None:
    enrollment = enrol(records, "S1", symmetric_identity("Unit-1"))
    *_, entry = records.entries()
    assert entry.data["registration_id"] == "Unit-1"
    assert (entry.data["serial"], entry.data["order"]) == ("S1", "o1")
    assert entry.data["run"] == enrollment.run


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"data":{},"kind":"created","sequence":1,"time":"2026-11-24T06:00:00+00:00"} ',
        '{"data":{},"kind":"created","sequence":"1","time":"2026-11-24T06:00:00+00:00"}',
        '{"data":{},"kind":"magic","sequence":1,"time":"2026-11-24T06:00:00+00:00"}',
        '{"data":{},"kind":"created","sequence":1,"time":"yesterday"}',
        '{"data":{"a":1,"a":2},"kind":"created","sequence":1,"time":"2026-11-24T06:00:00+00:00"}',
    ],
)
def test_what_is_not_an_entry_in_canonical_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_entry(text)


def test_a_pass_is_under_a_signed_head_on_disk_when_it_returns(records: Records) -> None:
    for number in range(3):
        enrol(records, f"S{number}")
        with Reader.open(records.path) as reader:
            *_, entry = reader.entries()
            assert reader.head().sequence == entry.sequence


def test_positions_that_pass_together_share_a_signature(
    records: Records, guard: SoftwareGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    records.add_order(make_order("many", quantity=99))
    ready = []
    for number in range(12):
        run = admitted(records, f"S{number}", "many")
        ready.append((run, enrollment_of(run, f"S{number}", symmetric_identity(f"u{number}"))))
    signing, go_on = Event(), Event()
    honest = guard.sign_head

    def slow(previous: SignedHead | None, entries: Sequence[bytes]) -> SignedHead:
        signing.set()
        assert go_on.wait(20)
        return honest(previous, entries)

    before, committed = guard.signatures, records.head().sequence + 12
    with monkeypatch.context() as patch, ThreadPoolExecutor(12) as pool:
        patch.setattr(guard, "sign_head", slow)
        done = [pool.submit(records.enrol, *one, seconds=1, steps=STEPS) for one in ready]
        assert signing.wait(20)
        while sum(1 for _ in records.entries()) < committed:
            assert not any(future.done() for future in done)
        go_on.set()
        for future in done:
            future.result(20)
    assert guard.signatures - before <= 2
    report = records.verify()
    assert (report.enrollments, report.unsigned) == (12, 0)


def test_many_positions_at_once_leave_a_whole_record(records: Records) -> None:
    records.add_order(make_order("many", quantity=200))

    def work(position: int) -> None:
        for number in range(8):
            serial = f"P{position}-{number}"
            if number % 4 == 3:
                fail(records, admitted(records, serial, "many"))
            else:
                enrol(records, serial, order="many")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    usage = records.usage("many")
    assert (usage.enrolled, usage.reserved, usage.spent) == (36, 0, 0)
    report = records.verify()
    assert (report.enrollments, report.runs, report.unsigned) == (36, 48, 0)


def passing(records: Records, serial: str) -> Run:
    """Try to enrol a unit while the guard is in trouble right after the commit."""
    run = admitted(records, serial)
    enrollment = enrollment_of(run, serial, symmetric_identity(f"id-{serial}".lower()))
    with pytest.raises(StationError, match="HSM-007"):
        records.enrol(run, enrollment, seconds=1, steps=())
    return run


@pytest.fixture
def no_signatures(guard: SoftwareGuard, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let the guard's signatures fail until the patch is undone."""

    def gone(*_: object) -> SignedHead:
        raise StationError("HSM-007", "gone")

    monkeypatch.setattr(guard, "sign_head", gone)
    return monkeypatch


def test_a_pass_that_could_not_be_signed_stays_and_stops_the_line(
    records: Records, no_signatures: pytest.MonkeyPatch
) -> None:
    waiting = admitted(records, "S2")
    run = passing(records, "S1")
    fail(records, run, code="HSM-007")
    assert records.find("S1").run == run.name
    assert records.runs()[1].outcome is Outcome.PASSED
    with pytest.raises(StationError, match="HSM-007"):
        begin(records)
    enrollment = enrollment_of(waiting, "S2", symmetric_identity("b"))
    with pytest.raises(StationError, match="HSM-007"):
        records.enrol(waiting, enrollment, seconds=1, steps=())
    assert len(list(records.enrollments())) == 1
    assert records.verify().unsigned == 1
    no_signatures.undo()
    records.enrol(waiting, enrollment, seconds=1, steps=())
    assert records.verify().unsigned == 0


def test_a_failure_is_on_record_though_it_could_not_be_signed(
    records: Records, no_signatures: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = begin(records), begin(records)
    fail(records, first, code="HSM-007")
    fail(records, second, code="HSM-007")
    assert [run.code for run in records.runs()] == ["HSM-007", "HSM-007"]
    warned = [r for r in caplog.records if r.levelno == logging.WARNING]
    assert len(warned) == 1
    no_signatures.undo()
    begin(records)
    assert records.verify().unsigned == 0


def test_what_was_left_unsigned_is_signed_at_the_next_start(
    records: Records, guard: SoftwareGuard, no_signatures: pytest.MonkeyPatch
) -> None:
    passing(records, "S1")
    records.close()
    with pytest.raises(StationError, match="HSM-007"):
        Records.open(records.path, guard)
    no_signatures.undo()
    with Records.open(records.path, guard) as again:
        assert again.verify().unsigned == 0
        assert len(list(again.enrollments())) == 1


def test_more_entries_than_one_signature_takes_are_signed_in_several(
    records: Records, guard: SoftwareGuard, no_signatures: pytest.MonkeyPatch
) -> None:
    runs = [begin(records) for _ in range(7)]
    for run in runs:
        fail(records, run)
    no_signatures.undo()
    no_signatures.setattr("station.records.audit._BATCH", 3)
    before = guard.signatures
    begin(records)
    assert guard.signatures - before == 3
    assert records.verify().unsigned == 0


def test_a_guard_that_signs_something_else_is_not_believed(
    records: Records, guard: SoftwareGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = guard.sign_head

    def other(previous: SignedHead | None, entries: Sequence[bytes]) -> SignedHead:
        head = honest(previous, entries)
        return SignedHead(head.sequence, bytes(32), head.signature)

    monkeypatch.setattr(guard, "sign_head", other)
    with pytest.raises(StationError, match="HSM-014"):
        records.add_order(make_order("o2"))


def test_a_chain_changed_while_the_station_works_is_not_signed(
    records: Records, no_signatures: pytest.MonkeyPatch
) -> None:
    run = begin(records)
    fail(records, run)
    with records._ledger.writer.transaction() as connection:
        connection.execute(
            "UPDATE audit SET entry = replace(entry, 'failed', 'passed')"
            " WHERE sequence = (SELECT max(sequence) FROM audit)"
        )
    no_signatures.undo()
    with pytest.raises(StationError, match="REC-011"):
        begin(records)
