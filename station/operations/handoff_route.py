"""Asks those MES before a unit is worked on that a station's hand-offs say are to be asked."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.model.handoff import Cancel, RouteAnswer, RouteCheck, RouteQuestion
from station.model.names import shown

_log: Final = logging.getLogger(__name__)

_NO_ANSWER: Final = "SVC-020"
# What comes back and is no answer: that is for who made the MES's side, not for a later try.
_USELESS: Final = frozenset({"SVC-021", "SVC-024"})


@dataclass(frozen=True)
class Asked:
    """One MES that is asked.

    Attributes:
        name: the hand-off's.
        route: asks it.
        lenient: whether a unit goes on where it doesn't answer; the log says so of each.
    """

    name: str
    route: RouteCheck
    lenient: bool


@dataclass(frozen=True)
class Routes:
    """All of them as one: a unit may be worked on where each of them says so."""

    asked: Sequence[Asked]

    def ask(self, question: RouteQuestion, cancel: Cancel) -> RouteAnswer:
        """Ask one after another, up to the first that refuses.

        Raises:
            StationError: LIN-058 where one doesn't answer and units wait for it then, LIN-059 where
                one answers and can't be understood, LIN-003 on cancel.
        """
        for one in self.asked:
            answer = _asked(one, question, cancel)
            if not answer.allowed:
                return answer
        return RouteAnswer(allowed=True)


def _asked(one: Asked, question: RouteQuestion, cancel: Cancel) -> RouteAnswer:
    try:
        return one.route.ask(question, cancel)
    except StationError as error:
        why = f"{one.name}: {error.data.get('why', '')}"
        if error.code in _USELESS:
            raise StationError("LIN-059", error.detail, why=why) from error
        if error.code != _NO_ANSWER:
            raise
        if not one.lenient:
            raise StationError("LIN-058", error.detail, why=why) from error
        unit = (shown(question.serial), question.position, why)
        _log.warning("The unit %s at position %s goes on without a route: %s", *unit)
        return RouteAnswer(allowed=True)
