"""List and service compared, both ways: what the service has is read once, page by page.

What it shows is put aside on the disk, sorted, and held against the list, so that neither is ever
in memory as a whole.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.enrollment import EnrollmentStatus
from station.model.group import Service
from station.model.handoff import Cancel
from station.model.names import IdScope, shown
from station.operations.listed_at_service import ListedAtService
from station.operations.patience import patiently
from station.records.sorting import Row, SortedRows
from station.records.store import Records
from station.service.client import ID_FIELDS, ServiceClient
from station.service.comparing import authorities_in, essence, is_enabled
from station.service.documents import BulkKind
from station.service.paging import Document, Page, page_of, registrations_page
from station.service.reconcile import Finding, Listed, Shown, compared, key_of

KINDS: Final[tuple[BulkKind, ...]] = ("enrollmentGroups", "enrollments")
STATES: Final = "registrations"


@dataclass(frozen=True)
class Scope:
    """What is compared.

    Attributes:
        id_scope: the service's.
        order: only this order's part of the list; None for all of it.
        states: whether it is asked how devices registered, too.
    """

    id_scope: IdScope
    order: str | None = None
    states: bool = False


@dataclass(frozen=True)
class Watch:
    """Who is told how far it is, and may end it.

    Attributes:
        cancel: ends it.
        told: is given how many rows were read of the service.
        page: how many are asked for at once; fewer, where so many don't come.
    """

    cancel: Cancel
    told: Callable[[int], None] = lambda _: None
    page: int = 500


@dataclass
class Tally:
    """How many there were.

    Attributes:
        listed: rows of the list.
        shown: what the service has.
        found: findings, by what they are.
        states: how devices registered, where it was asked.
    """

    listed: int = 0
    shown: int = 0
    found: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)

    @property
    def equal(self) -> bool:
        """Whether list and service are the same."""
        return not self.found.total()


def scope_of(records: Records, service: Service, order: str | None, *, states: bool) -> Scope:
    """Return what is compared with a service.

    Raises:
        StationError: SVC-056 where it isn't known which ID scope the service has; REC-014 where
            there is no such order; SVC-060 where that is for another ID scope.
    """
    if order is not None:
        of_order = records.order(order).id_scope
        if service.id_scope and of_order.text != service.id_scope:
            what, why = shown(of_order.text), shown(service.id_scope)
            raise StationError("SVC-060", name=service.name, what=what, why=why)
        return Scope(of_order, order, states)
    if service.id_scope:
        return Scope(IdScope.parse(service.id_scope), None, states)
    scopes = records.id_scopes()
    if len(scopes) != 1:
        why = f"the list has {len(scopes)} of them" if scopes else "the list is empty"
        raise StationError("SVC-056", name=service.name, why=why)
    return Scope(IdScope.parse(scopes[0]), None, states)


def read_service(client: ServiceClient, kept: SortedRows, scope: Scope, watch: Watch) -> int:
    """Put aside all that a service has; return how many enrollments and groups.

    Raises:
        StationError: as `page_of`, where it stays so after some tries; LIN-003 on cancel; REC-003.
    """
    count = 0
    for kind in KINDS:

        def asked(after: str, most: int, kind: BulkKind = kind) -> Page:
            return page_of(client, kind, watch.cancel, after, most)

        for page in _pages(asked, watch):
            rows = [(_name_in(client, kind, one), one) for one in page.items]
            kept.add(Row(kind, key_of(name), _kept(name, essence(one, name))) for name, one in rows)
            if scope.states:
                kept.add(_state_rows((name, one.get("registrationState")) for name, one in rows))
            count += len(rows)
            watch.told(count)
    if scope.states:
        for _, text in list(kept.ordered("enrollmentGroups")):
            _read_members(client, kept, str(json.loads(text)[0]), watch)
    return count


def _read_members(client: ServiceClient, kept: SortedRows, group: str, watch: Watch) -> None:
    def asked(after: str, most: int) -> Page:
        return registrations_page(client, group, watch.cancel, after, most)

    for page in _pages(asked, watch):
        kept.add(_state_rows((one.get("registrationId"), {**one}) for one in page.items))


def _kept(name: str, document: dict[str, JsonValue]) -> str:
    return json.dumps([name, document], separators=(",", ":"))


def _name_in(client: ServiceClient, kind: BulkKind, document: Document) -> str:
    name = document.get(ID_FIELDS[kind])
    if isinstance(name, str) and name.isascii() and name:
        return name
    raise client.unclear("its list holds what has no name")


def _state_rows(states: Iterable[tuple[JsonValue, JsonValue]]) -> Iterator[Row]:
    """Yield what is kept of how devices registered, each with its enrollment's name."""
    for name, state in states:
        if isinstance(state, dict) and isinstance(name, str) and name.isascii():
            fields = ("status", "assignedHub", "deviceId", "lastUpdatedDateTimeUtc")
            told = {one: state[one] for one in fields if one in state}
            yield Row(STATES, key_of(name), _kept(name, told))


