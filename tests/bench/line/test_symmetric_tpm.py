"""A symmetric key wrapped to a unit's TPM: from plug to PASS, and what must never be given one."""

import base64
import hashlib
import hmac
import logging
from pathlib import Path

import pytest

from station.line.run import RunResult
from station.line.work import Job
from station.model.attestation import KeyOrigin, SymmetricKeyAttestation
from station.model.enrollment import Enrollment
from station.model.order import Reprovisioning
from station.operations.groups import rotate_group
from station.practice.unit_config import Behaviour, Manner
from station.practice.unit_tpm import UnitTpm
from station.practice.units import PracticeUnit, UnitKind
from station.tpm.challenge import SRK_TEMPLATE, storage_root_key
from station.tpm.endorsement import EK_HANDLE
from station.tpm.keys import key_at, remove_key
from station.tpm.session import Tpm
from station.tpm.terms import Hierarchy
from tests.bench.line.test_refusals import own_profile
from tests.bench.line.test_symmetric_device import assert_nowhere, key_of
from tests.support.floor import Floor
from tests.support.tpm_hmac import HANDLE, hmac_by_tool

pytestmark = pytest.mark.bench

KIND = "symmetric-tpm"


def passed(result: RunResult) -> Enrollment:
    assert result.error is None, f"{result.error}: {result.error.detail}"
    assert result.enrollment is not None
    return result.enrollment


def changed(floor: Floor, name: str, **changes: tuple[str, str]) -> Job:
    profile = own_profile(floor, "practice-symmetric-tpm", f"practice-{name}", **changes)
    return floor.order(KIND, profile=profile)


def kept_at(unit: PracticeUnit, handle: int) -> bytes | None:
    assert unit.tpm_state is not None
    with UnitTpm(unit.tpm_state) as chip, Tpm(chip.transact) as tpm:
        return key_at(tpm, handle)


