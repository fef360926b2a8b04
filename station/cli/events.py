"""Runs as they happen, a line each on the terminal."""

from dataclasses import dataclass

from station.cli.console import Console
from station.errors import Outcome
from station.model.run import StepEvent


@dataclass(frozen=True)
class EventPrinter:
    """Prints how each run ended."""

    console: Console

    def heard(self, event: StepEvent) -> None:
        """Print the last event of a run; steps before it are not for a terminal."""
        if event.outcome is None:
            return
        word = "PASS" if event.outcome is Outcome.PASSED else "FAIL"
        if event.outcome is Outcome.CANCELLED:
            word = "STOP"
        serial = event.data.get("serial") or "(no serial)"
        line = f"  position {event.position}  {word}  {serial}  {event.seconds:.2f} s"
        if event.code is not None:
            line += f"  {event.code}  {event.data.get('message', '')}"
            line += f"\n      {event.data.get('remedy', '')}"
        self.console.say(line)
