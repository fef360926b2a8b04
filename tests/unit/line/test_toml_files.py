"""A TOML file read into a record: every mistake in it has its line, its key and its reason."""

import hashlib
import json
import os
from enum import Enum
from pathlib import Path
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, JsonValue

from station.line.toml_files import MAX_SIZE, Problem, TomlFile, dotted, raised
from station.line.toml_lines import KeyPath
from station.model.order import OrderSpec
from station.model.strict import Strict, misplaced


class Colour(Enum):
    RED = "red"
    DARK_BLUE = "dark-blue"


class Wheel(Strict):
    size: Annotated[int, Field(ge=10, lt=30)]
    colour: Colour = Colour.RED


class Car(Strict):
    title: Annotated[str, Field(min_length=1, max_length=10)]
    electric: bool = False
    weight: Annotated[float, Field(gt=0, le=4_000_000)] = 1.0
    wheel: Annotated[tuple[Wheel, ...], Field(min_length=1)]
    spare: Wheel | None = None
    notes: dict[str, JsonValue] = Field(default_factory=dict)


GOOD = 'title = "Car"\n[[wheel]]\nsize = 20\n'


def file_of(folder: Path, text: str) -> Path:
    path = folder / "car.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, text: str) -> list[tuple[int, str, str]]:
    """Return line, key and reason for all that is wrong with a car's file."""
    file = TomlFile.read(file_of(folder, text))
    if isinstance(file, Problem):
        return [(file.line, file.key, file.why)]
    car = file.record(Car)
    return [(one.line, one.key, one.why) for one in car] if isinstance(car, list) else []


def test_a_good_file_gives_its_record_and_its_hash(tmp_path: Path) -> None:
    file = TomlFile.read(file_of(tmp_path, GOOD))
    assert isinstance(file, TomlFile)
    assert file.record(Car) == Car(title="Car", wheel=(Wheel(size=20),))
    assert file.hash == hashlib.sha256(GOOD.encode()).hexdigest()


def test_the_hash_is_of_the_bytes_as_they_are(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    path = tmp_path / "car.toml"
    path.write_bytes(data)
    file = TomlFile.read(path)
    assert isinstance(file, TomlFile)
    assert isinstance(file.record(Car), Car)
    assert file.hash == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("title = Car", 1, "this value can't be read; text stands in quotes"),
        ("title =\n", 1, "this value can't be read; text stands in quotes"),
        ('\ntitle = "Car\n', 2, "the quotes are not closed on this line"),
        ("title = '''Car\n\n", 1, "quotes are opened and never closed"),
        (r'title = "C:\car"', 1, "in double quotes a backslash is written twice"),
        ("title", 1, "after the key there must be an equals sign and a value"),
        ("title = 1 2", 1, "something stands after the value; text stands in quotes"),
        ("# car\n= 1", 2, "this is neither a key with its value nor the header of a table"),
        ("a = 1\na = 2", 2, "this key stands there twice"),
        ("[a]\n[b]\n[a]", 3, "this table stands there twice"),
        ("a = [1,\n2", 2, "unclosed array"),
        ("a = " + "9" * 5_000, 1, "exceeds the limit (4300 digits) for integer string conversion"),
        ("a = " + "[" * 20_000, 1, "it is nested too deeply"),
    ],
)
def test_what_is_no_toml_is_said_with_its_line(
    tmp_path: Path, text: str, line: int, why: str
) -> None:
    file = TomlFile.read(file_of(tmp_path, text))
    assert isinstance(file, Problem)
    assert (file.code, file.line, file.key) == ("PRF-001", line, "")
    assert file.why.startswith(why)


