"""Detached CMS signatures: who signed these bytes, and up to whom the signer's chain leads.

Structures are those of RFC 5652, read as strict DER. What is taken is what Station writes: one
signer, named by issuer and serial number, with signed attributes, SHA-2, and ECDSA or RSA PKCS#1.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import (
    ExtensionPolicy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from station.errors import StationError
from station.service.malformed import MALFORMED

_DATA: Final = x509.ObjectIdentifier("1.2.840.113549.1.7.1")
_SIGNED_DATA: Final = x509.ObjectIdentifier("1.2.840.113549.1.7.2")
_CONTENT_TYPE: Final = x509.ObjectIdentifier("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST: Final = x509.ObjectIdentifier("1.2.840.113549.1.9.4")
_HASHES: Final[Mapping[str, hashes.HashAlgorithm]] = {
    "2.16.840.1.101.3.4.2.1": hashes.SHA256(),
    "2.16.840.1.101.3.4.2.2": hashes.SHA384(),
    "2.16.840.1.101.3.4.2.3": hashes.SHA512(),
}
_UNTRUSTED: Final[tuple[type[Exception], ...]] = (
    InvalidSignature,
    VerificationError,
    x509.ExtensionNotFound,
    OverflowError,  # for a time that no calendar has
    *MALFORMED,
)


@asn1.sequence
class AlgorithmIdentifier:
    """RFC 5280, 4.1.1.2; here without parameters."""

    algorithm: x509.ObjectIdentifier
    parameters: asn1.Null | None


@asn1.sequence
class Attribute:
    """RFC 5652, 5.3."""

    type: x509.ObjectIdentifier
    values: asn1.SetOf[asn1.TLV]


@asn1.sequence
class IssuerAndSerialNumber:
    """RFC 5652, 10.2.4."""

    issuer: asn1.TLV
    serial_number: int


@asn1.sequence
class SignerInfo:
    """RFC 5652, 5.3."""

    version: int
    sid: IssuerAndSerialNumber
    digest_algorithm: AlgorithmIdentifier
    signed_attributes: Annotated[asn1.SetOf[Attribute] | None, asn1.Implicit(0)]
    signature_algorithm: AlgorithmIdentifier
    signature: bytes


@asn1.sequence
class EncapsulatedContent:
    """RFC 5652, 5.2; detached: the content is elsewhere."""

    type: x509.ObjectIdentifier


@asn1.sequence
class SignedData:
    """RFC 5652, 5.1."""

    version: int
    digest_algorithms: asn1.SetOf[AlgorithmIdentifier]
    content: EncapsulatedContent
    certificates: Annotated[asn1.SetOf[x509.Certificate] | None, asn1.Implicit(0)]
    signers: asn1.SetOf[SignerInfo]


@asn1.sequence
class ContentInfo:
    """RFC 5652, 3."""

    type: x509.ObjectIdentifier
    content: Annotated[SignedData, asn1.Explicit(0)]


@asn1.sequence
class _Attributes:
    attributes: asn1.SetOf[Attribute]


def check_signature(content: bytes, signature: bytes) -> tuple[x509.Certificate, ...]:
    """Return the certificates in a CMS signature over `content`, the signer's own first.

    Nothing is said yet of whether the signer is to be believed: `check_chain` says that.

    Args:
        content: what was signed.
        signature: detached CMS SignedData, DER.

    Raises:
        StationError: SVC-003 where it isn't a signature over exactly this content.
    """
    try:
        info = asn1.decode_der(ContentInfo, signature)
    except MALFORMED as error:
        raise _not_genuine("the signature is not the CMS that Station writes") from error
    signers = info.content.signers.as_list()
    certificates = info.content.certificates.as_list() if info.content.certificates else []
    if info.type != _SIGNED_DATA or info.content.content.type != _DATA or len(signers) != 1:
        raise _not_genuine("the signature is not one signer's over data")
    signer = signers[0]
    _check_digest(content, signer)
    for certificate in certificates:
        if certificate.serial_number == signer.sid.serial_number and _signed(certificate, signer):
            others = [other for other in certificates if other != certificate]
            return certificate, *others
    raise _not_genuine("no certificate in it made this signature")


def check_chain(
    signer: x509.Certificate,
    between: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    when: datetime,
) -> None:
    """Check that the signer signs manifests in the name of one of `roots`.

    Units' certificates come from the same issuing CA: a unit must not be able to sign a manifest.
    So the signer's has the purpose of e-mail protection, which `openssl cms` demands too.

    Args:
        signer: the signer's certificate.
        between: what may stand between it and a root.
        roots: who is trusted.
        when: the time at which all of them must be valid, UTC.

    Raises:
        StationError: SVC-003.
    """
    try:
        purposes = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        usage = signer.extensions.get_extension_for_class(x509.KeyUsage).value
        rules = PolicyBuilder().store(Store(list(roots))).time(when)
        rules = rules.extension_policies(
            ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=ExtensionPolicy.permit_all()
        )
        rules.build_client_verifier().verify(signer, list(between))
    except _UNTRUSTED as error:
        raise _not_genuine(f"the signer's certificate: {type(error).__name__}") from error
    if ExtendedKeyUsageOID.EMAIL_PROTECTION not in purposes or not usage.digital_signature:
        raise _not_genuine("the signer's certificate is for another purpose")


def _check_digest(content: bytes, signer: SignerInfo) -> None:
    found: dict[x509.ObjectIdentifier, asn1.TLV] = {}
    for attribute in signer.signed_attributes.as_list() if signer.signed_attributes else ():
        values = attribute.values.as_list()
        if attribute.type in found or len(values) != 1:
            raise _not_genuine("a signed attribute stands twice")
        found[attribute.type] = values[0]
    if not {_CONTENT_TYPE, _MESSAGE_DIGEST} <= found.keys():
        raise _not_genuine("a signed attribute is missing")
    try:
        kind = found[_CONTENT_TYPE].parse(x509.ObjectIdentifier)
        digest = found[_MESSAGE_DIGEST].parse(bytes)
    except MALFORMED as error:
        raise _not_genuine("a signed attribute is malformed") from error
    if kind != _DATA or digest != hashlib.new(_hash(signer).name, content).digest():
        raise _not_genuine("the file was changed after it was signed")


def _signed(certificate: x509.Certificate, signer: SignerInfo) -> bool:
    if signer.signed_attributes is None:
        return False
    # The signature is over the attributes as a SET OF, not as the [0] under which they stand.
    wrapped = asn1.encode_der(_Attributes(attributes=signer.signed_attributes))
    message = _inner(wrapped)
    hash_ = _hash(signer)
    try:
        key = certificate.public_key()
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signer.signature, message, ec.ECDSA(hash_))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signer.signature, message, padding.PKCS1v15(), hash_)
        else:
            return False
    except _UNTRUSTED:
        return False
    return True


def _inner(sequence: bytes) -> bytes:
    """Return the content of a DER value: what follows its tag and length (X.690, 8.1.3)."""
    return sequence[2:] if sequence[1] < 0x80 else sequence[2 + (sequence[1] & 0x7F) :]


def _hash(signer: SignerInfo) -> hashes.HashAlgorithm:
    name = signer.digest_algorithm.algorithm.dotted_string
    if name not in _HASHES:
        raise _not_genuine("an unknown hash")
    return _HASHES[name]


def _not_genuine(detail: str) -> StationError:
    return StationError("SVC-003", detail)
