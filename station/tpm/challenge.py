"""The nonce challenge by which a device proves that it holds its endorsement key.

The station plays the provisioning service and the device's client both (dps/FACTS.md, 3.7, 3.8).
As the service it makes, in software, a credential for the storage root key that only the
endorsement key opens, and in it an HMAC key that only that storage root key can import. As the
client it has the TPM open it and compute an HMAC. The verdict uses nothing but that answer.

What a pass proves: *possession proved over this cable*. During this run, at the other end of the
link, something used the private half of `ek_public`. If that key is in a genuine TPM, which its
certificate says and nothing else does, then it was that TPM, and the storage root key is loaded in
the same TPM and can't leave it. For a TPM opens a credential only for an object whose name
it was made for and whose private part it holds; the name covers the whole public area; and no TPM
holds, with its private part, an object that says fixedTPM and was not made inside: LoadExternal
refuses it, and so does Import. That is why another public area than the template's is refused
before any challenge is made: without fixedTPM, a key from outside could be loaded, the credential
be opened for it, and the HMAC be computed in software.

What it does not prove: that the TPM is soldered to this very unit (whoever holds the link can pass
the commands on to a TPM elsewhere), nor, without a certificate from a trusted maker, that there is
a TPM at all: software that knows both private keys answers just as well.
"""

import hashlib
import hmac
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, Self

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES

from station.errors import StationError
from station.model.attestation import endorsement_modulus
from station.secret import Secret
from station.tpm.endorsement import EK_HANDLE
from station.tpm.session import Tpm
from station.tpm.terms import (
    MAX_MESSAGE,
    RC_HANDLE,
    Hierarchy,
    ImportedKey,
    Key,
    RefusalError,
    tpm2b,
)

# TCG TPM v2.0 Provisioning Guidance: the reserved handle of the storage root key, and its
# template: RSA, SHA-256, fixedTPM | fixedParent | sensitiveDataOrigin | userWithAuth | noDA |
# restricted | decrypt, no policy, AES-128-CFB, no scheme, 2,048 bits, default exponent, unique of
# 256 zero bytes. Handle 0x81000100, where clients keep the service's key, is never touched.
SRK_HANDLE: Final = 0x81000001
_SRK_HEAD: Final = bytes.fromhex("011a0001000b00030472000000060080004300100800000000000100")
SRK_TEMPLATE: Final = _SRK_HEAD + bytes(256)

_EXPONENT: Final = 65537
_INNER_KEY_SIZE: Final = 16
_SEED_SIZE: Final = 32
_HMAC_KEY_SIZE: Final = 32
# TPMT_PUBLIC of the HMAC key up to its unique: KEYEDHASH, SHA-256, sign | userWithAuth | noDA,
# no policy, HMAC with SHA-256. noDA: a unit unplugged after the use of a key without it counts a
# failure against the TPM's dictionary-attack lockout at its next start.
_KEYEDHASH_HEAD: Final = bytes.fromhex("0008000b0004044000000005000b")
_TPM_ALG_KEYEDHASH: Final = bytes.fromhex("0008")


def storage_root_modulus(public: bytes) -> bytes:
    """Return the 256-byte RSA modulus of a storage root key, having checked all the rest of it.

    Args:
        public: a marshalled TPM2B_PUBLIC, its 2-byte size included.

    Raises:
        StationError: TPM-009 for anything that is not, byte for byte but for its modulus, the
            storage root key's template.
    """
    if len(public) != len(SRK_TEMPLATE):
        raise StationError(
            "TPM-009", f"TPM2B_PUBLIC of {len(public)} bytes, not {len(SRK_TEMPLATE)}"
        )
    if not public.startswith(_SRK_HEAD):
        offset = next(i for i, byte in enumerate(_SRK_HEAD) if public[i] != byte)
        raise StationError("TPM-009", f"TPM2B_PUBLIC differs from the template at byte {offset}")
    modulus = public[len(_SRK_HEAD) :]
    if not modulus[0] & 0x80 or not modulus[-1] & 1:
        raise StationError("TPM-009", "the modulus is not an odd number of 2,048 bits")
    return modulus


def storage_root_key(tpm: Tpm) -> bytes:
    """Return the TPM2B_PUBLIC of the storage root key at 0x81000001, put there where nothing was.

    Where nothing may stay in the TPM, it isn't put there, and made for this session alone.

    Raises:
        StationError: TPM-009 where what is there is not the template's key or doesn't read back;
            and as `Commands` does.
    """
    tpm.make_ready()
    public = tpm.commands.public(SRK_HANDLE)
    if public is None:
        make = partial(tpm.commands.create_primary, Hierarchy.OWNER, SRK_TEMPLATE)
        made = tpm.keep(make, SRK_HANDLE)
        public = tpm.commands.public(SRK_HANDLE)
        if public != made:
            raise StationError("TPM-009", f"handle {SRK_HANDLE:#010x} holds another key")
    storage_root_modulus(public)
    return public


