"""What a profile may ask the worker, and what counts as an answer to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from station.model.profile import Profile
from station.model.prompt import NO, YES, Prompt, PromptKind

Tree = dict[str, object]
SHA = "ab" * 32
OWN: dict[str, Tree] = {
    "confirm": {},
    "choose": {"choices": ["good", "scratched"]},
    "enter": {"pattern": "[0-9]+"},
    "picture": {"picture": "seal.png", "sha256": SHA},
}


def prompt(_kind: str = "confirm", /, **others: object) -> Tree:
    return {"name": "seal", "kind": _kind, "text": "Is the seal on?"} | OWN[_kind] | others


def taken(kind: str = "confirm", **others: object) -> Prompt:
    return Prompt.model_validate(prompt(kind, **others), strict=False)


def refusal(**tree: object) -> tuple[str | int, ...]:
    """Return the key at which a profile with these keys is refused; nothing where it is taken."""
    whole: Tree = {"schema": 1, "name": "b", "title": "B", "mechanism": "tpm", "tpm": {}}
    try:
        Profile.model_validate(whole | tree, strict=False)
    except ValidationError as refused:
        error = refused.errors()[0]
        return (*error["loc"], *error.get("ctx", {}).get("key", ()))
    return ()


@pytest.mark.parametrize("kind", OWN)
def test_each_kind_has_its_own_keys_and_no_others(kind: str) -> None:
    assert refusal(prompts=[prompt(kind)]) == ()
    for foreign, keys in OWN.items():
        for key, value in keys.items():
            if foreign != kind:
                assert refusal(prompts=[prompt(kind, **{key: value})]) == ("prompts", 0, key)
    for key in OWN[kind]:
        without = {k: v for k, v in prompt(kind).items() if k != key}
        assert refusal(prompts=[without]) == ("prompts", 0, "kind")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "The Seal"),
        ("text", ""),
        ("text", "x" * 201),
        ("text", "two\nlines"),
        ("text", "\x1b[2J"),
        ("text", "\u202egnp"),
        ("text", " "),
        ("before", "identify"),
        ("before", "label"),
        ("every", 0),
        ("timeout_s", 0),
        ("timeout_s", 3601),
    ],
)
def test_what_no_worker_could_read_or_answer_is_refused(key: str, value: object) -> None:
    assert refusal(prompts=[prompt(**{key: value})]) == ("prompts", 0, key)


@pytest.mark.parametrize(
    "name", ["../seal.png", "/seal.png", "a/b.png", "seal.svg", ".png", "seal.PNG", "a" * 200]
)
def test_a_picture_lies_beside_the_profile(name: str) -> None:
    assert refusal(prompts=[prompt("picture", picture=name)]) == ("prompts", 0, "picture")


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"choices": ["good"]}, ("choices",)),
        ({"choices": [str(n) * 2 for n in "abcdefghi"]}, ("choices",)),
        ({"choices": ["good", "GOOD"]}, ("choices", 1)),
        ({"choices": ["2", "1"]}, ("choices", 0)),
        ({"fails": ["cracked"]}, ("fails", 0)),
        ({"fails": ["good", "scratched"]}, ("fails",)),
    ],
)
def test_choices_can_be_told_from_each_other(settings: Tree, key: tuple[str | int, ...]) -> None:
    assert refusal(prompts=[prompt("choose", **settings)]) == ("prompts", 0, *key)


def test_two_prompts_have_two_names() -> None:
    assert refusal(prompts=[prompt(), prompt("enter")]) == ("prompts", 1, "name")
    assert refusal(prompts=[prompt(), prompt("enter", name="label")]) == ()


def test_what_is_never_asked_is_refused() -> None:
    asked = [prompt(before="restart")]
    assert refusal(prompts=asked) == ("prompts", 0, "before")
    assert refusal(prompts=asked, prove="after-restart") == ()
    assert refusal(prompts=[prompt(before="admit", every=2)]) == ("prompts", 0, "every")


@given(st.integers(1, 10_000), st.integers(1, 100_000))
def test_every_n_th_unit_is_asked_about(every: int, number: int) -> None:
    asked = taken(every=every)
    assert sum(asked.is_due(n) for n in range(number, number + every)) == 1
    assert asked.is_due(every)


@given(st.sampled_from(list(OWN)), st.text(max_size=130))
def test_whatever_is_typed_an_answer_is_printable_short_and_reads_as_itself(
    kind: str, text: str
) -> None:
    asked = taken(kind)
    answer = asked.reads(text)
    if answer is not None:
        assert answer.isprintable()
        assert 0 < len(answer) <= 100
        assert asked.reads(answer) == answer


@given(st.lists(st.text("abcdef 123", min_size=1, max_size=9), min_size=2, max_size=8))
def test_every_choice_has_a_number_and_a_text(choices: list[str]) -> None:
    try:
        asked = taken("choose", choices=choices)
    except ValidationError:
        return
    for place, choice in enumerate(choices, 1):
        assert asked.reads(str(place)) == asked.reads(choice) == choice
        assert asked.reads(f" {choice.upper()}\r") == choice
    assert asked.reads("0") is None
    assert asked.reads(str(len(choices) + 1)) is None


def test_an_entry_matches_as_a_whole() -> None:
    asked = taken("enter", pattern="SEAL-[0-9]{4}")
    assert asked.reads(" SEAL-0001\r\n") == "SEAL-0001"
    for other in ("", "SEAL-1", "xSEAL-0001", "SEAL-00012", "SEAL-0001\nSEAL-0002"):
        assert asked.reads(other) is None


@pytest.mark.parametrize("kind", [PromptKind.CONFIRM, PromptKind.PICTURE])
def test_only_yes_is_yes(kind: PromptKind) -> None:
    asked = taken(kind.value)
    assert [asked.reads(text) for text in (YES, NO, "y", "")] == [YES, NO, None, None]
    assert (asked.fails_by(YES), asked.fails_by(NO)) == (False, True)


def test_some_choices_fail_the_unit() -> None:
    asked = taken("choose", fails=["scratched"])
    assert (asked.fails_by("good"), asked.fails_by("scratched")) == (False, True)
