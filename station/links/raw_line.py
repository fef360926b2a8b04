"""A serial line as pyserial opens and closes it, with what is refused, and nothing in between."""

import contextlib
import socket
import stat
import termios
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import serial
import serial.rfc2217

from station.errors import StationError
from station.links.port_holders import refused_port
from station.links.port_names import NETWORK, SYSTEM
from station.model.commands import Flow
from station.model.names import shown

LOOK_S: Final = 0.1  # how often every wait looks at the cancel event
RFC2217: Final = "rfc2217"


def raw_line(
    url: str, baud: int, flow: Flow, levels: Mapping[str, bool] | None = None
) -> serial.Serial:
    """Open a serial line for Station alone.

    Args:
        url: as for `open_port`.
        baud: bits a second.
        flow: how the device and this end hold one another back.
        levels: whether `dtr` and `rts` are on; both where it isn't said, as every terminal has it.

    Raises:
        StationError: LNK-006, LNK-001, LNK-008, LNK-040, LNK-041 as `open_port`.
    """
    node = SYSTEM.resolved(url)
    network = network_of(node, url)
    try:
        line = _made(node, baud, flow, network)
        # Set before it is opened, so that no other level stands there for longer than the system
        # itself takes, which raises both lines of a device that nobody had open.
        for name, level in (levels or {}).items():
            setattr(line, name, level)
        line.open()
    except (OSError, ValueError, termios.error) as error:
        raise refused_port(url, node, error) from error
    if not network:
        # FTDI chips else keep what comes in for up to 16 ms; what isn't such a chip refuses.
        with contextlib.suppress(ValueError, OSError):
            line.set_low_latency_mode(True)
    return line


def hang_up(line: serial.Serial) -> None:
    """Close a line, also one that is gone; may be called again."""
    wire = vars(line).get("_socket")
    with contextlib.suppress(OSError):  # it may be gone already
        line.close()
    if isinstance(wire, socket.socket):  # pyserial leaves it open where the other end hung up
        wire.close()


class RemoteLine(serial.rfc2217.Serial):
    """A port of a terminal server, whose connection is closed also where the server hung up."""

    def close(self) -> None:
        """Close it; may be called again."""
        wire = vars(self).get("_socket")
        super().close()
        if isinstance(wire, socket.socket):
            wire.close()


def _made(node: str, baud: int, flow: Flow, network: str) -> serial.Serial:
    software, hardware = flow is Flow.XON_XOFF, flow is Flow.RTS_CTS
    if network == RFC2217:
        # It has no descriptor to wait on, and takes no write time-out.
        remote = RemoteLine(baudrate=baud, timeout=LOOK_S, xonxoff=software, rtscts=hardware)
        remote.port = node
        return remote  # type: ignore[return-value]  # another class of the same interface
    return serial.serial_for_url(
        node,
        do_not_open=True,
        baudrate=baud,
        timeout=0,
        write_timeout=0,
        exclusive=None if network else True,
        xonxoff=software,
        rtscts=hardware,
    )


def network_of(node: str, url: str) -> str:
    """Return the network scheme of what is to be opened, or "" for a device path.

    Args:
        node: what is to be opened.
        url: as the user named it.

    Raises:
        StationError: LNK-006 no such kind of port, LNK-001 it isn't a device.
    """
    scheme, colon, address = node.partition("://")
    if colon:
        # Options after `?` switch on pyserial's own logging of what crosses the wire.
        if scheme not in NETWORK or not address or set(address) & set("?#/@"):
            raise StationError("LNK-006", port=shown(url))
        return scheme
    if not node.startswith("/") or "\0" in node:
        raise StationError("LNK-006", port=shown(url))
    try:
        device = stat.S_ISCHR(Path(node).stat().st_mode)
    except OSError as error:
        raise refused_port(url, node, error) from error
    if not device:
        raise StationError("LNK-001", "it is not a device", port=shown(url))
    return ""
