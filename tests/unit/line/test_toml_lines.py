"""The line of every key in a TOML text, whatever stands between and around the keys."""

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.line.toml_lines import KeyPath, key_lines, line_of

# Where a line begins: what must not be taken for a key.
FILLERS = ["", "\n", "  \t\n", "# [table]\n", "# key = '''\n", '\t# """\n']
SCALARS = [
    "1",
    "-0.5e3",
    "true",
    "1979-05-27 07:32:00Z",
    '"a # b = [c] {d}"',
    r'"quote \" and backslash \\"',
    "'[[literal]] \\'",
    '""',
    "''",
    '""""""',
    "''''''",
    '"""\n[decoy]\nkey = 1\n"""',
    "'''\n[[decoy]]\n# no comment\n'''",
    '"""two quotes at the end"""""',
    "'''two quotes at the end'''''",
    r'"""escaped \""" and \\"""',
    '"""\\\n   folded\n   """',
]
# A key as it is written and as it is read; a number makes each unique.
STYLES = [
    ("k{}", "k{}"),
    ("{}", "{}"),
    ("-_{}", "-_{}"),
    ('"a.b # {}"', "a.b # {}"),
    (r'"\"\u0041 {}"', '"A {}'),
    ("'[x] = \" {}'", '[x] = " {}'),
]


class Writer:
    """Writes a random TOML text and notes by itself on which line each key stands."""

    def __init__(self, data: st.DataObject) -> None:
        self.text = ""
        self.lines: dict[KeyPath, int] = {}
        self._data = data
        self._keys = 0

    def choose(self, choices: list[str]) -> str:
        return self._data.draw(st.sampled_from(choices))

    def number(self, most: int) -> int:
        return self._data.draw(st.integers(min_value=0, max_value=most))

    def line(self) -> int:
        return self.text.count("\n") + 1

    def key(self) -> tuple[str, str]:
        self._keys += 1
        written, read = self._data.draw(st.sampled_from(STYLES))
        return written.format(self._keys), read.format(self._keys)

    def note(self, path: KeyPath) -> None:
        self.lines.setdefault(path, self.line())

    def document(self) -> None:
        self.pairs(())
        for _ in range(self.number(4)):
            self.text += self.choose(FILLERS)
            self.choose_table(())

    def choose_table(self, parent: KeyPath, header: str = "") -> None:
        written, read = self.key()
        path = (*parent, read)
        header = f"{header}{self.choose(['.', ' . '])}{written}" if header else written
        match self.number(2):
            case 0:
                self.table(path, header)
            case 1:
                self.array_of_tables(path, header)
            case _:
                self.implied_table(path, header)

    def table(self, path: KeyPath, header: str) -> None:
        self.lines[path] = self.line()
        self.text += f"[{self.choose(['', ' '])}{header}]{self.choose(['', ' # [end]'])}\n"
        self.pairs(path)
        if len(path) < 4:
            for _ in range(self.number(1)):
                self.choose_table(path, header)

    def array_of_tables(self, path: KeyPath, header: str) -> None:
        self.note(path)
        for index in range(self.number(2) + 1):
            self.lines[(*path, index)] = self.line()
            self.text += f"[[{header}{self.choose(['', ' '])}]]\n"
            self.pairs((*path, index))
            if len(path) < 4 and self.number(1):
                self.choose_table((*path, index), header)

    def implied_table(self, path: KeyPath, header: str) -> None:
        written, read = self.key()
        self.note(path)
        self.table((*path, read), f"{header}.{written}")
        if self.number(1):
            self.table(path, header)

    def pairs(self, table: KeyPath) -> None:
        for _ in range(self.number(2)):
            self.text += self.choose(FILLERS) + self.choose(["", "  "])
            self.pair(table, 0)
            self.text += self.choose(["\n", "  # = [x]\n", "\r\n"])

    def pair(self, path: KeyPath, depth: int) -> None:
        for place in range(self.number(1) + 1):
            written, read = self.key()
            path = (*path, read)
            self.note(path)
            self.text += (self.choose([".", " . "]) if place else "") + written
        self.text += self.choose(["=", " = "])
        self.value(path, depth)

    def value(self, path: KeyPath, depth: int) -> None:
        kind = self.number(3) if depth < 3 else 0
        if kind == 1:
            self.array(path, depth + 1)
        elif kind == 2:
            self.inline_table(path, depth + 1)
        else:
            self.text += self.choose(SCALARS)

    def array(self, path: KeyPath, depth: int) -> None:
        gaps = ["", " ", "\n", " # ], '\n", "\n\n"]
        self.text += "["
        for index in range(self.number(2)):
            self.text += self.choose(gaps)
            self.note((*path, index))
            self.value((*path, index), depth)
            self.text += self.choose(gaps) + ","
        self.text += self.choose(gaps) + "]"

    def inline_table(self, path: KeyPath, depth: int) -> None:
        self.text += "{"
        for index in range(self.number(2)):
            self.text += ", " if index else self.choose(["", " "])
            self.pair(path, depth)
        self.text += self.choose(["", " "]) + "}"


def paths(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the path of everything in a tree as the standard parser reads it."""
    inner: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    for key, part in inner:
        yield (*path, key)
        yield from paths(part, (*path, key))


@given(st.data())
def test_every_key_is_found_on_its_line(data: st.DataObject) -> None:
    writer = Writer(data)
    writer.document()
    assert set(paths(tomllib.loads(writer.text))) == set(writer.lines)
    assert key_lines(writer.text) == writer.lines


@given(st.text(alphabet="ab.=[]{}\"'#\\,\n 1", max_size=30))
def test_whatever_the_standard_parser_reads_has_its_keys_found(text: str) -> None:
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(key_lines(text)) == set(paths(tree))


def test_a_table_stands_where_its_header_is() -> None:
    text = "[a.b]\nc = 1\n[a]\nd = 2\n"
    assert key_lines(text) == {("a",): 3, ("a", "b"): 1, ("a", "b", "c"): 2, ("a", "d"): 4}


def test_elements_of_an_array_of_tables_are_counted_from_0() -> None:
    text = '[[seat]]\nname = "1"\n\n[[seat]]\n[seat.token]\nlibrary = "x"\n'
    assert key_lines(text) == {
        ("seat",): 1,
        ("seat", 0): 1,
        ("seat", 0, "name"): 2,
        ("seat", 1): 4,
        ("seat", 1, "token"): 5,
        ("seat", 1, "token", "library"): 6,
    }


def test_windows_line_ends_count_once() -> None:
    assert key_lines("a = 1\r\n\r\nb = 2\r\n") == {("a",): 1, ("b",): 3}


@pytest.mark.parametrize(
    ("path", "line"), [((), 1), (("z",), 1), (("a",), 2), (("a", "z"), 2), (("a", "b", 0, "z"), 3)]
)
def test_what_isn_t_there_has_the_line_of_what_is_around_it(path: KeyPath, line: int) -> None:
    assert line_of(key_lines("\n[a]\nb = 1\n"), path) == line


def test_a_long_file_is_read_in_no_time() -> None:
    text = "".join(f'key-{n} = "{"x" * 10}" # {n}\n' for n in range(5_000))
    assert len(key_lines(text)) == 5_000
