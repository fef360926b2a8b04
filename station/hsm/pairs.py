"""Signing key pairs that a unit's token didn't make: wrapped for it, or put into it in the clear.

What is wrapped is made in the factory's token, as objects of the session alone: the private key
under an AES key of one use (RFC 5649), that one to the unit's transport key by RSA-OAEP (RFC 8017,
7.1).
"""

import os
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)
from pkcs11 import (
    DEFAULT,
    Attribute,
    KeyType,
    Mechanism,
    MechanismFlag,
    ObjectClass,
    PKCS11Error,
    exceptions,
)
from pkcs11.types import Key, Object, PrivateKey, SignMixin, UnwrapMixin, WrapMixin

from station.errors import StationError
from station.hsm.authority import hash_for
from station.hsm.certification import UNREADABLE, PublicKey
from station.hsm.escrow import TRAVELLING, wrapped_for
from station.hsm.keys import SIGNS_ONLY, EcKind, cannot_make, generated, kind_of, spki, taken_on
from station.hsm.lease import demand_lease
from station.hsm.protection import Birth, demand_protection, tighten
from station.hsm.replies import Blob, Done, WrappedPair
from station.hsm.requests_pairs import InjectKeyPair, InstallWrappedPair, WrapKeyPair
from station.hsm.session import TokenSession
from station.hsm.signing import P256, P384, TokenEcKey, TokenRsaKey, public_key_of, signed
from station.hsm.transport import PADDINGS, Padding, Transport, taken_transport, transport_key

# PKCS #11 3.0 calls RFC 5649 by the first name; SoftHSM does the same by the second.
_KEY_WRAPS: Final = (Mechanism.AES_KEY_WRAP_KWP, Mechanism.AES_KEY_WRAP_PAD)
_PARAMETERS: Final = {"secp256r1": P256, "secp384r1": P384}
_CURVES: Final = {P256: ec.SECP256R1(), P384: ec.SECP384R1()}
_OCTET_STRING: Final = 0x04
_EXPONENT: Final = 65_537
_PRIVATE: Final[Mapping[Attribute, bool]] = {
    Attribute.PRIVATE: True,
    Attribute.SENSITIVE: True,
    Attribute.EXTRACTABLE: False,
    **SIGNS_ONLY,
}
_NOT_OF_PRIVATE: Final = (Attribute.ENCRYPT, Attribute.WRAP, Attribute.VERIFY)
_Names = InstallWrappedPair | InjectKeyPair


def _key_wrap(token: TokenSession, code: str) -> Mechanism:
    for one in _KEY_WRAPS:
        if one in token.mechanisms:
            return one
    raise StationError(code, "it has no AES key wrap with padding")


def _destroy(*parts: Object) -> None:
    for part in parts:
        with suppress(PKCS11Error):
            part.destroy()


def wrap_key_pair(token: TokenSession, request: WrapKeyPair) -> WrappedPair:
    """Make a key pair in the factory's token and wrap it for a unit's; nothing of it stays.

    Raises:
        StationError: HSM-023 where it is another's turn, HSM-028 for a transport key that isn't
            one, HSM-029 where the token can't do it, HSM-008.
    """
    demand_lease(token)
    transport_key(request.transport)
    mechanism = _key_wrap(token, "HSM-029")
    with ExitStack() as undo:
        public, private = generated(token, kind_of(request.kind), TRAVELLING)
        undo.callback(_destroy, private, public)
        wrapping = token.session.generate_key(
            KeyType.AES,
            256,
            store=False,
            capabilities=MechanismFlag.WRAP,
            template=dict(TRAVELLING),
        )
        undo.callback(_destroy, wrapping)
        if not isinstance(wrapping, WrapMixin):
            raise StationError("HSM-029", "its AES key wraps nothing")
        wrapped = wrapping.wrap_key(private, mechanism=mechanism)
        padding, sent = _sent(token, wrapping, request)
        return WrappedPair(spki(public_key_of(public)), wrapped, sent, padding.name)


