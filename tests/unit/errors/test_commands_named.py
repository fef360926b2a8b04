"""Every command that a text of Station's tells somebody to run is one that there is."""

import ast
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

import pytest

import station
from station.cli import make_parser
from station.errors import CATALOGUE

PACKAGE = Path(station.__file__).parent
NAMED = re.compile(r"'station ([^']*)'")


def texts() -> Iterator[tuple[str, str]]:
    """Yield all text of the package but its docstrings; a place to fill in reads as VALUE."""
    for code, entry in CATALOGUE.items():
        yield code, f"{entry.message} {entry.remedy}"
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Constant(value=str() as text):
                    yield path.name, text
                case ast.JoinedStr(values=parts):
                    yield (
                        path.name,
                        "".join(
                            str(one.value) if isinstance(one, ast.Constant) else "VALUE"
                            for one in parts
                        ),
                    )
                case _:
                    pass


def wrong_in(parser: ArgumentParser, command: str) -> str:
    """Return what is wrong with a command, or nothing; VALUES in capitals stand for anything."""
    words = command.split()
    while words and (below := _below(parser)) and words[0] in below:
        parser, words = below[words[0]], words[1:]
    if words == ["--help"]:
        return ""
    if _below(parser) and (words or any(a.required for a in parser._actions)):
        return f"{parser.prog} needs a command" + (f", not {words[0]}" if words else "")
    choices = {c for a in parser._actions if not a.option_strings for c in a.choices or ()}
    value_of = False
    for word in words:
        action = parser._option_string_actions.get(word)
        if word.startswith("-") and action is None:
            return f"{parser.prog} has no {word}"
        filled = word.isupper() or word.startswith("{") or value_of or word in choices
        if action is None and not filled:
            return f"{parser.prog} takes no {word}"
        value_of = action is not None and action.nargs != 0
    return ""


def _below(parser: ArgumentParser) -> dict[str, ArgumentParser]:
    return next((a.choices for a in parser._actions if isinstance(a.choices, dict)), {})


def test_each_is_a_command() -> None:
    parser = make_parser()
    named = {command: where for where, text in texts() for command in NAMED.findall(text)}
    assert len(named) > 60
    wrong = {
        f"{where}: station {command}": why
        for command, where in named.items()
        if (why := wrong_in(parser, command))
    }
    assert wrong == {}


@pytest.mark.parametrize(
    "command", ["bench contacts lists", "nonsense", "order", "order show --nonsense"]
)
def test_what_is_none_is_found(command: str) -> None:
    assert wrong_in(make_parser(), command)
