"""What a push left for a person to decide: both sides of it, field by field."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.enrollment import Enrollment
from station.model.names import shown
from station.model.order import Order
from station.model.push import PushState
from station.records.pushes import KeptFate
from station.records.reader import Reader
from station.service.documents import document_of
from station.service.single_documents import shut_out

_LONGEST: Final = 60


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
    """

    kept: KeptFate
    sides: Sequence[Side] = ()


def undecided(reader: Reader, order: str | None, now: datetime) -> Iterator[Undecided]:
    """Yield what a person has to look at: units to be shut out, then groups, then all units.

    Args:
        reader: the record.
        order: the one order's name, or None for all.
        now: UTC.

    Raises:
        StationError: the record's; REC-014.
    """
    orders = {one.name: one for one in reader.orders()}
    if order is not None:
        reader.order(order)
    for kept in reader.shut_out_fates(order):
        differs = kept.fate.state is PushState.CONFLICT
        wanted = json.dumps(shut_out(reader.find(kept.serial))) if differs else "{}"
        yield Undecided(kept, _sides(kept, _parsed(wanted)))
    for kept in reader.push_fates(order):
        if kept.fate.state is not PushState.CONFLICT:
            yield Undecided(kept)
            continue
        ours = _ours(reader.find(kept.serial), orders[kept.order], now) if kept.serial else {}
        yield Undecided(kept, _sides(kept, ours))


def _sides(kept: KeptFate, ours: JsonValue) -> Sequence[Side]:
    theirs = _parsed(kept.fate.theirs)
    return [Side(path, _at(ours, path), _at(theirs, path)) for path in kept.fate.differs]


def _ours(enrollment: Enrollment, order: Order, now: datetime) -> JsonValue:
    try:
        document = document_of(order, enrollment, now)
    except StationError:  # such as for a certificate that has run out since
        return {}
    return _parsed(json.dumps(document))


def _parsed(text: str) -> JsonValue:
    try:
        value: JsonValue = json.loads(text)
    except ValueError:  # what is long was cut
        return {}
    return value


def _at(value: JsonValue, path: str) -> str:
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    if value is None:
        return "-"
    return shown(value if isinstance(value, str) else json.dumps(value), _LONGEST)
