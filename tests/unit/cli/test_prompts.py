"""Prompts at the terminal: asked in words, answered by a line, and left when they must be."""

import os
import pty
import tty
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest

from station.cli.console import Console
from station.cli.prompts import TerminalPrompter, terminal_prompter
from station.model.prompt import Answer, Prompt, PromptKind, Question

CONFIRM = Prompt(name="seal", kind=PromptKind.CONFIRM, text="Is the seal on?")
CHOOSE = Prompt(name="look", kind=PromptKind.CHOOSE, text="How is it?", choices=("good", "bad"))
ENTER = Prompt(name="lot", kind=PromptKind.ENTER, text="Scan the battery.", pattern="LOT-[0-9]+")


@dataclass
class Worker(Console):
    """A console whose reader types a line for each question, once it was asked."""

    master: int
    lines: list[bytes]
    said: list[str] = field(default_factory=list)
    then: Callable[[], None] = lambda: None

    def say(self, text: str = "") -> None:
        self.said.append(text)
        if "->" not in text:
            return
        if self.lines:
            os.write(self.master, self.lines.pop(0))
        else:
            self.then()


@dataclass
class Terminal:
    master: int
    slave: int

    def ask(self, prompt: Prompt, *lines: bytes, cancel: Event | None = None) -> Answer | None:
        ended = cancel or Event()
        self.worker = Worker(self.master, list(lines), then=ended.set)
        return self.prompter().ask("1", Question(prompt), ended)

    def prompter(self) -> TerminalPrompter:
        return TerminalPrompter(self.worker, self.slave)

    @property
    def said(self) -> str:
        return "\n".join(self.worker.said)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    master, slave = pty.openpty()
    tty.setcbreak(slave)
    yield Terminal(master, slave)
    os.close(master)
    os.close(slave)


@pytest.mark.parametrize(
    ("prompt", "line", "answer"),
    [
        (CONFIRM, b"yes\n", "yes"),
        (CONFIRM, b"Y\r\n", "yes"),
        (CONFIRM, b" No \n", "no"),
        (CHOOSE, b"2\n", "bad"),
        (CHOOSE, b"Good\n", "good"),
        (ENTER, b"LOT-42\n", "LOT-42"),
    ],
)
def test_a_line_answers(terminal: Terminal, prompt: Prompt, line: bytes, answer: str) -> None:
    assert terminal.ask(prompt, line) == Answer(prompt.name, answer)
    assert "position 1" in terminal.said
    assert prompt.text in terminal.said


def test_what_is_no_answer_is_asked_for_again(terminal: Terminal) -> None:
    answer = terminal.ask(ENTER, b"\n", b"\x1b[2J\xff\n", b"LOT-1\n")
    assert answer == Answer("lot", "LOT-1")
    assert terminal.said.count(ENTER.text) == 3
    assert "\x1b" not in terminal.said


def test_what_was_typed_before_the_question_answers_nothing(terminal: Terminal) -> None:
    os.write(terminal.master, b"yes\nyes\n")
    assert terminal.ask(CONFIRM, b"no\n") == Answer("seal", "no")


def test_a_cancelled_run_waits_for_no_line(terminal: Terminal) -> None:
    assert terminal.ask(CONFIRM) is None


def test_time_ends(terminal: Terminal) -> None:
    terminal.worker = Worker(terminal.master, [])
    prompt = CONFIRM.model_copy(update={"timeout_s": 0.01})
    assert terminal.prompter().ask("1", Question(prompt), Event()) is None


def test_positions_are_asked_one_after_the_other(terminal: Terminal) -> None:
    terminal.worker = Worker(terminal.master, [b"LOT-1\n", b"LOT-2\n"])
    prompter = terminal.prompter()
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(prompter.ask, name, Question(ENTER), Event()) for name in ("1", "2")]
        answers = [run.result(30) for run in runs]
    assert {answer.text for answer in answers if answer} == {"LOT-1", "LOT-2"}
    assert "position 1" in terminal.said
    assert "position 2" in terminal.said


def test_without_a_terminal_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        assert terminal_prompter(Console(json=True)) is None
