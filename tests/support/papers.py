"""Reads the text of a report's PDF back, as a person who copies it out of a viewer does."""

import re
import zlib
from collections.abc import Iterator
from typing import Final

_STREAM: Final = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_MEANS: Final = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_SHOWN: Final = re.compile(
    rb"BT [\d.]+ ([\d.]+) Td [^(]*((?:\((?:[^\\)]|\\.)*\) Tj ?)+)ET", re.DOTALL
)
_STRING: Final = re.compile(rb"\(((?:[^\\)]|\\.)*)\)", re.DOTALL)
_ESCAPE: Final = re.compile(rb"\\(.)", re.DOTALL)
_LETTERS: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages_of(paper: bytes) -> list[str]:
    """Return the text of each page, a line for each height at which something stands."""
    streams = list(_streams(paper))
    meanings = {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for stream in streams
        if b"begincmap" in stream
        for glyph, text in _MEANS.findall(stream)
    }
    return [_text(stream, meanings) for stream in streams if b" Tj ET" in stream]


def _streams(paper: bytes) -> Iterator[bytes]:
    for found in _STREAM.finditer(paper):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            yield found[1]


def _text(stream: bytes, meanings: dict[int, str]) -> str:
    lines: dict[bytes, list[str]] = {}
    for height, shown in _SHOWN.findall(stream):
        escaped = b"".join(_STRING.findall(shown))
        glyphs = _ESCAPE.sub(lambda found: _LETTERS.get(found[1], found[1]), escaped)
        pairs = (int.from_bytes(glyphs[i : i + 2], "big") for i in range(0, len(glyphs), 2))
        lines.setdefault(height, []).append("".join(meanings[pair] for pair in pairs))
    return "\n".join(" ".join(parts) for parts in lines.values())
