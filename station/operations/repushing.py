"""What a comparison found missing, made at the service by the engine that pushes.

What is missing may be a unit's enrollment, a group, or the disabled enrollment that keeps a revoked
unit out of a group. It is create-only as every push, and goes as fast as one: what somebody made
there meanwhile stays as it is. That it is to be done is on record first, as of every repair.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Final

from station.errors import StationError
from station.model.disclosure import Disclosure, Way
from station.model.enrollment import Enrollment, EnrollmentGroup
from station.model.names import RegistrationId
from station.model.order import EnrolledAs, Order
from station.model.push import CONFIRMED, PushFate, PushRow, PushState
from station.model.rights import Approval
from station.operations.listed_at_service import ASIDE
from station.operations.plant import utc_now
from station.operations.push_documents import (
    KEPT,
    KEYED,
    RowMaker,
    group_document,
    keyed_group,
    told_why,
)
from station.operations.push_keys import KeyedWay, PushKeys
from station.operations.push_shut_out import row_of_shut_out
from station.operations.pushing import Grace, GroupLedger, RowLedger, Unseen
from station.operations.reconciling import Scope
from station.operations.repairing import (
    Repaired,
    Repairing,
    missing_groups,
    missing_names,
    unblocked_names,
)
from station.records.pushes import PushPlace
from station.records.sorting import SortedRows
from station.service.push import PushLedger, PushWatch, push
from station.service.push_desk import Desk, PushSettings
from station.service.single_documents import has_own_key

MISSING: Final = "missing"
"""On the command line, the repair of what the list has and the service doesn't."""
BLOCK: Final = "block-revoked"
"""The repair of what a group lets in though the list has it revoked."""
_AT_ONCE: Final = 100
_KEPT_UNIT: Final = "somebody decided that it stays as the service has it: reopen that first"
_GONE: Final = "the list has changed meanwhile"
_WHY: Final[Mapping[PushState, str]] = {
    PushState.CONFLICT: "something else of that name is there by now",
    PushState.REFUSED: "it can't be made",
    PushState.UNSURE: "whether the service has it isn't known: the next push asks",
    PushState.WAITING: "the service didn't take it yet: the next push goes on",
}


@dataclass
class _Heard:
    """Keeps what becomes of rows where it belongs, and for who wanted the repair."""

    ledger: PushLedger
    told: Repaired

    def keep(self, begun: Sequence[PushRow], fates: Sequence[PushFate]) -> None:
        self.ledger.keep(begun, fates)
        for fate in fates:
            if fate.state in CONFIRMED:
                self.told.done += 1
            else:
                words = (_WHY.get(fate.state, ""), fate.words)
                self.told.left.append((fate.name, ": ".join(word for word in words if word)))


def _batched(names: Iterator[str], most: int) -> Iterator[list[str]]:
    """Yield names in parts of so many at most."""
    while batch := list(islice(names, most)):
        yield batch


class _Nowhere:
    """Keeps nothing: a comparison tells what became of it."""

    def keep(self, begun: Sequence[PushRow], fates: Sequence[PushFate]) -> None:
        """Forget it."""


@dataclass(frozen=True)
class _Group:
    """A group to be made: an order of it, its document, and whether its keys go with that."""

    order: Order
    document: bytes
    keyed: bool


