"""A unit's token within its worker: opened by one of several PINs, and given other ones."""

from collections.abc import Sequence
from typing import Final

from pkcs11 import PKCS11Error, TokenFlag
from pkcs11.types import Session, Slot
from pkcs11.types import Token as Pkcs11Token

from station.errors import StationError
from station.hsm.login import logged_in
from station.hsm.replies import Done, TokenFacts
from station.hsm.requests_pins import (
    ChangeOfficerPin,
    ChangePin,
    OpenByOneOf,
    ReadToken,
    SetUserPin,
)
from station.hsm.session import (
    TokenSession,
    bears,
    bears_blank,
    loaded,
    still_told,
    tokens_in,
    usable_token,
)
from station.hsm.token_info import ANY_LENGTH, pin_lengths
from station.secret import Secret

_USER: Final = {
    TokenFlag.USER_PIN_LOCKED: "HSM-004",
    TokenFlag.USER_PIN_FINAL_TRY: "HSM-032",
}
_OFFICER: Final = {
    TokenFlag.SO_PIN_LOCKED: "HSM-004",
    TokenFlag.SO_PIN_FINAL_TRY: "HSM-032",
}


def read_token(request: ReadToken) -> TokenFacts:
    """Return what the slots of these marks hold, and how long a PIN may be there.

    Raises:
        StationError: HSM-001; HSM-008 where the token doesn't tell.
    """
    library, marks = loaded(request.library), request.marks
    told = still_told(marks, library)
    found, others, blank = list[Slot](), list[Slot](), list[Slot]()
    for slot, token in tokens_in(library.get_slots(token_present=True)):
        if TokenFlag.TOKEN_INITIALIZED not in token.flags:
            if bears_blank(marks, library, slot, token):
                blank.append(slot)
        elif not bears(told, library, slot, token):
            continue
        elif request.label in {None, token.label}:
            found.append(slot)
        else:
            others.append(slot)
    shortest, longest = ANY_LENGTH
    for slot in (found or blank)[:1]:
        shortest, longest = pin_lengths(request.library, slot.slot_id)
    return TokenFacts(len(found), len(others), len(blank), shortest, longest)


def check_tries(flags: TokenFlag, *, officer: bool = False) -> None:
    """Let one more PIN be tried where a wrong one wouldn't lock the token.

    Raises:
        StationError: HSM-032 where it would, HSM-004 where it is locked.
    """
    for flag, code in (_OFFICER if officer else _USER).items():
        if flag in flags:
            raise StationError(code, f"its flags say {flag.name}")


def open_by_one_of(request: OpenByOneOf) -> tuple[TokenSession, int]:
    """Log in by the first PIN that the token takes, and return which it was.

    Raises:
        StationError: as `open_session`; HSM-003 where it takes none, HSM-032 where trying on could
            lock it.
    """
    slot, token, vendor = usable_token(request)
    session, index = _by_one_of(slot, token, request.pins)
    return TokenSession(slot, session, vendor), index


def _by_one_of(
    slot: Slot, token: Pkcs11Token, pins: Sequence[Secret], *, officer: bool = False
) -> tuple[Session, int]:
    refused = StationError("HSM-003", "there is no PIN to try")
    for index, pin in enumerate(pins):
        check_tries(slot.get_token().flags, officer=officer)
        try:
            return logged_in(slot, token, pin, officer=officer), index
        except StationError as error:
            if error.code != "HSM-003":
                raise
            refused = error
    raise refused


def change_pin(token: TokenSession, request: ChangePin) -> Done:
    """Change the PIN of the user who is logged in; both are wiped.

    Raises:
        StationError: HSM-008 for what the token says.
    """
    _change(token.session, request.old, request.new)
    return Done()


def _change(session: Session, old: Secret, new: Secret) -> None:
    try:
        with old.reveal() as before, new.reveal() as after:
            session.set_pin(before.decode("utf-8"), after.decode("utf-8"))
    except UnicodeDecodeError:
        raise StationError("HSM-008", "a PIN is not UTF-8") from None
    except PKCS11Error as error:
        raise StationError("HSM-008", f"{type(error).__name__} at the new PIN") from error
    finally:
        old.wipe()
        new.wipe()


def change_officer_pin(request: ChangeOfficerPin) -> Done:
    """Give the security officer another PIN, unless the token has it already.

    Raises:
        StationError: as `open_by_one_of`, of the security officer's PIN; as `change_pin`.
    """
    slot, token, _ = usable_token(request)
    with request.new.reveal() as data:
        kept = [Secret(data)]
    for pin in request.known:
        with pin.reveal() as data:
            kept.append(Secret(data))
    session, index = _by_one_of(slot, token, (*request.known, request.new), officer=True)
    with session:
        if index < len(request.known):
            _change(session, kept[index + 1], request.new)
    return Done()


def set_user_pin(request: SetUserPin) -> Done:
    """Log in as the security officer and give the user a PIN, whether there was one or not.

    Raises:
        StationError: as `change_officer_pin`.
    """
    slot, token, _ = usable_token(request)
    session, _ = _by_one_of(slot, token, (request.so_pin,), officer=True)
    try:
        with session, request.pin.reveal() as pin:
            session.init_pin(pin.decode("utf-8"))
    except PKCS11Error as error:
        raise StationError("HSM-008", f"{type(error).__name__} at the user's PIN") from error
    finally:
        request.pin.wipe()
    return Done()
