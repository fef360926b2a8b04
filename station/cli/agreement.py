"""Who agrees to what a command changes: badge and PIN of one person, or of two, and why."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from functools import partial
from typing import Final, Protocol

from station.cli.console import Console
from station.cli.options import AskedPin, asked, open_file
from station.errors import StationError
from station.folders import Data
from station.hsm.tokens import prove_security_officer
from station.model.names import shown
from station.model.people import Credential
from station.model.rights import RULES, Approval, Right
from station.operations.factory_file import FactoryFile
from station.records.store import Records

_PIN_OPTION: Final = "--badge-pin-fd"
_OFFICER_PIN: Final = AskedPin("the factory token's security officer", "--so-pin-fd")


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


def add_officer_options(parser: ArgumentParser) -> None:
    """Add the ways to have the security officer of the factory's token stand in."""
    group = parser.add_argument_group("where the supervisors are gone")
    group.add_argument(
        "--security-officer",
        action="store_true",
        help="ask for the PIN of the factory token's security officer, and for no supervisors",
    )
    group.add_argument(
        "--so-pin-fd",
        metavar="N",
        type=open_file,
        help="read that PIN from this file descriptor instead of the keyboard",
    )


class Consent(Protocol):
    """What was given for a change before the station is opened, and is checked once it is open."""

    def given(self, records: Records) -> Approval | None:
        """Have the record check who agreed; None where nobody need have."""
        ...


def people_s_consent(arguments: Namespace, right: Right, data: Data, console: Console) -> Consent:
    """Return what supervisors agreed to, or the security officer where they are gone.

    Args:
        arguments: of a parser with `add_badge_options`; perhaps with `add_officer_options`.
        right: what they agree to.
        data: the station's folder.
        console: where questions are put.

    Raises:
        StationError: as `Agreement`; CFG-004 where the security officer can't agree to that.
    """
    officer = getattr(arguments, "security_officer", False)
    if not officer and getattr(arguments, "so_pin_fd", None) is None:
        return Agreement(arguments, right, data, console)
    if right is not Right.SUPERVISORS:
        raise StationError("CFG-004", why="the security officer stands in for supervisors alone")
    if arguments.badges:
        raise StationError("CFG-004", why="--badge or the security officer, not both")
    return _OfficersWord(arguments, data, console)


class _OfficersWord:
    """The PIN of the factory token's security officer, and why supervisors don't agree."""

    def __init__(self, arguments: Namespace, data: Data, console: Console) -> None:
        check_descriptors(arguments)
        self._address = FactoryFile.read(data).address
        self._reason = arguments.reason or typed_reason(console)
        self._pin = asked(_OFFICER_PIN, arguments.so_pin_fd)

    def given(self, records: Records) -> Approval:
        """Have the token check the PIN."""
        prove = partial(prove_security_officer, self._address, self._pin)
        return records.approve_by_token(prove, self._reason)


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
            self.reason = typed_reason(console)
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
    check_descriptors(arguments)
    badges: list[str] = list(arguments.badges)
    descriptors: list[int] = list(arguments.badge_pin_fd)
    if len(descriptors) > len(badges):
        raise StationError("CFG-004", why=f"{_PIN_OPTION}: one for each --badge, no more")
    if len(badges) > people:
        raise StationError("CFG-004", why=f"{people} --badge for that, not {len(badges)}")
    _check_badges(badges)
    while len(badges) < people:
        badges.append(_typed_badge(len(badges), people, console))
        _check_badges(badges)
    handed: list[int | None] = [*descriptors, *[None] * (len(badges) - len(descriptors))]
    return [
        Credential(badge, asked(AskedPin(f"the badge {badge}", _PIN_OPTION), descriptor))
        for badge, descriptor in zip(badges, handed, strict=True)
    ]


def _check_badges(badges: Sequence[str]) -> None:
    """Check that there is something on each badge and that no two are one person's, or CFG-004."""
    folded = [badge.strip().lower() for badge in badges]
    if "" in folded:
        raise StationError("CFG-004", why="a badge is empty")
    if len(set(folded)) < len(folded):
        why = f"two different people must agree, and {shown(badges[-1])} is one"
        raise StationError("CFG-004", why=why)


def check_descriptors(arguments: Namespace) -> None:
    """Check that each PIN is read from a file descriptor of its own, or raise CFG-004."""
    named: dict[int, str] = {}
    for name, value in sorted(vars(arguments).items()):
        if not name.endswith("_fd"):
            continue
        option = f"--{name.replace('_', '-')}"
        for number in value if isinstance(value, list) else [value]:
            if number is not None and number in named:
                both = f"{named[number]} and {option}"
                raise StationError(
                    "CFG-004", why=f"{both}: descriptor {number} is one and the same"
                )
            named[number] = option


def _typed_badge(have: int, people: int, console: Console) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        why = "nobody says who does it: give --badge"
        if people > 1:
            given = "one badge is" if have else "no badge is"
            why = f"two different people must agree to that, and {given} given: give --badge twice"
        raise StationError("CFG-004", why=why)
    console.say("Badge:" if people == 1 else f"Badge of person {have + 1} of {people}:")
    return sys.stdin.readline().strip()


def typed_reason(console: Console) -> str:
    """Return why, as it is typed, or raise REC-026 where nobody can be asked."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise StationError("REC-026", "--reason")
    console.say("Why?")
    return sys.stdin.readline().strip()
