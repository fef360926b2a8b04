"""How messages become bytes and come back, each with one encoding and nothing else taken.

A message is a CBOR array of its name and its fields in their order. Only what `encode` itself would
write is read: another type, a missing field, a tag, a longer form of a number or anything after the
end is refused. Nothing is ever pickled.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Final, get_args, get_origin, get_type_hints

import cbor2

from station.hsm.messages import (
    Message,
    Reply,
    Request,
)
from station.secret import Secret

_PLAIN: Final = frozenset({str, bytes, int})


@dataclass(frozen=True)
class _Form:
    """How a type of field is written as plain CBOR types, and read back from any."""

    write: Callable[[object], object]
    read: Callable[[object], object]


class MalformedMessageError(ValueError):
    """Bytes that are no message, or not one of the side that they come from."""


def encode(message: Message) -> bytes:
    """Return a message's one encoding, which holds its secrets in the clear."""
    name = type(message).__name__
    return cbor2.dumps([name, _FORMS[name].write(message)], canonical=True)


def parse_request(data: bytes) -> Request:
    """Return the request in `data`.

    Raises:
        MalformedMessageError: for any bytes that `encode` wouldn't write for a request.
    """
    message = _parse(data)
    if not isinstance(message, Request):
        raise MalformedMessageError(f"{type(message).__name__} in place of a request")
    return message


def parse_reply(data: bytes) -> Reply:
    """Return the reply in `data`.

    Raises:
        MalformedMessageError: for any bytes that `encode` wouldn't write for a reply.
    """
    message = _parse(data)
    if not isinstance(message, Reply):
        raise MalformedMessageError(f"{type(message).__name__} in place of a reply")
    return message


def _parse(data: bytes) -> object:
    try:
        plain = cbor2.loads(data)
        match plain:
            case [str() as name, values] if name in _FORMS:
                message = _FORMS[name].read(values)
            case _:
                raise MalformedMessageError("no message of a known name")
        # Now plain holds nothing but the types that `encode` writes, so it has one encoding too.
        again = cbor2.dumps(plain, canonical=True)
    except (cbor2.CBORError, ValueError, OverflowError) as error:
        raise MalformedMessageError(type(error).__name__) from error
    if again != data:
        raise MalformedMessageError("not the message's own encoding")
    return message


def _same(value: object) -> object:
    return value


def _exactly(kind: type) -> _Form:
    def read(value: object) -> object:
        if type(value) is not kind:
            raise MalformedMessageError(f"{type(value).__name__} in place of {kind.__name__}")
        return value

    return _Form(_same, read)


def _write_secret(value: object) -> object:
    if not isinstance(value, Secret):
        raise TypeError(f"{type(value).__name__} in place of a secret")
    with value.reveal() as data:
        return data


def _read_secret(value: object) -> Secret:
    if not isinstance(value, bytes):
        raise MalformedMessageError(f"{type(value).__name__} in place of a secret")
    return Secret(value)


def _read_places(value: object) -> dict[str, str | int]:
    if not isinstance(value, dict):
        raise MalformedMessageError(f"{type(value).__name__} in place of named places")
    places: dict[str, str | int] = {}
    for name, item in value.items():
        if type(name) is not str or type(item) not in {str, int}:
            raise MalformedMessageError("a named place that is neither text nor number")
        places[name] = item
    return places


def _plain_many(kind: type) -> _Form:
    """Return what `_many(_exactly(kind))` is, but faster: hundreds of inputs come this way."""

    def write(value: object) -> object:
        if not isinstance(value, tuple):
            raise TypeError(f"{type(value).__name__} in place of a tuple")
        return list(value)

    def read(value: object) -> object:
        if not isinstance(value, list) or any(type(item) is not kind for item in value):
            raise MalformedMessageError(f"not a list of {kind.__name__}")
        return tuple(value)

    return _Form(write, read)


def _many(form: _Form) -> _Form:
    def write(value: object) -> object:
        if not isinstance(value, tuple):
            raise TypeError(f"{type(value).__name__} in place of a tuple")
        return [form.write(item) for item in value]

    def read(value: object) -> object:
        if not isinstance(value, list):
            raise MalformedMessageError(f"{type(value).__name__} in place of a list")
        return tuple(form.read(item) for item in value)

    return _Form(write, read)


def _record(kind: type) -> _Form:
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} is no part of a message")
    hints = get_type_hints(kind)
    forms = {part.name: _form(hints[part.name]) for part in fields(kind)}

    def write(value: object) -> object:
        return [form.write(getattr(value, name)) for name, form in forms.items()]

    def read(value: object) -> object:
        if not isinstance(value, list) or len(value) != len(forms):
            raise MalformedMessageError(f"not the fields of {kind.__name__}")
        return kind(*(form.read(item) for form, item in zip(forms.values(), value, strict=True)))

    return _Form(write, read)


def _choice(kind: type[Enum]) -> _Form:
    def write(value: object) -> object:
        return kind(value).value

    def read(value: object) -> object:
        if not isinstance(value, str):
            raise MalformedMessageError(f"{type(value).__name__} in place of a {kind.__name__}")
        return kind(value)

    return _Form(write, read)


def _optional(form: _Form) -> _Form:
    return _Form(
        lambda value: None if value is None else form.write(value),
        lambda value: None if value is None else form.read(value),
    )


def _form(hint: object) -> _Form:
    """Return the form of a field of the type `hint`; a type without one is a mistake here."""
    if get_origin(hint) is tuple:
        kind = get_args(hint)[0]
        return _plain_many(kind) if kind in _PLAIN else _many(_form(kind))
    if isinstance(hint, UnionType):
        (kind,) = (part for part in get_args(hint) if part is not NoneType)
        return _optional(_form(kind))
    if get_origin(hint) is Mapping:
        return _Form(_same, _read_places)
    if hint is Secret:
        return _Form(_write_secret, _read_secret)
    if not isinstance(hint, type):
        raise TypeError(f"no form for {hint}")
    if issubclass(hint, Enum):
        return _choice(hint)
    return _exactly(hint) if hint in _PLAIN else _record(hint)


_FORMS: Final[Mapping[str, _Form]] = {
    kind.__name__: _record(kind) for kind in (*get_args(Request), *get_args(Reply))
}
