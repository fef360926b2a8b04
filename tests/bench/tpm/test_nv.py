"""What makers keep in NV of endorsement keys: certificates in every place, templates, nonces."""

from datetime import UTC, datetime

import pytest

from station.errors import StationError
from station.model.attestation import EkTrust, TrustStore
from station.model.profile import CertificatePolicy, EkTemplate
from station.tpm.curves import CurveEndorsement, curve_endorsements
from station.tpm.endorsement import EK_TEMPLATE, EMPTY_UNIQUE_TEMPLATE, read_endorsement
from station.tpm.session import Tpm
from station.tpm.terms import Hierarchy
from station.tpm.trust import check_endorsement
from tests.bench.tpm.swtpm_part import Part, Transact, provision

pytestmark = pytest.mark.bench

EK, LOW, NONCE, TEMPLATE, HIGH = 0x81010001, 0x01C00002, 0x01C00003, 0x01C00004, 0x01C00012


def certificate_of(part: Part) -> bytes:
    with part.tpm() as tpm:
        certificate = read_endorsement(tpm).certificate
    assert certificate is not None
    return certificate


def evict(part: Part) -> None:
    part.tool("tpm2_evictcontrol", "-C", "o", "-c", f"{EK:#x}")


def made_by(tpm: Tpm, template: bytes) -> bytes:
    with tpm.flushing():
        return tpm.commands.create_primary(Hierarchy.ENDORSEMENT, template)[1]


def refused(part: Part, template: EkTemplate = EkTemplate.STANDARD) -> StationError:
    with part.tpm() as tpm, pytest.raises(StationError) as caught:
        read_endorsement(tpm, template=template)
    assert part.loaded == ""
    return caught.value


def test_a_certificate_in_the_high_range_will_do_if_it_is_for_this_key(part: Part) -> None:
    certificate = certificate_of(part)
    part.tool("tpm2_nvundefine", "-C", "p", f"{LOW:#x}")
    part.write_nv(HIGH, certificate + b"\xff" * 100)
    with part.tpm() as tpm:
        assert provision(tpm, part.trust).certificate == certificate


def test_one_in_the_high_range_for_the_key_of_that_range_is_none_of_this_keys(part: Part) -> None:
    part.tool("tpm2_nvundefine", "-C", "p", f"{LOW:#x}")
    part.write_nv(HIGH, part.trust.intermediates[0])
    with part.tpm() as tpm, pytest.raises(StationError, match="TPM-006"):
        provision(tpm, part.trust)


def test_of_several_certificates_the_one_for_the_key_counts(part: Part) -> None:
    certificate = certificate_of(part)
    (other,) = curves(part, part.trust)
    assert other.certificate is not None
    part.write_nv(LOW, other.certificate + bytes(9) + certificate)
    with part.tpm() as tpm:
        assert provision(tpm, part.trust).certificate == certificate


@pytest.mark.parametrize("kept", [b"nonce", bytes(range(1, 33)), bytes(256)])
def test_a_nonce_in_nv_is_followed(part: Part, kept: bytes) -> None:
    evict(part)
    part.write_nv(NONCE, kept)
    with part.tpm() as tpm:
        expected = made_by(tpm, EK_TEMPLATE[:-256] + kept.ljust(256, b"\0"))
        assert read_endorsement(tpm).public == expected == tpm.commands.public(EK)
    with part.tpm() as tpm:  # and once more, where it is at its handle
        assert read_endorsement(tpm).public == expected


def test_a_template_in_nv_is_followed(part: Part) -> None:
    evict(part)
    part.write_nv(TEMPLATE, EMPTY_UNIQUE_TEMPLATE[2:])
    with part.tpm() as tpm:
        assert read_endorsement(tpm).public == made_by(tpm, EMPTY_UNIQUE_TEMPLATE)


@pytest.mark.parametrize(
    ("index", "kept"),
    [
        (TEMPLATE, bytes.fromhex("0023000b000300b2") + bytes(300)),
        (TEMPLATE, EK_TEMPLATE[2:-1]),
        (TEMPLATE, bytes(4)),
        (NONCE, bytes(257)),
    ],
    ids=["of a curve", "cut short", "nothing", "a nonce too long"],
)
def test_what_cannot_be_followed_is_told_as_that(part: Part, index: int, kept: bytes) -> None:
    part.write_nv(index, kept)
    assert refused(part).code == "TPM-030"


def test_the_two_templates_in_use_are_told_apart(part: Part) -> None:
    assert refused(part, EkTemplate.EMPTY_UNIQUE).code == "TPM-029"
    evict(part)
    with part.tpm() as tpm:
        read = read_endorsement(tpm, template=EkTemplate.EMPTY_UNIQUE)
        assert read.public == made_by(tpm, EMPTY_UNIQUE_TEMPLATE)
        key = check_endorsement(read, part.trust, CertificatePolicy.RECORD, datetime.now(UTC))
    assert key.trust is EkTrust.MISSING, "the maker's certificate is for the other key"
    assert refused(part).detail == "it is made by the template empty-unique"


@pytest.mark.parametrize("most", [64, 100, 512, 1000])
def test_a_tpm_that_gives_little_at_once_is_read_whole(part: Part, most: int) -> None:
    def small(transact: Transact) -> Transact:
        def answer(command: bytes) -> bytes:
            if command[6:10].hex() == "0000014e" and int.from_bytes(command[-4:-2], "big") > most:
                return bytes.fromhex("80010000000a000001c4")
            return transact(command)

        return answer

    certificate = certificate_of(part)
    with part.tpm(small) as tpm:
        assert read_endorsement(tpm).certificate == certificate


def curves(part: Part, trust: TrustStore) -> list[CurveEndorsement]:
    with part.tpm() as tpm:
        found = curve_endorsements(tpm, trust, datetime.now(UTC))
    assert part.loaded == ""
    return found


def test_a_key_on_a_curve_is_checked_and_told(part: Part) -> None:
    (found,) = curves(part, part.trust)
    assert (found.name, found.trust) == ("P-384", EkTrust.TRUSTED)
    assert found.public == part.public_by_tool(0x81010016)
    assert "certificate trusted" in str(found)
    (found,) = curves(part, TrustStore(()))
    assert found.trust is EkTrust.UNTRUSTED


def test_a_certificate_of_another_key_is_seen_on_curves_too(part: Part) -> None:
    (p384,) = curves(part, part.trust)
    assert p384.certificate is not None
    for index in (0x01C0000A, 0x01C00014):
        part.write_nv(index, p384.certificate)
    found = curves(part, part.trust)
    assert [(one.name, one.trust) for one in found] == [
        ("P-256", EkTrust.MISMATCH),
        ("P-384", EkTrust.TRUSTED),
        ("P-256 (high range)", EkTrust.MISMATCH),
    ]
    assert found[0].public == made_like(part)


def made_like(part: Part) -> bytes:
    """The P-256 endorsement key as tpm2_createek makes it, by the same template."""
    part.tool("tpm2_createek", "-G", "ecc", "-c", "ek.ctx", "-u", "ek.tss", "-f", "tss")
    part.tool("tpm2_flushcontext", "-t")
    return (part.folder / "ek.tss").read_bytes()
