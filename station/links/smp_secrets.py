"""What a device that speaks SMP does with a secret: commands 4, 6 and 7 of the group.

Each may be repeated: by the same ticket the device makes no second key, and it installs and signs
the same once more.
"""

import secrets
import time
from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.links.link import Capability
from station.links.messages import MAX_COUNT, Answer, Command, sealing_key
from station.links.port_names import keep_off_network
from station.links.smp_exchange import SLOWER, Exchange
from station.links.smp_keys import Guard, KeyTimes, Offers
from station.links.transcript import Transcript
from station.model.sealing import SealedSecret, SealingKey, framed
from station.secret import Secret

_MAX_CODE: Final = 0xFFFF
_WIRE_BYTES: Final = 4_096
_BLOB: Final = b"SSB2"
# The errors that say what a device answered.
_REPEATING: Final = frozenset({"LNK-004", "LNK-005", "LNK-007"})


@dataclass(frozen=True)
class SecretWay:
    """The way that a secret takes to a device.

    Attributes:
        exchange: the way to the device.
        transcript: where what crosses it is kept, but for secrets.
        address: the port's.
    """

    exchange: Exchange
    transcript: Transcript
    address: str


class SmpSecrets:
    """Secrets over an SMP link; see `DeviceSecrets`.

    Args:
        way: to the device.
        offers: what the device says it can do.
        guard: around every operation; tells that the device restarted where it did.
        times: how long the device may take.
    """

    def __init__(self, way: SecretWay, offers: Offers, guard: Guard, times: KeyTimes) -> None:
        self._way = way
        self._exchange = way.exchange
        self._offers = offers
        self._guard = guard
        self._times = times

    def recipient(self) -> SealingKey:
        """Have the device make a key to seal to; see `DeviceSecrets`."""
        self._need()
        request = sealing_key(secrets.randbelow(MAX_COUNT))
        with self._guard():
            said = self._exchange.ask(request, self._deadline(self._times.make), SLOWER)
        return sealing_key_of(said)

    def install_sealed(self, sealed: SealedSecret) -> None:
        """Give the device a sealed secret; see `DeviceSecrets`."""
        self.give(blob(sealed))

    def give(self, data: bytes) -> None:
        """Give the device a blob, as smp-group.md has it; raises as `DeviceSecrets`."""
        self._need()
        self._give(Command.SECRET, data)

    def install_clear(self, registration_id: str, secret: Secret) -> None:
        """Give the device a secret as it is; see `DeviceSecrets`."""
        keep_off_network(self._way.address, "LNK-042")
        self._need()
        with self._way.transcript.secret():
            try:
                with secret.reveal() as plain:
                    self._give(Command.CLEAR, framed((registration_id,)) + plain)
            except StationError as error:
                code = error.code
                if code not in _REPEATING:
                    raise
            else:
                return
        # Outside the handler, so that no log shows the error with its words as the cause.
        raise StationError(code, "what it answered to the secret isn't kept")

    def hmac(self, message: bytes) -> bytes:
        """Have the device sign with its secret; see `DeviceSecrets`."""
        self._need()
        deadline = self._deadline(self._times.work)
        with self._guard():
            last = self._exchange.upload(Command.HMAC, message, deadline)
            first = self._exchange.ask(last, deadline, SLOWER)
            return self._exchange.download(Command.HMAC, first, deadline)

    def _give(self, command: Command, data: bytes) -> None:
        deadline = self._deadline(self._times.work)
        with self._guard():
            last = self._exchange.upload(command, data, deadline)
            self._exchange.ask(last, deadline, SLOWER)

    def _need(self) -> None:
        if Capability.SECRET not in self._offers():
            raise StationError("LNK-007", "it takes no secrets")

    def _deadline(self, seconds: float) -> float:
        return time.monotonic() + seconds + self._exchange.wire_s(_WIRE_BYTES)


def sealing_key_of(said: Answer) -> SealingKey:
    """Return the key that an answer tells, or raise LNK-004; whether it is one isn't looked at."""
    kem, kdf, aead = (said.number(part, _MAX_CODE) for part in ("kem", "kdf", "aead"))
    return SealingKey(kem, kdf, aead, said.data("d"))


def blob(sealed: SealedSecret) -> bytes:
    """Return what carries a sealed secret, as smp-group.md has it."""
    suite = (sealed.to.kem, sealed.to.kdf, sealed.to.aead)
    head = _BLOB + b"".join(number.to_bytes(2, "big") for number in suite)
    return head + sealed.binding.named + sealed.enc + sealed.ciphertext
