"""A token within its worker: found, logged in to, its objects looked up, its errors explained."""

import hashlib
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from functools import cached_property
from typing import Final

import pkcs11
from pkcs11 import (
    Attribute,
    KeyType,
    Mechanism,
    MechanismFlag,
    ObjectClass,
    PKCS11Error,
    TokenFlag,
    exceptions,
)
from pkcs11._pkcs11 import lib as Library  # noqa: N812 - it is a class
from pkcs11.types import Object, Session, SignMixin, Slot, WrapMixin
from pkcs11.types import Token as Pkcs11Token

from station.errors import StationError
from station.hsm.beginning import hand_over_argument
from station.hsm.login import GONE, logged_in
from station.hsm.requests_any import (
    Marks,
    OpenToken,
    ProveOfficer,
)
from station.hsm.requests_modules import CheckToken
from station.hsm.requests_pins import ChangeOfficerPin, OpenByOneOf, SetUserPin
from station.hsm.vendors import Vendor, slots_move, vendor_in
from station.model.lease import NO_LEASE
from station.model.names import shown

_Addressed = OpenToken | CheckToken | OpenByOneOf | ChangeOfficerPin | SetUserPin
# How many tokens an error names.
_NAMED: Final = 8
_WRITTEN_S: Final = 0.1


class TokenSession:
    """The one session of a worker, read and write, logged in as the user.

    Args:
        slot: where the token is.
        session: the open session.
        vendor: what is special about its library.

    Attributes:
        lease: the turn that this session took, of a factory's token.
        lease_held: where the token keeps that turn, as long as it is this session's.
    """

    def __init__(self, slot: Slot, session: Session, vendor: Vendor) -> None:
        self.slot = slot
        self.session = session
        self.vendor = vendor
        self.lease = NO_LEASE
        self.lease_held: Object | None = None
        self._signers: dict[tuple[ObjectClass, bytes], SignMixin] = {}

    def objects(self, kind: ObjectClass, key_id: bytes | None = None) -> list[Object]:
        """Return the token's own objects of a class, those with that CKA_ID if one is given."""
        wanted: dict[Attribute, object] = {Attribute.CLASS: kind, Attribute.TOKEN: True}
        if key_id is not None:
            wanted[Attribute.ID] = key_id
        return list(self.session.get_objects(wanted))

    def labelled(self, kind: ObjectClass, label: str) -> list[Object]:
        """Return the token's own objects of a class with that CKA_LABEL."""
        return list(
            self.session.get_objects(
                {Attribute.CLASS: kind, Attribute.TOKEN: True, Attribute.LABEL: label}
            )
        )

    def only(self, kind: ObjectClass, key_id: bytes) -> Object:
        """Return the one object of a class with that CKA_ID.

        Raises:
            StationError: HSM-008 where there is none or more than one, HSM-005 without a token.
        """
        found = self.objects(kind, key_id)
        if len(found) != 1:
            self.demand_presence()
            detail = f"{len(found)} objects of class {kind.name} with the ID {_shown_id(key_id)}"
            raise StationError("HSM-008", detail)
        return found[0]

    def signer(self, kind: ObjectClass, key_id: bytes) -> SignMixin:
        """Return the private or secret key with that CKA_ID, to sign with; found once, then kept.

        Raises:
            StationError: as `only`; HSM-008 for a key that doesn't sign.
        """
        if not self.knows(kind, key_id):
            key = self.only(kind, key_id)
            if not isinstance(key, SignMixin):
                raise StationError("HSM-008", f"the key {_shown_id(key_id)} doesn't sign")
            self._signers[kind, key_id] = key
        return self._signers[kind, key_id]

    def forget(self, key_id: bytes) -> None:
        """Keep nothing that was found under that CKA_ID."""
        for known in [known for known in self._signers if known[1] == key_id]:
            del self._signers[known]

    def knows(self, kind: ObjectClass, key_id: bytes) -> bool:
        """Tell whether `signer` has found that key before."""
        return (kind, key_id) in self._signers

    @cached_property
    def serial_digest(self) -> str:
        """SHA-256 of the token's serial number, hexadecimal."""
        return hashlib.sha256(self.slot.get_token().serial).hexdigest()

    @cached_property
    def mechanisms(self) -> frozenset[Mechanism]:
        """What the token says that it can do."""
        return frozenset(self.slot.get_mechanisms())

    @cached_property
    def wrapper(self) -> WrapMixin:
        """An AES key of this session alone that may wrap, as any holder of the PIN can make it."""
        key = self.session.generate_key(
            KeyType.AES, 256, store=False, capabilities=MechanismFlag.WRAP | MechanismFlag.ENCRYPT
        )
        if not isinstance(key, WrapMixin):
            raise exceptions.KeyTypeInconsistent
        return key

    def present(self) -> bool:
        """Tell whether the token is still there; the session itself often doesn't notice."""
        try:
            return TokenFlag.TOKEN_INITIALIZED in self.slot.get_token().flags
        except PKCS11Error:
            return False

    def demand_presence(self) -> None:
        """Raise HSM-005 where the token is no longer there."""
        if not self.present():
            raise StationError("HSM-005", "it is no longer in its slot")

    def explained(self, error: PKCS11Error) -> StationError:
        """Return a library's error as Station's: HSM-005, HSM-015, HSM-047 or HSM-008."""
        name = type(error).__name__
        # SoftHSM says ObjectHandleInvalid or GeneralError for a token that vanished.
        if isinstance(error, GONE) or not self.present():
            return StationError("HSM-005", name)
        if isinstance(error, exceptions.DeviceMemory):
            return StationError("HSM-015", name)
        if isinstance(error, exceptions.TokenWriteProtected):
            return StationError("HSM-047", name)
        return StationError("HSM-008", name)

    def close(self) -> None:
        """Log out and close; a token that is gone is closed enough."""
        with suppress(PKCS11Error):
            self.session.close()


