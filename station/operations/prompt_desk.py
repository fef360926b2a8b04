"""Where a bench's runs leave their questions, and the worker's answers find them."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Condition, Event
from typing import Final

from station.errors import StationError
from station.model.prompt import Answer, Question

_LOOK_S: Final = 0.1

Told = Callable[[str, Question | None], None]
"""Told of what is asked at a position, and of None when it isn't any more; must not wait."""


@dataclass
class PromptDesk:
    """Asks each position's worker, all positions at once; see `line.prompter.Prompter`.

    Attributes:
        told: told of every question.
    """

    told: Told
    _asked: dict[str, Question] = field(default_factory=dict)
    _answers: dict[str, Answer] = field(default_factory=dict)
    _turn: Condition = field(default_factory=Condition)

    def ask(self, position: str, question: Question, cancel: Event) -> Answer | None:
        """Ask the worker at a position and wait; None when the time is over, or on cancel."""
        deadline = time.monotonic() + question.prompt.timeout_s
        with self._turn:
            self._answers.pop(position, None)
            self._asked[position] = question
        self.told(position, question)
        try:
            return self._awaited(position, deadline, cancel)
        finally:
            with self._turn:
                del self._asked[position]
            self.told(position, None)

    def _awaited(self, position: str, deadline: float, cancel: Event) -> Answer | None:
        with self._turn:
            while position not in self._answers:
                left = deadline - time.monotonic()
                if left <= 0 or cancel.is_set():
                    return None
                self._turn.wait(min(left, _LOOK_S))  # nothing wakes it on cancel
            return self._answers.pop(position)

    def answer(self, position: str, question: Question, text: str) -> None:
        """Take what a worker pressed, typed or scanned as the answer to a question.

        It is dropped where the question is no longer asked.

        Raises:
            StationError: LIN-065 where it is no answer to it.
        """
        answer = question.reads(text)
        if answer is None:
            raise StationError("LIN-065", position=position)
        with self._turn:
            if self._asked.get(position) is question:
                self._answers.setdefault(position, answer)
                self._turn.notify_all()
