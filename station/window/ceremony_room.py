"""The two people of a ceremony at the window: the engine's questions cross to Qt's thread and back.

The engine asks in a thread that may wait; each answer is given in Qt's.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Protocol

from station.errors import StationError
from station.folders import Data
from station.operations.ceremony_plan import Member, Step, TokenLine
from station.operations.pin_standing import PinStanding, pin_standings
from station.secret import Secret
from station.window.answers import Answer, Asker

_STOPPED = "CFG-047"


class Face(Protocol):
    """What shows the questions; each method is called in Qt's thread, and answered there later."""

    def show_step(self, step: Step, number: int, of: int) -> None:
        """A step begins."""
        ...

    def ask_agree(self, step: Step, lines: Sequence[str], answer: Answer[bool]) -> None:
        """Lines are to be read aloud; do both say that it is so?"""
        ...

    def ask_token_pin(self, token: TokenLine, answer: Answer[Secret]) -> None:
        """A token's PIN is wanted."""
        ...

    def ask_new_pin(self, member: Member, answer: Answer[Secret]) -> None:
        """A supervisor is to choose a PIN."""
        ...

    def ask_own_pin(self, member: Member, answer: Answer[Secret]) -> None:
        """A supervisor is to sign by their PIN."""
        ...

    def say_wrong(self, error: StationError, standings: Sequence[PinStanding]) -> None:
        """A PIN was wrong or can't be: what is asked next is asked once more."""
        ...


class WindowRoom:
    """Asks at the window; see `operations.ceremony_work.Room`.

    Args:
        data: the folder of the ceremony.
        face: what shows the questions.
        post: has something run in Qt's thread.
    """

    def __init__(self, data: Data, face: Face, post: Callable[[Callable[[], None]], None]) -> None:
        self._data, self._face, self._post = data, face, post
        self._asker = Asker(post, _STOPPED)
        self._given: list[Secret] = []

    def stop(self) -> None:
        """Stop the ceremony at the question that is open, or else at the next one."""
        self._asker.stop()

    def wipe(self) -> None:
        """Overwrite all PINs that were given, once the ceremony is over or broken off."""
        for secret in self._given:
            secret.wipe()
        self._given.clear()

    def begin(self, step: Step, number: int, of: int) -> None:
        """Show that a step begins."""
        self._post(partial(self._face.show_step, step, number, of))

    def agree(self, step: Step, lines: Sequence[str]) -> bool:
        """Show the lines; return whether both say that it is so."""
        return self._asker.asked(lambda answer: self._face.ask_agree(step, lines, answer))

    def token_pin(self, token: TokenLine) -> Secret:
        """Return a token's PIN."""
        return self._secret(partial(self._face.ask_token_pin, token))

    def new_pin(self, member: Member) -> Secret:
        """Return the PIN that somebody chose, typed twice alike."""
        return self._secret(partial(self._face.ask_new_pin, member))

    def own_pin(self, member: Member) -> Secret:
        """Return somebody's PIN."""
        return self._secret(partial(self._face.ask_own_pin, member))

    def again(self, error: StationError) -> bool:
        """Show what was wrong with the next question, where people may stop as well."""
        standings: Sequence[PinStanding] = ()
        if error.code == "HSM-003":
            with suppress(StationError):  # a token that is gone now is told of where it is opened
                standings = pin_standings(self._data)
        self._post(partial(self._face.say_wrong, error, standings))
        return True

    def _secret(self, ask: Callable[[Answer[Secret]], None]) -> Secret:
        secret = self._asker.asked(ask)
        self._given.append(secret)
        return secret
