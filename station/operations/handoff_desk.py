"""What the commands do with hand-offs: show them, try one out, deliver what waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from station.errors import Outcome, StationError
from station.folders import Data
from station.model.handoff import (
    TEST_NAME,
    TEST_SEQUENCE,
    Cancel,
    ResultEvent,
    RouteAnswer,
    RouteQuestion,
    UnitResult,
)
from station.operations.handoff_delivery import Delivery
from station.operations.handoff_file import read_handoff_file
from station.operations.handoff_open import opened_handoffs, told
from station.operations.plant import Plant, open_reader
from station.records.handoffs import HandoffState, Refused
from station.service.handoffs import HandoffSettings


@dataclass(frozen=True)
class Listed:
    """A hand-off as it is shown.

    Attributes:
        name: its name.
        settings: what the file says of it; None where only the record knows it.
        state: how far it is; None where it has not begun.
    """

    name: str
    settings: HandoffSettings | None
    state: HandoffState | None

    @property
    def refused(self) -> tuple[Refused, ...]:
        """What the MES would not take."""
        return self.state.refused if self.state else ()

    @property
    def said(self) -> str:
        """All of it in a line, but for what was refused."""
        words: list[str] = []
        if self.settings is None:
            words.append("not in the file any more")
        else:
            words.append(f"{self.settings.kind} to {self.settings.address}")
            if self.settings.asks_route:
                words.append(f"asks for routes ({self.settings.when_down.value} when down)")
        if self.state is None:
            words.append("not begun: the next one at work begins it")
        else:
            words.append(f"{self.state.waiting} wait")
            words.append(f"{len(self.refused)} refused")
        return ", ".join(words)

    def as_json(self) -> dict[str, JsonValue]:
        """Return it for machines."""
        refused: list[JsonValue] = [
            {"sequence": one.sequence, "why": one.why, "time": one.time.isoformat()}
            for one in self.refused
        ]
        return {
            "name": self.name,
            "settings": None if self.settings is None else told(self.settings),
            "sequence": self.state.sequence if self.state else None,
            "waiting": self.state.waiting if self.state else None,
            "refused": refused,
        }


def listed(data: Data) -> Sequence[Listed]:
    """Return the hand-offs of the file, in its order, and those that only the record knows.

    Raises:
        StationError: as `read_handoff_file` and `open_reader`.
    """
    with open_reader(data) as reader:
        states = {state.name: state for state in reader.handoff_states()}
    found = read_handoff_file(data)
    names = [*found, *(name for name in states if name not in found)]
    return [Listed(name, found.get(name), states.get(name)) for name in names]


def try_out(plant: Plant, name: str, cancel: Cancel) -> RouteAnswer | None:
    """Send a result that is marked as a test, and ask for the route of no unit where routes are.

    Returns:
        What was said of the route, None where nobody is asked.

    Raises:
        StationError: the hand-off's own; as `opened_handoffs`.
    """
    tools = plant.tools
    now = tools.now()
    result = UnitResult(
        station=tools.station,
        sequence=TEST_SEQUENCE,
        event=ResultEvent.RUN,
        time=now,
        practice=tools.factory.practice,
        run=TEST_NAME,
        order=TEST_NAME,
        profile=TEST_NAME,
        position=TEST_NAME,
        serial=TEST_NAME,
        outcome=Outcome.CANCELLED,
        started=now,
        ended=now,
        seconds=0.0,
        test=True,
    )
    question = RouteQuestion(
        station=tools.station,
        position=TEST_NAME,
        order=TEST_NAME,
        serial=TEST_NAME,
        profile=TEST_NAME,
        practice=tools.factory.practice,
        test=True,
    )
    with opened_handoffs(plant, name) as (one,):
        one.way.tell(result, cancel)
        return None if one.way.route is None else one.way.route.ask(question, cancel)


@dataclass(frozen=True)
class Progress:
    """What came of a delivery by command.

    Attributes:
        name: the hand-off's.
        taken: how many results were taken.
        refused: how many are put aside now.
        waiting: how many still wait.
        error: what ended it before its time, or None.
    """

    name: str
    taken: int
    refused: int
    waiting: int
    error: StationError | None

    def as_json(self) -> dict[str, JsonValue]:
        """Return it for machines."""
        return {
            "name": self.name,
            "taken": self.taken,
            "refused": self.refused,
            "waiting": self.waiting,
            "error": None if self.error is None else self.error.code,
        }


def send(
    plant: Plant, name: str | None, cancel: Cancel, *, again: bool, from_start: bool
) -> Sequence[Progress]:
    """Deliver what waits, once; where that ends before its time, the others are delivered still.

    Args:
        plant: the station.
        name: of one hand-off; None for all.
        cancel: ends it.
        again: whether what was put aside is told once more, first.
        from_start: whether everything is told from the chain's start.

    Raises:
        StationError: as `opened_handoffs`.
    """
    book = plant.tools.records.handoffs
    found: list[Progress] = []
    with opened_handoffs(plant, name) as opened:
        for one in opened:
            if from_start:
                book.start_over(one.name)
            taken, error = _delivered(Delivery(one.name, one.way, book), cancel, again=again)
            state = book.state(one.name)
            found.append(Progress(one.name, taken, len(state.refused), state.waiting, error))
    return found


def _delivered(
    delivery: Delivery, cancel: Cancel, *, again: bool
) -> tuple[int, StationError | None]:
    """Return how many results were taken, and what ended the delivery before its time."""
    try:
        if again:
            delivery.send_put_aside(cancel)
        delivery.send(cancel)
    except StationError as error:
        return delivery.taken, error
    return delivery.taken, None
