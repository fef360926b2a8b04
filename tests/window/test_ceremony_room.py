"""The engine's questions cross to the window: each waits for its answer, and none for ever."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from station.errors import StationError
from station.folders import Data
from station.operations.ceremony_plan import STEPS, Member, Step, TokenLine
from station.operations.pin_standing import PinStanding
from station.secret import Secret
from station.window.answers import Answer
from station.window.ceremony_room import WindowRoom

pytestmark = pytest.mark.window

ANNE = Member(badge="S-1", name="Anne")
ROOT = TokenLine(role="root", label="root", serial="1", manufacturer="M", model="M", firmware="1")


@dataclass
class Screen:
    """Keeps what it is asked, and answers nothing by itself."""

    agree: list[Answer[bool]] = field(default_factory=list)
    pins: list[Answer[Secret]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def show_step(self, step: Step, number: int, of: int) -> None:
        del step, number, of

    def ask_agree(self, step: Step, lines: Sequence[str], answer: Answer[bool]) -> None:
        del step, lines
        self.agree.append(answer)

    def ask_token_pin(self, token: TokenLine, answer: Answer[Secret]) -> None:
        del token
        self.pins.append(answer)

    def ask_new_pin(self, member: Member, answer: Answer[Secret]) -> None:
        del member
        self.pins.append(answer)

    def ask_own_pin(self, member: Member, answer: Answer[Secret]) -> None:
        del member
        self.pins.append(answer)

    def say_wrong(self, error: StationError, standings: Sequence[PinStanding]) -> None:
        assert standings == ()
        self.wrong.append(error.code)


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def room(screen: Screen, tmp_path: Path) -> WindowRoom:
    def at_once(call: Callable[[], None]) -> None:
        call()

    return WindowRoom(Data(tmp_path), screen, at_once)


def waited(asked: Sequence[object]) -> None:
    while not asked:
        time.sleep(0.001)


@pytest.mark.parametrize("said", [True, False])
def test_the_engine_gets_what_is_said(room: WindowRoom, screen: Screen, *, said: bool) -> None:
    with ThreadPoolExecutor(1) as engine:
        asked = engine.submit(room.agree, STEPS[0], ["Station line-9"])
        waited(screen.agree)
        screen.agree[0].give(said)
        assert asked.result(5) is said


def test_pins_are_wiped_once_it_is_over(room: WindowRoom, screen: Screen) -> None:
    with ThreadPoolExecutor(1) as engine:
        for ask in (
            lambda: room.token_pin(ROOT),
            lambda: room.new_pin(ANNE),
            lambda: room.own_pin(ANNE),
        ):
            asked = engine.submit(ask)
            waited(screen.pins)
            screen.pins.pop().give(Secret(b"8406-ladder"))
            given = asked.result(5)
            assert given == Secret(b"8406-ladder")
            room.wipe()
            assert len(given) == 0


def test_a_stop_ends_the_open_question_and_every_later_one(
    room: WindowRoom, screen: Screen
) -> None:
    with ThreadPoolExecutor(1) as engine:
        asked = engine.submit(room.token_pin, ROOT)
        waited(screen.pins)
        room.stop()
        with pytest.raises(StationError) as stopped:
            asked.result(5)
        assert stopped.value.code == "CFG-047"
    with pytest.raises(StationError) as later:
        room.agree(STEPS[0], [])
    assert later.value.code == "CFG-047"
    assert not screen.agree, "nothing is shown after it"


def test_an_answer_that_crosses_a_stop_counts_no_more(room: WindowRoom, screen: Screen) -> None:
    with ThreadPoolExecutor(1) as engine:
        asked = engine.submit(room.own_pin, ANNE)
        waited(screen.pins)
        late = Secret(b"7714-anne")
        screen.pins[0].stop()
        screen.pins[0].give(late)
        with pytest.raises(StationError):
            asked.result(5)
    assert len(late) == 0, "no PIN stays where nobody takes it"


def test_a_pin_that_a_stop_overtakes_is_wiped() -> None:
    answer, given = Answer[Secret]("CFG-047"), Secret(b"7714-anne")
    answer.give(given)
    answer.stop()
    with pytest.raises(StationError):
        answer.wait()
    assert len(given) == 0


def test_what_was_wrong_is_said_and_asked_again(room: WindowRoom, screen: Screen) -> None:
    assert room.again(StationError("REC-020"))
    # A token that can't be looked at now is told of where it is opened.
    assert room.again(StationError("HSM-003"))
    assert screen.wrong == ["REC-020", "HSM-003"]
