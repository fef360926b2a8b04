"""The catalogue speaks to a person at the bench: plainly, shortly, of things that can be filled in.

`tests/unit/test_errors.py` holds that codes are raised with all their data.
"""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import station
from station.errors import CATALOGUE, Fault
from station.errors.catalogue import Entry

PACKAGE = Path(station.__file__).parent
CODE = re.compile(r"(?!SHA)[A-Z]{3}-\d{3}")
# What a message may speak of. A new word here is a new word for the translators.
PLACES = frozenset(
    {
        "badge",
        "seconds",
        "key",
        "label",
        "language",
        "languages",
        "line",
        "module",
        "name",
        "order",
        "package",
        "part",
        "path",
        "port",
        "position",
        "program",
        "purpose",
        "quantity",
        "registration_id",
        "run",
        "scanned",
        "scopes",
        "serial",
        "step",
        "text",
        "what",
        "why",
    }
)
# Codes that the catalogue has and the product doesn't use yet. It may only shrink: the test says
# which lines to delete, and no line is added.
NOT_YET_USED = frozenset({"CFG-001"})


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def codes_in_the_product() -> Iterator[str]:
    """Yield every code that stands as text of its own anywhere but in the catalogue."""
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name == "errors" and path.name.startswith("of_"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Constant(value=str() as text) if CODE.fullmatch(text):
                    yield text
                case _:
                    pass


@pytest.mark.parametrize(("code", "entry"), CATALOGUE.items())
def test_an_entry_is_two_short_texts_of_whole_sentences(code: str, entry: Entry) -> None:
    for text in (entry.message, entry.remedy):
        assert text.endswith(".")
        assert text == " ".join(text.split())
        assert text[0].isupper() or text[0] == "{"
        assert len(text) <= 100


@pytest.mark.parametrize(("code", "entry"), CATALOGUE.items())
def test_an_entry_speaks_of_known_things(code: str, entry: Entry) -> None:
    assert places(entry.message) | places(entry.remedy) <= PLACES


@pytest.mark.parametrize(("code", "entry"), CATALOGUE.items())
def test_the_remedy_is_about_nothing_that_the_message_leaves_out(code: str, entry: Entry) -> None:
    assert places(entry.remedy) <= places(entry.message) | {"package"}


@pytest.mark.parametrize(
    "code", [code for code, entry in CATALOGUE.items() if entry.fault is Fault.UNIT]
)
def test_a_bad_unit_is_put_somewhere_or_tried_again(code: str) -> None:
    remedy = CATALOGUE[code].remedy.lower()
    words = ("red box", "aside", "again", "supervisor", "check", "scan")
    assert any(word in remedy for word in words)


def test_no_text_needs_a_dictionary() -> None:
    hard = {"invalid", "failed", "abort", "fatal", "exception", "illegal", "null", "utilise"}
    texts = [f"{entry.message} {entry.remedy}".lower() for entry in CATALOGUE.values()]
    assert [text for text in texts if hard & set(re.findall(r"[a-z]+", text))] == []


def test_every_code_in_the_product_is_in_the_catalogue() -> None:
    assert set(codes_in_the_product()) - CATALOGUE.keys() == set()


def test_every_code_of_the_catalogue_is_used_or_known_to_wait() -> None:
    unused = CATALOGUE.keys() - set(codes_in_the_product())
    assert unused - NOT_YET_USED == set(), "use these codes or take them out of the catalogue"
    assert NOT_YET_USED - unused == set(), "delete these lines from NOT_YET_USED"
