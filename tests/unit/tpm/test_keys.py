"""The public area of a key in a TPM: nothing but the template's passes, whatever a device shows."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.model.profile import KeyKind
from station.tpm.keys import TpmKey

HANDLE = 0x81000010
P256 = bytes.fromhex("0056 0023 000b 00040472 0000 0010 0010 0003 0010".replace(" ", ""))
RSA2048 = bytes.fromhex("0116 0001 000b 00040472 0000 0010 0010 0800 00000000".replace(" ", ""))


def sized(number: int, size: int) -> bytes:
    return size.to_bytes(2, "big") + number.to_bytes(size, "big")


def spki(key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@pytest.fixture(scope="module")
def point() -> ec.EllipticCurvePublicKey:
    return ec.generate_private_key(ec.SECP256R1()).public_key()


def public_of(point: ec.EllipticCurvePublicKey) -> bytes:
    numbers = point.public_numbers()
    return P256 + sized(numbers.x, 32) + sized(numbers.y, 32)


def test_the_template_s_key_is_read(point: ec.EllipticCurvePublicKey) -> None:
    key = TpmKey.checked(HANDLE, KeyKind.EC_P256, public_of(point))
    assert key.subject_public_key == spki(point)


def test_an_rsa_key_is_read() -> None:
    made = rsa.generate_private_key(65537, 2048).public_key()
    public = RSA2048 + sized(made.public_numbers().n, 256)
    assert TpmKey.checked(HANDLE, KeyKind.RSA_2048, public).subject_public_key == spki(made)


def test_one_bit_of_all_but_the_key_itself_changed_is_refused(
    point: ec.EllipticCurvePublicKey,
) -> None:
    public = public_of(point)
    for at in range(2, len(P256) + 2):
        for bit in range(8):
            changed = bytearray(public)
            changed[at] ^= 1 << bit
            with pytest.raises(StationError, match="TPM-052"):
                TpmKey.checked(HANDLE, KeyKind.EC_P256, bytes(changed))


def test_a_point_that_is_on_no_curve_is_refused(point: ec.EllipticCurvePublicKey) -> None:
    numbers = point.public_numbers()
    public = P256 + sized(numbers.x, 32) + sized(numbers.y ^ 1, 32)
    with pytest.raises(StationError, match="TPM-052"):
        TpmKey.checked(HANDLE, KeyKind.EC_P256, public)


@pytest.mark.parametrize("modulus", [1 << 2047, (1 << 2046) + 1, 3 * ((1 << 2047) // 3 + 2) | 1])
def test_a_modulus_that_is_none_is_refused(modulus: int) -> None:
    with pytest.raises(StationError, match="TPM-052"):
        TpmKey.checked(HANDLE, KeyKind.RSA_2048, RSA2048 + sized(modulus, 256))


@given(st.sampled_from(list(KeyKind)), st.binary(max_size=500))
def test_bytes_that_a_device_makes_up_are_refused(kind: KeyKind, public: bytes) -> None:
    with pytest.raises(StationError, match="TPM-052"):
        TpmKey.checked(HANDLE, kind, public)


@given(st.binary(min_size=68, max_size=68))
def test_a_made_up_key_in_the_template_is_refused_or_a_key(unique: bytes) -> None:
    try:
        TpmKey.checked(HANDLE, KeyKind.EC_P256, P256 + unique)
    except StationError as error:
        assert error.code == "TPM-052"  # noqa: PT017
