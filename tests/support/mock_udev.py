"""What a process under umockdev-wrapper does: devices that come and go, told by a mock udev.

`python -m tests.support.mock_udev` under `umockdev-wrapper` runs each scene of `SCENES`.
"""

import ctypes
import json
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from pathlib import Path
from queue import Empty, Queue
from typing import Final

from station.cli import main
from station.errors import StationError
from station.line.bench import load_bench
from station.links.port_names import SYSTEM
from station.links.port_udev import Watching
from station.links.port_watch import PortWatch

_USB: Final = "/devices/pci0000:00/0000:00:14.0/usb1/{place}"
_LONG_S: Final = 10.0
_SHORT_S: Final = 0.5


class Testbed:
    """umockdev's testbed, which tells of what is added by itself.

    Its library is called as it stands, since its module for Python is part of gi.
    """

    def __init__(self) -> None:
        self._library = ctypes.CDLL("libumockdev.so.0")
        self._library.umockdev_testbed_new.restype = ctypes.c_void_p
        self._library.umockdev_testbed_get_root_dir.restype = ctypes.c_char_p
        self._testbed = ctypes.c_void_p(self._library.umockdev_testbed_new())
        root = self._library.umockdev_testbed_get_root_dir(self._testbed)
        self._root = Path(os.fsdecode(root))

    def _add(self, text: str) -> None:
        added = self._library.umockdev_testbed_add_from_string(
            self._testbed, ctypes.c_char_p(text.encode()), None
        )
        assert added, text

    def _tell(self, device: str, action: str) -> None:
        self._library.umockdev_testbed_uevent(
            self._testbed, ctypes.c_char_p(f"/sys{device}".encode()), action.encode()
        )

    def device(self, place: str, ids: str, serial: str) -> None:
        """Plug in a USB device without any interface yet."""
        vendor, product = ids.split(":")
        usb = _USB.format(place=place)
        self._add(
            f"P: {usb}\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\n"
            f"A: idVendor={vendor}\\n\nA: idProduct={product}\\n\nA: serial={serial}\\n\n\n"
        )

    def port(self, place: str, node: str) -> None:
        """Have a serial port appear on a device, with its link by path."""
        tty = self._tty(place, node)
        link = f"serial/by-path/pci-0000:00:14.0-usb-0:{place[2:]}:1.0"
        self._add(
            f"P: {tty}\nN: {node}\nS: {link}\nE: DEVNAME=/dev/{node}\nE: SUBSYSTEM=tty\n"
            f"L: device=../../../{node}\n\n"
        )

    def gone(self, place: str, node: str, *, told: bool = True) -> None:
        """Have a serial port vanish, link and all."""
        tty = self._tty(place, node)
        link = self._root / f"dev/serial/by-path/pci-0000:00:14.0-usb-0:{place[2:]}:1.0"
        link.unlink()
        (self._root / "dev" / node).unlink()
        if told:
            self._tell(tty, "remove")
        self._library.umockdev_testbed_remove_device(
            self._testbed, ctypes.c_char_p(f"/sys{tty}".encode())
        )

    def keyboard(self, place: str, number: int, name: str) -> None:
        """Have a keyboard appear on a device."""
        usb = _USB.format(place=place)
        base = place.rpartition("/")[2]
        device = f"{usb}/{base}:1.1/0003:0001:0002.0001/input/input{number}"
        path = f"pci-0000:00:14.0-usb-0:{base[2:]}:1.1"
        self._add(
            f"P: {device}\nE: SUBSYSTEM=input\nE: ID_INPUT=1\nE: ID_INPUT_KEYBOARD=1\n"
            f'E: NAME="{name}"\nE: ID_PATH={path}\n\n'
        )

    @staticmethod
    def _tty(place: str, node: str) -> str:
        return f"{_USB.format(place=place)}/{place}:1.0/{node}/tty/{node}"


class Heard:
    """Keeps what a watch tells."""

    def __init__(self) -> None:
        self._told: Queue[str] = Queue()

    def found(self, position: str) -> None:
        self._told.put(f"found {position}")

    def came(self, position: str) -> None:
        self._told.put(f"came {position}")

    def went(self, position: str) -> None:
        self._told.put(f"went {position}")

    def keyboard(self, position: str, name: str) -> None:
        self._told.put(f"keyboard {position} {name}")

    def next(self, wait_s: float = _LONG_S) -> str:
        try:
            return self._told.get(timeout=wait_s)
        except Empty:
            return "nothing"


