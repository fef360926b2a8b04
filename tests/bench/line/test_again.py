"""Units that have passed and are run again: the same key proves itself, another is put aside."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import replace

import pytest

from station.errors import Outcome, StationError
from station.line.run import RunResult
from station.line.work import Job
from station.links import LINKS
from station.model.enrollment import Enrollment
from station.model.order import Reprovisioning
from station.model.unit_state import UnitChange, UnitState
from station.practice.modules import PRACTICE_PIN
from station.practice.unit_tpm import UnitTpm
from station.practice.units import PracticeUnit
from station.records.entries import EntryKind
from station.tpm.keys import key_at, remove_key
from station.tpm.session import Tpm
from tests.support.floor import Floor
from tests.support.liars import Keys, LyingKind

pytestmark = pytest.mark.bench

HANDLE = 0x81000010
EVERY = ("tpm", "x509", "x509-tpm", "x509-device", "symmetric", "symmetric-device", "symmetric-tpm")
# TPM2_Clear by the platform: owner and storage are made anew, the endorsement key stays.
CLEAR = bytes.fromhex("8002 0000001b 00000126 4000000c 00000009 40000009 0000 00 0000")


def ordered(floor: Floor, mechanism: str, policy: Reprovisioning, scrap: int = 0) -> Job:
    """Make an order with a policy."""
    name = floor.order(mechanism).order.name
    changes = floor.plant.tools.records.order_changes
    changes.set_reprovisioning(name, policy)
    changes.allow_scrap(name, scrap)
    return floor.plant.job(name)


def passed(result: RunResult) -> Enrollment:
    assert result.error is None, f"{result.error}: {result.error.detail}"
    assert result.enrollment is not None
    return result.enrollment


def same_key(floor: Floor, mechanism: str) -> tuple[PracticeUnit, Job, Enrollment]:
    """Return a unit that has passed in an order which runs it again."""
    job = ordered(floor, mechanism, Reprovisioning.SAME_KEY)
    unit = floor.unit(mechanism)
    return unit, job, passed(floor.run(unit, job))


def tool(floor: Floor, unit: PracticeUnit, *words: str) -> str:
    """Do something to a unit's token behind the station's back."""
    conf = unit.folder / "softhsm2.conf"
    command = ["pkcs11-tool", "--module", floor.seat.module.library, "--login"]
    done = subprocess.run(
        [*command, "--pin", PRACTICE_PIN, *words],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "SOFTHSM2_CONF": str(conf)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def objects(unit: PracticeUnit) -> Sequence[str]:
    """Return the names of the objects on a unit's token."""
    return sorted(path.name for path in (unit.folder / "token").rglob("*.object"))


def state(floor: Floor, serial: str) -> UnitState | None:
    mark = floor.plant.tools.records.unit(serial)
    return None if mark is None else mark.state


def issued(floor: Floor) -> int:
    """Return how many identities were about to be made so far."""
    return len(list(floor.plant.tools.records.entries(kind=EntryKind.SPENT)))


@pytest.mark.parametrize("mechanism", EVERY)
def test_a_unit_proves_its_key_again_and_nothing_is_made(floor: Floor, mechanism: str) -> None:
    records = floor.plant.tools.records
    unit, job, first = same_key(floor, mechanism)
    before, made = records.usage(job.order.name), issued(floor)
    kept = objects(unit)
    result = floor.run(unit, job)
    assert passed(result) == first
    assert (result.outcome, result.again) == (Outcome.PASSED, True)
    assert result.run != first.run
    assert (records.usage(job.order.name), issued(floor)) == (before, made)
    assert objects(unit) == kept
    *_, told = records.entries(kind=EntryKind.REPROVISIONED)
    assert (told.data["run"], told.data["registration_id"]) == (
        result.run,
        first.registration_id.text,
    )
    assert len(list(records.enrollments(order=job.order.name))) == 1
    assert records.verify().unsigned == 0


@pytest.mark.parametrize("policy", [Reprovisioning.NEVER, Reprovisioning.NEW_KEY])
def test_without_that_policy_it_is_refused(floor: Floor, policy: Reprovisioning) -> None:
    job, unit = ordered(floor, "x509", policy), floor.unit("x509")
    passed(floor.run(unit, job))
    floor.assert_refused(floor.run(unit, job), job, "REC-008")
    assert state(floor, unit.serial) is UnitState.PASSED


def test_a_certificate_that_is_gone_is_written_again_as_it_was(floor: Floor) -> None:
    unit, job, first = same_key(floor, "x509")
    tool(floor, unit, "--delete-object", "--type", "cert", "--id", first.run.encode().hex())
    fewer, made = objects(unit), issued(floor)
    assert passed(floor.run(unit, job)) == first
    assert len(objects(unit)) == len(fewer) + 1
    assert issued(floor) == made
    passed(floor.run(unit, job))


