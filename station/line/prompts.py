"""Prompts to the worker: asked in a run's own thread before the step that waits for them."""

from dataclasses import dataclass, field
from threading import Event
from typing import Final

from station.errors import StationError
from station.line.prompter import Prompter
from station.line.work import Job, Tools
from station.model.names import shown
from station.model.prompt import Answer, Prompt, PromptKind, Question
from station.model.run import Run, Step

_LASTING: Final = frozenset({PromptKind.CHOOSE, PromptKind.ENTER})


def check_prompter(job: Job, tools: Tools) -> None:
    """Check that somebody can be asked what a profile asks, or raise LIN-062."""
    if job.profile.prompts and tools.prompter is None:
        raise StationError("LIN-062", name=job.profile.name)


@dataclass
class Remembering:
    """Asks the worker, but not once more for what was chosen or entered in an earlier try.

    What is done with hands, or looked at, is asked at each try: it may have to be done again.

    Attributes:
        prompter: whoever asks.
    """

    prompter: Prompter
    _known: dict[str, Answer] = field(default_factory=dict)

    def ask(self, position: str, question: Question, cancel: Event) -> Answer | None:
        """Return the answer of an earlier try of the same unit, or ask; see `Prompter.ask`."""
        name, kind = question.prompt.name, question.prompt.kind
        answer = self._known.get(name) or self.prompter.ask(position, question, cancel)
        if answer is not None and kind in _LASTING:
            self._known[name] = answer
        return answer


@dataclass
class Asking:
    """Asks what is to be asked in one run, each prompt once.

    Attributes:
        job: what is made of the unit.
        position: the position's name.
        tools: the station's.
        run: this try.
        cancel: set to end the run.
    """

    job: Job
    position: str
    tools: Tools
    run: Run
    cancel: Event
    _asked: set[str] = field(default_factory=set)

    def before(self, step: Step, number: int) -> None:
        """Ask what a step waits for, of the unit with this number in its order.

        Raises:
            StationError: LIN-063 where nobody answers in time, LIN-064 where the answer fails the
                unit, LIN-003 cancelled, LIN-062 where nobody can be asked; the record's own.
        """
        for prompt in self.job.profile.prompts:
            due = prompt.before == step.value and prompt.is_due(number)
            if due and prompt.name not in self._asked:
                self._ask(prompt)
                self._asked.add(prompt.name)

    def _ask(self, prompt: Prompt) -> None:
        if self.tools.prompter is None:
            raise StationError("LIN-062", name=self.job.profile.name)
        question = Question(prompt, self.job.pictures.get(prompt.name))
        answer = self.tools.prompter.ask(self.position, question, self.cancel)
        if self.cancel.is_set():
            raise StationError("LIN-003")
        if answer is None:
            raise StationError("LIN-063", f"in {prompt.timeout_s:.10g} s", name=prompt.name)
        if question.reads(answer.text) != answer:
            raise StationError("LIN-014", f"no answer to the prompt {prompt.name}")
        self.tools.records.answers.add(self.run, answer)
        if prompt.fails_by(answer.text):
            raise StationError("LIN-064", name=prompt.name, text=shown(answer.text))
