"""The audit key at work: it signs a head only as an extension of the one it signed last.

The token remembers number and hash of that head. What is to be signed must pass through it: begin
there, or begin before it and reach it again by the same entries. So a record that was rolled back,
or changed and signed anew, is refused; while one that lost nothing but the newest signature, in a
crash between the token's write and its own, goes on. The token never knows of an entry that the
record had not committed before. A token that takes another's place begins with the head that that
one signed last.
"""

from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pkcs11 import Attribute, ObjectClass
from pkcs11.types import Object

from station.errors import StationError
from station.hsm.alone import alone
from station.hsm.layout import AUDIT, key_id_of, write_data
from station.hsm.lease import demand_lease
from station.hsm.predecessor import predecessor_of
from station.hsm.replies import (
    Head,
    SequenceNumber,
)
from station.hsm.requests_factory import (
    ReadSequence,
    SignHead,
    SignLast,
)
from station.hsm.session import TokenSession
from station.hsm.signing import TokenKey, signed, token_key
from station.model.audit import GENESIS, SignedHead, chain_hash, head_message

SEQUENCE: Final = "station-sequence"
_NUMBER_SIZE: Final = 8
_VALUE_SIZE: Final = _NUMBER_SIZE + len(GENESIS)
# A data object can't be changed, only written anew; the one before stays until the next, so that
# no crash leaves a token without any.
_KEPT: Final = 2

Point = tuple[int, bytes]
"""A point of the chain: the number of an entry, and the chain's hash up to it."""

START: Final[Point] = (0, GENESIS)


def sign_head(token: TokenSession, request: SignHead) -> Head:
    """Extend the previous head by the entries and sign the new one.

    Raises:
        StationError: HSM-014 where the previous head is not genuine, or the chain doesn't pass
            through the head that the token signed last; HSM-013; HSM-023 where it is another's
            turn.
    """
    with alone(token):
        demand_lease(token)
        return _extended(token, request)


def _extended(token: TokenSession, request: SignHead) -> Head:
    key = token_key(token, key_id_of(AUDIT))
    last = last_point(token)
    point, follows = _genuine(token, request.previous, key)
    passed = point == last or (follows and last == START)
    for entry in request.entries:
        point = (point[0] + 1, chain_hash(point[1], entry))
        passed = passed or point == last
    if not passed:
        detail = f"entries up to {point[0]} don't pass through what was signed at {last[0]}"
        raise StationError("HSM-014", detail)
    if point == START:
        raise StationError("HSM-014", "there is no entry to sign")
    head = SignedHead(*point, signed(key, head_message(*point)))
    if point != last:
        remember(token, point)
    return Head(head)


def sign_last(token: TokenSession, request: SignLast) -> Head:
    """Sign once more the head that was signed last, for a record which has lost it.

    Nothing is signed that wasn't before; what follows on it must tell of the loss.

    Raises:
        StationError: HSM-014 where no head was signed yet; HSM-013.
    """
    del request
    last = last_point(token)
    if last == START:
        raise StationError("HSM-014", "no head was signed yet")
    key = token_key(token, key_id_of(AUDIT))
    return Head(SignedHead(*last, signed(key, head_message(*last))))


def _genuine(token: TokenSession, head: SignedHead | None, key: TokenKey) -> tuple[Point, bool]:
    """Return where a head stands, and whether it is of the token that this one follows."""
    if head is None:
        if predecessor_of(token) is not None:
            raise StationError("HSM-014", "it follows another token, and begins no record")
        return START, False
    public = key.public_key()
    message = head_message(head.sequence, head.hash)
    point = (head.sequence, head.hash)
    try:
        if not isinstance(public, ec.EllipticCurvePublicKey):
            raise StationError("HSM-019", "it isn't an EC key", what=AUDIT)
        public.verify(head.signature, message, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        before = predecessor_of(token)
        if before is not None and before.signed(head):
            return point, True
        raise StationError("HSM-014", "the previous head's signature is not genuine") from error
    return point, False


def last_point(token: TokenSession) -> Point:
    """Return the point that the token signed last, or the start.

    Raises:
        StationError: HSM-013 where it remembers nothing at all, HSM-005.
    """
    points = [point for _, point in _remembered(token)]
    if not points:
        token.demand_presence()
        raise StationError("HSM-013", what="sequence")
    return max(points)


def remember(token: TokenSession, point: Point) -> None:
    """Write a point to the token, then forget all but it and the one before."""
    before = sorted(_remembered(token), key=lambda one: one[1])
    write_data(token, SEQUENCE, point[0].to_bytes(_NUMBER_SIZE, "big") + point[1])
    for old, _ in before[: len(before) - _KEPT + 1]:
        old.destroy()


def _remembered(token: TokenSession) -> list[tuple[Object, Point]]:
    found = []
    for stored in token.labelled(ObjectClass.DATA, SEQUENCE):
        value: bytes = stored[Attribute.VALUE]
        if len(value) == _VALUE_SIZE:
            point = (int.from_bytes(value[:_NUMBER_SIZE], "big"), value[_NUMBER_SIZE:])
            found.append((stored, point))
    return found


def read_sequence(token: TokenSession, request: ReadSequence) -> SequenceNumber:
    """Return number and hash of the head that the token signed last; 0 for none."""
    del request
    return SequenceNumber(*last_point(token))
