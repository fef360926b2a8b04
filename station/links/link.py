"""An open way to one device, whatever carries the bytes."""

import re
from dataclasses import dataclass
from enum import Enum
from threading import Event
from types import TracebackType
from typing import Final, Protocol, Self

from station.model.profile import LinkSettings

# What a device may say of itself: 1 to 64 characters, printable, no space at either end.
SAID: Final = re.compile(r"[!-~](?:[ -~]{0,62}[!-~])?")


class Capability(Enum):
    """What a device can do over its link."""

    IDENTIFY = "identify"
    TPM = "tpm"


@dataclass(frozen=True)
class DeviceReport:
    """What a device says of itself: bounded and printable, but believed by nobody.

    Attributes:
        serial: the serial number, 1 to 64 characters of printable ASCII.
        model: the product's name as its firmware knows it, at most 64 characters, perhaps empty.
        firmware: the firmware's version, at most 64 characters, perhaps empty.
        capabilities: what it says it can do.
    """

    serial: str
    model: str
    firmware: str
    capabilities: frozenset[Capability]


@dataclass(frozen=True)
class WireCount:
    """Raw bytes that crossed the wire, noise and repeats included.

    Attributes:
        sent: to the device.
        received: from the device.
    """

    sent: int = 0
    received: int = 0

    @property
    def total(self) -> int:
        """Both ways together."""
        return self.sent + self.received

    def __sub__(self, earlier: "WireCount") -> "WireCount":
        return WireCount(self.sent - earlier.sent, self.received - earlier.received)


class Link(Protocol):
    """One open link; it belongs to one thread, and closes at the end of its `with` block."""

    def identify(self) -> DeviceReport:
        """Ask the device what it is; may be asked again.

        Raises:
            StationError: LNK-002 silent, LNK-003 pulled out, LNK-004 nonsense (another serial
                number than before, too), LNK-005 refused, LNK-007 unknown to it, LIN-003 cancelled.
        """
        ...

    def transact(self, command: bytes) -> bytes:
        """Give the device's TPM one command, never twice, and return its response.

        Args:
            command: a whole TPM command, header included (TPM 2.0 Part 1, 18.1).

        Raises:
            StationError: as `identify`; LNK-007 where the device has no TPM.
        """
        ...

    @property
    def wire(self) -> WireCount:
        """The bytes that crossed the wire so far."""
        ...

    def close(self) -> None:
        """Close the link; may be called again."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class LinkKind(Protocol):
    """A way to open links, by the name that a profile gives it."""

    @property
    def name(self) -> str:
        """Its key in `LINKS`."""
        ...

    def open(self, port: str, settings: LinkSettings, cancel: Event) -> Link:
        """Open `port` and wait until the device answers.

        Args:
            port: an absolute device path, or a rfc2217:// or socket:// address.
            settings: the profile's link settings.
            cancel: looked at by every wait at least each 100 ms.

        Raises:
            StationError: LNK-001 can't be opened, LNK-006 not such a port, LNK-008 in use; LNK-002
                nobody there, LNK-003 pulled out, LNK-004 only nonsense; LIN-003 cancelled.
        """
        ...
