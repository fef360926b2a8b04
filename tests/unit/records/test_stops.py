"""What stops a position, an order and the bench, and what lets them go on: each rule, exactly."""

from collections.abc import Sequence
from contextlib import suppress

import pytest

from station.errors import CATALOGUE, Outcome, StationError
from station.model.enrollment import Enrollment
from station.model.names import RegistrationId
from station.model.order import Reprovisioning
from station.model.rights import Approval, Right
from station.model.run import Run
from station.model.settings import Settings
from station.model.stops import (
    BENCH,
    DUPLICATES,
    NOT_THE_POSITION,
    YIELD_UNITS,
    Cause,
    Place,
    Scope,
)
from station.model.unit_state import UnitChange
from station.records import contacts, stops
from station.records.claims import ClaimKind
from station.records.entries import EntryKind
from station.records.store import Reader, Records
from tests.unit.records.software import (
    HASH,
    STEPS,
    SoftwareGuard,
    edited_while_off,
    enrollment_of,
    make_order,
    symmetric_identity,
    x509_identity,
)
from tests.unit.records.staffed import agreed
from tests.unit.records.test_crash import torn

ONE = Place(Scope.POSITION, "1")
OTHER = Place(Scope.POSITION, "2")
ORDER = Place(Scope.ORDER, "o1")
SILENT, PULLED, WRONG_SCAN = "LNK-002", "LNK-003", "LIN-002"


def ended(
    records: Records,
    how: str = SILENT,
    position: str = "1",
    *,
    serial: str = "",
    tries: int = 0,
) -> Run:
    """Do one run: `how` is an outcome's first letter, or the code of a failure."""
    run = records.begin_run("o1", HASH, position, tries)
    serial = serial or run.name
    if how == "P":
        records.admit(run, serial)
        identity = symmetric_identity(f"id-{serial}".lower())
        records.enrol(run, enrollment_of(run, serial, identity), seconds=1, steps=STEPS)
        return run
    outcome = {"C": Outcome.CANCELLED, "E": Outcome.ERROR}.get(how, Outcome.FAILED)
    code = {"C": "LIN-003", "E": "HSM-001"}.get(how, how)
    if outcome is Outcome.FAILED and code == SILENT:
        records.admit(run, serial)
    records.end_run(run, outcome, code=code, detail="", serial=serial, seconds=1, steps=STEPS)
    return run


def refused(records: Records, position: str = "1", order: str = "o1") -> str:
    """Return the code with which a run is refused there, or nothing."""
    with suppress(StationError):
        run = records.begin_run(order, HASH, position)
        records.end_run(
            run, Outcome.CANCELLED, code="LIN-003", detail="", serial="", seconds=1, steps=()
        )
        return ""
    held = records.stops.held(position, order)
    return "?" if held is None else held.code


def standing(records: Records) -> list[Place]:
    with Reader.open(records.path) as reader:
        return [stop.place for stop in reader.standing_still()]


@pytest.fixture
def large(records: Records) -> Records:
    """Return a record with room for many units in its order `o1`."""
    records.order_changes.allot("o1", 1_000)
    return records


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


# --- another unit's key -------------------------------------------------------------------------


def with_key(records: Records, serial: str, key: str, kind: ClaimKind) -> Enrollment | str:
    """Try to enrol a unit with a key, at position 2; return the code where it is refused."""
    run = records.begin_run("o1", HASH, "2")
    identity = x509_identity(f"id-{serial}".lower(), key)
    try:
        records.admit(run, serial)
        records.claim(run, identity.registration_id, identity.key_fingerprint, kind=kind)
    except StationError as error:
        records.end_run(
            run,
            error.outcome,
            code=error.code,
            detail=error.detail,
            serial=serial,
            seconds=1,
            steps=STEPS,
        )
        return error.code
    enrollment = enrollment_of(run, serial, identity)
    records.enrol(run, enrollment, seconds=1, steps=STEPS)
    return enrollment


@pytest.mark.parametrize(
    ("kind", "code"), [(ClaimKind.TPM, "REC-006"), (ClaimKind.PUBLIC_KEY, "REC-007")]
)
def test_another_units_key_stops_the_bench(large: Records, kind: ClaimKind, code: str) -> None:
    with_key(large, "S1", "key", kind)
    assert with_key(large, "S2", "key", kind) == code
    (stop,) = large.standing_still()
    assert (stop.place, stop.cause) == (BENCH, Cause.DUPLICATE)
    assert stop.why == "the unit S2 came with the key of the unit S1"
    assert {refused(large, position) for position in ("1", "2", "3")} == {"LIN-077"}
    large.stops.restart(BENCH, reason="the box of clones was taken away")
    assert refused(large) == ""
    assert with_key(large, "S3", "key", kind) == code
    assert standing(large) == [BENCH]
    large.verify()


def test_the_key_of_a_unit_at_work_is_anothers_too(large: Records) -> None:
    first = large.begin_run("o1", HASH, "1")
    large.admit(first, "S1")
    key = x509_identity("a", "key").key_fingerprint
    large.claim(first, RegistrationId.parse("a"), key)
    assert with_key(large, "S2", "key", ClaimKind.PUBLIC_KEY) == "REC-007"
    assert standing(large) == [BENCH]