def make_challenge(ek_public: bytes, srk_public: bytes, key: Secret) -> bytes:
    """Return the service's challenge, 766 bytes laid out as in dps/FACTS.md, 3.8.

    TPM2B_ID_OBJECT, TPM2B_ENCRYPTED_SECRET (TPM 2.0 Library part 1, 24: credential), TPM2B_PRIVATE,
    TPM2B_ENCRYPTED_SECRET, TPM2B_PUBLIC (part 1, 23.3: duplication, wrapped within by the
    credential and without by the storage root key), and no further data.

    Args:
        ek_public: TPM2B_PUBLIC of the endorsement key.
        srk_public: TPM2B_PUBLIC of the storage root key.
        key: the HMAC key, 32 bytes.

    Raises:
        StationError: TPM-003, TPM-012, TPM-009 where a key is not made by its template.
    """
    ek = _rsa(endorsement_modulus(ek_public), "TPM-003")
    srk = _rsa(storage_root_modulus(srk_public), "TPM-009")
    inner_key = os.urandom(_INNER_KEY_SIZE)
    public, sensitive = _keyedhash(key)
    name = object_name(public)
    inner = _aes_cfb(inner_key, tpm2b(hashlib.sha256(sensitive + name).digest()) + sensitive)
    credential, secret = _protected(ek, b"IDENTITY", object_name(srk_public[2:]), tpm2b(inner_key))
    duplicate, seed = _protected(srk, b"DUPLICATE", name, inner)
    further = b""
    return b"".join(map(tpm2b, (credential, secret, duplicate, seed, public, further)))


def make_credential(ek_public: bytes, name: bytes, content: bytes) -> tuple[bytes, bytes]:
    """Return a credential that only the chip of an endorsement key opens, and only for one object.

    TPM 2.0 Library part 1, 24; part 3, TPM2_MakeCredential, done in software.

    Args:
        ek_public: TPM2B_PUBLIC of the endorsement key.
        name: the object's name: its nameAlg and the digest of its public area.
        content: what is to be found in it, at most 32 bytes.

    Returns:
        The contents of the TPM2B_ID_OBJECT and of the TPM2B_ENCRYPTED_SECRET.

    Raises:
        StationError: TPM-003, TPM-012 where the endorsement key is not made by its template.
    """
    ek = _rsa(endorsement_modulus(ek_public), "TPM-003")
    return _protected(ek, b"IDENTITY", name, tpm2b(content))


def object_name(public: bytes) -> bytes:
    """Return the name of an object with a TPMT_PUBLIC whose nameAlg is SHA-256 (part 1, 16)."""
    return bytes.fromhex("000b") + hashlib.sha256(public).digest()


def _keyedhash(key: Secret) -> tuple[bytes, bytes]:
    """Return TPMT_PUBLIC and TPM2B_SENSITIVE of an HMAC key (part 2, TPMT_SENSITIVE)."""
    seed = os.urandom(_SEED_SIZE)
    with key.reveal() as data:
        unique = hashlib.sha256(seed + data).digest()
        sensitive = _TPM_ALG_KEYEDHASH + tpm2b(b"") + tpm2b(seed) + tpm2b(data)
    return _KEYEDHASH_HEAD + tpm2b(unique), tpm2b(sensitive)


def _protected(
    recipient: rsa.RSAPublicKey, label: bytes, name: bytes, content: bytes
) -> tuple[bytes, bytes]:
    """Return `content` encrypted and bound to `name`, and the seed for it, for `recipient` alone.

    The outer wrap of part 1, 23.3.2.3 and 24.4, with the secret sharing of B.10.
    """
    seed = os.urandom(_SEED_SIZE)
    oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), label + b"\0")
    encrypted = _aes_cfb(_kdfa(seed, b"STORAGE", name, 128), content)
    integrity = hmac.digest(_kdfa(seed, b"INTEGRITY", b"", 256), encrypted + name, "sha256")
    return tpm2b(integrity) + encrypted, recipient.encrypt(seed, oaep)


