"""Keys that are about to leave the factory's token: which, how, and to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

IN_THE_CLEAR: Final = "anybody: in the clear, for practice"


class Way(Enum):
    """How keys leave."""

    EXPORT = "export"  # in a file, encrypted to a certificate
    PUSH = "push"  # to a service, over TLS


@dataclass(frozen=True)
class Disclosure:
    """Keys that leave together.

    Attributes:
        way: how.
        recipient: who gets them: a service's host; or a certificate, by SHA-256 (hexadecimal) of
            its DER.
        orders: names of the orders whose units have them.
        units: of how many units, at most: some may have them by then, or be aside.
        groups: enrollment groups whose own keys leave.
    """

    way: Way
    recipient: str
    orders: Sequence[str]
    units: int
    groups: Sequence[str] = ()

    @property
    def empty(self) -> bool:
        """Whether no key leaves."""
        return not (self.units or self.groups)