class _Again:
    """One such push."""

    def __init__(self, work: Repairing, kept: SortedRows, scope: Scope) -> None:
        self.told = Repaired()
        self.work, self._kept, self._scope = work, kept, scope
        self._records = work.tools.records
        host = work.service.host
        self.place = PushPlace(work.service.name, host, scope.id_scope, scope.order)
        self._orders = {one.name: one for one in self._records.orders()}
        self.keys = PushKeys(work.tools.factory)

    def disclose(self) -> None:
        """Put on record which units' own keys are about to leave, if any do."""
        orders, units = set[str](), 0
        for batch in _batched(missing_names(self._kept), _AT_ONCE):
            for _, enrollment in self._records.named(self._scope.id_scope, batch, revoked=False):
                if has_own_key(self._orders[enrollment.order], enrollment):
                    orders.add(enrollment.order)
                    units += 1
        keyed = {name: one.order.name for name, one in self._made.items() if one.keyed}
        to = f"service {self.work.service.host}"
        told = sorted(orders | set(keyed.values()))
        self._records.disclosures.add(Disclosure(Way.PUSH, to, told, units, [*keyed]))

    def groups(self) -> None:
        """Make the groups, those whose keys may leave among them."""
        if not self._made:
            return
        rows = [PushRow(key, *one) for key, one in enumerate(self._documents())]
        documents = {row.key: row.document for row in rows}
        ledger = GroupLedger(self.work.tools, self.place.host, documents)
        self._send(rows, PushSettings(kind="enrollmentGroups"), ledger, Unseen())

    @cached_property
    def _made(self) -> Mapping[str, "_Group"]:
        """Those missing that can be made, by name; the others are left, each with why."""
        kept = self._records.pushes.decisions.kept_groups(self.place.host)
        made = dict[str, _Group]()
        for name in missing_groups(self._kept):
            try:
                found = None if name.casefold() in kept else self._group(name)
            except StationError as error:
                why = told_why(error) or f"{error.code} {error.message}"
                self.told.left.append((name, why))
                continue
            if found is None:
                self.told.left.append((name, KEPT if name.casefold() in kept else KEYED))
            else:
                made[name] = found
        return made

    def _documents(self) -> Iterator[tuple[str, bytes]]:
        for name, group in self._made.items():
            yield name, group.document

    def _group(self, name: str) -> "_Group | None":
        """Return a group as it is to be made; None where its key may not leave."""
        tools, group_id = self.work.tools, RegistrationId.parse(name)
        for order in self._orders.values():
            if order.group_id != group_id or order.id_scope != self._scope.id_scope:
                continue
            if order.spec.enrollment is EnrolledAs.INDIVIDUAL:
                continue
            if self._records.groups.issuers(EnrollmentGroup(group_id, order.id_scope)).needed:
                return _Group(order, group_document(tools, order), keyed=False)
            return _Group(order, keyed_group(tools, order, group_id, self.keys), keyed=True)
        return None

    def units(self, ledger: RowLedger, watch: PushWatch) -> None:
        """Make the enrollments of units."""
        self._send(self._rows(), PushSettings(), ledger, watch)

    def blocks(self, watch: PushWatch) -> None:
        """Make the disabled enrollments that keep units out."""
        found = self._found(unblocked_names(self._kept), revoked=True)
        rows = (row_of_shut_out(key, enrollment) for key, enrollment in found)
        self._send(rows, PushSettings(), _Nowhere(), watch)

    def _send(
        self,
        rows: Sequence[PushRow] | Iterator[PushRow],
        settings: PushSettings,
        ledger: PushLedger,
        watch: PushWatch,
    ) -> None:
        if self.told.error is not None:
            return
        work = self.work
        way = KeyedWay(work.client, self.keys)
        desk = Desk(way, settings, work.cancel, Grace(work.cancel))
        push(rows, desk, _Heard(ledger, self.told), watch)
        if desk.error is None and work.cancel.is_set():
            desk.end(StationError("LIN-003"))
        self.told.error = desk.error

    def _rows(self) -> Iterator[PushRow]:
        aside, maker = self._records.aside(), RowMaker(self.keys, utc_now)
        for key, enrollment in self._found(missing_names(self._kept), revoked=False):
            if enrollment.serial.lower() in aside:
                self._left([enrollment.registration_id.text], ASIDE)
                continue
            if self._records.pushes.decisions.is_kept(self.place.host, key):
                self._left([enrollment.registration_id.text], _KEPT_UNIT)
                continue
            order = self._orders[enrollment.order]
            yield maker.row(key, order, enrollment, settle=False)

    def _found(self, names: Iterator[str], *, revoked: bool) -> Iterator[tuple[int, Enrollment]]:
        """Yield number and enrollment of each name that the list still has so."""
        for batch in _batched(names, _AT_ONCE):
            listed = self._records.named(self._scope.id_scope, batch, revoked=revoked)
            found = {one.registration_id for _, one in listed}
            self._left((name for name in batch if RegistrationId.parse(name) not in found), _GONE)
            for key, enrollment in listed:
                self._check_world(enrollment)
                yield key, enrollment

    def _check_world(self, enrollment: Enrollment) -> None:
        if self._orders[enrollment.order].practice != self.work.tools.factory.practice:
            raise StationError("LIN-007", f"order {enrollment.order}")

    def _left(self, names: Iterator[str] | Sequence[str], why: str) -> None:
        self.told.left += ((name, why) for name in names)


def push_missing(
    work: Repairing, kept: SortedRows, scope: Scope, approval: Approval | None, watch: PushWatch
) -> Repaired:
    """Make at the service what the list has and the service doesn't, and nothing else.

    Args:
        work: what it works with.
        kept: what `spooled` gave.
        scope: what was compared.
        approval: for `Right.EXPORT`; practice needs none.
        watch: looks on.

    Returns:
        What became of it; its `error` is why it ended early.

    Raises:
        StationError: before anything is sent: REC-011 where the record was changed, REC-025,
            SVC-060; LIN-007 where order and factory token are not of one world. Afterwards the
            record's and the factory token's alone.
    """
    names = chain(missing_groups(kept), missing_names(kept))
    again = _begun(_Again(work, kept, scope), MISSING, names, approval)
    ledger = RowLedger(work.tools, again.place)
    again.disclose()
    again.groups()
    again.units(ledger, watch)
    sent = again.keys.sent
    work.tools.records.pushes.confirm(again.place, ledger.tally, over=True, keys=sent)
    return again.told


def push_blocks(
    work: Repairing, kept: SortedRows, scope: Scope, approval: Approval | None, watch: PushWatch
) -> Repaired:
    """Make the disabled enrollments that keep revoked units out of groups; as `push_missing`."""
    again = _begun(_Again(work, kept, scope), BLOCK, unblocked_names(kept), approval)
    again.blocks(watch)
    return again.told


def _begun(again: _Again, how: str, names: Iterator[str], approval: Approval | None) -> _Again:
    records = again.work.tools.records
    records.pushes.check_place(again.place)
    records.verify()
    records.services.repairing(again.work.service, how, names, approval)
    return again
