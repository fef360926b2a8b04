"""The endorsement key that a device will present to the service, as its TPM shows it.

The clients of the service use what is at handle 0x81010001, so that very key is enrolled; where
nothing is there, the standard key is put there first, lest they make another (dps/FACTS.md, 4.10).

A key that no certificate in the TPM is about is made once more from the seed. The TPM itself tells
that both are one: that finds the odd key in an honest TPM, which would be lost later on. A
dishonest device can say what it likes here; the certificate and the challenge are what binds it.
Where there is a certificate for the key, nothing is made: it takes some chips half a minute.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric import rsa

from station.errors import StationError
from station.model.attestation import endorsement_modulus
from station.model.der import certificates_in, without_padding
from station.model.profile import EkTemplate
from station.tpm.papers import key_in
from station.tpm.session import Tpm
from station.tpm.terms import Hierarchy, Key, RefusalError, tpm2b

# TCG EK Credential Profile for TPM 2.0, 2.2.1: the handle reserved for the RSA-2048 EK; the NV
# indices of its certificate, nonce and template in the low range, of its certificate in the high
# one, and those of the certificates above it. All that is of endorsement keys lies between.
EK_HANDLE: Final = 0x81010001
CERTIFICATE_INDEX: Final = 0x01C00002
_NONCE_INDEX: Final = 0x01C00003
_TEMPLATE_INDEX: Final = 0x01C00004
_HIGH_CERTIFICATE_INDEX: Final = 0x01C00012
_CHAIN_FIRST: Final = 0x01C00100
_CHAIN_LAST: Final = 0x01C001FF
_CHAIN_MOST: Final = 16
_LISTED_MOST: Final = 48

# TPM2B_PUBLIC of template L-1 (B.3.3): RSA, SHA-256, fixedTPM | fixedParent | sensitiveDataOrigin |
# adminWithPolicy | restricted | decrypt, PolicySecret(endorsement), AES-128-CFB, no scheme, 2,048
# bits, default exponent, unique of 256 zero bytes.
_EK_HEAD: Final = bytes.fromhex(
    "0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa"
    "0006008000430010080000000000"
)
_UNIQUE_SIZE: Final = 256
EK_TEMPLATE: Final = bytes.fromhex("013a") + _EK_HEAD + bytes.fromhex("0100") + bytes(_UNIQUE_SIZE)
# The same but for its unique, which is empty: what the clients in C, Node.js and Java make where
# they find no key.
EMPTY_UNIQUE_TEMPLATE: Final = bytes.fromhex("003a") + _EK_HEAD + bytes(2)
_TEMPLATES: Final = {
    EkTemplate.STANDARD: EK_TEMPLATE,
    EkTemplate.EMPTY_UNIQUE: EMPTY_UNIQUE_TEMPLATE,
}


@dataclass(frozen=True)
class ReadEndorsement:
    """What a TPM shows of its endorsement key; nothing of it is believed yet but the comparison.

    Attributes:
        public: TPM2B_PUBLIC with its size prefix, as read from handle 0x81010001.
        certificate: DER, or whatever stands in its place in NV; None where nothing does.
        chain: DER, certificates that the TPM keeps of its maker's authorities, in its order.
        others: DER, more certificates that stood in the endorsement key's places.
    """

    public: bytes
    certificate: bytes | None
    chain: tuple[bytes, ...]
    others: tuple[bytes, ...] = ()


def read_endorsement(tpm: Tpm, *, template: EkTemplate = EkTemplate.STANDARD) -> ReadEndorsement:
    """Read the RSA-2048 endorsement key and its certificates, having put the key where it belongs.

    A template and nonce that the maker keeps in NV for this key are followed; where they would
    make another kind of key, the TPM is refused.

    Args:
        tpm: the device's.
        template: which of the two keys in use the product's client makes. Certificates are for the
            standard one, so with the other there is none.

    Raises:
        StationError: TPM-002 where there is none and none can be made, TPM-003 and TPM-012 where
            it is of another kind, TPM-011 where it is not what the TPM makes from its seed or
            doesn't read back, TPM-029 where it is the one of the other template, TPM-030 for a
            template in NV that makes another kind of key; and as `Tpm.make_ready` and `Commands`.
    """
    tpm.make_ready()
    public = tpm.commands.public(EK_HANDLE)
    if public is not None:
        endorsement_modulus(public)
    indices = tpm.nv_indices(CERTIFICATE_INDEX, _LISTED_MOST)
    wanted, made = _wanted(tpm, indices, template), public is None
    public = _persisted(tpm, wanted) if public is None else public
    found = () if template is not EkTemplate.STANDARD else _certificates(tpm, indices, public)
    if not made and not any(_is_about(one, public) for one in found):
        _recreated(tpm, public, wanted, template)
    chain = _chain(tpm, indices) if found else ()
    return ReadEndorsement(public, found[0] if found else None, chain, found[1:])


def _wanted(tpm: Tpm, indices: Sequence[int], template: EkTemplate) -> bytes:
    """Return the template (TPM2B_PUBLIC) by which the endorsement key is to be made."""
    if template is not EkTemplate.STANDARD:
        return _TEMPLATES[template]
    if _TEMPLATE_INDEX in indices:
        return _followed(tpm.commands.nv_contents(_TEMPLATE_INDEX), tpm, indices)
    return _with_nonce(EK_TEMPLATE, tpm, indices)


def _followed(kept: bytes | None, tpm: Tpm, indices: Sequence[int]) -> bytes:
    """Return a TPMT_PUBLIC kept in NV as a TPM2B_PUBLIC (2.2.1.2), or raise TPM-030."""
    if kept is None:
        return _with_nonce(EK_TEMPLATE, tpm, indices)
    if not kept.startswith(_EK_HEAD):
        raise StationError(
            "TPM-030", f"NV index {_TEMPLATE_INDEX:#010x} has a template that is not RSA-2048, L-1"
        )
    size = int.from_bytes(kept[len(_EK_HEAD) : len(_EK_HEAD) + 2], "big")
    content = kept[: len(_EK_HEAD) + 2 + size]
    if size > _UNIQUE_SIZE or len(content) != len(_EK_HEAD) + 2 + size:
        raise StationError("TPM-030", f"NV index {_TEMPLATE_INDEX:#010x} is cut short")
    return _with_nonce(tpm2b(content), tpm, indices)


def _with_nonce(template: bytes, tpm: Tpm, indices: Sequence[int]) -> bytes:
    """Return the template with the nonce kept in NV at the start of its unique (2.2.1.3)."""
    nonce = tpm.commands.nv_contents(_NONCE_INDEX) if _NONCE_INDEX in indices else None
    if not nonce:
        return template
    if len(nonce) > _UNIQUE_SIZE:
        raise StationError("TPM-030", f"a nonce of {len(nonce)} bytes in {_NONCE_INDEX:#010x}")
    return EK_TEMPLATE[:-_UNIQUE_SIZE] + nonce.ljust(_UNIQUE_SIZE, b"\0")


def _persisted(tpm: Tpm, template: bytes) -> bytes:
    def make() -> tuple[Key, bytes]:
        key, made = _made(tpm, template)
        endorsement_modulus(made)
        return key, made

    made = tpm.keep(make, EK_HANDLE)
    if tpm.commands.public(EK_HANDLE) != made:
        raise StationError("TPM-011", f"handle {EK_HANDLE:#010x} doesn't read back")
    return made


def _recreated(tpm: Tpm, public: bytes, template: bytes, named: EkTemplate) -> None:
    """Return only if the TPM makes this very key by the template."""
    with tpm.flushing():
        made = _made(tpm, template)[1]
    if made == public:
        return
    for other in EkTemplate:
        with tpm.flushing():
            if other is not named and _made(tpm, _TEMPLATES[other])[1] == public:
                raise StationError("TPM-029", f"it is made by the template {other.value}")
    raise StationError("TPM-011", f"handle {EK_HANDLE:#010x} holds another key")


def _made(tpm: Tpm, template: bytes) -> tuple[Key, bytes]:
    try:
        return tpm.commands.create_primary(Hierarchy.ENDORSEMENT, template)
    except RefusalError as refusal:
        if refusal.code != "TPM-001":
            raise
        raise StationError("TPM-002", refusal.detail) from refusal


def _certificates(tpm: Tpm, indices: Sequence[int], public: bytes) -> tuple[bytes, ...]:
    """Return what stands in the places of this key's certificate."""
    low = tpm.commands.nv_contents(CERTIFICATE_INDEX) if CERTIFICATE_INDEX in indices else None
    if low is not None:
        return (certificates_in(low) or (without_padding(low),))[:_CHAIN_MOST]
    if _HIGH_CERTIFICATE_INDEX not in indices:
        return ()
    # The high range is for a key by another template, whose certificate says nothing of this one.
    contents = tpm.commands.nv_contents(_HIGH_CERTIFICATE_INDEX) or b""
    return tuple(one for one in certificates_in(contents)[:_CHAIN_MOST] if _is_about(one, public))


def _is_about(certificate: bytes, public: bytes) -> bool:
    """Return whether what may be a certificate (DER) has the key of a TPM2B_PUBLIC."""
    key = key_in(certificate)
    modulus = int.from_bytes(endorsement_modulus(public), "big")
    return isinstance(key, rsa.RSAPublicKey) and key.public_numbers().n == modulus


def _chain(tpm: Tpm, indices: Sequence[int]) -> tuple[bytes, ...]:
    # One certificate may span several indices, and one index may hold several.
    places = [i for i in indices if _CHAIN_FIRST <= i <= _CHAIN_LAST][:_CHAIN_MOST]
    if len(indices) == _LISTED_MOST:  # so many others that these may have been left off
        listed = tpm.nv_indices(_CHAIN_FIRST, _CHAIN_MOST)
        places = [i for i in listed if i <= _CHAIN_LAST]
    contents = (tpm.commands.nv_contents(i) for i in places)
    return certificates_in(b"".join(part for part in contents if part is not None))
