"""A station that stopped in the midst of a run: what it was doing is looked up, then tried again.

Each run here is broken off right after an intent was committed, before anything was done, and once
more after it was done, before that was written down: as by a power failure, at the worst moments.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from pydantic import JsonValue

from station.errors import Outcome
from station.folders import Data
from station.line.run import RunResult
from station.model.run import Run
from station.model.unit_state import UnitChange, UnitState
from station.operations.plant import open_plant
from station.operations.practice import new_practice_plant, practice_pin
from station.practice.bench import PracticeBench
from station.practice.modules import PRACTICE_PIN, Programs
from station.practice.unit_config import Pacing
from station.practice.units import PracticeUnit
from station.records.ledger import RunLedger
from tests.support.floor import Floor
from tests.support.kill_oracle import runs_on
from tests.support.noise_oracle import check_inside

pytestmark = pytest.mark.bench

# What each product's runs begin that can't be undone, in this order.
BEGUN = {
    "tpm": ["persist-tpm-keys"],
    "x509": ["make-key", "issue-certificate", "write-certificate"],
    "symmetric": ["install-key"],
    "x509-device": ["make-device-key", "issue-certificate", "install-certificate"],
    "x509-tpm": [
        *("persist-tpm-keys", "make-tpm-key", "issue-certificate", "install-certificate"),
    ],
    "symmetric-device": ["make-recipient", "install-key"],
    "symmetric-tpm": ["persist-tpm-keys", "install-key"],
}
# What the unit was looked at for, and what there is to see once it is done.
SEEN = {
    "make-key": "made",
    "install-key": "made",
    "make-tpm-key": "made",
    "write-certificate": "installed",
    "install-certificate": "installed",
    "persist-tpm-keys": "endorsement_key",
}
CERTIFIES = {"write-certificate", "install-certificate"}


class PowerFailure(BaseException):
    """The end of the station, in the midst of it."""


class Floors:
    """A bench whose station can be shut and opened again."""

    def __init__(self, folder: Path) -> None:
        self.data = Data.made(folder / "data")
        self.bench = PracticeBench(folder / "bench", 1, pacing=Pacing.NONE)
        self.numbers = count(1)

    @contextmanager
    def opened(self) -> Iterator[Floor]:
        with open_plant(self.data, practice_pin()) as plant:
            yield Floor(self.bench, plant, self.numbers)


@pytest.fixture(scope="module")
def floors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floors]:
    made = Floors(tmp_path_factory.mktemp("settling"))
    with made.bench:
        with new_practice_plant(made.data, made.bench) as plant:
            floor = Floor(made.bench, plant, made.numbers)
            for product in (*BEGUN, "modem"):
                floor.order(product, quantity=50)
        yield made


@contextmanager
def power_failure(kind: str, *, done: bool) -> Iterator[None]:
    """Have the station end where an intent is committed, or where it was carried out."""
    intent, settled = RunLedger.intent, RunLedger.settled
    found: list[int] = []

    def committed(self: RunLedger, run: Run, what: str, data: Mapping[str, JsonValue]) -> int:
        number = intent(self, run, what, data)
        if what == kind:
            found.append(number)
            if not done:
                raise PowerFailure
        return number

    def carried_out(self: RunLedger, number: int, data: Mapping[str, JsonValue]) -> None:
        if number in found:
            raise PowerFailure
        settled(self, number, data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RunLedger, "intent", committed)
        patch.setattr(RunLedger, "settled", carried_out)
        with pytest.raises(PowerFailure):
            yield


def run(floor: Floor, product: str, unit: PracticeUnit) -> RunResult:
    orders = floor.plant.tools.records.orders()
    (name,) = (order.name for order in orders if order.spec.profile == f"practice-{product}")
    return floor.run(unit, floor.plant.job(name))


def broken_off(floor: Floor, product: str, kind: str, *, done: bool) -> PracticeUnit:
    """Return a unit in whose run the power failed, in no seat."""
    unit = floor.unit(product)
    with power_failure(kind, done=done):
        run(floor, product, unit)
    return unit


def told_of(floor: Floor, unit: PracticeUnit, kind: str) -> Mapping[str, JsonValue]:
    """Return what came of the intent of the unit's first run."""
    failed = floor.plant.tools.records.failed_intents(unit.serial)
    result = next(one.result for one in failed if one.kind == kind)
    assert result is not None, "it is open still"
    return result


@pytest.mark.parametrize("product", BEGUN)
def test_what_was_begun_is_looked_up_on_the_unit_before_it_is_tried_again(
    floors: Floors, product: str
) -> None:
    cases = [(kind, done) for kind in BEGUN[product] for done in (False, True)]
    with floors.opened() as floor:
        units = [broken_off(floor, product, kind, done=done) for kind, done in cases]
    with floors.opened() as floor:
        for unit, (kind, done) in zip(units, cases, strict=True):
            check_tried_again(floor, product, unit, kind, done=done)
        assert floor.plant.tools.records.left_open() == []
        floor.plant.tools.records.verify()