def _kdfa(key: bytes, label: bytes, context: bytes, bits: int) -> bytes:
    """Part 1, 11.4.10.2 with SHA-256, of which one round gives all that is wanted here."""
    counter, size = (1).to_bytes(4, "big"), bits.to_bytes(4, "big")
    digest = hmac.digest(key, counter + label + b"\0" + context + size, "sha256")
    return digest[: bits // 8]


def _aes_cfb(key: bytes, data: bytes) -> bytes:
    """Part 1, 23.3 and 24 use a key once, with an initialisation vector of zeros."""
    encryptor = Cipher(AES(key), CFB(bytes(16))).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def _rsa(modulus: bytes, code: str) -> rsa.RSAPublicKey:
    try:
        return rsa.RSAPublicNumbers(_EXPONENT, int.from_bytes(modulus, "big")).public_key()
    except ValueError as error:
        raise StationError(code, f"the modulus is no RSA modulus: {error}") from error


@dataclass(frozen=True)
class _Challenge:
    """The parts of a challenge, each the contents of its TPM2B."""

    credential: bytes
    secret: bytes
    duplicate: bytes
    seed: bytes
    public: bytes

    @classmethod
    def parse(cls, data: bytes) -> Self:
        return cls(*list(_parts(data))[:5])


def _parts(data: bytes) -> Iterator[bytes]:
    """Yield the contents of the six TPM2Bs that `data` must consist of."""
    for _ in range(6):
        size = int.from_bytes(data[:2], "big")
        if len(data) < 2 + size:
            raise StationError("TPM-010", "the challenge is cut short")
        yield data[2 : 2 + size]
        data = data[2 + size :]
    if data:
        raise StationError("TPM-010", f"{len(data)} bytes after the challenge")


def answer_challenge(tpm: Tpm, challenge: bytes, message: bytes) -> bytes:
    """Return the HMAC-SHA256 of `message` by the key that `challenge` brings into the TPM.

    The key is transient: it is gone, like the session, on every way out.

    Args:
        tpm: with the endorsement key at 0x81010001 and the storage root key at 0x81000001.
        challenge: as `make_challenge` or the provisioning service makes it.
        message: what to authenticate, at most 1,024 bytes, which every TPM takes at once.

    Raises:
        StationError: TPM-010 where the challenge is not laid out as it must be; and as `Commands`
            does, such as TPM-001 where the TPM won't open it.
        ValueError: where the message is too long.
    """
    if len(message) > MAX_MESSAGE:
        raise ValueError(f"a message of {len(message)} bytes, over {MAX_MESSAGE}")
    with tpm.flushing():
        key, _ = load_challenge(tpm, challenge)
        return tpm.commands.hmac_sha256(key, message)


def load_challenge(tpm: Tpm, challenge: bytes) -> tuple[Key, bytes]:
    """Return the HMAC key that `challenge` brings into the TPM, loaded, and its TPM2B_PUBLIC.

    Whoever calls it flushes. Raises as `answer_challenge`.
    """
    parts = _Challenge.parse(challenge)
    inner_key = tpm.commands.activate_credential(
        (SRK_HANDLE, EK_HANDLE), parts.credential, parts.secret
    )
    public = tpm2b(parts.public)
    imported = ImportedKey(public, parts.duplicate, parts.seed, inner_key)
    return tpm.commands.load_imported(SRK_HANDLE, imported), public


def challenge_public(challenge: bytes) -> bytes:
    """Return the TPM2B_PUBLIC of the HMAC key in a challenge; TPM-010 where it isn't one."""
    return tpm2b(_Challenge.parse(challenge).public)


def prove_possession(tpm: Tpm, ek_public: bytes, srk_public: bytes, message: bytes) -> None:
    """Challenge the TPM with a key of this moment, and return only if it answers as it must.

    Args:
        tpm: where the keys are at their handles.
        ek_public: TPM2B_PUBLIC of the endorsement key, as enrolled.
        srk_public: TPM2B_PUBLIC of the storage root key, as `storage_root_key` gave it.
        message: what the device authenticates, at most 1,024 bytes.

    Raises:
        StationError: TPM-010 where the answer is wrong or the TPM refuses; TPM-026 where a key is
            gone; TPM-003, TPM-009 and TPM-012 before anything is sent; and as `Tpm.make_ready` and
            `Commands` do.
    """
    key = Secret.random(_HMAC_KEY_SIZE)
    try:
        challenge = make_challenge(ek_public, srk_public, key)
        tpm.make_ready()  # after a restart nothing else was asked in this session
        try:
            answer = answer_challenge(tpm, challenge, message)
        except RefusalError as refusal:
            if refusal.rc == RC_HANDLE:
                raise StationError("TPM-026", refusal.detail) from refusal
            # TPM-021: some answer TPM_RC_FAILURE to what was encrypted for another key.
            if refusal.code not in {"TPM-001", "TPM-021"}:
                raise
            raise StationError("TPM-010", refusal.detail) from refusal
        with key.reveal() as data:
            expected = hmac.digest(data, message, "sha256")
        if not hmac.compare_digest(answer, expected):
            raise StationError("TPM-010", f"a wrong answer of {len(answer)} bytes")
    finally:
        key.wipe()
