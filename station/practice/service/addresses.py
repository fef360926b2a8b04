"""Which addresses this computer has, so that its certificate can name them."""

import fcntl
import socket
import struct
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

# netdevice(7): asked with a struct ifreq, the answer's address is a sockaddr_in in its union.
_SIOCGIFADDR: Final = 0x8915
_IFREQ: Final = "16s24x"
_ADDRESS: Final = slice(20, 24)


def own_addresses() -> Sequence[str]:
    """Return the IPv4 addresses of this computer's network interfaces, the first one of each."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        for _, name in socket.if_nameindex():
            with suppress(OSError):  # an interface without one
                told = fcntl.ioctl(asked, _SIOCGIFADDR, struct.pack(_IFREQ, name.encode()))
                found.append(socket.inet_ntoa(told[_ADDRESS]))
    return tuple(dict.fromkeys(found))
