"""Each unit's token keeps a PIN of its own: random, sealed on record, and nowhere else."""

import base64
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from station.errors import Outcome, StationError
from station.folders import Data
from station.hsm.replies import TokenFacts
from station.hsm.tokens import Module, Token, TokenAddress, prove_security_officer
from station.line import unit_token
from station.line.bench import TokenSlot
from station.line.run import RunResult, run_unit
from station.line.unit_token import OFFICER, unsealed_pin
from station.line.work import Job
from station.model.order import OrderSecret, Reprovisioning
from station.model.run import Unit
from station.model.unit_state import UnitChange
from station.operations.plant import open_plant
from station.operations.practice import new_practice_plant, position_of, practice_pin
from station.practice.bench import PracticeBench
from station.practice.modules import PRACTICE_PIN, PRACTICE_SO_PIN
from station.practice.unit_config import Pacing
from station.practice.units import PracticeUnit
from station.records.entries import EntryKind
from station.records.unit_pins import PinState, UnitPins
from station.secret import Secret
from tests.support.floor import MECHANISMS, Floor
from tests.support.unit_pins import pkcs11_tool, put_profile, takes, user_pin

pytestmark = pytest.mark.bench

TOKENS = ("x509", "symmetric")
EVERY = [(mechanism, policy) for mechanism in TOKENS for policy in ("own", "initialised")]


def ordered(floor: Floor, mechanism: str, policy: str) -> Job:
    name = put_profile(floor.plant.data, mechanism, policy)
    return floor.order(mechanism, profile=name)


def made(floor: Floor, mechanism: str, policy: str) -> PracticeUnit:
    blank = policy != "own"
    return floor.bench.make_unit(MECHANISMS[mechanism], floor.serial(), blank=blank)


def pins_of(floor: Floor, unit: PracticeUnit) -> UnitPins:
    pins = floor.plant.tools.records.unit_pins.of(unit.serial)
    assert pins is not None
    return pins


def assert_own_pin(floor: Floor, unit: PracticeUnit) -> str:
    """Check that a unit's token takes the PIN on record, and no longer the order's; return it."""
    pins, library = pins_of(floor, unit), floor.seat.module.library
    pin = user_pin(floor.plant, pins)
    assert pins.state is PinState.SET
    assert takes(unit, library, pin)
    assert not takes(unit, library, PRACTICE_PIN)
    return pin


def assert_passed(result: RunResult) -> None:
    assert result.error is None, f"{result.error}: {result.error.detail}"
    assert result.outcome is Outcome.PASSED


@pytest.mark.parametrize(("mechanism", "policy"), EVERY)
def test_each_unit_gets_a_pin_of_its_own(floor: Floor, mechanism: str, policy: str) -> None:
    job = ordered(floor, mechanism, policy)
    found = set()
    for _ in range(2):
        unit = made(floor, mechanism, policy)
        assert_passed(floor.run(unit, job))
        found.add(assert_own_pin(floor, unit))
    assert len(found) == 2
    assert all(len(pin) == 12 and pin.isdigit() for pin in found)
    assert floor.plant.tools.records.verify().unsigned == 0


def written(floor: Floor) -> Iterator[bytes]:
    """Yield all that the station has written, but for the tokens' own files."""
    for path in floor.plant.data.root.rglob("*"):
        if path.is_file():
            yield path.read_bytes()


