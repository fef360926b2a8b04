"""Key pairs made on a token, by kind, and what they hand to the outside: public keys, requests."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pkcs11 import Attribute, KeyType, MechanismFlag, ObjectClass, PKCS11Error
from pkcs11.types import PrivateKey
from pkcs11.types import PublicKey as PublicKeyObject

from station.errors import StationError
from station.hsm.authority import hash_for, named
from station.hsm.certification import PublicKey
from station.hsm.messages import Blob, GenerateKeyPair, RequestCertificate
from station.hsm.protection import Birth, demand_protection
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


def demand_free(token: TokenSession, label: str, key_id: bytes) -> None:
    """Refuse a name that a key on the token has already; SoftHSM would take it a second time.

    Raises:
        StationError: HSM-017.
    """
    for kind in (ObjectClass.PRIVATE_KEY, ObjectClass.SECRET_KEY, ObjectClass.PUBLIC_KEY):
        if token.objects(kind, key_id):
            raise StationError("HSM-017", f"a {kind.name} has the ID {shown(key_id.hex())}")
    for kind in (ObjectClass.PRIVATE_KEY, ObjectClass.SECRET_KEY):
        if token.labelled(kind, label):
            raise StationError("HSM-017", f"a {kind.name} has the label {shown(label)}")


def generate_key_pair(token: TokenSession, request: GenerateKeyPair) -> Blob:
    """Make a key pair that only signs and never leaves; return its SubjectPublicKeyInfo in DER.

    Raises:
        StationError: HSM-017, HSM-009 (the pair is destroyed again), HSM-008.
    """
    if request.kind not in KINDS:
        raise StationError("HSM-008", f"no kind of key: {shown(request.kind)}")
    demand_free(token, request.label, request.key_id)
    public, private = _generated(token, request)
    try:
        demand_protection(token, private, Birth.ON_TOKEN, SIGNS_ONLY)
        return Blob(spki(public_key_of(public)))
    except (StationError, PKCS11Error):
        for part in (private, public):
            with suppress(PKCS11Error):
                part.destroy()
        raise


def _generated(token: TokenSession, request: GenerateKeyPair) -> tuple[PublicKeyObject, PrivateKey]:
    match KINDS[request.kind]:
        case EcKind(parameters):
            curve = token.session.create_domain_parameters(
                KeyType.EC, {Attribute.EC_PARAMS: parameters}, local=True
            )
            return curve.generate_keypair(
                id=request.key_id,
                label=request.label,
                store=True,
                capabilities=_SIGNATURES,
                private_template=_PRIVATE,
            )
        case RsaKind(bits):
            return token.session.generate_keypair(
                KeyType.RSA,
                bits,
                id=request.key_id,
                label=request.label,
                store=True,
                capabilities=_SIGNATURES,
                private_template=_PRIVATE,
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
