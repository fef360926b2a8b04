"""Endorsement certificates: which are believed, which are refused, and by which code."""

import functools
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from hypothesis import assume, given
from hypothesis import strategies as st

from station.errors import Fault, StationError
from station.model.attestation import EkTrust, EndorsementKey, TrustStore
from station.model.profile import CertificatePolicy
from station.tpm.endorsement import EK_TEMPLATE, ReadEndorsement
from station.tpm.trust import check_endorsement, in_words

NOW = datetime(2026, 11, 24, tzinfo=UTC)
YEAR = timedelta(days=365)
EK_PURPOSE = x509.ObjectIdentifier("2.23.133.8.1")
REQUIRE, RECORD = CertificatePolicy.REQUIRE, CertificatePolicy.RECORD

Hash = hashes.SHA224 | hashes.SHA256 | hashes.SHA384
PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey


@functools.cache
def device_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@functools.cache
def issuing_key(name: str) -> ec.EllipticCurvePrivateKey:
    del name
    return ec.generate_private_key(ec.SECP256R1())


def public_area() -> bytes:
    modulus = device_key().public_key().public_numbers().n.to_bytes(256, "big")
    return EK_TEMPLATE[:-256] + modulus


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)] if name else [])


@dataclass(frozen=True)
class Form:
    """A certificate to be made."""

    subject: str
    issuer: str
    key: PublicKey
    valid: tuple[datetime, datetime] = (NOW - YEAR, NOW + YEAR)
    extensions: tuple[tuple[x509.ExtensionType, bool], ...] = ()
    algorithm: Hash = field(default_factory=hashes.SHA256)
    signed_by: str | None = None

    def made(self) -> bytes:
        builder = (
            x509.CertificateBuilder()
            .subject_name(named(self.subject))
            .issuer_name(named(self.issuer))
            .public_key(self.key)
            .serial_number(7)
            .not_valid_before(self.valid[0])
            .not_valid_after(self.valid[1])
        )
        for extension, critical in self.extensions:
            builder = builder.add_extension(extension, critical)
        key = issuing_key(self.signed_by or self.issuer)
        return builder.sign(key, self.algorithm).public_bytes(Encoding.DER)

    def having(self, *extensions: tuple[x509.ExtensionType, bool]) -> "Form":
        """The same with these extensions in place of its own of the same kinds."""
        kinds = {extension.oid for extension, _ in extensions}
        kept = tuple(pair for pair in self.extensions if pair[0].oid not in kinds)
        return replace(self, extensions=(*kept, *extensions))

    def lacking(self, kind: type[x509.ExtensionType]) -> "Form":
        kept = tuple(pair for pair in self.extensions if not isinstance(pair[0], kind))
        return replace(self, extensions=kept)


def usage(*, cert_sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(False, False, not cert_sign, False, False, cert_sign, False, False, False)


def authority(name: str, issuer: str, path_length: int | None = None) -> Form:
    return Form(
        name,
        issuer,
        issuing_key(name).public_key(),
        extensions=(
            (x509.BasicConstraints(True, path_length), True),
            (usage(cert_sign=True), True),
        ),
    )


MODEL = x509.SubjectAlternativeName([x509.DirectoryName(named("id:00001014"))])
LEAF = Form(
    "",
    "issuing",
    device_key().public_key(),
    extensions=(
        (MODEL, True),
        (x509.BasicConstraints(False, None), True),
        (usage(cert_sign=False), True),
        (x509.ExtendedKeyUsage([EK_PURPOSE]), False),
    ),
)
ROOT = authority("root", "root")
ISSUING = authority("issuing", "root")
TRUST = TrustStore((ROOT.made(),), (ISSUING.made(),))
GOOD = LEAF.made()


def checked(
    certificate: bytes | None,
    trust: TrustStore = TRUST,
    policy: CertificatePolicy = REQUIRE,
    chain: tuple[bytes, ...] = (),
) -> EndorsementKey:
    read = ReadEndorsement(public_area(), certificate, chain)
    return check_endorsement(read, trust, policy, NOW)


def refused(
    certificate: bytes | None,
    trust: TrustStore = TRUST,
    policy: CertificatePolicy = REQUIRE,
    chain: tuple[bytes, ...] = (),
) -> StationError:
    with pytest.raises(StationError) as caught:
        checked(certificate, trust, policy, chain)
    return caught.value


def test_a_good_certificate_is_trusted_and_its_chain_kept() -> None:
    certificate = LEAF.made()
    key = checked(certificate)
    assert key == EndorsementKey(
        public_area(),
        certificate,
        (TRUST.intermediates[0], TRUST.roots[0]),
        EkTrust.TRUSTED,
    )


@pytest.mark.parametrize(
    "leaf",
    [
        LEAF.lacking(x509.ExtendedKeyUsage),
        LEAF.lacking(x509.KeyUsage),
        LEAF.lacking(x509.BasicConstraints),
        LEAF.having((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, EK_PURPOSE]), True)),
        replace(LEAF, valid=(NOW - 9 * YEAR, NOW - YEAR)),
        replace(LEAF, valid=(NOW, datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))),
        replace(LEAF, algorithm=hashes.SHA384()),
    ],
    ids=["no EKU", "no KU", "no BC", "more purposes", "expired", "never expires", "SHA-384"],
)
def test_what_real_makers_do_is_trusted(leaf: Form) -> None:
    assert checked(leaf.made()).trust is EkTrust.TRUSTED


