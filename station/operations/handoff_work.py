"""A station at work with its hand-offs: routes are asked for, and results told behind its back."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from threading import Event, Thread
from typing import Final

from station.operations.handoff_delivery import Delivery, Sender
from station.operations.handoff_open import is_lenient, opened_handoffs
from station.operations.handoff_route import Asked, Routes
from station.operations.plant import Plant

_log: Final = logging.getLogger(__name__)

# How long the end waits for the last results to be told, and for what is stuck to give up; a disk
# in a network can hang for longer.
_END_S: Final = 3.0


@contextmanager
def handing_off(plant: Plant) -> Iterator[Plant]:
    """Give the plant as it is to be worked with, while its hand-offs deliver in the background.

    Raises:
        StationError: as `opened_handoffs`.
    """
    with ExitStack() as held:
        opened = held.enter_context(opened_handoffs(plant))
        asked = [
            Asked(one.name, one.way.route, is_lenient(one.settings))
            for one in opened
            if one.way.route is not None
        ]
        for one in opened:
            delivery = Delivery(one.name, one.way, plant.tools.records.handoffs)
            held.enter_context(_sending(delivery))
        route = Routes(asked) if asked else None
        yield replace(plant, tools=replace(plant.tools, route=route))


@contextmanager
def _sending(delivery: Delivery) -> Iterator[None]:
    ending, stop = Event(), Event()
    sender = Sender(delivery, ending, stop, ending.wait)
    thread = Thread(target=sender.run, name=f"handoff-{delivery.name}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        for event in (ending, stop):
            event.set()
            thread.join(_END_S)
        if thread.is_alive():
            _log.warning("The hand-off %s is stuck, and is left alone", delivery.name)
