"""List and service compared, both ways: what the service has is read once, page by page.

What it shows is put aside on the disk, sorted, and held against the list, so that neither is ever
in memory as a whole.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.enrollment import EnrollmentStatus
from station.model.group import Service
from station.model.handoff import Cancel
from station.model.names import IdScope
from station.operations.listed_at_service import ListedAtService
from station.records.sorting import Row, SortedRows
from station.records.store import Records
from station.service.client import ID_FIELDS, ServiceClient
from station.service.comparing import essence
from station.service.documents import BulkKind
from station.service.paging import Page, page_of, registrations_page
from station.service.reconcile import Finding, Listed, Shown, compared, key_of

KINDS: Final[tuple[BulkKind, ...]] = ("enrollmentGroups", "enrollments")
STATES: Final = "registrations"
_TRIES: Final = 6
_PAUSE_S: Final = 1.0
_SLICE_S: Final = 0.05
_AGAIN: Final = frozenset({"SVC-039", "SVC-044"})


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
            there is no such order.
    """
    if order is not None:
        return Scope(records.order(order).id_scope, order, states)
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
            rows = [(str(one.get(ID_FIELDS[kind])), one) for one in page.items]
            kept.add(Row(kind, key_of(name), _kept(name, essence(one, name))) for name, one in rows)
            if scope.states:
                kept.add(_state_rows(one.get("registrationState") for _, one in rows))
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
        kept.add(_state_rows(dict(one) for one in page.items))


def _kept(name: str, document: dict[str, JsonValue]) -> str:
    return json.dumps([name, document], separators=(",", ":"))


def _state_rows(states: Iterable[JsonValue]) -> Iterator[Row]:
    for state in states:
        if isinstance(state, dict):
            name = str(state.get("registrationId"))
            fields = ("status", "assignedHub", "deviceId", "lastUpdatedDateTimeUtc")
            told = {one: state[one] for one in fields if one in state}
            yield Row(STATES, key_of(name), _kept(name, told))


def _pages(ask: Callable[[str, int], Page], watch: Watch) -> Iterator[Page]:
    """Yield all pages; one that doesn't come is asked for again, and again."""
    after, left, pause, most = "", _TRIES, _PAUSE_S, watch.page
    while True:
        try:
            page = ask(after, most)
        except StationError as error:
            left -= 1
            if error.code not in _AGAIN or not left:
                raise
            seconds = error.data.get("seconds")
            _wait(float(seconds) if isinstance(seconds, int) else pause, watch.cancel)
            pause, most = pause * 2, max(most // 2, 1)
            continue
        yield page
        if not page.after:
            return
        if page.after == after:
            raise StationError("SVC-041", name="", why="its list goes round in circles")
        after, left, pause, most = page.after, _TRIES, _PAUSE_S, watch.page


def _wait(seconds: float, cancel: Cancel) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if cancel.is_set():
            raise StationError("LIN-003")
        time.sleep(_SLICE_S)


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
    wanted = ListedAtService(records, scope.id_scope, scope.order)
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


def _counted(listed: Iterable[Listed], tally: Tally, watch: Watch) -> Iterator[Listed]:
    for one in listed:
        if watch.cancel.is_set():
            raise StationError("LIN-003")
        tally.listed += 1
        yield one


def _shown(kept: SortedRows, kind: BulkKind) -> Iterator[Shown]:
    for _, text in kept.ordered(kind):
        yield Shown(*json.loads(text))
