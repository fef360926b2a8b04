"""A unit's token at work, whose worker process is started again where it dies.

A PKCS#11 library can take its process down at any moment. What it was doing is then looked up on
the token by a new one, and settled, before it is tried again: once for each thing that is done, so
that a library which always dies at it fails the run.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Self, TypeVar

from pydantic import JsonValue

from station.errors import StationError
from station.hsm.tokens import Token
from station.line.mechanisms.settling import settle_own, token_looks
from station.line.unit_token import UnitToken, open_token, reopened
from station.line.work import Work

_log: Final = logging.getLogger(__name__)
_DIED: Final = "HSM-006"
_Answer = TypeVar("_Answer")


def nothing(token: Token) -> None:
    """Leave a token as it is."""
    del token


@dataclass
class SteadyToken:
    """A unit's token at work.

    Attributes:
        work: the unit.
        opened: its token, as it is open now.
    """

    work: Work
    opened: UnitToken

    @classmethod
    def of(cls, work: Work) -> Self:
        """Open the unit's token; once more where the worker dies at it, as the next run would.

        Raises:
            StationError: as `open_token`.
        """
        try:
            return cls(work, open_token(work))
        except StationError as error:
            _check_died(work, error)
        return cls(work, open_token(work))

    @property
    def token(self) -> Token:
        """The token, as it is open now."""
        return self.opened.token

    def ask(self, act: Callable[[Token], _Answer]) -> _Answer:
        """Do what can be done twice, in a new worker too where the first one dies at it.

        Raises:
            StationError: as `act`.
        """
        try:
            return act(self.token)
        except StationError as error:
            self._started_again(error)
            return act(self.token)

    def do(
        self,
        kind: str,
        data: Mapping[str, JsonValue],
        act: Callable[[Token], _Answer],
        undo: Callable[[Token], None] = nothing,
    ) -> tuple[int, _Answer]:
        """Do what can't be undone under an intent; where the worker dies at it, once more.

        Args:
            kind: the intent's.
            data: likewise.
            act: does it.
            undo: takes off the token what is there of it, before it is done once more.

        Returns:
            The intent's number, which the caller settles, and what `act` returned.

        Raises:
            StationError: as `act`: the intent stays open.
        """
        records, run = self.work.tools.records, self.work.run
        intent = records.intent(run, kind, data)
        try:
            return intent, act(self.token)
        except StationError as error:
            self._started_again(error)
        undo(self.token)
        intent = records.intent(run, kind, data)
        return intent, act(self.token)

    def _started_again(self, error: StationError) -> None:
        """Start another worker for one that died, and settle what that one was doing.

        Raises:
            StationError: `error` where it is another's; as `reopened` and `settle_own`.
        """
        _check_died(self.work, error)
        self.opened = reopened(self.work, self.opened)
        settle_own(self.work, token_looks(self.work, self.token))


def _check_died(work: Work, error: StationError) -> None:
    """Check that it is the token's worker that died, or raise the error."""
    if error.code != _DIED or work.tools.factory.over:
        raise error
    _log.warning("Run %s: the token's worker died (%s)", work.run.name, error.detail)
