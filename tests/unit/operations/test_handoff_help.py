"""The help page on hand-offs is true: its examples parse, and it tells of every key."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from station.folders import Data, resource
from station.model.handoff import RouteAnswer, RouteQuestion, UnitResult
from station.operations.handoff_file import read_handoff_file
from station.service.handoffs import HANDOFFS

PAGE = resource("help/handoff.md").read_text("utf-8")
MODELS: dict[str, type[BaseModel]] = {
    "result": UnitResult,
    "question": RouteQuestion,
    "answer": RouteAnswer,
}
EXAMPLES = re.findall(r"```json (\w+)\n(.*?)```", PAGE, re.DOTALL)
SETTINGS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def keys_of(table_after: str) -> list[str]:
    """Return the keys in the first table of the page after a text."""
    rest = PAGE[PAGE.index(table_after) :]
    table = rest[rest.index("| key |") :].split("\n\n")[0]
    return re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_an_example_is_what_it_says(kind: str, text: str) -> None:
    MODELS[kind].model_validate_json(text, strict=True)


def test_there_is_an_example_of_each() -> None:
    assert {kind for kind, _ in EXAMPLES} == MODELS.keys()


def test_what_the_examples_show_is_sent_like_that() -> None:
    for kind, text in EXAMPLES:
        if kind == "result":
            sent = UnitResult.model_validate_json(text).as_json()
            assert list(
                UnitResult.model_validate_json(sent).model_dump(exclude_none=True)
            ) == re.findall(r'"(\w+)": ', text)


def test_the_page_tells_of_every_key_of_a_result_and_no_other() -> None:
    assert sorted(keys_of("One that was revoked")) == sorted(UnitResult.model_fields)


@pytest.mark.parametrize(("kind", "text"), [("http", "By HTTP"), ("file-drop", "By files")])
def test_the_page_tells_of_every_setting_and_no_other(kind: str, text: str) -> None:
    assert keys_of(text) == list(HANDOFFS[kind].model_fields)


def test_the_settings_on_the_page_are_good(tmp_path: Path) -> None:
    data = Data(tmp_path)
    data.handoff.write_text("\n".join(SETTINGS))
    assert [one.kind for one in read_handoff_file(data).values()] == ["http", "file-drop"]
