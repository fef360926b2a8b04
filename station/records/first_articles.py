"""First articles: the one unit by which an order shows that it can run, and who signed it."""

import sqlite3
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.enrollment import EnrollmentStatus
from station.model.names import shown
from station.model.order import Order, OrderState
from station.model.rights import Approval
from station.records.audit import Heads, Journal
from station.records.database import Readings, Writer
from station.records.entries import EntryKind
from station.records.gates import Admission
from station.records.guard import Guard
from station.records.orders import OrderBook, OrderRow, Told, Usage, usage_within

_LONGEST_WHY: Final = 200
_UNIT: Final = (
    "SELECT runs.name, runs.serial, runs.workers, enrollments.status FROM enrollments"
    " JOIN runs ON runs.id = enrollments.run_id"
)
_NEWEST: Final = (
    f"{_UNIT} JOIN orders ON orders.id = enrollments.order_id WHERE orders.name = ?"
    " ORDER BY enrollments.id DESC LIMIT 1"
)
_SIGNED: Final = f"{_UNIT} WHERE runs.name = ?"


@dataclass(frozen=True)
class FirstArticle:
    """A unit that passed as the first of its order.

    Attributes:
        run: the run that it passed in.
        serial: its serial number.
        workers: the badges of those who answered for that run.
        revoked: whether it was taken off the list since.
    """

    run: str
    serial: str
    workers: tuple[str, ...]
    revoked: bool


def awaits_decision(order: Order, usage: Usage) -> bool:
    """Return whether an order has a first article that passed and is neither signed nor rejected.

    Args:
        order: any.
        usage: of its quantity.
    """
    waits = order.state is OrderState.FIRST_ARTICLE
    return waits and usage.enrolled > order.course.rejected


def check_first_article(connection: sqlite3.Connection, admission: Admission) -> None:
    """Let one unit alone into an order that waits for its first article; a `Gate`.

    Raises:
        StationError: REC-039 where there is one, enrolled or at work.
    """
    order = admission.order.order
    if order.state is not OrderState.FIRST_ARTICLE:
        return
    usage = usage_within(connection, admission.order)
    if usage.reserved or awaits_decision(order, usage):
        raise StationError("REC-039", order=order.name)


@dataclass
class FirstArticles:
    """Signs first articles and rejects them; either takes `Right.FIRST_ARTICLE`."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    orders: OrderBook

    def sign(self, order: str, approval: Approval | None = None) -> FirstArticle:
        """Let an order run, since its first article is right; the entry names the unit.

        Args:
            order: its name.
            approval: of somebody who didn't answer for the unit's run.

        Returns:
            The unit that was signed.

        Raises:
            StationError: REC-040 where no unit waits for it, or it was revoked; REC-041 where it is
                one's own work; REC-014, REC-012; the guard's, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            found = self.orders.within(connection, order)
            unit = self._waiting(connection, found)
            if unit.revoked:
                raise StationError("REC-040", order=order, why=f"{unit.serial} was revoked")
            _check_not_own(order, unit, approval)
            course = found.order.course.model_copy(update={"signed": unit.run})
            changed = found.order.model_copy(update={"course": course, "state": course.under_way})
            told = _told(EntryKind.FIRST_ARTICLE_SIGNED, approval, unit)
            entry = self.orders.changed_within(connection, found, changed, told)
        self.heads.sign(entry)
        return unit

    def reject(self, order: str, why: str, approval: Approval | None = None) -> FirstArticle:
        """Have another unit be the first article; the one there is stays on the list.

        Args:
            order: its name.
            why: one line, of which the first 200 characters are kept.
            approval: for `Right.FIRST_ARTICLE`.

        Returns:
            The unit that was rejected.

        Raises:
            StationError: REC-040 where no unit waits for it, REC-026 where it isn't said why;
                REC-014, REC-012; the guard's, and `Writer.transaction`'s.
        """
        why = shown(why.strip(), _LONGEST_WHY)
        if not why:
            raise StationError("REC-026")
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            found = self.orders.within(connection, order)
            unit = self._waiting(connection, found)
            rejected = usage_within(connection, found).enrolled
            course = found.order.course.model_copy(update={"rejected": rejected})
            changed = found.order.model_copy(update={"course": course})
            told = _told(EntryKind.FIRST_ARTICLE_REJECTED, approval, unit, why)
            entry = self.orders.changed_within(connection, found, changed, told)
        self.heads.sign(entry)
        return unit

    def _waiting(self, connection: sqlite3.Connection, found: OrderRow) -> FirstArticle:
        order = found.order
        if order.state is not OrderState.FIRST_ARTICLE:
            raise StationError("REC-040", order=order.name, why=f"it is {order.state.value}")
        row = connection.execute(_NEWEST, (order.name,)).fetchone()
        if row is None or not awaits_decision(order, usage_within(connection, found)):
            raise StationError("REC-040", order=order.name, why="no unit has passed yet")
        return _parsed(row)


def read_first_article(reads: Readings, order: Order, usage: Usage) -> FirstArticle | None:
    """Return the unit by which an order runs, or that waits for its signature; None: neither."""
    if order.course.signed is not None:
        row = reads.row(_SIGNED, (order.course.signed,))
    elif awaits_decision(order, usage):
        row = reads.row(_NEWEST, (order.name,))
    else:
        row = None
    return None if row is None else _parsed(row)


def _parsed(row: sqlite3.Row) -> FirstArticle:
    workers = tuple((row["workers"] or "").split())
    revoked = row["status"] == EnrollmentStatus.REVOKED.value
    return FirstArticle(row["name"], row["serial"], workers, revoked)


def _check_not_own(order: str, unit: FirstArticle, approval: Approval | None) -> None:
    made_by = {badge.lower() for badge in unit.workers}
    for badge in approval.by if approval is not None else ():
        if badge.lower() in made_by:
            raise StationError("REC-041", badge=badge, order=order)


def _told(kind: EntryKind, approval: Approval | None, unit: FirstArticle, why: str = "") -> Told:
    more: dict[str, JsonValue] = {
        "run": unit.run,
        "serial": unit.serial,
        "workers": [*unit.workers],
    }
    return Told(kind, approval, {**more, "why": why} if why else more)
