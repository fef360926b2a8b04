"""The keys of enrollment groups: made in the factory's token, and devices' keys derived from them.

A production token's group keys never leave but once: as one is made or taken in, it is wrapped for
the service's owner and for the escrow. A practice token's can be read, and are: its exports hold
them in the clear.

A group's keys are numbered: the first is 1, and one that takes its place when it is rotated is 2.
Both are on the token until the older one is retired.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from pkcs11 import Attribute, KeyType, Mechanism, MechanismFlag, ObjectClass, PKCS11Error
from pkcs11.types import Key, SecretKey, SignMixin

from station.errors import StationError
from station.hsm.births import Note, forget_note, note_of
from station.hsm.escrow import (
    TRAVELLING,
    Passenger,
    Place,
    escrow_digest,
    recipients,
    settled,
    unwrapped,
)
from station.hsm.injection import HMACS_ONLY
from station.hsm.layout import (
    SEALING,
    TRANSPORT,
    demand_kept,
    demanded,
    demanded_signer,
    demanded_world,
    key_id_of,
)
from station.hsm.lease import demand_lease
from station.hsm.protection import Birth
from station.hsm.replies import (
    Blob,
    Blobs,
    Done,
    KeyBirth,
    Secrets,
)
from station.hsm.requests_escrow import InstallGroupKey, ReadKeyBirth
from station.hsm.requests_factory import (
    CreateGroupKey,
    DeriveKeys,
    DiscloseGroupKey,
    RetireGroupKey,
)
from station.hsm.requests_transport import DerivedHmac, WrapDerivedKey
from station.hsm.session import TokenSession
from station.hsm.transport import PADDINGS, transport_key
from station.model.names import RegistrationId, shown
from station.model.proof import MADE_KEY, MAX_KEY, MIN_KEY
from station.model.world import (
    World,
)
from station.secret import Secret

_ID_SIZE: Final = 20
# From how many HMACs on a key's copy is worth its making.
_FEW: Final = 8


@dataclass(frozen=True)
class NamedKey:
    """One of a group's keys, by the group's ID and the key's number."""

    group_id: str
    number: int

    @property
    def key_id(self) -> bytes:
        """Its CKA_ID: tokens limit its size, and group IDs have up to 128 characters."""
        if self.number < 1:
            raise StationError("HSM-006", f"a group's key of number {self.number}")
        text = RegistrationId.parse(self.group_id).folded
        if self.number > 1:
            text += f"\n{self.number}"
        return hashlib.sha256(b"station-group-v1\n" + text.encode()).digest()[:_ID_SIZE]

    @property
    def what(self) -> str:
        """What it is called, on the token and in messages."""
        more = f", number {self.number}" if self.number > 1 else ""
        return f"key of the group {self.group_id}{more}"


def create_group_key(token: TokenSession, request: CreateGroupKey) -> KeyBirth:
    """Make a group's key of 64 bytes; one that is there already stays, having been checked.

    In production it is wrapped for the owner and the escrow before it is kept, and never again.

    Raises:
        StationError: HSM-019 where it isn't as it must be; HSM-038 where one is there that wasn't
            wrapped for the owner; HSM-040 where that can't be done, HSM-013, HSM-008.
    """
    world = demanded_world(token)
    named = NamedKey(request.group_id, request.number)
    key_id = named.key_id
    if not token.objects(ObjectClass.SECRET_KEY, key_id):
        wanted = recipients(token, request.owner) if world is World.PRODUCTION else []
        place = Place(key_id, named.what, HMACS_ONLY)
        if wanted:
            settled(token, _generated(token, TRAVELLING), place, Birth.WRAPPED_ONCE, wanted)
        else:
            kept = {
                Attribute.PRIVATE: True,
                Attribute.SENSITIVE: world is World.PRODUCTION,
                Attribute.EXTRACTABLE: world is World.PRACTICE,
            }
            # Of a key that was broken off in its making.
            forget_note(token, key_id)
            _generated(token, kept, place)
    return _checked(token, named, request.owner)


