"""PINs, waits and who is on duty: what people have to do before they may do anything."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from station.errors import StationError
from station.model.people import Credential, Person
from station.model.rights import Right
from station.model.settings import Settings
from station.records.entries import EntryKind
from station.records.store import Records
from station.secret import Secret
from tests.unit.records.software import HASH, Clock, SoftwareGuard, enrol, fail, make_order
from tests.unit.records.staffed import (
    MIA,
    WIM,
    agreed,
    credential,
    quick_hashing,
)


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with quick_hashing():
        yield


def code(error: pytest.ExceptionInfo[StationError]) -> str:
    return error.value.code


def changed_pin(records: Records, who: Person, old: bytes, new: bytes) -> Person:
    return records.change_own_pin(Credential(who.badge, Secret(old)), Secret(new))


def test_who_has_a_pin_of_anothers_choice_changes_it_first(real: Records) -> None:
    real.reset_pin(WIM.badge, Secret(b"temporary"), agreed(real, Right.PEOPLE))
    with pytest.raises(StationError, match="REC-027"):
        real.log_in(WIM.badge, Secret(b"temporary"))
    with pytest.raises(StationError, match="REC-055"):
        changed_pin(real, WIM, b"temporary", b"temporary")
    assert changed_pin(real, WIM, b"temporary", b"my own") == WIM
    assert real.log_in(WIM.badge, Secret(b"my own")) == WIM
    assert real.verify().unsigned == 0


def test_a_pin_that_is_too_old_is_changed_first(real: Records, clock: Clock) -> None:
    real.set_settings(Settings(pin_days=30), agreed(real, Right.SETTINGS))
    clock.time += timedelta(days=31)
    with pytest.raises(StationError, match="REC-027"):
        real.log_in(WIM.badge, credential(WIM).pin)
    changed_pin(real, WIM, b"pin-W-1", b"another")
    real.log_in(WIM.badge, Secret(b"another"))


def test_new_pins_are_as_long_as_the_house_wants_them(real: Records) -> None:
    real.set_settings(Settings(pin_shortest=8), agreed(real, Right.SETTINGS))
    with pytest.raises(StationError, match="REC-055"):
        changed_pin(real, WIM, b"pin-W-1", b"1234567")
    real.log_in(WIM.badge, credential(WIM).pin)


def test_the_wait_after_wrong_pins_grows_and_outlasts_a_restart(
    real: Records, guard: SoftwareGuard, clock: Clock, path: Path
) -> None:
    def wrong() -> StationError:
        with pytest.raises(StationError) as caught:
            real.log_in(WIM.badge, Secret(b"wrong"))
        return caught.value

    assert [wrong().code for _ in range(6)] == ["REC-020"] * 5 + ["REC-023"]
    real.close()
    with Records.open(path, guard, now=clock) as again, pytest.raises(StationError) as caught:
        again.log_in(WIM.badge, credential(WIM).pin)
    assert caught.value.code == "REC-023"
    clock.time += timedelta(seconds=31)
    with Records.open(path, guard, now=clock) as again:
        again.log_in(WIM.badge, credential(WIM).pin)


def test_a_run_names_who_answered_for_the_bench(real: Records, path: Path) -> None:
    real.add_order(make_order(), agreed(real, Right.ORDERS))
    with pytest.raises(StationError, match="REC-025"):
        real.begin_run("o1", HASH, "1")
    wim = real.log_in(WIM.badge, credential(WIM).pin)
    run = real.begin_run("o1", HASH, "1")
    mia = real.log_in(MIA.badge, credential(MIA).pin)
    assert real.on_duty == WIM.badge
    assert real.take_over(mia, WIM.badge, 0) == (run.name,)
    real.log_out(wim)
    fail(real, run)
    (ended,) = real.runs()
    assert ended.workers == ("W-1", "M-1")
    (told,) = [e.data for e in real.entries() if e.kind is EntryKind.TAKEN_OVER]
    assert (told["badge"], told["before"], told["running"]) == ("M-1", "W-1", [run.name])
    assert real.verify().runs == 1
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE runs SET workers = 'W-1'")
    with pytest.raises(StationError, match="REC-011"):
        real.verify()


def test_nobody_starts_a_unit_once_they_have_left(real: Records) -> None:
    real.add_order(make_order(), agreed(real, Right.ORDERS))
    real.log_out(real.log_in(WIM.badge, credential(WIM).pin))
    with pytest.raises(StationError, match="REC-025"):
        real.begin_run("o1", HASH, "1")


def test_a_revocation_has_one_reason(real: Records) -> None:
    real.add_order(make_order(), agreed(real, Right.ORDERS))
    real.log_in(WIM.badge, credential(WIM).pin)
    enrollment = enrol(real, "S1")
    name = (enrollment.id_scope, enrollment.registration_id)
    real.revoke(name, "another", agreed(real, Right.REVOKE, "burnt"))
    (told,) = [e.data for e in real.entries() if e.kind is EntryKind.REVOKED]
    assert told["reason"] == "burnt"
    assert "another" not in str(told)


def test_nobody_answers_for_the_bench_who_is_not_there_or_was_switched_off(real: Records) -> None:
    real.add_order(make_order(), agreed(real, Right.ORDERS))
    with pytest.raises(StationError, match="REC-025"):
        real.take_over(MIA, "", 0)
    real.log_in(WIM.badge, credential(WIM).pin)
    real.set_person_active(WIM.badge, agreed(real, Right.PEOPLE), active=False)
    assert real.on_duty == ""
    with pytest.raises(StationError, match="REC-025"):
        real.begin_run("o1", HASH, "1")


def test_who_was_given_a_new_pin_need_not_wait_also_after_a_restart(
    real: Records, guard: SoftwareGuard, clock: Clock, path: Path
) -> None:
    for _ in range(5):
        with pytest.raises(StationError, match="REC-020"):
            real.log_in(WIM.badge, Secret(b"wrong"))
    real.reset_pin(WIM.badge, Secret(b"temporary"), agreed(real, Right.PEOPLE))
    real.close()
    with Records.open(path, guard, now=clock) as again:
        assert changed_pin(again, WIM, b"temporary", b"my own") == WIM
