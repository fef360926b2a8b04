"""PINs: what proves one without keeping it, and the wait that grows with each wrong one."""

import os
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from typing import Final

from argon2.low_level import Type, hash_secret_raw

from station.errors import StationError
from station.model.people import Person
from station.records.entries import AuditEntry, EntryKind
from station.records.guard import Guard
from station.records.person_rows import StoredPerson
from station.records.rights import OWN_PIN
from station.secret import Secret

_PIN_LABEL: Final = "station-pin-v1"
LONGEST_PIN: Final = 64
PIN_RESET: Final = "pin-reset"
_SALT: Final = 16
# RFC 9106, section 4, its second recommended option.
_PASSES: Final = 3
_MEMORY_KIB: Final = 65_536
_LANES: Final = 4
_HASH: Final = 32
# After so many wrong PINs in a row the badge has to wait, and twice as long after each one more.
_FREE_TRIES: Final = 4
_FIRST_WAIT_S: Final = 30.0
_LONGEST_WAIT_S: Final = 900.0
_MOST_STRANGERS: Final = 1_000


def unproved(person: Person, added: str, *, temporary: bool) -> StoredPerson:
    """Return what is stored of somebody whose PIN nothing proves yet.

    Args:
        person: who.
        added: when, RFC 3339.
        temporary: whether somebody else chooses the PIN.
    """
    return StoredPerson(
        badge=person.badge,
        name=person.name,
        role=person.role.value,
        salt=os.urandom(_SALT),
        passes=_PASSES,
        memory=_MEMORY_KIB,
        lanes=_LANES,
        pin_code=bytes(_HASH),
        added=added,
        active=int(person.active),
        temporary=int(temporary),
        pin_set=added,
    )


def with_pin(stored: StoredPerson, pin: Secret, guard: Guard, since: str) -> StoredPerson:
    """Return a person with another PIN, under a new salt; `since` is now, RFC 3339."""
    bare = replace(
        unproved(stored.parsed(), stored.added, temporary=bool(stored.temporary)), pin_set=since
    )
    return replace(bare, pin_code=pin_code(bare, pin, guard))


def pin_code(stored: StoredPerson, pin: Secret, guard: Guard) -> bytes:
    """Return what proves a PIN: without the guard, a stolen record can't be tried at home."""
    with pin.reveal() as data:
        hashed = hash_secret_raw(
            data,
            stored.salt,
            time_cost=stored.passes,
            memory_cost=stored.memory,
            parallelism=stored.lanes,
            hash_len=_HASH,
            type=Type.ID,
        )
    return guard.mac(_PIN_LABEL, stored.badge.lower().encode() + b"\0" + hashed)


def check_pin(pin: Secret, shortest: int) -> None:
    """Check that a new PIN is neither too short nor too long, or raise REC-055."""
    with pin.reveal() as data:
        length = len(data.decode(errors="replace"))
    if not shortest <= length <= LONGEST_PIN:
        why = f"a PIN has {shortest} to {LONGEST_PIN} characters"
        raise StationError("REC-055", why=why)


@dataclass
class Patience:
    """How long each badge has to wait after wrong PINs; a restart of the station forgives nothing.

    Badges that nobody has wait as others do, so that a wait tells nothing; of those, the ones tried
    longest ago are forgotten first.
    """

    _wrong: dict[str, tuple[int, float]] = field(default_factory=dict)
    _strangers: OrderedDict[str, tuple[int, float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def recall(self, entries: Iterable[AuditEntry], now: datetime) -> None:
        """Take up what the chain says of wrong PINs.

        Args:
            entries: in their order; all but log-ins and new PINs are passed over.
            now: the clock, UTC; an entry of the future counts as new.
        """
        for entry in entries:
            key = str(entry.data.get("badge", "")).lower()
            if entry.kind is EntryKind.LOGGED_IN or _has_new_pin(entry):
                self._wrong.pop(key, None)
            elif entry.kind is EntryKind.LOG_IN_REFUSED and key:
                passed = max(0.0, (now - entry.time).total_seconds())
                count, _ = self._wrong.get(key, (0, 0.0))
                self._wrong[key] = (count + 1, time.monotonic() - passed)

    def check(self, badge: str) -> None:
        """Raise REC-023 where a badge has to wait."""
        key = badge.lower()
        with self._lock:
            count, since = self._wrong.get(key) or self._strangers.get(key, (0, 0.0))
        left = _wait_s(count) - (time.monotonic() - since)
        if left > 0:
            raise StationError("REC-023", seconds=int(left) + 1)

    def wrong(self, badge: str, *, known: bool) -> None:
        """Count a wrong PIN; `known` says whether somebody has the badge."""
        key = badge.lower()
        with self._lock:
            tries: dict[str, tuple[int, float]] = self._wrong if known else self._strangers
            count, _ = tries.pop(key, (0, 0.0))
            tries[key] = (count + 1, time.monotonic())
            if len(self._strangers) > _MOST_STRANGERS:
                self._strangers.popitem(last=False)

    def right(self, badge: str) -> None:
        """Forget a badge's wrong PINs."""
        with self._lock:
            self._wrong.pop(badge.lower(), None)


def _has_new_pin(entry: AuditEntry) -> bool:
    new = entry.data.get("what") in {PIN_RESET, OWN_PIN}
    return new and entry.kind is EntryKind.PERSON_CHANGED


def _wait_s(wrong: int) -> float:
    if wrong <= _FREE_TRIES:
        return 0.0
    doubled = min(wrong - _FREE_TRIES - 1, 10)
    return float(min(_FIRST_WAIT_S * 2**doubled, _LONGEST_WAIT_S))
