"""What a token can do of what Station needs, tried on session objects: nothing stays on it."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.serialization import Encoding
from pkcs11 import (
    Attribute,
    CertificateType,
    KeyType,
    Mechanism,
    MechanismFlag,
    ObjectClass,
    PKCS11Error,
)
from pkcs11.mechanisms import GCMParams
from pkcs11.types import (
    DecryptMixin,
    EncryptMixin,
    Key,
    PrivateKey,
    PublicKey,
    SecretKey,
    SignMixin,
    UnwrapMixin,
    WrapMixin,
)

from station.errors import StationError
from station.hsm.abilities import NEEDS, Ability, Use, lacks
from station.hsm.authority import hash_for, named
from station.hsm.certificates import der_integer
from station.hsm.listing import seen
from station.hsm.protection import ways_out
from station.hsm.replies import Checked, Tried
from station.hsm.requests_modules import CheckToken
from station.hsm.session import TokenSession, opened
from station.hsm.signing import P256, P384, TokenEcKey, TokenRsaKey, public_key_of

_MESSAGE: Final = b"station hsm check"
_BLOCK: Final = b"one block of AES"
_Kind = TypeVar("_Kind")
_TAG_BITS: Final = 128
_KEPT: Final = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False, Attribute.PRIVATE: True}
_OPEN: Final = {Attribute.SENSITIVE: False, Attribute.EXTRACTABLE: True}
_SELF: Final = "station hsm check"


class _WrongResultError(Exception):
    """A token did something, but not rightly."""


def check_token(request: CheckToken) -> Checked:
    """Try each ability, then whether keys that are marked so stay in.

    Raises:
        StationError: as `open_session`, but for no library HSM-024; HSM-005 where the token goes.
    """
    token = opened(request)
    try:
        tried = tuple(_tried(token, ability, probe) for ability, probe in _PROBES.items())
        about = seen(token.slot, token.slot.get_token())
        return Checked(token.vendor.name, about, tried, _broken(token))
    finally:
        token.close()


def demand_abilities(token: TokenSession, use: Use) -> None:
    """Try what a use needs of a token, before anything is made on it.

    Raises:
        StationError: HSM-041 where it lacks something; HSM-005.
    """
    abilities = set().union(*NEEDS[use])
    tried = [_tried(token, one, probe) for one, probe in _PROBES.items() if one in abilities]
    if lacking := lacks({one.ability for one in tried if not one.trouble}, use):
        detail = ", ".join(f"{one.ability.value}: {one.trouble}" for one in tried if one.trouble)
        raise StationError("HSM-041", detail, what="; ".join(lacking))


def _tried(token: TokenSession, ability: Ability, probe: Callable[[TokenSession], None]) -> Tried:
    begin, trouble = time.perf_counter(), ""
    try:
        probe(token)
    except (PKCS11Error, _WrongResultError, NotImplementedError) as error:
        token.demand_presence()
        trouble = str(error) if isinstance(error, _WrongResultError) else type(error).__name__
    return Tried(ability, trouble, int((time.perf_counter() - begin) * 1_000_000))


def _broken(token: TokenSession) -> tuple[str, ...]:
    """Return each way by which a key that is marked non-extractable came out."""
    makers: Mapping[str, Callable[[TokenSession], Key]] = {
        "EC key": lambda token: _ec_pair(token, P256, _KEPT)[1],
        "RSA key": lambda token: _rsa_pair(token, 2048, _KEPT)[1],
        "secret key": lambda token: _secret(token, KeyType.GENERIC_SECRET, 256, _KEPT),
    }
    found = []
    for what, make in makers.items():
        # A kind of key that it can't make is told among the abilities.
        with suppress(PKCS11Error, _WrongResultError):
            key = make(token)
            found += [f"{what}: {way}" for way in ways_out(token, key)]
            token.demand_presence()
    return tuple(found)


def _ec_pair(
    token: TokenSession, curve: bytes, marks: Mapping[Attribute, bool]
) -> tuple[PublicKey, PrivateKey]:
    parameters = token.session.create_domain_parameters(
        KeyType.EC, {Attribute.EC_PARAMS: curve}, local=True
    )
    return parameters.generate_keypair(
        store=False,
        capabilities=MechanismFlag.SIGN | MechanismFlag.VERIFY,
        private_template=dict(marks),
    )


def _rsa_pair(
    token: TokenSession, bits: int, marks: Mapping[Attribute, bool]
) -> tuple[PublicKey, PrivateKey]:
    return token.session.generate_keypair(
        KeyType.RSA,
        bits,
        store=False,
        capabilities=MechanismFlag.SIGN | MechanismFlag.VERIFY,
        private_template=dict(marks),
    )


def _secret(
    token: TokenSession, kind: KeyType, bits: int, marks: Mapping[Attribute, bool]
) -> SecretKey:
    signs = kind is KeyType.GENERIC_SECRET
    return token.session.generate_key(
        kind,
        bits,
        store=False,
        capabilities=MechanismFlag.SIGN
        if signs
        else MechanismFlag.ENCRYPT
        | MechanismFlag.DECRYPT
        | MechanismFlag.WRAP
        | MechanismFlag.UNWRAP,
        template=dict(marks),
    )


def _ec(curve: bytes) -> Callable[[TokenSession], None]:
    def probe(token: TokenSession) -> None:
        public, private = _ec_pair(token, curve, _KEPT)
        known = public_key_of(public)
        if not isinstance(known, ec.EllipticCurvePublicKey):
            raise _WrongResultError("the public key is of another kind")
        digest = hash_for(known)
        signature = TokenEcKey(_able(private, SignMixin), known).sign(_MESSAGE, ec.ECDSA(digest))
        with _verifying():
            known.verify(signature, _MESSAGE, ec.ECDSA(digest))

    return probe


def _rsa(bits: int) -> Callable[[TokenSession], None]:
    def probe(token: TokenSession) -> None:
        public, private = _rsa_pair(token, bits, _KEPT)
        known = public_key_of(public)
        if not isinstance(known, rsa.RSAPublicKey):
            raise _WrongResultError("the public key is of another kind")
        signature = TokenRsaKey(_able(private, SignMixin), known).sign(
            _MESSAGE, padding.PKCS1v15(), hashes.SHA256()
        )
        with _verifying():
            known.verify(signature, _MESSAGE, padding.PKCS1v15(), hashes.SHA256())

    return probe


@contextmanager
def _verifying() -> Iterator[None]:
    try:
        yield
    except InvalidSignature as error:
        raise _WrongResultError("the signature is not right") from error


def _rsa_oaep(token: TokenSession) -> None:
    """Try it with SHA-1, which every token has; python-pkcs11 takes that by itself."""
    public, private = token.session.generate_keypair(
        KeyType.RSA,
        2048,
        store=False,
        capabilities=MechanismFlag.WRAP
        | MechanismFlag.UNWRAP
        | MechanismFlag.ENCRYPT
        | MechanismFlag.DECRYPT,
    )
    inner = _secret(token, KeyType.AES, 256, _OPEN)
    wrapped = _able(public, WrapMixin).wrap_key(inner, mechanism=Mechanism.RSA_PKCS_OAEP)
    again = _unwrapped(_able(private, UnwrapMixin), wrapped, Mechanism.RSA_PKCS_OAEP)
    _demand_same_key(again, inner)


def _aes_gcm(token: TokenSession) -> None:
    key = _secret(token, KeyType.AES, 256, _KEPT)
    parameters = GCMParams(os.urandom(12), b"", _TAG_BITS)
    text = _able(key, EncryptMixin).encrypt(
        _MESSAGE, mechanism=Mechanism.AES_GCM, mechanism_param=parameters
    )
    again = _able(key, DecryptMixin).decrypt(
        text, mechanism=Mechanism.AES_GCM, mechanism_param=parameters
    )
    _demand_same(again, _MESSAGE)


def _aes_kwp(token: TokenSession) -> None:
    """Try whichever of the mechanism's two names the token has (3.0 gave it another)."""
    names = (Mechanism.AES_KEY_WRAP_KWP, Mechanism.AES_KEY_WRAP_PAD)
    mechanism = next((name for name in names if name in token.mechanisms), None)
    if mechanism is None:
        raise _WrongResultError("neither CKM_AES_KEY_WRAP_KWP nor CKM_AES_KEY_WRAP_PAD")
    key = _secret(token, KeyType.AES, 256, _KEPT)
    inner = _secret(token, KeyType.AES, 256, _OPEN)
    wrapped = _able(key, WrapMixin).wrap_key(inner, mechanism=mechanism)
    _demand_same_key(_unwrapped(_able(key, UnwrapMixin), wrapped, mechanism), inner)


