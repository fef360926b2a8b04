"""Keys of a device's own in its TPM: made, bound to its endorsement key, used, and faked."""

import re
from collections.abc import Iterator
from hashlib import sha256

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.x509.oid import NameOID

from station.errors import StationError
from station.hsm.certification import requested_key
from station.model.profile import KeyKind
from station.tpm.challenge import storage_root_key
from station.tpm.endorsement import read_endorsement
from station.tpm.keys import (
    TpmKey,
    key_at,
    make_key,
    prove_residence,
    remove_key,
    request_certificate,
    sign,
)
from station.tpm.session import Tpm
from tests.bench.tpm.swtpm_part import Maker, Part, Transact
from tests.bench.tpm.test_attacks import (
    ACTIVATE,
    CHANGE_EPS,
    LOAD,
    READ_PUBLIC,
    answer_of,
    named,
    retargeted,
)

pytestmark = pytest.mark.bench

HANDLE = 0x81000010
SUBJECT = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "unit-1")])
CREATE, EVICT, SIGN = (f"{code:08x}" for code in (0x153, 0x120, 0x15D))


def nothing(public: bytes) -> None:
    del public


def made(tpm: Tpm, kind: KeyKind = KeyKind.EC_P256) -> tuple[bytes, TpmKey]:
    """Return the endorsement key's public area, and a key made for the device."""
    public = read_endorsement(tpm).public
    storage_root_key(tpm)
    return public, make_key(tpm, HANDLE, kind, nothing)


def failed_tries(part: Part) -> int:
    """What the TPM counts towards its dictionary-attack lockout."""
    said = part.handles("properties-variable")
    found = re.search(r"TPM2_PT_LOCKOUT_COUNTER: (0x[0-9A-Fa-f]+)", said)
    assert found is not None
    return int(found[1], 16)


def verified(request: bytes, signature: bytes, message: bytes) -> None:
    match x509.load_der_x509_csr(request).public_key():
        case ec.EllipticCurvePublicKey() as key:
            hash_ = SHA384() if key.curve.name == "secp384r1" else SHA256()
            key.verify(signature, message, ec.ECDSA(hash_))
        case rsa.RSAPublicKey() as key:
            key.verify(signature, message, padding.PKCS1v15(), SHA256())
        case _:
            pytest.fail("a key of another kind")


@pytest.mark.parametrize("kind", KeyKind)
def test_a_key_is_bound_to_its_chip_and_signs_also_after_a_power_cut(
    part: Part, kind: KeyKind
) -> None:
    with part.tpm() as tpm:
        endorsement, key = made(tpm, kind)
        prove_residence(tpm, endorsement, key)
        request = request_certificate(tpm, key, SUBJECT.public_bytes())
    assert part.loaded == ""
    requested_key(request, "unit-1")
    part.power_off()
    part.power_on()
    with part.tpm() as tpm:
        assert key_at(tpm, HANDLE) == key.public
        verified(request, sign(tpm, key, b"message"), b"message")
    assert part.public_by_tool(HANDLE) == key.public
    assert failed_tries(part) == 0


def test_what_is_kept_at_the_handle_already_stays(part: Part) -> None:
    with part.tpm() as tpm:
        _, key = made(tpm)
        with pytest.raises(StationError, match="TPM-050"):
            make_key(tpm, HANDLE, KeyKind.EC_P256, nothing)
    assert part.public_by_tool(HANDLE) == key.public
    with part.tpm() as tpm:
        remove_key(tpm, HANDLE)
        assert key_at(tpm, HANDLE) is None
        assert make_key(tpm, HANDLE, KeyKind.EC_P256, nothing).public != key.public


def test_it_is_told_before_the_key_is_kept(part: Part) -> None:
    def full(public: bytes) -> None:
        raise StationError("REC-003")

    with part.tpm() as tpm:
        storage_root_key(tpm)
        with pytest.raises(StationError, match="REC-003"):
            make_key(tpm, HANDLE, KeyKind.EC_P256, full)
        assert key_at(tpm, HANDLE) is None
    assert part.loaded == ""


@pytest.mark.parametrize("kind", ["0010", "0005", "0014", "001a", "001b", "ffff"])
def test_a_signature_of_another_kind_is_refused_by_a_code(part: Part, kind: str) -> None:
    body = bytes.fromhex(f"{kind} 000b") + bytes(64)

    def around(transact: Transact) -> Transact:
        def answer(command: bytes) -> bytes:
            if named(command) != SIGN:
                return transact(command)
            rest = len(body).to_bytes(4, "big") + body + bytes.fromhex("0000 01 0000")
            return bytes.fromhex("8002") + (10 + len(rest)).to_bytes(4, "big") + bytes(4) + rest

        return answer

    with part.tpm(around) as tpm:
        _, key = made(tpm)
        with pytest.raises(StationError, match="LNK-004"):
            sign(tpm, key, b"message")


