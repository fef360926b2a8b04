"""The keys of services' shared access policies: kept by the token, which signs by them."""

import hashlib
import hmac
import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, PKCS11Error
from pkcs11.types import Key, SignMixin

from station.errors import StationError
from station.hsm.injection import HMACS_ONLY
from station.hsm.layout import demanded_signer
from station.hsm.protection import Birth, demand_shut
from station.hsm.replies import Blob, Done
from station.hsm.requests_escrow import InstallServiceKey, SignForService
from station.hsm.session import TokenSession
from station.model.names import shown
from station.model.proof import SasToken

_ID_SIZE: Final = 20


_TEMPLATE: Final[Mapping[Attribute, object]] = {
    Attribute.CLASS: ObjectClass.SECRET_KEY,
    Attribute.KEY_TYPE: KeyType.GENERIC_SECRET,
    Attribute.TOKEN: True,
    Attribute.PRIVATE: True,
    Attribute.SENSITIVE: True,
    Attribute.EXTRACTABLE: False,
    **HMACS_ONLY,
}


def _key_id(name: str) -> bytes:
    return hashlib.sha256(b"station-service-v1\n" + name.encode()).digest()[:_ID_SIZE]


def _label(name: str) -> str:
    return f"station-service-{name}"


def install_service_key(token: TokenSession, request: InstallServiceKey) -> Done:
    """Take in a policy's key; the same key twice is once, another one takes its place.

    Raises:
        StationError: HSM-039 where the token takes no such key; HSM-009, HSM-012, HSM-008.
    """
    key_id = _key_id(request.name)
    token.forget(key_id)
    before = token.objects(ObjectClass.SECRET_KEY, key_id)
    with request.key.reveal() as value:
        if len(value) < token.vendor.shortest_hmac_key:
            raise StationError("HSM-039", why=f"it has {len(value)} bytes")
        created = token.session.create_object(
            {
                **_TEMPLATE,
                Attribute.ID: key_id,
                Attribute.LABEL: _label(request.name),
                Attribute.VALUE: value,
            }
        )
        message = os.urandom(32)
        expected = hmac.digest(value, message, "sha256")
    try:
        if not isinstance(created, Key) or not isinstance(created, SignMixin):
            raise StationError("HSM-012", "it is no key")  # noqa: TRY301 - undone right here
        demand_shut(token, created, Birth.OUTSIDE, HMACS_ONLY)
        made = created.sign(message, mechanism=Mechanism.SHA256_HMAC)
        if not hmac.compare_digest(expected, made):
            raise StationError("HSM-012", "it makes another HMAC")  # noqa: TRY301
    except (StationError, PKCS11Error):
        with suppress(PKCS11Error):
            created.destroy()
        raise
    for old in before:
        old.destroy()
    return Done()


def sign_for_service(token: TokenSession, request: SignForService) -> Blob:
    """Sign a shared access signature; the key signs nothing of any other form.

    Raises:
        StationError: HSM-013 without the key.
    """
    what = f"key of the service {shown(request.name)}"
    key = demanded_signer(token, _key_id(request.name), what)
    message = SasToken.to_sign(request.resource, request.expiry)
    return Blob(key.sign(message, mechanism=Mechanism.SHA256_HMAC))
