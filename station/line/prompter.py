"""Whoever asks the worker: the window or the terminal."""

from threading import Event
from typing import Protocol

from station.model.prompt import Answer, Question


class Prompter(Protocol):
    """Whoever asks the worker. Used by all positions' threads at once."""

    def ask(self, position: str, question: Question, cancel: Event) -> Answer | None:
        """Ask the worker at a position and wait for an answer that the question reads.

        None when the prompt's time is over, or `cancel` is set.
        """
        ...
