"""What a unit must say of itself besides its serial number: a profile's [checks]."""

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from station.model.command_template import CommandTemplate
from station.model.commands import AnswerPattern, CommandsSettings, Exchange, LineText, Sent
from station.model.linear import pattern_text
from station.model.strict import Strict, misplaced

SaidPattern = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(pattern_text)]


class AnswerCheck(Strict):
    """A question to a unit that answers commands, and what its answer must hold.

    Attributes:
        name: what people call the check.
        send: a `CommandTemplate`, of what is captured to connect and to identify.
        pattern: the pattern (RE2) that the answer must hold.
        wait_s: how long the answer may take, seconds; None for the link's `answer_s`.
    """

    name: LineText
    send: Sent
    pattern: AnswerPattern
    wait_s: Annotated[float | None, Field(gt=0, le=600)] = None

    @property
    def exchange(self) -> Exchange:
        """The exchange in which it is asked."""
        return Exchange(send=self.send, wait_s=self.wait_s)


class CheckSettings(Strict):
    """What is checked once a unit has said what it is, before anything is made of it.

    Attributes:
        model: the pattern (RE2) of the whole of what it says it is; None for anything.
        firmware: the pattern (RE2) of the whole of its firmware's version; None for any.
        answers: what else it is asked, over a link of the kind `commands` alone.
    """

    model: SaidPattern | None = None
    firmware: SaidPattern | None = None
    answers: Annotated[tuple[AnswerCheck, ...], Field(max_length=20)] = ()

    def fit(self, commands: CommandsSettings | None) -> None:
        """Look whether the answers can be asked for over the profile's link.

        Raises:
            PydanticCustomError: where they can't, at their key below the profile.
        """
        if self.answers and commands is None:
            why = "only over a link of the kind commands is anything asked"
            raise misplaced(("checks", "answers"), why)
        known = frozenset[str]() if commands is None else commands.known_later
        for index, one in enumerate(self.answers):
            foreign = CommandTemplate.parse(one.send).names - known
            if foreign:
                there = ", ".join(f"{{{name}}}" for name in sorted(known)) or "none"
                why = f"there is no {{{min(foreign)}}} here; there are {there}"
                raise misplaced(("checks", "answers", index, "send"), why)

    @model_validator(mode="after")
    def _each_its_name(self) -> "CheckSettings":
        names = [one.name for one in self.answers]
        for index, name in enumerate(names):
            if name in names[:index]:
                raise misplaced(("answers", index, "name"), "another check has this name")
        return self