def _sent(token: TokenSession, key: Key, request: WrapKeyPair) -> tuple[Padding, bytes]:
    # The hash that the unit's token prefers, or, where this one has no such, one after it.
    names = [one.name for one in PADDINGS]
    if request.padding not in names:
        raise StationError("HSM-028", "it names no padding that is known")
    for one in PADDINGS[names.index(request.padding) :]:
        with suppress(PKCS11Error):
            return one, wrapped_for(token, key, request.transport, one.parameter)
    token.demand_presence()
    raise StationError("HSM-029", "it wraps nothing by RSA-OAEP")


def install_wrapped_pair(token: TokenSession, request: InstallWrappedPair) -> Done:
    """Unwrap a key pair for good, read back, tried and shown to be the right one.

    Raises:
        StationError: HSM-017; HSM-009 or HSM-012 (the pair is destroyed again); HSM-028 without a
            transport key or for what it doesn't open; HSM-008.
    """
    transport = taken_transport(token)
    with ExitStack() as undo:
        undo.callback(transport.destroy)
        public = _public(request.public)
        taken = taken_on(token)
        taken.demand_free(request.label, request.key_id)
        wrapping = _opened(transport, request)
        undo.callback(_destroy, wrapping)
        if not isinstance(wrapping, UnwrapMixin):
            raise StationError("HSM-028", "the AES key for it unwraps nothing")
        private = wrapping.unwrap_key(
            ObjectClass.PRIVATE_KEY,
            KeyType.RSA if isinstance(public, rsa.RSAPublicKey) else KeyType.EC,
            request.wrapped,
            id=request.key_id,
            label=request.label,
            mechanism=_key_wrap(token, "HSM-028"),
            store=True,
            capabilities=MechanismFlag.SIGN,
            template={**_PRIVATE, **dict.fromkeys(_NOT_OF_PRIVATE, DEFAULT)},
        )
        _settle(token, private, public, request)
    return Done()


def _public(data: bytes) -> PublicKey:
    try:
        public = load_der_public_key(data)
    except UNREADABLE as error:
        raise StationError("HSM-012", "the public key for it can't be read") from error
    if isinstance(public, rsa.RSAPublicKey):
        return public
    if isinstance(public, ec.EllipticCurvePublicKey) and public.curve.name in _PARAMETERS:
        return public
    raise StationError("HSM-012", "the public key for it is of no kind that is known")


def _opened(transport: Transport, request: InstallWrappedPair) -> Object:
    padding = next((one for one in PADDINGS if one.name == request.padding), None)
    if padding is None:
        raise StationError("HSM-028", "the key for it names no padding that is known")
    if not isinstance(transport.private, UnwrapMixin):
        raise StationError("HSM-028", "its transport key unwraps nothing")
    return transport.private.unwrap_key(
        ObjectClass.SECRET_KEY,
        KeyType.AES,
        request.wrapping,
        mechanism=Mechanism.RSA_PKCS_OAEP,
        mechanism_param=padding.parameter,  # type: ignore[arg-type] # OAEP's is a tuple
        store=False,
        capabilities=MechanismFlag.UNWRAP,
        template={**TRAVELLING, Attribute.EXTRACTABLE: False},
    )


def inject_key_pair(token: TokenSession, request: InjectKeyPair) -> Blob:
    """Make a key pair in this process's memory, in the clear, and install it for good.

    Raises:
        StationError: HSM-017; HSM-009, HSM-012 or HSM-041 (the pair is destroyed again); HSM-008.
    """
    kind = kind_of(request.kind)
    taken_on(token).demand_free(request.label, request.key_id)
    if isinstance(kind, EcKind):
        curve_key = ec.generate_private_key(_CURVES[kind.parameters])
        public: PublicKey = curve_key.public_key()
        values = _ec_values(curve_key)
    else:
        rsa_key = rsa.generate_private_key(_EXPONENT, kind.bits)
        public, values = rsa_key.public_key(), _rsa_values(rsa_key)
    private = token.session.create_object(
        {
            Attribute.CLASS: ObjectClass.PRIVATE_KEY,
            Attribute.TOKEN: True,
            **_PRIVATE,
            Attribute.LABEL: request.label,
            Attribute.ID: request.key_id,
            **values,
        }
    )
    try:
        _settle(token, private, public, request)
    except exceptions.MechanismInvalid as error:
        # Some take a key of a kind that they can do nothing with.
        raise cannot_make(kind) from error
    return Blob(spki(public))


