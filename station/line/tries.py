"""A unit tried again where its failure may pass by itself: each try is a run of its own."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
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
        before: the result and the last event of the try before, where there was one.
        began: whether anything happened in this one.
    """

    listeners: Sequence[Listener]
    before: tuple[RunResult, StepEvent | None] | None = None
    end: StepEvent | None = None
    began: bool = False

    def tried(self, run: Callable[[], RunResult]) -> RunResult:
        """Return how the try ended, or the one before where this one can't begin.

        Raises:
            StationError: as `run`, once anything happened in it or where it is the first.
        """
        try:
            return run()
        except StationError as error:
            if self.before is None or self.began:
                raise
            # Such as an order that was closed meanwhile: how the unit ended is known.
            _log.warning("No further try: %s (%s)", error, error.detail)
        result, self.end = self.before
        return result

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
    most, number, tried, before = retries.transient + 1, 1, unit, None
    while True:
        held = _Held(listeners, before)
        with held.passed_on():
            run = partial(run_unit, tried, job, position, tools, [held.heard], cancel)
            result = held.tried(run)
            may = held.began and number < most and _may_pass(result, tools)
            if not may or _stands(job, position, tools, cancel):
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
