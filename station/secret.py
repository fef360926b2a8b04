"""Bytes that never print, compare in constant time, and have one greppable way in."""

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager


class Secret:
    """A key, PIN or token held in memory.

    Python can't promise that no copy stays behind; this promises that none is shown: `repr`, `str`,
    `format`, pickling and copying give no content, and `reveal` is the only way in.
    """

    __slots__ = ("_data",)

    def __init__(self, data: bytes) -> None:
        self._data = bytearray(data)

    @classmethod
    def random(cls, size: int) -> "Secret":
        """Return `size` random bytes from the operating system."""
        return cls(secrets.token_bytes(size))

    @contextmanager
    def reveal(self) -> Iterator[bytes]:
        """Give the bytes to a `with` block, which must not keep, log or send them in the clear."""
        yield bytes(self._data)

    def wipe(self) -> None:
        """Overwrite the bytes held here, as best Python can."""
        self._data[:] = bytes(len(self._data))
        del self._data[:]

    def __len__(self) -> int:
        return len(self._data)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._data, other._data)

    __hash__ = None  # type: ignore[assignment]  # a hash would leak, and compare by value

    def __repr__(self) -> str:
        return f"Secret({len(self._data)} bytes)"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("A Secret is not pickled or copied")
