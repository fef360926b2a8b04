"""What was chosen or entered isn't asked again where a unit is tried again by itself."""

from threading import Event

import pytest

from station.line.prompts import Remembering
from station.model.prompt import Answer, Prompt, PromptKind, Question

CONFIRM = Prompt(name="lid", kind=PromptKind.CONFIRM, text="Is the lid closed?")
CHOOSE = Prompt(name="housing", kind=PromptKind.CHOOSE, text="How?", choices=("good", "bad"))
ENTER = Prompt(name="lot", kind=PromptKind.ENTER, text="Which lot?", pattern="[0-9]+")


class Worker:
    """Answers each question with the next answer; None where there is none left."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def ask(self, position: str, question: Question, cancel: Event) -> Answer | None:
        assert (position, cancel.is_set()) == ("1", False)
        self.asked.append(question.prompt.name)
        return question.reads(self.answers.pop(0)) if self.answers else None


def answers(prompter: Remembering, *prompts: Prompt) -> list[str | None]:
    given = [prompter.ask("1", Question(prompt), Event()) for prompt in prompts]
    return [None if one is None else one.text for one in given]


@pytest.mark.parametrize(("prompt", "text"), [(CHOOSE, "good"), (ENTER, "17")])
def test_what_was_chosen_or_entered_counts_again(prompt: Prompt, text: str) -> None:
    worker = Worker(text)
    prompter = Remembering(worker)
    assert answers(prompter, prompt, prompt) == [text, text]
    assert worker.asked == [prompt.name]


def test_what_is_done_or_looked_at_is_asked_each_time() -> None:
    worker = Worker("yes", "no")
    assert answers(Remembering(worker), CONFIRM, CONFIRM) == ["yes", "no"]


def test_what_nobody_answered_is_asked_again() -> None:
    worker = Worker()
    prompter = Remembering(worker)
    assert answers(prompter, ENTER) == [None]
    worker.answers.append("17")
    assert answers(prompter, ENTER) == ["17"]
