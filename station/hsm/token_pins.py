"""The PINs of a unit's token as the rest of Station sees them: made, tried, changed."""

import secrets
import string
from collections.abc import Sequence
from contextlib import ExitStack
from threading import Event
from typing import Final

from station.errors import StationError
from station.hsm.frames import Patience
from station.hsm.messages import Answer, Request
from station.hsm.replies import Done, TokenFacts, Which
from station.hsm.requests_pins import (
    ChangeOfficerPin,
    ChangePin,
    OpenByOneOf,
    ReadToken,
    SetUserPin,
)
from station.hsm.tokens import TIMEOUT_S, Token, TokenAddress
from station.model.profile_choices import PinAlphabet
from station.secret import Secret

# Without those that a person mistakes for another on paper: 0 O o, 1 I l.
_SIGNS: Final = {
    PinAlphabet.DIGITS: string.digits.encode(),
    PinAlphabet.LETTERS: bytes(
        sign for sign in (string.ascii_letters + string.digits).encode() if sign not in b"0Oo1Il"
    ),
}


def random_pin(length: int, alphabet: PinAlphabet) -> Secret:
    """Return a new PIN from the system's random numbers, each sign as likely as any other.

    Args:
        length: how many signs.
        alphabet: what it is made of.
    """
    signs = _SIGNS[alphabet]
    return Secret(bytes(secrets.choice(signs) for _ in range(length)))


def check_pin_length(facts: TokenFacts, length: int) -> None:
    """Let PINs pass that are as long as the token takes.

    Raises:
        StationError: PRF-016.
    """
    if not facts.shortest <= length <= facts.longest:
        taken = f"{facts.shortest} to {facts.longest}"
        raise StationError("PRF-016", quantity=length, what=taken)


def read_token(address: TokenAddress, cancel: Event | None = None) -> TokenFacts:
    """Return what is in the address's slots and how long a PIN may be there; nobody logs in.

    Raises:
        StationError: HSM-001, HSM-006, HSM-007, HSM-008; LIN-003 cancelled.
    """
    request = ReadToken(address.module.library, address.label, address.marks)
    return _asked_once(address, request, TokenFacts, cancel)


def open_by_one_of(
    address: TokenAddress, pins: Sequence[Secret], cancel: Event | None = None
) -> tuple[Token, int]:
    """Start a worker for the token and log in by the first PIN that it takes.

    Args:
        address: where it is.
        pins: the user's, UTF-8, in the order that they are tried.
        cancel: looked at while waiting.

    Returns:
        The open token, and which of the PINs it was.

    Raises:
        StationError: as `Token.open`; HSM-003 where it takes none of them, HSM-032 where trying
            on could lock it.
    """
    with ExitStack() as undo:
        token = undo.enter_context(Token(address.post, TIMEOUT_S, cancel))
        request = OpenByOneOf(address.module.library, address.label, tuple(pins), address.marks)
        index = token.ask(request, Which).index
        undo.pop_all()
    return token, index


def change_pin(token: Token, old: Secret, new: Secret) -> None:
    """Change the PIN of an open token's user.

    Raises:
        StationError: HSM-008 for what the token says.
    """
    token.ask(ChangePin(old, new), Done)


def change_officer_pin(
    address: TokenAddress, known: Sequence[Secret], new: Secret, cancel: Event | None = None
) -> None:
    """Give a token's security officer a PIN in place of one of those known, or of the same.

    Raises:
        StationError: HSM-002; HSM-003 where it takes none of them, HSM-032 where trying on could
            lock it, HSM-004; HSM-024, HSM-047 as `Token.open`; HSM-006, HSM-007, HSM-008; LIN-003
            cancelled, and then it may have been changed all the same.
    """
    request = ChangeOfficerPin(
        address.module.library, address.label, tuple(known), new, address.marks
    )
    _asked_once(address, request, Done, cancel)


def set_user_pin(
    address: TokenAddress, so_pin: Secret, pin: Secret, cancel: Event | None = None
) -> None:
    """Give a token's user a PIN, as its security officer, whether there was one or not.

    Raises:
        StationError: as `change_officer_pin`.
    """
    request = SetUserPin(address.module.library, address.label, so_pin, pin, address.marks)
    _asked_once(address, request, Done, cancel)


def _asked_once(
    address: TokenAddress, request: Request, expected: type[Answer], cancel: Event | None
) -> Answer:
    patience = Patience(TIMEOUT_S, cancel)
    with address.post.worker(patience) as worker:
        return worker.ask(request, expected, patience)
