"""Allotments on record: what of an order another station may make, and what was allotted here."""

import hashlib
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from pydantic import JsonValue

from station.errors import StationError
from station.model.allotment import Allotment
from station.model.anchor import Anchor
from station.model.order import Order
from station.model.rights import Approval
from station.records.audit import Heads, Journal, last_head
from station.records.chain import LOSS, gap_of
from station.records.database import Readings, Writer
from station.records.encoding import as_written
from station.records.entries import EntryKind, parse_entry
from station.records.guard import Guard
from station.records.orders import OrderBook, OrderRow, Told, usage_within

_ID_BYTES: Final = 16
_NEWEST_LOSS: Final = (
    "SELECT entry FROM audit WHERE instr(entry, ?) > 0 ORDER BY sequence DESC LIMIT 1"
)
_USED: Final = (
    "SELECT json_extract(entry, '$.data.order') AS name FROM audit"
    " WHERE json_extract(entry, '$.kind') = ? AND json_extract(entry, '$.data.allotment') = ?"
)


@dataclass(frozen=True)
class AllotmentTerms:
    """What an allotment says besides what the record knows.

    Attributes:
        station: the name of this station.
        notice: practice, in words; else empty.
        audit_key: of the station that may make the units, as `Allotment` has it.
        profile_version: of the order's profile.
        quantity: how many units are split off the order; None where it is all of it, as it stands.
    """

    station: str
    notice: str
    audit_key: str
    profile_version: int
    quantity: int | None = None


@dataclass
class AllotmentBook:
    """Splits orders among stations, and sees to it that each allotment is used once."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    orders: OrderBook

    def issue(
        self, order: str, terms: AllotmentTerms, approval: Approval | None = None
    ) -> Allotment:
        """Allot an order, or split units off its end for another station, at once with its entry.

        An order that is allotted as it stands keeps the allotment's ID, also when that is issued
        again. What is split off is gone from the order for good: its quantity can't be raised any
        more. Whoever signs the allotment does so after this: where the station stops in between,
        the split-off units are nobody's.

        Args:
            order: its name.
            terms: the rest of what the allotment says.
            approval: for `Right.ALLOT`.

        Raises:
            StationError: REC-014, REC-012, REC-010, REC-060; REC-043 where fewer are unused,
                CFG-004 where nothing of the order would be left; the guard's, and
                `Writer.transaction`'s.
        """
        self.heads.catch_up()
        head = last_head(self.reads)
        if head is None:
            raise StationError("REC-011", "there is no signed head")
        anchor = Anchor(sequence=head.sequence, hash=head.hash.hex())
        with self.writer.transaction() as connection:
            found = self.orders.unclosed_within(connection, order)
            self.orders.check_counted(found)
            stays, part = _divided(connection, found, terms.quantity)
            allotment = _allotment(self.journal.now(), anchor, part, terms)
            told = Told(EntryKind.ALLOTTED, approval, _about(allotment))
            entry = self.orders.changed_within(connection, found, stays, told)
        self.heads.sign(entry)
        return allotment

    def check_known(self, made: datetime) -> None:
        """Check that an allotment's use would be on record.

        Args:
            made: when it was made.

        Raises:
            StationError: REC-062 where it may have been used in entries that are lost.
        """
        row = self.reads.row(_NEWEST_LOSS, (LOSS,))
        if row is None:
            return
        with as_written("an entry that tells of a loss"):
            entry = parse_entry(row["entry"])
        if gap_of(entry) is not None and made <= entry.time:
            raise StationError("REC-062", f"made {made.isoformat(timespec='seconds')}")

    def add_order(self, order: Order, approval: Approval | None = None) -> None:
        """Put an order on record that was made with an allotment, which is used by that.

        Args:
            order: its course names the allotment.
            approval: for `Right.ORDERS`.

        Raises:
            StationError: REC-054 where the allotment was used here before; as `OrderBook.add`.
        """
        self.heads.catch_up()
        allotment = order.course.allotment
        more: dict[str, JsonValue] = {
            "allotment": allotment,
            "first": order.course.first,
            "quantity": order.spec.quantity,
        }
        with self.writer.transaction() as connection:
            # The chain is asked: an order's row could have been deleted, which it would tell.
            used = connection.execute(_USED, (EntryKind.ORDER_ADDED.value, allotment)).fetchone()
            if used is not None:
                raise StationError("REC-054", f"allotment {allotment}", order=str(used["name"]))
            told = Told(EntryKind.ORDER_ADDED, approval, more)
            entry = self.orders.added_within(connection, order, told)
        self.heads.sign(entry)


class _Division(NamedTuple):
    """An order as it stays, and the part of it that is allotted."""

    stays: Order
    part: "_Part"


class _Part(NamedTuple):
    """What is allotted: as an order, and under which ID."""

    order: Order
    id: str


def _divided(connection: sqlite3.Connection, found: OrderRow, quantity: int | None) -> _Division:
    order, new = found.order, secrets.token_hex(_ID_BYTES)
    if quantity is None:
        id_ = order.course.allotment or new
        course = order.course.model_copy(update={"allotment": id_})
        whole = order.model_copy(update={"course": course})
        return _Division(whole, _Part(whole, id_))
    left = order.spec.quantity - quantity
    usage = usage_within(connection, found)
    if usage.used > left:
        raise StationError("REC-043", f"{usage.used} used", order=order.name, quantity=left)
    if left < 1:
        raise StationError("CFG-004", why="at least one unit stays in the order that is split")
    stays = order.spec.model_copy(update={"quantity": left})
    # The numbers for the order's own scrap allowance stay with it, before those that go.
    first = order.course.first + left + order.spec.scrap_allowance
    kept = order.course.model_copy(update={"bounded": True})
    gone = order.course.model_copy(update={"first": first})
    part = order.spec.model_copy(update={"quantity": quantity, "scrap_allowance": 0})
    return _Division(
        order.model_copy(update={"spec": stays, "course": kept}),
        _Part(order.model_copy(update={"spec": part, "course": gone}), new),
    )


def _allotment(made: datetime, anchor: Anchor, part: _Part, terms: AllotmentTerms) -> Allotment:
    order = part.order
    return Allotment(
        id=part.id,
        practice=order.practice,
        notice=terms.notice,
        station=terms.station,
        made=made.replace(microsecond=0),
        order=order.name,
        spec=order.spec,
        profile_version=terms.profile_version,
        profile_hash=order.profile_hash,
        audit_key=terms.audit_key,
        first=order.course.first,
        quantity=order.spec.quantity,
        scrap_allowance=order.spec.scrap_allowance,
        audit=anchor,
    )


def _about(allotment: Allotment) -> Mapping[str, JsonValue]:
    return {
        "allotment": allotment.id,
        "quantity": allotment.quantity,
        "first": allotment.first,
        "audit_key": allotment.audit_key,
        "sha256": hashlib.sha256(allotment.canonical()).hexdigest(),
    }
