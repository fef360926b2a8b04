"""Opening links to ports that come and go, are held by others, or run at another speed."""

import fcntl
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Timer

import pytest

from station.errors import StationError
from station.links import LINKS
from station.links.link import Access, Link
from station.links.opening import Rates, open_link
from station.links.port_holders import holders
from station.links.ports import open_port
from station.model.profile import LinkSettings
from station.practice.unit_config import Pacing, UnitConfig
from tests.support.bare_terminal import terminal
from tests.support.plugged import plugged

pytestmark = pytest.mark.bench

SMP = LINKS["smp"]


@pytest.fixture
def config(tmp_path: Path) -> UnitConfig:
    return UnitConfig("A1-42", "sensor", "1.0", tmp_path / "port", pacing=Pacing.NONE)


@dataclass
class Paced:
    """The SMP link at one speed: what is opened at another hears nothing that it understands."""

    baud: int
    name: str = "smp"
    tried: list[int] = field(default_factory=list)

    def open(
        self, port: str, settings: LinkSettings, cancel: Event, access: Access | None = None
    ) -> Link:
        self.tried.append(settings.baud)
        if settings.baud != self.baud:
            cancel.wait(settings.connect_s)
            raise StationError("LNK-002" if settings.baud > self.baud else "LNK-004")
        return SMP.open(port, settings, cancel, access)


def test_waits_for_a_port_that_comes_back_under_its_name(config: UnitConfig) -> None:
    settings = LinkSettings(connect_s=10)
    with ExitStack() as parts:
        timer = Timer(0.5, lambda: parts.enter_context(plugged(config)))
        timer.start()
        with open_link(SMP, str(config.port_link), settings, Event()) as link:
            assert link.identify().serial == "A1-42"
        timer.join()


def test_a_port_that_stays_away_is_told_after_the_time_to_connect(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(StationError, match="LNK-001"):
        open_link(SMP, str(tmp_path / "gone"), LinkSettings(connect_s=0.5), Event())
    assert 0.5 <= time.monotonic() - began < 3


def test_waiting_for_a_port_can_be_cancelled(tmp_path: Path) -> None:
    cancel = Event()
    Timer(0.3, cancel.set).start()
    began = time.monotonic()
    with pytest.raises(StationError, match="LIN-003"):
        open_link(SMP, str(tmp_path / "gone"), LinkSettings(connect_s=60), cancel)
    assert time.monotonic() - began < 3


def test_what_is_no_port_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    began = time.monotonic()
    for port, code in ((str(tmp_path / "file"), "LNK-001"), ("spy://x", "LNK-006")):
        with pytest.raises(StationError, match=code):
            open_link(SMP, port, LinkSettings(connect_s=60), Event())
    assert time.monotonic() - began < 3


def test_the_speed_is_found_and_tried_first_for_the_next_unit(config: UnitConfig) -> None:
    kind, rates = Paced(57_600), Rates()
    settings = LinkSettings(baud=115_200, other_bauds=(9_600, 57_600, 9_600), connect_s=6)
    with plugged(config) as unit:
        access = Access()
        with open_link(kind, str(unit.link), settings, Event(), access, rates) as link:
            assert link.identify().serial == "A1-42"
        assert kind.tried == [115_200, 9_600, 57_600]
        assert "trying 57600 baud" in access.transcript.text()
        kind.tried.clear()
        open_link(kind, str(unit.link), settings, Event(), None, rates).close()
        assert kind.tried == [57_600]
        kind.tried.clear()
        other = LinkSettings(baud=115_200, other_bauds=(9_600,), connect_s=1)
        with pytest.raises(StationError):
            open_link(kind, str(unit.link), other, Event(), None, rates)
        assert set(kind.tried) == {115_200, 9_600}, "what isn't in the profile isn't tried"


def test_all_speeds_together_have_the_time_to_connect(config: UnitConfig) -> None:
    settings = LinkSettings(baud=115_200, other_bauds=(57_600, 38_400), connect_s=2)
    with plugged(config) as unit:
        began = time.monotonic()
        with pytest.raises(StationError, match=r"LNK-00[24]"):
            open_link(Paced(9_600), str(unit.link), settings, Event(), None, Rates())
        assert time.monotonic() - began < 4


def test_what_a_unit_refuses_is_not_tried_at_another_speed() -> None:
    @dataclass
    class Refuses(Paced):
        def open(
            self, port: str, settings: LinkSettings, cancel: Event, access: Access | None = None
        ) -> Link:
            self.tried.append(settings.baud)
            raise StationError("LNK-009")

    kind = Refuses(0)
    with pytest.raises(StationError, match="LNK-009"):
        open_link(kind, "/dev/null", LinkSettings(other_bauds=(9_600,)), Event())
    assert kind.tried == [115_200], "a wrong password twice may lock the device"


HOLD = """
import fcntl, os, sys
fd = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
fcntl.flock(fd, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(node: str) -> Iterator[int]:
    """Have another process hold a port, as terminal programs do; yield its number."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, node], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"held\n"
            yield process.pid
        finally:
            process.kill()


def test_a_port_in_use_is_told_with_the_program_that_has_it() -> None:
    with terminal() as node, held(node) as pid:
        assert pid in [holder.pid for holder in holders(node)]
        with pytest.raises(StationError, match="LNK-008") as refused:
            open_port(node, 115_200, Event())
        assert f"(process {pid})" in refused.value.message
        assert "python" in refused.value.message


def test_a_port_that_this_program_has_itself_is_told_so() -> None:
    with terminal() as node:
        descriptor = os.open(node, os.O_RDWR | os.O_NOCTTY)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with pytest.raises(StationError, match=f"process {os.getpid()}"):
            open_port(node, 115_200, Event())
        os.close(descriptor)


def test_a_port_that_another_program_gives_up_is_opened(config: UnitConfig) -> None:
    with plugged(config) as unit, ExitStack() as holding:
        holding.enter_context(held(unit.port))
        release = threading.Timer(0.7, holding.close)
        release.start()
        with open_link(SMP, str(unit.link), LinkSettings(connect_s=10), Event()) as link:
            assert link.identify().serial == "A1-42"
        release.join()
