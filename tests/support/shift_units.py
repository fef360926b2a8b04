"""The units of a simulated shift, each with its trouble, all from its seed and their numbers."""

import random
from dataclasses import dataclass
from enum import Enum
from typing import Final

from station.practice.unit_config import NORMAL, Behaviour, Manner


class Trouble(Enum):
    """What goes wrong with one unit of a shift."""

    NONE = "none"
    FAULT = "fault"  # the unit misbehaves
    CANCEL = "cancel"  # the worker breaks the run off
    PULL = "pull"  # the cable is pulled out in the midst
    SCAN = "scan"  # the label of another unit was scanned
    TWICE = "twice"  # a unit passes, and comes again
    PASSED = "passed"  # it is there again
    EMPTY = "empty"  # nobody is there


# Half of what goes wrong is the unit.
_TROUBLES: Final = (
    *(Trouble.CANCEL, Trouble.PULL, Trouble.SCAN, Trouble.TWICE, Trouble.EMPTY),
    *(5 * [Trouble.FAULT]),
)
# Of a thousand units; the rest are the two whose keys are the quickest to make.
_SELDOM: Final = (("modem", 40), ("tpm", 8), ("x509", 8), ("symmetric", 8), ("console", 4))
_USUAL: Final = ("symmetric-device", "x509-device")
PRODUCTS: Final = (*_USUAL, *(product for product, _ in _SELDOM))
# Products that come with processes of their own beside them, from the bench itself.
WHOLE: Final = frozenset({"tpm", "x509", "symmetric", "console"})

_ANY: Final = (Manner.SILENT, Manner.GARBAGE, Manner.SLOW, Manner.DIES, Manner.REFUSES)
_SMP: Final = (Manner.SWAPPED, Manner.NOISY, Manner.REBOOTS, Manner.REPEATS, Manner.LOSES)
_SECRET: Final = (Manner.WRONG_HMAC, Manner.SAME_RECIPIENT, Manner.BAD_POINT)
MANNERS: Final = {
    "symmetric-device": (*_ANY, *_SMP, *_SECRET, Manner.FORGETS),
    "x509-device": (*_ANY, *_SMP, Manner.FORGETS),
    "modem": (*_ANY, Manner.HALF, Manner.ENDLESS, Manner.REBOOTS),
    "tpm": (*_ANY, *_SMP, Manner.NO_TPM),
    "x509": (*_ANY, *_SMP),
    "symmetric": (*_ANY, *_SMP),
    "console": (Manner.SILENT, Manner.DIES, Manner.REFUSES, Manner.REBOOTS, Manner.SLOW),
}
_WITH_ORDERS: Final = frozenset({"tpm", "symmetric-device", "x509-device"})


@dataclass(frozen=True)
class Planned:
    """One unit of a shift.

    Attributes:
        number: from 1.
        product: what it is.
        trouble: what goes wrong.
        behaviour: the unit's.
        event: with which of its run's events a cancel or a pull strikes, from 0.
        wait_s: and how long after it, seconds.
    """

    number: int
    product: str
    trouble: Trouble = Trouble.NONE
    behaviour: Behaviour = NORMAL
    event: int = 0
    wait_s: float = 0.0

    @property
    def serial(self) -> str:
        """The serial number it says."""
        return f"SH-{self.number:06d}"


def planned(seed: int, number: int, troubled: float) -> Planned:
    """Return a unit of a shift, of which such a part of all units has a trouble."""
    chance = random.Random(f"{seed}/{number}")  # noqa: S311 - to be had again
    product = _product(number, chance)
    if chance.random() >= troubled:
        return Planned(number, product)
    trouble = chance.choice(_TROUBLES)
    behaviour = _behaviour(product, chance) if trouble is Trouble.FAULT else NORMAL
    wait_s = chance.choice([0.0, 0.005, 0.02])
    return Planned(number, product, trouble, behaviour, chance.randrange(12), wait_s)


def _product(number: int, chance: random.Random) -> str:
    drawn = chance.randrange(1_000)
    for product, share in _SELDOM:
        if drawn < share:
            return product
        drawn -= share
    return _USUAL[number % len(_USUAL)]


def _behaviour(product: str, chance: random.Random) -> Behaviour:
    manner = chance.choice(MANNERS[product])
    after = chance.choice([0, 0, 1, 2]) if product in _WITH_ORDERS else 0
    return Behaviour(manner, after, chance.choice([0.02, 0.2]))
