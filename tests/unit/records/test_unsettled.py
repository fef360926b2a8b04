"""What broken-off runs left open, in the record: told of each unit, settled, or put aside."""

from collections.abc import Mapping

import pytest
from pydantic import JsonValue

from station.model.unit_state import UnitChange, UnitState
from station.records.store import Records
from tests.unit.records.software import SoftwareGuard, admitted, fail


def reopened(records: Records, guard: SoftwareGuard) -> Records:
    """Open a record again whose process was killed."""
    records._held.close()
    return Records.open(records.path, guard)


def test_what_is_left_open_is_told_by_unit_and_not_of_a_run_at_work(
    records: Records, guard: SoftwareGuard
) -> None:
    first = admitted(records, "S1")
    open_one = records.intent(first, "make-key", {"key_id": first.name})
    records.settled(records.intent(first, "make-tpm-key", {}), {"made": True})
    assert records.left_open() == [], "it is at work"
    with reopened(records, guard) as again:
        second = admitted(again, "S2")
        again.intent(second, "make-key", {"key_id": second.name})
        (left,) = again.left_open("s1")
        assert (left.run.name, left.number) == (first.name, 1)
        assert [(one.number, one.kind) for one in left.intents] == [(open_one, "make-key")]
        assert again.left_open() == [left]
        assert again.left_open("S2") == []
        again.settled(open_one, {"made": False})
        assert again.left_open() == []
        (settled,) = [one for one in again.failed_intents("S1") if one.kind == "make-key"]
        assert settled.result == {"made": False}


@pytest.mark.parametrize(
    ("kind", "result", "given"),
    [
        ("write-certificate", {}, True),
        ("write-certificate", {"installed": True, "looked_up": True}, True),
        ("install-certificate", {"installed": False}, False),
        ("make-key", {"made": True}, False),
    ],
)
def test_a_unit_has_a_certificate_of_a_broken_off_run_until_a_run_has_ended_by_itself(
    records: Records,
    guard: SoftwareGuard,
    kind: str,
    result: Mapping[str, JsonValue],
    *,
    given: bool,
) -> None:
    run = admitted(records, "S1")
    records.settled(records.intent(run, kind, {}), result)
    with reopened(records, guard) as again:
        assert again.certificate_left("s1") == (run.name if given else "")
        admitted(again, "S1")
        with reopened(again, guard) as once_more:  # broken off again, before it was told
            assert once_more.certificate_left("S1") == (run.name if given else "")
            fail(once_more, admitted(once_more, "S1"), "S1", "LIN-073")
            assert once_more.certificate_left("S1") == ""


def test_a_run_that_failed_by_itself_left_no_certificate_that_is_asked_for(
    records: Records,
) -> None:
    run = admitted(records, "S1")
    records.settled(records.intent(run, "write-certificate", {}), {})
    fail(records, run, "S1")
    assert records.certificate_left("S1") == ""


@pytest.mark.parametrize("change", [UnitChange.RELEASE, UnitChange.SCRAP])
def test_a_unit_that_cant_be_told_is_put_aside_until_a_person_decides(
    records: Records, guard: SoftwareGuard, change: UnitChange
) -> None:
    run, other = admitted(records, "S1"), admitted(records, "S2")
    for one in (run, other):
        records.intent(one, "make-key", {})
    with reopened(records, guard) as again:
        again.units.hold_unsettled("S1", run.name, "look at its token")
        mark = again.unit("S1")
        assert mark is not None
        assert mark.state is UnitState.QUARANTINED
        assert mark.reason == f"run {run.name} was broken off: look at its token"
        again.units.hold_unsettled("S1", run.name, "once more")  # it is aside already
        again.verify()
        again.units.change("S1", change, reason="seen")
        assert [left.run.serial for left in again.left_open()] == ["S2"]
        (told,) = again.failed_intents("S1")
        assert told.result == {"told": "by a person"}
        again.verify()
