"""The waits of a rehearsal, for the table of waits."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

from station.model.run import Step
from station.operations import rehearsal_stage
from station.operations.rehearsal_stage import Stage, standing
from station.operations.rehearsing import Rehearsals
from station.practice.service.server import PracticeService
from station.practice.unit_config import NORMAL
from station.service.doors import ServiceAddress

if TYPE_CHECKING:
    from tests.support.cancel_waits import Setting, Waiting

_LONG_S: Final = 240.0
_REHEARSES: Final = ("practice = true", "practice = true\nrehearse = true")


def silent_service(setting: "Setting") -> "Waiting":
    """Wait for a practice service that takes connections and says nothing."""
    server = setting.stack.enter_context(closing(socket.create_server(("127.0.0.1", 0))))
    address = property(lambda _: f"localhost:{server.getsockname()[1]}")
    setting.stack.enter_context(patch.object(PracticeService, "address", address))
    return _rehearses(setting, "symmetric-device")


def deaf_service(setting: "Setting") -> "Waiting":
    """Wait for a practice service that takes a token's connection and never shakes hands."""
    server = setting.stack.enter_context(closing(socket.create_server(("127.0.0.1", 0))))
    pair = property(lambda _: server.getsockname())
    setting.stack.enter_context(patch.object(ServiceAddress, "pair", pair))
    return _rehearses(setting, "x509")


def slow_service(setting: "Setting") -> "Waiting":
    """Wait for a practice service that isn't there yet."""
    begun = Event()

    @contextmanager
    def slow() -> Iterator[Stage]:
        begun.wait(_LONG_S)
        with standing() as stage:
            yield stage

    setting.stack.enter_context(patch.object(rehearsal_stage, "standing", slow))
    waiting = _rehearses(setting, "symmetric-device")
    setting.stack.callback(begun.set)
    return waiting


def _rehearses(setting: "Setting", product: str) -> "Waiting":
    """Return a run with a rehearsal, at a service of its own."""
    rehearsals = setting.stack.enter_context(Rehearsals())
    waiting = setting.waits(product, NORMAL, Step.REHEARSE, _REHEARSES)
    return replace(waiting, tools=replace(waiting.tools, rehearsal=rehearsals))
