"""Check runs of real units: the bad ones fail, the good ones pass, and nothing is made on any."""

import os
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from hashlib import sha256
from threading import Event

import pytest

from station.errors import Outcome
from station.line.check_run import check_unit
from station.line.run import RunResult
from station.line.shift import Assignment, work_shift
from station.line.work import Job
from station.links import LINKS
from station.model.checks import Check, CheckKind, CheckUnit
from station.model.enrollment import Enrollment
from station.model.run import Unit
from station.model.unit_state import UnitChange
from station.operations.practice import position_of
from station.practice.modules import PRACTICE_PIN
from station.practice.unit_config import NORMAL, Behaviour, Manner
from station.practice.unit_tpm import UnitTpm
from station.practice.units import PracticeUnit
from station.records.entries import EntryKind
from station.tpm.challenge import SRK_HANDLE
from station.tpm.endorsement import EK_HANDLE
from station.tpm.keys import key_at, remove_key
from station.tpm.session import Tpm
from tests.support.floor import Floor
from tests.support.liars import Keys, LyingKind

pytestmark = pytest.mark.bench

EVERY = ("tpm", "x509", "x509-tpm", "x509-device", "symmetric", "symmetric-device", "symmetric-tpm")
KEY_HANDLE = 0x81000010
HANDLES = (EK_HANDLE, SRK_HANDLE, KEY_HANDLE)
SILENT_TABLES = ("check_units", "check_runs", "audit", "heads")


def rabbit(floor: Floor, unit: PracticeUnit, job: Job, code: str = "") -> None:
    known = CheckUnit(CheckKind.RED_RABBIT, unit.serial, job.profile.name, code)
    floor.plant.tools.records.checks.add(known)


def golden(floor: Floor, mechanism: str) -> tuple[PracticeUnit, Job, Enrollment]:
    """Return a unit that has passed and is golden since."""
    job, unit = floor.order(mechanism), floor.unit(mechanism)
    result = floor.run(unit, job)
    assert result.enrollment is not None, result.error
    floor.plant.tools.records.checks.add(CheckUnit(CheckKind.GOLDEN, unit.serial, ""))
    return unit, job, result.enrollment


def swapped(floor: Floor, unit: PracticeUnit, job: Job) -> None:
    """Provision a unit, and take its enrollment off, as after a swap of boards; its keys stay."""
    floor.plant.tools.records.order_changes.allow_scrap(job.order.name, 1)
    assert floor.run(unit, job).enrollment is not None
    floor.plant.tools.records.units.change(unit.serial, UnitChange.SWAP, reason="a test")


def checked(
    floor: Floor,
    unit: PracticeUnit,
    job: Job,
    behaviour: Behaviour = NORMAL,
    scanned: str | None = None,
) -> RunResult:
    """Put a unit in for a check run."""
    floor.bench.plug(floor.seat, unit, behaviour)
    try:
        # Under a name of its own, lest an alarm keep other tests' units out.
        where = position_of(floor.seat).model_copy(update={"name": "checked"})
        tools = floor.plant.tools
        return check_unit(Unit(scanned=scanned), job, where, tools, (), Event())
    finally:
        floor.bench.unplug(floor.seat)


def on_record(result: RunResult) -> Check:
    assert result.check is not None, f"{result.error}: {result.error and result.error.detail}"
    return result.check


def files(unit: PracticeUnit) -> Mapping[str, str]:
    """Return the content of a unit's token and flash, by name."""
    kept = [*(unit.folder / "token").rglob("*.object"), *(unit.folder / "memory").rglob("*")]
    return {
        str(one): sha256(one.read_bytes()).hexdigest()
        for one in kept
        if one.is_file() and one.name != "token.object"  # which tells of each log-in
    }


def keys(unit: PracticeUnit) -> list[bytes | None]:
    """Return what is kept at the handles of a unit's TPM that Station uses."""
    if unit.tpm_state is None:
        return []
    with UnitTpm(unit.tpm_state) as chip, Tpm(chip.transact) as tpm:
        return [key_at(tpm, handle) for handle in HANDLES]


