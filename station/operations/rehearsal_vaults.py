"""What the rehearsal's service may have the factory's token sign, and for whom.

Any program of this computer can speak to the service's port. So it has the token asked for the
units alone that rehearse at this moment, only for the text of a SAS token of practice's scope, and
not without end. What the token answers is compared there and goes nowhere.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Final
from urllib.parse import unquote

from station.errors import StationError
from station.practice.service.attesting import Vault
from station.practice.service.problems import Refused, unauthorized

ASKS_MOST: Final = 16
"""How often it is asked for one unit's rehearsal, which takes two requests, with two keys each."""
_SIGNED: Final = re.compile(rb"([!-~]+)\n[0-9]+")


@dataclass
class _Unit:
    """A unit that rehearses.

    Attributes:
        resource: of its SAS token.
        vault: of its group.
        asks: how often it may still be asked.
        error: what the factory's token said instead of a signature.
    """

    resource: str
    vault: Vault
    asks: int = ASKS_MOST
    error: StationError | None = None
    _lock: Lock = field(default_factory=Lock)

    def signed(self, sign: Callable[[bytes], bytes], message: bytes) -> bytes:
        """Return a signature.

        Raises:
            Refused: 401 for what is no SAS token of this unit's, 429 where that was asked too
                often, 503 where there is none.
        """
        text = _SIGNED.fullmatch(message)
        if text is None or unquote(text[1].decode("ascii")) != self.resource:
            raise unauthorized()
        with self._lock:
            self.asks -= 1
            asks = self.asks
        if asks < 0:
            raise Refused(429, 429_000, "Too many requests")
        try:
            return sign(message)
        except StationError as error:
            self.error = error
            raise Refused(503, 503_000, "Service unavailable") from error


class Vaults:
    """Opens groups' vaults for units, each as long as it rehearses.

    Args:
        opened: the service's, by the groups' names; it is changed here alone.
        scope: the service's ID scope.
    """

    def __init__(self, opened: dict[str, Vault], scope: str) -> None:
        self._opened = opened
        self._scope = scope
        self._lock = Lock()
        self._units: dict[tuple[str, str], _Unit] = {}

    @contextmanager
    def opened(self, group: str, name: str, vault: Vault) -> Iterator[None]:
        """Have a vault open for one unit during the block.

        Args:
            group: the group's name.
            name: the unit's registration ID; it is there but once at a time.
            vault: what signs by each of the group's keys.

        Raises:
            StationError: what the factory's token said, where the block fails for that.
        """
        unit = _Unit(f"{self._scope}/registrations/{name}", vault)
        with self._lock:
            self._units[group, name] = unit
            self._opened[group] = partial(self._signing, group)
        try:
            yield
        except StationError as error:
            if unit.error is not None and error.code != "LIN-003":
                raise unit.error from error
            raise
        finally:
            with self._lock:
                del self._units[group, name]
                if not any(one == group for one, _ in self._units):
                    self._opened.pop(group, None)

    def _signing(self, group: str, name: str) -> Iterator[Callable[[bytes], bytes]]:
        unit = self._units.get((group, name))
        if unit is not None:
            for sign in unit.vault(name):
                yield partial(unit.signed, sign)
