"""What is offered where somebody writes in a profile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.folders import resource
from station.line.profiles import read_text
from station.operations.plant import KNOWN
from station.operations.profile_completion import about, complete

TEXT = resource("profiles/practice-symmetric.toml").read_text(encoding="utf-8")


def offered(text: str) -> list[str]:
    """Return what is offered at the `|` in a text."""
    at = text.index("|")
    return [one.text for one in complete(text.replace("|", ""), at).suggestions]


def test_what_a_profile_needs_comes_first() -> None:
    first = complete("schema = 1\n", 11).suggestions[0]
    assert (first.text, first.needed) == ("name = ", True)
    assert "the file's name too" in first.about


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("mech|", ["mechanism = "]),
        ('mechanism = "tp|', ['"tpm"']),
        ("practice = |", ["true", "false"]),
        ("prove = |", ['"at-once"', '"after-restart"']),
        ("[link]\nba|", ["baud = "]),
        ("[link]\nbaud = |", ["115200"]),
        ('[link]\nkind = "s|', ['"smp"']),
        ("[lin|", ["[link]", "[link.console]", "[link.commands]"]),
        ("[[promp|", ["[[prompts]]"]),
        ("[[prompts]]\nname = 'a'\nki|\n", ["kind = "]),
        ("[x509]\nkey = |", ['"ec-p256"', '"rsa-2048"']),
    ],
)
def test_what_may_stand_there_is_offered(text: str, some: list[str]) -> None:
    found = offered(text)
    assert set(some) <= set(found)


@pytest.mark.parametrize(
    "text", ["# a rem|", "[link]\nnonsense = |", "[nowhere]\n|", 'name = "x|', "[link.nowhere]\nk|"]
)
def test_nothing_is_offered_where_nothing_is_known(text: str) -> None:
    assert offered(text) == []


def test_what_is_there_already_is_not_offered_again() -> None:
    assert "baud = " not in offered("[link]\nb|\nbaud = 9600\n[token]\n")
    assert "baud = " in offered("[link]\nb|\n[token]\nbaud = 1\n")
    assert "[token]" not in offered("[token]\n[t|")


def test_what_was_begun_is_replaced() -> None:
    assert complete("[lin", 4).begun == 4
    assert complete("  ba", 4).begun == 2
    assert complete('[link]\nkind = "s', 16).begun == 2


def test_what_a_key_and_a_table_are_is_told() -> None:
    text = "schema = 1\n[link]\nbaud = 1\n# a remark\nnonsense = 2\n"
    assert "bits a second" in about(text, 3)
    assert about(text, 2) == "How to talk to the unit."
    assert [about(text, line) for line in (0, 4, 5, 6, 99)] == [""] * 5


def test_each_value_that_is_offered_is_taken_by_the_profile() -> None:
    from_schema = {"prove": '"at-once"', "rehearse": "false"}
    for key, standing in from_schema.items():
        for one in complete(f"{key} = ", len(key) + 3).suggestions:
            text = f"{key} = {one.text}\n{TEXT}" if f"\n{key} =" not in TEXT else TEXT
            found = read_text(resource("profiles/practice-symmetric.toml"), text, KNOWN)
            wrong = found if isinstance(found, list) else []
            assert key not in [problem.key for problem in wrong], standing


@given(st.text(alphabet='[]=."\n ablink#nametoken', max_size=60), st.data())
def test_whatever_stands_there_it_never_breaks(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    found = complete(text, at)
    assert 0 <= found.begun <= at
    about(text, data.draw(st.integers(0, 5)))
