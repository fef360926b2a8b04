"""What a unit's certificate request must be: valid, for an allowed key, in its own name alone."""

from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AttributeOID, ExtensionOID, NameOID

from station.errors import StationError
from station.model.names import shown

PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey

_MAX_REQUEST: Final = 16_384
_CURVES: Final = frozenset({"secp256r1", "secp384r1"})
_RSA_BITS: Final = frozenset({2048, 3072})
_RSA_EXPONENT: Final = 65_537
_HASHES: Final = frozenset({"sha256", "sha384", "sha512"})
# What `cryptography` raises for bytes that are no request, certificate or part of one.
UNREADABLE: Final = (
    ValueError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
# Ways in which a request may name its owner beside the subject: RFC 5280 4.2.1, RFC 2985 5.4.
_NAMING_EXTENSIONS: Final = frozenset(
    {
        ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
        ExtensionOID.ISSUER_ALTERNATIVE_NAME,
        ExtensionOID.SUBJECT_DIRECTORY_ATTRIBUTES,
    }
)
_NAMING_ATTRIBUTES: Final = frozenset({AttributeOID.UNSTRUCTURED_NAME})


def requested_key(csr: bytes, common_name: str) -> PublicKey:
    """Return the public key of a request: all that is taken of it.

    What else it asks for (key usages, to be a CA) is not granted, and not held against it.

    Args:
        csr: PKCS#10, DER.
        common_name: the only name that it may, and must, ask for.

    Raises:
        StationError: HSM-011 where it is not a valid request for a key that certificates are issued
            to, HSM-010 where it asks for another name, more names or none.
    """
    request = valid_request(csr)
    try:
        asked = [[(part.oid, part.value) for part in names] for names in request.subject.rdns]
        naming = _NAMING_EXTENSIONS.intersection(e.oid for e in request.extensions)
        naming |= _NAMING_ATTRIBUTES.intersection(a.oid for a in request.attributes)
        # Spelt out for the error alone.
        own_name = asked == [[(NameOID.COMMON_NAME, common_name)]]
        subject = "" if own_name else request.subject.rfc4514_string()
    except UNREADABLE as error:
        raise _unreadable(error) from error
    if not own_name:
        raise StationError("HSM-010", f"it asks for {shown(subject) or 'no name'}")
    if naming:
        raise StationError("HSM-010", "it asks for names beside its subject")
    return allowed_key(request)


def valid_request(csr: bytes) -> x509.CertificateSigningRequest:
    """Return a request that its own key has signed.

    Raises:
        StationError: HSM-011.
    """
    if len(csr) > _MAX_REQUEST:
        raise StationError("HSM-011", f"a request of {len(csr)} bytes")
    try:
        request = x509.load_der_x509_csr(csr)
        algorithm = request.signature_hash_algorithm
        valid = request.is_signature_valid
    except UNREADABLE as error:
        raise _unreadable(error) from error
    if algorithm is None or algorithm.name not in _HASHES:
        raise StationError("HSM-011", "it is signed with a hash that isn't taken")
    if not valid:
        raise StationError("HSM-011", "its own signature doesn't verify")
    return request


def allowed_key(request: x509.CertificateSigningRequest) -> PublicKey:
    """Return a request's public key, of a kind that certificates are issued to.

    Raises:
        StationError: HSM-011 for other keys than EC P-256 and P-384, RSA 2,048 and 3,072.
    """
    try:
        public = request.public_key()
    except UNREADABLE as error:
        raise _unreadable(error) from error
    match public:
        case ec.EllipticCurvePublicKey() if public.curve.name in _CURVES:
            return public
        case rsa.RSAPublicKey() if (
            public.key_size in _RSA_BITS and public.public_numbers().e == _RSA_EXPONENT
        ):
            return public
        case _:
            raise StationError("HSM-011", "no certificate is issued to a key of its kind")


def _unreadable(error: Exception) -> StationError:
    return StationError("HSM-011", f"it can't be read: {type(error).__name__}")
