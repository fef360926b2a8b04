"""What a Linux device is, from where Linux has it: for profiles that name no commands of their own.

One command reads all the sources. What comes is an attacker's: each is taken only as a short line
of printable ASCII, and what makers leave in the place of a serial number isn't one.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from station.links.link import SAID
from station.links.tpm_answers import HEADER, name_of, status

# Best first. A product's own number stands before its board's, and before what is the system's.
_SERIAL: Final = (
    "/sys/class/dmi/id/product_serial",
    "/sys/class/dmi/id/board_serial",
    "/proc/device-tree/serial-number",
    "/sys/devices/soc0/serial_number",
    "/etc/machine-id",
    "/sys/class/net/eth0/address",
)
# What is better than no name at all: the key that the chip is known by, and the host's name.
ENDORSEMENT_KEY: Final = "endorsement key"
HOST: Final = "/proc/sys/kernel/hostname"
_MODEL: Final = (
    "/sys/class/dmi/id/product_name",
    "/proc/device-tree/model",
    "/sys/devices/soc0/machine",
)
_PRETTY_NAME: Final = "os"
_KERNEL: Final = "kernel"
_FIRMWARE: Final = (_PRETTY_NAME, _KERNEL)

_NONE: Final = re.compile(
    r"none|null|unknown|default(?: string)?|not (?:specified|available|applicable|set|present)|n/?a"
    r"|to be filled by o\.?e\.?m\.?|o\.?e\.?m\.?|(?:system|chassis|base board) serial number"
    r"|serial(?: ?number)?|\(none\)|localhost(?:\.localdomain)?|empty|invalid|x+|[0.: -]+|f+"
    r"|0?123456789|1234567(?:8?)|uninitialized|system product name|undefined",
    re.IGNORECASE,
)
_MAC: Final = re.compile(r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}", re.IGNORECASE)


def serial_command(source: str) -> str:
    """Return the shell command that prints one source of a serial number."""
    return _reading([source])


def whole_command() -> str:
    """Return the shell command that prints the sources of all that a device says of itself."""
    system = f'(. /etc/os-release;echo "{_PRETTY_NAME}=$PRETTY_NAME");echo "{_KERNEL}=$(uname -sr)"'
    return f"{_reading((*_SERIAL, HOST, *_MODEL))};{{ {system};}} 2>/dev/null"


def _reading(paths: Iterable[str]) -> str:
    # A shell's `read` takes no NUL, with which the device tree's end.
    return f'for f in {" ".join(paths)};do v=;read -r v<$f;[ "$v" ]&&echo "$f=$v";done 2>/dev/null'


def sources(output: bytes) -> Mapping[str, str]:
    """Return what the sources say, by source: only what could be said of a device."""
    found: dict[str, str] = {}
    for line in output.decode("latin-1").split("\n"):
        source, sign, said = line.partition("=")
        said = said.strip()
        if sign and SAID.fullmatch(said) and not _NONE.fullmatch(said):
            found.setdefault(source, said)
    return found


def serial(found: Mapping[str, str], among: Iterable[str] = _SERIAL) -> tuple[str, str] | None:
    """Return the best source of a serial number and what it says, or None where none has it."""
    for source in among:
        if source in found:
            said = found[source]
            return source, said.replace(":", "").lower() if _MAC.fullmatch(said) else said
    return None


def key_name(response: bytes) -> str | None:
    """Return a name made of the endorsement key in a TPM's answer, or None where none is in it.

    It is the same that a TPM has at a bench without its device.
    """
    size = int.from_bytes(response[HEADER : HEADER + 2], "big")
    public = response[HEADER : HEADER + 2 + size]  # with its size: a TPM2B_PUBLIC
    if status(response) != 0 or size == 0 or len(public) != 2 + size:
        return None
    return name_of(public)


def model(found: Mapping[str, str]) -> str:
    """Return the product's name, or empty."""
    return _first(_MODEL, found)


def firmware(found: Mapping[str, str]) -> str:
    """Return the firmware's version, or empty."""
    return _first(_FIRMWARE, found)


def _first(sources_: Iterable[str], found: Mapping[str, str]) -> str:
    return next((found[source] for source in sources_ if source in found), "")
