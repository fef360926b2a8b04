"""What a device that speaks SMP does with a key of its own: commands 2, 3 and 5.

Each may be repeated: the device makes no second key by the same ticket, takes a part that it has
already, and signs or installs the same once more.
"""

import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.links.link import Capability
from station.links.messages import MAX_COUNT, Command, fits, make_key, rest
from station.links.smp_exchange import SLOWER, Exchange
from station.model.profile import KeyKind

_WIRE_BYTES: Final = 24_576  # the longest chain or request, as base64

Guard = Callable[[], AbstractContextManager[None]]
Offers = Callable[[], frozenset[Capability]]


@dataclass(frozen=True)
class KeyTimes:
    """How long the device may take, seconds; the wire's own time comes on top.

    Attributes:
        make: to make a key.
        work: for anything else, all its parts.
    """

    make: float
    work: float


class SmpKeys:
    """The device's key over an SMP link; see `DeviceKeys`.

    Args:
        exchange: the way to the device.
        offers: what the device says it can do.
        guard: around every operation; tells that the device restarted where it did.
        times: how long the device may take.
    """

    def __init__(self, exchange: Exchange, offers: Offers, guard: Guard, times: KeyTimes) -> None:
        self._exchange = exchange
        self._offers = offers
        self._guard = guard
        self._times = times

    def make_key(self, kind: KeyKind, common_name: str) -> bytes:
        """Have the device make a key pair; see `DeviceKeys`."""
        self._need(Capability.KEY, "it makes no keys")
        request = make_key(kind.value, common_name, secrets.randbelow(MAX_COUNT))
        if not fits(request, self._exchange.buffer):
            raise StationError("LNK-007", f"its buffer has {self._exchange.buffer} bytes")
        deadline = self._deadline(self._times.make)
        with self._guard():
            first = self._exchange.ask(request, deadline, SLOWER)
            return self._exchange.download(Command.KEY, first, deadline)

    def install_certificate(self, certificate: bytes, chain: Sequence[bytes]) -> None:
        """Give the device its certificate and the chain; see `DeviceKeys`."""
        self._need(Capability.KEY, "it takes no certificates")
        self._give(Command.CERTIFICATE, b"".join((certificate, *chain)))

    def certificate(self) -> bytes:
        """Return the certificate that the device holds; see `DeviceKeys`."""
        self._need(Capability.KEY, "it holds no certificate")
        deadline = self._deadline(self._times.work)
        with self._guard():
            first = self._exchange.ask(rest(Command.CERTIFICATE, 0), deadline)
            return self._exchange.download(Command.CERTIFICATE, first, deadline)

    def sign_proof(self, statement: bytes) -> bytes:
        """Have the device sign a proof statement; see `DeviceKeys`."""
        self._need(Capability.KEY, "it signs no proofs")
        deadline = self._deadline(self._times.work)
        with self._guard():
            last = self._exchange.upload(Command.PROOF, statement, deadline)
            first = self._exchange.ask(last, deadline, SLOWER)
            return self._exchange.download(Command.PROOF, first, deadline)

    def _give(self, command: Command, data: bytes) -> None:
        deadline = self._deadline(self._times.work)
        with self._guard():
            last = self._exchange.upload(command, data, deadline)
            self._exchange.ask(last, deadline, SLOWER)

    def _need(self, capability: Capability, otherwise: str) -> None:
        if capability not in self._offers():
            raise StationError("LNK-007", otherwise)

    def _deadline(self, seconds: float) -> float:
        return time.monotonic() + seconds + self._exchange.wire_s(_WIRE_BYTES)