def _shown_id(key_id: bytes) -> str:
    return shown(key_id.decode("latin-1"))


def open_session(request: OpenToken) -> TokenSession:
    """Load the library, find the token and log in.

    Raises:
        StationError: HSM-001 without the library, HSM-002 without the token, HSM-003 for a wrong
            PIN, HSM-004 for a locked one, HSM-024 where the library is no place for keys, HSM-047
            for one that can't be written to, HSM-008 for what else the library says.
    """
    return _opened(request, *usable_token(request))


def opened(request: OpenToken | CheckToken) -> TokenSession:
    """As `open_session`, also of a library that is no place for keys.

    Raises:
        StationError: as `open_session`, but no HSM-024.
    """
    return _opened(request, *_writable_token(request))


def usable_token(request: _Addressed) -> tuple[Slot, Pkcs11Token, Vendor]:
    """Find the token that a request names, before any PIN is tried on it.

    Raises:
        StationError: HSM-001, HSM-002; HSM-024 where the library is no place for keys, HSM-047
            where the token can't be written to.
    """
    slot, token, vendor = _writable_token(request)
    demand_usable(vendor)
    return slot, token, vendor


def _writable_token(request: _Addressed) -> tuple[Slot, Pkcs11Token, Vendor]:
    library = loaded(request.library)
    slot, token = find_token(library, request.label, request.marks)
    if TokenFlag.WRITE_PROTECTED in token.flags:
        raise StationError("HSM-047", "its flags say so")
    return slot, token, vendor_in(library, token)


def _opened(
    request: OpenToken | CheckToken, slot: Slot, token: Pkcs11Token, vendor: Vendor
) -> TokenSession:
    if TokenFlag.USER_PIN_LOCKED in token.flags:
        raise StationError("HSM-004", "its flags say so")
    return TokenSession(slot, logged_in(slot, token, request.pin), vendor)


def loaded(path: str) -> Library:
    """Load a library and have it begin.

    Raises:
        StationError: HSM-001.
    """
    try:
        hand_over_argument(path)
        return pkcs11.lib(path)
    except PKCS11Error as error:
        detail = shown(str(error) or type(error).__name__, 200)
        raise StationError("HSM-001", detail, module=path) from error


def tokens_in(slots: Sequence[Slot]) -> Iterator[tuple[Slot, Pkcs11Token]]:
    """Yield each slot that has a token that can be read, with it."""
    for slot in slots:
        # Another slot's broken token doesn't matter here.
        with suppress(PKCS11Error):
            yield slot, slot.get_token()


