"""The last try at a token's PIN is never used up by accident.

PKCS#11 tells no number of tries, only three flags, and a software token tells nothing. So Station
counts wrong PINs itself, in a file of the station's, and stops while there is still a try left.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.folders import put_whole
from station.hsm.frames import Patience
from station.hsm.replies import TokenIdentity
from station.hsm.requests_token import DescribeToken
from station.hsm.tokens import TIMEOUT_S, TokenAddress
from station.hsm.worker import Worker
from station.model.names import shown

MOST_WRONG: Final = 2
"""How many wrong PINs in a row are tried without a word: many tokens lock after the third."""
WRONG_PIN: Final = "HSM-003"
# What comes before a log-in; whatever else it ends with may have used up a try.
_NOT_TRIED: Final = frozenset({"HSM-001", "HSM-002", "HSM-024", "HSM-047", "HSM-051", "HSM-052"})


def describe_token(address: TokenAddress) -> TokenIdentity:
    """Return what a token says of itself, in a worker of its own; no PIN is needed or tried.

    Raises:
        StationError: HSM-001 without the library, HSM-002 without the token; HSM-006, HSM-007,
            HSM-008.
    """
    with Worker(address.module.environment) as worker:
        request = DescribeToken(address.module.library, address.label, address.marks)
        return worker.ask(request, TokenIdentity, Patience(TIMEOUT_S))


class PinTries:
    """Counts wrong PINs of tokens, across restarts, until a right one.

    Args:
        path: the file that keeps the counts: by SHA-256 of maker and serial number, no PIN.
        last_try: whether somebody who is sure of the PIN has said that it is tried all the same:
            once, on one token.
    """

    def __init__(self, path: Path, *, last_try: bool = False) -> None:
        self._path = path
        self.last_try: Final = last_try
        self._used_up = not last_try

    def wrong(self, token: TokenIdentity) -> int:
        """Return how many wrong PINs in a row were given to this token here.

        Raises:
            StationError: CFG-003 where the count can't be read.
        """
        with self._counts() as counts:
            return counts.get(_key(token), 0)

    @contextmanager
    def one(self, token: TokenIdentity) -> Iterator[None]:
        """Count one try, which is what the block does with the PIN.

        It counts as wrong before it is made, so that a station which is switched off in it forgets
        nothing, and as none where the token was not asked.

        Raises:
            StationError: HSM-042 where it could be the last, HSM-004 where the token says that it
                is locked, CFG-003 where the count can't be kept; what the block raises, HSM-003
                with the token's `label` among its data.
        """
        if token.locked:
            raise StationError("HSM-004", "its flags say so")
        key = _key(token)
        with self._counts() as counts:
            before = counts.get(key, 0)
            if token.final_try or before >= MOST_WRONG:
                if self._used_up:
                    detail = f"{before} wrong in a row" + (", its flags say so" * token.final_try)
                    raise StationError("HSM-042", detail, label=shown(token.label))
                self._used_up = True  # whatever comes of it
            counts[key] = before + 1
        after = 0
        try:
            yield
        except StationError as error:
            after = before if error.code in _NOT_TRIED else before + 1
            if error.code == WRONG_PIN:
                raise _of(token, error) from error
            raise
        except BaseException:
            after = before + 1
            raise
        finally:
            with self._counts() as counts:
                counts[key] = after

    @contextmanager
    def _counts(self) -> Iterator[dict[str, int]]:
        """Give the counts to a block that may change them, to no other at the same time."""
        try:
            lock = os.open(
                self._path.with_name(f"{self._path.name}.lock"),
                os.O_RDWR | os.O_CREAT | os.O_CLOEXEC,
                0o600,
            )
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(self._path.parent)) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            counts = self._read()
            before = dict(counts)
            yield counts
            if counts != before:
                self._write(counts)
        finally:
            os.close(lock)

    def _read(self) -> dict[str, int]:
        try:
            found = json.loads(self._path.read_bytes())
            return {str(key): min(max(int(count), 0), 1_000) for key, count in found.items()}
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(self._path)) from error
        except (ValueError, TypeError, AttributeError):
            return _Unreadable()

    def _write(self, counts: dict[str, int]) -> None:
        kept = {key: count for key, count in counts.items() if count}
        try:
            put_whole(self._path, json.dumps(kept, sort_keys=True).encode())
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(self._path)) from error


class _Unreadable(dict[str, int]):
    """Counts that can't be read: each may be as high as can be."""

    def get(self, key: str, default: int = 0) -> int:  # type: ignore[override]
        """Return what is known of a token since; before that, the most."""
        del default
        return super().get(key, MOST_WRONG)


def _of(token: TokenIdentity, error: StationError) -> StationError:
    """Return an error that says whose PIN was wrong."""
    said = {**error.data, "label": shown(token.label)}
    return StationError(error.code, error.detail, fault=error.fault, **said)


def _key(token: TokenIdentity) -> str:
    return hashlib.sha256(f"{token.manufacturer}\0{token.serial}".encode()).hexdigest()
