"""The sealing key where there is an escrow: how it is made, and how a second token gets it."""

from typing import Final

from pkcs11 import ObjectClass
from pkcs11.types import SecretKey

from station.errors import StationError
from station.hsm.escrow import TRAVELLING, Passenger, Place, recipients, settled, unwrapped
from station.hsm.heads import START, last_point
from station.hsm.layout import SEALING, TRANSPORT, demand_sound_secret, key_id_of
from station.hsm.protection import Birth
from station.hsm.replies import Done
from station.hsm.requests_escrow import InstallSealingKey
from station.hsm.session import TokenSession
from station.model.names import shown

_PLACE: Final = Place(key_id_of(SEALING.label), SEALING.label, SEALING.usage)


def make_sealing_key(token: TokenSession) -> None:
    """Make the sealing key, wrapped for the escrow before it is kept; HSM-009, HSM-008."""
    key = token.session.generate_key(
        SEALING.key_type,
        SEALING.bits,
        store=False,
        capabilities=SEALING.capabilities,
        template=dict(TRAVELLING),
    )
    if not isinstance(key, SecretKey):
        raise StationError("HSM-008", "it made no secret key")
    settled(token, key, _PLACE, Birth.WRAPPED_ONCE, recipients(token, b""))


def install_sealing_key(token: TokenSession, request: InstallSealingKey) -> Done:
    """Take in another token's sealing key, while this one's has sealed nothing for a record.

    Raises:
        StationError: HSM-020 where the token has signed for a record, HSM-039 where what comes
            isn't wrapped for this token, HSM-013, HSM-019.
    """
    if last_point(token) != START:
        raise StationError("HSM-020", label=shown(token.session.token.label))
    key = unwrapped(token, TRANSPORT, Passenger.SEALING, request.wrapped)
    for old in token.objects(ObjectClass.SECRET_KEY, _PLACE.key_id):
        old.destroy()
    settled(token, key, _PLACE, Birth.OUTSIDE, recipients(token, b""))
    demand_sound_secret(token, SEALING)
    return Done()
