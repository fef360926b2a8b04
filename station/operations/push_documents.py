"""What of an order goes to the service: a document a unit, or one for them all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from station.errors import StationError
from station.line.work import Tools
from station.model.attestation import SymmetricKeyAttestation
from station.model.disclosure import Disclosure, Way
from station.model.enrollment import Enrollment, EnrollmentGroup
from station.model.group import GroupKey, KeyName, working
from station.model.membership import group_of_member
from station.model.names import RegistrationId, shown
from station.model.order import Order
from station.model.push import PushRow
from station.operations.own_keys import source_of
from station.operations.push_keys import PushKeys
from station.service.documents import document_of, encoded, refused, wishes_of
from station.service.group_documents import certificate_group, disabled, keyed_document
from station.service.shapes import IndividualEnrollment
from station.service.single_documents import has_own_key, worded_individual

_MOST_CAS: Final = 2
_STAYS: Final = "SVC-082"
# Of one group alone: the others can be sent.
_OF_ONE_GROUP: Final = frozenset({"SVC-007", "SVC-037", "HSM-019", _STAYS})
KEYED: Final = (
    "the key of its group wasn't made for pushes, and doesn't leave the factory's token for one: "
    "give the service the group by an export"
)

NOT_HERE: Final = (
    "the factory's token has no copy for pushes of its group's key, as after another token took "
    "its place: say 'station hsm unlock --second' again, with the root's token"
)

KEPT: Final = "somebody decided that its group stays as the service has it"


@dataclass
class Selection:
    """The orders of a push, by how they go.

    Attributes:
        single: those whose units have a document each.
        grouped: those that have one of their group, with the group's.
        keyed: those of both with which symmetric keys go.
        left_out: why others don't go, by their names.
    """

    single: list[Order] = field(default_factory=list)
    grouped: list[tuple[Order, bytes]] = field(default_factory=list)
    keyed: list[Order] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)

    def add_group(self, order: Order, document: bytes) -> None:
        """Take an order with its group's document; SVC-007 where another order has another."""
        for other, known in self.grouped:
            if other.group_id == order.group_id and known != document:
                why = f"its orders {shown(other.name)} and {shown(order.name)} want it differently"
                raise refused(order.group_id.text, why)
        self.grouped.append((order, document))


def selected(
    tools: Tools, host: str, orders: list[Order], keys: PushKeys, *, again: bool
) -> Selection:
    """Return how each order goes of which the host doesn't have all units yet.

    Groups that somebody decided to leave as the host has them stay out, and so do those that can't
    be sent: the others go on without them.

    Raises:
        StationError: REC-011, REC-012; the factory token's.
    """
    selection, kept = Selection(), tools.records.pushes.decisions.kept_groups(host)
    for order in orders:
        first = next(tools.records.pushes.to_send(host, order.name, again=again), None)
        if first is None:
            continue
        group = group_of_member(order, first[1])
        if group is None:
            selection.single.append(order)
            if has_own_key(order, first[1]):
                selection.keyed.append(order)
        elif group.text.casefold() in kept:
            selection.left_out[order.name] = KEPT
        else:
            _take_group(selection, tools, (order, first[1]), keys)
    return selection


def _take_group(
    selection: Selection, tools: Tools, first: tuple[Order, Enrollment], keys: PushKeys
) -> None:
    order, held = first[0], first[1].identity.attestation
    try:
        if not isinstance(held, SymmetricKeyAttestation):
            selection.add_group(order, group_document(tools, order))
            return
        name = RegistrationId.parse(held.group_id)
        selection.add_group(order, keyed_group(tools, order, name, keys))
        selection.keyed.append(order)
    except StationError as error:
        if (why := told_why(error)) is None:
            raise
        selection.left_out[order.name] = why


def told_why(error: StationError) -> str | None:
    """Return why one group can't be sent, in words; None for an error that isn't of one alone."""
    if error.code not in _OF_ONE_GROUP:
        return None
    if error.code == _STAYS:
        return str(error.data["why"])
    return f"{error.code} {error.message.removesuffix('.')}"


