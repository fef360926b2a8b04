"""What a factory's token has signed last, asked for beside all work."""

from station.folders import Data, default_data
from station.hsm.factory import FactoryHsm
from station.hsm.tokens import TokenAddress
from station.hsm.tries import PinTries
from station.model.audit import KnownHead
from station.records.files import on_read_only_disk
from station.secret import Secret


def last_signed(data: Data, address: TokenAddress, pin: Secret) -> KnownHead:
    """Return the newest head that a token has signed.

    A wrong PIN counts, as each does: in the data folder, or in this user's own where that folder
    isn't there or can't be written.

    Args:
        data: the folder.
        address: the token's.
        pin: its PIN; wiped.

    Raises:
        StationError: HSM-042 where the PIN could use up the last try; CFG-003; as
            `FactoryHsm.open`.
    """
    if not data.root.is_dir() or on_read_only_disk(data.root):
        data = Data.made(default_data())
    with FactoryHsm.open(address, pin, PinTries(data.pin_tries)) as factory:
        return factory.last_head()
