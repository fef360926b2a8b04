"""Endorsement keys on elliptic curves: read and judged for the record, since DPS takes none.

TCG EK Credential Profile for TPM 2.0: templates L-2 (B.3.4), H-2 and H-3 (B.4.5, B.4.6), and the
NV indices of their certificates (2.2.1.4, 2.2.1.5).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec

from station.errors import StationError
from station.model.attestation import EkTrust, TrustStore
from station.model.der import certificates_in
from station.tpm.papers import Paper
from station.tpm.session import Tpm
from station.tpm.terms import Hierarchy, RefusalError, tpm2b
from station.tpm.trust import chain_of, check_purpose

_FIRST_INDEX: Final = 0x01C0000A
_LISTED_MOST: Final = 48
_POLICY_A: Final = "0020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa"
_POLICY_B_256: Final = "0020ca3d0a99a2b93906f7a3342414efcfb3a385d44cd1fd459089d19b5071c0b7a0"
_POLICY_B_384: Final = (
    "0030b26e7d28d11a50bc53d882bcf5fd3a1a074148bb35d3b4e4cb1c0ad9bde419cacb47ba09699646150f9fc000f3"
    "f80e12"
)


@dataclass(frozen=True)
class _Kind:
    """A kind of key: its name, curve and coordinate size, where its certificate is, its template.

    The template is a TPMT_PUBLIC up to its unique, whose coordinates are zeros of `zeros` bytes.
    """

    name: str
    curve: ec.EllipticCurve
    size: int
    index: int
    head: bytes
    zeros: int

    @property
    def template(self) -> bytes:
        """The TPM2B_PUBLIC to make the key by."""
        return tpm2b(self.head + 2 * tpm2b(bytes(self.zeros)))


_KINDS: Final = (
    _Kind(
        "P-256",
        ec.SECP256R1(),
        32,
        0x01C0000A,
        bytes.fromhex("0023000b000300b2" + _POLICY_A + "0006008000430010" + "00030010"),
        32,
    ),
    _Kind(
        "P-384",
        ec.SECP384R1(),
        48,
        0x01C00016,
        bytes.fromhex("0023000c000300f2" + _POLICY_B_384 + "0006010000430010" + "00040010"),
        0,
    ),
    _Kind(
        "P-256 (high range)",
        ec.SECP256R1(),
        32,
        0x01C00014,
        bytes.fromhex("0023000b000300f2" + _POLICY_B_256 + "0006008000430010" + "00030010"),
        0,
    ),
)


@dataclass(frozen=True)
class CurveEndorsement:
    """An endorsement key on a curve, and what its certificate proves.

    Attributes:
        name: the curve, in words.
        public: TPM2B_PUBLIC, as the TPM makes it from its seed.
        certificate: DER, or None where NV holds none that can be taken apart.
        trust: what the certificate says.
        reason: why it isn't trusted, for an engineer; empty where it is.
    """

    name: str
    public: bytes
    certificate: bytes | None
    trust: EkTrust
    reason: str

    def __str__(self) -> str:
        digest = hashlib.sha256(self.public).hexdigest()
        why = f": {self.reason}" if self.reason else ""
        return f"ECC {self.name} key {digest[:16]}, certificate {self.trust.value}{why}"


def curve_endorsements(tpm: Tpm, trust: TrustStore, now: datetime) -> list[CurveEndorsement]:
    """Read the endorsement keys on curves that the TPM has certificates of, and judge them.

    Nothing is kept in the TPM.

    Args:
        tpm: the device's.
        trust: the makers whom a supervisor trusts.
        now: with a time zone.

    Raises:
        StationError: as `Tpm.make_ready`, `Commands` and `chain_of`.
    """
    tpm.make_ready()
    indices = tpm.nv_indices(_FIRST_INDEX, _LISTED_MOST)
    return list(_found(tpm, indices, trust, now))


def _found(
    tpm: Tpm, indices: list[int], trust: TrustStore, now: datetime
) -> Iterator[CurveEndorsement]:
    for kind in _KINDS:
        if kind.index not in indices:
            continue
        try:
            with tpm.flushing():
                public = tpm.commands.create_primary(Hierarchy.ENDORSEMENT, kind.template)[1]
        except RefusalError as refusal:
            if refusal.code != "TPM-001":
                raise
            continue
        contents = certificates_in(tpm.commands.nv_contents(kind.index) or b"")
        certificate = contents[0] if contents else None
        verdict, reason = _judged(kind, public, certificate, trust, now)
        yield CurveEndorsement(kind.name, public, certificate, verdict, reason)


def _judged(
    kind: _Kind, public: bytes, certificate: bytes | None, trust: TrustStore, now: datetime
) -> tuple[EkTrust, str]:
    if certificate is None:
        return EkTrust.MISSING, "there is no DER in its NV index"
    try:
        paper = Paper.parse(certificate)
        check_purpose(paper)
    except ValueError as error:
        return EkTrust.UNTRUSTED, str(error)
    except StationError as error:
        return EkTrust.UNTRUSTED, error.detail
    expected = kind.head + b"".join(_coordinates(kind, paper))
    if public[2:] != expected:
        return EkTrust.MISMATCH, "it is for another key"
    if not chain_of(paper, trust, (), now):
        return EkTrust.UNTRUSTED, "its maker is not trusted"
    return EkTrust.TRUSTED, ""


def _coordinates(kind: _Kind, paper: Paper) -> Iterator[bytes]:
    """Yield the coordinates of a certified key as two TPM2Bs, or nothing where it is no such."""
    key = paper.key
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == kind.curve.name:
        numbers = key.public_numbers()
        for number in (numbers.x, numbers.y):
            yield tpm2b(number.to_bytes(kind.size, "big"))
