"""A unit tried again where its failure may pass by itself: each try is a run of its own."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Event
from typing import Final

from station.errors import Failure, StationError
from station.line.bench import Position
from station.line.contacts import check_contacts
from station.line.mechanisms.issuing import ISSUE
from station.line.prompts import Remembering
from station.line.run import RunResult, run_unit
from station.line.steps import Listener, tell
from station.line.work import Job, Tools
from station.model.run import StepEvent, StepState, Unit

_log: Final = logging.getLogger(__name__)

AGAIN: Final = "LIN-060"


@dataclass
class _Held:
    """Passes on what happens in a try, but for its end: that may not be the unit's.

    Attributes:
        listeners: to whom.
        end: the try's last event, once it came.
        began: whether anything happened in it.
    """

    listeners: Sequence[Listener]
    end: StepEvent | None = None
    began: bool = False

    def heard(self, event: StepEvent) -> None:
        """Pass an event on, or keep it."""
        self.began = True
        if event.outcome is None:
            tell(self.listeners, event)
        else:
            self.end = event

    @contextmanager
    def passed_on(self) -> Iterator[None]:
        """Tell at the end of the block how the try ended, unless another one follows it."""
        try:
            yield
        finally:
            if self.end is not None:
                tell(self.listeners, self.end)

    def again(self, number: int, most: int) -> None:
        """Tell that another try follows."""
        if self.end is not None:
            data = {**self.end.data, "what": f"{number} of {most}"}
            again = replace(self.end, state=StepState.AGAIN, outcome=None, code=AGAIN, data=data)
            tell(self.listeners, again)


def try_unit(
    unit: Unit,
    job: Job,
    position: Position,
    tools: Tools,
    listeners: Sequence[Listener] = (),
    cancel: Event | None = None,
) -> RunResult:
    """Do one run, and another while it fails with what may pass and the profile allows for more.

    No run follows one in which a certificate was issued: each would be one certificate more, and
    whether that is wanted is for a person to say. Only the same unit is tried again.

    Returns:
        How the last run ended; that no other can begin after it doesn't change that.

    Raises:
        StationError: as `run_unit` in the first try; LIN-078 where the contacts are worn.
    """
    check_contacts(position, tools.records)
    retries, cancel = job.profile.retries, cancel or Event()
    if tools.prompter is not None:
        tools = replace(tools, prompter=Remembering(tools.prompter))
    most, number, tried = retries.transient + 1, 1, unit
    before: tuple[RunResult, StepEvent | None] | None = None
    while True:
        held = _Held(listeners)
        with held.passed_on():
            try:
                result = run_unit(tried, job, position, tools, [held.heard], cancel)
            except StationError as error:
                if before is None or held.began:
                    raise
                # Such as an order that was closed meanwhile: how the unit ended is known.
                _log.warning("No further try at %s: %s (%s)", position.name, error, error.detail)
                result, held.end = before
                return result
            if number == most or _stands(job, position, tools, cancel):
                return result
            if not _may_pass(result, tools):
                return result
            held.again(number + 1, most)
            if cancel.wait(retries.wait_s) or _stands(job, position, tools, cancel):
                return result
            before, held.end = (result, held.end), None
        tried = replace(unit, known_as=result.unit.known_as, tries=number)
        number += 1


def _stands(job: Job, position: Position, tools: Tools, cancel: Event) -> bool:
    """Return whether nothing more is to be begun there."""
    stopped = tools.records.stops.held(position.name, job.order.name)
    return cancel.is_set() or stopped is not None


def _may_pass(result: RunResult, tools: Tools) -> bool:
    """Return whether another try may mend a run, and does no harm."""
    if result.error is None or result.error.failure is not Failure.TRANSIENT:
        return False
    intents = tools.records.failed_intents(result.serial) if result.serial else ()
    return all(one.run != result.run or one.kind != ISSUE for one in intents)