def test_a_scrapped_units_key_is_anothers_too(large: Records) -> None:
    with_key(large, "S1", "key", ClaimKind.TPM)
    large.units.change("S1", UnitChange.SCRAP, reason="broken")
    assert with_key(large, "S2", "key", ClaimKind.TPM) == "REC-006"
    assert standing(large) == [BENCH]


def test_the_same_unit_once_more_stops_nothing(large: Records) -> None:
    with_key(large, "S1", "key", ClaimKind.TPM)
    for serial in ("S1", "s1"):
        assert with_key(large, serial, "key", ClaimKind.TPM) == "REC-008"
    assert standing(large) == []


def test_its_own_old_key_stops_nothing(records: Records) -> None:
    order = make_order("o2")
    more = {"scrap_allowance": 1, "reprovisioning": Reprovisioning.NEW_KEY}
    spec = order.spec.model_copy(update=more)
    records.add_order(order.model_copy(update={"spec": spec}))

    def tried() -> str:
        run = records.begin_run("o2", HASH, "1")
        identity = x509_identity("id-s1", "key")
        try:
            records.admit(run, "S1")
            records.claim(run, identity.registration_id, identity.key_fingerprint)
        except StationError as error:
            records.end_run(
                run,
                error.outcome,
                code=error.code,
                detail="",
                serial="S1",
                seconds=1,
                steps=STEPS,
            )
            return error.code
        records.enrol(run, enrollment_of(run, "S1", identity), seconds=1, steps=STEPS)
        return ""

    assert tried() == ""
    records.units.change("S1", UnitChange.RENEW, reason="suspected")
    assert tried() == "REC-007"
    assert records.standing_still() == []


@pytest.mark.parametrize("code", sorted(DUPLICATES))
@pytest.mark.parametrize(("other", "stops"), [("S9", True), ("s1", False), ("", True)])
def test_each_code_of_a_key_stops_the_bench_by_whose_it_is(
    records: Records, code: str, other: str, *, stops: bool
) -> None:
    run = records.begin_run("o1", HASH, "1")
    records.admit(run, "S1")
    records.stops.met(run.name, other)
    records.end_run(run, Outcome.FAILED, code=code, detail="", serial="S1", seconds=1, steps=STEPS)
    assert standing(records) == ([BENCH] if stops else [])


def test_a_duplicate_that_no_run_ended_with_stops_nothing(records: Records) -> None:
    run = records.begin_run("o1", HASH, "1")
    records.stops.met(run.name, "S9")
    records.end_run(
        run, Outcome.CANCELLED, code="LIN-003", detail="", serial="S1", seconds=1, steps=STEPS
    )
    assert standing(records) == []


# --- the yield of an order ----------------------------------------------------------------------


def many(records: Records, hows: str) -> None:
    """Let units pass (P) and fail (F) at so many positions that none of these stops."""
    for number, how in enumerate(hows):
        ended(records, "P" if how == "P" else SILENT, f"p{number}")


@pytest.mark.parametrize(
    ("hows", "stops"),
    [
        ("P" * 40 + "F" * 10, False),
        ("P" * 39 + "F" * 11, True),
        ("F" * 11 + "P" * 39, True),
        ("F" * 11 + "P" * 38, False),
        ("F" * 5 + "P" * 45 + "F" * 5, False),
        ("P" * 90 + "F" * 11, True),
    ],
)
def test_a_yield_under_the_limit_over_the_last_50_stops_the_order(
    large: Records, hows: str, *, stops: bool
) -> None:
    large.set_settings(Settings(stop_failures=None, stop_yield=80))
    many(large, hows)
    assert standing(large) == ([ORDER] if stops else [])
    assert refused(large) == ("LIN-076" if stops else "")
    large.verify()


def test_a_unit_counts_by_its_first_try(large: Records) -> None:
    large.set_settings(Settings(stop_failures=None, stop_yield=100))
    ended(large, SILENT, serial="S1")
    many(large, "P" * (YIELD_UNITS - 2))
    ended(large, "P", serial="S1")
    assert standing(large) == []
    many(large, "P")
    (stop,) = large.standing_still()
    assert stop.why == "49 of the last 50 units passed at their first try, and the limit is 100 %"
    assert len(stop.runs) == YIELD_UNITS


def test_it_is_counted_anew_from_the_restart(large: Records) -> None:
    large.set_settings(Settings(stop_failures=None, stop_yield=90))
    many(large, "F" * 6 + "P" * 44)
    large.stops.restart(ORDER, reason="new firmware")
    many(large, "F" * 6 + "P" * 43)
    assert standing(large) == []
    many(large, "P")
    assert standing(large) == [ORDER]


def test_other_orders_go_on(large: Records) -> None:
    large.add_order(make_order("o2"))
    large.set_settings(Settings(stop_failures=None, stop_yield=90))
    many(large, "F" * 6 + "P" * 44)
    assert (refused(large), refused(large, order="o2")) == ("LIN-076", "")


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
