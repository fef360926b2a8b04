"""Devices that lie: software keys for the storage root key, foreign TPMs, wrong answers."""

from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from station.errors import StationError
from station.tpm.challenge import SRK_TEMPLATE, prove_possession, storage_root_key
from station.tpm.endorsement import read_endorsement
from tests.bench.tpm.swtpm_part import MESSAGE, Part, Transact, provision

pytestmark = pytest.mark.bench

SRK = 0x81000001
READ_PUBLIC, ACTIVATE, IMPORT, LOAD, HMAC, START_SESSION = (
    f"{code:08x}" for code in (0x173, 0x147, 0x156, 0x157, 0x155, 0x176)
)
# TPM2_ChangeEPS, by the platform's empty password.
CHANGE_EPS = bytes.fromhex("80020000001b000001244000000c00000009400000090000000000")


def named(command: bytes) -> str:
    return command[6:10].hex()


def answer_of(public: bytes) -> bytes:
    """A response to ReadPublic that shows `public`, with the name that goes with it."""
    name = b"\x00\x22\x00\x0b" + sha256(public[2:]).digest()
    body = public + name + name
    return b"\x80\x01" + (10 + len(body)).to_bytes(4, "big") + bytes(4) + body


def retargeted(command: bytes, handle: int) -> bytes:
    """Return an ActivateCredential for another object.

    The HMAC of its policy session is over the names of the objects, but has an empty key: a TPM
    takes none in its place. It is the last of the two authorisations: a password's 9 bytes and the
    session's handle, nonce, attributes and HMAC.
    """
    size = int.from_bytes(command[18:22], "big")
    authorisations, parameters = command[22 : 22 + size], command[22 + size :]
    authorisations = authorisations[:-34] + bytes(2)
    rest = handle.to_bytes(4, "big") + command[14:18] + len(authorisations).to_bytes(4, "big")
    body = command[6:10] + rest + authorisations + parameters
    return command[:2] + (6 + len(body)).to_bytes(4, "big") + body


class Substitute:
    """A device between the station and a genuine TPM that shows a storage root key of its own.

    Args:
        public: what it shows at 0x81000001.
        handle: what it has the TPM activate the credential for instead, or None.
    """

    def __init__(self, public: bytes, handle: int | None = None) -> None:
        self.public, self.handle = public, handle
        self.seen: list[str] = []

    def __call__(self, transact: Transact) -> Transact:
        def answer(command: bytes) -> bytes:
            self.seen.append(named(command))
            if command[6:14].hex() == f"{READ_PUBLIC}{SRK:08x}":
                return answer_of(self.public)
            if named(command) == ACTIVATE and self.handle is not None:
                command = retargeted(command, self.handle)
            return transact(command)

        return answer


