"""The factory's certificate authority: what its certificates say, and for how long they are good.

Nothing here touches a token: what signs is whatever `cryptography` takes for a private key, which
in the factory is a key in its token.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from station.errors import StationError
from station.hsm.certification import UNREADABLE, PublicKey, allowed_key, valid_request
from station.model.certificate import CertificateNames, CertificateTemplate
from station.model.world import (
    World,
)

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

# A device's clock may run behind the station's, or have no time zone: a certificate is good from a
# day before now.
_HEAD_START: Final = timedelta(days=1)
_NO_END: Final = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)  # RFC 5280 4.1.2.5
_ROOT_LIFE: Final = timedelta(days=25 * 365)
_ISSUING_LIFE: Final = timedelta(days=20 * 365)
_POSSESSION_LIFE: Final = timedelta(days=7)
_PRACTICE: Final = "PRACTICE"
_DOCUMENT_SIGNING: Final = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
# By the keys of `station.model.certificate.SUBJECT_PARTS`, in the order of a subject.
_PARTS: Final[Mapping[str, x509.ObjectIdentifier]] = {
    "country": NameOID.COUNTRY_NAME,
    "state": NameOID.STATE_OR_PROVINCE_NAME,
    "locality": NameOID.LOCALITY_NAME,
    "organization": NameOID.ORGANIZATION_NAME,
    "organizational_unit": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "serial_number": NameOID.SERIAL_NUMBER,
}
# By the values of `station.model.profile_certificate.Purpose`. None by which the factory's own keys
# are known: e-mail protection signs manifests, document signing the audit chain.
_PURPOSES: Final[Mapping[str, x509.ObjectIdentifier]] = {
    "serverAuth": ExtendedKeyUsageOID.SERVER_AUTH,
    "eapOverLAN": x509.ObjectIdentifier("1.3.6.1.5.5.7.3.14"),  # RFC 4334
    "ipsecIKE": ExtendedKeyUsageOID.IPSEC_IKE,
}
# Which keys can be used that way: RFC 8813 3, RFC 4055 1.2.
_USAGES: Final[Mapping[str, type]] = {
    "keyAgreement": ec.EllipticCurvePublicKey,
    "keyEncipherment": rsa.RSAPublicKey,
}


@dataclass(frozen=True)
class Authority:
    """A CA: its certificate and its private key."""

    certificate: x509.Certificate
    key: PrivateKey

    @cached_property
    def identifier(self) -> x509.AuthorityKeyIdentifier:
        """What names its key in the certificates that it issues."""
        own = self.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
        return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own.value)


def hash_for(public: PublicKey) -> hashes.SHA256 | hashes.SHA384:
    """Return the hash that a key signs with: SHA-384 with P-384, else SHA-256."""
    if isinstance(public, ec.EllipticCurvePublicKey) and public.curve.name == "secp384r1":
        return hashes.SHA384()
    return hashes.SHA256()


def verify_signature(certificate: bytes, message: bytes, signature: bytes) -> None:
    """Check a message's signature by the key that a certificate names.

    Args:
        certificate: DER.
        message: what was signed.
        signature: ECDSA in DER, or RSASSA-PKCS1-v1_5, with the hash of `hash_for`.

    Raises:
        StationError: HSM-016 where it is not that key's signature over that message.
    """
    try:
        public = x509.load_der_x509_certificate(certificate).public_key()
        match public:
            case ec.EllipticCurvePublicKey():
                public.verify(signature, message, ec.ECDSA(hash_for(public)))
            case rsa.RSAPublicKey():
                public.verify(signature, message, PKCS1v15(), hash_for(public))
            case _:
                raise StationError("HSM-016", "the certificate names a key of another kind")
    except InvalidSignature as error:
        raise StationError("HSM-016", "the signature doesn't verify") from error
    except UNREADABLE as error:
        raise StationError("HSM-016", "the certificate can't be read") from error


def check_issuer(certificate: bytes, issuer: bytes) -> None:
    """Check that a certificate is by a CA: in its name, and with its key's signature; both DER.

    Raises:
        StationError: HSM-054 where it isn't.
    """
    try:
        above = x509.load_der_x509_certificate(issuer)
        x509.load_der_x509_certificate(certificate).verify_directly_issued_by(above)
    except (InvalidSignature, TypeError, *UNREADABLE) as error:
        raise StationError("HSM-054", f"{type(error).__name__} {error}".rstrip()) from error


def named(common_name: str, world: World = World.PRODUCTION) -> x509.Name:
    """Return the name that is one common name; in practice an organisation says so too."""
    name = x509.NameAttribute(NameOID.COMMON_NAME, common_name)
    if world is World.PRODUCTION:
        return x509.Name([name])
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, _PRACTICE), name])


def world_of(subject: x509.Name) -> World:
    """Return which world a CA's name says that it belongs to."""
    organisations = subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    practice = any(part.value == _PRACTICE for part in organisations)
    return World.PRACTICE if practice else World.PRODUCTION


