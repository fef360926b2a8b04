"""The factory's token, unlocked: by a credential only where two supervisors chose that.

Whether they did is asked once the token is open, whose key tells whether the record's word is
genuine, and before anything is done with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from station.folders import Data
from station.hsm.factory import FactoryHsm
from station.hsm.tokens import TokenAddress
from station.hsm.tries import PinTries
from station.model.unlocking import CredentialPin
from station.records.credentials import check_chosen
from station.secret import Secret


@contextmanager
def unlocked(
    data: Data, address: TokenAddress, pin: Secret, *, last_try: bool = False
) -> Iterator[FactoryHsm]:
    """Give the factory's token, unlocked; nothing is written but the count of wrong PINs.

    Args:
        data: the station's folder.
        address: the token.
        pin: its PIN.
        last_try: whether a supervisor is sure of it, so that it is tried a last time.

    Raises:
        StationError: HSM-053, REC-012 where it is a credential's and nobody chose that; as
            `FactoryHsm.open`.
    """
    with FactoryHsm.open(address, pin, PinTries(data.pin_tries, last_try=last_try)) as factory:
        if isinstance(pin, CredentialPin):
            check_chosen(data.database, factory)
        yield factory