def test_text_in_another_encoding_is_said_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "car.toml"
    path.write_bytes("title = 'Car'\nnotes.a = 'caf\u00e9'\n".encode("latin-1"))
    assert TomlFile.read(path) == Problem("PRF-001", path, 2, "", "save the file as UTF-8 text")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_text_is_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "car.toml"
    path.write_bytes(GOOD.encode(encoding))
    file = TomlFile.read(path)
    assert isinstance(file, Problem)
    assert file.code == "PRF-001"


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    file = TomlFile.read(tmp_path / "none.toml")
    assert isinstance(file, Problem)
    assert (file.code, file.why) == ("PRF-005", "no such file or directory")


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe):
        assert TomlFile.read(path) == Problem("PRF-005", path, 1, "", "it is not a file")


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(tmp_path: Path) -> None:
    fill = "#" * (MAX_SIZE - len(GOOD))
    assert isinstance(TomlFile.read(file_of(tmp_path, GOOD + fill)), TomlFile)
    file = TomlFile.read(file_of(tmp_path, GOOD + fill + "#"))
    assert isinstance(file, Problem)
    assert (file.code, file.why) == ("PRF-005", "it is larger than 128 KiB")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[wheel]]\nsize = 20", (1, "title", "this key is missing")),
        ('title = "Car"', (1, "wheel", "this table is missing")),
        ("title = 'Car'\n[[wheel]]\n", (2, "wheel[1].size", "this key is missing")),
        (
            "title = 'Car'\nwheel = [\n{size = 20},\n{}\n]",
            (4, "wheel[2].size", "this key is missing"),
        ),
        (
            GOOD + "colours = 'red'",
            (4, "wheel[1].colours", "there is no such key here; perhaps you mean colour"),
        ),
        (
            "price = 5\n" + GOOD,
            (
                1,
                "price",
                "there is no such key here; there are electric, notes, spare, title, weight, wheel",
            ),
        ),
        (GOOD + "[spar]\n", (4, "spar", "there is no such table here; perhaps you mean spare")),
        (
            "title = 5\n[[wheel]]\nsize=20",
            (1, "title", "it must be text in quotes, not a whole number"),
        ),
        ("electric = 'yes'\n" + GOOD, (1, "electric", "it must be true or false, not text")),
        ("electric = 1\n" + GOOD, (1, "electric", "it must be true or false, not a whole number")),
        ("weight = '7'\n" + GOOD, (1, "weight", "it must be a number, not text")),
        ("weight = true\n" + GOOD, (1, "weight", "it must be a number, not true or false")),
        ("weight = inf\n" + GOOD, (1, "weight", "it must be a finite number")),
        ("weight = 0\n" + GOOD, (1, "weight", "it must be more than 0")),
        ("weight = 4_000_001\n" + GOOD, (1, "weight", "it must be at most 4000000")),
        (
            "title = 'Car'\n[[wheel]]\nsize = 20.5",
            (3, "wheel[1].size", "it must be a whole number, not a number with a fraction"),
        ),
        ("title = 'Car'\n[[wheel]]\nsize = 9", (3, "wheel[1].size", "it must be at least 10")),
        ("title = 'Car'\n[[wheel]]\nsize = 30", (3, "wheel[1].size", "it must be less than 30")),
        (
            GOOD + 'colour = "blue"',
            (4, "wheel[1].colour", "it must be red or dark-blue; perhaps you mean dark-blue"),
        ),
        (GOOD + "colour = 3", (4, "wheel[1].colour", "it must be red or dark-blue")),
        ("title = ''\n[[wheel]]\nsize = 20", (1, "title", "it must not be empty")),
        (
            "title = 'Car Car Car'\n[[wheel]]\nsize = 20",
            (1, "title", "it must have at most 10 characters"),
        ),
        ("title = 'Car'\nwheel = []", (2, "wheel", "it must not be empty")),
        ("title = 'Car'\nwheel = 4", (2, "wheel", "it must be an array, not a whole number")),
        ("title = 'Car'\n[wheel]\nsize = 20", (2, "wheel", "it must be an array, not a table")),
        ("spare = [1]\n" + GOOD, (1, "spare", "it must be a table, not an array")),
        ("notes = true\n" + GOOD, (1, "notes", "it must be a table, not true or false")),
        (
            GOOD + "[notes]\nmade = 2026-11-23",
            (5, "notes.made", "write a date or time as text, in quotes"),
        ),
        (GOOD + "[notes]\nbig = [1, nan]", (5, "notes.big[2]", "it must be a finite number")),
        (
            GOOD + f"[notes]\ndeep = {'[' * 40}{']' * 40}",
            (5, f"notes.deep{'[1]' * 30}", "it is nested too deeply"),
        ),
        (
            '"odd key" = 1\n' + GOOD,
            (
                1,
                '"odd key"',
                "there is no such key here; there are electric, notes, spare, title, weight, wheel",
            ),
        ),
    ],
)
def test_a_mistake_has_its_line_key_and_reason(
    tmp_path: Path, text: str, problem: tuple[int, str, str]
) -> None:
    assert problems(tmp_path, text) == [problem]


