"""The commands link through a terminal server, which is told to heed the modem's flow control."""

import socket
from pathlib import Path
from threading import Event

import pytest
import serial

from station.folders import resource
from station.line.profiles import load_profile
from station.links import LINKS
from station.practice.unit_config import Face, Pacing, UnitConfig
from tests.bench.links.test_network_ports import Rfc2217, served
from tests.support.plugged import plugged

pytestmark = [
    pytest.mark.bench,
    # pyserial 3.5 starts and names its reader thread in ways that Python gave up.
    pytest.mark.filterwarnings("ignore:set(Daemon|Name)\\(\\) is deprecated"),
]


@pytest.mark.parametrize(
    ("flow", "hardware", "software"),
    [("rts-cts", True, False), ("xon-xoff", False, True), ("none", False, False)],
)
def test_a_terminal_server_learns_how_the_modem_holds_the_station_back(
    tmp_path: Path, flow: str, hardware: bool, software: bool
) -> None:
    seen: list[serial.Serial] = []

    def coder(port: serial.Serial, client: socket.socket) -> Rfc2217:
        seen.append(port)
        return Rfc2217(port, client)

    text = resource("profiles/practice-modem.toml").read_text("utf-8")
    own = tmp_path / "practice-modem.toml"
    own.write_text(text.replace("[link.commands]\n", f'[link.commands]\nflow = "{flow}"\n'))
    settings = load_profile(own).profile.link
    config = UnitConfig(
        *("A1-42", "practice-modem", "1.0.0", tmp_path / "port"),
        pacing=Pacing.NONE,
        face=Face.MODEM,
        memory=tmp_path / "memory",
    )
    with (
        plugged(config) as unit,
        served(unit.port, coder) as address,
        LINKS["commands"].open(f"rfc2217://{address}", settings, Event()) as link,
    ):
        assert link.identify().serial == "A1-42"
        assert (seen[0].rtscts, seen[0].xonxoff) == (hardware, software)
