"""For whom a backup is encrypted: the recovery certificate, and the key that goes with it.

A key of the content travels in a RecipientInfo of CMS (RFC 5652, 6.2): to an RSA key by RSAES-OAEP
with SHA-256 (RFC 3560), to an EC key by ephemeral ECDH, the KDF of X9.63 with SHA-256 and AES key
wrap (RFC 5753). Other tools open both: `openssl cms -decrypt`.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeAlias

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.x963kdf import X963KDF
from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap,
    aes_key_wrap,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from station.errors import StationError
from station.model.der import Value, der_value, parts_of, whole_value
from station.model.names import shown

KEY_BYTES: Final = 32
_MOST_BYTES: Final = 65_536
_MIN_BITS: Final = 2048
_CURVES: Final = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)

_SEQUENCE, _SET, _INTEGER, _OCTETS = 0x30, 0x31, 0x02, 0x04
_AGREEMENT: Final = 0xA1  # [1] KeyAgreeRecipientInfo
# 1.2.840.113549.1.1.7, 1.2.840.113549.1.1.8, 2.16.840.1.101.3.4.2.1 (RFC 4055).
_OAEP: Final = bytes.fromhex("06092a864886f70d010107")
_MGF1: Final = bytes.fromhex("06092a864886f70d010108")
_SHA256: Final = der_value(_SEQUENCE, bytes.fromhex("0609608648016503040201"), b"\x05\x00")
_OAEP_SHA256: Final = der_value(
    _SEQUENCE,
    _OAEP,
    der_value(
        _SEQUENCE,
        der_value(0xA0, _SHA256),
        der_value(0xA1, der_value(_SEQUENCE, _MGF1, _SHA256)),
    ),
)
# 2.16.840.1.101.3.4.1.45 (RFC 3565), 1.3.132.1.11.1 (RFC 5753).
_AES_WRAP: Final = der_value(_SEQUENCE, bytes.fromhex("060960864801650304012d"))
_ECDH: Final = der_value(_SEQUENCE, bytes.fromhex("06062b8104010b01"), _AES_WRAP)
# ECC-CMS-SharedInfo (RFC 5753, 7.2): the key's algorithm and its length in bits.
_SHARED_INFO: Final = der_value(
    _SEQUENCE,
    _AES_WRAP,
    der_value(0xA2, der_value(_OCTETS, (8 * KEY_BYTES).to_bytes(4, "big"))),
)

_Key: TypeAlias = rsa.RSAPublicKey | ec.EllipticCurvePublicKey
RecoveryKey: TypeAlias = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Recipient:
    """A recovery certificate that can be encrypted to.

    Attributes:
        certificate: the certificate.
        key: its key, RSA or EC.
    """

    certificate: x509.Certificate
    key: _Key

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate (DER), hexadecimal."""
        return hashlib.sha256(self.certificate.public_bytes(Encoding.DER)).hexdigest()

    @property
    def name(self) -> str:
        """Its subject, printable."""
        return shown(self.certificate.subject.rfc4514_string(), 200)

    @property
    def setting(self) -> str:
        """The certificate as the settings keep it: DER in base64."""
        return base64.b64encode(self.certificate.public_bytes(Encoding.DER)).decode("ascii")

    @property
    def is_over(self) -> bool:
        """Whether its time is over: its key opens backups all the same."""
        return datetime.now(UTC) > self.certificate.not_valid_after_utc


def read_recipient(path: Path) -> Recipient:
    """Return the recovery certificate in a file, PEM or DER, valid today.

    Raises:
        StationError: REC-075 where nothing can be encrypted to it.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES)
        pem = b"-----BEGIN CERTIFICATE-----" in data
        load = x509.load_pem_x509_certificate if pem else x509.load_der_x509_certificate
        certificate = load(data)
    except (OSError, ValueError, TypeError) as error:
        raise _unfit(str(path), "it can't be read", type(error).__name__) from error
    now = datetime.now(UTC)
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise _unfit(str(path), "it isn't valid today")
    return _recipient(certificate, str(path))


def recipient_of(setting: str) -> Recipient:
    """Return the recovery certificate that the settings keep; REC-075 where it can't be used."""
    where = "of the settings"
    try:
        certificate = x509.load_der_x509_certificate(base64.b64decode(setting, validate=True))
    except (ValueError, TypeError) as error:
        raise _unfit(where, "it can't be read", type(error).__name__) from error
    return _recipient(certificate, where)