def device_certificate(
    authority: Authority,
    public: PublicKey,
    common_name: str,
    names: CertificateNames,
    template: CertificateTemplate,
    now: datetime,
) -> bytes:
    """Return a device's certificate, DER.

    It is good from a day before `now`, but not before its issuer; and as long as the template says:
    days end with the issuer at the latest, while no end (RFC 5280 4.1.2.5) is no end whatever the
    issuer's: the issuer's certificate can be renewed for the same name and key, the device's can't.

    Args:
        authority: the issuing CA.
        public: the device's key, which is all that is taken of its request.
        common_name: the registration ID, in lower case.
        names: what else it is called.
        template: what the certificate is good for, and how long.
        now: UTC.

    Raises:
        StationError: HSM-011 where a key of that kind can't be used as the template says, HSM-022
            where the issuing CA is not valid at `now`.
    """
    _check_usages(public, template)
    parts = [x509.NameAttribute(_PARTS[part.kind], part.value) for part in names.subject]
    subject = x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    purposes = [_PURPOSES[purpose] for purpose in template.purposes]
    purposes = [ExtendedKeyUsageOID.CLIENT_AUTH, *purposes]
    builder = _end_entity(subject, public, purposes, _usage(template.key_usages))
    others = [
        *(x509.DNSName(name) for name in names.dns_names),
        *(x509.UniformResourceIdentifier(uri) for uri in names.uris),
    ]
    if others:
        builder = builder.add_extension(x509.SubjectAlternativeName(others), critical=False)
    lifetime = timedelta(days=template.valid_days) if template.valid_days else None
    return _signed(_dated(builder, authority.certificate, lifetime, now), authority)


def _check_usages(public: PublicKey, template: CertificateTemplate) -> None:
    for usage in template.key_usages:
        if not isinstance(public, _USAGES[usage]):
            raise StationError("HSM-011", f"a key of its kind has no {usage}")


def manifest_certificate(
    authority: Authority, public: PublicKey, subject: x509.Name, now: datetime
) -> bytes:
    """Return the certificate of the key that signs manifests, DER.

    Its purpose is e-mail protection: the one that `openssl cms -verify` looks for when it isn't
    told otherwise, and one that no TLS server takes for a device's.
    """
    builder = _end_entity(subject, public, [ExtendedKeyUsageOID.EMAIL_PROTECTION])
    return _signed(_dated(builder, authority.certificate, _ISSUING_LIFE, now), authority)


def audit_certificate(
    authority: Authority, public: PublicKey, subject: x509.Name, now: datetime
) -> bytes:
    """Return the certificate of the key that signs the audit chain's heads, DER."""
    builder = _end_entity(subject, public, [_DOCUMENT_SIGNING])
    return _signed(_dated(builder, authority.certificate, _ISSUING_LIFE, now), authority)


def possession_certificate(
    authority: Authority, public: PublicKey, code: str, now: datetime
) -> bytes:
    """Return the certificate by which a CA shows a service that it holds its key, DER.

    Its common name is the service's code. It has no purpose and is good for a week.

    Args:
        authority: the CA, root or issuing.
        public: a key that is thrown away.
        code: as the service shows it.
        now: UTC.

    Raises:
        StationError: HSM-022 where the CA is not valid at `now`.
    """
    builder = _end_entity(named(code), public, [])
    return _signed(_dated(builder, authority.certificate, _POSSESSION_LIFE, now), authority)