def rows(floor: Floor) -> Mapping[str, int]:
    """Return how many rows each table has, but for those that a check run is told in."""
    with closing(sqlite3.connect(floor.plant.data.database)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
            for (name,) in tables.fetchall()
            if name not in SILENT_TABLES
        }


class Untouched:
    """What must be the same after a check run as before it."""

    def __init__(self, floor: Floor, unit: PracticeUnit, job: Job) -> None:
        self._floor, self._unit, self._job = floor, unit, job
        self._before = self._seen()

    def _seen(self) -> object:
        usage = self._floor.plant.tools.records.usage(self._job.order.name)
        spent = self._floor.plant.tools.records.entries(kind=EntryKind.SPENT)
        unit = files(self._unit), keys(self._unit)
        return unit, rows(self._floor), usage, len(list(spent))

    def check(self) -> None:
        assert self._seen() == self._before


@pytest.mark.parametrize("mechanism", EVERY)
def test_a_golden_unit_proves_its_key_and_nothing_is_made(floor: Floor, mechanism: str) -> None:
    unit, job, _ = golden(floor, mechanism)
    untouched = Untouched(floor, unit, job)
    result = checked(floor, unit, job)
    check = on_record(result)
    assert (check.right, check.outcome, result.error) == (True, Outcome.PASSED, None)
    assert (check.serial, check.kind) == (unit.serial, CheckKind.GOLDEN)
    untouched.check()
    *_, told = floor.plant.tools.records.entries(kind=EntryKind.CHECK_RUN)
    assert (told.data["check"], told.data["verdict"]) == (result.run, "right")
    floor.plant.tools.records.verify()


@pytest.mark.parametrize("mechanism", EVERY)
def test_a_red_rabbit_in_which_nothing_bad_is_seen_is_an_alarm(
    floor: Floor, mechanism: str
) -> None:
    job, unit = floor.order(mechanism), floor.unit(mechanism)
    rabbit(floor, unit, job)
    untouched = Untouched(floor, unit, job)
    result = checked(floor, unit, job)
    check = on_record(result)
    assert (check.right, check.outcome) == (False, Outcome.PASSED)
    assert result.error is not None
    assert result.error.code == "LIN-082"
    untouched.check()


@pytest.mark.parametrize("mechanism", EVERY)
def test_a_red_rabbit_that_gives_another_number_later_is_seen(floor: Floor, mechanism: str) -> None:
    job, unit = floor.order(mechanism), floor.unit(mechanism)
    rabbit(floor, unit, job, "LNK-004")
    untouched = Untouched(floor, unit, job)
    check = on_record(checked(floor, unit, job, Behaviour(Manner.SWAPPED)))
    assert (check.right, check.outcome, check.code) == (True, Outcome.FAILED, "LNK-004")
    untouched.check()
    floor.plant.tools.records.checks.remove(unit.serial)


@pytest.mark.parametrize("mechanism", ["tpm", "x509-tpm", "symmetric-tpm"])
def test_a_red_rabbit_whose_tpm_answers_no_more_is_seen(floor: Floor, mechanism: str) -> None:
    job, unit = floor.order(mechanism), floor.unit(mechanism)
    rabbit(floor, unit, job)
    untouched = Untouched(floor, unit, job)
    result = checked(floor, unit, job, Behaviour(Manner.REFUSES, after=5))
    assert on_record(result).right, on_record(result)
    untouched.check()


@pytest.mark.parametrize(
    "behaviour", [Behaviour(Manner.DIES, after=3), Behaviour(Manner.GARBAGE, after=3)]
)
def test_a_rabbit_whose_contact_is_lost_in_the_midst_of_it_was_not_refused(
    floor: Floor, behaviour: Behaviour
) -> None:
    job, unit = floor.order("tpm"), floor.unit("tpm")
    rabbit(floor, unit, job)
    result = checked(floor, unit, job, behaviour)
    assert (result.check, result.outcome) == (None, Outcome.CANCELLED)
    assert result.error is not None
    assert result.error.code == "LIN-081"