def test_an_endorsement_certificate_may_be_issued_by_the_root_itself() -> None:
    certificate = replace(LEAF, issuer="root").made()
    assert checked(certificate, TrustStore(TRUST.roots)).chain == TRUST.roots


def test_an_intermediate_that_the_tpm_keeps_itself_will_do() -> None:
    trust = TrustStore(TRUST.roots)
    along = (b"\x30\x03\x02\x01\x05", TRUST.intermediates[0])
    assert checked(LEAF.made(), trust, chain=along).trust is EkTrust.TRUSTED


def test_an_intermediate_that_is_refused_counts_for_nothing_where_the_tpm_brings_it() -> None:
    trust = TrustStore(TRUST.roots, refused=TRUST.intermediates)
    # Another certificate for its key, or the same one signed anew, is refused as well.
    for along in (TRUST.intermediates[0], ISSUING.made(), authority("issuing", "root", 3).made()):
        assert refused(LEAF.made(), trust, chain=(along,)).code == "TPM-004"
    assert checked(LEAF.made(), trust, RECORD, TRUST.intermediates).trust is EkTrust.UNTRUSTED


@pytest.mark.parametrize("policy", CertificatePolicy)
@pytest.mark.parametrize(
    ("leaf", "code"),
    [
        (
            replace(LEAF, key=rsa.generate_private_key(65537, 2048).public_key()),
            "TPM-005",
        ),
        (replace(LEAF, key=issuing_key("other").public_key()), "TPM-005"),
        (LEAF.having((x509.BasicConstraints(True, None), True)), "TPM-007"),
        (LEAF.having((usage(cert_sign=True), True)), "TPM-007"),
        (LEAF.having((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), True)), "TPM-008"),
        (
            LEAF.having(
                (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE]), False)
            ),
            "TPM-008",
        ),
    ],
    ids=["another key", "an EC key", "CA:TRUE", "keyCertSign", "code signing", "any purpose"],
)
def test_a_wrong_certificate_is_refused_under_every_policy(
    leaf: Form, code: str, policy: CertificatePolicy
) -> None:
    assert refused(leaf.made(), policy=policy).code == code
    # Neither does a trusted maker excuse it, nor does it matter that the maker is unknown.
    assert refused(leaf.made(), TrustStore(()), policy).code == code


def test_a_missing_certificate_is_refused_or_recorded() -> None:
    assert refused(None).code == "TPM-006"
    assert checked(None, policy=RECORD).trust is EkTrust.MISSING