def _unwrapped(key: UnwrapMixin, wrapped: bytes, mechanism: Mechanism) -> Key:
    """Unwrap an AES key as Station does, to stay in; some tokens let it be no other way."""
    return key.unwrap_key(
        ObjectClass.SECRET_KEY,
        KeyType.AES,
        wrapped,
        store=False,
        mechanism=mechanism,
        capabilities=MechanismFlag.ENCRYPT,
        template=_KEPT,
    )


def _demand_same_key(again: Key, inner: Key) -> None:
    first, second = (
        _able(one, EncryptMixin).encrypt(
            _BLOCK, mechanism=Mechanism.AES_CBC, mechanism_param=bytes(len(_BLOCK))
        )
        for one in (again, inner)
    )
    _demand_same(first, second)


def _hmac(size: int) -> Callable[[TokenSession], None]:
    def probe(token: TokenSession) -> None:
        value = os.urandom(size)
        key = token.session.create_object(
            {
                Attribute.CLASS: ObjectClass.SECRET_KEY,
                Attribute.KEY_TYPE: KeyType.GENERIC_SECRET,
                Attribute.TOKEN: False,
                Attribute.SIGN: True,
                Attribute.VALUE: value,
                **_KEPT,
            }
        )
        mac = HMAC(value, hashes.SHA256())
        mac.update(_MESSAGE)
        again = _able(key, SignMixin).sign(_MESSAGE, mechanism=Mechanism.SHA256_HMAC)
        _demand_same(again, mac.finalize())

    return probe


