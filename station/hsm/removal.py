"""What a broken-off try left on a unit's token, taken off it again."""

from typing import Final

from pkcs11 import ObjectClass

from station.errors import StationError
from station.hsm.replies import (
    Done,
)
from station.hsm.requests_unit import (
    RemoveObjects,
)
from station.hsm.session import TokenSession

_REMOVED: Final = (
    ObjectClass.CERTIFICATE,
    ObjectClass.PUBLIC_KEY,
    ObjectClass.SECRET_KEY,
    ObjectClass.PRIVATE_KEY,
)


def remove_objects(token: TokenSession, request: RemoveObjects) -> Done:
    """Destroy the keys and the certificate that have the CKA_ID; none of them is no error.

    Raises:
        StationError: HSM-012 where one is still there afterwards, HSM-008.
    """
    for kind in _REMOVED:
        for found in token.objects(kind, request.key_id):
            found.destroy()
        if token.objects(kind, request.key_id):
            raise StationError("HSM-012", f"a {kind.name} is still there after its removal")
    token.forget(request.key_id)
    return Done()
