"""Orders: what may be provisioned, how often, and how much of it is used."""

import hashlib
import hmac
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Final, Self

from pydantic import JsonValue

from station.errors import StationError
from station.model.names import shown
from station.model.order import Course, Order, OrderSpec, OrderState
from station.model.rights import Approval
from station.records.audit import Appended, Heads, Journal
from station.records.custody import CustodyBook
from station.records.database import Readings, Writer
from station.records.encoding import as_written, canonical_json, parse_time, time_text
from station.records.entries import EntryKind
from station.records.guard import Guard

ORDER_LABEL: Final = "station-order-v1"
_COLUMNS: Final = "id, name, spec, profile_hash, practice, state, created, token_pin, course, mac"
_SELECT: Final = f"SELECT {_COLUMNS} FROM orders"  # noqa: S608 - constants only
# `lost` counts scrapped units with a certificate that they didn't pass with.
SELECT_USAGE: Final = (
    "SELECT orders.name, enrolled, reserved, usage.spent, scrapped,"
    " (SELECT count(*) FROM unit_states WHERE unit_states.state = 'scrapped' AND EXISTS ("
    "  SELECT 1 FROM runs WHERE runs.serial = unit_states.serial COLLATE NOCASE"
    "   AND runs.order_id = usage.order_id AND runs.spent = 1 AND runs.outcome != 'passed'"
    "   AND NOT EXISTS (SELECT 1 FROM runs AS later WHERE later.order_id = runs.order_id"
    "    AND later.serial = runs.serial COLLATE NOCASE AND later.id > runs.id"
    "    AND later.outcome = 'passed'))) AS lost"
    " FROM usage JOIN orders ON orders.id = usage.order_id"
)


@dataclass(frozen=True)
class Usage:
    """How much of an order's quantity is used.

    Attributes:
        enrolled: units on the enrollment list, revoked ones too.
        reserved: units admitted and still at work.
        spent: units that failed after their certificate was issued; it exists, so it counts.
        scrapped: places that scrapped units and swapped boards gave back, at most the order's scrap
            allowance.
        lost: those among the `spent` that were scrapped since, so that they never pass.
    """

    enrolled: int
    reserved: int
    spent: int
    scrapped: int = 0
    lost: int = 0

    @classmethod
    def of_row(cls, row: sqlite3.Row) -> Self:
        """Return what a row of `SELECT_USAGE` holds."""
        return cls(*(row[column.name] for column in fields(cls)))

    @property
    def used(self) -> int:
        """How many places are taken: never more than the order's quantity."""
        return self.taken + self.reserved

    @property
    def taken(self) -> int:
        """How many places are taken, those of units at work aside."""
        return self.enrolled + self.spent - self.scrapped

    @property
    def made(self) -> int:
        """How many units are made, those aside that gave their place back."""
        return self.enrolled - max(0, self.scrapped - self.lost)

    @property
    def done(self) -> int:
        """How many places no unit can pass in any more: an order with so many is complete."""
        return self.enrolled + self.lost - self.scrapped


@dataclass(frozen=True)
class StoredOrder:
    """An order as its row holds it. The MAC covers the stored text, not a later Station's reading.

    Attributes:
        name: the order's name.
        spec: `OrderSpec` as JSON.
        profile_hash: hexadecimal.
        practice: 1 for practice parts, else 0.
        state: a value of `OrderState`.
        created: RFC 3339, UTC.
        token_pin: sealed, or None.
        course: `Course` as JSON, or None where nothing has come of the order yet.
    """

    name: str
    spec: str
    profile_hash: str
    practice: int
    state: str
    created: str
    token_pin: bytes | None
    course: str | None

    @classmethod
    def of_order(cls, order: Order) -> Self:
        """Return what is stored for an order."""
        return cls(
            name=order.name,
            spec=order.spec.model_dump_json(),
            profile_hash=order.profile_hash,
            practice=int(order.practice),
            state=order.state.value,
            created=time_text(order.created),
            token_pin=order.token_pin,
            course=None if order.course == Course() else order.course.model_dump_json(),
        )

    @classmethod
    def of_row(cls, row: sqlite3.Row) -> Self:
        """Return what a row holds."""
        return cls(*(row[column.name] for column in fields(cls)))

    @property
    def canonical(self) -> bytes:
        """The bytes that the MAC and the audit chain's digest cover: all of it, the state too."""
        pin = None if self.token_pin is None else self.token_pin.hex()
        content = {**asdict(self), "token_pin": pin}
        if self.course is None:  # as an older Station wrote it
            del content["course"]
        return canonical_json(content).encode("ascii")

    @property
    def digest(self) -> str:
        """The digest by which the audit chain names this content and state, hexadecimal."""
        return hashlib.sha256(self.canonical).hexdigest()

    def parsed(self) -> Order:
        """Return the order, its permission unchecked.

        Raises:
            StationError: REC-011 where Station can't have written it.
        """
        with as_written("an order"):
            order = Order(
                spec=OrderSpec.model_validate_json(self.spec),
                profile_hash=self.profile_hash,
                practice=bool(self.practice),
                state=OrderState(self.state),
                created=parse_time(self.created),
                token_pin=self.token_pin,
                course=Course() if self.course is None else Course.model_validate_json(self.course),
            )
            if order.name != self.name:
                raise ValueError("the name is another order's")
            return order


