"""Tokens of the factory's: made from empty ones, and looked at once they are unlocked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography import x509

from station.errors import StationError
from station.folders import Data
from station.hsm.replies import TokenIdentity
from station.hsm.requests_any import ANY, Marks
from station.hsm.tokens import Module, initialise_token
from station.hsm.tries import PinTries, describe_token
from station.model.lease import NO_LEASE
from station.operations.factory_file import FactoryFile
from station.operations.unlocked import unlocked
from station.secret import Secret

_SHORTEST: Final = 6


@dataclass(frozen=True)
class TokenState:
    """How the factory's token is.

    Attributes:
        token: what it says of itself.
        practice: whether it is a practice one.
        ends: when its issuing CA's certificate ends, UTC.
        days: how many days that are.
        sequence: the number of the entry of the audit chain that it signed last.
        turns: how often a folder took it over; 0 for never.
        holder: whose turn it is, the first digits; empty for nobody's.
        wrong: how many wrong PINs in a row it was given here, before this right one.
    """

    token: TokenIdentity
    practice: bool
    ends: datetime
    days: int
    sequence: int
    turns: int
    holder: str
    wrong: int


def look_at_token(data: Data, pin: Secret, now: datetime, *, last_try: bool = False) -> TokenState:
    """Unlock the factory's token, check that it is whole, and tell how it is; nothing is changed.

    Its count of wrong PINs begins anew.

    Args:
        data: the station's folder.
        pin: the token's.
        now: UTC.
        last_try: whether a supervisor is sure of the PIN, so that it is tried where it could be
            the last time before the token locks.

    Raises:
        StationError: CFG-007, CFG-011; HSM-042 where it could be the last try; as
            `unlocked`.
    """
    address = FactoryFile.read(data).address
    facts = describe_token(address)
    wrong = PinTries(data.pin_tries).wrong(facts)
    with unlocked(data, address, pin, last_try=last_try) as factory:
        issuing = x509.load_der_x509_certificate(factory.issuing_chain[0])
        lease = factory.lease()
        return TokenState(
            token=facts,
            practice=factory.practice,
            ends=issuing.not_valid_after_utc,
            days=(issuing.not_valid_after_utc - now).days,
            sequence=factory.last_sequence(),
            turns=lease.generation,
            holder="" if lease == NO_LEASE else lease.holder.hex()[:8],
            wrong=wrong,
        )


def initialise_empty(
    module: Module, label: str, so_pin: Secret, pin: Secret, marks: Marks = ANY
) -> None:
    """Initialise an empty token for a ceremony; one that has a user's PIN is never touched.

    Where that was broken off before the user had a PIN it goes on, by the officer's PIN of then.

    Args:
        module: its library.
        label: its label, 1 to 32 bytes.
        so_pin: for its security officer; the one that it has where it goes on.
        pin: for whoever works with it.
        marks: what else the empty token is told by, where there are several.

    Raises:
        StationError: HSM-043 where the PINs are one, too short or too easy, or the token takes none
            like that; as `initialise_token`.
    """
    if so_pin == pin:
        raise StationError("HSM-043", why="the officer's PIN and the token's are two PINs")
    for one in (so_pin, pin):
        with one.reveal() as data:
            easy = len(data) < _SHORTEST or len(set(data)) < 3
        if easy:
            why = f"it has at least {_SHORTEST} characters, and three different ones"
            raise StationError("HSM-043", why=why)
    initialise_token(module, label, so_pin, pin, marks)
