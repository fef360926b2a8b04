"""What a profile says of a run's steps: how long each may take, and which units do one twice."""

from typing import Annotated, Final, Literal

from pydantic import Field

from station.model.run import Step
from station.model.strict import Strict

# More than a worker's two switches, the slowest start and the slowest chip take together.
MOST_S: Final = 1800.0

TimeOut = Annotated[float, Field(gt=0, le=36_000)]


class StepTime(Strict):
    """How long a step may take.

    Attributes:
        timeout_s: seconds, the worker's own part in it included.
    """

    timeout_s: TimeOut = MOST_S


class StepSettings(Strict):
    """How long each step may take; none may take for ever.

    Attributes:
        connect: until the unit has answered; `connect_s` of the link ends it too.
        identify: until the unit has said what it is and was checked.
        admit: until the record has taken it up.
        attest: until it has its identity.
        prove: until it has proved that; each proof has this time.
        restart: until it is back.
        rehearse: until the practice service has assigned it.
        enrol: until it is seen to be there still; the commit itself is never broken off.
    """

    connect: StepTime = StepTime()
    identify: StepTime = StepTime()
    admit: StepTime = StepTime()
    attest: StepTime = StepTime()
    prove: StepTime = StepTime()
    restart: StepTime = StepTime()
    rehearse: StepTime = StepTime()
    enrol: StepTime = StepTime()

    def timeout_s(self, step: Step) -> float | None:
        """Return how long a step may take, seconds; None for the label, which no unit waits for."""
        times = {
            Step.CONNECT: self.connect,
            Step.IDENTIFY: self.identify,
            Step.ADMIT: self.admit,
            Step.ATTEST: self.attest,
            Step.PROVE: self.prove,
            Step.RESTART: self.restart,
            Step.REHEARSE: self.rehearse,
            Step.ENROL: self.enrol,
        }
        given = times.get(step)
        return None if given is None else given.timeout_s


class SamplingSettings(Strict):
    """Which units of an order prove more than the others.

    Attributes:
        every: each unit whose number in its order is a multiple of it, and the first.
        prove: when those prove their identity.
    """

    every: Annotated[int, Field(ge=2, le=1_000_000)]
    prove: Literal["after-restart"]

    def takes(self, number: int) -> bool:
        """Return whether the unit of that number in its order, from 1, is a sample."""
        return number == 1 or number % self.every == 0