def _generated(
    token: TokenSession, template: Mapping[Attribute, bool], place: Place | None = None
) -> SecretKey:
    key = token.session.generate_key(
        KeyType.GENERIC_SECRET,
        MADE_KEY * 8,
        id=place.key_id if place else None,
        label=place.label if place else None,
        store=place is not None,
        capabilities=MechanismFlag.SIGN,
        template=dict(template),
    )
    if not isinstance(key, SecretKey):
        raise StationError("HSM-008", "it made no secret key")
    return key


def _checked(token: TokenSession, named: NamedKey, owner: bytes | None) -> KeyBirth:
    """Return how a group's key was born, having checked that it is as it must be.

    Args:
        token: the factory's.
        named: the key.
        owner: for whom it must have been wrapped, empty for nobody; None for whoever.
    """
    key_id, what = named.key_id, named.what
    key = demanded(token, ObjectClass.SECRET_KEY, key_id, what)
    note = note_of(token, key_id)
    long_enough = isinstance(key, Key) and key[Attribute.VALUE_LEN] == MADE_KEY
    if not long_enough and note.birth is not Birth.OUTSIDE:
        raise StationError("HSM-019", "it isn't 64 bytes long", what=what)
    if demanded_world(token) is World.PRODUCTION:
        demand_kept(token, key, (what, note.birth), HMACS_ONLY)
        if owner is not None:
            _demand_for(token, note, owner, named.group_id)
    return note.told(escrow_digest(token))


def _demand_for(token: TokenSession, note: Note, owner: bytes, group_id: str) -> None:
    """Check that a key left for this owner, or where there is none for the escrow at most."""
    digest = hashlib.sha256(owner).digest() if owner else b""
    others = {copy.recipient for copy in note.copies} - {digest, escrow_digest(token)}
    if others or (owner and not note.copy_for(digest)):
        raise StationError("HSM-038", name=shown(group_id))


def install_group_key(token: TokenSession, request: InstallGroupKey) -> KeyBirth:
    """Take in a group's key that its owner gives, where the group has none yet.

    Raises:
        StationError: HSM-038 where it has one, HSM-039 where it can't be taken, HSM-040, HSM-008.
    """
    world = demanded_world(token)
    named = NamedKey(request.group_id, request.number)
    if world is World.PRACTICE:
        # An export gives practice keys out, which one that was taken in doesn't allow.
        raise StationError("HSM-039", why="practice makes the keys of its groups itself")
    if token.objects(ObjectClass.SECRET_KEY, named.key_id):
        raise StationError("HSM-038", name=shown(request.group_id))
    if request.clear is None:
        key = unwrapped(token, TRANSPORT, Passenger.GROUP, request.wrapped)
    else:
        key = _in_the_clear(token, request.clear)
    _demand_usable(token, key)
    wanted = recipients(token, request.owner)
    place = Place(named.key_id, named.what, HMACS_ONLY)
    return settled(token, key, place, Birth.OUTSIDE, wanted).told(escrow_digest(token))


def _in_the_clear(token: TokenSession, key: Secret) -> SecretKey:
    with key.reveal() as value:
        created = token.session.create_object(
            {
                Attribute.CLASS: ObjectClass.SECRET_KEY,
                Attribute.KEY_TYPE: KeyType.GENERIC_SECRET,
                Attribute.TOKEN: False,
                **TRAVELLING,
                **HMACS_ONLY,
                Attribute.VALUE: value,
            }
        )
    if not isinstance(created, SecretKey):
        raise StationError("HSM-008", "it made no secret key")
    return created


def _demand_usable(token: TokenSession, key: SecretKey) -> None:
    """Check that a key makes HMACs; some tokens refuse a short one only when it is used."""
    # A token may not say how long a key is that it unwrapped.
    size = key[Attribute.VALUE_LEN]
    wrong = size and not max(MIN_KEY, token.vendor.shortest_hmac_key) <= size <= MAX_KEY
    detail = f"{size} bytes" if wrong else ""
    if not wrong and isinstance(key, SignMixin):
        try:
            key.sign(b"station", mechanism=Mechanism.SHA256_HMAC)
        except PKCS11Error as error:
            detail = type(error).__name__
    if detail:
        key.destroy()
        token.demand_presence()
        raise StationError("HSM-039", detail, why="it is too short or too long")


