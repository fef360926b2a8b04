"""How far hand-offs are, what they tell of the chain, and their sealed secrets."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import JsonValue

from station.errors import Outcome, StationError
from station.model.handoff import ResultEvent, UnitResult
from station.model.order import Reprovisioning
from station.model.rights import Right
from station.records.again import Proved
from station.records.entries import EntryKind
from station.records.store import Reader, Records
from tests.unit.records.software import Clock, SoftwareGuard, begin, enrol, fail
from tests.unit.records.staffed import agreed, staff

SETTINGS: Mapping[str, JsonValue] = {"kind": "http", "address": "https://mes.example"}


@pytest.fixture
def begun(records: Records) -> Records:
    """Return a record whose hand-off `mes` has begun, with a unit enrolled before that."""
    enrol(records, "S0")
    records.handoffs.begin("mes", SETTINGS)
    return records


def results(records: Records) -> list[UnitResult]:
    """Return what is to be told."""
    after = records.handoffs.cursor("mes")
    return [told.result for told in records.handoffs.results(after) if told.result is not None]


def edited(records: Records, statement: str) -> None:
    with closing(sqlite3.connect(records.path)) as connection, connection:
        connection.execute(statement)


def test_a_hand_off_tells_what_comes_after_it_was_begun(begun: Records) -> None:
    assert results(begun) == []
    enrol(begun, "S1")
    assert [one.serial for one in results(begun)] == ["S1"]


def test_all_that_ever_was_is_told_where_that_is_wanted(begun: Records) -> None:
    begun.handoffs.refused("mes", begun.handoffs.cursor("mes"), "no")
    begun.handoffs.start_over("mes")
    assert [one.serial for one in results(begun)] == ["S0"]
    assert begun.handoffs.put_aside("mes") == ()


def test_a_pass_is_told_with_its_names(begun: Records) -> None:
    enrollment = enrol(begun, "S1")
    (told,) = results(begun)
    assert (told.station, told.practice) == (begun.station, True)
    assert told.event is ResultEvent.RUN
    assert told.outcome is Outcome.PASSED
    assert told.registration_id == enrollment.registration_id.text
    assert told.device_id == (enrollment.device_id and enrollment.device_id.text)
    assert (told.run, told.order, told.serial) == (enrollment.run, "o1", "S1")
    assert told.code is None
    assert told.started is not None
    assert told.ended is not None
    assert told.seconds is not None
    last = list(begun.entries())[-1]
    assert (told.sequence, told.time) == (last.sequence, last.time)


def test_a_failure_is_told_with_its_code_and_no_names(begun: Records) -> None:
    run = begin(begun)
    fail(begun, run)
    (told,) = results(begun)
    assert told.run == run.name
    assert told.outcome is Outcome.FAILED
    assert told.code
    assert told.registration_id is None


def test_a_run_that_was_broken_off_is_told_once_it_is_settled(
    begun: Records, guard: SoftwareGuard, clock: Clock
) -> None:
    run = begin(begun)
    begun.close()
    with Records.open(begun.path, guard, now=clock) as again:
        (told,) = results(again)
    assert (told.run, told.outcome, told.code) == (run.name, Outcome.ERROR, "LIN-016")
    assert told.seconds is None


def test_a_revocation_is_told_with_its_reason(begun: Records) -> None:
    enrollment = enrol(begun, "S1")
    begun.revoke((enrollment.id_scope, enrollment.registration_id), "lost")
    passed, revoked = results(begun)
    assert revoked.event is ResultEvent.REVOKED
    assert (revoked.serial, revoked.run, revoked.reason) == ("S1", passed.run, "lost")
    assert revoked.outcome is None


def test_a_unit_that_is_put_elsewhere_is_told_of(begun: Records) -> None:
    data = {"serial": "S0", "before": "passed", "state": "scrapped", "why": "scrap"}
    told_of = {**data, "reason": "fell down", "digest": ""}
    book = begun.handoffs
    with book.writer.transaction() as connection:
        entry = book.journal.append(connection, EntryKind.UNIT_CHANGED, told_of)
    book.heads.sign(entry)
    (told,) = results(begun)
    assert told.event is ResultEvent.UNIT
    assert (told.serial, told.state, told.change) == ("S0", "scrapped", "scrap")
    assert told.reason == "fell down"
    assert told.run is None


def test_what_has_no_signature_yet_is_not_told(
    begun: Records, guard: SoftwareGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(begun, "S1")

    def gone(previous: object, entries: object) -> None:
        raise StationError("HSM-005")

    with monkeypatch.context() as patch:
        patch.setattr(guard, "sign_head", gone)
        with pytest.raises(StationError, match="HSM-005"):
            enrol(begun, "S2")
        assert [one.serial for one in results(begun)] == ["S1"]
    enrol(begun, "S3")
    assert [one.serial for one in results(begun)] == ["S1", "S2", "S3"]


def test_how_far_it_is_only_goes_on(begun: Records) -> None:
    begun.handoffs.delivered("mes", 50)
    begun.handoffs.delivered("mes", 40)
    assert begun.handoffs.cursor("mes") == 50


def test_what_is_refused_is_put_aside_and_passed_over(begun: Records) -> None:
    enrol(begun, "S1")
    (told,) = results(begun)
    begun.handoffs.refused("mes", told.sequence, "no\x1b such order")
    assert results(begun) == []
    (aside,) = begun.handoffs.put_aside("mes")
    assert (aside.sequence, aside.why) == (told.sequence, "no\\x1b such order")
    assert begun.handoffs.result(aside.sequence) == told
    begun.handoffs.refused("mes", told.sequence, "still not")
    assert [one.why for one in begun.handoffs.put_aside("mes")] == ["still not"]
    begun.handoffs.taken_after_all("mes", told.sequence)
    assert begun.handoffs.put_aside("mes") == ()


def test_a_reader_tells_how_far_it_is(begun: Records) -> None:
    enrol(begun, "S1")
    fail(begun, begin(begun))
    with Reader.open(begun.path) as reader:
        (state,) = reader.handoff_states()
    assert (state.name, state.waiting, state.refused) == ("mes", 2, ())


def test_the_chain_says_under_what_settings_it_works(begun: Records) -> None:
    begun.handoffs.begin("mes", SETTINGS)
    enrol(begun, "S1")
    at = begun.handoffs.cursor("mes")
    begun.handoffs.begin("mes", {**SETTINGS, "route": True})
    told = [entry.data for entry in begun.entries() if entry.kind is EntryKind.HANDOFF_SET]
    assert told == [{"name": "mes", **SETTINGS}, {"name": "mes", **SETTINGS, "route": True}]
    assert begun.handoffs.cursor("mes") == at, "new settings leave nothing out"
    begun.verify()


def test_one_that_has_not_begun_is_not_there(records: Records) -> None:
    with pytest.raises(StationError, match="SVC-023"):
        records.handoffs.cursor("mes")


def test_an_entry_that_tells_of_nothing_is_said_to_be_forged(begun: Records) -> None:
    enrol(begun, "S1")
    edited(begun, "DELETE FROM runs WHERE serial = 'S1'")
    with pytest.raises(StationError, match="REC-011"):
        results(begun)


def test_a_secret_is_kept_sealed_and_replaced(begun: Records) -> None:
    assert begun.handoffs.secret("mes") is None
    begun.handoffs.set_secret("mes", b"sealed")
    begun.handoffs.set_secret("mes", b"sealed anew")
    assert begun.handoffs.secret("mes") == b"sealed anew"
    assert b"sealed anew".hex() not in str([entry.data for entry in begun.entries()])
    begun.verify()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE handoff_secrets SET sealed = x'00'",
        "UPDATE handoff_secrets SET name = 'other'",
        "UPDATE handoff_secrets SET mac = x'00'",
        "DELETE FROM handoff_secrets",
    ],
)
def test_a_secret_that_was_changed_is_not_used_or_found(begun: Records, statement: str) -> None:
    begun.handoffs.set_secret("mes", b"sealed")
    edited(begun, statement)
    if "DELETE" not in statement:
        with pytest.raises(StationError, match="REC-012"):
            begun.handoffs.secret("other" if "other" in statement else "mes")
    if "mac" not in statement:
        with pytest.raises(StationError, match="REC-011"):
            begun.verify()


def test_in_production_a_secret_takes_the_right_to_change_settings(
    tmp_path: Path, guard: SoftwareGuard, clock: Clock
) -> None:
    path = tmp_path / "station.db"
    with Records.create(path, guard, station="line-1", practice=False, now=clock) as records:
        staff(records)
        records.handoffs.begin("mes", SETTINGS)
        for approval in (None, agreed(records, Right.EXPORT)):
            with pytest.raises(StationError, match="REC-025"):
                records.handoffs.set_secret("mes", b"sealed", approval)
        records.handoffs.set_secret("mes", b"sealed", agreed(records, Right.SETTINGS))
        records.verify()


def test_a_unit_that_was_run_again_is_told_with_its_names(begun: Records) -> None:
    begun.order_changes.set_reprovisioning("o1", Reprovisioning.SAME_KEY)
    first = enrol(begun, "S1")
    for passes in (True, False):
        run = begin(begun)
        assert begun.again.admit(run, "S1") is not None
        if passes:
            begun.again.passed(run, Proved(first.identity, "so", 1, ()))
        else:
            fail(begun, run, code="LIN-066")
    once, passed, failed, aside = results(begun)
    assert (once.again, passed.again, failed.again, aside.again) == (None, True, True, None)
    assert passed.outcome is Outcome.PASSED
    assert (passed.run, passed.registration_id) != (first.run, None)
    assert passed.registration_id == first.registration_id.text
    assert (failed.outcome, failed.registration_id) == (Outcome.FAILED, None)
    assert (aside.state, aside.change) == ("quarantined", "failed-again")
    begun.revoke((first.id_scope, first.registration_id), "lost")
    assert results(begun)[-1].run == first.run
