"""Canonical JSON: the same bytes for the same values, for digests and for the audit chain."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from json import encoder
from typing import Final, TypeAlias

Encodable: TypeAlias = Mapping[str, object] | Sequence[object]
_Encoder: TypeAlias = Callable[[Encodable, int], Iterable[str]]


def _compact(strings: Callable[[str], str], *, allow_nan: bool) -> _Encoder:
    """Return what `json.JSONEncoder` makes anew for each text; that takes as long as the text."""
    made: _Encoder = encoder.c_make_encoder(  # type: ignore[attr-defined] # typeshed lacks it
        markers=None,
        default=None,
        encoder=strings,
        indent=None,
        key_separator=":",
        item_separator=",",
        sort_keys=True,
        skipkeys=False,
        allow_nan=allow_nan,
    )
    return made


_ASCII: Final = _compact(encoder.encode_basestring_ascii, allow_nan=True)
_UNICODE: Final = _compact(encoder.encode_basestring, allow_nan=False)


def ascii_json(value: Encodable) -> str:
    """Return compact JSON with sorted keys, ASCII only."""
    return "".join(_ASCII(value, 0))


def unicode_json(value: Encodable) -> str:
    """Return compact JSON with sorted keys, every character as it is.

    Raises:
        ValueError: for a number that JSON doesn't have, such as infinity.
    """
    return "".join(_UNICODE(value, 0))
