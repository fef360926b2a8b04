"""A unit that comes with another unit's key stops the bench, a low yield its order."""

import sqlite3
from contextlib import closing

import pytest

from station.errors import Outcome, StationError
from station.model.enrollment import Enrollment
from station.model.names import RegistrationId
from station.model.order import Reprovisioning
from station.model.settings import Settings
from station.model.stops import BENCH, DUPLICATES, YIELD_UNITS, Cause
from station.model.unit_state import UnitChange
from station.records.claims import ClaimKind
from station.records.store import Records
from tests.unit.records.software import (
    HASH,
    STEPS,
    SoftwareGuard,
    enrollment_of,
    make_order,
    x509_identity,
)
from tests.unit.records.stopping import ORDER, SILENT, ended, refused, standing

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


def test_a_stop_that_is_deleted_by_hand_stands_when_the_record_is_opened(
    large: Records, guard: SoftwareGuard
) -> None:
    with_key(large, "S1", "key", ClaimKind.PUBLIC_KEY)
    with_key(large, "S2", "key", ClaimKind.PUBLIC_KEY)
    large.close()
    with closing(sqlite3.connect(large.path)) as connection, connection:
        assert connection.execute("DELETE FROM stops").rowcount > 0
    with Records.open(large.path, guard) as again:
        (stop,) = again.standing_still()
        assert stop.place == BENCH
        assert stop.why.startswith("the unit S2 came with the key of the unit S1; it was taken out")
        assert refused(again) == "LIN-077"
        again.verify()
        again.stops.restart(BENCH, reason="looked into")
        assert refused(again) == ""
    with Records.open(large.path, guard) as again:
        assert again.standing_still() == [], "a restart is no deletion"
        again.verify()


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
