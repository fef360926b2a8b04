"""How the PINs of the factory's tokens stand, before anybody tries one of them again."""

from dataclasses import dataclass

from station.folders import Data
from station.hsm.modules import TokenFlags
from station.hsm.tokens import TokenAddress
from station.hsm.tries import PinTries, describe_token
from station.model.names import shown
from station.operations.ceremony_plan import Progress
from station.operations.factory_file import FactoryFile


@dataclass(frozen=True)
class PinStanding:
    """How often a token's PIN was wrong, as far as Station counted and the token tells.

    Attributes:
        label: the token's.
        serial: its serial number.
        wrong: how many wrong PINs in a row it was given here.
        low: whether it says that a wrong PIN was given since the last right one.
        final: whether it says that one more wrong PIN locks it.
        locked: whether it says that it is locked.
    """

    label: str
    serial: str
    wrong: int
    low: bool
    final: bool
    locked: bool


def pin_standings(data: Data) -> tuple[PinStanding, ...]:
    """Return how the PINs stand of the station's token, or of both tokens of its ceremony.

    No PIN is needed or tried.

    Args:
        data: the station's folder, or one in which a ceremony was begun.

    Raises:
        StationError: CFG-007 where there is neither; CFG-003; as `describe_token`.
    """
    progress = Progress.read(data)
    if progress is None:
        return (_standing(data, FactoryFile.read(data).address),)
    plan = progress.plan
    return tuple(_standing(data, place.address) for place in (plan.root, plan.factory))


def _standing(data: Data, address: TokenAddress) -> PinStanding:
    facts = describe_token(address)
    return PinStanding(
        label=shown(facts.label),
        serial=shown(facts.serial),
        wrong=PinTries(data.pin_tries).wrong(facts),
        low=TokenFlags.USER_PIN_COUNT_LOW in TokenFlags(facts.flags),
        final=facts.final_try,
        locked=facts.locked,
    )
