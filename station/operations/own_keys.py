"""Whether an enrollment at the service has a unit's own symmetric key, which nobody is shown.

Both are compared where they are needed, and kept nowhere: the unit's, derived once more in the
factory's token, and those that the service gives to whoever may change it.
"""

import hmac
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Final

from pydantic import JsonValue

from station.hsm.factory import FactoryHsm
from station.model.attestation import SymmetricKeyAttestation
from station.model.group import KeyName
from station.model.names import RegistrationId
from station.service.group_documents import text_of_key

_MEMBERS: Final = ("primaryKey", "secondaryKey")


def source_of(held: SymmetricKeyAttestation) -> KeyName:
    """Return which key a unit's own is derived from."""
    return KeyName(RegistrationId.parse(held.group_id), held.number)


def opens(
    factory: FactoryHsm, name: str, source: KeyName, document: Mapping[str, JsonValue]
) -> bool:
    """Tell whether the key in a unit opens an enrollment.

    Args:
        factory: the token that it comes from.
        name: the unit's registration ID.
        source: the key that the unit's is derived from.
        document: the enrollment with its keys, or how it proves itself alone.

    Raises:
        StationError: HSM-013 where the token has no such key; the factory token's.
    """
    held = document.get("attestation", document)
    theirs = held.get("symmetricKey") if isinstance(held, dict) else None
    told: dict[str, JsonValue] = theirs if isinstance(theirs, dict) else {}
    with ExitStack() as wiped:
        pair = factory.derive_pairs(source.group_id, [RegistrationId.parse(name)], source.number)[0]
        for key in pair:
            wiped.callback(key.wipe)
        mine = text_of_key(pair[0]).encode()
        # Both, whether or not the first is the one: how long it takes says nothing.
        same = [hmac.compare_digest(mine, str(told.get(one)).encode()) for one in _MEMBERS]
    return any(same)