@pytest.fixture(scope="module")
def software_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def modulus_of(key: rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_numbers().n.to_bytes(256, "big")


def disguised(key: rsa.RSAPrivateKey) -> bytes:
    """The public area of a software key, lied into the storage root key's template."""
    return SRK_TEMPLATE[:-256] + modulus_of(key)


def candid(key: rsa.RSAPrivateKey, attributes: int) -> bytes:
    """The public area that a TPM would load a software key by."""
    public = disguised(key)
    return public[:6] + attributes.to_bytes(4, "big") + public[10:]


def pem(part: Part, key: rsa.RSAPrivateKey) -> Path:
    path = part.folder / "software.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    )
    return path


def test_a_key_of_other_attributes_at_the_handle_is_refused(part: Part) -> None:
    part.tool("tpm2_createprimary", "-C", "o", "-G", "rsa2048:aes128cfb", "-c", "key.ctx")
    part.tool("tpm2_evictcontrol", "-C", "o", "-c", "key.ctx", f"{SRK:#x}")
    part.tool("tpm2_flushcontext", "-t")
    with part.tpm() as tpm, pytest.raises(StationError) as caught:
        provision(tpm, part.trust)
    assert caught.value.code == "TPM-009"
    assert part.loaded == ""


def test_a_software_key_persisted_at_the_handle_is_refused(
    part: Part, software_key: rsa.RSAPrivateKey
) -> None:
    part.tool("tpm2_createprimary", "-C", "o", "-c", "parent.ctx")
    part.tool("tpm2_flushcontext", "-t")
    part.tool(
        *("tpm2_import", "-C", "parent.ctx", "-G", "rsa2048:aes128cfb"),
        *("-i", pem(part, software_key), "-u", "key.pub", "-r", "key.priv"),
        *("-a", "restricted|decrypt|userwithauth|noda"),
    )
    part.tool("tpm2_flushcontext", "-t")
    part.tool("tpm2_load", "-C", "parent.ctx", "-u", "key.pub", "-r", "key.priv", "-c", "key.ctx")
    part.tool("tpm2_flushcontext", "-t")
    part.tool("tpm2_evictcontrol", "-C", "o", "-c", "key.ctx", f"{SRK:#x}")
    part.tool("tpm2_flushcontext", "-t")
    assert part.public_by_tool(SRK)[-256:] == modulus_of(software_key)
    with part.tpm() as tpm, pytest.raises(StationError) as caught:
        provision(tpm, part.trust)
    assert caught.value.code == "TPM-009"


@pytest.mark.parametrize("attributes", [0x00020040, 0x00030440, 0x00030442, 0x00030470])
def test_a_software_key_shown_as_what_it_is_gets_no_challenge(
    part: Part, software_key: rsa.RSAPrivateKey, attributes: int
) -> None:
    liar = Substitute(candid(software_key, attributes))
    with part.tpm(liar) as tpm, pytest.raises(StationError) as caught:
        provision(tpm, part.trust)
    assert caught.value.code == "TPM-009"
    assert START_SESSION not in liar.seen


def test_a_software_key_in_disguise_cannot_be_loaded_to_open_the_credential(
    part: Part, software_key: rsa.RSAPrivateKey
) -> None:
    # All that a genuine TPM takes by LoadExternal with a private part: the name is another one.
    part.tool(
        *("tpm2_loadexternal", "-C", "n", "-G", "rsa", "-r", pem(part, software_key)),
        *("-a", "decrypt|userwithauth", "-c", "software.ctx"),
    )
    loaded = int(part.loaded.split()[1], 16)
    with part.tpm(Substitute(disguised(software_key), loaded)) as tpm:
        key = read_endorsement(tpm)
        with pytest.raises(StationError) as caught:
            prove_possession(tpm, key.public, storage_root_key(tpm), MESSAGE)
    assert caught.value.code == "TPM-010"
    assert "integrity check failed" in caught.value.detail


def test_the_public_part_in_disguise_alone_does_not_open_the_credential(
    part: Part, software_key: rsa.RSAPrivateKey
) -> None:
    # Without the private part a TPM loads whatever a public area says, and its name is right.
    public = disguised(software_key)
    (part.folder / "disguised.pub").write_bytes(public)
    part.tool("tpm2_loadexternal", "-C", "o", "-u", "disguised.pub", "-c", "disguised.ctx")
    loaded = int(part.loaded.split()[1], 16)
    with part.tpm(Substitute(public, loaded)) as tpm:
        key = read_endorsement(tpm)
        with pytest.raises(StationError) as caught:
            prove_possession(tpm, key.public, storage_root_key(tpm), MESSAGE)
    assert caught.value.code == "TPM-010"
    assert "authValue or authPolicy is not available" in caught.value.detail


def test_the_endorsement_key_of_another_tpm_is_not_proved(part: Part) -> None:
    with part.tpm() as tpm:
        known = read_endorsement(tpm).public
    with part.cable() as transact:
        assert transact(CHANGE_EPS)[6:10] == bytes(4), "the same TPM with another seed is another"
    with part.tpm() as tpm:
        assert read_endorsement(tpm).public != known
        with pytest.raises(StationError) as caught:
            prove_possession(tpm, known, storage_root_key(tpm), MESSAGE)
    assert caught.value.code == "TPM-010"


def _altered(response: bytes) -> bytes:
    """The digest of a response to TPM2_HMAC begins at byte 16."""
    return response[:16] + bytes([response[16] ^ 1]) + response[17:]


class WrongAnswer:
    def __init__(self, code: str) -> None:
        self.code = code

    def __call__(self, transact: Transact) -> Transact:
        def answer(command: bytes) -> bytes:
            response = transact(command)
            return _altered(response) if named(command) == self.code else response

        return answer


@pytest.mark.parametrize(
    ("code", "told"), [(HMAC, "TPM-010"), (IMPORT, "TPM-010"), (ACTIVATE, "LNK-004")]
)
def test_a_wrong_answer_to_the_challenge_is_refused(part: Part, code: str, told: str) -> None:
    with part.tpm(WrongAnswer(code)) as tpm, pytest.raises(StationError) as caught:
        provision(tpm, part.trust)
    assert caught.value.code == told
    assert part.loaded == ""


def test_an_answer_cannot_be_used_again(part: Part) -> None:
    kept: list[bytes] = []

    def keeping(transact: Transact) -> Transact:
        def answer(command: bytes) -> bytes:
            response = transact(command)
            if named(command) == HMAC:
                kept.append(response)
                return kept[0]
            return response

        return answer

    with part.tpm(keeping) as tpm:
        key = provision(tpm, part.trust)
        with pytest.raises(StationError) as caught:
            prove_possession(tpm, key.public, storage_root_key(tpm), MESSAGE)
    assert caught.value.code == "TPM-010"