def issuing_certificate(root: Authority, csr: bytes, now: datetime) -> bytes:
    """Return the issuing CA's certificate, DER: it issues to devices and to no further CA.

    Args:
        root: the root CA.
        csr: the issuing CA's own request; its name stands as it is, in a world with the root's.
        now: UTC.

    Raises:
        StationError: HSM-011; LIN-007 where the two are not of one world; HSM-022.
    """
    request = valid_request(csr)
    if world_of(request.subject) is not world_of(root.certificate.subject):
        raise StationError("LIN-007", "the root CA and the issuing CA are not of one world")
    builder = _authority(request.subject, allowed_key(request), path_length=0)
    builder = _dated(builder, root.certificate, _ISSUING_LIFE, now)
    return _signed(builder, root)


def root_certificate(key: PrivateKey, subject: x509.Name, now: datetime) -> bytes:
    """Return a root CA's own certificate, DER; one CA may stand below it."""
    builder = _authority(subject, key.public_key(), path_length=1).issuer_name(subject)
    builder = builder.not_valid_before(now - _HEAD_START).not_valid_after(now + _ROOT_LIFE)
    return builder.sign(key, hash_for(key.public_key())).public_bytes(Encoding.DER)


def _end_entity(
    subject: x509.Name,
    public: PublicKey,
    purposes: Sequence[x509.ObjectIdentifier],
    usage: x509.KeyUsage | None = None,
) -> x509.CertificateBuilder:
    constraints = x509.BasicConstraints(ca=False, path_length=None)
    builder = _begun(subject, public).add_extension(constraints, critical=True)
    builder = builder.add_extension(usage or _SIGNATURES, critical=True)
    if not purposes:
        return builder
    return builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)


def _authority(
    subject: x509.Name, public: PublicKey, *, path_length: int
) -> x509.CertificateBuilder:
    constraints = x509.BasicConstraints(ca=True, path_length=path_length)
    builder = _begun(subject, public).add_extension(constraints, critical=True)
    return builder.add_extension(_CERTIFICATES, critical=True)


def _begun(subject: x509.Name, public: PublicKey) -> x509.CertificateBuilder:
    identifier = x509.SubjectKeyIdentifier.from_public_key(public)
    # RFC 5280 4.1.2.2: unique, positive, at most 20 octets. It has 20, and 158 of its bits are such
    # that nobody can guess them.
    serial = 1 << 158 | secrets.randbits(158)
    builder = x509.CertificateBuilder().subject_name(subject).public_key(public)
    return builder.serial_number(serial).add_extension(identifier, critical=False)


def _dated(
    builder: x509.CertificateBuilder,
    issuer: x509.Certificate,
    lifetime: timedelta | None,
    now: datetime,
) -> x509.CertificateBuilder:
    if not issuer.not_valid_before_utc <= now < issuer.not_valid_after_utc:
        detail = (
            f"{issuer.not_valid_before_utc:%F} to {issuer.not_valid_after_utc:%F}, now {now:%F}"
        )
        raise StationError("HSM-022", detail)
    begin = max(now - _HEAD_START, issuer.not_valid_before_utc)
    end = _NO_END if lifetime is None else min(now + lifetime, issuer.not_valid_after_utc)
    return builder.not_valid_before(begin).not_valid_after(end)


def _signed(builder: x509.CertificateBuilder, authority: Authority) -> bytes:
    issuer = authority.certificate
    builder = builder.issuer_name(issuer.subject)
    builder = builder.add_extension(authority.identifier, critical=False)
    signed = builder.sign(authority.key, hash_for(authority.key.public_key()))
    return signed.public_bytes(Encoding.DER)


def _usage(besides: Sequence[str] = ()) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment="keyEncipherment" in besides,
        data_encipherment=False,
        key_agreement="keyAgreement" in besides,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


_SIGNATURES: Final = _usage()
_CERTIFICATES: Final = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)
