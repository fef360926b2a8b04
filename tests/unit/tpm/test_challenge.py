"""The challenge's bytes: as DPS lays them out, and as another implementation unwraps them."""

import functools
import warnings

import pytest
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.kdf.kbkdf import KBKDFHMAC, CounterLocation, Mode
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st
from tpm2_pytss import (
    TPM2B_ENCRYPTED_SECRET,
    TPM2B_PRIVATE,
    TPM2B_PUBLIC,
    TPM2B_SENSITIVE,
    TPMT_SYM_DEF_OBJECT,
)
from tpm2_pytss.utils import unwrap

from station.errors import StationError
from station.secret import Secret
from station.tpm.challenge import (
    SRK_TEMPLATE,
    answer_challenge,
    make_challenge,
    storage_root_modulus,
)
from station.tpm.endorsement import EK_TEMPLATE
from station.tpm.session import Tpm

KEY = Secret(bytes(range(32)))


@functools.cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    del name
    return rsa.generate_private_key(65537, 2048)


def public_area(template: bytes, name: str) -> bytes:
    modulus = private_key(name).public_key().public_numbers().n
    return template[:-256] + modulus.to_bytes(256, "big")


def ek() -> bytes:
    return public_area(EK_TEMPLATE, "ek")


def srk() -> bytes:
    return public_area(SRK_TEMPLATE, "srk")


def parts(challenge: bytes) -> list[bytes]:
    found = []
    while challenge:
        size = 2 + int.from_bytes(challenge[:2], "big")
        found.append(challenge[:size])
        challenge = challenge[size:]
    return found


def test_the_layout_is_that_of_the_service() -> None:
    # dps/FACTS.md, 3.8
    challenge = make_challenge(ek(), srk(), KEY)
    assert [len(part) for part in parts(challenge)] == [54, 258, 144, 258, 50, 2]
    assert challenge[:4] == bytes.fromhex("00340020")
    assert challenge[54:56] == challenge[456:458] == bytes.fromhex("0100")
    assert challenge[714:730] == bytes.fromhex("00300008000b0004044000000005000b")


def opened(credential: bytes, secret: bytes) -> bytes:
    """Open a credential as the holder of the endorsement key (part 1, Credential Protection)."""
    sha256 = hashes.SHA256()
    oaep = padding.OAEP(padding.MGF1(sha256), sha256, b"IDENTITY\0")
    seed = private_key("ek").decrypt(secret[2:], oaep)
    name = bytes(TPM2B_PUBLIC.unmarshal(srk())[0].get_name())
    storage = KBKDFHMAC(
        sha256, Mode.CounterMode, 16, 4, 4, CounterLocation.BeforeFixed, b"STORAGE", name, None
    ).derive(seed)
    decryptor = Cipher(AES(storage), CFB(bytes(16))).decryptor()
    return decryptor.update(credential[36:])


def test_another_implementation_with_the_private_keys_finds_the_key() -> None:
    credential, secret, duplicate, seed, public, _ = parts(make_challenge(ek(), srk(), KEY))
    inner = opened(credential, secret)
    assert inner[:2] == bytes.fromhex("0010")
    pem = private_key("srk").private_bytes(
        Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
    )
    with warnings.catch_warnings():
        # tpm2-pytss takes AES-CFB from where `cryptography` no longer wants it taken.
        warnings.simplefilter("ignore")
        found = unwrap(
            TPM2B_PUBLIC.unmarshal(srk())[0].publicArea,
            TPM2B_SENSITIVE.from_pem(pem).sensitiveArea,
            TPM2B_PUBLIC.unmarshal(public)[0],
            TPM2B_PRIVATE(duplicate[2:]),
            TPM2B_ENCRYPTED_SECRET(seed[2:]),
            inner[2:],
            TPMT_SYM_DEF_OBJECT.parse("aes128cfb"),
        )
    with KEY.reveal() as key:
        assert bytes(found.sensitiveArea.sensitive.bits) == key


def test_no_two_challenges_are_alike() -> None:
    first, second = make_challenge(ek(), srk(), KEY), make_challenge(ek(), srk(), KEY)
    for one, other in zip(parts(first)[:5], parts(second)[:5], strict=True):
        assert one != other


def test_the_key_is_nowhere_in_the_challenge() -> None:
    with KEY.reveal() as key:
        assert key not in make_challenge(ek(), srk(), KEY)


@given(bit=st.integers(0, 28 * 8 - 1))
def test_one_bit_outside_the_modulus_of_the_storage_root_key_is_refused(bit: int) -> None:
    public = bytearray(srk())
    public[bit // 8] ^= 0x80 >> bit % 8
    with pytest.raises(StationError) as caught:
        make_challenge(ek(), bytes(public), KEY)
    assert caught.value.code == "TPM-009"


@given(st.binary(max_size=400))
def test_whatever_else_is_no_storage_root_key(public: bytes) -> None:
    with pytest.raises(StationError) as caught:
        storage_root_modulus(public)
    assert caught.value.code == "TPM-009"


@pytest.mark.parametrize("spoilt", [0, 255])
def test_a_modulus_that_is_none_is_refused(spoilt: int) -> None:
    modulus = bytearray(b"\xff" * 256)
    modulus[spoilt] = 0
    with pytest.raises(StationError) as caught:
        make_challenge(ek(), SRK_TEMPLATE[:-256] + bytes(modulus), KEY)
    assert caught.value.code == "TPM-009"


def test_no_challenge_is_made_for_another_endorsement_key() -> None:
    with pytest.raises(StationError) as caught:
        make_challenge(srk(), srk(), KEY)
    assert caught.value.code == "TPM-003"


def _never(command: bytes) -> bytes:
    raise AssertionError(command.hex())


@given(st.integers(0, 765))
def test_a_challenge_that_is_cut_short_is_refused_before_the_tpm_is_asked(size: int) -> None:
    challenge = make_challenge(ek(), srk(), KEY)[:size]
    with Tpm(_never) as tpm, pytest.raises(StationError) as caught:
        answer_challenge(tpm, challenge, b"message")
    assert caught.value.code == "TPM-010"


def test_more_after_a_challenge_is_refused() -> None:
    challenge = make_challenge(ek(), srk(), KEY) + b"\x00"
    with Tpm(_never) as tpm, pytest.raises(StationError) as caught:
        answer_challenge(tpm, challenge, b"message")
    assert caught.value.code == "TPM-010"


def test_a_message_that_a_tpm_would_not_take_at_once_is_refused() -> None:
    with Tpm(_never) as tpm, pytest.raises(ValueError, match="1025"):
        answer_challenge(tpm, make_challenge(ek(), srk(), KEY), bytes(1025))
