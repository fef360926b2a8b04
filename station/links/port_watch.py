"""Who comes and goes at the positions' ports: told by udev where it runs, else seen by looking."""

import logging
import os
import select
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Final, Protocol, Self

from station.links.port_names import SYSTEM, PortTree, is_network, is_usb_name
from station.links.port_udev import Change, Places, UdevMonitor, Watching

_log: Final = logging.getLogger(__name__)
_LOOK_S: Final = 0.25
_DEV: Final = "/dev/"
# Nodes under /dev that udev has nothing to do with.
_NOT_UDEVS: Final = ("/dev/pts/", "/dev/shm/")  # noqa: S108 - a prefix, no temporary file

Mark = tuple[object, ...] | None
"""Of a port: see `mark_of`."""


class Watcher(Protocol):
    """Who is told what happens at the positions; in the watch's own thread, and may wait there."""

    def found(self, position: str) -> None:
        """Something is on the port, and was when it was first looked at."""
        ...

    def came(self, position: str) -> None:
        """Something came to the port."""
        ...

    def went(self, position: str) -> None:
        """Nothing is on the port any more."""
        ...

    def keyboard(self, position: str, name: str) -> None:
        """What is plugged in there is a keyboard, by the name that it gives itself."""
        ...


class PortWatch:
    """Watches the positions' ports in one thread; a context manager.

    What is there at first is told before the `with` block begins. A port that goes and comes back
    between two looks is told as gone and come. Of a network's port nobody can tell: it is there.

    Args:
        ports: by the positions' names.
        watcher: who is told.
        tree: where the system tells of its ports.
        watching: how they are seen; None for as this machine has it.
    """

    def __init__(
        self,
        ports: Mapping[str, str],
        watcher: Watcher,
        tree: PortTree = SYSTEM,
        watching: Watching | None = None,
    ) -> None:
        self._ports = dict(ports)
        self._watcher = watcher
        self._tree = tree
        self._watching = watching or Watching.here()
        self._marks: dict[str, Mark] = dict.fromkeys(ports)
        self._places = Places(ports, tree)
        self._thread = Thread(target=self._run, name="ports")
        self._opened = ExitStack()
        self._monitor: UdevMonitor | None = None
        self._wake = self._end = -1

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            self._wake, self._end = os.pipe()
            for end in (self._wake, self._end):
                opening.callback(os.close, end)
            if self._watching is Watching.UDEV:
                self._monitor = opening.enter_context(UdevMonitor())
            self._first_look()
            self._thread.start()
            self._opened = opening.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.write(self._end, b"\0")  # which wakes the thread
        self._thread.join()
        self._opened.close()

    def _first_look(self) -> None:
        for position, port in self._ports.items():
            self._marks[position] = mark_of(port, self._tree)
            if self._marks[position] is not None:
                self._watcher.found(position)
        if self._monitor is not None:
            self._places.look()
            for keyboard in self._monitor.keyboards():
                self._type(self._places.position_of(keyboard), keyboard.name)

    def _run(self) -> None:
        try:
            while self._waited():
                self._look()
        except Exception:  # noqa: BLE001 - the bench must not go on blind without a word
            _log.exception("The ports are no longer watched")

    def _waited(self) -> bool:
        """Wait for something to look at; return whether the watch goes on."""
        monitor = self._monitor
        heard = [] if monitor is None else [monitor.fileno()]
        told = all(self._is_told(port) for port in self._ports.values())
        ready, _, _ = select.select([self._wake, *heard], [], [], None if told else _LOOK_S)
        if self._wake in ready:
            return False
        if monitor is not None and ready:
            self._listen(monitor)
        return True

    def _is_told(self, port: str) -> bool:
        """Return whether udev tells of a port, or there is nothing to tell."""
        if is_network(port):
            return True
        if self._monitor is None or port.startswith(_NOT_UDEVS):
            return False
        return is_usb_name(port) or port.startswith(_DEV)

    def _listen(self, monitor: UdevMonitor) -> None:
        for event in monitor.heard():
            if event.keyboard is not None and event.change is Change.ADDED:
                self._type(self._places.position_of(event.keyboard), event.keyboard.name)
            if event.node and event.change is Change.REMOVED:
                self._removed(event.node)

    def _removed(self, node: str) -> None:
        """Tell of a port that went, though it may be back by now."""
        for position, mark in self._marks.items():
            if mark is not None and node in mark:
                self._marks[position] = None
                self._watcher.went(position)

    def _type(self, position: str | None, name: str) -> None:
        if position is not None:
            self._watcher.keyboard(position, name)

    def _look(self) -> None:
        changed = False
        for position, port in self._ports.items():
            before, now = self._marks[position], mark_of(port, self._tree)
            if now == before:
                continue
            self._marks[position] = now
            changed = True
            if before is not None:
                self._watcher.went(position)
            if now is not None:
                self._watcher.came(position)
        if changed and self._monitor is not None:
            self._places.look()


def mark_of(port: str, tree: PortTree = SYSTEM) -> Mark:
    """Return what changes when a port is another than before, or None where nothing is there."""
    if is_network(port):
        return (port,)
    if is_usb_name(port):
        return tree.named(port) or None
    with suppress(OSError):
        path = Path(port)
        link, node = path.lstat(), path.stat()
        # The system gives a new node's number again: when its link was made tells more.
        made = link.st_ctime_ns if path.is_symlink() else 0
        return os.path.realpath(port), link.st_ino, made, node.st_rdev
    return None
