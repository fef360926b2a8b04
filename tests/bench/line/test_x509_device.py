"""X.509 with a key that the device makes by itself: from plug to PASS, and devices that lie."""

from collections.abc import Sequence

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from station.line.run import RunResult
from station.links import LINKS
from station.model.attestation import KeyOrigin, X509Attestation
from station.model.enrollment import Enrollment
from station.model.profile import KeyKind
from tests.bench.line.test_refusals import own_profile
from tests.support.floor import Floor
from tests.support.liars import Keys, LyingKind

pytestmark = pytest.mark.bench


def passed(result: RunResult) -> Enrollment:
    assert result.error is None, f"{result.error}: {result.error.detail}"
    assert result.enrollment is not None
    return result.enrollment


@pytest.mark.parametrize("kind", ["x509-device", "modem"])
def test_a_unit_with_a_key_of_its_own_is_enrolled_with_its_certificate(
    floor: Floor, kind: str
) -> None:
    enrollment = passed(floor.run(floor.unit(kind), floor.order(kind)))
    attestation = enrollment.identity.attestation
    assert isinstance(attestation, X509Attestation)
    assert enrollment.identity.key_origin is KeyOrigin.CLAIMED
    certificate = x509.load_der_x509_certificate(attestation.certificate)
    certificate.verify_directly_issued_by(x509.load_der_x509_certificate(attestation.chain[0]))
    assert certificate.subject.rfc4514_string() == f"CN={enrollment.registration_id.text}"


def test_a_unit_that_signs_only_its_request_says_so_on_the_list(floor: Floor) -> None:
    profile = own_profile(
        floor,
        "practice-x509-device",
        "practice-x509-request",
        x509=('proof = "signature"', 'proof = "request"'),
    )
    proof = passed(
        floor.run(floor.unit("x509-device"), floor.order("x509-device", profile=profile))
    )
    assert "the unit signs no proof" in proof.proof


def request(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, name: str) -> bytes:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
    return builder.sign(key, SHA256()).public_bytes(Encoding.DER)


class OtherName(Keys):
    def make_key(self, kind: KeyKind, common_name: str) -> bytes:
        return self.honest.make_key(kind, "somebody-else")


class OtherKind(Keys):
    def make_key(self, kind: KeyKind, common_name: str) -> bytes:
        return request(ec.generate_private_key(ec.SECP384R1()), common_name)


class Forged(Keys):
    """A request for a key that the device doesn't hold: its signature can't be right."""

    def make_key(self, kind: KeyKind, common_name: str) -> bytes:
        made = self.honest.make_key(kind, common_name)
        return made[:-1] + bytes([made[-1] ^ 1])


class Noise(Keys):
    def make_key(self, kind: KeyKind, common_name: str) -> bytes:
        return b"\x30\x82\xff\xff" + bytes(16_000)


class Foreign(Keys):
    """A request whose key somebody else holds: it can't sign the proof."""

    def make_key(self, kind: KeyKind, common_name: str) -> bytes:
        self.honest.make_key(kind, common_name)
        return request(ec.generate_private_key(ec.SECP256R1()), common_name)

    def install_certificate(self, certificate: bytes, chain: Sequence[bytes]) -> None:
        self.kept = certificate

    def certificate(self) -> bytes:
        return self.kept


class Replaced(Keys):
    """The device holds another certificate than the one it was given."""

    def certificate(self) -> bytes:
        kept = bytearray(self.honest.certificate())
        kept[-1] ^= 1
        return bytes(kept)


class Replayed(Keys):
    """A signature of before, over another statement."""

    def sign_proof(self, statement: bytes) -> bytes:
        before = bytearray(statement)
        before[-1] ^= 1
        return self.honest.sign_proof(bytes(before))


@pytest.mark.parametrize(
    ("liar", "code"),
    [
        (OtherName, "HSM-010"),
        (OtherKind, "HSM-011"),
        (Forged, "HSM-011"),
        (Noise, "HSM-011"),
        (Foreign, "HSM-016"),
        (Replaced, "LIN-045"),
        (Replayed, "HSM-016"),
    ],
)
def test_a_device_that_lies_is_refused(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, liar: type[Keys], code: str
) -> None:
    unit, job = floor.unit("x509-device"), floor.order("x509-device")
    with monkeypatch.context() as patch:
        patch.setitem(LINKS, "smp", LyingKind(liar))
        floor.assert_refused(floor.run(unit, job), job, code)
    passed(floor.run(unit, job))


def test_the_request_of_an_earlier_run_is_refused(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[bytes] = []

    class Lazy(Replaced):
        def make_key(self, kind: KeyKind, common_name: str) -> bytes:
            kept.append(self.honest.make_key(kind, common_name))
            return kept[0]

    unit, job = floor.unit("x509-device"), floor.order("x509-device")
    monkeypatch.setitem(LINKS, "smp", LyingKind(Lazy))
    floor.assert_refused(floor.run(unit, job), job, "LIN-045")
    floor.assert_refused(floor.run(unit, job), job, "HSM-016")


def test_two_units_with_one_key_are_not_two_units(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())

    class Fixed(Keys):
        def make_key(self, kind: KeyKind, common_name: str) -> bytes:
            return request(key, common_name)

        def install_certificate(self, certificate: bytes, chain: Sequence[bytes]) -> None:
            self.kept = certificate

        def certificate(self) -> bytes:
            return self.kept

        def sign_proof(self, statement: bytes) -> bytes:
            return key.sign(statement, ec.ECDSA(SHA256()))

    job = floor.order("x509-device")
    monkeypatch.setitem(LINKS, "smp", LyingKind(Fixed))
    passed(floor.run(floor.unit("x509-device"), job))
    floor.assert_refused(floor.run(floor.unit("x509-device"), job), job, "REC-007")


def test_a_unit_whose_firmware_makes_no_key_is_refused(floor: Floor) -> None:
    job = floor.order("x509-device")
    floor.assert_refused(floor.run(floor.unit("tpm"), job), job, "LNK-007")