def _pages(ask: Callable[[str, int], Page], watch: Watch) -> Iterator[Page]:
    """Yield all pages; one that doesn't come is asked for again, and again, with fewer items.

    Raises:
        StationError: SVC-041 where the service leads back to a page that it gave before; as
            `page_of`, where it stays so.
    """
    after, most, known, count = "", watch.page, "", 0

    def once() -> Page:
        return ask(after, most)

    def fewer() -> None:
        nonlocal most
        most = max(most // 2, 1)

    while True:
        page = patiently(once, watch.cancel, fewer)
        yield page
        after, most, count = page.after, min(most * 2, watch.page), count + 1
        if not after:
            return
        if after == known:
            raise StationError("SVC-041", name="", why="its list goes round in circles")
        if count & (count - 1) == 0:  # Brent: it is met again, however long the circle is
            known = after


def compare(
    records: Records,
    client: ServiceClient,
    kept: SortedRows,
    scope: Scope,
    watch: Watch,
    tell: Callable[[Finding], None],
) -> Tally:
    """Compare list and service, both ways; what both have is read once.

    Args:
        records: the list.
        client: of the service.
        kept: empty; it has all afterwards that the service has.
        scope: what is compared.
        watch: is told how far it is, and may end it.
        tell: is given each finding.

    Raises:
        StationError: as `read_service` and `findings`.
    """
    tally = Tally()
    tally.shown = read_service(client, kept, scope, watch)
    for finding in findings(records, kept, scope, watch, tally):
        tell(finding)
    return tally


def findings(
    records: Records, kept: SortedRows, scope: Scope, watch: Watch, tally: Tally
) -> Iterator[Finding]:
    """Yield all in which list and service differ, and count.

    Args:
        records: the list.
        kept: what the service has.
        scope: what is compared.
        watch: may end it.
        tally: is counted in.

    Raises:
        StationError: LIN-003 on cancel; REC-011, REC-012.
    """
    wanted = ListedAtService(records, scope.id_scope, scope.order, frozenset(_authorities(kept)))
    sides: tuple[tuple[BulkKind, Iterable[Listed]], ...] = (
        ("enrollments", wanted.units()),
        ("enrollmentGroups", wanted.groups()),  # which the units have named by then
    )
    for kind, listed in sides:
        ours, theirs = _counted(listed, tally, watch), _shown(kept, kind)
        for finding in compared(kind, ours, theirs, extras=scope.order is None):
            tally.found[finding.found.value] += 1
            yield finding


def states(records: Records, kept: SortedRows, scope: Scope, tally: Tally) -> Iterator[JsonValue]:
    """Yield how each unit of the list registered, where it was asked, sorted by name."""
    told = kept.ordered(STATES)
    state = next(told, None)
    for one in records.by_name(scope.id_scope, scope.order):
        if one.replaced or one.enrollment.status is EnrollmentStatus.REVOKED:
            continue
        name = one.enrollment.registration_id
        key = key_of(name.text)
        while state is not None and state[0] < key:
            state = next(told, None)
        known = json.loads(state[1])[1] if state is not None and state[0] == key else {}
        status = str(known.get("status", "none"))
        tally.states[status] += 1
        yield {"registration": name.text, **known, "status": status}


def _authorities(kept: SortedRows) -> Iterator[str]:
    """Yield SHA-256, hexadecimal, of the CAs whose units the service's groups let in."""
    for _, text in kept.ordered("enrollmentGroups"):
        document = json.loads(text)[1]
        if is_enabled(document):
            yield from authorities_in(document)


def _counted(listed: Iterable[Listed], tally: Tally, watch: Watch) -> Iterator[Listed]:
    for one in listed:
        if watch.cancel.is_set():
            raise StationError("LIN-003")
        tally.listed += 1
        yield one


def _shown(kept: SortedRows, kind: BulkKind) -> Iterator[Shown]:
    for _, text in kept.ordered(kind):
        yield Shown(*json.loads(text))