def check_tried_again(
    floor: Floor, product: str, unit: PracticeUnit, kind: str, *, done: bool
) -> None:
    records, result = floor.plant.tools.records, run(floor, product, unit)
    told = told_of(floor, unit, kind)
    # A practice TPM comes with its key, and such a unit takes no certificate over its line.
    takes = (product, kind) != ("x509-tpm", "install-certificate")
    if kind in SEEN:
        there = (done and takes) or kind == "persist-tpm-keys"
        assert told[SEEN[kind]] is there, f"{kind}: {told}"
    else:
        assert set(told.values()) == {False}, f"{kind}: no unit has anything of it"
    if done and kind in CERTIFIES and takes:
        assert result.error is not None, "a second certificate that nobody asked for"
        assert result.error.code == "LIN-073"
        begun = [one for one in records.failed_intents(unit.serial) if one.kind == kind]
        assert len(begun) == 1
        result = run(floor, product, unit)
    assert result.error is None, f"{kind}: {result.error}: {result.error.detail}"
    assert result.enrollment is not None
    if product not in {"symmetric-device", "symmetric-tpm"}:
        check_inside(unit, result.enrollment, floor.plant)
    assert records.usage(result.enrollment.order).reserved == 0


def test_a_certificate_that_was_spoilt_on_its_way_keeps_no_unit_from_another(
    floors: Floors,
) -> None:
    """As by noise on the line: what the unit was given, and gives back, is no certificate."""
    with floors.opened() as floor:
        unit = broken_off(floor, "modem", "install-certificate", done=True)
    assert unit.memory is not None
    spoilt = (unit.memory / "leaf").read_bytes().replace(b"-----END", b"--")
    (unit.memory / "leaf").write_bytes(spoilt)
    with floors.opened() as floor:
        result = run(floor, "modem", unit)
        told = told_of(floor, unit, "install-certificate")
        assert told == {"installed": False, "unreadable": True, "looked_up": True}
        assert result.error is None, f"{result.error}: {result.error.detail}"


def test_a_public_key_that_was_half_written_keeps_no_unit_from_another(floors: Floors) -> None:
    """As where the power went while the token made the pair."""
    with floors.opened() as floor:
        unit = broken_off(floor, "x509", "make-key", done=False)
    with floors.opened() as floor:
        (left,) = floor.plant.tools.records.left_open(unit.serial)
        half_a_key(unit, left.run.name)
        result = run(floor, "x509", unit)
        told = told_of(floor, unit, "make-key")
        assert told == {"made": False, "looked_up": True}
        assert result.error is None, f"{result.error}: {result.error.detail}"
        assert result.enrollment is not None
        check_inside(unit, result.enrollment, floor.plant)
        assert runs_on(unit) == {result.run}


def half_a_key(unit: PracticeUnit, run_name: str) -> None:
    """Leave a public key without its point on a unit's token, as a power cut does."""
    script = (
        "import pkcs11, sys; from pkcs11 import Attribute as A, KeyType, ObjectClass;"
        "from pkcs11.util.ec import encode_named_curve_parameters as named;"
        "library, label, pin, name = sys.argv[1:];"
        "session = pkcs11.lib(library).get_token(token_label=label).open(rw=True, user_pin=pin);"
        "session.create_object({A.CLASS: ObjectClass.PUBLIC_KEY, A.KEY_TYPE: KeyType.EC,"
        " A.TOKEN: True, A.ID: name.encode(), A.EC_POINT: b'',"
        " A.EC_PARAMS: named('1.2.840.10045.3.1.7')})"
    )
    library = str(Programs.found().softhsm)
    subprocess.run(
        [sys.executable, "-c", script, library, unit.label, PRACTICE_PIN, run_name],
        env={"SOFTHSM2_CONF": str(unit.folder / "softhsm2.conf")},
        check=True,
        timeout=60,
    )


def test_what_cant_be_told_puts_the_unit_aside_with_a_reason_and_what_to_do(
    floors: Floors,
) -> None:
    """As where it comes back in another order, whose mechanism never asks its token."""
    with floors.opened() as floor:
        unit = broken_off(floor, "symmetric-device", "install-key", done=True)
    with floors.opened() as floor:
        records = floor.plant.tools.records
        (left,) = records.left_open(unit.serial)
        result = run(floor, "x509-device", unit)
        assert result.error is not None
        assert (result.error.code, result.outcome) == ("LIN-072", Outcome.FAILED)
        mark = records.unit(unit.serial)
        assert mark is not None
        assert mark.state is UnitState.QUARANTINED
        assert left.run.name in mark.reason
        does = f"then scrap it, or release it and try it in order {left.run.order}"
        assert mark.reason.endswith(does), "that is told whole"
        assert records.left_open(unit.serial) == [left], "nothing was guessed"
        for product in ("x509-device", "symmetric-device"):
            refused = run(floor, product, unit)
            assert refused.error is not None
            assert refused.error.code == "REC-032", "before it is released"
        records.units.change(unit.serial, UnitChange.RELEASE, reason="looked at it")
        assert records.left_open(unit.serial) == [], "a person has looked"
        assert run(floor, "symmetric-device", unit).error is None, "as it was told"
        records.verify()
