"""What of an order goes to the service: a document a unit, or one for them all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from station.errors import StationError
from station.line.work import Tools
from station.model.attestation import SymmetricKeyAttestation, X509Attestation
from station.model.enrollment import Enrollment, EnrollmentGroup
from station.model.names import shown
from station.model.order import EnrolledAs, Order
from station.model.push import PushRow
from station.service.documents import document_of, encoded, refused, wishes_of
from station.service.group_documents import certificate_group, disabled

_MOST_CAS: Final = 2
KEYED: Final = (
    "its units have keys derived from the group's, and that key leaves the factory's token for its "
    "owner alone: give the service the group by an export"
)

KEPT: Final = "somebody decided that its group stays as the service has it"


@dataclass
class Selection:
    """The orders of a push, by how they go.

    Attributes:
        single: those whose units have a document each.
        grouped: those that have one of their group, with the group's.
        left_out: why others don't go, by their names.
    """

    single: list[Order] = field(default_factory=list)
    grouped: list[tuple[Order, bytes]] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)

    def add_group(self, order: Order, document: bytes) -> None:
        """Take an order with its group's document; SVC-007 where another order has another."""
        for other, known in self.grouped:
            if other.group_id == order.group_id and known != document:
                why = f"its orders {shown(other.name)} and {shown(order.name)} want it differently"
                raise refused(order.group_id.text, why)
        self.grouped.append((order, document))


def selected(tools: Tools, host: str, orders: list[Order], *, again: bool) -> Selection:
    """Return how each order goes of which the host doesn't have all units yet.

    Raises:
        StationError: SVC-037, SVC-007 for a group that can't be; REC-011, REC-012.
    """
    selection, kept = Selection(), tools.records.pushes.decisions.kept_groups(host)
    for order in orders:
        first = next(tools.records.pushes.to_send(host, order.name, again=again), None)
        if first is None:
            continue
        match first[1].identity.attestation:
            case SymmetricKeyAttestation():
                selection.left_out[order.name] = KEYED
            case X509Attestation() if order.spec.enrollment is EnrolledAs.GROUP:
                if order.group_id.text.casefold() in kept:
                    selection.left_out[order.name] = KEPT
                    continue
                selection.add_group(order, group_document(tools, order))
            case _:
                selection.single.append(order)
    return selection


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


def rows_of(
    tools: Tools, host: str, orders: list[Order], clock: Callable[[], datetime], *, again: bool
) -> Iterator[PushRow]:
    """Yield the units of orders that the host doesn't have yet, each with its document.

    Units in quarantine, under repair or returned are left for later, as exports leave them.

    Args:
        tools: the open station's.
        host: the service's.
        orders: whose units have a document each.
        clock: gives the time at which certificates must be valid, UTC.
        again: whether those are among them that a person had to look at.

    Raises:
        StationError: the record's.
    """
    aside = tools.records.aside()
    for order in orders:
        for key, enrollment, settle in tools.records.pushes.to_send(host, order.name, again=again):
            if enrollment.serial.lower() not in aside:
                yield row_of(key, order, enrollment, clock(), settle=settle)


def row_of(
    key: int, order: Order, enrollment: Enrollment, now: datetime, *, settle: bool
) -> PushRow:
    """Return a unit with its document, or with why there can be none.

    Args:
        key: the enrollment's number.
        order: its order.
        enrollment: what it is.
        now: when its certificate must be valid, UTC.
        settle: whether it is read back before it is sent.
    """
    name = enrollment.registration_id.text
    try:
        return PushRow(key, name, encoded(document_of(order, enrollment, now)), settle)
    except StationError as error:
        return PushRow(key, name, b"", why=f"{error.code} {error.data.get('why', error.message)}")