def read_key_birth(token: TokenSession, request: ReadKeyBirth) -> KeyBirth:
    """Return how a group's key was born, or the sealing key, and the copies made then.

    Raises:
        StationError: HSM-013 without the key, HSM-019.
    """
    if request.group_id is not None:
        return _checked(token, NamedKey(request.group_id, request.number), None)
    return note_of(token, key_id_of(SEALING.label)).told(escrow_digest(token))


def derive_keys(token: TokenSession, request: DeriveKeys) -> Secrets:
    """Derive devices' keys in the token: HMAC-SHA256 of each input by the group's key, end to end.

    Raises:
        StationError: HSM-013 without the group's key, HSM-023 where it is another's turn.
    """
    named = NamedKey(request.group_id, request.number)
    return Secrets((Secret(b"".join(_derived(token, named, request.inputs))),))


def _derived(token: TokenSession, named: NamedKey, inputs: tuple[bytes, ...]) -> list[bytes]:
    demand_lease(token)
    key = demanded_signer(token, named.key_id, named.what)
    if len(inputs) < _FEW:
        return _hmacs(key, inputs)
    with _at_hand(key) as quick:
        return _hmacs(quick, inputs)


def _hmacs(key: SignMixin, inputs: tuple[bytes, ...]) -> list[bytes]:
    return [key.sign(one, mechanism=Mechanism.SHA256_HMAC) for one in inputs]


@contextmanager
def _at_hand(key: SignMixin) -> Iterator[SignMixin]:
    """Yield a copy of a key that lives in this session alone, else the key itself.

    Libraries that keep a token in files read the key from its file for each HMAC. The copy stays in
    the token as the key does, and what can't be done with the key can't be done with it.
    """
    copy = None
    with suppress(PKCS11Error):  # not every token copies
        copy = key.copy({Attribute.TOKEN: False})
    try:
        yield copy if isinstance(copy, SignMixin) else key
    finally:
        if copy is not None:
            copy.destroy()


def wrap_derived_key(token: TokenSession, request: WrapDerivedKey) -> Blobs:
    """Derive a device's key; return it encrypted to a unit's token, and its HMAC of the message.

    Raises:
        StationError: HSM-028 for a transport key or a padding that is none; as `derive_keys`.
    """
    transport = transport_key(request.transport)
    chosen = next((one for one in PADDINGS if one.name == request.padding), None)
    if chosen is None:
        raise StationError("HSM-028", "it names no padding that is known")
    (key,) = _derived(token, NamedKey(request.group_id, request.number), (request.name,))
    wrapped = chosen.encrypted(transport, key)
    return Blobs((wrapped, hmac.digest(key, request.message, "sha256")))


def derived_hmac(token: TokenSession, request: DerivedHmac) -> Blob:
    """Return HMAC-SHA256 of a message by a device's key; raises as `derive_keys`."""
    (key,) = _derived(token, NamedKey(request.group_id, request.number), (request.name,))
    return Blob(hmac.digest(key, request.message, "sha256"))


def disclose_group_key(token: TokenSession, request: DiscloseGroupKey) -> Secrets:
    """Read a group's key out of a practice token.

    Raises:
        StationError: SVC-006 of a production token, HSM-013.
    """
    if demanded_world(token) is not World.PRACTICE:
        raise StationError("SVC-006", "the factory's token is not a practice token")
    named = NamedKey(request.group_id, request.number)
    key = demanded(token, ObjectClass.SECRET_KEY, named.key_id, named.what)
    return Secrets((Secret(key[Attribute.VALUE]),))


def retire_group_key(token: TokenSession, request: RetireGroupKey) -> Done:
    """Destroy a group's key and the note of its birth; where it isn't there, nothing is done.

    Raises:
        StationError: HSM-023 where it is another's turn.
    """
    demand_lease(token)
    key_id = NamedKey(request.group_id, request.number).key_id
    for key in token.objects(ObjectClass.SECRET_KEY, key_id):
        key.destroy()
    token.forget(key_id)
    forget_note(token, key_id)
    return Done()