def _hmac_made(token: TokenSession) -> None:
    """Try a key that nobody put in: modules that follow FIPS 140 let none in in the clear."""
    key = _able(_secret(token, KeyType.GENERIC_SECRET, 512, _KEPT), SignMixin)
    first, again, other = (
        key.sign(message, mechanism=Mechanism.SHA256_HMAC)
        for message in (_MESSAGE, _MESSAGE, _MESSAGE[::-1])
    )
    _demand_same(first, again)
    if first == other or len(first) != hashes.SHA256.digest_size:
        raise _WrongResultError("it is no HMAC-SHA-256")


def _certificate(token: TokenSession) -> None:
    key, name, now = ec.generate_private_key(ec.SECP256R1()), named(_SELF), datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    value = certificate.public_bytes(Encoding.DER)
    found = token.session.create_object(
        {
            Attribute.CLASS: ObjectClass.CERTIFICATE,
            Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
            Attribute.TOKEN: False,
            Attribute.LABEL: _SELF,
            Attribute.ID: _SELF.encode(),
            Attribute.SUBJECT: name.public_bytes(),
            Attribute.ISSUER: name.public_bytes(),
            Attribute.SERIAL_NUMBER: der_integer(certificate.serial_number),
            Attribute.VALUE: value,
        }
    )
    _demand_same(found[Attribute.VALUE], value)


def _copy(token: TokenSession) -> None:
    key = _secret(token, KeyType.GENERIC_SECRET, 256, _OPEN)
    again = key.copy({Attribute.LABEL: _SELF})
    if again[Attribute.LABEL] != _SELF:
        raise _WrongResultError("the copy has another label")


def _random(token: TokenSession) -> None:
    if len({token.session.generate_random(256), token.session.generate_random(256)}) == 1:
        raise _WrongResultError("it gave the same twice")


def _able(key: object, kind: type[_Kind]) -> _Kind:
    if not isinstance(key, kind):
        raise _WrongResultError(f"the key isn't of the class {kind.__name__}")
    return key


def _demand_same(got: object, wanted: object) -> None:
    if got != wanted:
        raise _WrongResultError("the result is not right")


_PROBES: Final[Mapping[Ability, Callable[[TokenSession], None]]] = {
    Ability.EC_P256: _ec(P256),
    Ability.EC_P384: _ec(P384),
    Ability.RSA_2048: _rsa(2048),
    Ability.RSA_3072: _rsa(3072),
    Ability.RSA_OAEP: _rsa_oaep,
    Ability.AES_GCM: _aes_gcm,
    Ability.AES_KWP: _aes_kwp,
    Ability.HMAC_32: _hmac(32),
    Ability.HMAC_64: _hmac(64),
    Ability.HMAC_MADE: _hmac_made,
    Ability.CERTIFICATE: _certificate,
    Ability.COPY: _copy,
    Ability.RANDOM: _random,
}
