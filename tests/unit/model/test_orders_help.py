"""The help page on orders says of every change of a unit what the rules say."""

import re

import pytest

from station.folders import resource
from station.model.people import Role
from station.model.rights import RULES
from station.model.unit_state import CHANGES, STATE_WORDS, UnitChange, UnitState

PAGE = resource("help/orders.md").read_text("utf-8")
BY_WORDS = {words: state for state, words in STATE_WORDS.items()}
BY_PEOPLE = [change for change, rule in CHANGES.items() if rule.right is not None]


@pytest.mark.parametrize("change", BY_PEOPLE)
def test_the_page_says_what_a_change_of_a_unit_takes(change: UnitChange) -> None:
    (row,) = re.findall(rf"(?m)^\| `station unit {change.value}` \| (.*) \|$", PAGE)
    before, _, whose = str(row).split(" | ")
    rule = CHANGES[change]
    assert rule.right is not None
    left_out = before.removeprefix("any but ")
    named = {BY_WORDS[words] for words in re.split(", | and ", left_out)}
    assert rule.before == (named if left_out == before else set(UnitState) - named)
    roles = set(Role)
    if whose != "everybody's":
        roles = {Role(word.removesuffix("'s")) for word in whose.split(", ")}
    assert RULES[rule.right].roles == roles
