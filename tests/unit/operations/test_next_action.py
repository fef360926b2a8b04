"""What is to be done next at a bench, and which unit is to be taken out first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import CATALOGUE, Failure, Outcome
from station.model.prompt import Prompt, PromptKind, Question
from station.operations.bench_view import BenchView, Mates, Phase, PositionView, Verdict
from station.operations.failure_card import About, about
from station.operations.next_action import Ask, NextAction, Unloading, next_action

NAMES = ("1", "2", "3")


def bench(*phases: Phase, chosen: str = "") -> BenchView:
    views = []
    for name, phase in zip(NAMES, phases, strict=False):
        view = PositionView(name, phase=phase, order="o")
        views.append(replace(view, verdict=PASSED) if phase is Phase.ENDED else view)
    return BenchView(tuple(views), chosen)


PASSED = Verdict(Outcome.PASSED, None, "reg", 1.0)
FAILED = Verdict(Outcome.FAILED, None, "", 1.0)


@pytest.mark.parametrize(
    ("phases", "expected"),
    [
        ((Phase.SCAN, Phase.READY, Phase.ENDED), NextAction(Ask.START, "2")),
        ((Phase.SCAN, Phase.ENDED, Phase.RUNNING), NextAction(Ask.TAKE_OUT, "2")),
        ((Phase.RUNNING, Phase.SEAT, Phase.SCAN), NextAction(Ask.SCAN, "3")),
        ((Phase.RUNNING, Phase.SEAT, Phase.STOPPED), NextAction(Ask.SEAT, "2")),
        ((Phase.RUNNING, Phase.STOPPED, Phase.NO_ORDER), NextAction(Ask.WAIT)),
        ((Phase.NO_ORDER, Phase.STOPPED, Phase.NO_ORDER), NextAction(Ask.CALL, "2")),
        ((Phase.NO_ORDER, Phase.NO_ORDER), NextAction(Ask.NOTHING)),
    ],
)
def test_the_bench_asks_for_one_thing(phases: tuple[Phase, ...], expected: NextAction) -> None:
    view = bench(*phases)
    assert next_action(view, Unloading().see(view)) == expected


def test_what_is_asked_comes_before_all_else() -> None:
    question = Question(Prompt(name="q", kind=PromptKind.CONFIRM, text="Is it lit?"), None)
    view = bench(Phase.READY, Phase.RUNNING)
    asked = replace(view.at("2"), question=question)
    asking = replace(view, positions=(view.at("1"), asked))
    assert next_action(asking, ()) == NextAction(Ask.ANSWER, "2")


def test_the_unit_that_ended_first_is_taken_out_first() -> None:
    unloading = Unloading()
    unloading.see(bench(Phase.RUNNING, Phase.RUNNING, Phase.ENDED))
    assert unloading.see(bench(Phase.ENDED, Phase.RUNNING, Phase.ENDED)) == ("3", "1")
    assert unloading.see(bench(Phase.ENDED, Phase.ENDED, Phase.SEAT)) == ("1", "2")


def test_a_unit_stays_while_others_of_its_batch_are_at_work() -> None:
    view = bench(Phase.ENDED)
    stays = replace(view.at("1"), mates=Mates(at_work=1))
    assert Unloading().see(replace(view, positions=(stays,))) == ()


def test_a_fail_is_to_be_seen_not_only_taken_out() -> None:
    view = bench(Phase.ENDED)
    failed = replace(view, positions=(replace(view.at("1"), verdict=FAILED),))
    assert next_action(failed, ("1",)) == NextAction(Ask.SEE, "1")


@given(st.lists(st.sampled_from(Phase), min_size=3, max_size=3), st.sampled_from(("", *NAMES)))
def test_every_bench_has_something_to_say(phases: list[Phase], chosen: str) -> None:
    view = bench(*phases, chosen=chosen)
    action = next_action(view, Unloading().see(view))
    assert action.waits == (action.ask not in {Ask.WAIT, Ask.CALL, Ask.NOTHING})
    assert not action.waits or action.position in NAMES


def test_an_unknown_failure_calls_the_supervisor() -> None:
    assert about("XYZ-999") is About.SUPERVISOR
    for code, entry in CATALOGUE.items():
        if entry.failure in {Failure.UNKNOWN, Failure.STATION}:
            assert about(code) is About.SUPERVISOR, code


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("LNK-002", About.CABLE),
        ("HSM-002", About.HSM),
        ("LIN-002", About.LABEL),
        ("TPM-010", About.RED_BOX),
        ("TPM-005", About.SUPERVISOR),
        ("HSM-003", About.SUPERVISOR),
        ("LIN-003", None),
    ],
)
def test_a_failure_has_the_picture_of_what_to_do(code: str, expected: About | None) -> None:
    assert about(code) is expected