@pytest.mark.parametrize("mechanism", ["tpm", "x509-tpm", "symmetric-tpm"])
def test_the_chip_of_a_unit_without_its_keys_in_place_is_challenged_all_the_same(
    floor: Floor, mechanism: str
) -> None:
    job, unit = floor.order(mechanism), floor.unit(mechanism)
    assert unit.tpm_state is not None
    with UnitTpm(unit.tpm_state) as chip, Tpm(chip.transact) as tpm:
        assert key_at(tpm, EK_HANDLE) is not None
        remove_key(tpm, EK_HANDLE)
    rabbit(floor, unit, job)
    result = checked(floor, unit, job)
    assert on_record(result).outcome is Outcome.PASSED, result.error
    assert keys(unit) == [None, None, None]


def test_a_key_in_the_place_of_the_units_own_is_seen(floor: Floor) -> None:
    job, other = floor.order("x509-tpm"), floor.order("x509-tpm")
    unit = floor.unit("x509-tpm")
    swapped(floor, unit, other)
    rabbit(floor, unit, job, "TPM-050")
    untouched = Untouched(floor, unit, job)
    assert on_record(checked(floor, unit, job)).right
    untouched.check()


@pytest.mark.parametrize("mechanism", ["x509", "symmetric"])
def test_a_token_with_another_units_key_is_seen(floor: Floor, mechanism: str) -> None:
    job, unit = floor.order(mechanism), floor.unit(mechanism)
    swapped(floor, unit, floor.order(mechanism))
    rabbit(floor, unit, job, "HSM-027")
    untouched = Untouched(floor, unit, job)
    assert on_record(checked(floor, unit, job)).right
    untouched.check()


def token_tool(floor: Floor, unit: PracticeUnit, *words: str) -> None:
    """Do something to a unit's token behind the station's back."""
    command = ["pkcs11-tool", "--module", floor.seat.module.library, "--login"]
    subprocess.run(
        [*command, "--pin", PRACTICE_PIN, *words],
        check=True,
        capture_output=True,
        env={**os.environ, "SOFTHSM2_CONF": str(unit.folder / "softhsm2.conf")},
    )


@pytest.mark.parametrize(
    ("what", "code"), [("privkey", "LIN-066"), ("cert", "HSM-008"), ("both", "LIN-066")]
)
def test_a_golden_unit_that_lost_something_is_given_nothing(
    floor: Floor, what: str, code: str
) -> None:
    unit, job, first = golden(floor, "x509")
    for kind in ("privkey", "cert") if what == "both" else (what,):
        token_tool(floor, unit, "--delete-object", "--type", kind, "--id", first.run.encode().hex())
    untouched = Untouched(floor, unit, job)
    result = checked(floor, unit, job)
    check = on_record(result)
    assert (check.right, check.code) == (False, code)
    assert result.error is not None
    assert result.error.code == "LIN-084"
    untouched.check()


class Forgot(Keys):
    """A device whose signature isn't that of the key it was certified for."""

    def sign_proof(self, statement: bytes) -> bytes:
        other = bytearray(statement)
        other[-1] ^= 1
        return self.honest.sign_proof(bytes(other))


