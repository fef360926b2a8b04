"""What a person decided of conflicts, done: the service's kept, or the list's put in its place.

Replaced is only what is as it was shown, by its ETag; and it is on record before it is done. What
ends in between is settled by the next push, as after any answer that isn't sure.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

from station.errors import StationError
from station.line.work import Tools
from station.model.group import Service
from station.model.handoff import Cancel
from station.model.names import shown
from station.model.order import EnrolledAs
from station.model.push import CONFIRMED, PushFate, PushRow, PushState, PushTally
from station.model.rights import Approval
from station.operations.plant import utc_now
from station.operations.push_conflicts import Ours, Undecided, unit_document
from station.operations.push_documents import group_document
from station.operations.services import client_of
from station.records.push_decisions import Decided, Decision
from station.records.pushes import KeptFate, PushPlace
from station.records.reader import Reader
from station.service.client import ServiceClient
from station.service.documents import BulkKind
from station.service.editing import Json, put
from station.service.entra import Attended
from station.service.push import push
from station.service.push_desk import Desk, OverError, PushSettings
from station.service.single_documents import NOT_SHOWN

# Of one row alone, whichever it is: the others can still be replaced.
_OF_ONE: Final = frozenset({"SVC-053", "SVC-054", "SVC-055"})
# What there is, groups first, and whether it is units'.
_KINDS: Final[Mapping[BulkKind, bool]] = {"enrollmentGroups": False, "enrollments": True}


@dataclass(frozen=True)
class Deciding:
    """What decisions work with.

    Attributes:
        tools: the open station's.
        service: where the conflicts are.
        stop: ends it between two rows, and each wait.
        approval: for `Right.EXPORT`; practice needs none.
        settings: how the service is asked.
        attended: who can be asked to sign in; None where nobody is there.
    """

    tools: Tools
    service: Service
    stop: Cancel
    approval: Approval | None = None
    settings: PushSettings = field(default_factory=PushSettings)
    attended: Attended | None = None

    @property
    def place(self) -> dict[str, str]:
        """What the chain tells of where it is."""
        return {"service": self.service.name, "host": self.service.host}


@dataclass
class Replaced:
    """What became of rows that were to be replaced.

    Attributes:
        done: how many the service has as the list does by now.
        left: those that it hasn't, each with why.
    """

    done: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)

    def leave(self, kept: KeptFate, error: StationError) -> None:
        """Leave one as it is."""
        self.left.append((kept.fate.name, f"{error.code} {error.message}"))


def documents_of(tools: Tools, reader: Reader) -> Ours:
    """Return what gives the list's side of units and groups."""
    orders = {one.name: one for one in reader.orders()}
    grouped = {
        (one.id_scope, one.group_id.text.casefold()): one
        for one in reader.orders()
        if one.spec.enrollment is EnrolledAs.GROUP
    }

    def ours(kept: KeptFate) -> bytes:
        if kept.serial:
            return unit_document(reader, orders[kept.order], kept, utc_now())
        scope = tools.records.pushes.scope_of(kept.host)
        order = grouped.get((scope, kept.fate.name.casefold()))
        with suppress(StationError):  # such as for more CAs than a group may have, or for a key
            return b"" if order is None else group_document(tools, order)
        return b""

    return ours


def put_on_record(work: Deciding, choice: Mapping[Decision, Sequence[Undecided]]) -> None:
    """Put on record what was decided, before anything of it is done.

    What is kept no push sends any more; what is reopened is a conflict again.

    Args:
        work: what it works with.
        choice: what was decided of which rows, as they were shown.

    Raises:
        StationError: as `PushDecisions.put`.
    """
    decided = [
        Decided(fate.key, fate.name, fate.etag, fate.theirs, decision)
        for decision, rows in choice.items()
        for fate in (one.kept.fate for one in rows)
    ]
    if decided:
        work.tools.records.pushes.decisions.put(work.place, decided, work.approval)


