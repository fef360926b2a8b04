"""Key pairs made on a token, by kind, and what they hand to the outside: public keys, requests."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pkcs11 import Attribute, KeyType, MechanismFlag, ObjectClass, PKCS11Error, exceptions
from pkcs11.types import Object, PrivateKey
from pkcs11.types import PublicKey as PublicKeyObject

from station.errors import StationError
from station.hsm.abilities import Ability
from station.hsm.authority import hash_for, named
from station.hsm.certification import PublicKey
from station.hsm.protection import Birth, demand_protection
from station.hsm.replies import (
    Blob,
)
from station.hsm.requests_unit import (
    GenerateKeyPair,
    RequestCertificate,
)
from station.hsm.session import TokenSession
from station.hsm.signing import P256, P384, public_key_of, token_key
from station.model.names import shown


@dataclass(frozen=True)
class EcKind:
    """Keys on a named curve; `parameters` is its CKA_EC_PARAMS."""

    parameters: bytes


@dataclass(frozen=True)
class RsaKind:
    """RSA keys with the exponent 65,537."""

    bits: int


# By the values of `station.model.profile.KeyKind`, whose module costs a worker 0.1 s to load.
KINDS: Final[Mapping[str, EcKind | RsaKind]] = {
    "ec-p256": EcKind(P256),
    "ec-p384": EcKind(P384),
    "rsa-2048": RsaKind(2048),
    "rsa-3072": RsaKind(3072),
}

_ABILITIES: Final[Mapping[EcKind | RsaKind, Ability]] = {
    EcKind(P256): Ability.EC_P256,
    EcKind(P384): Ability.EC_P384,
    RsaKind(2048): Ability.RSA_2048,
    RsaKind(3072): Ability.RSA_3072,
}

SIGNS_ONLY: Final[Mapping[Attribute, bool]] = {
    Attribute.SIGN: True,
    Attribute.DECRYPT: False,
    Attribute.UNWRAP: False,
    Attribute.DERIVE: False,
}
_SIGNATURES: Final = MechanismFlag.SIGN | MechanismFlag.VERIFY
_PRIVATE: Final = {
    Attribute.PRIVATE: True,
    Attribute.SENSITIVE: True,
    Attribute.EXTRACTABLE: False,
}


def label_of(found: Object) -> str:
    """Return an object's CKA_LABEL; empty where it has none in UTF-8: anybody may write one."""
    with suppress(UnicodeDecodeError, PKCS11Error):
        label: str = found[Attribute.LABEL]
        return label
    return ""


class Taken:
    """The names that keys on a token have already; SoftHSM would take each a second time.

    Args:
        token: looked through once a session, since a look costs more than a key: while a token is
            on the bench nobody else writes to it.
    """

    def __init__(self, token: TokenSession) -> None:
        self._ids: set[bytes] = set()
        self._labels: set[str] = set()
        for kind in (ObjectClass.PRIVATE_KEY, ObjectClass.SECRET_KEY, ObjectClass.PUBLIC_KEY):
            for key in token.objects(kind):
                with suppress(PKCS11Error):  # somebody else's, that has none
                    self._ids.add(key[Attribute.ID])
                # A public key has its private key's label, and may be there without it.
                if kind is not ObjectClass.PUBLIC_KEY:
                    self._labels.add(label_of(key))

    def demand_free(self, label: str, key_id: bytes) -> None:
        """Refuse a name that is taken.

        Raises:
            StationError: HSM-017 where a key has its label or its ID.
        """
        if key_id in self._ids:
            raise StationError("HSM-017", f"a key has the ID {shown(key_id.hex())}")
        if label in self._labels:
            raise StationError("HSM-017", f"a key has the label {shown(label)}")

    def add(self, label: str, key_id: bytes) -> None:
        """Note the name of a new key."""
        self._ids.add(key_id)
        self._labels.add(label)


@cache
def taken_on(token: TokenSession) -> Taken:
    """Return the names that are taken on a token, looked up once."""
    return Taken(token)


def generate_key_pair(token: TokenSession, request: GenerateKeyPair) -> Blob:
    """Make a key pair that only signs and never leaves; return its SubjectPublicKeyInfo in DER.

    Raises:
        StationError: HSM-017, HSM-009 (the pair is destroyed again), HSM-041, HSM-008.
    """
    kind = kind_of(request.kind)
    taken = taken_on(token)
    taken.demand_free(request.label, request.key_id)
    public, private = generated(token, kind, _PRIVATE, (request.key_id, request.label))
    try:
        demand_protection(token, private, Birth.ON_TOKEN, SIGNS_ONLY)
        made = spki(public_key_of(public))
    except (StationError, PKCS11Error):
        for part in (private, public):
            with suppress(PKCS11Error):
                part.destroy()
        raise
    taken.add(request.label, request.key_id)
    return Blob(made)


def kind_of(name: str) -> EcKind | RsaKind:
    """Return the kind of key that a value of `KeyKind` names; raises HSM-008 for none."""
    if name not in KINDS:
        raise StationError("HSM-008", f"no kind of key: {shown(name)}")
    return KINDS[name]


def generated(
    token: TokenSession,
    kind: EcKind | RsaKind,
    private: Mapping[Attribute, bool],
    names: tuple[bytes, str] | None = None,
) -> tuple[PublicKeyObject, PrivateKey]:
    """Make a key pair to sign with: of that CKA_ID and label for good, or of the session alone.

    Raises:
        StationError: HSM-041 where the token makes none of that kind.
    """
    try:
        return _generated(token, kind, private, names)
    except exceptions.MechanismInvalid as error:
        raise cannot_make(kind) from error


def cannot_make(kind: EcKind | RsaKind) -> StationError:
    """Return HSM-041 for a token that has no key pairs of that kind, or doesn't sign by them."""
    return StationError("HSM-041", "MechanismInvalid", what=_ABILITIES[kind].value)


def _generated(
    token: TokenSession,
    kind: EcKind | RsaKind,
    private: Mapping[Attribute, bool],
    names: tuple[bytes, str] | None,
) -> tuple[PublicKeyObject, PrivateKey]:
    key_id, label = names or (None, None)
    match kind:
        case EcKind(parameters):
            curve = token.session.create_domain_parameters(
                KeyType.EC, {Attribute.EC_PARAMS: parameters}, local=True
            )
            return curve.generate_keypair(
                id=key_id,
                label=label,
                store=names is not None,
                capabilities=_SIGNATURES,
                private_template=dict(private),
            )
        case RsaKind(bits):
            return token.session.generate_keypair(
                KeyType.RSA,
                bits,
                id=key_id,
                label=label,
                store=names is not None,
                capabilities=_SIGNATURES,
                private_template=dict(private),
            )


def spki(public: PublicKey) -> bytes:
    """Return a public key as SubjectPublicKeyInfo, DER."""
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def request_certificate(token: TokenSession, request: RequestCertificate) -> Blob:
    """Sign a PKCS#10 request whose subject is one common name and that asks for nothing else."""
    return Blob(certificate_request(token, request.key_id, named(request.common_name)))


def certificate_request(token: TokenSession, key_id: bytes, subject: x509.Name) -> bytes:
    """Return a PKCS#10 request in that name, signed by the key with that CKA_ID; DER."""
    key = token_key(token, key_id)
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
    return builder.sign(key, hash_for(key.public_key())).public_bytes(Encoding.DER)
