"""The help page on exports has every rule, every format and every column."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.folders import resource
from station.service.exports import EXPORTS
from station.service.exports.dps_csv import COLUMNS
from station.service.exports.failed import FAILED_COLUMNS

pytestmark = pytest.mark.service

PAGE = resource("help/export.md").read_text("utf-8")
SERVICE = Path("station/service")
LEVELS = {"refused", "useless", "doubtful"}
# Rules whose names are put together: a kind of name, and what is wrong with it.
MADE = {
    *("registration-id", "registration-id-case", "registration-id-signs", "registration-twice"),
    *("group-id", "group-id-case", "group-id-signs", "group-twice", "device-twice"),
    *("endorsement-key", "endorsement-key-twice", "storage-root-key", "certificate-twice"),
}


def rules_in_the_product() -> Iterator[str]:
    for path in SERVICE.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if "station.service.findings" not in path.read_text(encoding="utf-8"):
            continue
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str() as rule), *_]):
                    if name in LEVELS:
                        yield rule
                case _:
                    pass


def section(title: str) -> str:
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def named(title: str) -> set[str]:
    rows = re.findall(r"(?m)^\| (`[^|]*`) \|", section(title))
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def test_every_rule_is_explained() -> None:
    assert named("Check first") == set(rules_in_the_product()) | MADE


def test_every_format_is_explained_by_one_of_its_names() -> None:
    told = named("Formats")
    assert told <= EXPORTS.keys()
    assert {EXPORTS[name].name for name in told} == {one.name for one in EXPORTS.values()}


@pytest.mark.parametrize(
    ("title", "columns"),
    [("The columns of enrollments.csv", COLUMNS), ("Units that failed", FAILED_COLUMNS)],
)
def test_the_columns_stand_there_in_their_order(title: str, columns: tuple[str, ...]) -> None:
    assert tuple(re.findall(r"(?m)^\| `(\w+)` \|", section(title))) == columns
