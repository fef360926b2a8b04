"""What a push leaves on record, whenever it ends, and what the next one is given."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

import pytest

from station.errors import StationError
from station.model.enrollment import EnrollmentStatus
from station.model.names import IdScope, RegistrationId
from station.model.push import PushFate, PushRow, PushState, PushTally
from station.records.entries import EntryKind
from station.records.push_decisions import Decided, Decision
from station.records.pushes import PushPlace, read_push_fates
from station.records.store import Records
from tests.unit.records.software import SoftwareGuard, enrol

HOST = "dps.example"


@pytest.fixture
def place(records: Records) -> PushPlace:
    one = enrol(records, "S1")
    for serial in ("S2", "S3", "S4"):
        enrol(records, serial)
    return PushPlace("dps", HOST, one.id_scope)


def rows(records: Records, *, again: bool = False) -> list[PushRow]:
    """Return what is to be sent, as a push would."""
    return [
        PushRow(key, one.registration_id.text, b"{}", settle)
        for key, one, settle in records.pushes.to_send(HOST, "o1", again=again)
    ]


def numbers(found: Iterable[PushRow], *, settle: bool = False) -> list[int]:
    return [one.key for one in found if one.settle is settle]


def statuses(records: Records) -> list[EnrollmentStatus]:
    return [one.status for one in records.enrollments()]


def fates(found: list[PushRow], *states: PushState) -> list[PushFate]:
    return [
        PushFate(one.key, one.name, state, 409_001, "words", "t", "e", ("deviceId",), "{}")
        for one, state in zip(found, states, strict=True)
    ]


def test_what_was_being_sent_is_read_back_by_the_next_push(
    records: Records, place: PushPlace, guard: SoftwareGuard
) -> None:
    records.pushes.begin(place)
    found = rows(records)
    assert numbers(found) == [1, 2, 3, 4]
    records.pushes.keep(HOST, found[:2], ())
    records.close()
    guard.forget_turns()
    with Records.open(records.path, guard) as again:
        assert numbers(rows(again), settle=True) == [1, 2]
        assert numbers(rows(again)) == [3, 4]
        assert again.verify().unsigned == 0


def test_each_fate_decides_whether_a_row_is_sent_again(records: Records, place: PushPlace) -> None:
    records.pushes.begin(place)
    found = rows(records)
    records.pushes.keep(HOST, found, ())
    said = fates(found, PushState.CREATED, PushState.CONFLICT, PushState.WAITING, PushState.UNSURE)
    records.pushes.keep(HOST, (), said)
    left = rows(records)
    assert (numbers(left), numbers(left, settle=True)) == ([3], [4])
    assert numbers(rows(records, again=True)) == [2, 3]
    (conflict,) = read_push_fates(records._reads)
    assert conflict.fate == said[1]
    assert (conflict.order, conflict.serial, conflict.host) == ("o1", "S2", HOST)
    assert list(read_push_fates(records._reads, order="o2")) == []


def test_what_is_there_is_confirmed_under_one_entry_and_verified(
    records: Records, place: PushPlace
) -> None:
    records.pushes.begin(place)
    found = rows(records)
    records.pushes.keep(HOST, found, ())
    records.pushes.keep(HOST, (), fates(found[:2], PushState.CREATED, PushState.ALREADY))
    ready, done = EnrollmentStatus.READY, EnrollmentStatus.CONFIRMED
    assert statuses(records) == [ready] * 4
    assert records.pushes.confirm(place, PushTally(created=1, already=1), over=False) == 2
    assert records.pushes.confirm(place, PushTally(created=1, already=1), over=False) == 0
    assert statuses(records) == [done, done, ready, ready]
    records.pushes.confirm(place, PushTally(created=1, already=1, unsure=2), over=True)
    assert [one.data["count"] for one in records.entries(kind=EntryKind.PUSHED)] == [2, 0]
    assert [one.data["over"] for one in records.entries(kind=EntryKind.PUSHED)] == [False, True]
    assert records.verify().unsigned == 0
    records.pushes.keep(HOST, (), fates(found[:1], PushState.CONFLICT))  # it is covered by now
    assert statuses(records)[0] is done
    assert list(read_push_fates(records._reads)) == []


def test_a_broken_off_push_s_rows_are_confirmed_by_the_next(
    records: Records, place: PushPlace
) -> None:
    records.pushes.begin(place)
    found = rows(records)
    records.pushes.keep(HOST, found, ())
    records.pushes.keep(HOST, (), fates(found[:1], PushState.CREATED))
    records.pushes.begin(place)
    assert records.pushes.confirm(place, PushTally(), over=True) == 1
    assert records.verify().unsigned == 0


def test_a_revoked_enrollment_is_not_sent_and_stays_revoked(
    records: Records, place: PushPlace
) -> None:
    records.pushes.begin(place)
    found = rows(records)
    records.pushes.keep(HOST, found, ())
    name = RegistrationId.parse(found[0].name)
    records.revoke((place.id_scope, name), "lost")
    records.pushes.keep(HOST, (), fates(found[:1], PushState.CREATED))
    records.pushes.confirm(place, PushTally(), over=True)
    assert statuses(records)[0] is EnrollmentStatus.REVOKED
    assert 1 not in [one.key for one in rows(records)]
    assert records.verify().unsigned == 0


def test_units_of_a_group_are_there_with_it(records: Records, place: PushPlace) -> None:
    records.pushes.begin(place)
    records.pushes.keep_group(HOST, b"{}", PushFate(0, "o1", PushState.CREATED))
    assert records.pushes.keep_members(HOST, "o1", b"{}") == 4
    assert records.pushes.keep_members(HOST, "o1", b"{}") == 0
    assert records.pushes.confirm(place, PushTally(), over=True) == 4
    assert set(statuses(records)) == {EnrollmentStatus.CONFIRMED}
    assert rows(records) == []
    assert records.verify().unsigned == 0


def test_a_group_that_is_another_s_is_told(records: Records, place: PushPlace) -> None:
    records.pushes.begin(place)
    records.pushes.keep_group(HOST, b"{}", PushFate(0, "o1", PushState.CONFLICT))
    (told,) = read_push_fates(records._reads)
    assert (told.fate.name, told.order) == ("o1", "")
    records.pushes.keep_group(HOST, b"{}", PushFate(0, "O1", PushState.ALREADY))
    assert list(read_push_fates(records._reads)) == []


def test_a_host_has_one_id_scope(records: Records, place: PushPlace) -> None:
    records.pushes.begin(place)
    with pytest.raises(StationError, match="SVC-060"):
        records.pushes.begin(PushPlace("dps", HOST, IdScope.parse("0ne99999999")))
    records.pushes.begin(PushPlace("dps", "other.example", IdScope.parse("0ne99999999")))


def test_what_is_kept_by_decision_is_sent_no_more_until_it_is_reopened(
    records: Records, place: PushPlace
) -> None:
    records.pushes.begin(place)
    found = rows(records)
    said = fates(found[:2], PushState.CONFLICT, PushState.CONFLICT)
    records.pushes.keep(HOST, (), said)
    decided = [Decided(one.key, one.name, one.etag, one.theirs, Decision.KEEP) for one in said]
    put, where = records.pushes.decisions.put, {"service": "dps", "host": HOST}
    put(where, decided[:1])
    assert records.verify().unsigned == 0
    assert numbers(rows(records, again=True)) == [2, 3, 4]
    assert records.pushes.count_to_send(HOST, "o1", again=True) == 3
    assert records.pushes.count_undecided(HOST, None) == 1
    (kept,) = read_push_fates(records._reads, {PushState.KEPT})
    assert kept.fate.theirs == said[0].theirs
    with pytest.raises(StationError, match="SVC-065"):
        put(where, decided)  # of both or of none
    with pytest.raises(StationError, match="SVC-065"):
        put(where, [replace(decided[1], etag="another")])
    assert records.pushes.count_undecided(HOST, None) == 1
    put(where, [replace(decided[0], decision=Decision.REOPEN)])
    assert numbers(rows(records, again=True)) == [1, 2, 3, 4]
    assert records.verify().unsigned == 0
    (first, *_) = records.entries(kind=EntryKind.PUSH_DECIDED)
    assert first.data["decision"] == "keep 1"
    digest = hashlib.sha256(said[0].theirs.encode()).hexdigest()
    told = {"id": 1, "name": said[0].name, "etag": "e", "theirs": digest, "decision": "keep"}
    assert first.data["rows"] == [told]


def test_a_group_is_kept_by_its_name_whatever_its_case(records: Records, place: PushPlace) -> None:
    records.pushes.begin(place)
    records.pushes.keep_group(HOST, b"{}", PushFate(0, "Line-1", PushState.CONFLICT))
    where = {"service": "dps", "host": HOST}
    records.pushes.decisions.put(where, [Decided(0, "line-1", "", "", Decision.KEEP)])
    assert records.pushes.decisions.kept_groups(HOST) == {"line-1"}
    assert records.pushes.decisions.kept_groups("other") == frozenset()
    assert records.verify().unsigned == 0


def test_fields_are_kept_as_they_are_named(records: Records, place: PushPlace) -> None:
    records.pushes.begin(place)
    fields = ("initialTwin.tags.the line", "iotHubs")
    records.pushes.keep(HOST, (), [PushFate(1, "u", PushState.CONFLICT, differs=fields)])
    (kept,) = read_push_fates(records._reads)
    assert kept.fate.differs == fields
