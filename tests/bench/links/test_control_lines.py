"""Control lines that are signals, on the very port that a link speaks over."""

import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
import serial
from serial.rfc2217 import PortManager

from station.errors import StationError
from station.links import LINKS
from station.links.control_lines import HELD, ControlLines
from station.links.ports import open_port
from station.model.commands import Flow
from station.model.profile import LinkSettings
from station.practice.unit_config import Pacing, UnitConfig
from tests.support.plugged import plugged

pytestmark = [
    pytest.mark.bench,
    # pyserial 3.5 starts and names its reader thread in ways that Python gave up.
    pytest.mark.filterwarnings("ignore:set(Daemon|Name)\\(\\) is deprecated"),
]

RANDOM = bytes.fromhex("80010000000c0000017b0010")
SOON = LinkSettings(connect_s=5)


class Lined(serial.Serial):
    """A unit's port as a terminal server has it: with the control lines that a pty lacks."""

    dsr = ri = cd = False
    cts = False

    def __init__(self, path: str) -> None:
        self.driven: list[tuple[bool, bool]] = []
        super().__init__(path, timeout=0)

    def _note(self) -> None:
        self.driven.append((self.dtr, self.rts))

    _update_dtr_state = _update_rts_state = _note


class Server:
    """Serves a port to one client at a time, and counts them."""

    def __init__(self, path: str) -> None:
        self.port = Lined(path)
        self.clients = 0
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"rfc2217://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        self._over.set()
        self._thread.join(10)
        self._listener.close()
        self.port.close()

    def write(self, data: bytes) -> None:
        self._client.sendall(data)

    def _serve(self) -> None:
        while not self._over.is_set():
            if select.select([self._listener], [], [], 0.02)[0]:
                self._client, _ = self._listener.accept()
                self.clients += 1
                with self._client:
                    self._relay()

    def _relay(self) -> None:
        manager = PortManager(self.port, self)  # type: ignore[arg-type]  # the stubs are wrong
        ends = [self._client.fileno(), self.port.fileno()]
        while not self._over.is_set():
            for ready in select.select(ends, [], [], 0.02)[0]:
                if ready == ends[0]:
                    data = self._client.recv(4_096)
                    if not data:
                        return
                    self.port.write(b"".join(manager.filter(data)))
                else:
                    self._client.sendall(b"".join(manager.escape(self.port.read(4_096))))
            manager.check_modem_lines()


@contextmanager
def held(url: str) -> Iterator[ControlLines]:
    lines = ControlLines(url, {"dtr": False, "rts": False})
    HELD.hold(lines)
    try:
        yield lines
    finally:
        HELD.release(lines)


@pytest.fixture
def config(tmp_path: Path) -> UnitConfig:
    state = tmp_path / "tpm"
    state.mkdir()
    return UnitConfig("A1-42", "sensor", "1.0", tmp_path / "port", state, pacing=Pacing.NONE)


def test_links_come_and_go_and_no_lamp_flickers(config: UnitConfig) -> None:
    with plugged(config) as unit:
        server = Server(unit.port)
        try:
            with held(server.url) as lines:
                lines.set({"dtr": False, "rts": True})
                server.port.driven.clear()
                for _ in range(2):
                    with LINKS["smp"].open(server.url, SOON, Event()) as link:
                        assert link.identify().serial == "A1-42"
                        server.port.cts = True
                        until = time.monotonic() + 10
                        while not lines.read().cts:
                            assert time.monotonic() < until
                        assert len(link.transact(RANDOM)) > 10
                assert set(server.port.driven) <= {(False, True)}
                assert server.clients == 1
        finally:
            server.close()


def test_a_link_alone_raises_both_lines_as_ever(config: UnitConfig) -> None:
    with plugged(config) as unit:
        server = Server(unit.port)
        try:
            with LINKS["smp"].open(server.url, SOON, Event()) as link:
                assert link.identify().serial == "A1-42"
            assert server.port.driven[-1] == (True, True)
        finally:
            server.close()


def test_a_port_that_is_lent_is_in_use_and_holds_no_data_back(config: UnitConfig) -> None:
    with plugged(config) as unit, held(unit.port):
        with pytest.raises(StationError) as caught:
            open_port(unit.port, 9600, Event(), flow=Flow.RTS_CTS)
        assert caught.value.code == "CFG-049"
        with open_port(unit.port, 9600, Event()):
            with pytest.raises(StationError) as caught:
                open_port(str(unit.link), 9600, Event())  # by another of its names
            assert caught.value.code == "LNK-008"
        with LINKS["smp"].open(str(unit.link), SOON, Event()) as link:
            assert link.identify().serial == "A1-42"


def test_a_port_without_such_lines_is_told_and_its_link_works_on(config: UnitConfig) -> None:
    with plugged(config) as unit, held(unit.port) as lines:
        with LINKS["smp"].open(unit.port, SOON, Event()) as link:
            assert link.identify().serial == "A1-42"
            with pytest.raises(StationError) as caught:
                lines.set({"dtr": True})
            assert caught.value.code == "LNK-003"
            assert len(link.transact(RANDOM)) > 10
        with LINKS["smp"].open(unit.port, SOON, Event()) as link:
            assert link.identify().serial == "A1-42"


def test_a_unit_that_was_changed_is_spoken_with_over_its_new_port(config: UnitConfig) -> None:
    port = str(config.port_link)
    with held(port):
        for _ in range(2):
            with plugged(config), LINKS["smp"].open(port, SOON, Event()) as link:
                assert link.identify().serial == "A1-42"
