"""Asks the worker at the terminal what a profile's prompts ask, one position after the other."""

import os
import select
import sys
import termios
import time
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Final

from station.cli.console import WAIT, Console
from station.cli.events import at
from station.model.names import shown
from station.model.prompt import NO, YES, Answer, PromptKind, Question

_LOOK_S: Final = 0.1
_MOST_BYTES: Final = 4_096
_SHORT: Final = {"y": YES, "n": NO}


def terminal_prompter(console: Console) -> "TerminalPrompter | None":
    """Return what asks at the terminal on standard input, or None where there is no terminal."""
    if sys.stdin is None or not sys.stdin.isatty():
        return None
    return TerminalPrompter(console, sys.stdin.fileno())


@dataclass
class TerminalPrompter:
    """Asks at a terminal; see `line.prompter.Prompter`.

    Attributes:
        console: says what is asked.
        descriptor: the terminal, open for reading.
    """

    console: Console
    descriptor: int
    _turn: Lock = field(default_factory=Lock)
    _typed: bytes = b""

    def ask(self, position: str, question: Question, cancel: Event) -> Answer | None:
        """Ask once whatever is asked for other positions is answered; None as the protocol says."""
        deadline = time.monotonic() + question.prompt.timeout_s
        while not self._turn.acquire(timeout=_LOOK_S):
            if cancel.is_set() or time.monotonic() > deadline:
                return None
        try:
            return self._asked(position, question, cancel, deadline)
        finally:
            self._turn.release()

    def _asked(
        self, position: str, question: Question, cancel: Event, deadline: float
    ) -> Answer | None:
        # What was typed before answers something else.
        self._typed = b""
        with suppress(termios.error):
            termios.tcflush(self.descriptor, termios.TCIFLUSH)
        text, how = question.prompt.text, _how(question)
        while True:
            self.console.marked(WAIT, at(position, text), f"-> {how}")
            line = self._line(cancel, deadline)
            if line is None:
                return None
            word = line.strip()
            given = _SHORT.get(word.lower(), word.lower()) if _is_yes_or_no(question) else word
            answer = question.reads(given)
            if answer is not None:
                return answer
            self.console.say(f"       {shown(word) or 'Nothing'} is no answer to that.")

    def _line(self, cancel: Event, deadline: float) -> str | None:
        """Return the next line that is typed; None when the time is over, or on cancel."""
        while b"\n" not in self._typed:
            left = deadline - time.monotonic()
            if cancel.is_set() or left <= 0:
                return None
            if select.select([self.descriptor], [], [], min(left, _LOOK_S))[0]:
                more = os.read(self.descriptor, _MOST_BYTES)
                if not more:  # nobody types there any more
                    cancel.wait(left)
                    return None
                self._typed = (self._typed + more)[-_MOST_BYTES:]
        line, _, self._typed = self._typed.partition(b"\n")
        return line.decode("utf-8", "replace")


def _is_yes_or_no(question: Question) -> bool:
    return question.prompt.kind in {PromptKind.CONFIRM, PromptKind.PICTURE}


def _how(question: Question) -> str:
    prompt = question.prompt
    match prompt.kind:
        case PromptKind.CONFIRM:
            return "Type yes or no."
        case PromptKind.PICTURE:
            return f"Compare it with the picture {prompt.picture}, then type yes or no."
        case PromptKind.CHOOSE:
            choices = enumerate(prompt.choices or (), 1)
            return f"Type {', '.join(f'{place} for {text}' for place, text in choices)}."
        case PromptKind.ENTER:
            return "Scan it, or type it and press Enter."
