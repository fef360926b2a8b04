"""How messages become bytes and come back, each with one encoding and nothing else taken.

A message is a CBOR array of its name and its fields in their order. Only what `encode` itself would
write is read: another type, a missing field, a tag, a longer form of a number or anything after the
end is refused. Nothing is ever pickled.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Final, get_args, get_origin, get_type_hints

import cbor2

from station.hsm.messages import Message, Reply, Request
from station.secret import Secret

_Read = Callable[[object], object]


class MalformedMessageError(ValueError):
    """Bytes that are no message, or not one of the side that they come from."""


def encode(message: Message) -> bytes:
    """Return a message's one encoding, which holds its secrets in the clear."""
    return cbor2.dumps([type(message).__name__, _plain(message)], canonical=True)


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
        match cbor2.loads(data):
            case [str() as name, values] if name in _READERS:
                message = _READERS[name](values)
            case _:
                raise MalformedMessageError("no message of a known name")
        again = cbor2.dumps([name, _plain(message)], canonical=True)
    except (cbor2.CBORError, ValueError, OverflowError) as error:
        raise MalformedMessageError(type(error).__name__) from error
    if again != data:
        raise MalformedMessageError("not the message's own encoding")
    return message


def _plain(value: object) -> object:
    match value:
        case Secret():
            with value.reveal() as data:
                return data
        case Enum():
            return value.value
        case tuple():
            return [_plain(item) for item in value]
        case Mapping():
            return dict(value)
        case None | str() | bytes() | int():
            return value
        case _:
            return [_plain(getattr(value, name)) for name in _FIELDS[type(value)]]


def _exactly(kind: type) -> _Read:
    def read(value: object) -> object:
        if type(value) is not kind:
            raise MalformedMessageError(f"{type(value).__name__} in place of {kind.__name__}")
        return value

    return read


def _secret(value: object) -> Secret:
    if not isinstance(value, bytes):
        raise MalformedMessageError(f"{type(value).__name__} in place of a secret")
    return Secret(value)


def _places(value: object) -> dict[str, str | int]:
    if not isinstance(value, dict):
        raise MalformedMessageError(f"{type(value).__name__} in place of named places")
    places: dict[str, str | int] = {}
    for name, item in value.items():
        if type(name) is not str or type(item) not in {str, int}:
            raise MalformedMessageError("a named place that is neither text nor number")
        places[name] = item
    return places


def _many(read: _Read) -> _Read:
    def read_all(value: object) -> object:
        if not isinstance(value, list):
            raise MalformedMessageError(f"{type(value).__name__} in place of a list")
        return tuple(read(item) for item in value)

    return read_all


def _record(kind: type) -> _Read:
    hints = get_type_hints(kind)
    reads = tuple(_reader(hints[name]) for name in _FIELDS[kind])

    def read(value: object) -> object:
        if not isinstance(value, list) or len(value) != len(reads):
            raise MalformedMessageError(f"not the fields of {kind.__name__}")
        return kind(*(one(item) for one, item in zip(reads, value, strict=True)))

    return read


def _choice(kind: type[Enum]) -> _Read:
    def read(value: object) -> object:
        if not isinstance(value, str):
            raise MalformedMessageError(f"{type(value).__name__} in place of a {kind.__name__}")
        return kind(value)

    return read


def _optional(read: _Read) -> _Read:
    return lambda value: None if value is None else read(value)


def _reader(hint: object) -> _Read:
    """Return what reads a field of the type `hint`; a type without a reader is a mistake here."""
    if get_origin(hint) is tuple:
        return _many(_reader(get_args(hint)[0]))
    if isinstance(hint, UnionType):
        (kind,) = (part for part in get_args(hint) if part is not NoneType)
        return _optional(_reader(kind))
    if get_origin(hint) is Mapping:
        return _places
    if hint is Secret:
        return _secret
    if not isinstance(hint, type):
        raise TypeError(f"no reader for {hint}")
    if issubclass(hint, Enum):
        return _choice(hint)
    return _record(hint) if is_dataclass(hint) else _exactly(hint)


class _Fields(dict[type, tuple[str, ...]]):
    """The names of each record's fields, looked up once."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        if not is_dataclass(kind):
            raise TypeError(f"{kind.__name__} is no part of a message")
        self[kind] = tuple(part.name for part in fields(kind))
        return self[kind]


_FIELDS: Final = _Fields()
_READERS: Final[Mapping[str, _Read]] = {
    kind.__name__: _record(kind) for kind in (*get_args(Request), *get_args(Reply))
}
