"""Runs as they happen: how each ended, unmistakably, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from station.cli.console import (
    CHECK_FAILED,
    CHECK_OK,
    ERROR,
    FAIL,
    NO_CHECK,
    PASS,
    STOP,
    WAIT,
    Console,
    Mark,
)
from station.errors import Outcome, StationError
from station.line.bench import Position
from station.model.run import StepEvent, StepState

_MARKS: Final[Mapping[Outcome, Mark]] = {
    Outcome.PASSED: PASS,
    Outcome.FAILED: FAIL,
    Outcome.ERROR: ERROR,
    Outcome.CANCELLED: STOP,
}


@dataclass(frozen=True)
class EventPrinter:
    """Prints how each run ended.

    Attributes:
        console: where.
        after_pass: what the worker is to do with a unit that passed, where there is a worker.
    """

    console: Console
    after_pass: str = ""

    def heard(self, event: StepEvent) -> None:
        """Print the last event of a run, and what the worker is to do in the midst of it."""
        if event.state in {StepState.WAITING, StepState.AGAIN} and event.code is not None:
            wanted = StationError(event.code, what=event.data.get("what", ""))
            self.console.marked(WAIT, at(event.position, wanted.message), f"-> {wanted.remedy}")
        if event.outcome is None:
            return
        serial = event.data.get("serial") or "no serial number"
        if "check" in event.data:
            self._checked(event, serial)
            return
        text = at(event.position, f"{serial:16}  {event.seconds:6.2f} s")
        if event.outcome is Outcome.PASSED:
            again = "It has its key still. " if event.data.get("again") else ""
            self.console.marked(PASS, f"{text}  {again}{self.after_pass}".rstrip())
            self._unlabelled(event)
            return
        self.console.marked(
            _MARKS[event.outcome],
            text,
            f"{event.code}  {event.data.get('message', '')}",
            f"-> {event.data.get('remedy', '')}",
        )

    def _unlabelled(self, event: StepEvent) -> None:
        """Print that a unit which passed has no label; no more of it, where it has."""
        if "unlabelled" in event.data:
            lines = event.data["unlabelled"], "-> Put that right, then run 'station label print'."
            self.console.marked(WAIT, at(event.position, lines[0]), lines[1])

    def trouble(self, error: StationError) -> None:
        """Print that signals don't work, which stops nothing."""
        self.console.marked(WAIT, f"{error.message} ({error.code})", f"-> {error.remedy}")

    def _checked(self, event: StepEvent, serial: str) -> None:
        """Print how a check run ended, in words that are no unit's."""
        verdict = event.data.get("verdict")
        text = at(event.position, f"{event.data['check']} {serial}  {event.seconds:6.2f} s")
        if verdict == "ok":
            self.console.marked(CHECK_OK, f"{text}  {self.after_pass}".rstrip())
            return
        self.console.marked(
            NO_CHECK if verdict is None else CHECK_FAILED,
            at(event.position, f"{serial}  {event.seconds:6.2f} s") if verdict is None else text,
            f"{event.code}  {event.data.get('message', '')}",
            f"-> {event.data.get('remedy', '')}",
        )

    def stopped(self, position: Position, error: StationError) -> None:
        """Print that a position can't go on, and why."""
        self.console.marked(
            ERROR,
            at(position.name, "This position has stopped."),
            f"{error.code}  {error.message}",
            f"-> {error.remedy}",
            _let_go_on(position.name, error),
            f"({error.detail})" if error.detail else "",
        )


def _let_go_on(position: str, error: StationError) -> str:
    """Return how what stands still is let go on; empty where that isn't it.

    One process writes a record: as long as this command works at the other positions, it has it.
    """
    command = {
        "LIN-075": f"'station bench restart {position}'",
        "LIN-076": f"'station bench restart --order {error.data.get('order', '')}'",
        "LIN-077": "'station bench restart --bench'",
        "LIN-078": f"'station bench contacts reset {position}'",
    }.get(error.code)
    return f"-> End this command first, then run {command}." if command else ""


def at(position: str, text: str) -> str:
    """Return what a line says of a position, in columns."""
    return f"position {position:3} {text}"
