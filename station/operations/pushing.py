"""A push with somebody looking on: which orders, to which service, and what became of all."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from station.errors import StationError
from station.line.work import Tools
from station.model.group import Service
from station.model.handoff import Cancel
from station.model.names import shown
from station.model.order import Order
from station.model.push import CONFIRMED, PushFate, PushRow, PushTally
from station.model.rights import Approval
from station.operations.plant import Plant, utc_now
from station.operations.push_documents import RowMaker, Selection, leaving, rows_of, selected
from station.operations.push_groups import GroupUpdater, GroupUpdates, group_updates
from station.operations.push_keys import KeyedWay, PushKeys
from station.operations.push_shut_out import ShutOutLedger, rows_of_shut_out
from station.operations.services import client_of, named_service
from station.records.pushes import PushPlace
from station.service.client import LIMIT_S, ServiceClient
from station.service.entra import Attended
from station.service.push import PushWatch, push
from station.service.push_desk import Desk, PushSettings

# So many enrollments come under one audit entry: at a thousand a minute, every five minutes.
_TOGETHER: Final = 5_000
# How long answers are waited for once the push is stopped, seconds.
_GRACE_S: Final = 10.0


class PushLooker(PushWatch, Protocol):
    """Looks on at a whole push."""

    def expects(self, units: int, updates: Sequence[str]) -> None:
        """Hear what is to be sent, before the first is.

        Args:
            units: how many units have a document each.
            updates: the groups that are to be brought up to date.
        """
        ...


@dataclass(frozen=True)
class PushWish:
    """What is to be pushed, and how.

    Attributes:
        service: its name; None for the only one that is known.
        order: the order's name; None for all.
        again: whether those are tried again that a person had to look at.
        settings: how fast.
        approval: for `Right.EXPORT`; practice needs none.
        tell: shows a sentence to who can sign in; None where nobody is there.
        limit_s: how long an answer may take, seconds.
    """

    service: str | None = None
    order: str | None = None
    again: bool = False
    settings: PushSettings = field(default_factory=PushSettings)
    approval: Approval | None = None
    tell: Callable[[str], None] | None = None
    limit_s: float = LIMIT_S


@dataclass(frozen=True)
class Pushed:
    """What a push did.

    Attributes:
        service: where it went.
        tally: of the units that have a document each.
        groups: of the groups.
        members: how many units are there with their group.
        undecided: how many rows and groups wait for a person, from earlier pushes too.
        left_out: why some orders didn't go, by their names.
        throttled: how often the service wanted a pause.
        seconds: how long it took.
        error: why it ended early, where it wasn't stopped.
        stopped: whether somebody stopped it.
        shut_out: of revoked units that it shuts out of their groups.
        updated: the groups that the service had, and has as they are by now.
        not_updated: those that it hasn't, each with why.
    """

    service: Service
    tally: PushTally
    groups: PushTally
    members: int
    undecided: int
    left_out: Mapping[str, str]
    throttled: int
    seconds: float
    error: StationError | None
    stopped: bool
    shut_out: PushTally = field(default_factory=PushTally)
    updated: Sequence[str] = ()
    not_updated: Mapping[str, str] = field(default_factory=dict)

    @property
    def well(self) -> bool:
        """Whether the service has all of it now."""
        parts = (self.tally, self.groups, self.shut_out)
        left = sum(one.unsure + one.waiting + one.refused for one in parts)
        left += len(self.not_updated)
        return not (left + self.groups.conflicts + self.undecided or self.error or self.stopped)


@dataclass
class Grace:
    """Ends calls that are under way, some time after a push was stopped."""

    stop: Cancel
    since: float = 0.0

    def is_set(self) -> bool:
        """Tell whether it is over for those calls."""
        if not self.stop.is_set():
            return False
        self.since = self.since or time.monotonic()
        return time.monotonic() - self.since > _GRACE_S


@dataclass
class RowLedger:
    """Keeps rows in the record, and puts what is there under the chain from time to time.

    Attributes:
        tools: the open station's.
        place: where they go.
        tally: what became of them.
    """

    tools: Tools
    place: PushPlace
    tally: PushTally = field(default_factory=PushTally)
    _open: int = 0

    def keep(self, begun: Sequence[PushRow], fates: Sequence[PushFate]) -> None:
        """Put on the disk which rows are about to be sent, and what became of others."""
        pushes = self.tools.records.pushes
        pushes.keep(self.place.host, begun, fates)
        self.tally.add(fates)
        self._open += sum(fate.state in CONFIRMED for fate in fates)
        if self._open >= _TOGETHER:
            self._open = 0
            pushes.confirm(self.place, self.tally, over=False)


@dataclass
class GroupLedger:
    """Keeps groups in the record.

    Attributes:
        tools: the open station's.
        host: the service's.
        documents: of the groups by their keys.
        there: the keys of those that the service has.
    """

    tools: Tools
    host: str
    documents: Mapping[int, bytes]
    there: set[int] = field(default_factory=set)

    def keep(self, begun: Sequence[PushRow], fates: Sequence[PushFate]) -> None:
        """Put on the disk what became of groups."""
        del begun  # to read a group back before it is made costs no more than to make it again
        for fate in fates:
            self.tools.records.pushes.keep_group(self.host, self.documents[fate.key], fate)
            if fate.state in CONFIRMED:
                self.there.add(fate.key)


def to_be_pushed(plant: Plant, service: Service, order: str | None) -> list[Order]:
    """Return the orders that go to a service, all of one ID scope.

    Args:
        plant: the open station.
        service: the service.
        order: the one order's name; None for all that are for the service, as far as it is known.

    Raises:
        StationError: REC-014; SVC-060 where the order is for another ID scope, SVC-061 where
            orders are for several; LIN-007 where order and factory token are not of one world.
    """
    records = plant.tools.records
    orders = records.orders() if order is None else [records.order(order)]
    scope = service.id_scope or None
    if scope is not None and order is None:
        orders = [one for one in orders if one.spec.id_scope == scope]
    scopes = sorted({one.spec.id_scope for one in orders})
    if scope is not None and scopes not in ([], [scope]):
        raise StationError("SVC-060", name=service.name, what=shown(scopes[0]), why=shown(scope))
    if len(scopes) > 1:
        raise StationError("SVC-061", why=shown(", ".join(scopes), 100))
    for one in orders:
        if one.practice != plant.tools.factory.practice:
            raise StationError("LIN-007", f"order {one.name}")
    return orders


def run_push(plant: Plant, wish: PushWish, watch: PushLooker, stop: Cancel) -> Pushed:
    """Push what a service doesn't have yet, and put on record what became of it.

    Args:
        plant: the open station.
        wish: what, and how.
        watch: looks on.
        stop: ends it once the calls under way are answered; the next push goes on.

    Returns:
        What became of it, also where it ended early.

    Raises:
        StationError: before anything is sent: SVC-036, SVC-052, as `to_be_pushed`, SVC-001 where
            there are no orders; REC-011 where the record was changed, REC-025 without the right;
            SVC-042. Afterwards the record's and the factory token's alone.
    """
    began, tools = time.monotonic(), plant.tools
    service = named_service(tools, wish.service)
    orders = to_be_pushed(plant, service, wish.order)
    if not orders:
        raise StationError("SVC-001")
    tools.records.verify()
    place = PushPlace(service.name, service.host, orders[0].id_scope, wish.order)
    keys, pushes = PushKeys(tools.factory), tools.records.pushes
    host, again = service.host, wish.again
    selection = selected(tools, host, orders, keys, again=again)
    units = sum(pushes.count_to_send(host, one.name, again=again) for one in selection.single)
    updates = group_updates(tools, host, orders, keys, again=again)
    watch.expects(units, updates.names)
    pushes.begin(place, wish.approval, updates.names)
    more = [one.order for one in updates.todo if one.keyed]
    tools.records.disclosures.add(leaving(tools, host, selection, more, again=again))
    work = _Push(tools, place, wish, watch, stop)
    attended = None if wish.tell is None else Attended(wish.tell, stop)
    with client_of(tools, service, attended, wish.limit_s) as client:
        work.update_groups(client, keys, updates)
        work.send(KeyedWay(client, keys), selection, orders)
    pushes.confirm(place, work.ledger.tally, over=True, keys=keys.sent)
    return work.ended(service, selection.left_out, time.monotonic() - began)


class _Push:
    """One push, its stages one after the other."""

    def __init__(
        self, tools: Tools, place: PushPlace, wish: PushWish, watch: PushWatch, stop: Cancel
    ) -> None:
        self.ledger = RowLedger(tools, place)
        self.groups = PushTally()
        self.members = 0
        self.shut = PushTally()
        self.updates = GroupUpdates()
        self.throttled = 0
        self.error: StationError | None = None
        self._tools = tools
        self._wish = wish
        self._watch = watch
        self._stop = stop
        self._cancel = Grace(stop)

    def update_groups(self, client: ServiceClient, keys: PushKeys, updates: GroupUpdates) -> None:
        """Bring groups up to date that the service has, before units come that rely on it."""
        self.updates, host = updates, self.ledger.place.host
        GroupUpdater(self._tools, host, client, keys, self._cancel).run(updates)
        self.error = updates.error

    def send(self, way: KeyedWay, selection: Selection, orders: list[Order]) -> None:
        """Send what was selected, groups first, and then what shuts their revoked units out."""
        self.send_groups(way, selection.grouped)
        self.send_units(way, selection.single)
        self.shut_out(way, orders)

    def send_groups(self, way: KeyedWay, grouped: list[tuple[Order, bytes]]) -> None:
        """Make groups, each once, and put on record that their units are there with them."""
        if self.error is not None or not grouped:
            return
        keys = {order.group_id: number for number, (order, _) in enumerate(grouped)}
        documents = {keys[order.group_id]: document for order, document in grouped}
        names = {number: group_id.text for group_id, number in keys.items()}
        rows = [PushRow(key, names[key], document) for key, document in documents.items()]
        host = self.ledger.place.host
        ledger = GroupLedger(self._tools, host, documents)
        desk = self._desk(way, replace(self._wish.settings, kind="enrollmentGroups"))
        self.groups = push(rows, desk, ledger, Unseen())
        self._ended(desk)
        for order, document in grouped:
            if keys[order.group_id] in ledger.there:
                kept = self._tools.records.pushes.keep_members(host, order.name, document)
                self.members += kept

    def send_units(self, way: KeyedWay, orders: list[Order]) -> None:
        """Make the enrollments of units."""
        if self.error is not None or not orders:
            return
        host, again = self.ledger.place.host, self._wish.again
        maker = RowMaker(way.keys_of, utc_now)
        rows = rows_of(self._tools, host, orders, maker, again=again)
        desk = self._desk(way, self._wish.settings)
        push(rows, desk, self.ledger, self._watch)
        self._ended(desk)

    def shut_out(self, way: KeyedWay, orders: list[Order]) -> None:
        """Make the disabled enrollments of revoked units that their groups would let in."""
        if self.error is not None:
            return
        host = self.ledger.place.host
        ledger = ShutOutLedger(self._tools, host)
        rows = rows_of_shut_out(self._tools, host, orders, again=self._wish.again)
        desk = self._desk(way, self._wish.settings)
        push(rows, desk, ledger, Unseen())
        self.shut = ledger.tally
        self._ended(desk)

    def ended(self, service: Service, left_out: Mapping[str, str], seconds: float) -> Pushed:
        """Return what the push did."""
        return Pushed(
            service,
            self.ledger.tally,
            self.groups,
            self.members,
            self._undecided(),
            left_out,
            self.throttled,
            seconds,
            self.error,
            self._stop.is_set(),
            self.shut,
            self.updates.done,
            self.updates.left,
        )

    def _undecided(self) -> int:
        place, records = self.ledger.place, self._tools.records
        books = (records.pushes, records.shut_outs)
        return sum(book.count_undecided(place.host, place.order) for book in books)

    def _desk(self, way: KeyedWay, settings: PushSettings) -> Desk:
        return Desk(way, settings, self._stop, self._cancel)

    def _ended(self, desk: Desk) -> None:
        self.throttled += desk.throttled
        self.error = self.error or desk.error


class Unseen:
    """Looks away: groups are few."""

    def went(self, tally: PushTally, throttled: int) -> None:
        """Hear how far it is."""
