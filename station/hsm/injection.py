"""Keys put into a token in the clear, only where a profile says so; then read back and tried."""

import hmac
import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, PKCS11Error
from pkcs11.types import Object, SecretKey, SignMixin

from station.errors import StationError
from station.hsm.keys import taken_on
from station.hsm.protection import Birth, demand_shut
from station.hsm.replies import (
    Blobs,
    Done,
)
from station.hsm.requests_unit import (
    Hmac,
    InjectPlaintextKeys,
    PlaintextKey,
)
from station.hsm.session import TokenSession

HMACS_ONLY: Final[Mapping[Attribute, bool]] = {
    Attribute.SIGN: True,
    Attribute.VERIFY: False,
    Attribute.ENCRYPT: False,
    Attribute.DECRYPT: False,
    Attribute.WRAP: False,
    Attribute.UNWRAP: False,
    Attribute.DERIVE: False,
}


def inject_plaintext_keys(token: TokenSession, request: InjectPlaintextKeys) -> Done:
    """Install HMAC keys for good, each read back, tried and shown to be the one that was given.

    Raises:
        StationError: HSM-017; HSM-009 or HSM-012 (that key is destroyed again), HSM-008.
    """
    taken = taken_on(token)
    for key in request.keys:
        taken.demand_free(key.label, key.key_id)
        _inject(token, key)
        taken.add(key.label, key.key_id)
    return Done()


def _inject(token: TokenSession, wanted: PlaintextKey) -> None:
    if len(wanted.key) < token.vendor.shortest_hmac_key:
        detail = f"{token.vendor.name} takes no HMAC key of {len(wanted.key)} bytes"
        raise StationError("HSM-008", detail)
    with wanted.key.reveal() as value:
        created = token.session.create_object(
            {
                Attribute.CLASS: ObjectClass.SECRET_KEY,
                Attribute.KEY_TYPE: KeyType.GENERIC_SECRET,
                Attribute.TOKEN: True,
                Attribute.PRIVATE: True,
                Attribute.SENSITIVE: True,
                Attribute.EXTRACTABLE: False,
                **HMACS_ONLY,
                Attribute.LABEL: wanted.label,
                Attribute.ID: wanted.key_id,
                Attribute.VALUE: value,
            }
        )
    try:
        _demand_sound(token, created, wanted)
    except (StationError, PKCS11Error):
        with suppress(PKCS11Error):
            created.destroy()
        raise


def _demand_sound(token: TokenSession, created: Object, wanted: PlaintextKey) -> None:
    if not isinstance(created, SecretKey) or not isinstance(created, SignMixin):
        raise StationError("HSM-012", "the key on it is no HMAC key")
    demand_shut(token, created, Birth.OUTSIDE, HMACS_ONLY)
    # The value itself can't be read back, and mustn't: an HMAC over something fresh shows it.
    message = os.urandom(32)
    with wanted.key.reveal() as value:
        expected = hmac.digest(value, message, "sha256")
    if not hmac.compare_digest(expected, created.sign(message, mechanism=Mechanism.SHA256_HMAC)):
        raise StationError("HSM-012", "the key on it makes another HMAC")


def hmacs(token: TokenSession, request: Hmac) -> Blobs:
    """Return the HMAC-SHA256 of each message by the secret key with that CKA_ID."""
    key = token.signer(ObjectClass.SECRET_KEY, request.key_id)
    return Blobs(
        tuple(key.sign(message, mechanism=Mechanism.SHA256_HMAC) for message in request.messages)
    )