def _unfit(path: str, why: str, detail: str = "") -> StationError:
    return StationError("REC-075", detail, path=shown(path, 200), why=why)


def _recipient(certificate: x509.Certificate, where: str) -> Recipient:
    try:
        key = certificate.public_key()
        usage = _usage(certificate)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _unfit(where, "its key can't be read", type(error).__name__) from error
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size < _MIN_BITS:
            raise _unfit(where, f"its RSA key has {key.key_size} bits")
        if usage is not None and not usage.key_encipherment:
            raise _unfit(where, "its key usage lacks keyEncipherment")
        return Recipient(certificate, key)
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, _CURVES):
        if usage is not None and not usage.key_agreement:
            raise _unfit(where, "its key usage lacks keyAgreement")
        return Recipient(certificate, key)
    raise _unfit(where, "its key is neither RSA nor on P-256, P-384 or P-521")


def _usage(certificate: x509.Certificate) -> x509.KeyUsage | None:
    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None


def recipient_info(recipient: Recipient, content_key: bytes) -> bytes:
    """Return the RecipientInfo, DER, in which a content's key travels to a recipient."""
    whose = _issuer_and_serial(recipient.certificate)
    key = recipient.key
    if isinstance(key, rsa.RSAPublicKey):
        sealed = key.encrypt(content_key, _oaep())
        return der_value(
            _SEQUENCE,
            der_value(_INTEGER, b"\x00"),
            whose,
            _OAEP_SHA256,
            der_value(_OCTETS, sealed),
        )
    ephemeral = ec.generate_private_key(key.curve)
    sealed = aes_key_wrap(_agreed(ephemeral, key), content_key)
    public = ephemeral.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    originator = der_value(0xA0, b"\xa1" + public[1:])  # [1] OriginatorPublicKey, implicit
    keys = der_value(_SEQUENCE, der_value(_SEQUENCE, whose, der_value(_OCTETS, sealed)))
    return der_value(_AGREEMENT, der_value(_INTEGER, b"\x03"), originator, _ECDH, keys)


def opened_key(info: bytes, key: RecoveryKey) -> bytes:
    """Return the content's key out of a RecipientInfo.

    Args:
        info: DER, as `recipient_info` makes it.
        key: the recovery certificate's private key.

    Raises:
        ValueError: where the key isn't the one, or the info isn't built like that.
    """
    value = whole_value(info)
    parts = parts_of(value, 5)
    try:
        if value.tag == _SEQUENCE and len(parts) == 4 and parts[2].whole == _OAEP_SHA256:
            return _checked(_by_transport(parts[3], key))
        if value.tag == _AGREEMENT and len(parts) == 4 and parts[2].whole == _ECDH:
            return _checked(_by_agreement(parts[1], parts[3], key))
    except (InvalidUnwrap, UnsupportedAlgorithm, TypeError) as error:
        raise ValueError("it is another key") from error
    raise ValueError("it was encrypted in another way")


def _by_transport(sealed: Value, key: RecoveryKey) -> bytes:
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("an RSA key is needed")
    return key.decrypt(sealed.contents, _oaep())


def _by_agreement(originator: Value, keys: Value, key: RecoveryKey) -> bytes:
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("an EC key is needed")
    (public,) = parts_of(originator, 1)
    (one,) = parts_of(keys, 1)
    _, sealed = parts_of(one, 2)
    ephemeral = load_der_public_key(b"\x30" + public.whole[1:])
    if not isinstance(ephemeral, ec.EllipticCurvePublicKey):
        raise TypeError("the sender's key is of another kind")
    return aes_key_unwrap(_agreed(key, ephemeral), sealed.contents)


def _agreed(key: ec.EllipticCurvePrivateKey, other: ec.EllipticCurvePublicKey) -> bytes:
    shared = key.exchange(ec.ECDH(), other)
    return X963KDF(SHA256(), KEY_BYTES, _SHARED_INFO).derive(shared)


def _checked(content_key: bytes) -> bytes:
    if len(content_key) != KEY_BYTES:
        raise ValueError("the key inside has another length")
    return content_key


def _oaep() -> padding.OAEP:
    return padding.OAEP(padding.MGF1(SHA256()), SHA256(), None)


def _issuer_and_serial(certificate: x509.Certificate) -> bytes:
    number = certificate.serial_number
    serial = number.to_bytes(number.bit_length() // 8 + 1, "big")
    return der_value(_SEQUENCE, certificate.issuer.public_bytes(), der_value(_INTEGER, serial))
