"""What can be changed of an order once it is made, and how what is left of it is carried over."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from station.errors import StationError
from station.model.order import Order, OrderSecret, OrderSpec, OrderState, Reprovisioning
from station.model.rights import Approval
from station.records.audit import Appended, Heads, Journal
from station.records.database import Readings, Writer
from station.records.ek_lists import EkLists
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.order_secrets import OrderSecrets
from station.records.orders import OrderBook, OrderRow, Told, usage_within
from station.records.serial_lists import SerialLists


class Belongings(NamedTuple):
    """What orders have besides their rows."""

    secrets: OrderSecrets
    ek_lists: EkLists
    serial_lists: SerialLists


@dataclass
class OrderChanges:
    """Changes orders, each change whole or not at all, under audit entries and a signed head.

    All methods raise REC-014 where there is no such order, REC-012 where its row is not the
    guard's, REC-010 where it is closed; the guard's errors, and `Writer.transaction`'s. What they
    are given is what `OrderSpec` takes: else they raise its ValidationError.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    orders: OrderBook
    belongings: Belongings

    def allot(self, order: str, quantity: int, approval: Approval | None = None) -> None:
        """Change how many units may be made.

        Args:
            order: its name.
            quantity: from 1.
            approval: for `Right.ALLOT`.

        Raises:
            StationError: REC-043 where more than that is used already, REC-053 where it is raised
                though the numbers after the order's own are another's.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            found = self.orders.unclosed_within(connection, order)
            used = usage_within(connection, found).used
            if used > quantity:
                raise StationError("REC-043", f"{used} used", order=order, quantity=quantity)
            before = found.order.spec.quantity
            if quantity > before and found.order.course.bounded:
                raise StationError("REC-053", f"{before} until now", order=order)
            spec = _with(found.order.spec, quantity=quantity)
            changed = found.order.model_copy(update={"spec": spec})
            more = {"quantity": quantity, "before": before}
            told = Told(EntryKind.ORDER_ALLOTTED, approval, more)
            entry = self.orders.changed_within(connection, found, changed, told)
        self.heads.sign(entry)

    def allow_scrap(self, order: str, places: int, approval: Approval | None = None) -> None:
        """Change how many places units that are scrapped or swapped may give back.

        Args:
            order: its name.
            places: from 0.
            approval: for `Right.ALLOT`.

        Raises:
            StationError: REC-057 where more than that were given back already, REC-053 where it is
                raised though the numbers after the order's own are another's.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            found = self.orders.unclosed_within(connection, order)
            given, before = usage_within(connection, found).scrapped, found.order.spec
            if given > places:
                raise StationError("REC-057", f"{given} given back", order=order, quantity=places)
            if places > before.scrap_allowance and found.order.course.bounded:
                raise StationError("REC-053", f"{before.scrap_allowance} for scrap", order=order)
            changed = found.order.model_copy(update={"spec": _with(before, scrap_allowance=places)})
            more = {
                "quantity": before.quantity,
                "before": before.quantity,
                "scrap_allowance": places,
                "allowed_before": before.scrap_allowance,
            }
            told = Told(EntryKind.ORDER_ALLOTTED, approval, more)
            entry = self.orders.changed_within(connection, found, changed, told)
        self.heads.sign(entry)

    def set_reprovisioning(
        self, order: str, policy: Reprovisioning, approval: Approval | None = None
    ) -> None:
        """Change what becomes of its units that are run once more though they have passed.

        Args:
            order: its name.
            policy: from now on; whether its mechanism can do that, the caller knows.
            approval: for `Right.ORDERS`.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            found = self.orders.unclosed_within(connection, order)
            before = found.order.spec
            changed = found.order.model_copy(
                update={"spec": _with(before, reprovisioning=policy.value)}
            )
            more = {"reprovisioning": policy.value, "before": before.reprovisioning.value}
            told = Told(EntryKind.ORDER_CHANGED, approval, more)
            entry = self.orders.changed_within(connection, found, changed, told)
        self.heads.sign(entry)

    def set_id_scope(self, order: str, id_scope: str, approval: Approval | None = None) -> None:
        """Correct the ID scope of an order that has had no run, nor one that it was carried from.

        Args:
            order: its name.
            id_scope: as `OrderSpec` takes it.
            approval: for `Right.ORDERS`.

        Raises:
            StationError: REC-044 where it, or another order of its ID scope and enrollment group,
                has had a run; REC-018 where another order has that ID
                scope in another case.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            found = self.orders.unclosed_within(connection, order)
            for row in self.orders.of_group_within(connection, found.order):
                if _has_run(connection, row):
                    raise StationError("REC-044", order=order)
            spec = _with(found.order.spec, id_scope=id_scope)
            changed = found.order.model_copy(update={"spec": spec})
            self.orders.check_scope(connection, changed)
            more = {"id_scope": id_scope, "before": found.order.spec.id_scope}
            told = Told(EntryKind.ORDER_CHANGED, approval, more)
            entry = self.orders.changed_within(connection, found, changed, told)
        self.heads.sign(entry)

    def carry(
        self,
        order: str,
        to: str,
        sealed: Mapping[OrderSecret, bytes],
        approval: Approval | None = None,
    ) -> Order:
        """Close an order and make another of what is left of it, at once.

        The new one has the rest of its spec and of its scrap allowance, its profile's hash, its
        units' token PIN and its lists. It stays in the old one's enrollment group, and its units'
        numbers go on after those that the old one has, or can still get by units at work. A first
        article that was signed holds for it too; one that wasn't is still to be made.

        Args:
            order: its name.
            to: the new one's.
            sealed: the secrets of its units, sealed for the new one.
            approval: for `Right.ORDERS`.

        Returns:
            The new order.

        Raises:
            StationError: REC-046 where nothing is left, REC-060 where nobody knows what is; REC-016
                where there is an order of the new
                name.
        """
        self.heads.catch_up()
        secrets, ek_lists, _ = self.belongings
        with self.writer.transaction() as connection:
            found = self.orders.unclosed_within(connection, order)
            new = self._rest(connection, found, to)
            entry = self._replaced(connection, found, new, approval)
            for which, secret in sealed.items():
                entry = secrets.put_within(connection, (to, which), secret, approval)
            copied = ek_lists.copy_within(connection, (order, to), approval)
        self.heads.sign(copied or entry)
        return new

    def _replaced(
        self,
        connection: sqlite3.Connection,
        found: OrderRow,
        new: Order,
        approval: Approval | None,
    ) -> Appended:
        """Close the one order and add the other; their entries name each other."""
        closed = Told(EntryKind.ORDER_CHANGED, approval, {"carried_to": new.name})
        self.orders.closed_within(connection, found, closed)
        listed = self.belongings.serial_lists.copy_within(connection, found, new.name)
        more = {"carried_from": found.order.name, **listed}
        told = Told(EntryKind.ORDER_ADDED, approval, more)
        return self.orders.added_within(connection, new, told)

    def _rest(self, connection: sqlite3.Connection, found: OrderRow, to: str) -> Order:
        order = found.order
        self.orders.check_counted(found)
        usage = usage_within(connection, found)
        left = order.spec.quantity - usage.used
        if left < 1:
            raise StationError("REC-046", order=order.name)
        # Places that were given back are among those left, so the allowance for them is used up.
        spec = _with(
            order.spec,
            name=to,
            quantity=left,
            scrap_allowance=order.spec.scrap_allowance - usage.scrapped,
            group_id=order.group_id.text,
        )
        first = order.course.first + usage.enrolled + usage.reserved
        course = order.course.model_copy(update={"rejected": 0, "first": first})
        paused = order.state is OrderState.PAUSED
        return order.model_copy(
            update={
                "spec": spec,
                "course": course,
                "state": OrderState.PAUSED if paused else course.under_way,
                "created": self.journal.now(),
            }
        )


def _with(spec: OrderSpec, **changes: str | int) -> OrderSpec:
    """Return an order with some keys changed, and checked as any other is."""
    return OrderSpec.model_validate({**spec.model_dump(), **changes})


def _has_run(connection: sqlite3.Connection, order_id: int) -> bool:
    query = "SELECT 1 FROM runs WHERE order_id = ? LIMIT 1"
    return connection.execute(query, (order_id,)).fetchone() is not None
