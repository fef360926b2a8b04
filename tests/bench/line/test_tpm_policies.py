"""What an order and its profile say of TPMs: passwords, the supplier's list, which key."""

import base64
import subprocess

import pytest

from station.line.work import Job
from station.model.order import OrderSecret
from station.operations.makers import listed_makers
from station.practice.units import PracticeUnit
from station.secret import Secret
from tests.bench.line.test_refusals import own_profile
from tests.support.floor import Floor
from tests.support.forged import running

pytestmark = pytest.mark.bench

SECRETS = {
    "owner": OrderSecret.TPM_OWNER_PASSWORD,
    "endorsement": OrderSecret.TPM_ENDORSEMENT_PASSWORD,
}


def tools(unit: PracticeUnit, *commands: tuple[str, ...]) -> None:
    """Do something to a unit's TPM before it comes to the station."""
    assert unit.tpm_state is not None
    with running(unit.tpm_state) as tcti:
        for command in (*commands, ("tpm2_shutdown", "--clear")):
            subprocess.run([*command, "-T", tcti], check=True, capture_output=True, timeout=30)


def protected(floor: Floor) -> PracticeUnit:
    unit = floor.unit("tpm")
    tools(unit, *(("tpm2_changeauth", "-c", name, f"{name}-secret") for name in SECRETS))
    return unit


def give(floor: Floor, job: Job, name: str, text: str) -> Job:
    secret = Secret(text.encode())
    floor.plant.set_order_secret(job.order.name, SECRETS[name], secret)
    return job


def test_an_owned_tpm_passes_with_the_orders_passwords_alone(floor: Floor) -> None:
    job, unit = floor.order("tpm"), protected(floor)
    floor.assert_refused(floor.run(unit, job), job, "TPM-024")
    give(floor, job, "endorsement", "endorsement-secret")
    floor.assert_refused(floor.run(unit, job), job, "TPM-023")
    give(floor, job, "owner", "something else")
    floor.assert_refused(floor.run(unit, job), job, "TPM-025")
    give(floor, job, "owner", "owner-secret")
    assert floor.run(unit, job).error is None
    floor.assert_next_unit_passes("tpm", job)  # one without a password, on the same order


def test_only_a_tpm_on_the_suppliers_list_passes_where_the_profile_wants_one(
    floor: Floor,
) -> None:
    name = own_profile(
        floor,
        "practice-tpm",
        "practice-tpm-listed",
        listed=('ek_certificate = "require"', 'ek_certificate = "require"\nek_allow_list = true'),
    )
    job, unit = floor.order("tpm", profile=name), floor.unit("tpm")
    floor.assert_refused(floor.run(unit, job), job, "TPM-028")  # there is no list
    records = floor.plant.tools.records
    records.set_ek_list(job.order.name, [bytes(32), bytes([255] * 32)])
    result = floor.run(unit, job)
    floor.assert_refused(result, job, "TPM-028")
    assert result.error is not None
    # The registration ID is the digest of the TPM2B_PUBLIC in base32.
    digest = base64.b32decode(result.error.detail.split()[-1].upper() + "====")
    records.set_ek_list(job.order.name, [digest, bytes(32)])
    assert floor.run(unit, job).error is None
    floor.assert_refused(floor.run(floor.unit("tpm"), job), job, "TPM-028")


def test_a_tpm_with_keys_on_curves_alone_is_refused_and_told_by_name(floor: Floor) -> None:
    unit = floor.unit("tpm")
    tools(
        unit,
        ("tpm2_evictcontrol", "-C", "o", "-c", "0x81010001"),
        ("tpm2_createek", "-G", "ecc", "-c", "0x81010001", "-u", "/dev/null"),
    )
    job = floor.order("tpm")
    result = floor.run(unit, job)
    floor.assert_refused(result, job, "TPM-012")
    assert result.error is not None
    assert "ECC P-384 key" in result.error.detail
    assert "certificate trusted" in result.error.detail


def test_practice_keeps_to_its_own_maker(floor: Floor) -> None:
    listed = listed_makers(floor.plant.tools.records)
    assert {one.source for one in listed} == {"added"}


def test_an_owned_tpm_is_proved_after_a_restart_too(floor: Floor) -> None:
    name = own_profile(
        floor,
        "practice-tpm",
        "practice-tpm-owned-restart",
        prove=("practice = true", 'practice = true\nprove = "after-restart"'),
    )
    job = floor.order("tpm", profile=name)
    for which in SECRETS:
        give(floor, job, which, f"{which}-secret")
    result = floor.run(protected(floor), job)
    assert result.error is None, f"{result.error}: {result.error.detail}"
