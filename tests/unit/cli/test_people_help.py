"""The help page on people says of every right what the rules say, and of every command."""

import re

import pytest

from station.cli import make_parser
from station.folders import resource
from station.model.people import Role
from station.model.rights import RULES, Right, Rule
from station.model.settings import Settings
from station.records import pins
from tests.unit.cli.test_commands import commands_of

PAGE = resource("help/people.md").read_text("utf-8")
YES = {"yes": True, "no": False}


def cells(first: str) -> list[str]:
    """Return the cells of the row that begins with `first`, the first one left out."""
    (row,) = re.findall(rf"(?m)^\| `{re.escape(first)}` \| (.*) \|$", PAGE)
    return [cell.strip() for cell in str(row).split(" | ")]


def test_the_page_has_every_right_once_in_the_model_s_order() -> None:
    table = PAGE.split("## What each right takes")[1].split("\n## ")[0]
    assert re.findall(r"(?m)^\| `([a-z-]+)` \|", table) == [right.value for right in Right]


@pytest.mark.parametrize(("right", "rule"), RULES.items())
def test_the_page_says_what_a_right_takes(right: Right, rule: Rule) -> None:
    _, whose, people, fresh, reason = cells(right.value)
    told = frozenset(Role)
    if whose != "everybody's":
        told = frozenset(Role(word.removesuffix("'s")) for word in whose.split(", "))
    wanted = (rule.roles, rule.people, rule.fresh, rule.reason)
    assert (told, int(people), YES[fresh], YES[reason]) == wanted


def test_the_page_has_every_role() -> None:
    table = PAGE.split("## Roles")[1].split("\n## ")[0]
    assert sorted(re.findall(r"(?m)^\| `([a-z]+)` \|", table)) == sorted(r.value for r in Role)


def test_the_page_has_every_command_on_people_and_settings() -> None:
    told = re.findall(r"(?m)^\| `(station [a-z ]+)` \|", PAGE)
    groups = ("station operator ", "station settings ")
    assert sorted(told) == sorted(c for c in commands_of(make_parser()) if c.startswith(groups))


def test_the_page_s_numbers_hold() -> None:
    assert f"{Settings().pin_shortest} to {pins.LONGEST_PIN} characters" in PAGE
    assert f"({Settings().idle_minutes} where nothing else is set)" in PAGE
    waits = [pins._wait_s(wrong) for wrong in range(20)]
    assert waits[4:7] == [0, 30, 60]
    assert max(waits) == 15 * 60
    assert "After five wrong PINs in a row the badge waits 30 seconds" in PAGE
    assert "at\n  most 15 minutes" in PAGE
