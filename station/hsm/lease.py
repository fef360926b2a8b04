"""The token's memory of whose turn it is, asked before anything that makes an identity.

A token has no "change this if it is still that": who takes a turn writes it beside the one before
and reads again. Of two that raced, all see the same one win, by what they wrote; the other is
refused then, or the next time that it asks.

Nobody makes anything in a turn before all other turns are gone from the token. So whose own turn is
still there holds it, which is one question; to look for others, as long as there are none, would
cost ten times that.
"""

from contextlib import suppress
from typing import Final

from pkcs11 import Attribute, ObjectClass, PKCS11Error
from pkcs11.types import Object

from station.errors import StationError
from station.hsm.alone import alone
from station.hsm.layout import write_data
from station.hsm.replies import (
    Done,
    Turn,
)
from station.hsm.requests_factory import (
    ReadLease,
    TakeLease,
)
from station.hsm.session import TokenSession
from station.model.lease import HOLDER_SIZE, NO_LEASE, Lease

LEASE: Final = "station-lease"
_NUMBER_SIZE: Final = 8
# Another process destroys an older turn while it is read here; seldom twice.
_TRIES: Final = 5


def read_lease(token: TokenSession, request: ReadLease) -> Turn:
    """Return whose turn it is."""
    del request
    return Turn(_newest(token))


def take_lease(token: TokenSession, request: TakeLease) -> Done:
    """Take the next turn, for as long as this session lasts.

    Raises:
        StationError: HSM-023 where the turn before is not the one that is told, or another was
            quicker.
    """
    with alone(token):
        return _taken(token, request)


def _taken(token: TokenSession, request: TakeLease) -> Done:
    found = _newest(token)
    if found != request.before or request.lease.generation != found.generation + 1:
        raise _others_turn(found)
    own = write_data(token, LEASE, _written(request.lease))
    token.lease, token.lease_held = NO_LEASE, None
    for _ in range(_TRIES):
        others = [one for one, lease in _remembered(token) if lease != request.lease]
        _demand_newest(token, request.lease)
        if not others:
            token.lease, token.lease_held = request.lease, own
            return Done()
        for other in others:
            with suppress(PKCS11Error):  # where it is gone by now
                other.destroy()
    raise StationError("HSM-008", "it keeps an earlier turn that was destroyed")


def demand_lease(token: TokenSession) -> None:
    """Check that it is this session's turn, or that there never was one.

    Raises:
        StationError: HSM-023 where it is another's, HSM-005.
    """
    if token.lease_held is not None:
        # Whoever took a turn since has destroyed it.
        with suppress(PKCS11Error):
            if token.lease_held[Attribute.VALUE] == _written(token.lease):
                return
    _demand_newest(token, token.lease)


def _demand_newest(token: TokenSession, own: Lease) -> None:
    newest = _newest(token)
    if newest != own:
        token.demand_presence()
        raise _others_turn(newest)


def _others_turn(lease: Lease) -> StationError:
    return StationError("HSM-023", f"the token's turn is {lease.generation}")


def _written(lease: Lease) -> bytes:
    return lease.generation.to_bytes(_NUMBER_SIZE, "big") + lease.holder


def _newest(token: TokenSession) -> Lease:
    leases = [lease for _, lease in _remembered(token)]
    return max(leases, key=lambda lease: (lease.generation, lease.holder), default=NO_LEASE)


def _remembered(token: TokenSession) -> list[tuple[Object, Lease]]:
    """Return what the token holds of turns; read again where another process changes it meanwhile.

    Raises:
        PKCS11Error: where it can't be read, however often.
    """
    for _ in range(_TRIES - 1):
        with suppress(PKCS11Error):
            return _read(token)
    return _read(token)


def _read(token: TokenSession) -> list[tuple[Object, Lease]]:
    found = []
    for stored in token.labelled(ObjectClass.DATA, LEASE):
        value: bytes = stored[Attribute.VALUE]
        if len(value) == _NUMBER_SIZE + HOLDER_SIZE:
            number = int.from_bytes(value[:_NUMBER_SIZE], "big")
            found.append((stored, Lease(number, value[_NUMBER_SIZE:])))
    return found
