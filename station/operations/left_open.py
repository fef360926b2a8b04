"""What runs left open, looked up where their units still are, once the station is unlocked."""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from threading import Event
from typing import Final, TypeAlias

from station.errors import StationError
from station.line.bench import Position
from station.line.checks import identified
from station.line.halt import Halt
from station.line.mechanisms import MECHANISMS
from station.line.mechanisms.settling import settle_run
from station.line.run import opened_link
from station.line.steps import RunLog
from station.line.work import Job, Tools, Work
from station.model.profile_choices import PinPolicy
from station.model.run import Unit
from station.operations.plant import Plant
from station.records.unit_pins import PinState
from station.records.unsettled import LeftOpen

_log: Final = logging.getLogger(__name__)


def settle_left(plant: Plant, position: Position, cancel: Event, besides: str = "") -> None:
    """Look up what runs at a position left open, if their unit is still there; change nothing.

    What can't be looked up now, whatever the reason, is at the unit's next run: nothing is raised.

    Args:
        plant: the station.
        position: where.
        cancel: looked at by every wait.
        besides: an order whose units are run at once anyway.
    """
    with _going_on(position):
        together = _left_at(plant, position, besides)
        if not together:
            return
        patience = _ASKED_S
        with plant.tools.signals.watching(position.name, cancel) as look:
            for those in together:
                if look.is_set() or patience <= 0:
                    return
                began = time.monotonic()
                with _going_on(position):
                    _visit(plant.tools, position, those, look, patience)
                patience -= time.monotonic() - began


# How long whoever is in may take to say who they are, in all the ways in which they are asked. It
# may be another product, which a console waits for as for a device that starts; the position's own
# units wait meanwhile.
_ASKED_S: Final = 10.0

_Left: TypeAlias = tuple[Job, LeftOpen]


def _left_at(plant: Plant, position: Position, besides: str) -> Sequence[Sequence[_Left]]:
    """Return what can be looked up at a position, by the way in which its units are asked."""
    together: dict[tuple[str, str], list[_Left]] = {}
    for left in plant.tools.records.left_open():
        if left.run.position != position.name or left.run.order == besides:
            continue
        with _going_on(position):
            job = plant.job(left.run.order)
            if _opens_as_it_is(job, left, plant.tools):
                password_of = job.order.name if job.profile.link.asks_password else ""
                together.setdefault((job.profile_hash, password_of), []).append((job, left))
    return list(together.values())


def _visit(
    tools: Tools, position: Position, those: Sequence[_Left], cancel: Event, patience: float
) -> None:
    """Ask who is there, for some seconds, and look up what runs left open whose unit that is."""
    job, first = those[0]
    halt = Halt(cancel)
    log = RunLog(first.run, (), halt, job.profile.steps)
    with ExitStack() as line:
        halt.give(patience)
        link = line.enter_context(opened_link(job, position, tools, log))
        unit = identified(Unit(), link.identify())
        halt.give(None)
        for job, left in those:
            if cancel.is_set():
                return
            if unit.serial.casefold() == left.run.serial.casefold():
                with _going_on(position), ExitStack() as opened:
                    work = Work(
                        unit, left.number, job, position, left.run, link, tools, opened, log.cancel
                    )
                    settle_run(work, MECHANISMS[job.profile.mechanism].begin(work).looks(), left)


@contextmanager
def _going_on(position: Position) -> Iterator[None]:
    """Log what breaks in a block: it keeps nothing else from being looked up."""
    try:
        yield
    except StationError as error:
        _log.warning("Not settled at position %s: %s (%s)", position.name, error, error.detail)
    except Exception:  # noqa: BLE001 - a look at what was mustn't keep a position from work
        _log.exception("Not settled at position %s", position.name)


def _opens_as_it_is(job: Job, left: LeftOpen, tools: Tools) -> bool:
    """Return whether the unit's token, where one is used, opens without being given PINs first."""
    settings = job.profile.token
    if not MECHANISMS[job.profile.mechanism].uses_token:
        return True
    if settings.pin is PinPolicy.ORDER and not settings.initialise:
        return True
    pins = tools.records.unit_pins.of(left.run.serial)
    return pins is not None and pins.state is PinState.SET
