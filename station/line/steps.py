"""The log of one run: its steps as they begin and end, told to whoever listens."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

from station.errors import Outcome, StationError
from station.links.transcript import Transcript
from station.model.run import Run, Step, StepEvent, StepState
from station.records.runs import StepRecord

Listener = Callable[[StepEvent], None]

_log = logging.getLogger(__name__)


def nothing_before(step: Step) -> None:
    """Let a step begin at once."""
    del step


@dataclass
class RunLog:
    """What happens in one run.

    Attributes:
        run: the run.
        listeners: called with every event, in the run's own thread; they must not wait.
        cancel: set to end the run at the next wait.
        steps: what was done so far.
        started: the monotonic clock when the run began.
        transcript: what crosses the run's link.
        before: called when a step begins, before anything is done in it; its time isn't the step's.
    """

    run: Run
    listeners: Sequence[Listener]
    cancel: Event
    steps: list[StepRecord] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)
    transcript: Transcript = field(default_factory=Transcript)
    before: Callable[[Step], None] = nothing_before

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
            StationError: LIN-003 where the run was cancelled before the step; else the step's own.
        """
        if self.cancel.is_set() and not in_any_case:
            raise StationError("LIN-003")
        began = time.monotonic()
        self.emit(StepEvent(self.run.name, self.run.position, step, StepState.STARTED))
        try:
            self.before(step)
            began = time.monotonic()
            yield
        except StationError as error:
            self._ended(step, StepState.FAILED, began, error.code)
            raise
        except Exception:
            self._ended(step, StepState.FAILED, began, "LIN-014")
            raise
        self._ended(step, StepState.DONE, began, None)

    def tell(self, code: str) -> None:
        """Tell the worker to do something at the unit, in the words of the catalogue's `code`."""
        state = StepState.WAITING
        self.emit(StepEvent(self.run.name, self.run.position, Step.RESTART, state, code=code))

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
        """Tell every listener; one that fails is logged and can't break the run."""
        for listener in self.listeners:
            try:
                listener(event)
            except Exception:  # noqa: BLE001 - whoever listens must not break a run
                _log.exception("A listener failed")
