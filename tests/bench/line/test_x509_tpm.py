"""X.509 whose key is in the unit's TPM: from plug to PASS, and what must never be certified."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from station.errors import Outcome
from station.line.run import RunResult
from station.links import LINKS
from station.model.attestation import KeyOrigin, X509Attestation
from station.model.enrollment import Enrollment
from station.practice.unit_config import Behaviour, Manner
from station.practice.unit_tpm import UnitTpm
from station.practice.units import PracticeUnit, UnitKind
from station.service.exports import EXPORTS, Again, export
from station.tpm.challenge import SRK_TEMPLATE, storage_root_key
from station.tpm.keys import key_at, remove_key
from station.tpm.session import Tpm
from station.tpm.terms import Hierarchy
from tests.bench.line.test_refusals import own_profile
from tests.support.floor import Floor
from tests.support.liars import Keys, LyingKind

pytestmark = pytest.mark.bench

HANDLE = 0x81000010
# TPM2_GetCapability of TPM_PT_LOCKOUT_COUNTER.
LOCKOUT_COUNTER = bytes.fromhex("8001 00000016 0000017a 00000006 0000020e 00000001")


def passed(result: RunResult) -> Enrollment:
    assert result.error is None, f"{result.error}: {result.error.detail}"
    assert result.enrollment is not None
    return result.enrollment


def public_of(unit: PracticeUnit) -> bytes | None:
    """Return the public area of what the unit's TPM keeps for its certificate."""
    assert unit.tpm_state is not None
    with UnitTpm(unit.tpm_state) as chip, Tpm(chip.transact) as tpm:
        return key_at(tpm, HANDLE)


def test_the_certificate_is_for_the_key_in_the_tpm(floor: Floor) -> None:
    unit = floor.unit("x509-tpm", "SN-Tpm-Key-1")
    enrollment = passed(floor.run(unit, floor.order("x509-tpm")))
    attestation = enrollment.identity.attestation
    assert isinstance(attestation, X509Attestation)
    assert enrollment.identity.key_origin is KeyOrigin.IN_TPM
    assert enrollment.registration_id.text == "sn-tpm-key-1"
    certificate = x509.load_der_x509_certificate(attestation.certificate)
    certificate.verify_directly_issued_by(x509.load_der_x509_certificate(attestation.chain[0]))
    assert "the chip of the trusted endorsement key with the SHA-256 " in enrollment.proof
    assert "in the record and the export" in enrollment.proof
    public = public_of(unit)
    assert public is not None
    point = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert public[-66:-34] in point
    assert public[-32:] in point
    open_intents = floor.plant.tools.records.open_intents()
    assert [intent.kind for intent in open_intents if intent.run == enrollment.run] == []


@pytest.mark.parametrize("kind", ["ec-p384", "rsa-2048"])
def test_other_kinds_of_key(floor: Floor, kind: str) -> None:
    profile = own_profile(
        floor,
        "practice-x509-tpm",
        f"practice-x509-tpm-{kind}",
        x509=('key = "ec-p256"', f'key = "{kind}"'),
    )
    passed(floor.run(floor.unit("x509-tpm"), floor.order("x509-tpm", profile=profile)))


def test_a_bench_tpm_can_have_a_certificate_too(floor: Floor) -> None:
    profile = own_profile(
        floor,
        "practice-x509-tpm",
        "practice-x509-bench-tpm",
        link=('kind = "smp"', 'kind = "bench-tpm"'),
    )
    job = floor.order("x509-tpm", profile=profile)
    unit = floor.bench.make_unit(UnitKind.TPM_MODULE, floor.serial())
    enrollment = passed(floor.run(unit, job, scanned=unit.serial))
    assert enrollment.registration_id.text == unit.serial.lower()


@pytest.mark.parametrize("after", [14, 20, 26, 30, 34, 38])
def test_a_unit_pulled_out_anywhere_passes_when_it_comes_again(floor: Floor, after: int) -> None:
    unit, job = floor.unit("x509-tpm"), floor.order("x509-tpm")
    result = floor.run(unit, job, behaviour=Behaviour(Manner.DIES, after=after))
    if result.outcome is not Outcome.PASSED:
        floor.assert_refused(result, job, "LNK-003")
        passed(floor.run(unit, job))


