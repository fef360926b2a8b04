"""What udev tells of ports and keyboards; the only door to pyudev."""

import errno
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final, Self

import pyudev

from station.links.port_names import SYSTEM, PortTree
from station.model.names import shown

_CONTROL: Final = Path("/run/udev/control")
# udev's path_id: the controller, then the chain of hub ports, then configuration and interface.
_PLACE: Final = re.compile(r"(.+-usb(?:v\d)?-\d+:[\d.]+):\d+\.\d+")
_BY_PATH: Final = "/dev/serial/by-path/"


class Watching(Enum):
    """How the coming and going of ports is seen; the value is for `station doctor`."""

    UDEV = "told by udev"
    LOOKING = "looked at four times a second: no udev is here, which would tell of keyboards too"

    @classmethod
    def here(cls) -> "Watching":
        """Return how it is seen on this machine: udev must run, and its library be there."""
        if not _CONTROL.exists():
            return cls.LOOKING
        try:
            pyudev.Context()
        except ImportError:
            return cls.LOOKING
        return cls.UDEV


class Change(Enum):
    """What happened to a device."""

    ADDED = "add"
    REMOVED = "remove"
    OTHER = "other"


@dataclass(frozen=True)
class UdevEvent:
    """Something that udev tells.

    Attributes:
        change: what happened.
        node: the serial port's device node, or empty where it is none.
        keyboard: the keyboard, where it is one.
    """

    change: Change
    node: str = ""
    keyboard: "Keyboard | None" = None


@dataclass(frozen=True)
class Keyboard:
    """An input device that types.

    Attributes:
        name: what it calls itself, printable.
        folder: in sysfs.
        place: udev's ID_PATH.
    """

    name: str
    folder: str
    place: str


class UdevMonitor:
    """Listens to udev: from the moment it is made, so that nothing is missed; a context manager."""

    def __init__(self) -> None:
        self._context = pyudev.Context()
        self._monitor = pyudev.Monitor.from_netlink(self._context)
        self._monitor.filter_by("tty")
        self._monitor.filter_by("input")
        self._monitor.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *ended: object) -> None:
        del ended
        # pyudev closes the socket when the object goes, and has no other way.
        del self._monitor
        del self._context

    def fileno(self) -> int:
        """Return the descriptor that is readable when there is something to hear."""
        return int(self._monitor.fileno())

    def heard(self) -> Iterator[UdevEvent]:
        """Yield what came in; where events were lost, one that says no more than that."""
        while True:
            try:
                device = self._monitor.poll(timeout=0)
            except OSError as error:
                if error.errno != errno.ENOBUFS:
                    raise
                yield UdevEvent(Change.OTHER)
                continue
            if device is None:
                return
            yield _event(device)

    def keyboards(self) -> Iterator[Keyboard]:
        """Yield the keyboards that are there now."""
        for device in self._context.list_devices(subsystem="input", ID_INPUT_KEYBOARD=1):
            yield _keyboard(device)


def _event(device: pyudev.Device) -> UdevEvent:
    actions = {"add": Change.ADDED, "remove": Change.REMOVED}
    change = actions.get(str(device.action), Change.OTHER)
    if device.subsystem == "tty":
        return UdevEvent(change, node=str(device.device_node or ""))
    if device.properties.get("ID_INPUT_KEYBOARD") == "1":
        return UdevEvent(change, keyboard=_keyboard(device))
    return UdevEvent(change)


def _keyboard(device: pyudev.Device) -> Keyboard:
    properties: Mapping[str, str] = device.properties
    said = properties.get("ID_MODEL") or properties.get("NAME") or "no name"
    place = str(properties.get("ID_PATH") or "")
    return Keyboard(shown(str(said).strip('"')), str(device.sys_path), place)


class Places:
    """Where the positions' ports are plugged in, so that a keyboard there is known.

    Args:
        ports: the positions' ports, by name of the position.
        tree: where the system tells of them.
    """

    def __init__(self, ports: Mapping[str, str], tree: PortTree = SYSTEM) -> None:
        self._ports = dict(ports)
        self._tree = tree
        self._folders: dict[str, str] = {}

    def look(self) -> None:
        """Remember where what is plugged in now is plugged in: it is gone when a keyboard comes."""
        for position, port in self._ports.items():
            usb = self._tree.usb_of(port)
            if usb is not None:
                self._folders[position] = usb.path

    def position_of(self, keyboard: Keyboard) -> str | None:
        """Return the position where a keyboard is plugged in, itself or below a hub there."""
        for position, port in self._ports.items():
            folder = self._folders.get(position)
            if folder is not None and keyboard.folder.startswith(folder + os.sep):
                return position
            place = _place(port.removeprefix(_BY_PATH)) if port.startswith(_BY_PATH) else ""
            there = _place(keyboard.place)
            if place and (there == place or there.startswith(place + ".")):
                return position
        return None


def _place(text: str) -> str:
    match = _PLACE.match(text)
    return match[1] if match else ""
