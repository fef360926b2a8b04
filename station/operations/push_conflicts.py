"""What a push left for a person to decide: both sides of it, field by field."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.names import shown
from station.model.order import Order
from station.model.push import FOR_A_PERSON, PushState
from station.records.pushes import KeptFate
from station.records.reader import Reader
from station.service.documents import encoded
from station.service.push_compare import sides as compared
from station.service.single_documents import listed_document, shut_out

_LONGEST: Final = 60
SHOWN: Final = 50
"""So many are shown, and decided, at a time."""
_KEYS: Final = "attestation.symmetricKey"
_HIDDEN: Final = "another key, which isn't shown"
# Both of them have two sides.
_TWO_SIDED: Final = frozenset({PushState.CONFLICT, PushState.KEPT})


@dataclass(frozen=True)
class Side:
    """One field of a conflict.

    Attributes:
        field: its path.
        ours: what the list has there, printable and shortened.
        theirs: what the service has.
    """

    field: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Undecided:
    """One row that a person has to look at.

    Attributes:
        kept: what became of it.
        sides: where it differs; none of what was refused.
        shuts_out: whether it is the disabled enrollment of a revoked unit, which isn't decided:
            what is there is disabled at the service's portal.
    """

    kept: KeptFate
    sides: Sequence[Side] = ()
    shuts_out: bool = False


@dataclass(frozen=True)
class Wanted:
    """What is to be shown.

    Attributes:
        order: the one order's name, or None for all.
        host: of the one service, or None for all.
        states: in which it must be.
    """

    order: str | None = None
    host: str | None = None
    states: frozenset[PushState] = FOR_A_PERSON


@dataclass(frozen=True)
class Page:
    """What is shown to a person.

    Attributes:
        rows: groups first, then units in the order of the list.
        more: whether there are others.
        mark: changes with whatever is shown: who decides says by it what was seen.
    """

    rows: Sequence[Undecided]
    more: bool
    mark: str


Ours = Callable[[KeptFate], bytes]
"""Returns the document that the list has of a row, JSON; nothing where there can't be one."""


def page(reader: Reader, wanted: Wanted, now: datetime, ours: Ours | None = None) -> Page:
    """Return the first of what a person has to look at.

    Args:
        reader: the record.
        wanted: of which.
        now: UTC.
        ours: gives the list's side; by default that of units alone.

    Raises:
        StationError: the record's; REC-014.
    """
    found = list(islice(undecided(reader, wanted, ours or units_of(reader, now)), SHOWN + 1))
    rows = found[:SHOWN]
    return Page(rows, len(found) > SHOWN, _mark(one.kept for one in rows))


def undecided(reader: Reader, wanted: Wanted, ours: Ours) -> Iterator[Undecided]:
    """Yield what a person has to look at: units to be shut out, then groups, then all units.

    Raises:
        StationError: the record's; REC-014.
    """
    if wanted.order is not None:
        reader.order(wanted.order)
    for kept in reader.shut_out_fates(wanted.order):
        if kept.fate.state in wanted.states and wanted.host in {None, kept.host}:
            yield Undecided(kept, tuple(_sides_of_shut_out(reader, kept)), shuts_out=True)
    for kept in reader.push_fates(wanted.order, wanted.states):
        if wanted.host not in {None, kept.host}:
            continue
        two = kept.fate.state in _TWO_SIDED
        yield Undecided(kept, tuple(_sides(kept, ours(kept))) if two else ())


def units_of(reader: Reader, now: datetime) -> Ours:
    """Return what gives the list's side of units; that of groups takes an open station.

    Args:
        reader: the record.
        now: when certificates must be valid, UTC.
    """
    orders = {one.name: one for one in reader.orders()}

    def ours(kept: KeptFate) -> bytes:
        return unit_document(reader, orders[kept.order], kept, now) if kept.serial else b""

    return ours


def unit_document(reader: Reader, order: Order, kept: KeptFate, now: datetime) -> bytes:
    """Return the document that the list has of a unit; nothing where there can't be one."""
    try:
        return encoded(listed_document(order, reader.find(kept.serial), now))
    except StationError as error:
        if error.code != "SVC-007":  # such as for a certificate that has run out since
            raise
        return b""


def _sides(kept: KeptFate, ours: bytes) -> Iterator[Side]:
    theirs = _parsed(kept.fate.theirs)
    told = set[str]()
    if ours and theirs:
        for one in compared(ours, theirs):
            told.add(one.field)
            yield Side(shown(one.field, _LONGEST), _told(one.listed), _told(one.found))
        left = [path for path in kept.fate.differs if path.startswith(_KEYS)]
        for path in left if not told & set(left) else ():
            yield Side(path, _HIDDEN, _HIDDEN)
        return
    for path in kept.fate.differs:  # one side isn't to be had any more
        yield Side(path, _told(None), _told(_at(theirs, path)))


def _sides_of_shut_out(reader: Reader, kept: KeptFate) -> Iterator[Side]:
    if kept.fate.state is not PushState.CONFLICT:
        return
    with suppress(StationError):  # such as for a certificate that no document can have
        yield from _sides(kept, encoded(shut_out(reader.find(kept.serial))))


def _parsed(text: str) -> dict[str, JsonValue]:
    try:
        value: JsonValue = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _at(value: JsonValue, path: str) -> JsonValue:
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _told(value: JsonValue) -> str:
    if value is None:
        return "-"
    return shown(value if isinstance(value, str) else json.dumps(value), _LONGEST)


def _mark(rows: Iterable[KeptFate]) -> str:
    digest = hashlib.sha256()
    for kept in rows:
        fate = kept.fate
        seen = (kept.host, fate.key, fate.name, fate.state.value, fate.etag, fate.theirs)
        digest.update(json.dumps(seen).encode("ascii") + b"\n")
    return digest.hexdigest()[:16]