def test_the_tpm_keeps_the_key_that_the_service_will_derive(
    floor: Floor, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    unit, job = floor.unit(KIND), floor.order(KIND)
    enrollment = passed(floor.run(unit, job))
    assert enrollment.identity.attestation == SymmetricKeyAttestation(job.order.group_id.text)
    assert enrollment.identity.key_origin is KeyOrigin.WRAPPED
    key = key_of(floor, job, enrollment)
    assert hmac_by_tool(unit, b"anything", tmp_path) == hmac.digest(key, b"anything", "sha256")
    assert_nowhere(floor, key, caplog.text)


def test_once_the_group_was_rotated_the_next_unit_has_the_newer_key(
    floor: Floor, tmp_path: Path
) -> None:
    job, before = floor.order(KIND), floor.unit(KIND)
    assert passed(floor.run(before, job)).identity.attestation == SymmetricKeyAttestation(
        job.order.group_id.text, 1
    )
    tools = floor.plant.tools
    rotate_group(tools, job.order.group_id, None, None)
    unit = floor.unit(KIND)
    enrollment = passed(floor.run(unit, job))
    assert enrollment.identity.attestation == SymmetricKeyAttestation(job.order.group_id.text, 2)
    name = enrollment.identity.registration_id
    expected = tools.factory.device_keys.hmac(job.order.group_id, name, b"anything", 2)
    assert hmac_by_tool(unit, b"anything", tmp_path) == expected


def test_the_record_says_whose_chip_it_was_wrapped_to(floor: Floor) -> None:
    unit = floor.unit(KIND)
    enrollment = passed(floor.run(unit, floor.order(KIND)))
    endorsement = kept_at(unit, EK_HANDLE)
    assert endorsement is not None
    digest = hashlib.sha256(endorsement).hexdigest()
    chip = f"wrapped to the chip of the endorsement key with the SHA-256 {digest}"
    found = floor.plant.tools.records.find(enrollment.serial)
    assert chip in found.proof
    assert "its certificate is vouched for by" in found.proof
    assert "unauthenticated" not in found.proof
    open_intents = floor.plant.tools.records.open_intents()
    assert [intent.kind for intent in open_intents if intent.run == enrollment.run] == []
    assert floor.plant.tools.records.verify().unsigned == 0


def test_it_is_there_still_after_a_restart(floor: Floor) -> None:
    job = changed(
        floor,
        "symmetric-tpm-restarted",
        prove=("practice = true", 'practice = true\nprove = "after-restart"'),
    )
    enrollment = passed(floor.run(floor.unit(KIND), job))
    assert "and so again after a restart" in enrollment.proof


@pytest.mark.parametrize("link", ["bench-tpm"])
def test_a_tpm_over_another_link(floor: Floor, link: str, tmp_path: Path) -> None:
    job = changed(floor, f"symmetric-{link}", link=('kind = "smp"', f'kind = "{link}"'))
    unit = floor.bench.make_unit(UnitKind.TPM_MODULE, floor.serial())
    enrollment = passed(floor.run(unit, job, scanned=unit.serial))
    key = key_of(floor, job, enrollment)
    assert hmac_by_tool(unit, b"anything", tmp_path) == hmac.digest(key, b"anything", "sha256")


def test_a_linux_device(floor: Floor, tmp_path: Path) -> None:
    text = Path("resources/profiles/practice-console.toml").read_text("utf-8")
    profile = own_profile(
        floor,
        "practice-console",
        "practice-console-symmetric",
        mechanism=('mechanism = "tpm"', 'mechanism = "symmetric-device"'),
        names=('device_id = "{serial}"', 'registration_id = "{serial}"'),
        table=(text[text.index("[tpm]") :], '[symmetric]\ninstall = "tpm"\n'),
    )
    job, unit = floor.order("console", profile=profile), floor.unit("console")
    enrollment = passed(floor.run(unit, job))
    key = key_of(floor, job, enrollment)
    assert hmac_by_tool(unit, b"anything", tmp_path) == hmac.digest(key, b"anything", "sha256")


@pytest.mark.parametrize(("after", "kept"), [(6, False), (14, False), (18, True), (20, True)])
def test_a_unit_pulled_out_anywhere_passes_when_it_comes_again(
    floor: Floor, after: int, *, kept: bool
) -> None:
    unit, job = floor.unit(KIND), floor.order(KIND)
    result = floor.run(unit, job, behaviour=Behaviour(Manner.DIES, after=after))
    floor.assert_refused(result, job, "LNK-003")
    assert (kept_at(unit, HANDLE) is not None) == kept
    passed(floor.run(unit, job))


def with_key(unit: PracticeUnit) -> bytes:
    """Put somebody's key where the product's is to be; return its public area."""
    assert unit.tpm_state is not None
    with UnitTpm(unit.tpm_state) as chip, Tpm(chip.transact) as tpm, tpm.flushing():
        storage_root_key(tpm)
        key, public = tpm.commands.create_primary(Hierarchy.OWNER, SRK_TEMPLATE)
        tpm.commands.persist(key, HANDLE)
        chip.shut_down()
        return public


def test_somebody_s_key_at_the_handle_stays_and_the_unit_is_refused(floor: Floor) -> None:
    unit, job = floor.unit(KIND), floor.order(KIND)
    there = with_key(unit)
    floor.assert_refused(floor.run(unit, job), job, "TPM-050")
    assert kept_at(unit, HANDLE) == there
    assert floor.plant.tools.records.usage(job.order.name).spent == 0


def test_a_tpm_that_is_not_on_the_suppliers_list_is_given_nothing(floor: Floor) -> None:
    job = changed(
        floor,
        "symmetric-tpm-listed",
        listed=('ek_certificate = "require"', 'ek_certificate = "require"\nek_allow_list = true'),
    )
    unit, records = floor.unit(KIND), floor.plant.tools.records
    records.set_ek_list(job.order.name, [bytes(32)])
    result = floor.run(unit, job)
    floor.assert_refused(result, job, "TPM-028")
    assert records.usage(job.order.name).spent == 0
    assert kept_at(unit, HANDLE) is None
    assert result.error is not None
    digest = base64.b32decode(result.error.detail.split()[-1].upper() + "====")
    records.set_ek_list(job.order.name, [digest])
    passed(floor.run(unit, job))


def test_one_chip_gets_no_second_identity_under_another_label(floor: Floor) -> None:
    job = changed(floor, "symmetric-two-labels", link=('kind = "smp"', 'kind = "bench-tpm"'))
    unit = floor.bench.make_unit(UnitKind.TPM_MODULE, floor.serial())
    passed(floor.run(unit, job, scanned=unit.serial))
    assert unit.tpm_state is not None
    with UnitTpm(unit.tpm_state) as chip, Tpm(chip.transact) as tpm:
        remove_key(tpm, HANDLE)
    floor.assert_refused(floor.run(unit, job, scanned=floor.serial()), job, "REC-006")


def test_a_key_that_is_gone_is_not_given_again(floor: Floor) -> None:
    name, unit = floor.order(KIND).order.name, floor.unit(KIND)
    floor.plant.tools.records.order_changes.set_reprovisioning(name, Reprovisioning.SAME_KEY)
    job = floor.plant.job(name)
    passed(floor.run(unit, job))
    assert unit.tpm_state is not None
    with UnitTpm(unit.tpm_state) as chip, Tpm(chip.transact) as tpm:
        remove_key(tpm, HANDLE)
        chip.shut_down()
    floor.assert_refused(floor.run(unit, job), job, "LIN-066")
    assert kept_at(unit, HANDLE) is None


def test_a_unit_without_a_tpm_is_refused(floor: Floor) -> None:
    job = floor.order(KIND)
    floor.assert_refused(floor.run(floor.unit("symmetric-device"), job), job, "LNK-007")
