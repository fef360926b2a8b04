"""A key of the device's own, made in its TPM and never out of it, for a certificate of its own.

It is made under the storage root key and kept at a persistent handle. That it lives in the chip of
a checked endorsement key is not believed: a credential is made, in software, that a TPM opens only
with that endorsement key, and only for an object of this very name whose private part it holds. The
name covers the whole public area, which is compared byte for byte with the template: with fixedTPM
and sensitiveDataOrigin such an object was made inside that chip and can't leave it.

The key has no password and noDA, so that nothing here can count as a wrong try at one.
"""

import hashlib
import hmac
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from station.errors import StationError
from station.model.profile import KeyKind
from station.tpm.challenge import SRK_HANDLE, make_credential, object_name
from station.tpm.endorsement import EK_HANDLE
from station.tpm.session import Tpm
from station.tpm.terms import RefusalError, SignatureScheme, tpm2b
from station.tpm.weakness import weakness

_EXPONENT: Final = 65_537
_SECRET_SIZE: Final = 32
# TPMT_PUBLIC up to its unique field: type, nameAlg SHA-256, fixedTPM | fixedParent |
# sensitiveDataOrigin | userWithAuth | noDA | sign, no policy; no symmetric algorithm and no fixed
# scheme, so that TLS can use the key with whatever its peer wants; then the kind's own.
_SIGNING: Final = "000b 00040472 0000 0010 0010"


@dataclass(frozen=True)
class _Kind:
    """How keys of a kind are described and sign.

    Attributes:
        head: TPMT_PUBLIC up to its unique field.
        scheme: how they sign.
        unique: the sizes of the parts of the unique field, bytes.
        curve: of elliptic-curve keys.
        request: AlgorithmIdentifier of a request's signature, DER (RFC 5758, 3.2; RFC 4055, 5).
    """

    head: bytes
    scheme: SignatureScheme
    unique: tuple[int, ...]
    curve: ec.EllipticCurve | None
    request: bytes

    @property
    def template(self) -> bytes:
        """TPM2B_PUBLIC with an empty unique field, by which TPM2_Create makes such a key."""
        return tpm2b(self.head + bytes(2) * len(self.unique))


_RSA_REQUEST: Final = bytes.fromhex("300d06092a864886f70d01010b0500")
_KINDS: Final[Mapping[KeyKind, _Kind]] = {
    KeyKind.EC_P256: _Kind(
        bytes.fromhex(f"0023 {_SIGNING} 0003 0010"),
        SignatureScheme.ECDSA_SHA256,
        (32, 32),
        ec.SECP256R1(),
        bytes.fromhex("300a06082a8648ce3d040302"),
    ),
    KeyKind.EC_P384: _Kind(
        bytes.fromhex(f"0023 {_SIGNING} 0004 0010"),
        SignatureScheme.ECDSA_SHA384,
        (48, 48),
        ec.SECP384R1(),
        bytes.fromhex("300a06082a8648ce3d040303"),
    ),
    KeyKind.RSA_2048: _Kind(
        bytes.fromhex(f"0001 {_SIGNING} 0800 00000000"),
        SignatureScheme.RSASSA_SHA256,
        (256,),
        None,
        _RSA_REQUEST,
    ),
    KeyKind.RSA_3072: _Kind(
        bytes.fromhex(f"0001 {_SIGNING} 0c00 00000000"),
        SignatureScheme.RSASSA_SHA256,
        (384,),
        None,
        _RSA_REQUEST,
    ),
}


@dataclass(frozen=True)
class TpmKey:
    """A signing key of a device's TPM, whose public area was checked.

    Attributes:
        handle: where it is kept.
        kind: what key.
        public: TPM2B_PUBLIC.
        subject_public_key: SubjectPublicKeyInfo, DER.
    """

    handle: int
    kind: KeyKind
    public: bytes
    subject_public_key: bytes

    @classmethod
    def checked(cls, handle: int, kind: KeyKind, public: bytes) -> "TpmKey":
        """Return the key of a public area that is, byte for byte but for the key, the template's.

        Raises:
            StationError: TPM-052 where it isn't.
        """
        return cls(handle, kind, public, _subject_public_key(_KINDS[kind], public))


def key_at(tpm: Tpm, handle: int) -> bytes | None:
    """Return the TPM2B_PUBLIC of whatever key is kept at a handle, or None where none is."""
    return tpm.commands.public(handle)


def remove_key(tpm: Tpm, handle: int) -> None:
    """Remove the key that is kept at a handle, for good."""
    tpm.commands.evict(handle)