def test_all_mistakes_are_told_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = "weight = 0\nelectric = 'no'\n[[wheel]]\nsize = 5\ncolour = 'pink'\n[spare]\nsize = ''"
    told = problems(tmp_path, text)
    assert [(line, key) for line, key, _ in told] == [
        (1, "title"),
        (1, "weight"),
        (2, "electric"),
        (4, "wheel[1].size"),
        (5, "wheel[1].colour"),
        (7, "spare.size"),
    ]


def test_a_mistyped_key_is_one_mistake(tmp_path: Path) -> None:
    told = problems(tmp_path, "titel = 'Car'\n[[wheel]]\nsize = 20")
    assert told == [(1, "titel", "there is no such key here; perhaps you mean title")]


def test_control_characters_of_a_file_are_shown_escaped(tmp_path: Path) -> None:
    ((_, key, _),) = problems(tmp_path, '"\\u001b[31m" = 1\n' + GOOD)
    assert key == r'"\x1b[31m"'


def test_the_error_speaks_of_the_first_and_counts_the_rest(tmp_path: Path) -> None:
    file = TomlFile.read(file_of(tmp_path, "weight = 0\n" + GOOD + "colour = 1"))
    assert isinstance(file, TomlFile)
    found = file.record(Car)
    assert isinstance(found, list)
    error = raised(found)
    assert error.code == "PRF-002"
    assert error.message == f"{file.path}, line 1, weight: it must be more than 0."
    assert error.detail == "1 more: line 5, wheel[1].colour: it must be red or dark-blue"
    assert raised(found[:1]).detail == ""


def test_a_problem_reads_as_its_error_and_as_json(tmp_path: Path) -> None:
    problem = Problem("PRF-002", tmp_path, 3, "link.baud", "it must be at least 1200")
    assert str(problem) == problem.error().message
    assert json.loads(json.dumps(problem.as_json())) == {
        "code": "PRF-002",
        "path": str(tmp_path),
        "line": 3,
        "key": "link.baud",
        "why": "it must be at least 1200",
    }


def test_an_error_laid_at_a_key_by_its_record_is_told_there() -> None:
    error = misplaced(("names", "device_id"), "it has no meaning")
    assert error.message() == "it has no meaning"
    assert error.context == {"why": "it has no meaning", "key": ("names", "device_id")}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), "the file"),
        (("link", "baud"), "link.baud"),
        (("position", 1, "port"), "position[2].port"),
        (("a.b", 0), '"a.b"[1]'),
        (("", "x"), '"".x'),
    ],
)
def test_a_key_is_written_as_people_write_it(path: KeyPath, text: str) -> None:
    assert dotted(path) == text


JSON: st.SearchStrategy[JsonValue] = st.recursive(
    st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@given(st.dictionaries(st.from_regex("[a-z]{1,5}", fullmatch=True), JSON, max_size=4))
def test_a_twin_comes_out_as_it_went_in(
    tmp_path_factory: pytest.TempPathFactory, tags: dict[str, JsonValue]
) -> None:
    text = (
        "name = 'a'\nprofile = 'b'\nid_scope = '0ne00000001'\nquantity = 1\n[initial_twin.tags]\n"
    )
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in tags.items())
    file = TomlFile.read(file_of(tmp_path_factory.mktemp("twin"), text + lines))
    assert isinstance(file, TomlFile)
    spec = file.record(OrderSpec)
    assert isinstance(spec, OrderSpec)
    assert spec.initial_twin is not None
    assert spec.initial_twin.tags == tags


@given(st.binary(max_size=60) | st.text(alphabet="title=wheelsize [].'\"\n10", max_size=60))
def test_any_bytes_are_a_record_or_problems(
    tmp_path_factory: pytest.TempPathFactory, data: bytes | str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    file = TomlFile.read(path)
    found = file if isinstance(file, Problem) else file.record(Car)
    for problem in (
        [found] if isinstance(found, Problem) else found if isinstance(found, list) else []
    ):
        assert problem.error().message.isprintable()
        assert 1 <= problem.line <= path.read_bytes().count(b"\n") + 1
