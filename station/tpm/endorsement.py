"""The endorsement key that a device will present to the service, as its TPM shows it.

The clients of the service use what is at handle 0x81010001, so that very key is enrolled; where
nothing is there, the standard key is put there first, lest they make another (dps/FACTS.md, 4.10).

That the TPM makes the same key again from its seed is told by the TPM itself: it finds the odd key
in an honest TPM, which would be lost, or differ from the certificate, later on. A dishonest device
can say what it likes here; the certificate and the challenge are what binds it.
"""

from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.model.attestation import endorsement_modulus
from station.tpm.session import Tpm
from station.tpm.terms import Hierarchy, Key, RefusalError

# TCG EK Credential Profile for TPM 2.0: the handle reserved for the RSA-2048 EK, the NV index of
# its certificate, and those of the certificates above it.
EK_HANDLE: Final = 0x81010001
_CERTIFICATE_INDEX: Final = 0x01C00002
_CHAIN_FIRST: Final = 0x01C00100
_CHAIN_LAST: Final = 0x01C001FF
_CHAIN_MOST: Final = 16

# TPM2B_PUBLIC of template L-1 (B.3.3): RSA, SHA-256, fixedTPM | fixedParent | sensitiveDataOrigin |
# adminWithPolicy | restricted | decrypt, PolicySecret(endorsement), AES-128-CFB, no scheme, 2,048
# bits, default exponent, unique of 256 zero bytes.
EK_TEMPLATE: Final = bytes.fromhex(
    "013a0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa"
    "0006008000430010080000000000"
    "0100"
) + bytes(256)

_SEQUENCE: Final = 0x30
_PADDING: Final = b"\x00\xff"


@dataclass(frozen=True)
class ReadEndorsement:
    """What a TPM shows of its endorsement key; nothing of it is believed yet but the comparison.

    Attributes:
        public: TPM2B_PUBLIC with its size prefix, as read from handle 0x81010001.
        certificate: DER, or whatever stands in its place in NV; None where nothing does.
        chain: DER, certificates that the TPM keeps of its maker's authorities, in its order.
    """

    public: bytes
    certificate: bytes | None
    chain: tuple[bytes, ...]


def read_endorsement(tpm: Tpm) -> ReadEndorsement:
    """Read the RSA-2048 endorsement key and its certificates, having put the key where it belongs.

    Raises:
        StationError: TPM-002 where there is none and none can be made, TPM-003 and TPM-012 where
            it is of another kind, TPM-011 where it is not what the TPM makes from its seed by
            template L-1 or doesn't read back; and as `Commands` does.
    """
    public = tpm.commands.public(EK_HANDLE)
    if public is None:
        public = _persisted(tpm)
    else:
        endorsement_modulus(public)
        with tpm.flushing():
            made = _made(tpm)[1]
        _same(public, made)
    certificate = tpm.commands.nv_contents(_CERTIFICATE_INDEX)
    return ReadEndorsement(
        public, None if certificate is None else without_padding(certificate), _chain(tpm)
    )


def _persisted(tpm: Tpm) -> bytes:
    with tpm.flushing():
        key, made = _made(tpm)
        endorsement_modulus(made)
        tpm.commands.persist(key, EK_HANDLE)
    public = tpm.commands.public(EK_HANDLE)
    _same(public, made)
    return made


def _made(tpm: Tpm) -> tuple[Key, bytes]:
    try:
        return tpm.commands.create_primary(Hierarchy.ENDORSEMENT, EK_TEMPLATE)
    except RefusalError as refusal:
        if refusal.code == "TPM-013":
            raise
        raise StationError("TPM-002", refusal.detail) from refusal


def _same(public: bytes | None, made: bytes) -> None:
    if public != made:
        raise StationError("TPM-011", f"handle {EK_HANDLE:#010x} holds another key")


def _chain(tpm: Tpm) -> tuple[bytes, ...]:
    # One certificate may span several indices, and one index may hold several.
    indices = tpm.nv_indices(_CHAIN_FIRST, _CHAIN_MOST)
    contents = (tpm.commands.nv_contents(i) for i in indices if _CHAIN_FIRST <= i <= _CHAIN_LAST)
    return certificates_in(b"".join(part for part in contents if part is not None))


def certificates_in(data: bytes) -> tuple[bytes, ...]:
    """Return the DER values that `data` strings together, padding between them left out.

    It ends with the first thing that is neither: these certificates only help to find a chain.
    """
    found: list[bytes] = []
    while size := _der_size(rest := data.lstrip(_PADDING)):
        found.append(rest[:size])
        data = rest[size:]
    return tuple(found)


def without_padding(data: bytes) -> bytes:
    """Return the DER value that `data` begins with; all of `data` where it begins with none.

    Makers define larger indices than they fill, and pad with zeros or ones.
    """
    return data[: _der_size(data) or len(data)]


def _der_size(data: bytes) -> int:
    """Return how many bytes the DER SEQUENCE at the start of `data` has, or 0 where none is whole.

    X.690, 8.1.3: a length up to 127 in one byte, else the count of its bytes and these.
    """
    if len(data) < 2 or data[0] != _SEQUENCE:
        return 0
    if data[1] < 0x80:
        size = 2 + data[1]
    else:
        digits = data[1] & 0x7F
        size = 2 + digits + int.from_bytes(data[2 : 2 + digits], "big")
        if not 1 <= digits <= 3:
            return 0
    return size if size <= len(data) else 0