def test_a_power_cut_in_the_midst_counts_as_no_try_at_a_password(floor: Floor) -> None:
    unit, job = floor.unit("x509-tpm"), floor.order("x509-tpm")
    assert unit.tpm_state is not None
    for after in (34, 38):
        floor.run(unit, job, behaviour=Behaviour(Manner.DIES, after=after))
    with UnitTpm(unit.tpm_state) as chip:
        said = chip.transact(LOCKOUT_COUNTER)
    assert said[-8:] == bytes.fromhex("0000020e 00000000")


def with_key(unit: PracticeUnit) -> bytes:
    assert unit.tpm_state is not None
    with UnitTpm(unit.tpm_state) as chip, Tpm(chip.transact) as tpm, tpm.flushing():
        storage_root_key(tpm)
        key, public = tpm.commands.create_primary(Hierarchy.OWNER, SRK_TEMPLATE)
        tpm.commands.persist(key, HANDLE)
        chip.shut_down()
        return public


def test_somebody_s_key_at_the_handle_stays_and_the_unit_is_refused(floor: Floor) -> None:
    unit, job = floor.unit("x509-tpm"), floor.order("x509-tpm")
    there = with_key(unit)
    floor.assert_refused(floor.run(unit, job), job, "TPM-050")
    assert public_of(unit) == there


def test_one_chip_gets_no_second_identity_under_another_label(floor: Floor) -> None:
    profile = own_profile(
        floor,
        "practice-x509-tpm",
        "practice-x509-two-labels",
        link=('kind = "smp"', 'kind = "bench-tpm"'),
    )
    job = floor.order("x509-tpm", profile=profile)
    unit = floor.bench.make_unit(UnitKind.TPM_MODULE, floor.serial())
    passed(floor.run(unit, job, scanned=unit.serial))
    assert unit.tpm_state is not None
    with UnitTpm(unit.tpm_state) as chip, Tpm(chip.transact) as tpm:
        remove_key(tpm, HANDLE)
    floor.assert_refused(floor.run(unit, job, scanned=floor.serial()), job, "REC-006")
    as_tpm = floor.order("bench-tpm")
    floor.assert_refused(floor.run(unit, as_tpm, scanned=floor.serial()), as_tpm, "REC-006")


class Shelf(Keys):
    """A device that keeps a certificate for its TPM's key."""

    def install_certificate(self, certificate: bytes, chain: Sequence[bytes]) -> None:
        self.kept = certificate

    def certificate(self) -> bytes:
        return self.kept


class Swapped(Shelf):
    """One that holds another certificate afterwards."""

    def certificate(self) -> bytes:
        return self.kept[:-1] + bytes([self.kept[-1] ^ 1])


def test_the_certificate_is_given_to_a_unit_that_takes_one(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LINKS, "smp", LyingKind(Shelf))
    enrollment = passed(floor.run(floor.unit("x509-tpm"), floor.order("x509-tpm")))
    assert "read back from the unit" in enrollment.proof


def test_a_foreign_certificate_on_the_unit_is_refused(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, job = floor.unit("x509-tpm"), floor.order("x509-tpm")
    with monkeypatch.context() as patch:
        patch.setitem(LINKS, "smp", LyingKind(Swapped))
        floor.assert_refused(floor.run(unit, job), job, "LIN-045")
    passed(floor.run(unit, job))


def test_what_is_exported_is_what_a_service_takes(floor: Floor, tmp_path: Path) -> None:
    job = floor.order("x509-tpm")
    enrollment = passed(floor.run(floor.unit("x509-tpm"), job))
    tools, name = floor.plant.tools, enrollment.registration_id.text
    for kind in EXPORTS:
        folder = tmp_path / kind
        again = Again.EXPORTED_TOO
        export(tools.records, tools.factory, folder, kind, order=job.order.name, again=again)
        assert name in "".join(
            path.read_text("utf-8", "replace") for path in folder.rglob("*") if path.is_file()
        )
    found = tools.records.find(name)
    assert found.identity == enrollment.identity
    assert found.proof == enrollment.proof