def by_path(place: str) -> str:
    return f"/dev/serial/by-path/pci-0000:00:14.0-usb-0:{place[2:]}:1.0"


def ports_come_and_go(bed: Testbed) -> list[str]:
    bed.device("1-2", "0403:6001", "A1")
    bed.device("1-3", "0403:6001", "B2")
    bed.port("1-2", "ttyUSB0")
    heard = Heard()
    ports = {"1": by_path("1-2"), "2": "usb:0403:6001:B2"}
    with PortWatch(ports, heard, watching=Watching.UDEV):
        told = [heard.next()]
        bed.port("1-3", "ttyUSB1")
        told.append(heard.next())
        bed.gone("1-2", "ttyUSB0")
        told.append(heard.next())
        bed.port("1-2", "ttyUSB2")
        told.append(heard.next())
    return told


def nothing_is_looked_at_where_udev_tells(bed: Testbed) -> list[str]:
    bed.device("1-2", "0403:6001", "A1")
    bed.port("1-2", "ttyUSB0")
    heard = Heard()
    with PortWatch({"1": by_path("1-2")}, heard, watching=Watching.UDEV):
        told = [heard.next()]
        bed.gone("1-2", "ttyUSB0", told=False)
        told.append(heard.next(_SHORT_S))
    return told


def a_keyboard_is_told_at_its_position(bed: Testbed) -> list[str]:
    bed.device("1-2", "0403:6001", "A1")
    bed.port("1-2", "ttyUSB0")
    heard = Heard()
    ports = {"1": by_path("1-2"), "2": by_path("1-3"), "3": by_path("1-4")}
    with PortWatch(ports, heard, watching=Watching.UDEV):
        told = [heard.next()]
        bed.keyboard("1-2", 1, "Beside a port")
        told.append(heard.next())
        bed.keyboard("1-3", 2, "Instead of a port")
        told.append(heard.next())
        bed.keyboard("1-4/1-4.1", 3, "Behind a hub")
        told.append(heard.next())
        bed.keyboard("1-9", 4, "The station's own")
        told.append(heard.next(_SHORT_S))
    return told


def a_keyboard_that_was_in_before_is_told(bed: Testbed) -> list[str]:
    bed.keyboard("1-2", 1, "In before")
    heard = Heard()
    with PortWatch({"1": by_path("1-2")}, heard, watching=Watching.UDEV):
        return [heard.next()]


def the_stable_names_are_known(bed: Testbed) -> list[str]:
    bed.device("1-2", "0403:6001", "A1")
    bed.port("1-2", "ttyUSB0")
    # The mock's links lead to its own folder, so that a link by path is nobody's here.
    told = list(SYSTEM.stable_names("/dev/ttyUSB0"))
    told.append(SYSTEM.resolved("usb:0403:6001:A1"))
    try:
        SYSTEM.resolved("usb:0403:6001:C3")
    except StationError as error:
        told.append(error.code)
    return told


def a_position_is_taught(bed: Testbed) -> list[str]:
    bed.device("1-2", "0403:6001", "A1")
    bed.device("1-3", "0403:6001", "B2")
    bed.port("1-2", "ttyUSB0")
    with tempfile.TemporaryDirectory() as folder:
        threading.Timer(1.0, bed.port, ("1-3", "ttyUSB1")).start()
        with redirect_stdout(sys.stderr):
            status = main(["bench", "teach", "--position", "left", "--yes", "--data", folder])
        bench = load_bench(Path(folder) / "bench.toml")
    return [str(status), *(f"{p.name} {p.port}" for p in bench.position)]


SCENES: Final[Mapping[str, Callable[[Testbed], list[str]]]] = {
    scene.__name__: scene
    for scene in (
        ports_come_and_go,
        nothing_is_looked_at_where_udev_tells,
        a_keyboard_is_told_at_its_position,
        a_keyboard_that_was_in_before_is_told,
        the_stable_names_are_known,
        a_position_is_taught,
    )
}


def play() -> int:
    """Play the scene that is named; print what was told, and which threads are left."""
    told = SCENES[sys.argv[1]](Testbed())
    left = [t.name for t in threading.enumerate() if t is not threading.main_thread()]
    sys.stdout.write(json.dumps({"told": told, "threads": left}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(play())
