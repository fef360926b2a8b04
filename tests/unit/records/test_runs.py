"""Runs, their steps and intents, and the counts that come of them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from station.errors import Outcome, StationError
from station.model.enrollment import EnrollmentStatus
from station.records import summary
from station.records.database import Readings
from station.records.encoding import content_digest, pack_chain, parse_time, time_text, unpack_chain
from station.records.entries import EntryKind
from station.records.orders import Usage
from station.records.runs import RunNames
from station.records.store import Reader, Records
from tests.unit.records.software import (
    HASH,
    NOW,
    STEPS,
    admitted,
    begin,
    enrol,
    enrollment_of,
    fail,
    make_order,
    symmetric_identity,
)

_DAY = timedelta(hours=23)
_MOMENTS = st.integers(0, 2**41).map(lambda ms: NOW + timedelta(milliseconds=ms))


@given(st.lists(_MOMENTS, min_size=2))
def test_names_of_runs_sort_as_they_were_made(times: list[datetime]) -> None:
    names = RunNames("")
    made = [names.next(time) for time in times]
    assert all(len(name) == 26 for name in made)
    assert made == sorted(set(made))
    assert RunNames(made[-1]).next(times[0]) > made[-1]


def test_a_name_begins_with_the_time_as_the_example_of_the_ulid_specification() -> None:
    name = RunNames("").next(datetime(2016, 7, 30, 23, 54, 10, 259_000, tzinfo=UTC))
    assert name.startswith("01ARZ3NDEK")


def test_a_run_is_on_record_from_its_beginning(records: Records) -> None:
    run = begin(records)
    assert (run.order, run.profile_hash, run.position, run.serial) == ("o1", HASH, "1", "")
    assert (run.outcome, run.seconds, run.code) == (None, None, None)
    assert records.runs() == [run]


def test_a_failed_run_keeps_what_happened(records: Records) -> None:
    run = begin(records)
    fail(records, run, serial="said\x1b[2J\ud800")
    (kept,) = records.runs("o1")
    assert (kept.outcome, kept.code, kept.seconds) == (Outcome.FAILED, "LNK-002", 1.0)
    assert kept.serial == "said\\x1b[2J\\ud800"
    assert records.detail(run.name) == "because"
    assert records.steps(run.name) == list(STEPS)
    (entry,) = [e for e in records.entries() if e.kind is EntryKind.RUN_ENDED]
    assert entry.data["outcome"] == "failed"
    assert records.head().sequence == entry.sequence
    records.verify()


def test_an_admitted_run_keeps_the_serial_number_it_was_admitted_with(records: Records) -> None:
    run = admitted(records, "S1")
    fail(records, run, serial="another")
    assert records.runs()[0].serial == "S1"


def test_a_long_detail_is_cut(records: Records) -> None:
    run = begin(records)
    records.end_run(
        run, Outcome.ERROR, code=None, detail="x\n" * 999, serial="y" * 999, seconds=0, steps=()
    )
    assert len(records.detail(run.name)) == 500
    assert len(records.runs()[0].serial) == 128


def test_a_run_that_ended_stays_as_it_ended(records: Records) -> None:
    run = begin(records)
    fail(records, run)
    records.end_run(
        run, Outcome.CANCELLED, code="LIN-003", detail="", serial="", seconds=9, steps=()
    )
    assert records.runs()[0].outcome is Outcome.FAILED
    enrol(records, "S1")
    passed = records.runs()[1]
    fail(records, passed)
    assert records.runs()[1].outcome is Outcome.PASSED
    assert records.usage("o1") == Usage(1, 0, 0)


def test_a_run_passes_by_enrol_alone(records: Records) -> None:
    run = begin(records)
    with pytest.raises(ValueError, match="enrol"):
        records.end_run(run, Outcome.PASSED, code=None, detail="", serial="", seconds=0, steps=())


def test_an_unknown_run_is_no_run(records: Records) -> None:
    run = begin(records)
    assert records.steps("nonesuch") == []
    assert records.detail("nonesuch") == ""
    unknown = type(run)(**{**vars(run), "name": "nonesuch"})
    with pytest.raises(StationError, match="LIN-014"):
        fail(records, unknown)
    begin(records)


def test_a_passed_run_keeps_its_steps(records: Records) -> None:
    enrollment = enrol(records, "S1")
    (run,) = records.runs()
    assert (run.outcome, run.seconds, run.serial) == (Outcome.PASSED, 2.5, "S1")
    assert records.steps(enrollment.run) == list(STEPS)


def test_runs_are_listed_by_order(records: Records) -> None:
    records.add_order(make_order("o2"))
    first, second = begin(records), begin(records, "o2")
    assert [run.name for run in records.runs()] == [first.name, second.name]
    assert [run.name for run in records.runs("o2")] == [second.name]
    assert records.runs("o3") == []


def test_an_intent_is_open_until_it_is_settled(records: Records) -> None:
    run = admitted(records, "S1")
    first = records.intent(run, "make-key", {})
    second = records.intent(run, "issue", {})
    assert [i.number for i in records.open_intents()] == [first, second]
    records.settled(first, {"public": "ff"})
    (left,) = records.open_intents()
    assert (left.number, left.run, left.kind, left.data) == (second, run.name, "issue", {})
    with pytest.raises(StationError, match="LIN-014"):
        records.settled(first, {})
    with Reader.open(records.path) as reader:
        assert reader.open_intents() == [left]


def test_an_intent_keeps_its_data(records: Records) -> None:
    data: dict[str, JsonValue] = {"label": "ä\u2028", "n": [1, None, {"a": 0.5}]}
    records.intent(begin(records), "make-key", data)
    assert records.open_intents()[0].data == data


def test_an_intent_can_be_settled_after_its_run(records: Records) -> None:
    run = begin(records)
    number = records.intent(run, "make-key", {})
    fail(records, run)
    assert len(records.open_intents()) == 1
    records.settled(number, {})
    assert records.open_intents() == []
    with pytest.raises(StationError, match="LIN-014"):
        records.intent(run, "late", {})


def test_sums_up_each_order(records: Records) -> None:
    records.add_order(make_order("o2"))
    enrol(records, "S1")
    enrollment = enrol(records, "S2")
    fail(records, begin(records))
    admitted(records, "S3")
    name = (enrollment.id_scope, enrollment.registration_id)
    records.record_export([name], manifest_hash="", folder_name="", format_name="")
    first, second = records.summary()
    assert first.usage == Usage(2, 1, 0)
    assert (first.outcomes[Outcome.PASSED], first.outcomes[Outcome.FAILED]) == (2, 1)
    assert (first.outcomes[Outcome.ERROR], first.running) == (0, 1)
    assert first.statuses[EnrollmentStatus.READY] == 1
    assert first.statuses[EnrollmentStatus.EXPORTED] == 1
    assert second.order.name == "o2"
    assert set(second.outcomes.values()) == set(second.statuses.values()) == {0}


def test_an_order_that_is_made_while_they_are_summed_up_is_no_damage(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, late = summary._counts, [make_order("late")]

    def meanwhile(reads: Readings, sql: str) -> dict[str, dict[str | None, int]]:
        while late:
            records.add_order(late.pop())
        return plain(reads, sql)

    monkeypatch.setattr(summary, "_counts", meanwhile)
    assert "o1" in [one.order.name for one in records.summary()]


@given(st.datetimes(timezones=st.builds(timezone, st.timedeltas(-_DAY, _DAY))))
def test_times_are_kept_to_the_microsecond(time: datetime) -> None:
    try:
        text = time_text(time)
    except OverflowError:
        return
    assert parse_time(text) == time
    assert text.endswith("+00:00")


def test_times_are_kept_in_utc() -> None:
    time = NOW.astimezone(timezone(timedelta(hours=-5)))
    assert time_text(time) == "2026-11-24T06:00:00.000000+00:00"


@given(st.lists(st.binary()))
def test_a_chain_is_unpacked_as_it_was_packed(chain: list[bytes]) -> None:
    assert unpack_chain(pack_chain(chain)) == tuple(chain)


@given(st.binary())
def test_what_is_no_chain_is_refused(blob: bytes) -> None:
    try:
        chain = unpack_chain(blob)
    except ValueError:
        return
    assert pack_chain(chain) == blob


_CONTENT = st.tuples(
    st.lists(st.none() | st.text(max_size=3), max_size=3),
    st.lists(st.none() | st.binary(max_size=3), max_size=3),
)


@given(_CONTENT, _CONTENT)
def test_no_two_contents_share_a_digest(
    one: tuple[list[str | None], list[bytes | None]],
    other: tuple[list[str | None], list[bytes | None]],
) -> None:
    assert (content_digest(*one) == content_digest(*other)) == (one == other)


def test_enrols_with_a_whole_number_of_seconds(records: Records) -> None:
    run = admitted(records, "S1")
    enrollment = enrollment_of(run, "S1", symmetric_identity("a"))
    records.enrol(run, enrollment, seconds=3, steps=())
    records.verify()


def test_a_run_that_sealed_to_a_key_is_known_by_that_key_whoever_asks(records: Records) -> None:
    first = admitted(records, "S1")
    data: dict[str, JsonValue] = {"name": "u1", "recipient_sha256": "ab" * 32}
    records.settled(records.intent(first, "install-key", data), {})
    records.intent(first, "make-key", {"name": "u1"})
    assert records.recipient_run("ab" * 32, first.name) is None
    enrollment = enrollment_of(first, "S1", symmetric_identity("u1"))
    records.enrol(first, enrollment, seconds=1, steps=STEPS)
    second = admitted(records, "S2")
    assert records.recipient_run("ab" * 32, second.name) == first.name
    assert records.recipient_run("cd" * 32, second.name) is None


def test_a_unit_that_never_passed_stands_once_by_its_last_run(records: Records) -> None:
    for serial, tries in (("S1", 2), ("S2", 1)):
        for _ in range(tries):
            fail(records, admitted(records, serial), serial)
    again = admitted(records, "s1")
    fail(records, again, "s1", code="TPM-003")
    enrol(records, "S2")
    found = list(records.failed_units("o1"))
    assert [(one.serial, one.run, one.code, one.tries) for one in found] == [
        ("s1", again.name, "TPM-003", 3)
    ]
    assert list(records.failed_units("nothing")) == []
