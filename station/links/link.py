"""An open way to one device, whatever carries the bytes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from threading import Event
from types import TracebackType
from typing import Final, Protocol, Self, runtime_checkable

from station.errors import StationError
from station.links.transcript import Transcript
from station.model.commands import Exchange
from station.model.profile import KeyKind, LinkSettings
from station.model.sealing import SealedSecret, SealingKey
from station.secret import Secret

# What a device may say of itself: 1 to 64 characters, printable, no space at either end.
SAID: Final = re.compile(r"[!-~](?:[ -~]{0,62}[!-~])?")


class Capability(Enum):
    """What a device can do over its link."""

    IDENTIFY = "identify"
    TPM = "tpm"
    KEY = "key"  # makes a key of its own, and a certificate request
    SECRET = "secret"  # noqa: S105 - takes a sealed secret
    RESTART = "restart"  # restarts when it is asked to


class SerialFrom(Enum):
    """Whose word a device's serial number is."""

    DEVICE = "device"
    LINK = "link"  # the device has none: the link made a name of what is the device's alone


@dataclass(frozen=True)
class DeviceReport:
    """What a device says of itself: bounded and printable, but believed by nobody.

    Attributes:
        serial: the serial number, 1 to 64 characters of printable ASCII.
        model: the product's name as its firmware knows it, at most 64 characters, perhaps empty.
        firmware: the firmware's version, at most 64 characters, perhaps empty.
        capabilities: what it says it can do.
        serial_from: whose word the serial number is.
    """

    serial: str
    model: str
    firmware: str
    capabilities: frozenset[Capability]
    serial_from: SerialFrom = SerialFrom.DEVICE


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


class DeviceKeys(Protocol):
    """What a device does with a key of its own, over its line; it may be asked for one key only.

    All of it may raise what `Link.identify` does, LNK-007 where the device can't do it.
    """

    def make_key(self, kind: KeyKind, common_name: str) -> bytes:
        """Have the device make a key pair, and return its certificate request.

        Args:
            kind: what key.
            common_name: the only name that the request may ask for.

        Returns:
            PKCS#10, DER, as the device gives it: bytes of an attacker, at most 16,384.
        """
        ...

    def install_certificate(self, certificate: bytes, chain: Sequence[bytes]) -> None:
        """Give the device its certificate and the chain above it, DER, the issuing CA first."""
        ...

    def certificate(self) -> bytes:
        """Return the certificate that the device holds now, DER."""
        ...

    def sign_proof(self, statement: bytes) -> bytes:
        """Have the device sign a proof statement with its key (`station.model.proof`).

        Returns:
            ECDSA in DER, or PKCS#1 v1.5; with SHA-256, for P-384 with SHA-384.
        """
        ...


class DeviceSecrets(Protocol):
    """What a device does with a secret that it is given over its line, and keeps by itself.

    All of it may raise what `Link.identify` does, LNK-007 where the device can't do it.
    """

    def recipient(self) -> SealingKey:
        """Have the device make a key pair to which one secret is sealed; return the public half.

        It is a new one each time. Nobody vouches for it, and it is an attacker's bytes.
        """
        ...

    def install_sealed(self, sealed: SealedSecret) -> None:
        """Give the device a secret that only it can open."""
        ...

    def install_clear(self, registration_id: str, secret: Secret) -> None:
        """Give the device a secret as it is: whoever reads the line has it.

        Nothing of it is kept in the transcript, nor of what the device answers.

        Raises:
            StationError: LNK-042 where the line leads over a network.
        """
        ...

    def hmac(self, message: bytes) -> bytes:
        """Have the device sign what a SAS token says, with the secret that it was given.

        Args:
            message: `SasToken.to_sign` of the device's own resource.

        Returns:
            HMAC-SHA256, 32 bytes where the device is a true one.
        """
        ...


class NoSecrets:
    """The secrets of a device that takes none over its line: each request is LNK-007."""

    def recipient(self) -> SealingKey:
        """See `DeviceSecrets`."""
        raise StationError("LNK-007", "it takes no sealed secret")

    def install_sealed(self, sealed: SealedSecret) -> None:
        """See `DeviceSecrets`."""
        raise StationError("LNK-007", f"it takes no secret ({len(sealed.ciphertext)} bytes)")

    def install_clear(self, registration_id: str, secret: Secret) -> None:
        """See `DeviceSecrets`."""
        raise StationError("LNK-007", f"it takes no secret ({len(secret)}) for {registration_id}")

    def hmac(self, message: bytes) -> bytes:
        """See `DeviceSecrets`."""
        raise StationError("LNK-007", f"it signs with no secret ({len(message)} bytes)")


class NoKeys:
    """The keys of a device that has none over its line: each request is LNK-007."""

    def make_key(self, kind: KeyKind, common_name: str) -> bytes:
        """See `DeviceKeys`."""
        raise StationError("LNK-007", f"it makes no {kind.value} key for {common_name}")

    def install_certificate(self, certificate: bytes, chain: Sequence[bytes]) -> None:
        """See `DeviceKeys`."""
        raise StationError("LNK-007", f"it takes no certificate ({len(certificate)}, {len(chain)})")

    def certificate(self) -> bytes:
        """See `DeviceKeys`."""
        raise StationError("LNK-007", "it holds no certificate")

    def sign_proof(self, statement: bytes) -> bytes:
        """See `DeviceKeys`."""
        raise StationError("LNK-007", f"it signs no proof ({len(statement)} bytes)")


@dataclass(frozen=True)
class Access:
    """What a link is opened with besides its profile's settings.

    Attributes:
        password: for the device's login, from the order; None where there is none.
        transcript: where what crosses the link is kept.
        gives_secret: whether a secret will go over it in the clear, which no network may see.
    """

    password: Secret | None = None
    transcript: Transcript = field(default_factory=Transcript)
    gives_secret: bool = False


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
    def keys(self) -> DeviceKeys:
        """What the device does with a key of its own; `NoKeys` where it does nothing."""
        ...

    @property
    def secrets(self) -> DeviceSecrets:
        """What the device does with a secret that it is given; `NoSecrets` where nothing."""
        ...

    def restart(self) -> None:
        """Have the device restart, and wait for what shows that it did, or that its port went.

        Only closing is left for the link then. It may be starting still.

        Raises:
            StationError: as `identify`; LNK-007 where the device can't be asked.
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


@runtime_checkable
class Asks(Protocol):
    """A link over which a device can be asked anything that its profile says."""

    def ask(self, name: str, exchange: Exchange) -> str:
        """Return what the device answers, as text of any characters in lines that end with LF.

        Args:
            name: what the transcript calls the question.
            exchange: what is sent; its answer is judged by the caller.

        Raises:
            StationError: as `Link.identify`.
        """
        ...


class LinkKind(Protocol):
    """A way to open links, by the name that a profile gives it."""

    @property
    def name(self) -> str:
        """Its key in `LINKS`."""
        ...

    def open(
        self, port: str, settings: LinkSettings, cancel: Event, access: Access | None = None
    ) -> Link:
        """Open `port` and wait until the device answers.

        Args:
            port: an absolute device path, or a rfc2217:// or socket:// address.
            settings: the profile's link settings.
            cancel: looked at by every wait at least each 100 ms.
            access: what the order adds to the settings.

        Raises:
            StationError: LNK-001 can't be opened, LNK-006 not such a port, LNK-008 in use; LNK-002
                nobody there, LNK-003 pulled out, LNK-004 only nonsense; LIN-003 cancelled.
        """
        ...
