"""How a bench file names a serial port, and when two names mean the same one."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator

from station.links.port_names import is_usb_name

# A device's path without control characters, or an address that names host and port and nobody's
# password. The links have the last word on what they open.
_PORT: Final = re.compile(
    r"/[^\x00-\x1f\x7f]+|(?:rfc2217|socket)://[A-Za-z0-9.\-\[\]:]+:\d{1,5}\S*"
)


def _port(text: str) -> str:
    if is_usb_name(text):
        return text
    if not _PORT.fullmatch(text) or "@" in text.partition("://")[2]:
        raise ValueError(
            "name a device's path, usb:VID:PID or usb:VID:PID:SERIAL, or an rfc2217:// or "
            "socket:// address with a port"
        )
    return text


PortName = Annotated[str, AfterValidator(_port)]
