"""What a process under umockdev-wrapper does: a serial port of this computer with control lines.

Ptys have none. umockdev's testbed gives a pty that answers TIOCMGET, TIOCMBIS and TIOCMBIC
(tty_ioctl(4)) as the test says, so that the very calls that a real port gets are seen.

`python -m tests.support.mock_lines` under `umockdev-wrapper` plays each scene of `SCENES`.
"""

import ctypes
import json
import struct
import sys
import time
from collections.abc import Callable, Mapping
from threading import Event
from typing import Final

from station.errors import StationError
from station.line.bench import Bench
from station.line.fixture import FixtureState
from station.line.signalling import Signalling
from station.links.control_lines import HELD, ControlLines
from station.links.ports import open_port
from station.model.signals import SignalState

PORT: Final = "/dev/ttyMD0"
_GET, _ON, _OFF, _WAITING = 0x5415, 0x5416, 0x5417, 0x541B
_DTR, _RTS, _CTS = 0x002, 0x004, 0x020
_LONG_S: Final = 20.0

Pointer = ctypes.c_void_p
_Handler = ctypes.CFUNCTYPE(ctypes.c_int, Pointer, Pointer, Pointer)


class Lines:
    """The port's control lines, and each level at which DTR and RTS were put."""

    def __init__(self) -> None:
        self.bits = 0
        self.driven: list[tuple[bool, bool]] = []
        self._mock = mock = ctypes.CDLL("libumockdev.so.0")
        for name in ("testbed_new", "ioctl_base_new", "ioctl_client_get_arg"):
            getattr(mock, f"umockdev_{name}").restype = Pointer
        mock.umockdev_ioctl_data_resolve.restype = Pointer
        mock.umockdev_ioctl_client_get_request.restype = ctypes.c_ulong
        testbed = Pointer(mock.umockdev_testbed_new())
        device = "P: /devices/md/tty/ttyMD0\nN: ttyMD0\nE: DEVNAME=/dev/ttyMD0\nE: SUBSYSTEM=tty\n"
        mock.umockdev_testbed_add_from_string(testbed, device.encode() + b"\n", None)
        base = Pointer(mock.umockdev_ioctl_base_new())
        self._kept = _Handler(self._handle)  # as long as the library may call it
        connect = ctypes.CDLL("libgobject-2.0.so.0").g_signal_connect_data
        connect(base, b"handle-ioctl", self._kept, None, None, 0)
        assert mock.umockdev_testbed_attach_ioctl(testbed, PORT.encode(), base, None)

    def _handle(self, base: int, client: int, data: int) -> int:
        del base, data
        mock, asked = self._mock, Pointer(client)
        request = mock.umockdev_ioctl_client_get_request(asked)
        if request not in {_GET, _ON, _OFF, _WAITING}:
            return 0  # answered ENOTTY, as a pty would
        argument = Pointer(mock.umockdev_ioctl_client_get_arg(asked))
        four = Pointer(mock.umockdev_ioctl_data_resolve(argument, 0, 4, None))
        if request in {_GET, _WAITING}:
            answer = struct.pack("I", self.bits if request == _GET else 0)
            mock.umockdev_ioctl_data_update(four, 0, ctypes.c_char_p(answer), 4)
        else:
            where, size = Pointer(), ctypes.c_int()
            mock.umockdev_ioctl_data_retrieve(four, ctypes.byref(where), ctypes.byref(size))
            (mask,) = struct.unpack("I", ctypes.string_at(where, 4))
            self.bits = self.bits | mask if request == _ON else self.bits & ~mask
            self.driven.append((bool(self.bits & _DTR), bool(self.bits & _RTS)))
        mock.umockdev_ioctl_client_complete(asked, ctypes.c_long(0), 0)
        return 1

    @property
    def levels(self) -> tuple[bool, bool]:
        """DTR and RTS."""
        return bool(self.bits & _DTR), bool(self.bits & _RTS)

    def switch(self, *, cts: bool) -> None:
        """Turn the switch at CTS."""
        self.bits = self.bits | _CTS if cts else self.bits & ~_CTS


def _until(true: Callable[[], bool]) -> None:
    late = time.monotonic() + _LONG_S
    while not true():
        assert time.monotonic() < late
        time.sleep(0.01)


def a_link_alone_raises_both(lines: Lines) -> list[str]:
    with open_port(PORT, 9600, Event()):
        return [str(lines.levels)]


def links_leave_held_lines_alone(lines: Lines) -> list[str]:
    held = ControlLines(PORT, {"dtr": False, "rts": True})
    HELD.hold(held)
    held.set({})
    first = str(lines.levels)
    lines.driven.clear()
    for baud in (115_200, 9600):
        with open_port(PORT, baud, Event()) as port:
            port.write(b"x")
    lines.switch(cts=True)
    told = [first, f"driven {lines.driven}", f"cts {held.read().cts}"]
    try:
        with open_port(PORT, 9600, Event()):
            open_port(PORT, 9600, Event())
    except StationError as error:
        told.append(error.code)
    held.set({"dtr": True, "rts": False})
    told.append(str(lines.levels))
    HELD.release(held)
    return told


def a_position_shows_itself_on_its_own_port(lines: Lines) -> list[str]:
    text = (
        '{"name": "b", "position": [{"name": "1", "port": "/dev/ttyMD0", "signals": {"output":'
        ' [{"lamp": "green", "line": "dtr"}, {"lamp": "red", "line": "rts", "inverted": true}],'
        ' "interlock": {"line": "cts"}}}]}'
    )
    trouble: list[str] = []
    told: list[str] = []
    bench = Bench.model_validate_json(text)
    with Signalling(bench, lambda error: trouble.append(error.code)) as signals:
        _until(lambda: signals.fixtures["1"] is FixtureState.OPEN)
        lines.switch(cts=True)
        with signals.guarding("1", Event(), []) as cancel, open_port(PORT, 115_200, Event()):
            signals.show("1", SignalState.WORKING)
            _until(lambda: lines.levels == (True, False))
            told.append("both lit")
            lines.switch(cts=False)
            assert cancel.wait(_LONG_S)
            told.append("cancelled")
        signals.show("1", SignalState.FAILED)
        _until(lambda: lines.levels == (False, False))
        told.append("red")
    return [*told, f"dark {lines.levels}", *trouble]


SCENES: Final[Mapping[str, Callable[[Lines], list[str]]]] = {
    scene.__name__: scene
    for scene in (
        a_link_alone_raises_both,
        links_leave_held_lines_alone,
        a_position_shows_itself_on_its_own_port,
    )
}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(SCENES[sys.argv[1]](Lines())) + "\n")
    sys.stdout.flush()
