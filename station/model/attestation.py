"""How a device proves itself to DPS: the three attestations, and the endorsement key of a TPM."""

import base64
import hashlib
from dataclasses import dataclass
from enum import Enum
from typing import Final

from station.errors import StationError
from station.model.names import RegistrationId

# TPM2B_PUBLIC of the TCG EK Credential Profile's template L-1 (RSA-2048), up to the modulus: size,
# RSA, SHA-256, object attributes, the PolicySecret(endorsement) digest, AES-128-CFB, no scheme,
# 2,048 bits, default exponent, size of the modulus.
_L1_HEAD: Final = bytes.fromhex(
    "013a0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa"
    "0006008000430010080000000000"
    "0100"
)
_L1_SIZE: Final = len(_L1_HEAD) + 256
# TPMT_PUBLIC algorithm for elliptic curves, TPM 2.0 Library part 2, table 9 (TPM_ALG_ECC).
_TPM_ALG_ECC: Final = 0x0023


class EkTrust(Enum):
    """What is known of an endorsement key by its certificate."""

    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"
    MISSING = "missing"
    MISMATCH = "mismatch"


class KeyOrigin(Enum):
    """Where a unit's key was born, and what is proved of it."""

    IN_TPM = "in-tpm"
    ON_TOKEN = "on-token"  # noqa: S105 - a place, not a password
    WRAPPED = "wrapped"
    PLAINTEXT = "plaintext"
    CLAIMED = "claimed"
    SOFTWARE = "software"


def endorsement_modulus(public: bytes) -> bytes:
    """Return the 256-byte RSA modulus of an endorsement key, having checked all the rest of it.

    Args:
        public: a marshalled TPM2B_PUBLIC, its 2-byte size included, as DPS takes it.

    Raises:
        StationError: TPM-012 for an elliptic-curve key, TPM-003 for anything that is not, byte for
            byte but for its modulus, template L-1 of the TCG EK Credential Profile (2.0, B.3.3).
    """
    if len(public) > 4 and int.from_bytes(public[2:4], "big") == _TPM_ALG_ECC:
        raise StationError("TPM-012", "an elliptic-curve endorsement key")
    if len(public) != _L1_SIZE:
        raise StationError("TPM-003", f"TPM2B_PUBLIC of {len(public)} bytes, not {_L1_SIZE}")
    if not public.startswith(_L1_HEAD):
        offset = next(i for i, b in enumerate(_L1_HEAD) if public[i] != b)
        raise StationError("TPM-003", f"TPM2B_PUBLIC differs from template L-1 at byte {offset}")
    modulus = public[len(_L1_HEAD) :]
    if not modulus[0] & 0x80 or not modulus[-1] & 1:
        raise StationError("TPM-003", "the modulus is not an odd number of 2,048 bits")
    return modulus


def parse_endorsement_key(text: str) -> bytes:
    """Return the TPM2B_PUBLIC in base64 text, checked as `endorsement_modulus` does.

    Raises:
        StationError: TPM-003 or TPM-012.
    """
    try:
        public = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise StationError("TPM-003", "the endorsement key is not base64") from error
    endorsement_modulus(public)
    return public


def tpm_registration_id(public: bytes) -> RegistrationId:
    """Return the registration ID that every Microsoft client gives a TPM.

    It is base32 (RFC 4648, lower case, unpadded) of SHA-256 over the TPM2B_PUBLIC with its size
    prefix: always 52 characters.
    """
    digest = hashlib.sha256(public).digest()
    return RegistrationId.make(base64.b32encode(digest).decode("ascii").rstrip("="))


@dataclass(frozen=True)
class TrustStore:
    """The TPM makers that a supervisor trusts: certificates in DER.

    Attributes:
        roots: where a chain must end.
        intermediates: what may stand between a root and an endorsement certificate.
        refused: whose keys count for nothing in what a TPM brings along.
    """

    roots: tuple[bytes, ...]
    intermediates: tuple[bytes, ...] = ()
    refused: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class EndorsementKey:
    """A TPM's endorsement key.

    Attributes:
        public: TPM2B_PUBLIC with its size prefix.
        certificate: DER, or None where the TPM holds none.
        chain: DER certificates from the issuer upwards, the trusted root last, where known.
        trust: what the certificate says.
    """

    public: bytes
    certificate: bytes | None
    chain: tuple[bytes, ...]
    trust: EkTrust

    @property
    def registration_id(self) -> RegistrationId:
        """The registration ID that comes from this key."""
        return tpm_registration_id(self.public)

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 of the modulus: one per chip, whatever public area is put around it."""
        return hashlib.sha256(endorsement_modulus(self.public)).digest()


@dataclass(frozen=True)
class TpmAttestation:
    """The device holds the private half of `endorsement_key`; individual enrollments only.

    Attributes:
        endorsement_key: the key that was read back from handle 0x81010001.
        storage_root_key: TPM2B_PUBLIC of the storage root key that the proof was bound to.
    """

    endorsement_key: EndorsementKey
    storage_root_key: bytes


@dataclass(frozen=True)
class X509Attestation:
    """The device holds the private key of `certificate`.

    Attributes:
        certificate: the leaf, DER.
        chain: DER certificates from its issuer upwards.
        checked: whether its issuer's signature was checked, with `chain`, when it was issued.
    """

    certificate: bytes
    chain: tuple[bytes, ...]
    checked: bool = False


@dataclass(frozen=True)
class SymmetricKeyAttestation:
    """The device holds the key derived from a key of the enrollment group `group_id`.

    Where its order has the units enrolled one by one, that key is the order's, and of no group.

    Attributes:
        group_id: the group, or what the order's key is called.
        number: which of its keys: 1 for the first, one more for each that followed it.
    """

    group_id: str
    number: int = 1


Attestation = TpmAttestation | X509Attestation | SymmetricKeyAttestation
