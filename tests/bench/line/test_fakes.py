"""TPMs that the line must not let pass, each a real TPM with one thing wrong."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from station.links.smp import SmpLink
from station.practice.units import PracticeUnit
from station.records.roots import RootKind
from tests.support.floor import Floor
from tests.support.forged import CODE_SIGNING, Maker, with_certificate

pytestmark = pytest.mark.bench

_READ_PUBLIC = bytes.fromhex("00000173")
_SRK_HANDLE = bytes.fromhex("81000001")


@pytest.fixture(scope="module")
def trusted_maker(floor: Floor) -> Maker:
    maker = Maker()
    floor.plant.tools.records.add_root(maker.root, RootKind.ROOT)
    return maker


def forged(floor: Floor, make: Callable[[rsa.RSAPublicKey], bytes]) -> PracticeUnit:
    unit = floor.unit("tpm")
    assert unit.tpm_state is not None
    with_certificate(unit.tpm_state, make)
    return unit


def test_a_certificate_from_a_trusted_maker_passes(floor: Floor, trusted_maker: Maker) -> None:
    job = floor.order("tpm")
    result = floor.run(forged(floor, trusted_maker.endorsement_certificate), job)
    assert result.error is None, f"{result.error} {result.error.detail}"


def test_a_certificate_from_an_unknown_maker(floor: Floor) -> None:
    job = floor.order("tpm")
    unit = forged(floor, Maker().endorsement_certificate)
    floor.assert_refused(floor.run(unit, job), job, "TPM-004")
    floor.assert_next_unit_passes("tpm", job)


def test_a_certificate_for_another_key(floor: Floor, trusted_maker: Maker) -> None:
    job = floor.order("tpm")
    other = rsa.generate_private_key(65537, 2048).public_key()
    unit = forged(floor, lambda _: trusted_maker.endorsement_certificate(other))
    floor.assert_refused(floor.run(unit, job), job, "TPM-005")
    floor.assert_next_unit_passes("tpm", job)


def test_a_certificate_of_a_certificate_authority(floor: Floor, trusted_maker: Maker) -> None:
    job = floor.order("tpm")
    unit = forged(floor, lambda key: trusted_maker.endorsement_certificate(key, is_ca=True))
    floor.assert_refused(floor.run(unit, job), job, "TPM-007")
    floor.assert_next_unit_passes("tpm", job)


def test_a_certificate_for_signing_code(floor: Floor, trusted_maker: Maker) -> None:
    job = floor.order("tpm")
    unit = forged(
        floor, lambda key: trusted_maker.endorsement_certificate(key, purpose=CODE_SIGNING)
    )
    floor.assert_refused(floor.run(unit, job), job, "TPM-008")
    floor.assert_next_unit_passes("tpm", job)


def test_an_endorsement_key_altered_in_one_bit_beside_its_modulus(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = floor.order("tpm")
    real = SmpLink.transact
    template = bytes.fromhex("0001000b000300b20020837197674484b3f8")
    altered = bytes.fromhex("0001000b000300f20020837197674484b3f8")

    def lying(link: SmpLink, command: bytes) -> bytes:
        return real(link, command).replace(template, altered)

    with monkeypatch.context() as patch:
        patch.setattr(SmpLink, "transact", lying)
        result = floor.run(floor.unit("tpm"), job)
    floor.assert_refused(result, job, "TPM-003")
    floor.assert_next_unit_passes("tpm", job)


def test_a_storage_root_key_that_is_a_software_key(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = floor.order("tpm")
    real = SmpLink.transact

    def lying(link: SmpLink, command: bytes) -> bytes:
        answer = real(link, command)
        if (
            command[6:10] != _READ_PUBLIC
            or command[10:14] != _SRK_HANDLE
            or answer[6:10] != bytes(4)
        ):
            return answer
        # Object attributes of the TPMT_PUBLIC: fixedTPM and fixedParent gone, as a key that was
        # loaded from outside has them.
        at = 10 + 2 + 4
        attributes = int.from_bytes(answer[at : at + 4], "big") & ~0x12
        return answer[:at] + attributes.to_bytes(4, "big") + answer[at + 4 :]

    unit = floor.unit("tpm")
    first = floor.order("tpm")
    assert floor.run(unit, first).error is None  # now its storage root key is at its handle
    with monkeypatch.context() as patch:
        patch.setattr(SmpLink, "transact", lying)
        result = floor.run(floor.unit("tpm"), job)
    floor.assert_refused(result, job, "TPM-009")
    floor.assert_next_unit_passes("tpm", job)