def test_a_device_that_signs_with_another_key_is_seen(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, job, _ = golden(floor, "x509-device")
    with monkeypatch.context() as patch:
        patch.setitem(LINKS, "smp", LyingKind(Forgot))
        result = checked(floor, unit, job)
    assert on_record(result).code == "LIN-066"
    assert on_record(checked(floor, unit, job)).right


def test_a_golden_unit_whose_enrollment_was_ended_is_golden_no_more(floor: Floor) -> None:
    unit, job, _ = golden(floor, "tpm")
    floor.plant.tools.records.units.change(unit.serial, UnitChange.SCRAP, reason="a test")
    check = on_record(checked(floor, unit, job))
    assert (check.right, check.code) == (False, "LIN-066")


def test_a_golden_unit_of_an_order_that_is_over_checks_the_next(floor: Floor) -> None:
    for mechanism in ("symmetric", "x509", "tpm"):
        unit, _, _ = golden(floor, mechanism)
        assert on_record(checked(floor, unit, floor.order(mechanism))).right


def test_a_unit_that_is_not_for_checks_is_checked_by_nobody(floor: Floor) -> None:
    job, unit = floor.order("tpm"), floor.unit("tpm")
    untouched = Untouched(floor, unit, job)
    for behaviour in (NORMAL, Behaviour(Manner.SILENT)):
        result = checked(floor, unit, job, behaviour)
        assert (result.check, result.outcome) == (None, Outcome.CANCELLED)
        assert result.error is not None
        assert result.error.code == "LIN-081"
    untouched.check()


def test_another_unit_than_was_scanned_is_no_check(floor: Floor) -> None:
    unit, job, _ = golden(floor, "tpm")
    other = floor.unit("tpm")
    rabbit(floor, other, job)
    result = checked(floor, unit, job, scanned=other.serial)
    assert (result.check, result.outcome) == (None, Outcome.CANCELLED)
    assert result.error is not None
    assert result.error.code == "LIN-002"


def test_a_unit_for_another_product_is_no_check(floor: Floor) -> None:
    unit, _, _ = golden(floor, "x509-tpm")
    result = checked(floor, unit, floor.order("tpm"))
    assert result.check is None
    assert result.error is not None
    assert result.error.code == "LIN-085"


def test_a_rabbit_that_says_no_number_is_known_by_its_own_failure_alone(floor: Floor) -> None:
    job, unit = floor.order("tpm"), floor.unit("tpm")
    rabbit(floor, unit, job, "LNK-004")
    garbage = Behaviour(Manner.GARBAGE)
    assert on_record(checked(floor, unit, job, garbage)).right
    assert on_record(checked(floor, unit, job, garbage, unit.serial)).right
    assert checked(floor, unit, job, Behaviour(Manner.SILENT)).check is None
    result = checked(floor, unit, job, Behaviour(Manner.SILENT), unit.serial)
    assert (result.check, result.error and result.error.code) == (None, "LIN-081")
    floor.plant.tools.records.checks.remove(unit.serial)


@pytest.mark.parametrize("scan", [True, False])
def test_a_unit_for_checks_is_not_used_up_by_an_order(floor: Floor, *, scan: bool) -> None:
    unit, job, _ = golden(floor, "x509")
    records = floor.plant.tools.records
    before = records.usage(job.order.name)
    result = floor.run(unit, job, scanned=unit.serial if scan else None)
    assert (result.outcome, result.error and result.error.code) == (Outcome.CANCELLED, "LIN-080")
    assert records.usage(job.order.name) == before


class OneUnit:
    """Feeds a position with whatever is in, once."""

    def __init__(self, job: Job) -> None:
        self._left = [Assignment(Unit(), job)]
        self.ended: list[RunResult] = []

    def next(self, position: object, cancel: Event) -> Assignment | None:
        del position, cancel
        return self._left.pop() if self._left else None

    def done(self, position: object, result: RunResult) -> None:
        del position
        self.ended.append(result)


def test_one_that_turns_out_to_be_for_checks_is_checked_at_once(floor: Floor) -> None:
    unit, job, _ = golden(floor, "tpm")
    feed = OneUnit(job)
    floor.bench.plug(floor.seat, unit, NORMAL)
    try:
        shift = work_shift([position_of(floor.seat)], feed, floor.plant.tools)
    finally:
        floor.bench.unplug(floor.seat)
    assert (list(shift.results), len(shift.checks)) == ([], 1)
    assert on_record(feed.ended[0]).right
