"""What a factory's token holds, by name, and whether each thing is there and sound.

Each key's CKA_ID is its label in ASCII. The mark is written last, so a token without it is one
whose set-up never ended, whatever else it holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from cryptography import x509
from pkcs11 import Attribute, KeyType, MechanismFlag, ObjectClass
from pkcs11.types import Key, Object, SignMixin

from station.errors import StationError
from station.hsm.authority import Authority
from station.hsm.births import note_of
from station.hsm.certificates import certificate_on, spki_of
from station.hsm.injection import HMACS_ONLY
from station.hsm.keys import SIGNS_ONLY, spki
from station.hsm.protection import Birth, demand_protection
from station.hsm.session import TokenSession
from station.hsm.signing import public_key_of, token_key
from station.model.world import (
    World,
)

ROOT: Final = "station-root"
ISSUING: Final = "station-issuing"
AUDIT: Final = "station-audit"
MANIFEST: Final = "station-manifest"
ESCROW: Final = "station-escrow"
TRANSPORT: Final = "station-transport"
PAIRS: Final = (ISSUING, AUDIT, MANIFEST)
_MAX_ISSUING: Final = 99


@dataclass(frozen=True)
class SecretKind:
    """A secret key of the factory's: `bits` long, what it is to do, and how that reads back."""

    label: str
    key_type: KeyType
    bits: int
    capabilities: MechanismFlag
    usage: Mapping[Attribute, bool]


SEALING: Final = SecretKind(
    "station-sealing",
    KeyType.AES,
    256,
    MechanismFlag.ENCRYPT | MechanismFlag.DECRYPT,
    {
        Attribute.ENCRYPT: True,
        Attribute.DECRYPT: True,
        Attribute.SIGN: False,
        Attribute.WRAP: False,
        Attribute.UNWRAP: False,
        Attribute.DERIVE: False,
    },
)
RECORD: Final = SecretKind(
    "station-record", KeyType.GENERIC_SECRET, 256, MechanismFlag.SIGN, HMACS_ONLY
)
SECRETS: Final = (SEALING, RECORD)

_MARK: Final = "station-mark"
_MARK_TEXT: Final = b"station-factory-v1 "
_APPLICATION: Final = "station"


def key_id_of(label: str) -> bytes:
    """Return the CKA_ID that goes with a label."""
    return label.encode("ascii")


def demanded(token: TokenSession, kind: ObjectClass, key_id: bytes, what: str) -> Object:
    """Return the one object of a class with that CKA_ID.

    Raises:
        StationError: HSM-013 naming `what` where there isn't exactly one, HSM-005.
    """
    found = token.objects(kind, key_id)
    if len(found) != 1:
        token.demand_presence()
        raise StationError("HSM-013", f"{len(found)} objects of class {kind.name}", what=what)
    return found[0]


def demanded_signer(token: TokenSession, key_id: bytes, what: str) -> SignMixin:
    """Return the secret key with that CKA_ID, to make HMACs with.

    Raises:
        StationError: HSM-013 naming `what` without it, HSM-005.
    """
    if not token.knows(ObjectClass.SECRET_KEY, key_id):
        demanded(token, ObjectClass.SECRET_KEY, key_id, what)
    return token.signer(ObjectClass.SECRET_KEY, key_id)


def write_data(token: TokenSession, label: str, value: bytes) -> Object:
    """Write a data object, seen only after login, and return it."""
    return token.session.create_object(
        {
            Attribute.CLASS: ObjectClass.DATA,
            Attribute.TOKEN: True,
            Attribute.PRIVATE: True,
            Attribute.APPLICATION: _APPLICATION,
            Attribute.LABEL: label,
            Attribute.VALUE: value,
        }
    )


def marked_world(token: TokenSession) -> World | None:
    """Return the world that the mark names, or None where no set-up was finished."""
    for mark in token.labelled(ObjectClass.DATA, _MARK):
        for world in World:
            if mark[Attribute.VALUE] == _MARK_TEXT + world.value.encode():
                return world
    return None


