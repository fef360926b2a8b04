"""The help page of error codes is what the catalogue says now."""

import subprocess
import sys

import pytest

from station.errors import CATALOGUE, Fault
from station.errors.catalogue import Entry
from station.errors.page import page
from station.folders import resource


def row_of(code: str) -> list[str]:
    (row,) = [line for line in page().splitlines() if line.startswith(f"| {code} |")]
    return [cell.strip() for cell in row.strip("|").split(" | ")]


def test_the_shipped_page_is_new() -> None:
    shipped = resource("help/errors.md").read_text("utf-8")
    renew = "renew it: python -m station.errors.page > resources/help/errors.md"
    assert shipped == page(), renew


def test_the_command_that_renews_the_page_prints_it() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "station.errors.page"], capture_output=True, check=True, timeout=60
    )
    assert printed.stdout.decode() == page()


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_has_its_row_of_four_cells(code: str) -> None:
    cells = row_of(code)
    assert len(cells) == 4
    assert all(cells)


@pytest.mark.parametrize(("code", "entry"), CATALOGUE.items())
def test_no_place_or_sign_is_left_for_the_reader_to_decode(code: str, entry: Entry) -> None:
    _, message, remedy, _ = row_of(code)
    assert "{" not in message + remedy
    if "{" not in entry.message:
        assert message.replace("\\", "") == entry.message


def test_every_fault_has_its_words() -> None:
    causes = {entry.fault: row_of(code)[3] for code, entry in CATALOGUE.items()}
    assert len(set(causes.values())) == len(Fault)
