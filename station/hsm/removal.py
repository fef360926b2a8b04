"""What earlier tries left on a unit's token: looked at, and taken off it again."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from cryptography import x509
from pkcs11 import Attribute, ObjectClass, PKCS11Error
from pkcs11.types import Object

from station.errors import StationError
from station.hsm.certificates import spki_of
from station.hsm.certification import UNREADABLE
from station.hsm.keys import label_of, spki, taken_on
from station.hsm.replies import (
    Done,
    Objects,
)
from station.hsm.requests_leftovers import ReadObjects, RemoveListed, TokenObject
from station.hsm.requests_unit import (
    RemoveObjects,
)
from station.hsm.session import TokenSession
from station.hsm.signing import public_key_of

# A private key goes last: where a removal breaks off, it is seen that there is one still.
_KINDS: Final[Mapping[str, ObjectClass]] = {
    "certificate": ObjectClass.CERTIFICATE,
    "public key": ObjectClass.PUBLIC_KEY,
    "secret key": ObjectClass.SECRET_KEY,
    "private key": ObjectClass.PRIVATE_KEY,
}


def remove_objects(token: TokenSession, request: RemoveObjects) -> Done:
    """Destroy the keys and the certificate that have the CKA_ID; none of them is no error.

    Raises:
        StationError: HSM-012 where one is still there afterwards, HSM-008.
    """
    for kind in _KINDS.values():
        for found in token.objects(kind, request.key_id):
            found.destroy()
        if token.objects(kind, request.key_id):
            raise StationError("HSM-012", f"a {kind.name} is still there after its removal")
    _forget(token, request.key_id)
    return Done()


def read_objects(token: TokenSession, request: ReadObjects) -> Objects:
    """Return all keys and certificates that stay on the token, kind by kind."""
    del request
    found = [_described(name, one) for name, kind in _KINDS.items() for one in token.objects(kind)]
    return Objects(tuple(found))


def remove_listed(token: TokenSession, request: RemoveListed) -> Done:
    """Destroy the objects that are described, and no other; one that is gone is no error.

    Raises:
        StationError: HSM-012 where one is still there afterwards, HSM-008 for one of no known kind.
    """
    for wanted in sorted(request.objects, key=_turn):
        for found in _same(token, wanted):
            found.destroy()
        if _same(token, wanted):
            raise StationError("HSM-012", f"a {wanted.kind} is still there after its removal")
        _forget(token, wanted.key_id)
    return Done()


def _turn(wanted: TokenObject) -> int:
    if wanted.kind not in _KINDS:
        raise StationError("HSM-008", "an object of no kind that is known")
    return list(_KINDS).index(wanted.kind)


def _same(token: TokenSession, wanted: TokenObject) -> list[Object]:
    found = token.objects(_KINDS[wanted.kind], wanted.key_id or None)
    return [one for one in found if _described(wanted.kind, one) == wanted]


def _forget(token: TokenSession, key_id: bytes) -> None:
    token.forget(key_id)
    taken_on.cache_clear()


def _described(kind: str, found: Object) -> TokenObject:
    """Return what an object is; what of it can't be read is empty, so it is no object of ours."""
    value, fingerprint = b"", b""
    if kind == "certificate":
        content = _read(found, Attribute.VALUE)
        value = _sha256(content)
        with suppress(*UNREADABLE):
            fingerprint = _sha256(spki_of(x509.load_der_x509_certificate(content)))
    elif kind == "public key":
        with suppress(StationError, PKCS11Error):
            fingerprint = _sha256(spki(public_key_of(found)))
    return TokenObject(kind, label_of(found), _read(found, Attribute.ID), fingerprint, value)


def _read(found: Object, attribute: Attribute) -> bytes:
    with suppress(PKCS11Error):
        value: bytes = found[attribute]
        return value
    return b""


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
