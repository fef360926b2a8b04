"""A device whose shell a station left in its loop when it was killed: it is found again."""

import signal
import subprocess
import sys
from collections.abc import Callable
from threading import Event

import pytest

from station.links import LINKS
from station.links.port_ear import Ear, Heard
from station.model.profile import LinkSettings
from station.model.profile_console import ConsoleSettings
from station.practice.bench import PracticeBench, UnitKind
from station.practice.modules import PRACTICE_PASSWORD, PRACTICE_USER

pytestmark = pytest.mark.bench

SETTINGS = LinkSettings(
    kind="console",
    connect_s=20.0,
    console=ConsoleSettings(
        user=PRACTICE_USER,
        password=PRACTICE_PASSWORD,
        serial="cat ~/etc/serial",
        tpm_node="~/dev/tpmrm0",
    ),
)
STATION = """
import os, signal, sys
from threading import Event
from station.links import LINKS
from tests.bench.links.test_console_left import SETTINGS
with LINKS["console"].open(sys.argv[1], SETTINGS, Event()) as link:
    link.identify()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_next_station_hears_it_and_can_work_with_it(
    practice_bench: Callable[..., PracticeBench],
) -> None:
    bench = practice_bench()
    (seat,) = bench.seats
    bench.plug(seat, bench.make_unit(UnitKind.CONSOLE, "SN-1"))
    killed = subprocess.run([sys.executable, "-c", STATION, seat.port], check=False, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    with Ear(LINKS["console"], seat.port, SETTINGS, Event()) as ear:
        assert ear.turn() is Heard.FOUND
    with LINKS["console"].open(seat.port, SETTINGS, Event()) as link:
        assert link.identify().serial == "SN-1"
