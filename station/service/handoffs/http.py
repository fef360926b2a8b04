"""Hand-off by HTTP: JSON is posted to `results` and to `route` below the MES's own address."""

from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.model.handoff import Cancel, RouteAnswer, RouteCheck, RouteQuestion, UnitResult
from station.model.names import shown
from station.service.calls import Answer
from station.service.handoffs.posting import Poster, Way

__all__ = ["Http", "Poster", "Way"]

# The MES may say otherwise later: not in time, too early, too many, or it doesn't know us now.
_LATER: Final = frozenset({401, 407, 408, 425, 429})


@dataclass(frozen=True)
class Http:
    """An open hand-off by HTTP.

    Attributes:
        poster: posts to the MES.
        asks: whether it is asked for routes.
    """

    poster: Poster
    asks: bool

    @property
    def route(self) -> RouteCheck | None:
        """This one, or None."""
        return self if self.asks else None

    def tell(self, result: UnitResult, cancel: Cancel) -> None:
        """Post a result, with its number as the key by which repeats are told.

        Raises:
            StationError: SVC-021 where it is refused for good, SVC-020 where it may be taken later,
                LIN-003 on cancel.
        """
        key = {"Idempotency-Key": str(result.sequence)}
        answer = self.poster.post("results", result.as_json(), key, cancel)
        if not answer.good:
            raise self._refused(answer)

    def ask(self, question: RouteQuestion, cancel: Cancel) -> RouteAnswer:
        """Post a question and return the answer.

        Raises:
            StationError: SVC-020 where there is no answer, SVC-021 where the question itself is
                refused, SVC-024 where the answer can't be understood, LIN-003 on cancel.
        """
        answer = self.poster.post("route", question.as_json(), {}, cancel)
        if not answer.good:
            raise self._refused(answer)
        if answer.trouble:
            raise StationError("SVC-020", name=self.poster.way.name, why=answer.trouble)
        try:
            return RouteAnswer.parse(answer.body)
        except ValueError as error:
            detail = shown(answer.body[:200].decode("utf-8", "replace"), 200)
            why = "it is not the JSON that was agreed on"
            raise StationError("SVC-024", detail, name=self.poster.way.name, why=why) from error

    def _refused(self, answer: Answer) -> StationError:
        """Return the error that a status other than 2xx means; a redirect is not followed."""
        for_good = 400 <= answer.status < 500 and answer.status not in _LATER
        detail = shown(answer.body[:200].decode("utf-8", "replace"), 200)
        why = f"it answers with the status {answer.status}"
        return StationError(
            "SVC-021" if for_good else "SVC-020", detail, name=self.poster.way.name, why=why
        )
