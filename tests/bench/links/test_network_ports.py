"""The link over a network port: plain TCP, and RFC 2217 as terminal servers speak it."""

import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event
from typing import Protocol

import pytest
import serial
from serial.rfc2217 import PortManager

from station.errors import StationError
from station.links import LINKS
from station.links.link import Link
from station.model.profile import LinkSettings
from station.practice.unit_config import Behaviour, Manner, Pacing, UnitConfig
from tests.support.plugged import Plugged, plugged

pytestmark = [
    pytest.mark.bench,
    # pyserial 3.5 starts and names its reader thread in ways that Python gave up.
    pytest.mark.filterwarnings("ignore:set(Daemon|Name)\\(\\) is deprecated"),
]

RANDOM = bytes.fromhex("80010000000c0000017b0010")


class Pty(serial.Serial):
    """A pty as a terminal server has a serial port: with the control lines that it lacks."""

    cts = dsr = ri = cd = True

    def _update_dtr_state(self) -> None: ...

    def _update_rts_state(self) -> None: ...


class Coding(Protocol):
    """What a server makes of the bytes in either direction."""

    def incoming(self, data: bytes) -> bytes: ...

    def outgoing(self, data: bytes) -> bytes: ...


class Plain:
    def __init__(self, port: serial.Serial, client: socket.socket) -> None: ...

    def incoming(self, data: bytes) -> bytes:
        return data

    def outgoing(self, data: bytes) -> bytes:
        return data


class Rfc2217:
    def __init__(self, port: serial.Serial, client: socket.socket) -> None:
        self._client = client
        self._manager = PortManager(port, self)  # type: ignore[arg-type]  # the stubs are wrong

    def write(self, data: bytes) -> None:
        self._client.sendall(data)

    def incoming(self, data: bytes) -> bytes:
        return b"".join(self._manager.filter(data))

    def outgoing(self, data: bytes) -> bytes:
        return b"".join(self._manager.escape(data))


Coder = Callable[[serial.Serial, socket.socket], Coding]


def relay(client: socket.socket, port: serial.Serial, coding: Coding) -> None:
    while True:
        for ready in select.select([client.fileno(), port.fileno()], [], [])[0]:
            if ready == client.fileno():
                data = client.recv(4_096)
                if not data:
                    return
                port.write(coding.incoming(data))
            else:
                client.sendall(coding.outgoing(port.read(4_096)))


@contextmanager
def served(path: str, coder: Coder) -> Iterator[str]:
    """Serve a serial port to one client; yield the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def live() -> None:
            client, _ = listener.accept()
            # The unit may be pulled out, and the client may leave, at any time.
            with client, Pty(path, timeout=0) as port:
                try:
                    relay(client, port, coder(port, client))
                except OSError:
                    return

        thread = threading.Thread(target=live)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        thread.join(10)
        assert not thread.is_alive()


@contextmanager
def linked(config: UnitConfig, scheme: str, coder: Coder) -> Iterator[tuple[Plugged, Link]]:
    """Open a link over the network to a unit of its own."""
    with ExitStack() as parts:
        unit = parts.enter_context(plugged(config))
        address = parts.enter_context(served(unit.port, coder))
        url, settings = f"{scheme}://{address}", LinkSettings(connect_s=2)
        yield unit, parts.enter_context(LINKS["smp"].open(url, settings, Event()))


@pytest.fixture
def config(tmp_path: Path) -> UnitConfig:
    state = tmp_path / "tpm"
    state.mkdir()
    return UnitConfig("A1-42", "sensor", "1.0", tmp_path / "port", state, pacing=Pacing.NONE)


@pytest.mark.parametrize(("scheme", "coder"), [("socket", Plain), ("rfc2217", Rfc2217)])
def test_works_as_over_a_cable(config: UnitConfig, scheme: str, coder: Coder) -> None:
    with linked(config, scheme, coder) as (_, link):
        assert link.identify().serial == "A1-42"
        assert len({link.transact(RANDOM) for _ in range(20)}) == 20
        assert link.wire.sent > 20 * 40


@pytest.mark.parametrize(("scheme", "coder"), [("socket", Plain), ("rfc2217", Rfc2217)])
def test_sees_that_the_server_hung_up(config: UnitConfig, scheme: str, coder: Coder) -> None:
    with linked(config, scheme, coder) as (unit, link):
        link.transact(RANDOM)
        unit.process.kill()
        with pytest.raises(StationError, match="LNK-003"):
            link.transact(RANDOM)


def test_says_that_nobody_answers_behind_a_server(config: UnitConfig) -> None:
    silent = UnitConfig(
        "A1-42", "m", "1", config.port_link, pacing=Pacing.NONE, behaviour=Behaviour(Manner.SILENT)
    )
    with pytest.raises(StationError, match="LNK-002"), linked(silent, "socket", Plain):
        pass
