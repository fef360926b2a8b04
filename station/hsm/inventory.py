"""What is told of tokens and keys, as in a ceremony's protocol: nothing of it is secret."""

import hashlib
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)
from pkcs11 import Attribute, ObjectClass
from pkcs11.types import Object

from station.hsm.escrow import escrow_of
from station.hsm.layout import (
    ESCROW,
    ISSUING,
    RECORD,
    SECRETS,
    demand_sound_pair,
    key_id_of,
    successors,
)
from station.hsm.replies import Kept, KeyFact, Keys, TokenIdentity
from station.hsm.requests_ca import ReadCaKeys
from station.hsm.requests_factory import Mac
from station.hsm.requests_token import DescribeToken, ReadCustody, ReadKeys
from station.hsm.sealing import macs
from station.hsm.session import TokenSession, found_token, loaded
from station.hsm.signing import public_key_of
from station.hsm.vendors import vendor_in
from station.model.custody import KEY_CHECK

_OURS: Final = "station-"


def token_facts(request: DescribeToken) -> TokenIdentity:
    """Return what the token says of itself.

    Raises:
        StationError: HSM-001, HSM-002.
    """
    token = found_token(request.library, request.label, request.marks)
    major, minor = token.firmware_version
    return TokenIdentity(
        label=token.label,
        serial=token.serial.decode("utf-8", "replace").strip(),
        manufacturer=token.manufacturer_id,
        model=token.model,
        firmware=f"{major}.{minor}",
        flags=int(token.flags),
        custody=vendor_in(loaded(request.library), token).custody,
    )


def read_keys(token: TokenSession, request: ReadKeys) -> Keys:
    """Return each of Station's keys on the token with its fingerprint, in the order of labels.

    So is the escrow's of which the token has the certificate: for it keys are wrapped here.

    Raises:
        StationError: HSM-008 where a public key can't be read; HSM-013; HSM-019 where the root
            didn't issue the escrow's certificate.
    """
    del request
    found = []
    for public in token.objects(ObjectClass.PUBLIC_KEY):
        label = str(public[Attribute.LABEL])
        if label.startswith(_OURS):
            found.append(_fact(label, public))
    for secret in SECRETS:
        if token.objects(ObjectClass.SECRET_KEY, key_id_of(secret.label)):
            check = b""
            if secret is RECORD:
                (check,) = macs(token, Mac(KEY_CHECK, (b"",))).items
            found.append(KeyFact(secret.label, f"secret-{secret.bits}", check))
    if ESCROW not in {one.label for one in found}:
        found += _escrow(token)
    return Keys(tuple(sorted(found, key=lambda one: one.label)))


def read_custody(token: TokenSession, request: ReadCustody) -> Kept:
    """Return what the token keeps keys in, as its library's row tells."""
    del request
    return Kept(token.vendor.custody)


def _escrow(token: TokenSession) -> list[KeyFact]:
    spki = escrow_of(token)
    if spki is None:
        return []
    key = load_der_public_key(spki)
    bits = key.key_size if isinstance(key, RSAPublicKey) else 0
    return [KeyFact(ESCROW, f"rsa-{bits}", hashlib.sha256(spki).digest())]


def _fact(label: str, public: Object) -> KeyFact:
    key = public_key_of(public)
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    kind = "ec-p" if isinstance(key, ec.EllipticCurvePublicKey) else "rsa-"
    return KeyFact(label, f"{kind}{key.key_size}", hashlib.sha256(spki).digest())


def read_ca_keys(token: TokenSession, request: ReadCaKeys) -> Keys:
    """Return the keys of this token's issuing CAs, oldest first; each is tried to be got out.

    Raises:
        StationError: HSM-013 where one is missing, HSM-019 where one wasn't made here, or isn't
            protected.
    """
    del request
    found = []
    for label in (ISSUING, *successors(token)):
        demand_sound_pair(token, label)
        found.append(_fact(label, token.only(ObjectClass.PUBLIC_KEY, key_id_of(label))))
    return Keys(tuple(found))