def keyed_group(tools: Tools, order: Order, name: RegistrationId, keys: PushKeys) -> bytes:
    """Return a group's document with words for its keys; SVC-082 where one of them stays here."""
    known = working(tools.records.groups.keys(name))
    if not tools.factory.practice:
        _check_for_push(tools, name, known)
    names = [key.name for key in known] or [KeyName(name)]
    words = [keys.words("enrollmentGroups", one) for one in names]
    group = EnrollmentGroup(name, order.id_scope)
    document = keyed_document(group, words, wishes_of(order))
    off = tools.records.groups.is_disabled(name)
    return encoded(disabled(document) if off else document)


def _check_for_push(tools: Tools, name: RegistrationId, known: Sequence[GroupKey]) -> None:
    """Check that a push may have all of a group's keys from this very token; SVC-082, HSM-019."""
    why = "" if known and all(key.for_push for key in known) else KEYED
    try:
        if not why and not all(tools.factory.groups.is_for_push(name, key.number) for key in known):
            why = NOT_HERE
    except StationError as error:
        if error.code != "HSM-013":
            raise
        why = NOT_HERE
    if why:
        raise StationError(_STAYS, name=shown(name.text), why=why)


def leaving(
    tools: Tools, host: str, selection: Selection, more: Iterable[Order], *, again: bool
) -> Disclosure:
    """Return which keys would go with a selection, of all units that `rows_of` would give.

    Args:
        tools: the open station's.
        host: the service's.
        selection: what is to be made.
        more: one order each of further groups whose keys go.
        again: as `selected` has it.
    """
    single = [order for order in selection.keyed if order in selection.single]
    count = tools.records.pushes.count_to_send
    units = sum(count(host, order.name, again=again) for order in single)
    orders = list({order.name: order for order in (*selection.keyed, *more)}.values())
    groups = [order.group_id.text for order in orders if order not in single]
    names = [order.name for order in orders]
    return Disclosure(Way.PUSH, f"service {host}", names, units, list(dict.fromkeys(groups)))


def group_document(tools: Tools, order: Order) -> bytes:
    """Return the document of the group of an order whose units have certificates.

    Raises:
        StationError: SVC-037, SVC-007; REC-012.
    """
    group = EnrollmentGroup(order.group_id, order.id_scope)
    needed = tools.records.groups.issuers(group).needed
    if len(needed) > _MOST_CAS:
        name = shown(group.group_id.text)
        raise StationError("SVC-037", name=name, quantity=len(needed))
    document = certificate_group(group, needed, wishes_of(order))
    off = tools.records.groups.is_disabled(group.group_id)
    return encoded(disabled(document) if off else document)


@dataclass(frozen=True)
class RowMaker:
    """Makes rows of units.

    Attributes:
        keys: the push's.
        clock: gives the time at which certificates must be valid, UTC.
    """

    keys: PushKeys
    clock: Callable[[], datetime]

    def row(self, key: int, order: Order, enrollment: Enrollment, *, settle: bool) -> PushRow:
        """Return the row of one unit, with why it can't be sent where it can't."""
        name = enrollment.registration_id.text
        try:
            document = encoded(self._document(order, enrollment))
        except StationError as error:
            return PushRow.unsent(key, name, error)
        if settle:
            self.keys.expect("enrollments", name, document)
        return PushRow(key, name, document, settle)

    def _document(self, order: Order, enrollment: Enrollment) -> IndividualEnrollment:
        held = enrollment.identity.attestation
        if not isinstance(held, SymmetricKeyAttestation) or not has_own_key(order, enrollment):
            return document_of(order, enrollment, self.clock())
        words = self.keys.words("enrollments", source_of(held))
        return worded_individual(enrollment, [words, words], wishes_of(order))


def rows_of(
    tools: Tools, host: str, orders: list[Order], maker: RowMaker, *, again: bool
) -> Iterator[PushRow]:
    """Yield the units of orders that the host doesn't have yet, each with its document.

    Units in quarantine, under repair or returned are left for later, as exports leave them.

    Args:
        tools: the open station's.
        host: the service's.
        orders: whose units have a document each.
        maker: makes the rows.
        again: whether those are among them that a person had to look at.

    Raises:
        StationError: the record's.
    """
    aside = tools.records.aside()
    for order in orders:
        for key, enrollment, settle in tools.records.pushes.to_send(host, order.name, again=again):
            if enrollment.serial.lower() not in aside:
                yield maker.row(key, order, enrollment, settle=settle)