def write_mark(token: TokenSession, world: World) -> None:
    """Write the mark of a finished set-up."""
    write_data(token, _MARK, _MARK_TEXT + world.value.encode())


def demanded_world(token: TokenSession) -> World:
    """Return the world of a token that was set up.

    Raises:
        StationError: HSM-013, HSM-005.
    """
    world = marked_world(token)
    if world is None:
        token.demand_presence()
        raise StationError("HSM-013", "it bears no mark", what="finished set-up")
    return world


def demand_sound_pair(token: TokenSession, label: str) -> None:
    """Check that a key pair is there, was made there and can't be got out.

    Raises:
        StationError: HSM-013 without it, HSM-019 where it isn't protected.
    """
    key_id = key_id_of(label)
    demanded(token, ObjectClass.PUBLIC_KEY, key_id, label)
    private = demanded(token, ObjectClass.PRIVATE_KEY, key_id, label)
    demand_kept(token, private, (label, Birth.ON_TOKEN), SIGNS_ONLY)


def demand_sound_secret(token: TokenSession, kind: SecretKind) -> None:
    """Check that a secret key is there, was born as the token notes, and can't be got out.

    Raises:
        StationError: HSM-013 without it, HSM-019 where it isn't protected.
    """
    key_id = key_id_of(kind.label)
    key = demanded(token, ObjectClass.SECRET_KEY, key_id, kind.label)
    demand_kept(token, key, (kind.label, note_of(token, key_id).birth), kind.usage)


def demand_kept(
    token: TokenSession, key: Object, about: tuple[str, Birth], usage: Mapping[Attribute, bool]
) -> None:
    """Check that an object is a key that can't be got out.

    Args:
        token: its token.
        key: the object.
        about: what errors call it, and where it came from.
        usage: what it may and may not do.

    Raises:
        StationError: HSM-019 where it isn't protected.
    """
    label, birth = about
    try:
        if not isinstance(key, Key):
            raise StationError("HSM-009", "it is no key")  # noqa: TRY301 - translated right here
        demand_protection(token, key, birth, usage)
    except StationError as error:
        if error.code != "HSM-009":
            raise
        raise StationError("HSM-019", error.detail, what=label) from error


def certificate_of(token: TokenSession, label: str) -> x509.Certificate:
    """Return the certificate beside a key pair, which is for that very key.

    Raises:
        StationError: HSM-013 without it, HSM-019 where it names another key.
    """
    key_id = key_id_of(label)
    demanded(token, ObjectClass.CERTIFICATE, key_id, f"{label} certificate")
    certificate = x509.load_der_x509_certificate(certificate_on(token, key_id))
    public = demanded(token, ObjectClass.PUBLIC_KEY, key_id, label)
    if spki_of(certificate) != spki(public_key_of(public)):
        raise StationError("HSM-019", "its certificate names another key", what=label)
    return certificate


def successors(token: TokenSession) -> list[str]:
    """Return the labels of the issuing CAs after the first one, oldest first."""
    there = {one[Attribute.LABEL] for one in token.objects(ObjectClass.CERTIFICATE)}
    wanted = (f"{ISSUING}-{number}" for number in range(2, _MAX_ISSUING + 1))
    return [label for label in wanted if label in there]


@cache
def issuing_label(token: TokenSession) -> str:
    """Return the label of the issuing CA that issues: the newest; looked up once a session."""
    return [ISSUING, *successors(token)][-1]


def successor_of(label: str) -> str:
    """Return the label of the issuing CA after the one of that label.

    Raises:
        StationError: HSM-037 where there can be no further one.
    """
    number = int(label.removeprefix(ISSUING).lstrip("-") or 1) + 1
    if number > _MAX_ISSUING:
        raise StationError("HSM-037", quantity=_MAX_ISSUING)
    return f"{ISSUING}-{number}"


@cache
def authority(token: TokenSession, label: str) -> Authority:
    """Return a CA whose key is on this token; looked up once a session, since looking costs.

    Raises:
        StationError: HSM-013, HSM-019.
    """
    return Authority(certificate_of(token, label), token_key(token, key_id_of(label)))
