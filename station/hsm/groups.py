"""The keys of enrollment groups: made in the factory's token, and devices' keys derived from them.

A production token's group keys never leave. A practice token's can be read, and are: its exports
hold them in the clear.
"""

import hashlib
import hmac
from typing import Final

from pkcs11 import Attribute, KeyType, Mechanism, MechanismFlag, ObjectClass
from pkcs11.types import Key

from station.errors import StationError
from station.hsm.injection import HMACS_ONLY
from station.hsm.layout import demanded, demanded_signer, demanded_world
from station.hsm.lease import demand_lease
from station.hsm.protection import Birth, demand_protection
from station.hsm.replies import (
    Blob,
    Blobs,
    Done,
    Secrets,
)
from station.hsm.requests_factory import (
    CreateGroupKey,
    DeriveKeys,
    DiscloseGroupKey,
)
from station.hsm.requests_transport import DerivedHmac, WrapDerivedKey
from station.hsm.session import TokenSession
from station.hsm.transport import PADDINGS, transport_key
from station.model.names import RegistrationId
from station.model.proof import MADE_KEY
from station.model.world import (
    World,
)
from station.secret import Secret

_ID_SIZE: Final = 20


def _key_id(group_id: str) -> bytes:
    """Return a group's CKA_ID: tokens limit its size, and group IDs have up to 128 characters."""
    folded = RegistrationId.parse(group_id).folded
    return hashlib.sha256(b"station-group-v1\n" + folded.encode()).digest()[:_ID_SIZE]


def _what(group_id: str) -> str:
    return f"key of the group {group_id}"


def create_group_key(token: TokenSession, request: CreateGroupKey) -> Done:
    """Make a group's key of 64 bytes; one that is there already stays, having been checked.

    Raises:
        StationError: HSM-019 where it isn't as it must be, HSM-013, HSM-008.
    """
    world = demanded_world(token)
    key_id = _key_id(request.group_id)
    if not token.objects(ObjectClass.SECRET_KEY, key_id):
        token.session.generate_key(
            KeyType.GENERIC_SECRET,
            MADE_KEY * 8,
            id=key_id,
            label=_what(request.group_id),
            store=True,
            capabilities=MechanismFlag.SIGN,
            template={
                Attribute.PRIVATE: True,
                Attribute.SENSITIVE: world is World.PRODUCTION,
                Attribute.EXTRACTABLE: world is World.PRACTICE,
            },
        )
    key = demanded(token, ObjectClass.SECRET_KEY, key_id, _what(request.group_id))
    if not isinstance(key, Key) or key[Attribute.VALUE_LEN] != MADE_KEY:
        raise StationError("HSM-019", "it isn't 64 bytes long", what=_what(request.group_id))
    if world is World.PRODUCTION:
        demand_protection(token, key, Birth.ON_TOKEN, HMACS_ONLY)
    return Done()


def derive_keys(token: TokenSession, request: DeriveKeys) -> Secrets:
    """Derive devices' keys in the token: HMAC-SHA256 of each input by the group's key, end to end.

    Raises:
        StationError: HSM-013 without the group's key, HSM-023 where it is another's turn.
    """
    return Secrets((Secret(b"".join(_derived(token, request.group_id, request.inputs))),))


def _derived(token: TokenSession, group_id: str, inputs: tuple[bytes, ...]) -> list[bytes]:
    demand_lease(token)
    key = demanded_signer(token, _key_id(group_id), _what(group_id))
    return [key.sign(one, mechanism=Mechanism.SHA256_HMAC) for one in inputs]


def wrap_derived_key(token: TokenSession, request: WrapDerivedKey) -> Blobs:
    """Derive a device's key; return it encrypted to a unit's token, and its HMAC of the message.

    Raises:
        StationError: HSM-028 for a transport key or a padding that is none; as `derive_keys`.
    """
    transport = transport_key(request.transport)
    chosen = next((one for one in PADDINGS if one.name == request.padding), None)
    if chosen is None:
        raise StationError("HSM-028", "it names no padding that is known")
    (key,) = _derived(token, request.group_id, (request.name,))
    wrapped = chosen.encrypted(transport, key)
    return Blobs((wrapped, hmac.digest(key, request.message, "sha256")))


def derived_hmac(token: TokenSession, request: DerivedHmac) -> Blob:
    """Return HMAC-SHA256 of a message by a device's key; raises as `derive_keys`."""
    (key,) = _derived(token, request.group_id, (request.name,))
    return Blob(hmac.digest(key, request.message, "sha256"))


def disclose_group_key(token: TokenSession, request: DiscloseGroupKey) -> Secrets:
    """Read a group's key out of a practice token.

    Raises:
        StationError: SVC-006 of a production token, HSM-013.
    """
    if demanded_world(token) is not World.PRACTICE:
        raise StationError("SVC-006", "the factory's token is not a practice token")
    key_id = _key_id(request.group_id)
    key = demanded(token, ObjectClass.SECRET_KEY, key_id, _what(request.group_id))
    return Secrets((Secret(key[Attribute.VALUE]),))
