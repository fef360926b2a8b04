"""Keys that stay in a token, as `cryptography` takes them, so that it builds what they sign."""

from typing import Final, NoReturn, Self

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import AsymmetricPadding, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, exceptions
from pkcs11.types import Object, SignMixin

from station.errors import StationError
from station.hsm.authority import hash_for
from station.hsm.certification import PublicKey
from station.hsm.replies import (
    Blobs,
)
from station.hsm.requests_unit import (
    Sign,
)
from station.hsm.session import TokenSession

# The CKA_EC_PARAMS of named curves: their object identifiers in DER (RFC 5480, 2.1.1.1).
P256: Final = bytes.fromhex("06082a8648ce3d030107")
P384: Final = bytes.fromhex("06052b81040022")
_CURVES: Final = {P256: ec.SECP256R1(), P384: ec.SECP384R1()}
_RSA_MECHANISMS: Final = {
    "sha256": Mechanism.SHA256_RSA_PKCS,
    "sha384": Mechanism.SHA384_RSA_PKCS,
    "sha512": Mechanism.SHA512_RSA_PKCS,
}
# What stands before a hash in DigestInfo, DER: RFC 8017, 9.2, note 1.
_DIGEST_INFO: Final = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
_DER_OCTET_STRING: Final = 0x04


class _StaysInToken:
    """What every private key in a token has in common: it signs, and nothing else."""

    def private_numbers(self) -> NoReturn:
        """Refuse: the key stays in its token."""
        raise TypeError("the key stays in its token")

    def private_bytes(self, *_arguments: object, **_named: object) -> NoReturn:
        """Refuse: the key stays in its token."""
        raise TypeError("the key stays in its token")

    def exchange(self, *_arguments: object) -> NoReturn:
        """Refuse: the key only signs."""
        raise TypeError("the key only signs")

    def decrypt(self, *_arguments: object) -> NoReturn:
        """Refuse: the key only signs."""
        raise TypeError("the key only signs")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[object, object]) -> Self:
        return self


class TokenEcKey(_StaysInToken, ec.EllipticCurvePrivateKey):
    """An EC private key in a token.

    Args:
        key: the key on the token.
        public: its public half.
    """

    def __init__(self, key: SignMixin, public: ec.EllipticCurvePublicKey) -> None:
        self._key, self._public = key, public

    def sign(
        self,
        data: bytes | bytearray | memoryview,
        signature_algorithm: ec.EllipticCurveSignatureAlgorithm,
    ) -> bytes:
        """Return an ECDSA signature in DER; hashed here, since SoftHSM has no ECDSA that hashes."""
        algorithm = signature_algorithm.algorithm
        if not isinstance(algorithm, hashes.HashAlgorithm):
            raise TypeError("the message is wanted, not its hash")
        digest = hashes.Hash(algorithm)
        digest.update(data)
        raw = self._key.sign(digest.finalize(), mechanism=Mechanism.ECDSA)
        half = len(raw) // 2
        return encode_dss_signature(
            int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")
        )

    def public_key(self) -> ec.EllipticCurvePublicKey:
        """Return the public half."""
        return self._public

    @property
    def curve(self) -> ec.EllipticCurve:
        """The curve."""
        return self._public.curve

    @property
    def key_size(self) -> int:
        """The size, bits."""
        return self._public.key_size


class TokenRsaKey(_StaysInToken, rsa.RSAPrivateKey):
    """An RSA private key in a token.

    Args:
        key: the key on the token.
        public: its public half.
    """

    def __init__(self, key: SignMixin, public: rsa.RSAPublicKey) -> None:
        self._key, self._public = key, public

    def sign(self, data: bytes, padding: AsymmetricPadding, algorithm: object) -> bytes:
        """Return an RSASSA-PKCS1-v1_5 signature; no other padding is made."""
        if not isinstance(padding, PKCS1v15) or not isinstance(algorithm, hashes.HashAlgorithm):
            raise TypeError("PKCS #1 v1.5 over the message is wanted")
        try:
            return self._key.sign(data, mechanism=_RSA_MECHANISMS[algorithm.name])
        except exceptions.MechanismInvalid:
            # opencryptoki's software token hashes by MD5 and SHA-1 alone: it gets the hash.
            digest = hashes.Hash(algorithm)
            digest.update(data)
            info = _DIGEST_INFO[algorithm.name] + digest.finalize()
            return self._key.sign(info, mechanism=Mechanism.RSA_PKCS)

    def public_key(self) -> rsa.RSAPublicKey:
        """Return the public half."""
        return self._public

    @property
    def key_size(self) -> int:
        """The size, bits."""
        return self._public.key_size


TokenKey = TokenEcKey | TokenRsaKey


def public_key_of(key: Object) -> PublicKey:
    """Return the public key that a public-key object holds.

    Raises:
        StationError: HSM-008 where it can't be read.
    """
    try:
        if key[Attribute.KEY_TYPE] == KeyType.RSA:
            exponent, modulus = key[Attribute.PUBLIC_EXPONENT], key[Attribute.MODULUS]
            return rsa.RSAPublicNumbers(
                int.from_bytes(exponent, "big"), int.from_bytes(modulus, "big")
            ).public_key()
        curve = _CURVES[key[Attribute.EC_PARAMS]]
        return ec.EllipticCurvePublicKey.from_encoded_point(curve, _point(key, curve))
    except (KeyError, ValueError) as error:
        raise StationError("HSM-008", "the public key on it can't be read") from error


def _point(key: Object, curve: ec.EllipticCurve) -> bytes:
    """Return CKA_EC_POINT as X9.62 has it: in an OCTET STRING by the standard, bare by habit."""
    value: bytes = key[Attribute.EC_POINT]
    size = 1 + 2 * ((curve.key_size + 7) // 8)
    wrapped = len(value) == size + 2 and value[0] == _DER_OCTET_STRING and value[1] == size
    return value[2:] if wrapped else value


def token_key(token: TokenSession, key_id: bytes) -> TokenKey:
    """Return the key pair with that CKA_ID, ready to sign.

    Raises:
        StationError: HSM-008 where the token doesn't hold one whole pair.
    """
    public = public_key_of(token.only(ObjectClass.PUBLIC_KEY, key_id))
    key = token.signer(ObjectClass.PRIVATE_KEY, key_id)
    if isinstance(public, rsa.RSAPublicKey):
        return TokenRsaKey(key, public)
    return TokenEcKey(key, public)


def sign(token: TokenSession, request: Sign) -> Blobs:
    """Sign each message: ECDSA in DER, or RSASSA-PKCS1-v1_5, with the key's own hash."""
    key = token_key(token, request.key_id)
    return Blobs(tuple(signed(key, message) for message in request.messages))


def signed(key: TokenKey, message: bytes) -> bytes:
    """Return the signature of one message by a key in a token."""
    algorithm = hash_for(key.public_key())
    if isinstance(key, TokenRsaKey):
        return key.sign(message, PKCS1v15(), algorithm)
    return key.sign(message, ec.ECDSA(algorithm))
