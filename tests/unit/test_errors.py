"""The catalogue is whole and used rightly; an error keeps its fault, text and data."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import station
from station.errors import CATALOGUE, Fault, Outcome, StationError
from station.errors.catalogue import Entry

PACKAGE = Path(station.__file__).parent


def places(entry: Entry) -> set[str]:
    texts = (entry.message, entry.remedy)
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def raised() -> Iterator[tuple[str, str, set[str] | None]]:
    """Yield where the product names a literal code, the code, and the data it gives with it."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="StationError"),
                    args=[ast.Constant(value=str() as code), *_],
                    keywords=keywords,
                ):
                    given = {word.arg for word in keywords if word.arg}
                    spread = any(word.arg is None for word in keywords)
                    where = f"{path.relative_to(PACKAGE)}:{node.lineno}"
                    yield where, code, None if spread else given
                case _:
                    pass


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_has_its_family_and_number(code: str) -> None:
    assert re.fullmatch(r"(LNK|TPM|HSM|REC|LIN|SVC|PRF|CFG)-\d{3}", code)


@pytest.mark.parametrize(("code", "entry"), CATALOGUE.items())
def test_every_entry_is_whole_sentences_for_a_person(code: str, entry: Entry) -> None:
    assert entry.message.endswith(".")
    assert entry.message[0].isupper() or entry.message[0] == "{"
    assert entry.remedy
    assert "\n" not in entry.message + entry.remedy
    assert code not in entry.message


def test_each_family_stands_in_the_order_of_its_numbers() -> None:
    families: dict[str, list[int]] = {}
    for code in CATALOGUE:
        family, number = code.split("-")
        families.setdefault(family, []).append(int(number))
    assert all(numbers == sorted(set(numbers)) for numbers in families.values())
    assert all(numbers[0] == 1 for numbers in families.values())


def test_the_code_raises_only_what_the_catalogue_has_with_all_its_data() -> None:
    wrong = [
        f"{where}: {code}"
        for where, code, given in raised()
        if code not in CATALOGUE
        or (given is not None and not places(CATALOGUE[code]) <= given - {"fault", "detail"})
    ]
    assert wrong == []


@pytest.mark.parametrize(("code", "entry"), CATALOGUE.items())
def test_an_error_fills_the_places_of_its_text(code: str, entry: Entry) -> None:
    data = {name: f"<{name}>" for name in places(entry)}
    error = StationError(code, "the detail", **data)  # type: ignore[arg-type]
    shown = error.message + error.remedy
    assert all(value in shown for value in data.values())
    assert str(error) == f"{code}: {error.message}"
    assert error.detail == "the detail"


def test_a_missing_place_is_a_mistake_of_ours_at_once() -> None:
    with pytest.raises(KeyError):
        StationError("LNK-001")


def test_an_unknown_code_is_a_mistake_of_ours_at_once() -> None:
    with pytest.raises(KeyError):
        StationError("LNK-999")


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault.UNIT, Outcome.FAILED),
        (Fault.STATION, Outcome.ERROR),
        (Fault.USE, Outcome.ERROR),
        (Fault.CANCEL, Outcome.CANCELLED),
    ],
)
def test_whose_fault_decides_the_outcome(fault: Fault, outcome: Outcome) -> None:
    assert StationError("LNK-002", fault=fault).outcome is outcome


def test_no_fault_makes_a_pass() -> None:
    assert {StationError("LNK-002", fault=fault).outcome for fault in Fault} == {
        Outcome.FAILED,
        Outcome.ERROR,
        Outcome.CANCELLED,
    }


def test_blame_moves_and_the_rest_stays() -> None:
    error = StationError("HSM-001", "why", module="/lib/x.so")
    blamed = error.blamed_on(Fault.UNIT)
    assert (error.outcome, blamed.outcome) == (Outcome.ERROR, Outcome.FAILED)
    assert (blamed.code, blamed.detail, blamed.message) == (error.code, "why", error.message)
