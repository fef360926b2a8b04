"""What a run asks the worker, as the profile says it: a profile's [[prompts]]."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, model_validator

from station.model.linear import LinearPattern, pattern_text
from station.model.strict import Strict, misplaced

YES: Final = "yes"
NO: Final = "no"
LONGEST_ANSWER: Final = 100
_MOST: Final = 20
_PICTURE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}\.(?:png|jpg|jpeg)")


def _printable(text: str) -> str:
    if not text.isprintable() or text != text.strip():
        raise ValueError("it must be one line of printable text without spaces around it")
    return text


def _picture(text: str) -> str:
    if not _PICTURE.fullmatch(text):
        raise ValueError("name a .png, .jpg or .jpeg file beside the profile, without its folder")
    return text


Text = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]
Choice = Annotated[str, Field(min_length=1, max_length=30), AfterValidator(_printable)]
Choices = Annotated[tuple[Choice, ...], Field(min_length=2, max_length=8)]


class PromptKind(Enum):
    """How a prompt is answered."""

    CONFIRM = "confirm"  # yes or no
    CHOOSE = "choose"  # one of several
    ENTER = "enter"  # what is typed or scanned
    PICTURE = "picture"  # yes or no, beside a picture


# Which keys have a meaning with one kind alone, and must stand there.
_OWN_KEYS: Final = {
    "choices": PromptKind.CHOOSE,
    "pattern": PromptKind.ENTER,
    "picture": PromptKind.PICTURE,
    "sha256": PromptKind.PICTURE,
}


class Prompt(Strict):
    """Something that the worker is to do or to look at in the midst of a run.

    Attributes:
        name: unique in the profile; the answer stands on record under it.
        kind: how it is answered.
        text: what the worker is to do or to look at.
        before: the step that waits for the answer; of a step that comes twice, the first.
        choices: with `choose`: what there is to choose from.
        fails: with `choose`: which of these fail the unit; not all.
        pattern: with `enter`: the pattern (RE2) that the whole of an answer must match.
        picture: with `picture`: a PNG or JPEG file beside the profile.
        sha256: with `picture`: SHA-256 of that file, hexadecimal, so that whoever releases the
            profile releases the picture too.
        every: it is asked at the units of the order whose number is a multiple of this.
        timeout_s: how long it waits for the answer, seconds; then the unit fails.
    """

    # As profiles and orders are named.
    name: Annotated[str, Field(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")]
    kind: PromptKind
    text: Text
    before: Literal["admit", "attest", "prove", "restart", "enrol"] = "attest"
    choices: Choices | None = None
    fails: Annotated[tuple[Choice, ...], Field(max_length=7)] = ()
    pattern: (
        Annotated[str, Field(min_length=1, max_length=200), AfterValidator(pattern_text)] | None
    ) = None
    picture: Annotated[str, AfterValidator(_picture)] | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    every: Annotated[int, Field(ge=1, le=10_000)] = 1
    timeout_s: Annotated[float, Field(gt=0, le=3_600)] = 300.0

    def is_due(self, number: int) -> bool:
        """Return whether it is asked at the unit of this number in its order, from 1."""
        return number % self.every == 0

    def reads(self, text: str) -> str | None:
        """Return the answer that a typed or scanned text is, or None where it is none.

        A choice is named by its text, without regard to case, or by its place from 1.
        """
        text = text.strip()
        match self.kind:
            case PromptKind.CHOOSE:
                choices = self.choices or ()
                named = {choice.casefold(): choice for choice in choices}
                places = {str(place): choice for place, choice in enumerate(choices, 1)}
                return places.get(text) or named.get(text.casefold())
            case PromptKind.ENTER:
                fits = 0 < len(text) <= LONGEST_ANSWER and text.isprintable()
                pattern = LinearPattern.parse(self.pattern or "")
                return text if fits and pattern.is_all_of(text) else None
            case PromptKind.CONFIRM | PromptKind.PICTURE:
                return text if text in {YES, NO} else None

    def fails_by(self, answer: str) -> bool:
        """Return whether the unit fails by an answer."""
        if self.kind in {PromptKind.CONFIRM, PromptKind.PICTURE}:
            return answer != YES
        return answer in self.fails

    @model_validator(mode="after")
    def _own_keys_only(self) -> "Prompt":
        for key, kind in _OWN_KEYS.items():
            given = getattr(self, key) is not None
            if given and self.kind is not kind:
                why = f"this key has a meaning only with the kind {kind.value}"
                raise misplaced((key,), why)
            if not given and self.kind is kind:
                why = f"the key {key} is missing, which this kind of prompt needs"
                raise misplaced(("kind",), why)
        if self.every > 1 and self.before == "admit":
            raise misplaced(("every",), "a unit has its number only when it is admitted")
        return self

    @model_validator(mode="after")
    def _choices_differ(self) -> "Prompt":
        choices = self.choices or ()
        for index, choice in enumerate(choices):
            if choice.casefold() in {other.casefold() for other in choices[:index]}:
                raise misplaced(("choices", index), "another choice says this")
            if choice.isdecimal() and choice != str(index + 1):
                raise misplaced(("choices", index), "it could be taken for a choice's place")
        for index, choice in enumerate(self.fails):
            if choice not in choices:
                raise misplaced(("fails", index), "it is none of the choices")
        if choices and set(choices) <= set(self.fails):
            raise misplaced(("fails",), "every choice would fail the unit")
        return self


def _each_its_name(prompts: tuple[Prompt, ...]) -> tuple[Prompt, ...]:
    names = [prompt.name for prompt in prompts]
    for index, name in enumerate(names):
        if name in names[:index]:
            raise misplaced((index, "name"), "another prompt has this name")
    return prompts


Prompts = Annotated[tuple[Prompt, ...], Field(max_length=_MOST), AfterValidator(_each_its_name)]


def check_prompts(prompts: Sequence[Prompt], *, restarts: bool) -> None:
    """Look whether a profile's prompts are ever asked.

    Args:
        prompts: the profile's.
        restarts: whether any of its units are restarted.

    Raises:
        PydanticCustomError: where one isn't, at its key below the profile.
    """
    for index, prompt in enumerate(prompts):
        if prompt.before == "restart" and not restarts:
            why = 'it is never asked without prove = "after-restart" or [sampling]'
            raise misplaced(("prompts", index, "before"), why)


@dataclass(frozen=True)
class Answer:
    """What was answered to a prompt.

    Attributes:
        name: the prompt's.
        text: `yes` or `no`, the choice, or what was typed: printable, at most 100 characters.
    """

    name: str
    text: str


@dataclass(frozen=True, eq=False)
class Question:
    """A prompt that waits for its answer; each time it is asked is another.

    Attributes:
        prompt: what is asked.
        picture: the file's content, with `picture`.
    """

    prompt: Prompt
    picture: bytes | None = None

    def reads(self, text: str) -> Answer | None:
        """Return the answer that a typed or scanned text is, or None; see `Prompt.reads`."""
        read = self.prompt.reads(text)
        return None if read is None else Answer(self.prompt.name, read)