def make_key(tpm: Tpm, handle: int, kind: KeyKind, before: Callable[[bytes], None]) -> TpmKey:
    """Have the TPM make a key under its storage root key and keep it at `handle`.

    Args:
        tpm: with the storage root key at its handle.
        handle: where to keep it.
        kind: what key.
        before: called with its TPM2B_PUBLIC before it is kept, which the TPM doesn't forget.

    Raises:
        StationError: TPM-050 where a key is kept there already, which stays; TPM-052 where it isn't
            what was asked for, TPM-053 where it doesn't read back; and as `Commands` does.
    """
    if key_at(tpm, handle) is not None:
        raise StationError("TPM-050", f"there is a key at {handle:#010x}")
    with tpm.flushing():
        loaded, public = tpm.commands.create_key(SRK_HANDLE, _KINDS[kind].template)
        key = TpmKey.checked(handle, kind, public)
        before(public)
        tpm.commands.persist(loaded, handle)
    if key_at(tpm, handle) != public:
        raise StationError("TPM-053", f"another key than was made is at {handle:#010x}")
    return key


def prove_residence(tpm: Tpm, ek_public: bytes, key: TpmKey) -> None:
    """Return only if `key` lives in the very chip that holds the endorsement key.

    Args:
        tpm: with both keys at their handles.
        ek_public: TPM2B_PUBLIC of the endorsement key, checked.
        key: as `make_key` gave it.

    Raises:
        StationError: TPM-051 where it doesn't open the credential; TPM-013 over a password; and as
            `Commands` does.
    """
    secret = os.urandom(_SECRET_SIZE)
    credential, seed = make_credential(ek_public, object_name(key.public[2:]), secret)
    try:
        with tpm.flushing():
            found = tpm.commands.activate_credential((key.handle, EK_HANDLE), credential, seed)
    except RefusalError as refusal:
        if refusal.code == "TPM-013":
            raise
        raise StationError("TPM-051", refusal.detail) from refusal
    with found.reveal() as opened:
        if not hmac.compare_digest(opened, secret):
            raise StationError("TPM-051", "something else was found in the credential")
    found.wipe()


def sign(tpm: Tpm, key: TpmKey, message: bytes) -> bytes:
    """Return the signature of a message: ECDSA in DER, or RSASSA-PKCS1-v1_5.

    The hash is SHA-256, with P-384 SHA-384; it is computed here, as an unrestricted key allows.
    """
    hash_name = _KINDS[key.kind].scheme.value[1]
    return sign_digest(tpm, key, hashlib.new(hash_name, message).digest())


def sign_digest(tpm: Tpm, key: TpmKey, digest: bytes) -> bytes:
    """Return the signature of a digest by the hash that `sign` takes, as that does."""
    return tpm.commands.sign(key.handle, digest, _KINDS[key.kind].scheme)


def request_certificate(tpm: Tpm, key: TpmKey, subject: bytes) -> bytes:
    """Return a PKCS#10 request (RFC 2986), DER, that the key has signed.

    Args:
        tpm: that holds the key.
        key: which.
        subject: the Name asked for, DER.
    """
    version, no_attributes = bytes.fromhex("020100"), bytes.fromhex("a000")
    information = _der(0x30, version + subject + key.subject_public_key + no_attributes)
    signature = _der(0x03, b"\0" + sign(tpm, key, information))
    return _der(0x30, information + _KINDS[key.kind].request + signature)


def _subject_public_key(kind: _Kind, public: bytes) -> bytes:
    unique = public[2 + len(kind.head) :]
    wanted = tpm2b(kind.head + b"".join(tpm2b(bytes(size)) for size in kind.unique))
    if len(public) != len(wanted) or not public[2:].startswith(kind.head):
        raise StationError("TPM-052", f"a public area of {len(public)} bytes, not the template's")
    parts = []
    for size in kind.unique:
        if int.from_bytes(unique[:2], "big") != size:
            raise StationError("TPM-052", "a part of the key is of another size")
        parts.append(int.from_bytes(unique[2 : 2 + size], "big"))
        unique = unique[2 + size :]
    try:
        made = _public_key(kind, parts)
    except ValueError as error:
        raise StationError("TPM-052", f"it is no good key: {error}") from error
    return made.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _public_key(kind: _Kind, parts: list[int]) -> ec.EllipticCurvePublicKey | rsa.RSAPublicKey:
    if kind.curve is not None:
        return ec.EllipticCurvePublicNumbers(parts[0], parts[1], kind.curve).public_key()
    if not parts[0] & 1 or parts[0].bit_length() != 8 * kind.unique[0]:
        raise ValueError("the modulus is even or too short")
    if (why := weakness(parts[0])) is not None:
        raise ValueError(why)
    return rsa.RSAPublicNumbers(_EXPONENT, parts[0]).public_key()


def _der(tag: int, content: bytes) -> bytes:
    """Return a DER value (X.690, 8.1)."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + content
