"""Ports that come and go where there is no udev: seen by looking, in one thread."""

import threading
from pathlib import Path
from queue import Empty, Queue

import pytest

from station.links.port_udev import Watching
from station.links.port_watch import PortWatch
from tests.support.bare_terminal import terminal

pytestmark = pytest.mark.bench


class Heard:
    def __init__(self) -> None:
        self._told: Queue[tuple[str, str]] = Queue()

    def found(self, position: str) -> None:
        self._told.put(("found", position))

    def came(self, position: str) -> None:
        self._told.put(("came", position))

    def went(self, position: str) -> None:
        self._told.put(("went", position))

    def keyboard(self, position: str, name: str) -> None:
        raise AssertionError(f"{name} at {position}")

    def next(self, wait_s: float = 5.0) -> tuple[str, str] | None:
        try:
            return self._told.get(timeout=wait_s)
        except Empty:
            return None


def test_sees_who_comes_and_goes_and_ends_its_thread(tmp_path: Path) -> None:
    heard, one, two = Heard(), tmp_path / "one", tmp_path / "two"
    ports = {"1": str(one), "2": str(two), "3": "socket://localhost:1"}
    with terminal() as node:
        one.symlink_to(node)
        with PortWatch(ports, heard, watching=Watching.LOOKING):
            assert {heard.next(), heard.next()} == {("found", "1"), ("found", "3")}
            two.symlink_to(node)
            assert heard.next() == ("came", "2")
            one.unlink()
            assert heard.next() == ("went", "1")
            one.symlink_to(node)
            assert heard.next() == ("came", "1")
        two.unlink()
        assert heard.next(0.5) is None
    assert not [t for t in threading.enumerate() if t.name == "ports"]


def test_a_port_that_goes_and_comes_between_two_looks_is_another(tmp_path: Path) -> None:
    heard, link = Heard(), tmp_path / "port"
    with terminal() as node:
        link.symlink_to(node)
        with PortWatch({"1": str(link)}, heard, watching=Watching.LOOKING):
            assert heard.next() == ("found", "1")
            link.unlink()
            link.symlink_to(node)
            assert [heard.next(), heard.next()] == [("went", "1"), ("came", "1")]


def test_a_watch_that_does_not_begin_leaves_nothing_open() -> None:
    class Deaf(Heard):
        def found(self, position: str) -> None:
            raise ValueError(position)

    before = len(list(Path("/proc/self/fd").iterdir()))
    with (
        pytest.raises(ValueError, match="1"),
        PortWatch({"1": "socket://localhost:1"}, Deaf(), watching=Watching.LOOKING),
    ):
        raise AssertionError
    assert len(list(Path("/proc/self/fd").iterdir())) <= before
    assert not [t for t in threading.enumerate() if t.name == "ports"]


def test_a_link_that_leads_nowhere_is_nobody(tmp_path: Path) -> None:
    heard, link = Heard(), tmp_path / "port"
    link.symlink_to(tmp_path / "gone")
    with PortWatch({"1": str(link)}, heard, watching=Watching.LOOKING):
        assert heard.next(0.5) is None
