"""What every way to speak to a MES is: settings that a file holds, and what they open."""

from abc import ABC, abstractmethod
from enum import Enum
from typing import Protocol

from station.model.handoff import ResultSink, RouteCheck
from station.model.strict import Strict
from station.secret import Secret


class WhenDown(Enum):
    """What becomes of a unit whose route the MES doesn't answer for."""

    REFUSE = "refuse"
    ALLOW = "allow"


class Handoff(ResultSink, Protocol):
    """An open way to a MES. Its methods may be called by several threads."""

    @property
    def route(self) -> RouteCheck | None:
        """Whom to ask before a unit is worked on, or None where nobody is asked."""
        ...


class HandoffSettings(Strict, ABC):
    """What the hand-off file says of one hand-off.

    Attributes:
        kind: a key of `HANDOFFS`.
    """

    kind: str

    @property
    @abstractmethod
    def address(self) -> str:
        """Whom it speaks to, as a supervisor knows it."""

    @property
    def secret_for(self) -> str | None:
        """Whom its secret is for and nobody else's, None where it needs no secret."""
        return None

    @property
    def asks_route(self) -> bool:
        """Whether the MES is asked before a unit is worked on."""
        return False

    @property
    def when_down(self) -> WhenDown:
        """What becomes of a unit when the MES that is asked doesn't answer."""
        return WhenDown.REFUSE

    def check_secret(self, secret: Secret) -> None:
        """Check that a secret is one that this kind can use.

        Raises:
            StationError: SVC-026.
        """

    @abstractmethod
    def opened(self, name: str, secret: Secret | None) -> Handoff:
        """Return the way to the MES; nothing is sent yet.

        Args:
            name: the hand-off's, for what errors say.
            secret: where `secret_for` names somebody; it stays the caller's, who wipes it.

        Raises:
            StationError: SVC-020 where something here is missing, such as a certificate's file.
        """
