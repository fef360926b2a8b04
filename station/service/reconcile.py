"""List and service compared, both ways: what is missing, what is more, and what differs.

Both sides come sorted by their folded names, so that of either no more than one is held; nothing
here asks anybody. What the list doesn't have is somebody else's, and is told but never touched.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from itertools import groupby
from typing import Final

from pydantic import JsonValue

from station.model.group import KeyName
from station.service.comparing import (
    ATTESTATION,
    STATUS,
    Difference,
    Document,
    differences,
    is_enabled,
    same_device,
)
from station.service.documents import BulkKind

SYMMETRIC: Final = "symmetricKey"
"""The one word of an attestation whose keys nobody is shown."""


class Wanted(Enum):
    """What the list wants of the service under a name."""

    THERE = "there"  # as its document says
    GONE = "gone"  # none, or one by which nothing registers: the list has it revoked or replaced
    IN_GROUP = "in-group"  # none of its own: it registers by its group
    BLOCKED = "blocked"  # one by which nothing registers, since its group would let it in


class Found(Enum):
    """What one finding is."""

    MISSING = "missing"  # the list has it, and the service doesn't
    EXTRA = "extra"  # the service has it, and the list doesn't
    DIFFERENT = "different"
    OPEN = "open"  # it is revoked, and may still register
    UNBLOCKED = "unblocked"  # the same, by its group
    UNWRITABLE = "unwritable"  # the list has what no document can be made of


@dataclass(frozen=True)
class Listed:
    """What the list has under a name.

    Attributes:
        name: the registration ID, or the group's.
        wanted: of the service.
        document: the essence of its document; empty for a unit of a group.
        why: why no document can be made of it; or empty.
        waits: why it may well not be there yet; or empty.
        source: the key that its own is derived from; None where it has no symmetric key of its own.
    """

    name: str
    wanted: Wanted
    document: Document = field(default_factory=dict)
    why: str = ""
    waits: str = ""
    source: KeyName | None = None


@dataclass(frozen=True)
class Shown:
    """What the service has under a name.

    Attributes:
        name: the registration ID, or the group's.
        document: its essence.
    """

    name: str
    document: Document


@dataclass(frozen=True)
class Finding:
    """One thing that isn't the same on both sides.

    Attributes:
        found: what it is.
        kind: of which.
        name: the registration ID, or the group's.
        differences: the fields that differ.
        ours: whether what the service has is this station's for certain: of the very key.
        why: more of it, as the rest of a sentence; or empty.
        attestation: what the service has as its attestation, in essence.
        needed: whether, once it is disabled, it keeps its device out of a group.
        source: the key that the list's own is derived from, where only keys, which nobody is shown,
            can tell whether it is this station's; else None.
    """

    found: Found
    kind: BulkKind
    name: str
    differences: tuple[Difference, ...] = ()
    ours: bool = False
    why: str = ""
    attestation: JsonValue = None
    needed: bool = False
    source: KeyName | None = None


def key_of(name: str) -> str:
    """Return by what both sides are sorted and matched: names differ in more than case."""
    return name.casefold()


def compared(
    kind: BulkKind, listed: Iterable[Listed], shown: Iterable[Shown], *, extras: bool = True
) -> Iterator[Finding]:
    """Yield all in which list and service differ, sorted by name.

    Args:
        kind: of which.
        listed: the list's, sorted by `key_of`; of several of one name the one that counts most is
            taken: what is to be there, before what is to be gone.
        shown: the service's, sorted likewise; of several of one name the last is taken.
        extras: whether what the list doesn't have is told; not where it is a part of the list.
    """
    ours, theirs = _listed_once(listed), _shown_once(shown)
    one, other = next(ours, None), next(theirs, None)
    while one is not None or other is not None:
        mine = None if one is None else key_of(one.name)
        its = None if other is None else key_of(other.name)
        if one is not None and (its is None or (mine is not None and mine < its)):
            yield from _alone(kind, one)
            one = next(ours, None)
        elif other is not None and (mine is None or (its is not None and its < mine)):
            if extras:
                yield Finding(Found.EXTRA, kind, other.name)
            other = next(theirs, None)
        elif one is not None and other is not None:
            yield from _both(kind, one, other)
            one, other = next(ours, None), next(theirs, None)


_RANK = {Wanted.THERE: 0, Wanted.IN_GROUP: 1, Wanted.BLOCKED: 2, Wanted.GONE: 3}


def _listed_once(listed: Iterable[Listed]) -> Iterator[Listed]:
    for _, group in groupby(listed, lambda one: key_of(one.name)):
        yield min(group, key=lambda one: _RANK[one.wanted])


def _shown_once(shown: Iterable[Shown]) -> Iterator[Shown]:
    for _, group in groupby(shown, lambda one: key_of(one.name)):
        *_, last = group
        yield last


def _alone(kind: BulkKind, one: Listed) -> Iterator[Finding]:
    match one.wanted:
        case Wanted.THERE if one.why:
            yield Finding(Found.UNWRITABLE, kind, one.name, why=one.why)
        case Wanted.THERE:
            yield Finding(Found.MISSING, kind, one.name, why=one.waits)
        case Wanted.BLOCKED:
            why = "its group lets it in, and no disabled enrollment of its own keeps it out"
            yield Finding(Found.UNBLOCKED, kind, one.name, why=why)
        case _:
            return


def _both(kind: BulkKind, one: Listed, other: Shown) -> Iterator[Finding]:
    ours = same_device(one.document, other.document)
    enabled = is_enabled(other.document)
    match one.wanted:
        case Wanted.THERE if one.why:
            yield Finding(Found.UNWRITABLE, kind, one.name, why=one.why)
        case Wanted.THERE:
            if differing := differences(one.document, other.document):
                yield Finding(Found.DIFFERENT, kind, one.name, differing, ours)
        case Wanted.IN_GROUP:
            # The service looks for an enrollment of its own first (dps/FACTS.md 4.7).
            how = "lets it in by another key" if enabled else "keeps it out"
            differing = (Difference(ATTESTATION, None, other.document.get(ATTESTATION)),)
            why = f"it belongs to a group, and an enrollment of its own {how}"
            yield Finding(Found.DIFFERENT, kind, one.name, differing, why=why)
        case Wanted.GONE | Wanted.BLOCKED if enabled:
            status = (Difference(STATUS, "disabled", "enabled"),)
            held = other.document.get(ATTESTATION)
            how = "a key that it doesn't show" if held == [SYMMETRIC] else "another key"
            why = "" if ours else f"the service has it with {how}: it may be somebody else's"
            needed = one.wanted is Wanted.BLOCKED
            source = one.source if held == [SYMMETRIC] else None
            yield Finding(Found.OPEN, kind, one.name, status, ours, why, held, needed, source)
        case _:
            return
