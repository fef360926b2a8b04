"""Who agrees to a command: what is typed and handed over, and that every change asks."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from station.cli import make_parser
from station.cli.agreement import (
    Agreement,
    add_badge_options,
    add_officer_options,
    people_s_consent,
)
from station.cli.console import Console
from station.errors import StationError
from station.folders import Data
from station.model.rights import Approval, Right
from station.operations.factory_file import FactoryFile
from station.records.store import Records
from tests.unit.records.software import SoftwareGuard
from tests.unit.records.staffed import ANNE, BERT, quick_hashing, staff

Typing = Callable[..., list[str]]
CONSOLE = Console(json=False)


def station(folder: Path, *, practice: bool) -> Data:
    data, guard = Data.made(folder), SoftwareGuard()
    file = FactoryFile(station="x", practice=practice, library="x", label="x", environment={})
    file.write(data, guard.audit_certificate)
    return data


@pytest.fixture
def data(tmp_path: Path) -> Data:
    """Return the folder of a production station."""
    return station(tmp_path / "real", practice=False)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """Return a production record with its people."""
    path = tmp_path / "station.db"
    with Records.create(path, SoftwareGuard(), station="x", practice=False) as records:
        staff(records)
        with quick_hashing():
            yield records


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typing:
    """Stand for a person at a terminal: `typed(lines, pins)` returns the prompts for PINs."""

    def types(lines: Sequence[str], pins: Sequence[str]) -> list[str]:
        asked: list[str] = []
        left, hidden = iter(lines), iter(pins)

        def getpass(prompt: str) -> str:
            asked.append(prompt)
            return next(hidden)

        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr(sys.stdin, "readline", lambda: f"{next(left)}\n")
        monkeypatch.setattr("getpass.getpass", getpass)
        return asked

    return types


def parsed(*words: str) -> Namespace:
    parser = ArgumentParser(exit_on_error=False)
    add_badge_options(parser, reason=True)
    add_officer_options(parser)
    return parser.parse_args(words)


def agreed(records: Records, data: Data, right: Right, *words: str) -> Approval | None:
    return Agreement(parsed(*words), right, data, CONSOLE).given(records)


def test_at_a_terminal_badges_and_pins_are_asked_for(
    records: Records, data: Data, typed: Typing, capsys: pytest.CaptureFixture[str]
) -> None:
    prompts = typed(["S-1", " s-2 "], ["pin-S-1", "pin-S-2"])
    approval = agreed(records, data, Right.ROOTS)
    assert approval == Approval(Right.ROOTS, (ANNE.badge, BERT.badge))
    assert prompts == ["PIN of the badge S-1: ", "PIN of the badge s-2: "]
    said = capsys.readouterr()
    assert said.out == "Badge of person 1 of 2:\nBadge of person 2 of 2:\n"
    assert "pin-" not in said.out + said.err


def test_what_options_give_is_not_asked_for_again(
    records: Records, data: Data, typed: Typing
) -> None:
    prompts = typed(["S-2"], ["pin-S-1", "pin-S-2"])
    assert agreed(records, data, Right.ROOTS, "--badge", "S-1") is not None
    assert len(prompts) == 2


def test_why_is_asked_for_where_the_right_wants_it(
    records: Records, data: Data, typed: Typing
) -> None:
    typed(["lost in transit", "S-1"], ["pin-S-1"])
    approval = agreed(records, data, Right.REVOKE)
    assert approval == Approval(Right.REVOKE, ("S-1",), "lost in transit")
    typed(["", "S-1"], ["pin-S-1"])
    with pytest.raises(StationError, match="REC-026"):
        agreed(records, data, Right.REVOKE)


@pytest.mark.parametrize(("right", "code"), [(Right.ORDERS, "CFG-004"), (Right.REVOKE, "REC-026")])
def test_where_nobody_can_be_asked_all_is_given_or_refused(
    data: Data, right: Right, code: str
) -> None:
    with pytest.raises(StationError, match=code):
        Agreement(parsed(), right, data, CONSOLE)


def test_practice_asks_nobody_but_takes_who_is_named(
    records: Records, tmp_path: Path, typed: Typing
) -> None:
    practice = station(tmp_path / "practice", practice=True)
    assert agreed(records, practice, Right.ROOTS) is None
    typed(["S-2"], ["pin-S-1", "wrong"])
    with pytest.raises(StationError, match="REC-020"):
        agreed(records, practice, Right.ROOTS, "--badge", "S-1")


@pytest.mark.parametrize(
    "words",
    [
        ("--badge", "S-1", "--badge", "S-2"),
        ("--badge-pin-fd", "3"),
        ("--badge", "S-1", "--badge-pin-fd", "3", "--badge-pin-fd", "4"),
        ("--badge", "S-1", "--badge-pin-fd", "3", "--so-pin-fd", "3"),
    ],
)
def test_badges_and_pins_that_do_not_go_together_are_wrong_use(
    data: Data, words: tuple[str, ...]
) -> None:
    with pytest.raises(StationError, match="CFG-004"):
        Agreement(parsed(*words), Right.ORDERS, data, CONSOLE)


@pytest.mark.parametrize(
    ("options", "lines", "why"),
    [
        ((), ["S-1", "s-1 "], "two different people must agree"),
        (("--badge", "S-1", "--badge", "s-1"), [], "two different people must agree"),
        (("--badge", "S-1"), ["S-1"], "two different people must agree"),
        ((), [" "], "a badge is empty"),
        (("--badge", ""), [], "a badge is empty"),
    ],
)
def test_badges_that_can_not_agree_are_told_before_any_pin_is_asked_for(
    data: Data, typed: Typing, options: tuple[str, ...], lines: list[str], why: str
) -> None:
    prompts = typed(lines, [])
    with pytest.raises(StationError, match=why) as caught:
        Agreement(parsed(*options), Right.ROOTS, data, CONSOLE)
    assert caught.value.code == "CFG-004"
    assert not prompts


def test_one_badge_where_two_are_needed_is_said_so(data: Data) -> None:
    with pytest.raises(StationError, match="one badge is given: give --badge twice"):
        Agreement(parsed("--badge", "S-1"), Right.ROOTS, data, CONSOLE)


def test_the_security_officer_is_asked_for_the_pin_and_why(data: Data, typed: Typing) -> None:
    prompts = typed(["both have left"], ["97531864"])
    people_s_consent(parsed("--security-officer"), Right.SUPERVISORS, data, CONSOLE)
    assert prompts == ["PIN of the factory token's security officer: "]
    with pytest.raises(StationError, match="CFG-004"):
        people_s_consent(parsed("--security-officer"), Right.PEOPLE, data, CONSOLE)


# --- every change asks ------------------------------------------------------------------------

# What opens a station with its token and changes nothing of its record.
LOOKING = {
    *("station tpm roots list", "station audit verify", "station unit explain"),
    *("station handoff test", "station handoff send", "station group transport"),
    "station service test",
    "station hsm ca show",  # where it is told to ask the token
    "station hsm check",
    "station restore",
    "station doctor",
    "station hsm ceremony",  # its two supervisors are told in their own way
}


def options_of(parser: ArgumentParser, prefix: str = "station") -> Iterator[tuple[str, set[str]]]:
    """Yield each command with its options."""
    yield prefix, {option for action in parser._actions for option in action.option_strings}
    for action in parser._actions:
        if isinstance(action.choices, dict):
            for name, below in action.choices.items():
                yield from options_of(below, f"{prefix} {name}")


def test_whatever_opens_a_station_for_work_asks_who_does_it() -> None:
    commands = dict(options_of(make_parser()))
    opening = {name for name, options in commands.items() if "--pin-fd" in options} - {"station"}
    asking = {name for name, options in commands.items() if "--badge" in options}
    assert "station provision" in asking
    assert opening - asking == LOOKING
    assert asking <= opening
