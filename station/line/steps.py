"""The log of one run: its steps as they begin and end, told to whoever listens."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from station.errors import Fault, Outcome, StationError
from station.line.halt import Halt
from station.links.transcript import Transcript
from station.model.profile_steps import StepSettings
from station.model.run import Run, Step, StepEvent, StepState
from station.records.runs import StepRecord

Listener = Callable[[StepEvent], None]

_log = logging.getLogger(__name__)

# How long what a run opened may take to be put away: flushed, logged out of, closed.
ENDING_S: Final = 5.0
# And how long a unit may say nothing meanwhile, where somebody cancelled its run and waits.
SILENT_S: Final = 0.6
# What is committed is done, however long it took.
_COMMITTED: Final = frozenset({Step.ENROL, Step.LABEL})
# In these no unit has a part: that they take long is the station's fault.
_STATION_S: Final = frozenset({Step.ADMIT})


def tell(listeners: Sequence[Listener], event: StepEvent) -> None:
    """Tell every listener; one that fails is logged and can't break the run."""
    for listener in listeners:
        try:
            listener(event)
        except Exception:  # noqa: BLE001 - whoever listens must not break a run
            _log.exception("A listener failed")


def nothing_before(step: Step, number: int) -> None:
    """Let a step begin at once."""
    del step, number


@dataclass
class RunLog:
    """What happens in one run.

    Attributes:
        run: the run.
        listeners: called with every event, in the run's own thread; they must not wait.
        cancel: ends the run at the next wait, or the step whose time is over.
        times: how long each step may take.
        steps: what was done so far.
        started: the monotonic clock when the run began.
        transcript: what crosses the run's link.
        before: called when a step begins, before anything is done in it, with the step and the
            unit's number; its time isn't the step's.
        number: the unit's in its order, once it is admitted; else 0.
    """

    run: Run
    listeners: Sequence[Listener]
    cancel: Halt
    times: StepSettings
    steps: list[StepRecord] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)
    transcript: Transcript = field(default_factory=Transcript)
    before: Callable[[Step, int], None] = nothing_before
    number: int = 0

    @property
    def seconds(self) -> float:
        """How long the run has taken until now."""
        return time.monotonic() - self.started

    @contextmanager
    def step(self, step: Step, *, in_any_case: bool = False) -> Iterator[None]:
        """Do one step: say that it starts, how it ends and how long it took.

        Args:
            step: which.
            in_any_case: whether it is done even if the run was cancelled.

        Raises:
            StationError: LIN-003 where the run was cancelled before the step; LIN-004 where its
                time was over before it was done; else the step's own.
        """
        if self.cancel.cancelled and not in_any_case:
            raise StationError("LIN-003")
        began = time.monotonic()
        self.emit(StepEvent(self.run.name, self.run.position, step, StepState.STARTED))
        try:
            self.before(step, self.number)
            began = time.monotonic()
            with self._timed(step):
                yield
        except StationError as error:
            self._ended(step, StepState.FAILED, began, error.code)
            raise
        except Exception:
            self._ended(step, StepState.FAILED, began, "LIN-014")
            raise
        self._ended(step, StepState.DONE, began, None)

    @contextmanager
    def _timed(self, step: Step) -> Iterator[None]:
        """Give a step its time, and tell that it was over from that somebody cancelled."""
        allowed = self.times.timeout_s(step)
        late = StationError(
            "LIN-004",
            f"{allowed or 0:g} s were allowed",
            fault=Fault.STATION if step in _STATION_S else None,
            step=step.value,
        )
        self.cancel.give(allowed)
        try:
            yield
        except StationError as error:
            if error.code == "LIN-003" and self.cancel.late and not self.cancel.cancelled:
                raise late from error
            raise
        else:
            if self.cancel.late and step not in _COMMITTED:
                raise late
        finally:
            self.cancel.give(None)

    @contextmanager
    def ending(self) -> Iterator[None]:
        """Give what was opened time to be put away, however the block within ends."""
        try:
            yield
        finally:
            self.cancel.end(ENDING_S, SILENT_S, lambda: self.transcript.heard_at)

    def tell(self, code: str, what: str = "", step: Step = Step.RESTART) -> None:
        """Tell the worker of something in the midst of a step, in the words of the catalogue.

        Args:
            code: the entry's, such as what to do at the unit.
            what: fills its place `what`.
            step: in which step.
        """
        data = {"what": what} if what else {}
        waiting = StepState.WAITING
        self.emit(StepEvent(self.run.name, self.run.position, step, waiting, code=code, data=data))

    def _ended(self, step: Step, state: StepState, began: float, code: str | None) -> None:
        seconds = time.monotonic() - began
        self.steps.append(StepRecord(step, state, seconds, code))
        self.emit(StepEvent(self.run.name, self.run.position, step, state, seconds, code=code))

    def ended(self, outcome: Outcome, code: str | None, data: Mapping[str, str]) -> None:
        """Tell that the whole run has ended."""
        state = StepState.DONE if outcome is Outcome.PASSED else StepState.FAILED
        self.emit(
            StepEvent(
                self.run.name, self.run.position, None, state, self.seconds, outcome, code, data
            )
        )

    def emit(self, event: StepEvent) -> None:
        """Tell every listener."""
        tell(self.listeners, event)
