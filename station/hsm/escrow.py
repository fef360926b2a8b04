"""Keys that leave a token once, wrapped: for their owner, for the escrow, for another token.

The escrow's private key is in the root's token, which lies in a safe. What is wrapped for it is
opened there alone, and wrapped again at once for the token that is to have it.

Keys are wrapped by RSA-OAEP with SHA-1 for hash and mask (RFC 8017, 7.1): SoftHSM has no other
hash there, and OAEP rests on none of what is broken in SHA-1.
"""

import hashlib
import os
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key
from pkcs11 import MGF, Attribute, KeyType, Mechanism, MechanismFlag, ObjectClass, PKCS11Error
from pkcs11.types import Key, SecretKey, SignMixin, UnwrapMixin, WrapMixin

from station.errors import StationError
from station.hsm.authority import Authority, hash_for, named
from station.hsm.births import Note, forget_note, note_label
from station.hsm.certificates import certificate_on, spki_of, write_certificate
from station.hsm.certification import UNREADABLE
from station.hsm.keys import spki
from station.hsm.layout import (
    ESCROW,
    ROOT,
    TRANSPORT,
    authority,
    certificate_of,
    demand_kept,
    demanded,
    key_id_of,
    pair_there,
    write_data,
)
from station.hsm.protection import Birth, demand_protection
from station.hsm.replies import Blob, Done, WrappedCopy
from station.hsm.requests_escrow import InstallEscrow, PrepareEscrow, Rewrap, TransportKey
from station.hsm.session import TokenSession
from station.hsm.signing import public_key_of

# python-pkcs11 takes such a triple, though its hints speak of bytes alone.
_OAEP: Final = (Mechanism.SHA_1, MGF.SHA1, None)
_BITS: Final = 3072
_LEAST_BITS, _MOST_BITS = 2048, 8192
_UNWRAPS_ONLY: Final[Mapping[Attribute, bool]] = {
    Attribute.SIGN: False,
    Attribute.DECRYPT: False,
    Attribute.UNWRAP: True,
}


class Passenger(Enum):
    """What is wrapped."""

    GROUP = "group"
    SEALING = "sealing"


_TYPES: Final[Mapping[Passenger, tuple[KeyType, MechanismFlag]]] = {
    Passenger.GROUP: (KeyType.GENERIC_SECRET, MechanismFlag.SIGN),
    Passenger.SEALING: (KeyType.AES, MechanismFlag.ENCRYPT | MechanismFlag.DECRYPT),
}
# Of a session alone, until it has been wrapped for whoever is to have it.
TRAVELLING: Final[Mapping[Attribute, bool]] = {
    Attribute.PRIVATE: True,
    Attribute.SENSITIVE: True,
    Attribute.EXTRACTABLE: True,
}


@dataclass(frozen=True)
class Place:
    """Where a key is kept, and what it is to do there."""

    key_id: bytes
    label: str
    usage: Mapping[Attribute, bool]


def prepare_escrow(token: TokenSession, request: PrepareEscrow) -> Blob:
    """Return the escrow's certificate, DER, having made it and its key where they aren't there.

    Raises:
        StationError: HSM-013 without a root, HSM-019.
    """
    _pair_made(token, ESCROW)
    key_id = key_id_of(ESCROW)
    if not token.objects(ObjectClass.CERTIFICATE, key_id):
        subject = named(f"{request.name} Escrow", request.world)
        certificate = _certificate(token, subject, authority(token, ROOT))
        write_certificate(token, certificate, key_id, ESCROW)
    return Blob(certificate_of(token, ESCROW).public_bytes(Encoding.DER))


def _certificate(token: TokenSession, subject: x509.Name, root: Authority) -> x509.Certificate:
    """Return the escrow's certificate: as long as the root's, to wrap keys for and nothing else."""
    public = public_key_of(token.only(ObjectClass.PUBLIC_KEY, key_id_of(ESCROW)))
    above, flags = root.certificate, dict.fromkeys(_USAGES, False)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.subject)
        .public_key(public)
        .serial_number(int.from_bytes(secrets.token_bytes(16), "big") or 1)
        .not_valid_before(above.not_valid_before_utc)
        .not_valid_after(above.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{**flags, "key_encipherment": True}), critical=True)
        .sign(root.key, hash_for(root.key.public_key()))
    )


_USAGES: Final = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
    *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


