"""Reads ZPL II as strictly as a printer may: what isn't understood whole is an error.

By Zebra's ZPL II programming guide, and by no code of the product.
"""

import re
from dataclasses import dataclass
from typing import Final

_COMMAND: Final = re.compile(
    r"\^(?P<name>XA|XZ|CI|LH|PW|LL|FO|A0|BQ|BX|FH|FD|FS|PQ)(?P<rest>[^^~\n]*)\n?"
)
_HEX: Final = re.compile(r"_([0-9A-F]{2})")
_SHAPES: Final = {
    "XA": r"",
    "XZ": r"",
    "CI": r"28",
    "LH": r"0,0",
    "PW": r"\d+",
    "LL": r"\d+",
    "FO": r"\d+,\d+",
    "A0": r"N,\d+,\d+",
    "BQ": r"N,2,(?:[1-9]|10)",
    "BX": r"N,\d+,200",
    "FH": r"_",
    "FD": r".*",
    "FS": r"",
    "PQ": r"\d+,0,0,N",
}


@dataclass
class Field:
    """One field: where it is in dots, as what, and what it says."""

    x: int
    y: int
    kind: str
    text: str
    size: int


@dataclass
class Printed:
    """One label."""

    width: int
    height: int
    copies: int
    fields: list[Field]

    @property
    def code(self) -> str:
        """What its one code says."""
        (code,) = [field for field in self.fields if field.kind in {"BQ", "BX"}]
        return code.text.removeprefix("MA,") if code.kind == "BQ" else code.text

    @property
    def texts(self) -> list[str]:
        """Its texts, downwards."""
        return [field.text for field in self.fields if field.kind == "A0"]


def read_zpl(content: bytes) -> list[Printed]:
    """Return the labels in ZPL, or raise ValueError at the first thing that isn't understood."""
    text, at, labels = content.decode("ascii"), 0, []
    commands: list[tuple[str, str]] = []
    while at < len(text):
        found = _COMMAND.match(text, at)
        if found is None:
            raise ValueError(f"not understood: {text[at : at + 40]!r}")
        name, rest = found["name"], found["rest"]
        if not re.fullmatch(_SHAPES[name], rest):
            raise ValueError(f"^{name} is wrong: {rest!r}")
        commands.append((name, rest))
        at = found.end()
        if name == "XZ":
            labels.append(_label(commands))
            commands = []
    if commands:
        raise ValueError("a label has no end")
    return labels


def _label(commands: list[tuple[str, str]]) -> Printed:
    names = [name for name, _ in commands]
    once = {name: rest for name, rest in commands if names.count(name) == 1}
    if names[:5] != ["XA", "CI", "LH", "PW", "LL"] or names[-2:] != ["PQ", "XZ"]:
        raise ValueError(f"out of order: {names}")
    fields, rest = [], commands[5:-2]
    while rest:
        five, rest = rest[:5], rest[5:]
        (fo, place), (kind, how), (fh, _), (fd, data), (fs, _) = five
        if (fo, fh, fd, fs) != ("FO", "FH", "FD", "FS") or kind not in {"A0", "BQ", "BX"}:
            raise ValueError(f"no field: {five}")
        x, y = (int(number) for number in place.split(","))
        size = int(how.split(",")[2 if kind == "BQ" else 1])
        fields.append(Field(x, y, kind, _data(data), size))
    copies = int(once["PQ"].split(",")[0])
    return Printed(int(once["PW"]), int(once["LL"]), copies, fields)


def _data(text: str) -> str:
    """Return a field's data, its hexadecimal as the bytes of UTF-8 that they are."""
    plain = _HEX.sub("", text)
    if "_" in plain:
        raise ValueError(f"half a hexadecimal number: {text!r}")
    out, at = b"", 0
    while at < len(text):
        found = _HEX.match(text, at)
        out += bytes([int(found[1], 16)]) if found else text[at].encode("ascii")
        at = found.end() if found else at + 1
    return out.decode("utf-8")