UNTRUSTED = {
    "an unknown root": (LEAF.made(), TrustStore((authority("other", "other").made(),)), ()),
    "no root": (LEAF.made(), TrustStore((), TRUST.intermediates), ()),
    "no intermediate": (LEAF.made(), TrustStore(TRUST.roots), ()),
    "a forged signature": (replace(LEAF, signed_by="forger").made(), TRUST, ()),
    "a forged intermediate": (
        LEAF.made(),
        TrustStore(TRUST.roots),
        (replace(ISSUING, signed_by="forger").made(),),
    ),
    "a weak hash": (replace(LEAF, algorithm=hashes.SHA224()).made(), TRUST, ()),
    "a root brought along": (LEAF.made(), TrustStore(()), (*TRUST.intermediates, *TRUST.roots)),
    "an unknown critical extension": (
        LEAF.having((x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3"), b""), True)).made(),
        TRUST,
        (),
    ),
    "an expired issuer": (
        LEAF.made(),
        TrustStore(TRUST.roots, (replace(ISSUING, valid=(NOW - 2 * YEAR, NOW - YEAR)).made(),)),
        (),
    ),
    "an issuer not yet valid": (
        LEAF.made(),
        TrustStore(TRUST.roots, (replace(ISSUING, valid=(NOW + YEAR, NOW + 2 * YEAR)).made(),)),
        (),
    ),
    "an expired root": (
        LEAF.made(),
        TrustStore(
            (replace(ROOT, valid=(NOW - 2 * YEAR, NOW - YEAR)).made(),), TRUST.intermediates
        ),
        (),
    ),
    "an issuer that is no authority": (
        LEAF.made(),
        TrustStore(
            TRUST.roots, (ISSUING.having((x509.BasicConstraints(False, None), True)).made(),)
        ),
        (),
    ),
    "an issuer that says nothing of it": (
        LEAF.made(),
        TrustStore(TRUST.roots, (ISSUING.lacking(x509.BasicConstraints).made(),)),
        (),
    ),
    "an issuer that may not sign": (
        LEAF.made(),
        TrustStore(TRUST.roots, (ISSUING.having((usage(cert_sign=False), True)).made(),)),
        (),
    ),
    "an issuer with name constraints": (
        LEAF.made(),
        TrustStore(
            TRUST.roots,
            (
                ISSUING.having(
                    (x509.NameConstraints([x509.DirectoryName(named("x"))], None), True)
                ).made(),
            ),
        ),
        (),
    ),
    "a root that allows none below": (
        LEAF.made(),
        TrustStore((authority("root", "root", 0).made(),), TRUST.intermediates),
        (),
    ),
}


@pytest.mark.parametrize("name", UNTRUSTED)
def test_a_certificate_without_a_sound_chain_is_refused_or_recorded(name: str) -> None:
    certificate, trust, chain = UNTRUSTED[name]
    error = refused(certificate, trust, chain=chain)
    assert (error.code, error.fault) == ("TPM-004", Fault.UNIT)
    key = checked(certificate, trust, RECORD, chain)
    assert (key.trust, key.chain) == (EkTrust.UNTRUSTED, ())


def test_another_endorsement_certificate_does_not_make_an_issuer() -> None:
    # The maker's genuine certificate for one TPM, whose key signs a certificate for another.
    genuine = replace(LEAF, subject="tpm", key=issuing_key("tpm").public_key()).made()
    forged = replace(LEAF, issuer="tpm").made()
    assert refused(forged, chain=(genuine,)).code == "TPM-004"


def test_certificates_in_a_circle_end_the_search() -> None:
    circle = tuple(
        replace(authority(f"c{a}", f"c{b}"), valid=(NOW - YEAR, NOW + YEAR)).made()
        for a in range(4)
        for b in range(4)
    )
    assert refused(replace(LEAF, issuer="c0").made(), chain=circle).code == "TPM-004"


def test_a_chain_longer_than_any_makers_is_not_followed() -> None:
    names = ["root", *(f"a{i}" for i in range(8))]
    chain = tuple(authority(name, above).made() for above, name in pairwise(names))
    assert checked(replace(LEAF, issuer="a4").made(), chain=chain).trust is EkTrust.TRUSTED
    assert refused(replace(LEAF, issuer="a7").made(), chain=chain).code == "TPM-004"


def test_a_trust_store_that_cannot_be_read_is_the_stations_fault() -> None:
    error = refused(LEAF.made(), TrustStore((b"not DER",)), RECORD)
    assert (error.code, error.fault) == ("TPM-004", Fault.STATION)


@pytest.mark.parametrize("policy", CertificatePolicy)
@pytest.mark.parametrize("content", [b"", b"\xff" * 900, b"\x30\x03\x02\x01\x05", LEAF.made()[:-1]])
def test_what_is_no_certificate_is_told_as_that(content: bytes, policy: CertificatePolicy) -> None:
    error = refused(content, policy=policy)
    assert error.code == "TPM-015"
    assert error.detail.startswith(f"{len(content)} bytes: ")


@given(bit=st.integers(0, 60 * 8 - 1))
def test_one_bit_outside_the_modulus_is_refused(bit: int) -> None:
    public = bytearray(public_area())
    public[bit // 8] ^= 0x80 >> bit % 8
    for policy in CertificatePolicy:
        read = ReadEndorsement(bytes(public), LEAF.made(), ())
        with pytest.raises(StationError) as caught:
            check_endorsement(read, TRUST, policy, NOW)
        assert caught.value.code in {"TPM-003", "TPM-012"}


@given(bit=st.integers(60 * 8, 316 * 8 - 1))
def test_one_bit_of_the_modulus_makes_it_another_key(bit: int) -> None:
    public = bytearray(public_area())
    public[bit // 8] ^= 0x80 >> bit % 8
    with pytest.raises(StationError) as caught:
        check_endorsement(ReadEndorsement(bytes(public), LEAF.made(), ()), TRUST, RECORD, NOW)
    assert caught.value.code in {"TPM-003", "TPM-005"}


# A serial number that is not positive, as some makers' are, makes the library grumble.
@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@given(data=st.data())
def test_a_damaged_certificate_is_never_trusted(data: st.DataObject) -> None:
    certificate = bytearray(GOOD)
    position = data.draw(st.integers(0, len(certificate) - 1))
    certificate[position] ^= data.draw(st.integers(1, 255))
    # The one byte that doesn't count: how many bits of the signature's last byte are not used.
    assume(position != len(GOOD) - len(x509.load_der_x509_certificate(GOOD).signature) - 1)
    error = refused(bytes(certificate))
    assert error.code in {"TPM-004", "TPM-005", "TPM-007", "TPM-008", "TPM-015"}
    assert error.detail.isascii()
    assert error.detail.isprintable()


@given(st.binary(max_size=300))
def test_anything_else_is_refused(content: bytes) -> None:
    assert refused(content).code == "TPM-015"


def test_a_verdict_is_told_in_plain_words() -> None:
    untrusted = checked(GOOD, TrustStore(()), RECORD)
    assert in_words(checked(GOOD)) == "its certificate is vouched for by root"
    assert in_words(untrusted) == "its certificate is of a maker who is not trusted"
    assert in_words(checked(None, policy=RECORD)) == "it has no certificate"
    mismatch = replace(untrusted, trust=EkTrust.MISMATCH)
    assert in_words(mismatch) == "its certificate is for another key"
