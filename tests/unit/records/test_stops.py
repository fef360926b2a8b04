"""What stops a position, and what lets it go on: each rule, exactly."""

from collections.abc import Sequence

import pytest

from station.errors import CATALOGUE, Outcome, StationError
from station.model.order import Reprovisioning
from station.model.rights import Approval, Right
from station.model.settings import Settings
from station.model.stops import BENCH, DUPLICATES, NOT_THE_POSITION, Cause
from station.records import contacts, stops
from station.records.entries import EntryKind
from station.records.store import Records
from tests.unit.records.software import HASH, STEPS, SoftwareGuard, edited_while_off, make_order
from tests.unit.records.staffed import agreed
from tests.unit.records.stopping import (
    ONE,
    ORDER,
    OTHER,
    PULLED,
    SILENT,
    WRONG_SCAN,
    ended,
    refused,
    standing,
)
from tests.unit.records.test_crash import torn

# --- so many failures in a row ------------------------------------------------------------------

F = SILENT
ROWS: Sequence[tuple[str, Sequence[str], bool]] = (
    ("two are not three", [F, F], False),
    ("three are", [F, F, F], True),
    ("a pass begins anew", [F, F, "P", F, F], False),
    ("after a pass, three again", [F, F, "P", F, F, F], True),
    ("who was cancelled neither counts nor begins anew", [F, "C", F, "C", "C"], False),
    ("nor does that hide a third", [F, "C", F, "C", F], True),
    ("a station's error neither counts nor begins anew", [F, "E", F, "E"], False),
    ("nor does that hide a third either", ["E", F, F, "E", F], True),
    ("another label was scanned", [F, F, WRONG_SCAN, WRONG_SCAN], False),
    ("a wrong scan between hides nothing", [F, WRONG_SCAN, F, "REC-042", F], True),
    ("pulled out thrice may be a contact", [PULLED, PULLED, PULLED], True),
)


@pytest.mark.parametrize(("hows", "stops"), [row[1:] for row in ROWS], ids=[r[0] for r in ROWS])
def test_so_many_failures_in_a_row_stop_the_position(
    large: Records, hows: Sequence[str], *, stops: bool
) -> None:
    for how in hows:
        ended(large, how)
    assert standing(large) == ([ONE] if stops else [])
    assert refused(large) == ("LIN-075" if stops else "")
    assert refused(large, "2") == ""
    large.verify()


@pytest.mark.parametrize("most", [1, 2, 5])
def test_how_many_they_are_is_settled_by_a_supervisor(large: Records, most: int) -> None:
    large.set_settings(Settings(stop_failures=most))
    for _ in range(most - 1):
        ended(large)
    assert standing(large) == []
    ended(large)
    assert standing(large) == [ONE]


def test_they_may_be_any_number(large: Records) -> None:
    large.set_settings(Settings(stop_failures=None))
    for _ in range(9):
        ended(large)
    assert standing(large) == []


def test_tries_that_follow_by_themselves_count_once(large: Records) -> None:
    for _ in range(2):
        for tries in range(4):
            ended(large, tries=tries)
    assert standing(large) == []
    ended(large)
    assert standing(large) == [ONE]


def test_what_a_stop_says_names_the_runs_it_was_found_from(large: Records) -> None:
    ended(large)
    ended(large, "P")
    runs = [ended(large, how) for how in (F, "C", F, F)]
    (stop,) = large.standing_still()
    assert (stop.cause, stop.why) == (Cause.FAILURES, "3 runs in a row failed")
    assert stop.runs == (runs[0].name, runs[2].name, runs[3].name)
    *_, told = large.entries(kind=EntryKind.STOPPED)
    assert (told.data["scope"], told.data["name"]) == ("position", "1")
    assert told.data["runs"] == [*stop.runs]
    (before,) = [
        entry
        for entry in large.entries(kind=EntryKind.RUN_ENDED)
        if entry.data["run"] == runs[3].name
    ]
    assert told.sequence == before.sequence + 1
    assert large.verify().unsigned == 0


def test_codes_that_say_nothing_of_a_position_are_failures_of_units() -> None:
    assert {CATALOGUE[code].fault.value for code in NOT_THE_POSITION | DUPLICATES} == {"unit"}
    assert not NOT_THE_POSITION & DUPLICATES


# --- restarted ----------------------------------------------------------------------------------


def test_a_restart_counts_anew_and_says_why(large: Records) -> None:
    for _ in range(3):
        ended(large)
    stop = large.stops.restart(ONE, reason="the probe was bent")
    assert stop.place == ONE
    for _ in range(2):
        ended(large)
    assert standing(large) == []
    ended(large)
    assert standing(large) == [ONE]
    (told,) = large.entries(kind=EntryKind.RESTARTED)
    assert (told.data["why"], told.data["place"]) == ("the probe was bent", "position 1")
    large.verify()


def test_nothing_is_restarted_that_goes(large: Records) -> None:
    for place in (ONE, ORDER, BENCH):
        with pytest.raises(StationError, match="REC-085"):
            large.stops.restart(place, reason="why not")


