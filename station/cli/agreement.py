"""Who agrees to what a command changes: badge and PIN of one person, or of two, and why."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Final

from station.cli.console import Console
from station.cli.options import AskedPin, asked, open_file
from station.errors import StationError
from station.folders import Data
from station.model.people import Credential
from station.model.rights import RULES, Approval, Right
from station.operations.plant import FactoryFile
from station.records.store import Records

_PIN_OPTION: Final = "--badge-pin-fd"


def add_badge_options(parser: ArgumentParser, *, reason: bool = False) -> None:
    """Add the ways to say who agrees; practice needs none of them.

    Args:
        parser: the command's.
        reason: whether it is also asked why.
    """
    group = parser.add_argument_group("who does it (asked for at the terminal; not in practice)")
    group.add_argument(
        "--badge",
        metavar="B",
        dest="badges",  # a command may be about somebody's badge, too
        action="append",
        default=[],
        help="badge; twice where two agree",
    )
    group.add_argument(
        _PIN_OPTION,
        metavar="N",
        type=open_file,
        action="append",
        default=[],
        help="read the badge's PIN from this file descriptor instead of the keyboard",
    )
    if reason:
        group.add_argument("--reason", metavar="TEXT", help="why, in a few words")


class Agreement:
    """What people gave at the terminal or by options, before the station is opened.

    Args:
        arguments: of a parser with `add_badge_options`.
        right: what they agree to.
        data: the station's folder: a practice one asks nobody.
        console: where questions are put.

    Raises:
        StationError: CFG-004 where badges and PINs don't go together, CFG-008 where a PIN is
            missing, REC-026 where it isn't said why; CFG-007, CFG-011.
    """

    def __init__(self, arguments: Namespace, right: Right, data: Data, console: Console) -> None:
        self._right = right
        rule = RULES[right]
        practice = FactoryFile.read(data).practice
        self._asks_nobody = practice and not arguments.badges
        self.reason: str = getattr(arguments, "reason", None) or ""
        if rule.reason and not self.reason:
            self.reason = _typed_reason(console)
        self._credentials: Sequence[Credential] = ()
        if not self._asks_nobody:
            self._credentials = asked_credentials(arguments, rule.people, console)

    def given(self, records: Records) -> Approval | None:
        """Have the record check who agreed; None where nobody need have.

        Raises:
            StationError: as `Records.approve`.
        """
        if self._asks_nobody:
            return None
        return records.approve(self._right, self._credentials, self.reason)


def asked_credentials(arguments: Namespace, people: int, console: Console) -> list[Credential]:
    """Return badge and PIN of so many people, as options gave them or typed.

    Raises:
        StationError: CFG-004, CFG-008.
    """
    badges: list[str] = list(arguments.badges)
    descriptors: list[int] = list(arguments.badge_pin_fd)
    if len(descriptors) > len(badges) or len(set(descriptors)) < len(descriptors):
        raise StationError("CFG-004", why=f"{_PIN_OPTION}: one for each --badge, each its own")
    if len(badges) > people:
        raise StationError("CFG-004", why=f"{people} --badge for that, not {len(badges)}")
    while len(badges) < people:
        badges.append(_typed_badge(len(badges), people, console))
    handed: list[int | None] = [*descriptors, *[None] * (len(badges) - len(descriptors))]
    return [
        Credential(badge, asked(AskedPin(f"the badge {badge}", _PIN_OPTION), descriptor))
        for badge, descriptor in zip(badges, handed, strict=True)
    ]


def _typed_badge(have: int, people: int, console: Console) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        why = f"{people} must agree to that" if people > 1 else "nobody says who does it"
        raise StationError("CFG-004", why=f"{why}: give --badge")
    console.say("Badge:" if people == 1 else f"Badge of person {have + 1} of {people}:")
    return sys.stdin.readline().strip()


def _typed_reason(console: Console) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        raise StationError("REC-026", "--reason")
    console.say("Why?")
    return sys.stdin.readline().strip()
