"""Files in memory that another process reads, and that are gone with whoever holds them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held(content: bytes) -> Iterator[int]:
    """Hold a file in memory during the block, and give its descriptor, which `at` names."""
    descriptor = os.memfd_create("station")
    try:
        os.write(descriptor, content)
        yield descriptor
    finally:
        os.close(descriptor)


def at(descriptor: int) -> str:
    """Return by which path a process reads a file whose descriptor it has."""
    return f"/dev/fd/{descriptor}"
