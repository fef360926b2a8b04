"""The copies of groups' keys that a push may have: wrapped for the factory's token itself.

Such a copy is made with the key, or never, and the token notes it; so nobody who opens the token
later can have a key out of it that wasn't made to be pushed.
"""

import hashlib
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from pkcs11 import ObjectClass

from station.errors import StationError
from station.hsm.births import note_of
from station.hsm.escrow import Passenger, transport_key, unwrapped, wrapped_for
from station.hsm.groups import NamedKey
from station.hsm.keys import spki
from station.hsm.layout import TRANSPORT, demanded
from station.hsm.lease import demand_lease
from station.hsm.replies import Secrets
from station.hsm.requests_escrow import OpenPushCopy, TransportKey
from station.hsm.session import TokenSession
from station.model.names import shown
from station.secret import Secret

_BITS: Final = 2048
_OAEP: Final = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)  # noqa: S303 - PKCS #1


def open_push_copy(token: TokenSession, request: OpenPushCopy) -> Secrets:
    """Return a group's key that was made to be pushed.

    The token unwraps the copy as a sensitive key of this session, whose value can't be read: so it
    wraps that for a key pair of this process, which lives as long as this call.

    Raises:
        StationError: SVC-078 where the key has no such copy, HSM-039 where this token doesn't open
            it, HSM-023 where it is another's turn; HSM-013, HSM-019, HSM-008.
    """
    demand_lease(token)
    named = NamedKey(request.group_id, request.number)
    demanded(token, ObjectClass.SECRET_KEY, named.key_id, named.what)
    note, copy = note_of(token, named.key_id), b""
    if note.copies:
        own = hashlib.sha256(transport_key(token, TransportKey()).data).digest()
        copy = note.copy_for(own)
    if not copy:
        raise StationError("SVC-078", name=shown(request.group_id))
    pair = rsa.generate_private_key(65537, _BITS)
    key = unwrapped(token, TRANSPORT, Passenger.GROUP, copy)
    try:
        wrapped = wrapped_for(token, key, spki(pair.public_key()))
    finally:
        key.destroy()
    return Secrets((Secret(pair.decrypt(wrapped, _OAEP)),))