def parse_order(row: sqlite3.Row) -> Order:
    """Return the order in a row, its permission unchecked, or raise REC-011."""
    return StoredOrder.of_row(row).parsed()


def read_orders(reads: Readings) -> list[Order]:
    """Return all orders, oldest first, their permissions unchecked."""
    return [parse_order(row) for row in reads.rows(f"{_SELECT} ORDER BY id")]


def read_order(reads: Readings, name: str) -> Order:
    """Return one order, its permission unchecked, or raise REC-014."""
    row = reads.row(f"{_SELECT} WHERE name = ?", (name,))
    if row is None:
        raise StationError("REC-014", order=shown(name))
    return parse_order(row)


def read_usage(reads: Readings, name: str) -> Usage:
    """Return how much of an order is used, or raise REC-014."""
    row = reads.row(f"{SELECT_USAGE} WHERE orders.name = ?", (name,))
    if row is None:
        raise StationError("REC-014", order=shown(name))
    return Usage.of_row(row)


@dataclass(frozen=True)
class OrderRow:
    """A genuine order and its row's number."""

    row: int
    stored: StoredOrder
    order: Order


@dataclass(frozen=True)
class Told:
    """What the entry of a change says besides the order, its state and its digest.

    Attributes:
        kind: of the entry.
        approval: who agreed.
        more: the rest.
    """

    kind: EntryKind
    approval: Approval | None
    more: Mapping[str, JsonValue] = field(default_factory=dict)


def usage_within(connection: sqlite3.Connection, found: OrderRow) -> Usage:
    """Return how much of an order is used, inside a transaction."""
    query = f"{SELECT_USAGE} WHERE usage.order_id = ?"
    return Usage.of_row(connection.execute(query, (found.row,)).fetchone())


