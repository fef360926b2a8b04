"""How values stand in the database: times, chains of certificates, canonical JSON."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from pydantic import JsonValue, TypeAdapter

from station.errors import StationError
from station.model.canonical import ascii_json

_OBJECT = TypeAdapter(dict[str, JsonValue])
_SIZE = 4


def utc_now() -> datetime:
    """Return the time, UTC."""
    return datetime.now(UTC)


def time_text(time: datetime) -> str:
    """Return an aware time as RFC 3339 in UTC, to the microsecond."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def parse_time(text: str) -> datetime:
    """Return the time in RFC 3339 `text`, UTC.

    Raises:
        ValueError: for anything else.
    """
    return datetime.fromisoformat(text).astimezone(UTC)


def canonical_json(value: Mapping[str, JsonValue]) -> str:
    """Return compact JSON with sorted keys, ASCII only."""
    return ascii_json(value)


def content_digest(
    values: Sequence[str | int | float | None], blobs: Sequence[bytes | None] = ()
) -> bytes:
    """Return SHA-256 over values and blobs, so that no others have the same.

    What is hashed is a JSON array, ASCII, of the values and an array of the blobs' lengths (null
    for None), and after it the blobs themselves.
    """
    lengths = [None if blob is None else len(blob) for blob in blobs]
    head = ascii_json([*values, lengths]).encode("ascii")
    return hashlib.sha256(b"".join([head, *[blob for blob in blobs if blob]])).digest()


def parse_object(text: str) -> dict[str, JsonValue]:
    """Return the JSON object in `text`.

    Raises:
        ValueError: for anything else.
    """
    return _OBJECT.validate_json(text)


def pack_chain(chain: Sequence[bytes]) -> bytes:
    """Return certificates as one blob, each after its 4-byte big-endian length."""
    return b"".join(len(part).to_bytes(_SIZE, "big") + part for part in chain)


def unpack_chain(blob: bytes) -> tuple[bytes, ...]:
    """Return the certificates that `pack_chain` put together.

    Raises:
        ValueError: where the lengths don't add up.
    """
    chain: list[bytes] = []
    offset = 0
    while offset < len(blob):
        start = offset + _SIZE
        offset = start + int.from_bytes(blob[offset:start], "big")
        if offset > len(blob):
            raise ValueError("a chain is cut short")
        chain.append(blob[start:offset])
    return tuple(chain)


@contextmanager
def as_written(what: str) -> Iterator[None]:
    """Turn what Station can't have written so into REC-011; other StationErrors pass.

    Args:
        what: the row, for the engineer.
    """
    try:
        yield
    except StationError as error:
        if not error.code.startswith("LIN-"):
            raise
        raise StationError("REC-011", f"{what}: {error.message}") from error
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        raise StationError("REC-011", f"{what} can't be read: {type(error).__name__}") from error
