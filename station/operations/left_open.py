"""What runs left open, looked up where their units still are, once the station is unlocked."""

import logging
from contextlib import ExitStack
from threading import Event
from typing import Final

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
    try:
        for left in plant.tools.records.left_open():
            if left.run.position == position.name and left.run.order != besides:
                _visit(plant, position, left, cancel)
    except StationError as error:
        _log.warning("Not settled at position %s: %s (%s)", position.name, error, error.detail)
    except Exception:  # noqa: BLE001 - a look at what was mustn't keep a position from work
        _log.exception("Not settled at position %s", position.name)


def _visit(plant: Plant, position: Position, left: LeftOpen, cancel: Event) -> None:
    job, tools = plant.job(left.run.order), plant.tools
    if not _opens_as_it_is(job, left, tools):
        return
    log = RunLog(left.run, (), Halt(cancel), job.profile.steps)
    with ExitStack() as line, ExitStack() as opened:
        link = line.enter_context(opened_link(job, position, tools, log))
        unit = identified(Unit(), link.identify())
        if unit.serial.casefold() != left.run.serial.casefold():
            return
        work = Work(unit, left.number, job, position, left.run, link, tools, opened, log.cancel)
        attempt = MECHANISMS[job.profile.mechanism].begin(work)
        settle_run(work, attempt.looks(), left)


def _opens_as_it_is(job: Job, left: LeftOpen, tools: Tools) -> bool:
    """Return whether the unit's token, where one is used, opens without being given PINs first."""
    settings = job.profile.token
    if not MECHANISMS[job.profile.mechanism].uses_token:
        return True
    if settings.pin is PinPolicy.ORDER and not settings.initialise:
        return True
    pins = tools.records.unit_pins.of(left.run.serial)
    return pins is not None and pins.state is PinState.SET