def find_token(library: Library, label: str | None, marks: Marks) -> tuple[Slot, Pkcs11Token]:
    """Return the one initialised token of that label and these marks; with its slot.

    One that isn't there is looked for once more a little later: SoftHSM 2.6 empties a token's file
    before it writes it, as at each login, and whoever begins just then is shown no such token.

    Raises:
        StationError: HSM-002 where there is none or more than one.
    """
    try:
        return _found(library, label, marks)
    except StationError:
        time.sleep(_WRITTEN_S)
        library.reinitialize()
        return _found(library, label, marks)


def _found(library: Library, label: str | None, marks: Marks) -> tuple[Slot, Pkcs11Token]:
    marks = still_told(marks, library)
    initialised = [
        (slot, token)
        for slot, token in tokens_in(library.get_slots(token_present=True))
        if TokenFlag.TOKEN_INITIALIZED in token.flags
    ]
    found = [
        (slot, token)
        for slot, token in initialised
        if label in {None, token.label} and bears(marks, library, slot, token)
    ]
    if len(found) != 1:
        raise StationError("HSM-002", _why_not_one(len(found), initialised, label, marks))
    return found[0]


def still_told(marks: Marks, library: Library) -> Marks:
    """Return the marks that an initialised token can still be told by.

    A slot's number is none of them where the library gave the slot another one when the token in it
    was initialised: then no slot has that number any more.
    """
    if marks.slot_id is None or not slots_move(library.manufacturer_id):
        return marks
    there = {slot.slot_id for slot in library.get_slots()}
    return marks if marks.slot_id in there else replace(marks, slot_id=None)


def demand_usable(vendor: Vendor) -> None:
    """Check that a library is a place for keys, or raise HSM-024."""
    if vendor.refused is not None:
        raise StationError("HSM-024", vendor.refused, module=vendor.name)


def bears(marks: Marks, library: Library, slot: Slot, token: Pkcs11Token) -> bool:
    """Tell whether a token is the one that is told by these marks."""
    major, minor = library.library_version[:2]
    said = Marks(
        serial=text_of(token.serial),
        model=text_of(token.model),
        manufacturer=text_of(token.manufacturer_id),
        slot_id=slot.slot_id,
        library_manufacturer=text_of(library.manufacturer_id),
        library_description=text_of(library.library_description),
        library_version=f"{major}.{minor}",
    )
    return all(
        getattr(marks, part.name) in {None, getattr(said, part.name)} for part in fields(Marks)
    )


def bears_blank(marks: Marks, library: Library, slot: Slot, token: Pkcs11Token) -> bool:
    """Tell whether a token that was never initialised is the one that is told by these marks.

    Many get their serial number only then: where the slot is told, it does without.
    """
    if marks.slot_id is not None and not text_of(token.serial):
        marks = replace(marks, serial=None)
    return bears(marks, library, slot, token)


def text_of(field: str | bytes) -> str:
    """Return a field of a token's as text, without the blanks and zeros that fill it up."""
    text = field.decode("utf-8", "replace") if isinstance(field, bytes) else field
    return text.rstrip(" \0")


def _why_not_one(
    found: int, initialised: Sequence[tuple[Slot, Pkcs11Token]], label: str | None, marks: Marks
) -> str:
    """Say which token was wanted and which there are, so that a wrong label can be seen."""
    said = {"label": label} | {part.name: getattr(marks, part.name) for part in fields(Marks)}
    wanted = [
        f"{name.replace('_', ' ')} {shown(str(value))}"
        for name, value in said.items()
        if value is not None
    ]
    there = [
        f"{shown(token.label) or '-'} (serial {shown(text_of(token.serial)) or '-'})"
        for _, token in initialised[:_NAMED]
    ]
    if len(initialised) > _NAMED:
        there.append(f"{len(initialised) - _NAMED} more")
    which = f"wanted is the token of {', '.join(wanted)}" if wanted else "any one was wanted"
    return f"{found} fit of {len(initialised)} tokens: {which}; there: {', '.join(there) or 'none'}"


def found_token(path: str, label: str | None, marks: Marks) -> Pkcs11Token:
    """Return the one initialised token of that label; nobody is logged in.

    Raises:
        StationError: HSM-001, HSM-002.
    """
    return find_token(loaded(path), label, marks)[1]


def prove_officer(request: ProveOfficer) -> None:
    """Log in as the token's security officer, and out again.

    Raises:
        StationError: as `open_session`, of the security officer's PIN.
    """
    slot, token = find_token(loaded(request.library), request.label, request.marks)
    logged_in(slot, token, request.so_pin, officer=True).close()
