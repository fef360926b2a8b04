"""The sealing key where there is an escrow: how it is made, and how a second token gets it.

A token is never without a sealing key that it had: the one that comes in is kept under a name of
its own and checked first, and only then takes the place of the one before. Where that was broken
off in between, the next opening goes on with it.
"""

from contextlib import suppress
from typing import Final

from pkcs11 import Attribute, ObjectClass, PKCS11Error
from pkcs11.types import DecryptMixin, Key, Object, SecretKey

from station.errors import StationError
from station.hsm.births import Note, forget_note, note_label, note_of
from station.hsm.escrow import TRAVELLING, Passenger, Place, recipients, settled, unwrapped
from station.hsm.heads import START, last_point
from station.hsm.layout import (
    SEALING,
    TRANSPORT,
    demand_kept,
    demand_sound_secret,
    key_id_of,
    write_data,
)
from station.hsm.protection import Birth
from station.hsm.replies import Done
from station.hsm.requests_escrow import InstallSealingKey
from station.hsm.session import TokenSession
from station.model.names import shown

_PLACE: Final = Place(key_id_of(SEALING.label), SEALING.label, SEALING.usage)
_WAITING: Final = f"{SEALING.label}-next"
_NEXT: Final = Place(key_id_of(_WAITING), _WAITING, SEALING.usage)


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
        StationError: HSM-020 where the token has signed for a record, so that secrets may be sealed
            by its own key; HSM-039 where what comes isn't wrapped for this token (its own key
            stays then), HSM-013, HSM-019.
    """
    if last_point(token) != START:
        raise StationError("HSM-020", label=shown(token.session.token.label))
    key = unwrapped(token, TRANSPORT, Passenger.SEALING, request.wrapped)
    for old in _keys(token, _NEXT):
        old.destroy()
    settled(token, key, _NEXT, Birth.OUTSIDE, recipients(token, b""))
    finish_sealing_key(token)
    return Done()


def finish_sealing_key(token: TokenSession) -> None:
    """Put a sealing key that came in whole into its place, where one waits; else change nothing.

    Raises:
        StationError: HSM-019 where the one that waits isn't as it must be: the one before stays.
    """
    if not _keys(token, _NEXT):
        return
    if last_point(token) != START and _keys(token, _PLACE):
        return  # secrets may be sealed by its own key
    note = note_of(token, _NEXT.key_id)
    waiting = _waiting(token, note.birth)
    for old in _keys(token, _PLACE):
        old.destroy()
    _moved(token, waiting, note)
    demand_sound_secret(token, SEALING)
    for left in _keys(token, _NEXT):
        left.destroy()
    forget_note(token, _NEXT.key_id)


def _keys(token: TokenSession, place: Place) -> list[Object]:
    return token.objects(ObjectClass.SECRET_KEY, place.key_id)


def _waiting(token: TokenSession, birth: Birth) -> Object:
    """Return the key that waits, or one of it and of a copy that hadn't got its own name yet."""
    refused: list[StationError] = []
    for one in _keys(token, _NEXT):
        try:
            demand_kept(token, one, (SEALING.label, birth), SEALING.usage)
        except StationError as error:
            if error.code != "HSM-019":
                raise
            refused.append(error)
        else:
            return one
    raise refused[0]


def _moved(token: TokenSession, waiting: Object, note: Note) -> None:
    if not isinstance(waiting, Key) or not isinstance(waiting, DecryptMixin):
        raise StationError("HSM-019", "it doesn't decrypt", what=_WAITING)
    forget_note(token, _PLACE.key_id)
    write_data(token, note_label(_PLACE.key_id), note.written())
    try:
        waiting.copy(
            {
                Attribute.TOKEN: True,
                Attribute.ID: _PLACE.key_id,
                Attribute.LABEL: _PLACE.label,
            }
        )
    except PKCS11Error:
        with suppress(PKCS11Error):
            forget_note(token, _PLACE.key_id)
        raise
