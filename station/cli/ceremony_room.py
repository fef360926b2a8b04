"""The two people of a ceremony at a terminal, or a script that hands over their PINs."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from station.cli.console import Console
from station.cli.options import AskedPin, agreed, asked
from station.errors import StationError
from station.operations.ceremony_plan import SOFTWARE_KEYS, Member, Step, TokenLine
from station.secret import Secret

_OPTIONS: Final = {"root": "--root-pin-fd", "factory": "--pin-fd"}
_PEOPLE: Final = "--supervisor-pin-fd"


@dataclass
class TerminalRoom:
    """Asks at the terminal what no option gives; see `operations.ceremony_work.Room`.

    Attributes:
        arguments: of the command.
        console: where it speaks.
        hint: what is said where a token's PIN is asked for; empty for nothing.
    """

    arguments: Namespace
    console: Console
    hint: str = ""
    _kept: dict[str, Secret] = field(default_factory=dict)

    def begin(self, step: Step, number: int, of: int) -> None:
        """Say what happens in a step."""
        self.console.say()
        self.console.say(f"Step {number} of {of}: {step.title}")
        self.console.prose(f"Here: {step.who}. {step.done}")
        if step.aloud:
            self.console.prose(f"Read aloud: {step.aloud}.")

    def agree(self, step: Step, lines: Sequence[str]) -> bool:
        """Say the lines; only `yes` means yes."""
        for line in lines:
            self.console.say(f"  {line}")
        if step == SOFTWARE_KEYS:
            return self._accept_software()
        question = f"{step.title}: do both say that it is so?"
        return bool(self.arguments.yes) or agreed(question, self.console)

    def _accept_software(self) -> bool:
        """Take that for no part of what `--yes` agrees to."""
        if self.arguments.accept_software:
            return True
        if self.arguments.yes:
            why = "the factory token is software: --accept-software says that both accept that"
            raise StationError("CFG-004", why=why)
        return agreed("Keys in software: do both accept that?", self.console)

    def token_pin(self, token: TokenLine) -> Secret:
        """Return a token's PIN; what was handed over is kept, for a descriptor is read once."""
        descriptor: int | None = {
            "root": self.arguments.root_pin_fd,
            "factory": self.arguments.pin_fd,
        }[token.role]
        if self.hint:
            self.console.say(self.hint)
        return self._once(token.role, f"the {token.role} token", _OPTIONS[token.role], descriptor)

    def new_pin(self, member: Member) -> Secret:
        """Return the PIN that somebody chooses; typed twice where it is typed."""
        descriptor = self._handed(member)
        wanted = AskedPin(f"{member.name} (badge {member.badge})", _PEOPLE, "New PIN")
        if descriptor is not None or member.badge in self._kept:
            return self._once(member.badge, wanted.whose, _PEOPLE, descriptor)
        pin = asked(wanted, None)
        if asked(wanted, None) != pin:
            raise StationError("CFG-030")
        return pin

    def own_pin(self, member: Member) -> Secret:
        """Return somebody's PIN."""
        whose = f"{member.name} (badge {member.badge})"
        return self._once(member.badge, whose, _PEOPLE, self._handed(member))

    def again(self, error: StationError) -> bool:
        """Say what was wrong; a script has no second answer."""
        if self._kept:
            return False
        self.console.prose(f"{error.code}  {error.message} {error.remedy}")
        return True

    def _handed(self, member: Member) -> int | None:
        number = self.arguments.order_of_badges.get(member.badge.lower())
        descriptors: list[int] = self.arguments.supervisor_pin_fd
        return None if number is None or number >= len(descriptors) else descriptors[number]

    def _once(self, key: str, whose: str, option: str, descriptor: int | None) -> Secret:
        if descriptor is None:
            return asked(AskedPin(whose, option), None)
        if key not in self._kept:
            self._kept[key] = asked(AskedPin(whose, option), descriptor)
        with self._kept[key].reveal() as data:
            return Secret(data)
