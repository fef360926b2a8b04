"""Says in plain English what is wrong with a value in a TOML file, and suggests what was meant."""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Final, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from station.line.toml_lines import KeyPath
from station.model.names import shown
from station.model.profile import NAME_PATTERN
from station.model.profile_console import LOGIN_PATTERN, NODE_PATTERN, TYPED_PATTERN
from station.model.strict import MISPLACED

# How the standard parser's messages begin, and what a supervisor reads instead.
_NOT_TOML: Final[Mapping[str, str]] = {
    "Invalid value": "this value can't be read; text stands in quotes",
    "Illegal character '\\n'": "the quotes are not closed on this line",
    "Unterminated string": "quotes are opened and never closed",
    "Expected \"'": "quotes are opened and never closed",
    "Unescaped '\\'": "in double quotes a backslash is written twice",
    "Expected '=' after a key": "after the key there must be an equals sign and a value",
    "Expected newline or end": "something stands after the value; text stands in quotes",
    "Invalid statement": "this is neither a key with its value nor the header of a table",
    "Cannot overwrite a value": "this key stands there twice",
    "Cannot declare": "this table stands there twice",
    "Cannot mutate": "this table was closed before",
}
_WANTED: Final[Mapping[str, str]] = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "string_type": "text in quotes",
    "bool_type": "true or false",
    "model_type": "a table",
    "dict_type": "a table",
    "tuple_type": "an array",
    "list_type": "an array",
    "finite_number": "a finite number",
}
_PATTERNS: Final[Mapping[str, str]] = {
    NAME_PATTERN: "use up to 64 lower-case letters, digits and inner dashes",
    LOGIN_PATTERN: "use letters, digits and signs that a keyboard has, without a space",
    TYPED_PATTERN: "use letters, digits and signs that a keyboard has, all on one line",
    NODE_PATTERN: "name a device node such as /dev/tpm0",
}
# bool stands before int, whose subtype it is.
_GIVEN: Final[tuple[tuple[type, str], ...]] = (
    (bool, "true or false"),
    (str, "text"),
    (int, "a whole number"),
    (float, "a number with a fraction"),
    (dict, "a table"),
    (list, "an array"),
)


def known_keys(model: type[BaseModel], table: KeyPath) -> tuple[str, ...]:
    """Return the keys that may stand in the table at the path `table` of a file of `model`.

    Empty where that is no table of fixed keys.
    """
    inner = _model_at(model, table)
    return tuple(_fields(inner)) if inner else ()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that `word` was probably meant to be, or None."""
    names = list(known)
    close = get_close_matches(word.lower(), names, n=1, cutoff=0.65)
    # A piece of just one name, such as p256 of ec-p256, is as good as a slip of the finger.
    whole = [name for name in names if len(word) >= 3 and word.lower() in name]
    return close[0] if close else whole[0] if len(whole) == 1 else None


def choice(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that says what `word` could have been."""
    names = sorted(known)
    guess = nearest(word, names)
    if guess:
        return f"perhaps you mean {guess}"
    return f"there are {', '.join(names)}" if names else "there are none"


def not_toml(message: str) -> str:
    """Return what is wrong with the syntax, from the standard parser's message without its place.

    One that isn't known here is passed on, with what it quotes of the file escaped.
    """
    for start, words in _NOT_TOML.items():
        if message.startswith(start):
            return words
    return shown(message[:1].lower() + message[1:], 120)


def reason(error: ErrorDetails, model: type[BaseModel], path: KeyPath) -> str:
    """Return what is wrong, as the rest of a sentence without its full stop.

    Args:
        error: one of pydantic's, for a file of `model`.
        model: what the whole file should have been.
        path: the key that the error is laid at.
    """
    kind = error["type"]
    if kind == "missing":
        return f"this {'table' if _model_at(model, path) else 'key'} is missing"
    if kind == "extra_forbidden":
        what = "table" if isinstance(error["input"], dict) else "key"
        known = known_keys(model, path[:-1])
        return f"there is no such {what} here; {choice(str(path[-1]), known)}"
    if kind in _WANTED:
        return f"it must be {_WANTED[kind]}, not {_given(error['input'])}"
    if kind in _IN_WORDS:
        return _IN_WORDS[kind](error)
    return error["msg"][:1].lower() + error["msg"][1:].rstrip(".")


def _given(value: object) -> str:
    return next((name for kind, name in _GIVEN if isinstance(value, kind)), "nothing")


def _bound(name: str, words: str) -> Callable[[ErrorDetails], str]:
    def said(error: ErrorDetails) -> str:
        return f"it must be {words} {error['ctx'][name]:.10g}"

    return said


def _one_of(error: ErrorDetails) -> str:
    expected = str(error["ctx"]["expected"]).replace("'", "")
    guess = nearest(str(error["input"]), expected.replace(", ", " or ").split(" or "))
    return f"it must be {expected}" + (f"; perhaps you mean {guess}" if guess else "")


def _pattern(error: ErrorDetails) -> str:
    pattern = error["ctx"]["pattern"]
    if pattern in _PATTERNS:
        return _PATTERNS[pattern]
    return f"it must fit the pattern {pattern}"


def _short(error: ErrorDetails) -> str:
    least = error["ctx"]["min_length"]
    return "it must not be empty" if least == 1 else f"it must have at least {least} characters"


def _long(error: ErrorDetails) -> str:
    return f"it must have at most {error['ctx']['max_length']} characters"


def _own_words(error: ErrorDetails) -> str:
    return shown(str(error["ctx"]["error"]), 200).rstrip(".")


def _misplaced(error: ErrorDetails) -> str:
    return str(error["ctx"]["why"])


_IN_WORDS: Final[Mapping[str, Callable[[ErrorDetails], str]]] = {
    "greater_than_equal": _bound("ge", "at least"),
    "greater_than": _bound("gt", "more than"),
    "less_than_equal": _bound("le", "at most"),
    "less_than": _bound("lt", "less than"),
    "enum": _one_of,
    "literal_error": _one_of,
    "string_pattern_mismatch": _pattern,
    "string_too_short": _short,
    "too_short": _short,
    "string_too_long": _long,
    "value_error": _own_words,
    MISPLACED: _misplaced,
}


def _fields(model: type[BaseModel]) -> dict[str, object]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _model_at(model: type[BaseModel], path: KeyPath) -> type[BaseModel] | None:
    found: type[BaseModel] | None = model
    for key in path:
        if found is None:
            return None
        if isinstance(key, str):
            found = _model_in(_fields(found).get(key))
    return found


def _model_in(annotation: object) -> type[BaseModel] | None:
    """Return the record inside `X`, `X | None` or `tuple[X, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(part) for part in get_args(annotation))
    return next((part for part in inner if part), None)