def test_practice_says_why_too(large: Records) -> None:
    for _ in range(3):
        ended(large)
    with pytest.raises(StationError, match="REC-026"):
        large.stops.restart(ONE, reason=" ")
    assert standing(large) == [ONE]


def test_it_stands_still_after_the_power_was_cut(large: Records, guard: SoftwareGuard) -> None:
    for _ in range(3):
        ended(large)
    torn(large)
    with Records.open(large.path, guard) as again:
        assert refused(again) == "LIN-075"
        again.stops.restart(ONE, reason="looked at")
        ended(again)
    with Records.open(large.path, guard) as again:
        for _ in range(2):
            assert refused(again) == ""
            ended(again)
        assert refused(again) == "LIN-075"


def test_a_unit_at_work_is_admitted_no_more_once_its_position_stops(large: Records) -> None:
    run = large.begin_run("o1", HASH, "1")
    for _ in range(3):
        ended(large)
    with pytest.raises(StationError, match="LIN-075"):
        large.admit(run, "S1")


def test_a_unit_run_again_is_admitted_no_more_either(large: Records) -> None:
    large.order_changes.set_reprovisioning("o1", Reprovisioning.SAME_KEY)
    ended(large, "P", serial="S1")
    run = large.begin_run("o1", HASH, "1")
    for _ in range(3):
        ended(large)
    with pytest.raises(StationError, match="LIN-075"):
        large.again.admit(run, "S1")


def test_a_restart_takes_its_right(real: Records) -> None:
    real.add_order(make_order(), agreed(real, Right.ORDERS))
    for wrong in (None, Approval(Right.RESTART, (), "why"), agreed(real, Right.SETTINGS)):
        with pytest.raises(StationError) as caught:
            real.stops.restart(BENCH, wrong)
        assert caught.value.code in {"REC-085", "REC-025"}


# --- in one transaction -------------------------------------------------------------------------


def test_the_stop_comes_with_the_end_of_its_run_or_neither_does(
    large: Records, guard: SoftwareGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        ended(large)

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(large.stops, "_written", cut)
    with pytest.raises(KeyboardInterrupt):
        ended(large)
    assert large.runs()[-1].outcome is None
    torn(large)
    with Records.open(large.path, guard) as again:
        assert again.runs()[-1].outcome is Outcome.ERROR
        assert standing(again) == []
        ended(again)
        assert standing(again) == [ONE]
        again.verify()


def test_a_token_in_trouble_keeps_no_run_from_ending_nor_a_position_from_stopping(
    large: Records, guard: SoftwareGuard
) -> None:
    for _ in range(3):
        ended(large)
    large.stops.restart(ONE, reason="so that there is a mark to check")
    large.stops._genuine.clear()
    for _ in range(2):
        ended(large)
    run = large.begin_run("o1", HASH, "1")
    large.stops._genuine.clear()
    guard.trouble = StationError("HSM-014", "gone")
    large.end_run(run, Outcome.FAILED, code=SILENT, detail="", serial="", seconds=1, steps=STEPS)
    assert standing(large) == []
    guard.trouble = None
    assert refused(large) == "LIN-075"
    large.verify()


# --- what it costs, and what is edited ----------------------------------------------------------


def test_each_question_is_an_indexs(large: Records) -> None:
    connection = large._reads._connection
    asked = {
        stops._TRIES: ("1",),
        stops._FIRST_TRIES: ("o1", "passed"),
        contacts._CONTACTS: ("1", "", "Z"),
        contacts._NEWEST: ("1",),
    }
    for sql, values in asked.items():
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        assert not any(step.startswith("SCAN") or "TEMP B-TREE" in step for step in plan), plan


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        ("DELETE FROM stops", "whether the position 1 stands still was changed"),
        ("UPDATE stops SET name = '3'", "whether the position 1 stands still was changed"),
        ("UPDATE stops SET why = 'nothing'", "whether the position 1 stands still was changed"),
        ("UPDATE restarts SET run = '~'", "the restart of the position 2 was changed"),
        ("DELETE FROM restarts", "the restart of the position 2 was changed"),
        ("UPDATE runs SET follows = 1 WHERE id = 2", "was changed"),
    ],
)
def test_what_was_edited_is_found(records: Records, edit: str, what: str) -> None:
    for position in ("2", "1"):
        for _ in range(3):
            ended(records, PULLED, position)
    records.stops.restart(OTHER, reason="a test")
    records.verify()
    edited_while_off(records, edit)
    with pytest.raises(StationError, match="REC-011") as caught:
        records.verify()
    assert what in caught.value.detail


def test_a_forged_restart_counts_nothing_anew_and_a_genuine_one_mends_it(records: Records) -> None:
    for _ in range(3):
        ended(records, PULLED)
    records.stops.restart(ONE, reason="a test")
    for _ in range(2):
        ended(records, PULLED)
    edited_while_off(records, "UPDATE restarts SET run = '~'")
    ended(records, PULLED)
    assert standing(records) == [ONE]
    records.stops.restart(ONE, reason="a genuine one")
    records.verify()
