"""An HMAC key unwrapped into a unit's token: what passes the station is encrypted to that token.

The transport key lives in the worker's session alone, and for one key: a wrapped key that somebody
kept opens nowhere afterwards. Wrapped by RSA-OAEP (RFC 8017, section 7.1).
"""

import hmac
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pkcs11 import MGF, Attribute, KeyType, Mechanism, MechanismFlag, ObjectClass, PKCS11Error
from pkcs11.types import DecryptMixin, Object, PrivateKey, PublicKey, SecretKey, SignMixin
from pkcs11.types import UnwrapMixin as Unwraps

from station.errors import StationError
from station.hsm.injection import HMACS_ONLY
from station.hsm.keys import spki, taken_on
from station.hsm.protection import Birth, demand_shut, tighten
from station.hsm.replies import Blobs, Done
from station.hsm.requests_transport import InstallWrappedKey, MakeTransportKey
from station.hsm.session import TokenSession
from station.hsm.signing import public_key_of

_BITS: Final = 2048
_TRIED: Final = bytes(32)


@dataclass(frozen=True)
class Padding:
    """RSA-OAEP with one hash, for `cryptography` and for PKCS#11."""

    name: bytes
    hash: SHA1 | SHA256
    parameter: tuple[Mechanism, MGF, None]

    def encrypted(self, transport: RSAPublicKey, data: bytes) -> bytes:
        """Return the data, encrypted to a public key."""
        mgf = padding.MGF1(self.hash)
        return transport.encrypt(data, padding.OAEP(mgf, self.hash, None))


# The better one first. SHA-1 is no weakness here: OAEP needs no collision resistance of it.
PADDINGS: Final = (
    Padding(b"sha256", SHA256(), (Mechanism.SHA256, MGF.SHA256, None)),
    Padding(b"sha1", SHA1(), (Mechanism.SHA_1, MGF.SHA1, None)),  # noqa: S303 - see above
)


@dataclass(frozen=True)
class Transport:
    """The key pair that a session made, and the padding that its token was seen to take."""

    public: PublicKey
    private: PrivateKey
    padding: Padding

    def destroy(self) -> None:
        """Leave nothing of it on the token."""
        _destroy(self.public, self.private)


def _destroy(*parts: Object) -> None:
    for part in parts:
        with suppress(PKCS11Error):
            part.destroy()


# By session, of which a worker has one.
_MADE: Final[dict[TokenSession, Transport]] = {}


def transport_key(spki_der: bytes) -> RSAPublicKey:
    """Return the public key to wrap to.

    Raises:
        StationError: HSM-028 where it is no RSA key of 2,048 bits.
    """
    try:
        key = load_der_public_key(spki_der)
    except ValueError as error:
        raise StationError("HSM-028", "its transport key is no public key") from error
    if not isinstance(key, RSAPublicKey) or key.key_size != _BITS:
        raise StationError("HSM-028", "its transport key is no RSA key of 2,048 bits")
    return key


def make_transport_key(token: TokenSession, request: MakeTransportKey) -> Blobs:
    """Make a key pair in this session, to unwrap with and nothing else.

    Raises:
        StationError: HSM-028 where the token opens nothing by RSA-OAEP; HSM-008.
    """
    del request
    if (before := _MADE.pop(token, None)) is not None:
        before.destroy()
    public, private = token.session.generate_keypair(
        KeyType.RSA,
        _BITS,
        store=False,
        capabilities=MechanismFlag.DECRYPT | MechanismFlag.UNWRAP,
        private_template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False},
    )
    made = spki(public_key_of(public))
    chosen = _padding_of(private, transport_key(made))
    if chosen is None:
        _destroy(public, private)
        raise StationError("HSM-028", "it opens nothing that RSA-OAEP encrypted")
    _MADE[token] = Transport(public, private, chosen)
    return Blobs((made, chosen.name))


def _padding_of(private: PrivateKey, public: RSAPublicKey) -> Padding | None:
    # No token tells which hashes it takes, so each is tried.
    if not isinstance(private, DecryptMixin):
        return None
    for one in PADDINGS:
        sent = one.encrypted(public, _TRIED)
        with suppress(PKCS11Error):
            opened = private.decrypt(
                sent, mechanism=Mechanism.RSA_PKCS_OAEP, mechanism_param=one.parameter
            )
            if opened == _TRIED:
                return one
    return None


def taken_transport(token: TokenSession) -> Transport:
    """Return the session's transport key, to be used once and destroyed; HSM-028 for none."""
    transport = _MADE.pop(token, None)
    if transport is None:
        raise StationError("HSM-028", "it has no transport key")
    return transport


def install_wrapped_key(token: TokenSession, request: InstallWrappedKey) -> Done:
    """Unwrap an HMAC key for good, read back, tried and shown to be the right one.

    Raises:
        StationError: HSM-017; HSM-009 or HSM-012 (the key is destroyed again); HSM-028 without a
            transport key; HSM-008.
    """
    transport = taken_transport(token)
    try:
        taken = taken_on(token)
        taken.demand_free(request.label, request.key_id)
        created = _unwrapped(transport, request)
        try:
            _demand_sound(token, created, request)
        except (StationError, PKCS11Error):
            _destroy(created)
            raise
        taken.add(request.label, request.key_id)
    finally:
        transport.destroy()
    return Done()


def _unwrapped(transport: Transport, request: InstallWrappedKey) -> Object:
    if not isinstance(transport.private, Unwraps):
        raise StationError("HSM-028", "its transport key unwraps nothing")
    return transport.private.unwrap_key(
        ObjectClass.SECRET_KEY,
        KeyType.GENERIC_SECRET,
        request.wrapped,
        id=request.key_id,
        label=request.label,
        mechanism=Mechanism.RSA_PKCS_OAEP,
        mechanism_param=transport.padding.parameter,  # type: ignore[arg-type] # OAEP's is a tuple
        store=True,
        capabilities=MechanismFlag.SIGN,
        template={
            Attribute.PRIVATE: True,
            Attribute.SENSITIVE: True,
            Attribute.EXTRACTABLE: False,
            **HMACS_ONLY,
        },
    )


def _demand_sound(token: TokenSession, created: Object, request: InstallWrappedKey) -> None:
    if not isinstance(created, SecretKey) or not isinstance(created, SignMixin):
        raise StationError("HSM-012", "the key on it is no HMAC key")
    tighten(created)
    demand_shut(token, created, Birth.OUTSIDE, HMACS_ONLY)
    made = created.sign(request.message, mechanism=Mechanism.SHA256_HMAC)
    if not hmac.compare_digest(made, request.hmac):
        raise StationError("HSM-012", "the key on it makes another HMAC")
