"""Ceremonies of a test's own: two empty tokens, and a room in which both do as they should."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from station.errors import StationError
from station.folders import Data
from station.hsm.tokens import TokenAddress
from station.operations.ceremony_begin import begin_ceremony
from station.operations.ceremony_plan import (
    SOFTWARE_KEYS,
    CeremonyPlan,
    Member,
    Step,
    StepName,
    TokenLine,
    made_plan,
)
from station.practice.modules import PRACTICE_PIN, Programs, make_token
from station.secret import Secret

NAME = "line-9"
PEOPLE = (("S-1", "Anne"), ("S-2", "Bert"))


class PowerCutError(Exception):
    """The power went."""


@dataclass
class QuietRoom:
    """Agrees to all, and gives the right PINs.

    Attributes:
        refuses: the step to which nobody agrees.
        refuses_software: whether nobody accepts that the factory's keys are in software.
        cut_at: before what the power goes: as `agree plan`, `pin root`, `new S-1`, `own S-2`.
        wrong: what is given first in place of the right PIN, by whose it is.
        heard: what was asked, in order.
        told: the lines that were read aloud.
    """

    refuses: StepName | None = None
    cut_at: str = ""
    wrong: dict[str, str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    refuses_software: bool = False

    def begin(self, step: Step, number: int, of: int) -> None:
        self._hear(f"begin {step.name.value}")

    def agree(self, step: Step, lines: Sequence[str]) -> bool:
        if step == SOFTWARE_KEYS:
            self._hear("agree software")
            self.told += lines
            return not self.refuses_software
        self._hear(f"agree {step.name.value}")
        self.told += lines
        return step.name is not self.refuses

    def token_pin(self, token: TokenLine) -> Secret:
        self._hear(f"pin {token.role}")
        return self._given(token.role, PRACTICE_PIN)

    def new_pin(self, member: Member) -> Secret:
        self._hear(f"new {member.badge}")
        return self._given(f"new {member.badge}", f"pin-{member.badge}")

    def own_pin(self, member: Member) -> Secret:
        self._hear(f"own {member.badge}")
        return self._given(member.badge, f"pin-{member.badge}")

    def again(self, error: StationError) -> bool:
        self._hear(f"again {error.code}")
        return True

    def _hear(self, what: str) -> None:
        self.heard.append(what)
        if what == self.cut_at:
            raise PowerCutError

    def _given(self, whose: str, right: str) -> Secret:
        return Secret(self.wrong.pop(whose, right).encode())


def empty_token(folder: Path, label: str) -> TokenAddress:
    """Return a token with nothing on it but its PINs, the practice ones."""
    folder.mkdir(parents=True)
    return TokenAddress(make_token(folder, label, Programs.found().softhsm), label)


def planned(folder: Path, *, practice: bool = False) -> CeremonyPlan:
    """Return a plan with two empty tokens below `folder`."""
    return made_plan(
        station=NAME,
        practice=practice,
        root=empty_token(folder / "root", "root"),
        factory=empty_token(folder / "factory", "factory"),
        supervisors=PEOPLE,
    )


def begun(folder: Path, *, practice: bool = False) -> Data:
    """Return a new data folder in which a ceremony begins, not rehearsed."""
    data = Data.made(folder / "data")
    begin_ceremony(data, planned(folder, practice=practice), None, without=True)
    return data