def assert_put_aside(floor: Floor, result: RunResult, job: Job, code: str = "LIN-066") -> None:
    floor.assert_refused(result, job, code)
    assert state(floor, result.serial) is UnitState.QUARANTINED
    records = floor.plant.tools.records
    assert records.find(result.serial).order == job.order.name
    assert records.usage(job.order.name).enrolled == 1
    records.verify()


def test_a_key_that_is_gone_puts_the_unit_aside(floor: Floor) -> None:
    unit, job, first = same_key(floor, "x509")
    tool(floor, unit, "--delete-object", "--type", "privkey", "--id", first.run.encode().hex())
    assert_put_aside(floor, floor.run(unit, job), job)
    floor.assert_refused(floor.run(unit, job), job, "REC-032")
    floor.assert_next_unit_passes("x509", job)


def test_a_symmetric_key_that_is_gone_is_not_installed_again(floor: Floor) -> None:
    """Nothing but its serial number would tell such a unit from any other board."""
    unit, job, first = same_key(floor, "symmetric")
    kept = objects(unit)
    tool(floor, unit, "--delete-object", "--type", "secrkey", "--id", first.run.encode().hex())
    assert_put_aside(floor, floor.run(unit, job), job)
    assert len(objects(unit)) == len(kept) - 1


def test_another_board_with_its_serial_number_is_put_aside(floor: Floor) -> None:
    for mechanism in ("x509", "tpm"):
        unit, job, _ = same_key(floor, mechanism)
        other = floor.unit(mechanism, f"{unit.serial}-b")
        if mechanism == "x509":  # whose token has that label
            other = floor.unit(mechanism, unit.serial.lower())
        result = floor.run(replace(other, serial=unit.serial.lower()), job)
        assert_put_aside(floor, result, job)


def test_a_tpm_key_that_was_removed_puts_the_unit_aside(floor: Floor) -> None:
    unit, job, _ = same_key(floor, "x509-tpm")
    assert unit.tpm_state is not None
    with UnitTpm(unit.tpm_state) as chip, Tpm(chip.transact) as tpm:
        assert key_at(tpm, HANDLE) is not None
        remove_key(tpm, HANDLE)
    assert_put_aside(floor, floor.run(unit, job), job)


def test_a_tpm_that_was_cleared_puts_the_unit_aside(floor: Floor) -> None:
    unit, job, _ = same_key(floor, "tpm")
    assert unit.tpm_state is not None
    with UnitTpm(unit.tpm_state) as chip:
        assert chip.transact(CLEAR)[6:10] == bytes(4)
        chip.shut_down()
    assert_put_aside(floor, floor.run(unit, job), job)


class Forgot(Keys):
    """A device whose signature isn't that of the key it was certified for."""

    def sign_proof(self, statement: bytes) -> bytes:
        other = bytearray(statement)
        other[-1] ^= 1
        return self.honest.sign_proof(bytes(other))


def test_a_device_that_signs_with_another_key_is_put_aside(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, job, _ = same_key(floor, "x509-device")
    with monkeypatch.context() as patch:
        patch.setitem(LINKS, "smp", LyingKind(Forgot))
        assert_put_aside(floor, floor.run(unit, job), job)


def test_one_whose_label_says_another_number_than_it_has_is_no_other_unit(floor: Floor) -> None:
    unit, job, _ = same_key(floor, "symmetric")
    floor.assert_refused(floor.run(unit, job, scanned="SN-OTHER"), job, "LIN-002")
    assert state(floor, unit.serial) is UnitState.PASSED


@pytest.mark.parametrize("mechanism", ["x509", "x509-tpm", "x509-device"])
def test_a_renewed_unit_gets_another_key_and_keeps_its_name(floor: Floor, mechanism: str) -> None:
    records = floor.plant.tools.records
    job, unit = ordered(floor, mechanism, Reprovisioning.NEW_KEY, 1), floor.unit(mechanism)
    first = passed(floor.run(unit, job))
    records.units.change(unit.serial, UnitChange.RENEW, reason="a test")
    second = passed(floor.run(unit, job))
    assert second.registration_id == first.registration_id
    assert second.identity.key_fingerprint != first.identity.key_fingerprint
    floor.assert_refused(floor.run(unit, job), job, "REC-008")
    records.verify()


@pytest.mark.parametrize("mechanism", ["tpm", "symmetric"])
def test_what_can_have_one_key_alone_gets_no_such_order(floor: Floor, mechanism: str) -> None:
    spec = floor.order(mechanism).order.spec
    new = spec.model_copy(update={"name": "none-such", "reprovisioning": Reprovisioning.NEW_KEY})
    with pytest.raises(StationError, match="PRF-010"):
        floor.plant.create_order(new, None)


def test_nothing_of_it_is_left_open(floor: Floor) -> None:
    unit, job, _ = same_key(floor, "x509-tpm")
    result = floor.run(unit, job)
    open_ones = floor.plant.tools.records.open_intents()
    assert [intent for intent in open_ones if intent.run == result.run] == []
