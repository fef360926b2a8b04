"""Each command that offers the token's pad uses it: none reads one of the two options alone."""

import ast
import inspect
import sys
from argparse import ArgumentParser
from collections.abc import Iterator

import pytest

from station.cli import make_parser
from station.cli.options import FACTORY_PIN, pin_is_offered, pin_of
from station.model.unlocking import PadPin

# Commands with a --pin-fd of their own, in a module of others that have both.
OWN = {("station.cli.hsm_ceremony", "_init"), ("station.cli.hsm_credential", "_set")}


def leaves(parser: ArgumentParser, name: str = "station") -> Iterator[tuple[str, ArgumentParser]]:
    below = [action.choices for action in parser._actions if isinstance(action.choices, dict)]
    if not below:
        yield name, parser
    for choices in below:
        for word, one in choices.items():
            yield from leaves(one, f"{name} {word}")


def padded() -> dict[str, ArgumentParser]:
    return {
        name: parser
        for name, parser in leaves(make_parser())
        if "--pin-pad" in parser._option_string_actions
    }


def reads(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, int]]:
    """Yield where `arguments.pin_fd` is read, but to see that two descriptors are not the same."""
    for node in ast.iter_child_nodes(tree):
        here = node.name if isinstance(node, ast.FunctionDef) else inside
        compared = isinstance(node, ast.BoolOp) and "pin_fd ==" in ast.unparse(node)
        if isinstance(node, ast.Attribute) and node.attr == "pin_fd":
            yield here, node.lineno
        elif not compared:
            yield from reads(node, here)


def test_no_command_that_offers_the_pad_reads_the_descriptor_alone() -> None:
    commands = padded()
    assert {"station backup", "station restore", "station doctor"} <= commands.keys()
    modules = {commands[name].get_default("run").__module__ for name in commands}
    found = [
        (module, *where)
        for module in sorted(modules)
        for where in reads(ast.parse(inspect.getsource(sys.modules[module])))
        if (module, where[0]) not in OWN
    ]
    assert found == []


def test_each_takes_one_way_and_not_both(capsys: pytest.CaptureFixture[str]) -> None:
    del capsys
    for name, parser in padded().items():
        groups = [
            {option for action in group._group_actions for option in action.option_strings}
            for group in parser._mutually_exclusive_groups
        ]
        assert {"--pin-fd", "--pin-pad"} in groups, name


def test_the_pad_stands_for_the_pin() -> None:
    parser = padded()["station doctor"]
    assert not pin_is_offered(parser.parse_args([]))
    given = parser.parse_args(["--pin-pad"])
    assert pin_is_offered(given)
    assert isinstance(pin_of(given, FACTORY_PIN), PadPin)