def install_escrow(token: TokenSession, request: InstallEscrow) -> Done:
    """Keep the escrow's certificate, for which keys are wrapped from now on.

    Raises:
        StationError: HSM-019 where the root didn't issue it, HSM-017 where another one is there.
    """
    certificate = _issued(request.escrow, request.root)
    write_certificate(token, certificate, key_id_of(ESCROW), ESCROW)
    return Done()


def _issued(certificate: bytes, root: bytes) -> x509.Certificate:
    try:
        found = x509.load_der_x509_certificate(certificate)
        found.verify_directly_issued_by(x509.load_der_x509_certificate(root))
    except (*UNREADABLE, TypeError, InvalidSignature) as error:
        raise StationError("HSM-019", "the root didn't issue it", what=ESCROW) from error
    return found


def escrow_of(token: TokenSession) -> bytes | None:
    """Return the escrow's SubjectPublicKeyInfo, DER, or None where the factory has no escrow.

    Raises:
        StationError: HSM-019 where the token's root didn't issue its certificate.
    """
    key_id = key_id_of(ESCROW)
    if not token.objects(ObjectClass.CERTIFICATE, key_id):
        return None
    root = certificate_on(token, key_id_of(ROOT))
    return spki_of(_issued(certificate_on(token, key_id), root))


def escrow_digest(token: TokenSession) -> bytes:
    """Return by what a copy names the escrow, empty where there is none; raises as `escrow_of`."""
    escrow = escrow_of(token)
    return _digest(escrow) if escrow else b""


def recipients(token: TokenSession, owner: bytes) -> list[bytes]:
    """Return for whom a new key is wrapped: its owner, unless that is empty, and the escrow."""
    return [one for one in (owner, escrow_of(token)) if one]


def rewrap(token: TokenSession, request: Rewrap) -> Blob:
    """Open in the root's token what was wrapped for the escrow; wrap it for another.

    Raises:
        StationError: HSM-013 without the escrow's key, HSM-039 where it wasn't wrapped for it,
            HSM-040 for a recipient that keys can't be wrapped for.
    """
    key = unwrapped(token, ESCROW, Passenger(request.kind), request.data)
    try:
        return Blob(wrapped_for(token, key, request.recipient))
    finally:
        key.destroy()


def transport_key(token: TokenSession, request: TransportKey) -> Blob:
    """Return the SubjectPublicKeyInfo of the key for which keys are wrapped that come in, DER."""
    del request
    _pair_made(token, TRANSPORT)
    return Blob(spki(public_key_of(token.only(ObjectClass.PUBLIC_KEY, key_id_of(TRANSPORT)))))


def _pair_made(token: TokenSession, label: str) -> None:
    key_id = key_id_of(label)
    if not pair_there(token, label):
        token.session.generate_keypair(
            KeyType.RSA,
            _BITS,
            id=key_id,
            label=label,
            store=True,
            capabilities=MechanismFlag.WRAP | MechanismFlag.UNWRAP,
            private_template={**TRAVELLING, Attribute.EXTRACTABLE: False},
        )
    private = demanded(token, ObjectClass.PRIVATE_KEY, key_id, label)
    demand_kept(token, private, (label, Birth.ON_TOKEN), _UNWRAPS_ONLY)


def unwrapped(token: TokenSession, label: str, kind: Passenger, data: bytes) -> SecretKey:
    """Return a key of this session, opened by a private key on the token.

    Raises:
        StationError: HSM-013 without that private key, HSM-039 where it doesn't open.
    """
    private = demanded(token, ObjectClass.PRIVATE_KEY, key_id_of(label), label)
    if not isinstance(private, UnwrapMixin):
        raise StationError("HSM-019", "it unwraps nothing", what=label)
    key_type, capabilities = _TYPES[kind]
    try:
        key = private.unwrap_key(
            ObjectClass.SECRET_KEY,
            key_type,
            data,
            mechanism=Mechanism.RSA_PKCS_OAEP,
            mechanism_param=_OAEP,  # type: ignore[arg-type]
            store=False,
            capabilities=capabilities,
            template=dict(TRAVELLING),
        )
    except PKCS11Error as error:
        token.demand_presence()
        raise StationError("HSM-039", type(error).__name__, why=_DOESNT_OPEN) from error
    if not isinstance(key, SecretKey):
        raise StationError("HSM-039", "no secret key", why=_DOESNT_OPEN)
    return key


_DOESNT_OPEN: Final = "it isn't wrapped for this token's key by RSA-OAEP with SHA-1"


