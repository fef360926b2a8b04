"""Names of ports that don't change, whatever number the system gives a port this time.

A position's port is named by a link under /dev/serial/by-path or by-id, which udev keeps, or as
`usb:VID:PID[:SERIAL]`, which is looked up in sysfs (Linux, Documentation/ABI/testing/sysfs-bus-usb)
whenever the port is opened. The number in /dev/ttyUSB0 depends on what was plugged in first.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.model.names import shown

_USB: Final = re.compile(
    r"usb:([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})(?::([!-~](?:[ -~]{0,124}[!-~])?))?"
)
_NUMBERED: Final = re.compile(r"/dev/tty(?:USB|ACM|XRUSB)\d+")
NETWORK: Final = frozenset({"rfc2217", "socket"})
_FOLDERS: Final = ("by-path", "by-id")
_TEXT_MAX: Final = 256


def is_network(url: str) -> bool:
    """Return whether a port's address leads over a network."""
    return url.partition("://")[0].lower() in NETWORK


def keep_off_network(url: str, code: str) -> None:
    """Let a secret go nowhere but over a port of this computer.

    Raises:
        StationError: `code`, LNK-010 or LNK-042, where the address leads over a network.
    """
    if is_network(url):
        raise StationError(code, port=shown(url))


def is_usb_name(port: str) -> bool:
    """Return whether a port is named by what its USB device says of itself."""
    return _USB.fullmatch(port) is not None


def same_port(port: str) -> str:
    """Return what is equal for two names of one port: a device has several links to it."""
    if port.startswith("/"):
        return os.path.realpath(port)
    ids = len("usb:0403:6001")  # what follows is a serial number, which keeps its case
    return port[:ids].lower() + port[ids:] if is_usb_name(port) else port.lower()


def is_numbered(port: str) -> bool:
    """Return whether a port is named by a number that changes."""
    return _NUMBERED.fullmatch(port) is not None


@dataclass(frozen=True)
class UsbDevice:
    """The USB device behind a port; what it says of itself may be a lie.

    Attributes:
        vendor: four hexadecimal digits, lower case.
        product: as `vendor`.
        serial: printable ASCII, or empty.
        path: its folder in sysfs, which says where it is plugged in.
    """

    vendor: str
    product: str
    serial: str
    path: str

    def has_name(self, name: str) -> bool:
        """Return whether `usb:VID:PID[:SERIAL]` may mean this device."""
        match = _USB.fullmatch(name)
        if match is None:
            return False
        vendor, product, serial = match.groups()
        same = (vendor.lower(), product.lower()) == (self.vendor, self.product)
        return same and serial in {None, self.serial}

    @property
    def name(self) -> str:
        """The name by which it is looked up."""
        serial = f":{self.serial}" if self.serial else ""
        return f"usb:{self.vendor}:{self.product}{serial}"


@dataclass(frozen=True)
class SerialPort:
    """A serial port that is there now.

    Attributes:
        node: its device node, without links.
        usb: the USB device that it belongs to, or None.
    """

    node: str
    usb: UsbDevice | None


@dataclass(frozen=True)
class PortTree:
    """Where the system tells of its ports.

    Attributes:
        sys: sysfs.
        dev: the folder of device nodes.
    """

    sys: Path = Path("/sys")
    dev: Path = Path("/dev")

    def ports(self) -> tuple[SerialPort, ...]:
        """Return the serial ports of real hardware that are there now, by their nodes."""
        return tuple(sorted(self._ports(), key=lambda port: port.node))

    def _ports(self) -> Iterator[SerialPort]:
        for name in _listed(self.sys / "class" / "tty"):
            entry = self.sys / "class" / "tty" / name
            node = self.dev / name
            if (entry / "device").exists() and node.exists():
                yield SerialPort(str(node), self._usb(Path(os.path.realpath(entry))))

    def _usb(self, folder: Path) -> UsbDevice | None:
        for parent in folder.parents:
            if parent == self.sys:
                return None
            if (parent / "idVendor").is_file():
                ids = _read(parent / "idVendor").lower(), _read(parent / "idProduct").lower()
                return UsbDevice(*ids, _read(parent / "serial"), str(parent))
        return None

    def named(self, name: str) -> tuple[str, ...]:
        """Return the device nodes that `usb:VID:PID[:SERIAL]` may mean now."""
        return tuple(p.node for p in self.ports() if p.usb is not None and p.usb.has_name(name))

    def resolved(self, port: str) -> str:
        """Return what is to be opened now for a position's port.

        Raises:
            StationError: LNK-001 where nothing goes by a USB name, LNK-040 where several ports do.
        """
        if not is_usb_name(port):
            return port
        found = self.named(port)
        if not found:
            raise StationError("LNK-001", "no USB device of that name is there", port=shown(port))
        if len(found) > 1:
            raise StationError("LNK-040", ", ".join(found), port=shown(port))
        return found[0]

    def real(self, port: str) -> str:
        """Return the device node itself that a port leads to now; a network's port as it stands.

        Raises:
            StationError: as `resolved`.
        """
        return port if is_network(port) else os.path.realpath(self.resolved(port))

    def is_there(self, port: str) -> bool:
        """Return whether something is on a port; of a network's port nobody can tell."""
        if is_usb_name(port):
            return bool(self.named(port))
        return is_network(port) or Path(port).exists()

    def stable_names(self, node: str) -> tuple[str, ...]:
        """Return the names of a device node that don't change, the best for a position first.

        First comes the place where it is plugged in, which belongs to the position whatever unit
        comes there; then what the device says of itself, where no other says the same.
        """
        real = os.path.realpath(node)
        names = [str(link) for kind in _FOLDERS for link in self._links(kind, real)]
        usb = self._usb_at(real)
        if usb is not None and len(self.named(usb.name)) == 1:
            names.append(usb.name)
        return tuple(names)

    def _links(self, kind: str, real: str) -> Iterator[Path]:
        folder = self.dev / "serial" / kind
        for name in sorted(_listed(folder)):
            if os.path.realpath(folder / name) == real:
                yield folder / name

    def usb_of(self, port: str) -> UsbDevice | None:
        """Return the USB device that is behind a port now, or None."""
        with suppress(StationError):
            return self._usb_at(self.real(port))
        return None

    def _usb_at(self, real: str) -> UsbDevice | None:
        return next((p.usb for p in self.ports() if os.path.realpath(p.node) == real), None)


SYSTEM: Final = PortTree()


def _listed(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in folder.iterdir()]
    except OSError:
        return []


def _read(path: Path) -> str:
    """Return a sysfs attribute, or nothing where it isn't printable ASCII."""
    try:
        text = path.read_bytes()[:_TEXT_MAX].decode("ascii").strip()
    except (OSError, UnicodeError):
        return ""
    return text if text.isprintable() else ""