@dataclass
class OrderBook:
    """Adds and changes orders, and gives none whose MAC isn't the guard's.

    The guard is asked once for each content and MAC that it meets: an HMAC never changes, so a pair
    that was right stays right, and what was asked is kept in this process alone.

    Attributes:
        custody: says whether production may work with the factory's token.
        uncounted: the names of those from before an older copy was gone on with.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    custody: CustodyBook
    uncounted: frozenset[str] = frozenset()
    _genuine: set[bytes] = field(default_factory=set)

    def order(self, name: str) -> Order:
        """Return an order, or raise REC-014; REC-012 where its MAC is not the guard's."""
        row = self.reads.row(f"{_SELECT} WHERE name = ?", (name,))
        return self._checked(row, name).order

    def orders(self) -> list[Order]:
        """Return all orders, oldest first, or raise REC-012."""
        rows = self.reads.rows(f"{_SELECT} ORDER BY id")
        return [self._checked(row, row["name"]).order for row in rows]

    def within(self, connection: sqlite3.Connection, name: str) -> OrderRow:
        """Return an order as it stands inside a transaction; raises as `order` does."""
        row = connection.execute(f"{_SELECT} WHERE name = ?", (name,)).fetchone()
        return self._checked(row, name)

    def open_within(self, connection: sqlite3.Connection, name: str) -> OrderRow:
        """Return an order that takes units, in a transaction.

        Raises:
            StationError: as `order`; REC-010; REC-060 as `check_counted`.
        """
        found = self.within(connection, name)
        if not found.order.state.takes_units:
            raise StationError("REC-010", found.order.state.value, order=name)
        self.check_counted(found)
        return found

    def check_counted(self, found: OrderRow) -> None:
        """Check that the record knows all that was made of an order, or raise REC-060."""
        if found.order.name in self.uncounted:
            raise StationError("REC-060", order=found.order.name)

    def unclosed_within(self, connection: sqlite3.Connection, name: str) -> OrderRow:
        """Return an order that isn't closed for good; raises as `order` does, or REC-010."""
        found = self.within(connection, name)
        if found.order.state is OrderState.CLOSED:
            raise StationError("REC-010", "closed for good", order=name)
        return found

    def add(self, order: Order, approval: Approval | None = None) -> None:
        """Put a new order on record, under an audit entry and a signed head.

        Raises:
            StationError: REC-016 where there is one of that name, REC-018 where its ID scope is
                another's in another case; as `CustodyBook.within`, and `Writer.transaction`.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            entry = self.added_within(connection, order, Told(EntryKind.ORDER_ADDED, approval))
        self.heads.sign(entry)

    def added_within(self, connection: sqlite3.Connection, order: Order, told: Told) -> Appended:
        """Add an order inside a transaction, with its entry; raises as `add`."""
        self._check_new(connection, order)
        self.custody.within(connection)
        stored = StoredOrder.of_order(order)
        mac = self.guard.mac(ORDER_LABEL, stored.canonical)
        self.writer.database.table("orders").insert({**asdict(stored), "mac": mac})
        connection.execute(
            "INSERT INTO usage (order_id, admitted, enrolled, reserved, spent)"
            " SELECT id, 0, 0, 0, 0 FROM orders WHERE name = ?",
            (order.name,),
        )
        return self._told(connection, stored, replace(told, more={**order.terms, **told.more}))

    def set_state(self, name: str, state: OrderState, approval: Approval | None = None) -> None:
        """Let an order go on, pause it or close it, under an audit entry and a signed head.

        One that waits for its first article goes on waiting, whatever state is wanted.

        Raises:
            StationError: REC-014, REC-012; REC-010 where it is closed, which is for good; the
                guard's, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            found = self.within(connection, name)
            wanted = found.order.course.under_way if state.takes_units else state
            if found.order.state is wanted:
                return
            told = Told(EntryKind.ORDER_CHANGED, approval)
            if wanted is OrderState.CLOSED:
                entry = self.closed_within(connection, found, told)
            else:
                changed = found.order.model_copy(update={"state": wanted})
                entry = self.changed_within(connection, found, changed, told)
        self.heads.sign(entry)

    def closed_within(
        self, connection: sqlite3.Connection, found: OrderRow, told: Told
    ) -> Appended:
        """Close an order inside a transaction; its entry says how much of it was made."""
        usage = usage_within(connection, found)
        counts = {"enrolled": usage.enrolled, "quantity": found.order.spec.quantity}
        closed = found.order.model_copy(update={"state": OrderState.CLOSED})
        return self.changed_within(
            connection, found, closed, replace(told, more={**told.more, **counts})
        )

    def changed_within(
        self, connection: sqlite3.Connection, found: OrderRow, changed: Order, told: Told
    ) -> Appended:
        """Change an order's spec, state or course inside a transaction, with its entry.

        Raises:
            StationError: REC-010 where it is closed, which is for good; REC-018; the guard's.
        """
        if found.order.state is OrderState.CLOSED:
            raise StationError("REC-010", "closed for good", order=found.order.name)
        kept = found.stored
        new = StoredOrder.of_order(changed)
        # What doesn't change stays as it was written, perhaps by an older Station.
        spec = kept.spec if changed.spec == found.order.spec else new.spec
        stored = replace(kept, spec=spec, state=new.state, course=new.course)
        mac = self.guard.mac(ORDER_LABEL, stored.canonical)
        connection.execute(
            "UPDATE orders SET spec = ?, state = ?, course = ?, mac = ? WHERE id = ?",
            (stored.spec, stored.state, stored.course, mac, found.row),
        )
        return self._told(connection, stored, told)

    def _told(self, connection: sqlite3.Connection, order: StoredOrder, told: Told) -> Appended:
        data: dict[str, JsonValue] = {
            "order": order.name,
            "state": order.state,
            "digest": order.digest,
            **told.more,
        }
        return self.journal.append(connection, told.kind, data, told.approval)

    def _check_new(self, connection: sqlite3.Connection, order: Order) -> None:
        query = "SELECT 1 FROM orders WHERE name = ?"
        if connection.execute(query, (order.name,)).fetchone() is not None:
            raise StationError("REC-016", order=order.name)
        self.check_scope(connection, order)

    def of_group_within(self, connection: sqlite3.Connection, order: Order) -> list[int]:
        """Return the rows of all orders in an order's ID scope and group, its own too."""
        wanted = (order.id_scope, order.group_id)
        rows = connection.execute(f"{_SELECT} ORDER BY id").fetchall()
        found = [(row["id"], parse_order(row)) for row in rows]
        return [number for number, one in found if (one.id_scope, one.group_id) == wanted]

    def check_scope(self, connection: sqlite3.Connection, order: Order) -> None:
        """Check that no other order has this one's ID scope in another case, or raise REC-018."""
        for row in connection.execute(f"{_SELECT} ORDER BY id").fetchall():
            other = parse_order(row)
            same = other.id_scope.text.lower() == order.id_scope.text.lower()
            if same and other.name != order.name and other.id_scope != order.id_scope:
                raise StationError("REC-018", other.id_scope.text, order=other.name)

    def _checked(self, row: sqlite3.Row | None, name: str) -> OrderRow:
        if row is None:
            raise StationError("REC-014", order=shown(name))
        stored = StoredOrder.of_row(row)
        content = stored.canonical
        known = hashlib.sha256(content + row["mac"]).digest()
        if known not in self._genuine:
            if not hmac.compare_digest(self.guard.mac(ORDER_LABEL, content), row["mac"]):
                raise StationError("REC-012", what=f"the order {name}")
            self._genuine.add(known)
        return OrderRow(row["id"], stored, stored.parsed())