def test_no_pin_stands_anywhere_in_a_form_that_can_be_read(
    floor: Floor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    pins = []
    for mechanism, policy in EVERY:
        unit = made(floor, mechanism, policy)
        assert_passed(floor.run(unit, ordered(floor, mechanism, policy)))
        pins.append(user_pin(floor.plant, pins_of(floor, unit)).encode())
    forms = [
        form
        for pin in pins
        for form in (pin, pin.hex().encode(), base64.b64encode(pin), base64.b64encode(pin)[:14])
    ]
    everything = [*written(floor), caplog.text.encode()]
    assert not [form for form in forms for text in everything if form in text]
    planted = floor.plant.data.root / "planted"
    planted.write_bytes(b"x" + forms[1])
    try:
        assert [form for form in forms for text in written(floor) if form in text] == [forms[1]]
    finally:
        planted.unlink()


def test_a_token_that_was_initialised_before_is_refused_and_stays_as_it_is(floor: Floor) -> None:
    job = ordered(floor, "x509", "initialised")
    unit = floor.unit("x509")
    floor.assert_refused(floor.run(unit, job), job, "HSM-033")
    other = made(floor, "x509", "initialised")
    library = floor.seat.module.library
    foreign = ("--init-token", "--so-pin", "99887766", "--slot-index", "0")
    assert pkcs11_tool(other, library, *foreign, "--label", "foreign").returncode == 0
    floor.assert_refused(floor.run(other, job), job, "HSM-033")
    assert takes(unit, library, PRACTICE_PIN)
    assert "foreign" in pkcs11_tool(other, library, "--list-token-slots").stdout


def test_a_token_initialised_by_policy_alone_takes_the_orders_pin(floor: Floor) -> None:
    job, unit = ordered(floor, "x509", "labelled"), made(floor, "x509", "labelled")
    assert_passed(floor.run(unit, job))
    pins, library = pins_of(floor, unit), floor.seat.module.library
    assert (pins.user, pins.officer is None) == (None, False)
    assert takes(unit, library, PRACTICE_PIN)


def officer_opens(floor: Floor, unit: PracticeUnit, pin: str) -> bool:
    conf = {"SOFTHSM2_CONF": str(unit.folder / "softhsm2.conf")}
    address = TokenAddress(Module(floor.seat.module.library, conf), unit.label)
    try:
        prove_security_officer(address, Secret(pin.encode()))
    except StationError as error:
        return error.code != "HSM-003"
    return True


def test_the_security_officers_pin_is_replaced_where_the_order_has_it(floor: Floor) -> None:
    job, unit = ordered(floor, "symmetric", "own"), floor.unit("symmetric")
    plain = floor.unit("symmetric")
    assert_passed(floor.run(plain, job))
    secret = Secret(PRACTICE_SO_PIN.encode())
    floor.plant.set_order_secret(job.order.name, OrderSecret.TOKEN_SO_PIN, secret)
    assert_passed(floor.run(unit, job))
    assert_own_pin(floor, unit)
    assert pins_of(floor, plain).officer is None
    assert pins_of(floor, unit).officer is not None
    assert officer_opens(floor, plain, PRACTICE_SO_PIN)
    assert not officer_opens(floor, unit, PRACTICE_SO_PIN)


@pytest.mark.parametrize("policy", ["own", "initialised"])
def test_a_unit_that_passed_is_run_again_and_renewed_by_its_own_pin(
    floor: Floor, policy: str
) -> None:
    records = floor.plant.tools.records
    name = ordered(floor, "x509", policy).order.name
    records.order_changes.set_reprovisioning(name, Reprovisioning.SAME_KEY)
    unit = made(floor, "x509", policy)
    first = floor.run(unit, floor.plant.job(name))
    assert_passed(first)
    pin = assert_own_pin(floor, unit)
    again = floor.run(unit, floor.plant.job(name))
    assert_passed(again)
    assert (again.again, again.enrollment) == (True, first.enrollment)
    records.order_changes.set_reprovisioning(name, Reprovisioning.NEW_KEY)
    records.order_changes.allow_scrap(name, 1)
    records.units.change(unit.serial, UnitChange.RENEW, reason="a test")
    assert_passed(floor.run(unit, floor.plant.job(name)))
    assert assert_own_pin(floor, unit) == pin


def test_another_token_in_a_passed_units_place_is_refused(floor: Floor) -> None:
    name = ordered(floor, "symmetric", "own").order.name
    floor.plant.tools.records.order_changes.set_reprovisioning(name, Reprovisioning.SAME_KEY)
    unit = floor.unit("symmetric", floor.serial())
    job = floor.plant.job(name)
    assert_passed(floor.run(unit, job))
    other = floor.unit("symmetric", unit.serial.lower())
    library = floor.seat.module.library
    result = floor.run(replace(other, serial=unit.serial.lower()), job)
    floor.assert_refused(result, job, "LIN-070")
    assert takes(other, library, PRACTICE_PIN)


def test_a_swapped_board_gets_another_pin_and_the_old_ones_stays_on_record(floor: Floor) -> None:
    records = floor.plant.tools.records
    job, unit = ordered(floor, "x509", "own"), floor.unit("x509")
    records.order_changes.allow_scrap(job.order.name, 1)
    job = floor.plant.job(job.order.name)
    assert_passed(floor.run(unit, job))
    old = assert_own_pin(floor, unit)
    records.units.change(unit.serial, UnitChange.SWAP, reason="a test")
    board = floor.unit("x509", unit.serial.lower())
    assert_passed(floor.run(replace(board, serial=unit.serial.lower()), job))
    assert assert_own_pin(floor, board) != old
    told = [e.data for e in records.entries(kind=EntryKind.UNIT_PINS_SET)]
    mine = {e["pins"] for e in told if str(e["serial"]).lower() == unit.serial.lower()}
    assert len(mine) == 2
    records.verify()


def test_a_pin_can_be_as_long_as_the_token_takes_and_of_letters(floor: Floor) -> None:
    name = put_profile(floor.plant.data, "x509", "long")
    job, unit = floor.order("x509", profile=name), floor.unit("x509")
    assert_passed(floor.run(unit, job))
    pin = assert_own_pin(floor, unit)
    assert (len(pin), pin.isalnum(), pin.isdigit()) == (64, True, False)


def test_a_token_that_takes_no_such_pin_is_told_before_anything_is_changed(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, unit = ordered(floor, "x509", "own"), floor.unit("x509")
    with monkeypatch.context() as patch:
        patch.setattr(unit_token, "read_token", lambda *_: TokenFacts(1, 0, 0, 4, 8))
        floor.assert_refused(floor.run(unit, job), job, "PRF-016")
    assert floor.plant.tools.records.unit_pins.of(unit.serial) is None
    assert takes(unit, floor.seat.module.library, PRACTICE_PIN)
    assert_passed(floor.run(unit, job))


def test_a_blank_token_in_another_positions_slot_is_not_initialised(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where it comes into its slot after the slots were looked at."""
    job, unit = ordered(floor, "x509", "initialised"), made(floor, "x509", "initialised")
    seat, position = floor.seat, position_of(floor.seat)
    uri = f"pkcs11:slot-id=7?module-path={seat.module.library}"
    slot = TokenSlot(library=uri, environment=dict(position.module().environment))
    position = position.model_copy(update={"token": slot})
    monkeypatch.setattr(unit_token, "read_token", lambda *_: TokenFacts(0, 0, 1, 4, 255))
    floor.bench.plug(seat, unit)
    try:
        floor.assert_refused(run_unit(Unit(), job, position, floor.plant.tools), job, "HSM-002")
    finally:
        floor.bench.unplug(seat)
    listed = pkcs11_tool(unit, seat.module.library, "-L").stdout
    assert "uninitialized" in listed
    assert str(unit.label) not in listed


def failing_with_its_pins_set(
    floor: Floor, job: Job, unit: PracticeUnit, patch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise StationError("HSM-008", "a test")

    with patch.context() as failing:
        failing.setattr(Token, "generate_key_pair", fails)
        floor.assert_refused(floor.run(unit, job), job, "HSM-008")
    assert pins_of(floor, unit).state is PinState.SET


def test_a_new_token_that_keeps_the_orders_pin_shakes_hands_with_that(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = floor.unit("x509")
    failing_with_its_pins_set(floor, ordered(floor, "x509", "own"), unit, monkeypatch)
    board = floor.unit("x509", unit.serial.lower())
    job = floor.order("x509")
    assert_passed(floor.run(replace(board, serial=unit.serial.lower()), job))
    assert takes(board, floor.seat.module.library, PRACTICE_PIN)


@pytest.mark.parametrize("policy", ["labelled", "own", None])
def test_a_token_that_was_initialised_under_another_order_is_opened_by_that_ones_pin(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, policy: str | None
) -> None:
    unit, pin = made(floor, "x509", "labelled"), "another-4711"
    failing_with_its_pins_set(floor, ordered(floor, "x509", "labelled"), unit, monkeypatch)
    name = put_profile(floor.plant.data, "x509", policy) if policy else None
    job = floor.order("x509", profile=name, pin=Secret(pin.encode()))
    assert_passed(floor.run(unit, job))
    library = floor.seat.module.library
    assert not takes(unit, library, pin)
    if policy == "own":
        assert_own_pin(floor, unit)
    else:
        assert takes(unit, library, PRACTICE_PIN)


class Cold:
    """A station whose program ends with each run.

    Args:
        folder: of its own.
        bench: with a single seat.
    """

    def __init__(self, folder: Path, bench: PracticeBench) -> None:
        self.bench, self.data = bench, Data.made(folder / "data")
        self.numbers = count(1)
        with new_practice_plant(self.data, bench):
            pass

    def ordered(self, mechanism: str, policy: str, *, officer: bool) -> str:
        with open_plant(self.data, practice_pin()) as plant:
            job = ordered(Floor(self.bench, plant, self.numbers), mechanism, policy)
            if officer:
                secret = Secret(PRACTICE_SO_PIN.encode())
                plant.set_order_secret(job.order.name, OrderSecret.TOKEN_SO_PIN, secret)
        return job.order.name

    def power_fails(self, unit: PracticeUnit, order: str, point: str) -> None:
        self.bench.plug(self.bench.seats[0], unit)
        words = [sys.executable, "-m", "tests.support.unit_pins"]
        done = subprocess.run(
            [*words, str(self.data.root), order, point],
            capture_output=True,
            check=False,
            timeout=60,
            env={**os.environ, "PYTHONPATH": "."},
        )
        self.bench.unplug(self.bench.seats[0])
        assert done.returncode == -signal.SIGKILL, (done.stdout, done.stderr)

    def assert_finished(self, unit: PracticeUnit, order: str) -> None:
        with open_plant(self.data, practice_pin()) as plant:
            floor = Floor(self.bench, plant, self.numbers)
            assert_passed(floor.run(unit, plant.job(order)))
            assert_own_pin(floor, unit)
            plant.tools.records.verify()


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cold]:
    folder = tmp_path_factory.mktemp("cold")
    with PracticeBench(folder / "bench", 1, pacing=Pacing.NONE) as bench:
        yield Cold(folder, bench)


@pytest.mark.parametrize("point", ["prepared", "changed", "officer", "marked", "key"])
def test_after_a_power_failure_the_next_try_finishes_the_unit(cold: Cold, point: str) -> None:
    order = cold.ordered("x509", "own", officer=point == "officer")
    unit = cold.bench.make_unit(MECHANISMS["x509"], f"KILL-{point}")
    cold.power_fails(unit, order, point)
    cold.assert_finished(unit, order)


def test_an_order_without_the_officers_pin_does_not_finish_what_another_began(cold: Cold) -> None:
    order = cold.ordered("x509", "own", officer=True)
    without = cold.ordered("x509", "own", officer=False)
    unit = cold.bench.make_unit(MECHANISMS["x509"], "KILL-without")
    cold.power_fails(unit, order, "changed")
    with open_plant(cold.data, practice_pin()) as plant:
        floor = Floor(cold.bench, plant, cold.numbers)
        job = plant.job(without)
        floor.assert_refused(floor.run(unit, job), job, "HSM-003")
        assert pins_of(floor, unit).state is PinState.PREPARED
        assert officer_opens(floor, unit, PRACTICE_SO_PIN)
        assert_passed(floor.run(unit, plant.job(order)))
        assert_own_pin(floor, unit)
        assert not officer_opens(floor, unit, PRACTICE_SO_PIN)


@pytest.mark.parametrize("point", ["prepared", "initialised", "marked", "key"])
def test_after_one_while_a_token_is_initialised_too(cold: Cold, point: str) -> None:
    order = cold.ordered("x509", "initialised", officer=False)
    unit = cold.bench.make_unit(MECHANISMS["x509"], f"COLD-{point}", blank=True)
    cold.power_fails(unit, order, point)
    cold.assert_finished(unit, order)


def test_a_token_that_has_no_user_yet_is_finished_by_its_security_officer(cold: Cold) -> None:
    """As where the power went off between C_InitToken and C_InitPIN."""
    order = cold.ordered("symmetric", "initialised", officer=False)
    unit = cold.bench.make_unit(MECHANISMS["symmetric"], "COLD-between", blank=True)
    cold.power_fails(unit, order, "prepared")
    with open_plant(cold.data, practice_pin()) as plant:
        pins = plant.tools.records.unit_pins.of(unit.serial)
        assert pins is not None
        with unsealed_pin(plant.tools, pins, OFFICER).reveal() as data:
            words = ("--init-token", "--so-pin", data.decode(), "--label", unit.label)
        library = cold.bench.seats[0].module.library
        assert pkcs11_tool(unit, library, *words, "--slot-index", "0").returncode == 0
    cold.assert_finished(unit, order)
