"""Which ports are opened, and which never."""

import errno
import grp
import os
import pty
import termios
import tty
from pathlib import Path
from threading import Event

import pytest

from station.errors import StationError
from station.links.port_holders import refused_port
from station.links.ports import is_network, open_port
from station.model.commands import Flow

BAUD = 115_200


def refusal(port: str, cancel: Event | None = None) -> str:
    with pytest.raises(StationError) as caught:
        open_port(port, BAUD, cancel or Event())
    return caught.value.code


@pytest.mark.parametrize(
    "port",
    [
        "loop://",
        "alt:///dev/ttyS0",
        "hwgrep://0403:6001",
        "cp2110://0",
        "file:///dev/ttyS0",
        "SOCKET://localhost:1",
        "socket://",
        "socket://localhost:1?logging=debug",
        "rfc2217://localhost:1?logging=debug",
        "socket://user@localhost:1",
        "/dev/pts/spy://x",
        "ttyUSB0",
        "usb:0403",
        "usb:0403:6001:",
        "",
        "../dev/null",
        "/dev/null\0",
    ],
)
def test_refuses_every_other_kind_of_port(port: str) -> None:
    assert refusal(port) == "LNK-006"


def test_never_writes_what_crosses_the_wire_to_a_file(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    assert refusal(f"spy:///dev/null?file={seen}") == "LNK-006"
    assert not seen.exists()


def test_says_that_a_port_is_not_there(tmp_path: Path) -> None:
    assert refusal(str(tmp_path / "ttyUSB9")) == "LNK-001"


def test_opens_no_file_as_a_port(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine")
    assert refusal(str(file)) == "LNK-001"
    assert file.read_text() == "mine"


def test_opens_no_device_that_is_no_serial_port() -> None:
    assert refusal("/dev/null") == "LNK-001"


def test_says_which_group_a_forbidden_port_belongs_to(tmp_path: Path) -> None:
    node = tmp_path / "ttyUSB0"
    node.touch()
    group = grp.getgrgid(node.stat().st_gid).gr_name
    for number in (errno.EACCES, errno.EPERM):
        error = refused_port("usb:0403:6001", str(node), OSError(number, "not you"))
        assert (error.code, error.data["name"]) == ("LNK-041", group)
        assert "usb:0403:6001" in error.message
    assert refused_port("x", str(node), OSError(errno.EIO, "")).code == "LNK-001"
    assert refused_port("x", str(node), OSError(errno.EBUSY, "")).code == "LNK-008"


@pytest.mark.parametrize("port", ["socket://localhost:1", "socket://localhost", "socket://[:1"])
def test_says_that_nobody_listens_at_an_address(port: str) -> None:
    assert refusal(port) == "LNK-001"


def test_opens_nothing_once_cancelled() -> None:
    cancel = Event()
    cancel.set()
    assert refusal("/dev/null", cancel) == "LIN-003"


def test_knows_what_leads_over_a_network() -> None:
    for port in ("socket://a:1", "rfc2217://a:1", "SOCKET://a:1"):
        assert is_network(port)
    for port in ("/dev/ttyUSB0", "spy:///dev/ttyS0", "/dev/socket://a", ""):
        assert not is_network(port)


def test_says_a_last_word_though_cancelled_and_none_once_closed() -> None:
    master, slave = pty.openpty()
    tty.setraw(slave)
    cancel = Event()
    port = open_port(os.ttyname(slave), BAUD, cancel)
    cancel.set()
    with pytest.raises(StationError, match="LIN-003"):
        port.write(b"x")
    port.farewell(b"exit\n")
    assert os.read(master, 100) == b"exit\n"
    assert port.wire.sent == 5
    port.close()
    port.farewell(b"exit\n")
    assert port.wire.sent == 5
    for descriptor in (master, slave):
        os.close(descriptor)


@pytest.mark.parametrize("flow", Flow)
def test_the_flow_is_controlled_as_it_is_asked_for(flow: Flow) -> None:
    master, slave = pty.openpty()
    with open_port(os.ttyname(slave), BAUD, Event(), flow=flow):
        iflag, _, cflag, *_ = termios.tcgetattr(slave)
        assert bool(iflag & termios.IXON) == (flow is Flow.XON_XOFF)
        assert bool(cflag & termios.CRTSCTS) == (flow is Flow.RTS_CTS)
    for descriptor in (master, slave):
        os.close(descriptor)