def replace_shown(work: Deciding, rows: Sequence[Undecided], ours: Ours) -> Replaced:
    """Put the list's in the place of what the service has, each if it is as it was shown.

    Args:
        work: what it works with.
        rows: conflicts, as they were shown; that it is wanted is on record.
        ours: gives the list's side.

    Raises:
        StationError: as `client_of`, before anything is sent; afterwards what means that no other
            row would fare better, and the record's.
    """
    told, ready = Replaced(), list[tuple[Undecided, bytes]]()
    for one in rows:
        document = ours(one.kept)
        if NOT_SHOWN.encode() in document:
            why = "it has a key of its own: take the other away at the service, then push --again"
            told.leave(one.kept, StationError("SVC-007", name=one.kept.fate.name, why=why))
        elif not document:
            why = "the list's own can't be written"
            told.leave(one.kept, StationError("SVC-007", name=one.kept.fate.name, why=why))
        elif not one.kept.fate.etag:
            told.leave(one.kept, StationError("SVC-064", name=one.kept.fate.name))
        else:
            ready.append((one, document))
    if not ready:
        return told
    with client_of(work.tools, work.service, work.attended) as client:
        for kind, units in _KINDS.items():
            part = [(one.kept, text) for one, text in ready if bool(one.kept.serial) is units]
            if part:
                _Replacing(work, client, kind, told).run(part)
    return told


class _Replacing:
    """Replaces rows of one kind; keeps what becomes of them.

    Args:
        work: what it works with.
        client: of the service.
        kind: of which.
        told: hears of each.
    """

    def __init__(
        self, work: Deciding, client: ServiceClient, kind: BulkKind, told: Replaced
    ) -> None:
        self._work = work
        self._client = client
        self._kind = kind
        self._told = told
        self._host = work.service.host
        self._documents: dict[str, bytes] = {}
        self._states: dict[str, PushState] = {}
        self._tally = PushTally()

    def run(self, rows: Sequence[tuple[KeptFate, bytes]]) -> None:
        """Replace each, and read back what isn't as it should be then."""
        self._documents = {kept.fate.name: document for kept, document in rows}
        desk = self._desk()
        failed = list(self._tried(desk, [kept for kept, _ in rows]))
        if failed and not desk.over:
            push([self._row(kept) for kept, _ in failed], self._desk(), self, self)
        for kept, error in failed:
            if self._states.get(kept.fate.name) not in CONFIRMED:
                self._told.leave(kept, error)
        self._told.done += sum(state in CONFIRMED for state in self._states.values())
        self._confirm()
        if desk.error is not None:
            raise desk.error

    def _tried(
        self, desk: Desk, rows: Sequence[KeptFate]
    ) -> Iterator[tuple[KeptFate, StationError]]:
        """Put each in its place; yield those that aren't there for certain, with why."""
        for kept in rows:
            if desk.over:
                return
            row = self._row(kept)
            self.keep([row], ())
            with suppress(OverError):
                error = self._one(desk, kept, row)
                if error is not None:
                    yield kept, error

    def keep(self, begun: Sequence[PushRow], fates: Sequence[PushFate]) -> None:
        """Put on the disk what is about to be sent, and what became of it."""
        pushes = self._work.tools.records.pushes
        self._states |= {fate.name: fate.state for fate in fates}
        if _KINDS[self._kind]:
            self._tally.add(fates)
            pushes.keep(self._host, begun, fates)
            return
        for fate in fates:  # to read a group back costs no more than to have it on record
            pushes.keep_group(self._host, self._documents[fate.name], fate)

    def went(self, tally: PushTally, throttled: int) -> None:
        """Look away: they are few."""

    def _desk(self) -> Desk:
        settings = replace(self._work.settings, kind=self._kind, in_flight=1)
        return Desk(self._client, settings, self._work.stop, self._work.stop)

    def _row(self, kept: KeptFate) -> PushRow:
        fate = kept.fate
        return PushRow(fate.key, fate.name, self._documents[fate.name], settle=True)

    def _one(self, desk: Desk, kept: KeptFate, row: PushRow) -> StationError | None:
        """Put one in its place; return why it isn't there for certain."""
        body = {**json.loads(row.document), "etag": kept.fate.etag}

        def tried() -> StationError | Json:
            try:
                return put(self._client, self._kind, body, desk.cancel)
            except StationError as error:
                if error.code in _OF_ONE:  # the others may fare better
                    return error
                raise

        try:
            found = desk.ask(1, tried)
        except StationError as error:
            return error
        if isinstance(found, StationError):
            return found
        etag = shown(str(found.get("etag") or ""), 200)
        self.keep((), [PushFate(row.key, row.name, PushState.CREATED, etag=etag)])
        return None

    def _confirm(self) -> None:
        if not self._tally.done:
            return
        pushes = self._work.tools.records.pushes
        place = PushPlace(self._work.service.name, self._host, pushes.scope_of(self._host))
        pushes.confirm(place, self._tally, over=False)