def settled(
    token: TokenSession, key: SecretKey, place: Place, birth: Birth, wanted: Sequence[bytes]
) -> Note:
    """Wrap a key of this session for all who are to have it, then keep it for good.

    The note of it is written before the key, so that a key that is there has its note.

    Args:
        token: the token.
        key: sensitive, extractable, of this session alone; destroyed here.
        place: where it is kept, and there is none yet.
        birth: where it came from.
        wanted: SubjectPublicKeyInfo (DER) of each RSA key that gets a copy.

    Raises:
        StationError: HSM-040 for a recipient that keys can't be wrapped for; HSM-009, HSM-012
            (nothing stays), HSM-008.
    """
    try:
        copies = [WrappedCopy(_digest(one), wrapped_for(token, key, one)) for one in wanted]
        note = Note(birth, tuple(copies))
        forget_note(token, place.key_id)
        write_data(token, note_label(place.key_id), note.written())
        try:
            _keep(token, key, place, birth)
        except (StationError, PKCS11Error):
            with suppress(PKCS11Error):
                forget_note(token, place.key_id)
            raise
    finally:
        key.destroy()
    return note


def clear_half_kept(token: TokenSession) -> None:
    """Destroy keys that were being kept when the power went, and still bear no place's name.

    What a session that has just begun finds of session objects was never one: SoftHSM 2.6 writes a
    copy down as it was in its session, extractable, before it gives it what it is kept with.
    """
    begun = {Attribute.CLASS: ObjectClass.SECRET_KEY, Attribute.TOKEN: False}
    for key in list(token.session.get_objects(begun)):
        key.destroy()


def _keep(token: TokenSession, key: SecretKey, place: Place, birth: Birth) -> None:
    names = {Attribute.ID: place.key_id, Attribute.LABEL: place.label}
    kept = key.copy({Attribute.TOKEN: True, Attribute.EXTRACTABLE: False, **names})
    try:
        if not isinstance(kept, Key):
            raise StationError("HSM-012", "the copy is no key")  # noqa: TRY301 - undone right here
        demand_protection(token, kept, birth, place.usage)
        _demand_same(key, kept)
    except (StationError, PKCS11Error):
        with suppress(PKCS11Error):
            kept.destroy()
        raise


def _demand_same(key: Key, kept: Key) -> None:
    if not isinstance(key, SignMixin) or not isinstance(kept, SignMixin):
        return
    if not kept[Attribute.SIGN]:
        return
    message = os.urandom(32)
    first, second = (one.sign(message, mechanism=Mechanism.SHA256_HMAC) for one in (key, kept))
    if first != second:
        raise StationError("HSM-012", "the copy makes another HMAC")


def _digest(recipient: bytes) -> bytes:
    return hashlib.sha256(recipient).digest()


def wrapped_for(
    token: TokenSession,
    key: Key,
    recipient: bytes,
    oaep: tuple[Mechanism, MGF, None] = _OAEP,
) -> bytes:
    """Return a key of this session, wrapped for an RSA key: SubjectPublicKeyInfo, DER.

    Raises:
        StationError: HSM-040 for a recipient that keys can't be wrapped for, HSM-008.
    """
    public = token.session.create_object(
        {
            Attribute.CLASS: ObjectClass.PUBLIC_KEY,
            Attribute.KEY_TYPE: KeyType.RSA,
            Attribute.TOKEN: False,
            Attribute.WRAP: True,
            Attribute.ENCRYPT: False,
            Attribute.VERIFY: False,
            **_numbers(recipient),
        }
    )
    try:
        if not isinstance(public, WrapMixin):
            raise StationError("HSM-008", "the recipient's key wraps nothing")
        return public.wrap_key(
            key,
            mechanism=Mechanism.RSA_PKCS_OAEP,
            mechanism_param=oaep,  # type: ignore[arg-type]
        )
    finally:
        public.destroy()


def _numbers(recipient: bytes) -> Mapping[Attribute, bytes]:
    try:
        public = load_der_public_key(recipient)
    except UNREADABLE as error:
        raise StationError("HSM-040", type(error).__name__, why="it can't be read") from error
    if not isinstance(public, rsa.RSAPublicKey):
        raise StationError("HSM-040", why="it isn't an RSA key")
    if not _LEAST_BITS <= public.key_size <= _MOST_BITS:
        raise StationError("HSM-040", why=f"it has {public.key_size} bits")
    numbers = public.public_numbers()
    return {
        Attribute.MODULUS: numbers.n.to_bytes((public.key_size + 7) // 8, "big"),
        Attribute.PUBLIC_EXPONENT: numbers.e.to_bytes((numbers.e.bit_length() + 7) // 8, "big"),
    }