def in_disguise(key: TpmKey) -> bytes:
    """The public area of a software key, lied into the template of a key made in a TPM."""
    numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    point = (numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big"))
    return key.public[:-68] + b"".join(b"\x00\x20" + part for part in point)


class Impostor:
    """A device that shows a key of its own wherever the TPM shows the one that it made.

    Args:
        public: what it shows.
        handle: what it has the TPM activate the credential for instead, or None.
    """

    def __init__(self, public: bytes, handle: int | None = None) -> None:
        self.public, self.handle = public, handle
        self.real = b""

    def __call__(self, transact: Transact) -> Transact:
        def answer(command: bytes) -> bytes:
            if command[6:14].hex() == f"{READ_PUBLIC}{HANDLE:08x}" and self.real:
                return answer_of(self.public)
            if named(command) == LOAD:
                command = command[: -len(self.public)] + self.real
                return self._loaded(transact, command)
            if named(command) == ACTIVATE and self.handle is not None:
                command = retargeted(command, self.handle)
            response = transact(command)
            if named(command) == CREATE and response[6:10] == bytes(4):
                self.real = response_public(response)
                return response.replace(self.real, self.public)
            return response

        return answer

    def _loaded(self, transact: Transact, command: bytes) -> bytes:
        response = transact(command)
        real, shown = (sha256(public[2:]).digest() for public in (self.real, self.public))
        return response.replace(real, shown)


def response_public(response: bytes) -> bytes:
    """Return the TPM2B_PUBLIC in a response to TPM2_Create, after its TPM2B_PRIVATE."""
    at = 16 + int.from_bytes(response[14:16], "big")
    return response[at : at + 2 + int.from_bytes(response[at : at + 2], "big")]


# Without a handle the policy session's HMAC, which is over the names, doesn't verify.
@pytest.mark.parametrize("handle", [HANDLE, None])
def test_a_software_key_offered_as_the_tpm_s_does_not_pass(part: Part, handle: int | None) -> None:
    with part.tpm() as tpm:
        _, genuine = made(tpm)
        remove_key(tpm, HANDLE)
    with part.tpm(Impostor(in_disguise(genuine), handle)) as tpm:
        endorsement, key = made(tpm)
        with pytest.raises(StationError, match="TPM-051"):
            prove_residence(tpm, endorsement, key)
    assert part.loaded == ""


def test_its_public_part_loaded_into_the_tpm_does_not_pass_either(part: Part) -> None:
    with part.tpm() as tpm:
        _, genuine = made(tpm)
        remove_key(tpm, HANDLE)
    (part.folder / "disguised.pub").write_bytes(public := in_disguise(genuine))
    part.tool("tpm2_loadexternal", "-C", "o", "-u", "disguised.pub", "-c", "disguised.ctx")
    loaded = int(part.loaded.split()[1], 16)
    with part.tpm(Impostor(public, loaded)) as tpm:
        endorsement, key = made(tpm)
        with pytest.raises(StationError, match="TPM-051") as caught:
            prove_residence(tpm, endorsement, key)
    assert "not available" in caught.value.detail


@pytest.fixture
def other(tmp_path_factory: pytest.TempPathFactory, maker: Maker) -> Iterator[Part]:
    """Another chip, with the storage root key in place."""
    part = Part(tmp_path_factory.mktemp("other"), maker)
    part.power_on()
    with part.cable() as transact:
        assert transact(CHANGE_EPS)[6:10] == bytes(4)
    with part.tpm() as tpm:
        storage_root_key(tpm)
    yield part
    part.power_off()


@pytest.mark.parametrize("opener", ["ours", "theirs"])
def test_a_key_in_another_tpm_behind_a_relay_does_not_pass(
    part: Part, other: Part, opener: str
) -> None:
    theirs = {CREATE, LOAD, EVICT, SIGN}
    with part.tpm() as tpm:
        storage_root_key(tpm)
    with other.cable() as elsewhere:

        def relayed(transact: Transact) -> Transact:
            handles = {f"{READ_PUBLIC}{HANDLE:08x}"}
            credentials = {"00000176", "00000151", ACTIVATE} if opener == "theirs" else set[str]()

            def answer(command: bytes) -> bytes:
                far = named(command) in theirs | credentials or command[6:14].hex() in handles
                return elsewhere(command) if far else transact(command)

            return answer

        with part.tpm(relayed) as tpm:
            endorsement, key = made(tpm)
            with pytest.raises(StationError, match="TPM-051"):
                prove_residence(tpm, endorsement, key)


@pytest.mark.parametrize("attributes", [0x00040470, 0x00040462, 0x00060472, 0x00040072])
def test_a_key_that_the_device_had_made_with_other_attributes_is_refused(
    part: Part, attributes: int
) -> None:
    asked = bytes.fromhex("000b00040472")

    def weakened(transact: Transact) -> Transact:
        def answer(command: bytes) -> bytes:
            if named(command) == CREATE:
                command = command.replace(asked, b"\x00\x0b" + attributes.to_bytes(4, "big"))
            return transact(command)

        return answer

    with part.tpm(weakened) as tpm, pytest.raises(StationError) as caught:
        made(tpm)
    assert caught.value.code in {"TPM-052", "TPM-001"}  # some the TPM itself refuses
    with part.tpm() as tpm:
        assert key_at(tpm, HANDLE) is None
    assert part.loaded == ""


def test_a_signature_from_before_is_none_for_another_message(part: Part) -> None:
    kept: list[bytes] = []

    def replayed(transact: Transact) -> Transact:
        def answer(command: bytes) -> bytes:
            response = transact(command)
            if named(command) == SIGN:
                kept.append(response)
                return kept[0]
            return response

        return answer

    with part.tpm(replayed) as tpm:
        _, key = made(tpm)
        request = request_certificate(tpm, key, SUBJECT.public_bytes())
        with pytest.raises(InvalidSignature):
            verified(request, sign(tpm, key, b"fresh"), b"fresh")