def _ec_values(key: ec.EllipticCurvePrivateKey) -> Mapping[Attribute, object]:
    value = key.private_numbers().private_value
    return {
        Attribute.KEY_TYPE: KeyType.EC,
        Attribute.EC_PARAMS: _PARAMETERS[key.curve.name],
        Attribute.VALUE: value.to_bytes((key.key_size + 7) // 8, "big"),
    }


def _rsa_values(key: rsa.RSAPrivateKey) -> Mapping[Attribute, object]:
    numbers = key.private_numbers()
    values = {
        Attribute.MODULUS: numbers.public_numbers.n,
        Attribute.PUBLIC_EXPONENT: numbers.public_numbers.e,
        Attribute.PRIVATE_EXPONENT: numbers.d,
        Attribute.PRIME_1: numbers.p,
        Attribute.PRIME_2: numbers.q,
        Attribute.EXPONENT_1: numbers.dmp1,
        Attribute.EXPONENT_2: numbers.dmq1,
        Attribute.COEFFICIENT: numbers.iqmp,
    }
    return {Attribute.KEY_TYPE: KeyType.RSA, **{at: _octets(n) for at, n in values.items()}}


def _octets(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _settle(token: TokenSession, private: Object, public: PublicKey, names: _Names) -> None:
    """Check a private key that is new on the token, and put its public key beside it."""
    parts = [private]
    try:
        _demand_sound(token, private, public)
        parts.append(_beside(token, public, names))
    except (StationError, PKCS11Error):
        _destroy(*parts)
        raise
    taken_on(token).add(names.label, names.key_id)


def _demand_sound(token: TokenSession, private: Object, public: PublicKey) -> None:
    if not isinstance(private, PrivateKey) or not isinstance(private, SignMixin):
        raise StationError("HSM-012", "the key on it is no private key")
    tighten(private)
    demand_protection(token, private, Birth.OUTSIDE, SIGNS_ONLY)
    message = os.urandom(32)
    try:
        if isinstance(public, rsa.RSAPublicKey):
            signature = signed(TokenRsaKey(private, public), message)
            public.verify(signature, message, PKCS1v15(), hash_for(public))
        else:
            signature = signed(TokenEcKey(private, public), message)
            public.verify(signature, message, ec.ECDSA(hash_for(public)))
    except InvalidSignature as error:
        raise StationError("HSM-012", "the key on it isn't the public key's") from error


def _beside(token: TokenSession, public: PublicKey, names: _Names) -> Object:
    created = token.session.create_object(
        {
            Attribute.CLASS: ObjectClass.PUBLIC_KEY,
            Attribute.TOKEN: True,
            Attribute.PRIVATE: False,
            Attribute.VERIFY: True,
            Attribute.ENCRYPT: False,
            Attribute.WRAP: False,
            Attribute.LABEL: names.label,
            Attribute.ID: names.key_id,
            **_public_values(public),
        }
    )
    if spki(public_key_of(created)) != spki(public):
        _destroy(created)
        raise StationError("HSM-012", "the public key on it is another")
    return created


def _public_values(public: PublicKey) -> Mapping[Attribute, object]:
    if isinstance(public, rsa.RSAPublicKey):
        numbers = public.public_numbers()
        return {
            Attribute.KEY_TYPE: KeyType.RSA,
            Attribute.MODULUS: _octets(numbers.n),
            Attribute.PUBLIC_EXPONENT: _octets(numbers.e),
        }
    point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {
        Attribute.KEY_TYPE: KeyType.EC,
        Attribute.EC_PARAMS: _PARAMETERS[public.curve.name],
        Attribute.EC_POINT: bytes((_OCTET_STRING, len(point))) + point,
    }
