"""Which certificate requests are taken: valid ones, in the unit's own name, and no others."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import AttributeOID, NameOID
from hypothesis import given
from hypothesis import strategies as st

from station.errors import Fault, StationError
from station.hsm.certification import allowed_key, requested_key, valid_request

NAME = "unit-0042"
KEY = ec.generate_private_key(ec.SECP256R1())
RSA_1024 = rsa.generate_private_key(65_537, 1024)  # noqa: S505 - too short on purpose
RSA_2048 = rsa.generate_private_key(65_537, 2048)
RSA_E3 = rsa.generate_private_key(3, 2048)


def subject(*names: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name) for name in names])


def builder(name: x509.Name | None = None) -> x509.CertificateSigningRequestBuilder:
    name = subject(NAME) if name is None else name
    return x509.CertificateSigningRequestBuilder().subject_name(name)


def signed(
    request: x509.CertificateSigningRequestBuilder,
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey = KEY,
    algorithm: hashes.SHA224 | hashes.SHA256 | hashes.SHA384 | hashes.SHA512 | None = None,
) -> bytes:
    return request.sign(key, algorithm or hashes.SHA256()).public_bytes(Encoding.DER)


def code_of(csr: bytes, name: str = NAME) -> str:
    with pytest.raises(StationError) as caught:
        requested_key(csr, name)
    assert caught.value.fault is Fault.UNIT
    return caught.value.code


def test_the_key_alone_is_taken() -> None:
    public = requested_key(signed(builder()), NAME)
    spki = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert public.public_bytes(*spki) == KEY.public_key().public_bytes(*spki)


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(ec.generate_private_key(ec.SECP384R1()), id="P-384"),
        pytest.param(RSA_2048, id="RSA-2048"),
    ],
)
def test_every_kind_of_key_that_tokens_make_is_taken(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
) -> None:
    requested_key(signed(builder(), key, hashes.SHA384()), NAME)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(x509.Name([]), id="none"),
        pytest.param(subject("unit-0043"), id="another"),
        pytest.param(subject(NAME.upper()), id="in another case"),
        pytest.param(subject(NAME + " "), id="with a blank"),
        pytest.param(subject(NAME, NAME), id="twice"),
        pytest.param(subject(NAME, "unit-0043"), id="and another"),
        pytest.param(
            x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, NAME)]), id="of another kind"
        ),
        pytest.param(
            x509.Name(
                [
                    x509.NameAttribute(NameOID.COMMON_NAME, NAME),
                    x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "other"),
                ]
            ),
            id="and a unit",
        ),
        pytest.param(
            x509.Name(
                [
                    x509.RelativeDistinguishedName(
                        [
                            x509.NameAttribute(NameOID.COMMON_NAME, NAME),
                            x509.NameAttribute(NameOID.SERIAL_NUMBER, "1"),
                        ]
                    )
                ]
            ),
            id="two in one part",
        ),
    ],
)
def test_another_name_is_refused(name: x509.Name) -> None:
    assert code_of(signed(builder(name))) == "HSM-010"


@pytest.mark.parametrize(
    "extension",
    [
        x509.SubjectAlternativeName([x509.DNSName("unit-0043")]),
        x509.SubjectAlternativeName([x509.DNSName(NAME)]),
        x509.IssuerAlternativeName([x509.DNSName("unit-0043")]),
    ],
)
def test_a_name_beside_the_subject_is_refused(extension: x509.ExtensionType) -> None:
    request = builder().add_extension(extension, critical=False)
    assert code_of(signed(request)) == "HSM-010"


def test_an_unstructured_name_is_refused() -> None:
    request = builder().add_attribute(AttributeOID.UNSTRUCTURED_NAME, b"unit-0043")
    assert code_of(signed(request)) == "HSM-010"


def test_what_else_it_asks_for_is_neither_granted_nor_held_against_it() -> None:
    request = builder().add_extension(x509.BasicConstraints(True, None), critical=True)
    requested_key(signed(request), NAME)


def test_a_name_is_shown_escaped() -> None:
    with pytest.raises(StationError) as caught:
        requested_key(signed(builder(subject("bad\x1b[31m\n"))), NAME)
    assert caught.value.detail.isprintable()


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        pytest.param(RSA_1024, hashes.SHA256(), id="RSA-1024"),
        pytest.param(RSA_E3, hashes.SHA256(), id="exponent 3"),
        pytest.param(ec.generate_private_key(ec.SECP521R1()), hashes.SHA512(), id="P-521"),
        pytest.param(ec.generate_private_key(ec.SECP256K1()), hashes.SHA256(), id="secp256k1"),
        pytest.param(KEY, hashes.SHA224(), id="SHA-224"),
    ],
)
def test_other_keys_and_hashes_are_refused(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    algorithm: hashes.SHA224 | hashes.SHA256 | hashes.SHA512,
) -> None:
    assert code_of(signed(builder(), key, algorithm)) == "HSM-011"


def test_an_edwards_key_is_refused() -> None:
    request = builder().sign(ed25519.Ed25519PrivateKey.generate(), None)
    assert code_of(request.public_bytes(Encoding.DER)) == "HSM-011"


def test_a_signature_by_another_key_is_refused() -> None:
    csr = bytearray(signed(builder()))
    csr[-1] ^= 1
    assert code_of(bytes(csr)) == "HSM-011"


def test_a_key_put_into_a_signed_request_is_refused() -> None:
    def point(key: ec.EllipticCurvePrivateKey) -> bytes:
        return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    other = ec.generate_private_key(ec.SECP256R1())
    csr = signed(builder())
    assert csr.count(point(KEY)) == 1
    assert code_of(csr.replace(point(KEY), point(other))) == "HSM-011"


@pytest.mark.parametrize("csr", [b"", b"\x30\x00", b"no request", bytes(20_000)])
def test_what_is_no_request_is_refused(csr: bytes) -> None:
    assert code_of(csr) == "HSM-011"


# With attributes and extensions, so that changed bytes fall into them too.
VALID = signed(
    builder()
    .add_attribute(AttributeOID.CHALLENGE_PASSWORD, b"word")
    .add_extension(x509.BasicConstraints(False, None), critical=True)
    .add_extension(x509.CRLDistributionPoints([]), critical=False)
)


@given(st.integers(min_value=0, max_value=len(VALID) - 1), st.integers(1, 255))
def test_no_changed_byte_gets_through(place: int, change: int) -> None:
    csr = bytearray(VALID)
    csr[place] ^= change
    assert code_of(bytes(csr)) in {"HSM-010", "HSM-011"}


@given(st.binary(max_size=400))
def test_no_bytes_bring_more_than_a_refusal(data: bytes) -> None:
    assert code_of(data) == "HSM-011"


def test_the_ceremony_takes_any_name_but_no_other_key() -> None:
    request = valid_request(signed(builder(subject("Any CA")), RSA_1024))
    with pytest.raises(StationError, match="HSM-011"):
        allowed_key(request)
