"""What is wrong with an endorsement key as people bring it, in words.

The service answers every mistake with 400004 and no hint (dps/FACTS 5.2). What it takes is base64
of a marshalled TPM2B_PUBLIC with its two-byte size (TPM 2.0 Library, Part 2, 12.2.5), of an
RSA-2048 storage key.
"""

import base64
import binascii
import re
import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from station.errors import StationError
from station.model.attestation import endorsement_modulus
from station.service.findings import Finding, refused, useless

_RSA: Final = 0x0001
_ECC: Final = 0x0023
_ALGORITHMS: Final = frozenset({_RSA, _ECC})
_HEAD: Final = 6
"""Bytes of the size, the algorithm and the hash of its name."""
_SEQUENCE: Final = 0x30
_LONG_LENGTH: Final = 0x80
_AES: Final = 0x0006
_CFB: Final = 0x0043
_NULL: Final = 0x0010
_BITS: Final = 2048
_MODULUS: Final = 256
_HASHES: Final = frozenset({0x000B, 0x000C, 0x000D})  # SHA-256, SHA-384, SHA-512
_POLICIES: Final = frozenset({0, 32, 48, 64})
# TPMA_OBJECT, bits 16 to 18: restricted, decrypt, sign.
_USES: Final = 0x0007_0000
_STORES: Final = 0x0003_0000
# Bits that the specification keeps at 0 between them and 24.
_KEPT_ZERO: Final = 0x00F0_0000
_EXPONENTS: Final = frozenset({0, 65537})
_USUAL: Final = 424
"""Characters of the key that nearly all devices have, in base64."""
_HEXADECIMAL: Final = re.compile(r"(?:[0-9A-Fa-f]{2}[\s:]?){16,}")

_WHERE: Final = "tpm2_readpublic -f tss writes it as it must be"


def public_findings(text: str, what: str = "endorsement key") -> Iterator[Finding]:
    """Yield what is wrong with a TPM's public key.

    Args:
        text: as a document has it.
        what: which key it is, for the words.
    """
    if usual_key(text) is not None:
        return
    rule = what.replace(" ", "-")
    why = _wrong(text)
    if why:
        yield refused(rule, f"The {what} {why}")
    elif what == "endorsement key":
        yield from _template_findings(base64.b64decode(text))


@lru_cache(maxsize=8)  # a row's key is asked for more than once
def usual_key(text: str) -> bytes | None:
    """Return the TPM2B_PUBLIC in base64 that nothing is wrong with, None where it is another kind.

    Every byte but the modulus is told by the template that devices use, so no rule has to be asked.
    """
    if len(text) != _USUAL:
        return None
    try:
        public = binascii.a2b_base64(text, strict_mode=True)
        endorsement_modulus(public)
    except (ValueError, StationError):
        return None
    return public


def _template_findings(public: bytes) -> Iterator[Finding]:
    try:
        endorsement_modulus(public)
    except StationError as error:
        words = f"The endorsement key isn't one that devices use: {error.detail}"
        yield useless("endorsement-template", words)


def _wrong(text: str) -> str:
    """Return what is wrong, as what follows its name; empty where the service takes it."""
    if not text.strip():
        return "is missing"
    if "-----BEGIN" in text:
        return f"is PEM, not a TPM2B_PUBLIC in base64: {_WHERE}"
    if _HEXADECIMAL.fullmatch(text.strip()):
        return "is in hexadecimal, not in base64"
    try:
        public = base64.b64decode(text, validate=True)
    except ValueError:
        return "has blanks or line ends within its base64" if _spaced(text) else "is not base64"
    return _misread(public) or _unsuited(public)


def _spaced(text: str) -> bool:
    """Tell whether blanks and line ends are all that is wrong."""
    try:
        base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        return False
    return True


def _misread(public: bytes) -> str:
    """Return how it was encoded, where that is one of the known mistakes."""
    if len(public) < _HEAD:
        return f"is cut short: it has {len(public)} bytes"
    size, algorithm, name_hash = struct.unpack_from(">HHH", public)
    little = struct.unpack_from("<HHH", public)
    bare = size in _ALGORITHMS and algorithm in _HASHES
    swapped = little[1] in _ALGORITHMS and little[2] in _HASHES
    der = public[0] == _SEQUENCE and public[1] > _LONG_LENGTH
    unknown = algorithm != _RSA or name_hash not in _HASHES
    return _first(
        (der, f"is a certificate or key in DER, not a TPM2B_PUBLIC: {_WHERE}"),
        (bare, f"is a TPMT_PUBLIC: the two bytes of its size are missing before it; {_WHERE}"),
        (swapped, f"is a little-endian structure as old tpm2_getpubek wrote it; {_WHERE}"),
        (algorithm == _ECC, "is an elliptic-curve key: the service takes RSA with 2,048 bits"),
        (unknown, f"is no TPM2B_PUBLIC; {_WHERE}"),
        (size > len(public) - 2, f"is cut short: it has {len(public)} bytes, and says {size + 2}"),
        (size < len(public) - 2, f"has {len(public) - 2 - size} bytes behind its end"),
    )


def _first(*mistakes: tuple[bool, str]) -> str:
    """Return the words of the first mistake that was made, an empty text where none was."""
    return next((words for made, words in mistakes if made), "")


def _unsuited(public: bytes) -> str:
    """Return why no device could answer by it, of a marshalled RSA key."""
    try:
        return _read(public)
    except struct.error:
        return "is cut short within"


def _read(public: bytes) -> str:
    attributes, policy = struct.unpack_from(">IH", public, _HEAD)
    uses = attributes & _USES != _STORES or attributes & _KEPT_ZERO != 0
    place = _HEAD + 6 + policy
    cipher, _, mode, scheme, bits, exponent, length = struct.unpack_from(">HHHHHIH", public, place)
    protects = (cipher, mode, scheme) == (_AES, _CFB, _NULL)
    return _first(
        (uses, "isn't a storage key: restricted and decrypt have to be set, and sign not"),
        (policy not in _POLICIES, f"has a policy of {policy} bytes"),
        (not protects, "isn't a storage key: its children aren't protected by AES-CFB"),
        (bits != _BITS or length != _MODULUS, f"is RSA with {bits:,} bits: only 2,048 are taken"),
        (exponent not in _EXPONENTS, f"has the exponent {exponent}"),
        (len(public) != place + 16 + _MODULUS, "has a modulus of another length"),
    )
