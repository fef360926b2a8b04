"""What units are enrolled by at the rehearsal's service: what is exported of them."""

import base64
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from station.errors import StationError
from station.line.work import Work
from station.model.attestation import SymmetricKeyAttestation
from station.model.enrollment import Enrollment, EnrollmentGroup
from station.model.group import FIRST_KEY, working
from station.model.names import RegistrationId, shown
from station.model.order import EnrolledAs, Order
from station.model.proof import MADE_KEY
from station.practice.service.attesting import Vault
from station.service.documents import BulkKind, Wishes, encoded, wished_document, wishes_of
from station.service.group_documents import (
    certificate_group,
    certified_member,
    disabled,
    group_of,
    keyed_document,
)

# The service takes so many CAs, and keys, of each group.
_MOST: Final = 2
# Two groups of one CA would let in each other's units, so one is there at a time.
_CERTIFIED: Final = "groups with certificates"


@dataclass(frozen=True)
class Paper:
    """What is made at the service for a unit.

    Attributes:
        kind: an enrollment of its own, or a group.
        name: the registration ID, or the group's.
        body: the document, JSON.
        lane: of those in one, only equal ones are there at a time.
        numbers: of a group with keys, those that the service would have.
        vault: what signs by them; None where the document is all that the service needs.
    """

    kind: BulkKind
    name: str
    body: bytes
    lane: str
    numbers: Sequence[int] = ()
    vault: Vault | None = field(default=None, compare=False)


def paper_of(work: Work, enrollment: Enrollment, blanks: Sequence[str]) -> Paper:
    """Return what a unit is enrolled by.

    Args:
        work: the unit, with its order.
        enrollment: as what it will be on the list.
        blanks: base64 of two keys that are nobody's; see `new_blanks`.

    Raises:
        StationError: SVC-007 where no such document can be written, SVC-037 where its group's CAs
            are too many; REC-012.
    """
    spec, now = work.job.order.spec, work.tools.now()
    wishes = _tried(work.job.order)
    if isinstance(enrollment.identity.attestation, SymmetricKeyAttestation):
        return _keyed(work, group_of(enrollment), wishes, blanks)
    if spec.enrollment is EnrolledAs.GROUP:
        return _certified(work, enrollment, wishes)
    document = wished_document(enrollment, wishes, now)
    name = enrollment.registration_id.text
    return Paper("enrollments", name, encoded(document), f"unit {name.casefold()}")


def _tried(order: Order) -> Wishes:
    """Return what an order wishes, but what would let nobody in here.

    That is that they are disabled at first; and the names of CAs, which only their own service has.
    """
    wishes = wishes_of(order)
    if wishes.more is None:
        return wishes
    changes = {"disabled": False, "ca_references": ()}
    return wishes._replace(more=wishes.more.model_copy(update=changes))


def new_blanks() -> Sequence[str]:
    """Return base64 of keys that are nobody's, to stand where a group's document has its keys."""
    return [base64.b64encode(secrets.token_bytes(MADE_KEY)).decode() for _ in range(_MOST)]


def _keyed(work: Work, group: EnrollmentGroup, wishes: Wishes, blanks: Sequence[str]) -> Paper:
    """Return the document of a group whose keys stay in the factory's token.

    In production those leave it but once, wrapped for their owner, and nothing here is to have them
    or a unit's key: a rehearsal that wanted one would be a reason to take it out. So the service
    asks that token what a unit's signature must be, as the unit's proof does, and the keys in the
    document are nobody's. It is the same in practice, whose keys could be had: what is tried is
    what runs.
    """
    groups = work.tools.records.groups
    numbers = [key.number for key in working(groups.keys(group.group_id))] or [FIRST_KEY]
    document = keyed_document(group, blanks[: len(numbers)], wishes)
    body = encoded(disabled(document) if groups.is_disabled(group.group_id) else document)
    sign = partial(work.tools.factory.device_keys.hmac, group.group_id)
    vault = partial(_signing, sign, tuple(numbers))
    name = group.group_id.text
    lane = f"group {name.casefold()}"
    return Paper("enrollmentGroups", name, body, lane, tuple(numbers), vault)


def _signing(
    sign: Callable[[RegistrationId, bytes, int], bytes], numbers: Sequence[int], name: str
) -> Iterator[Callable[[bytes], bytes]]:
    """Yield what signs for a device by each of its group's keys."""
    device = RegistrationId.parse(name)
    for number in numbers:
        yield partial(_signed, sign, device, number)


def _signed(
    sign: Callable[[RegistrationId, bytes, int], bytes],
    device: RegistrationId,
    number: int,
    message: bytes,
) -> bytes:
    return sign(device, message, number)


def _certified(work: Work, enrollment: Enrollment, wishes: Wishes) -> Paper:
    """Return the document of an order's group, as it is once this unit is on the list too."""
    group = EnrollmentGroup(work.job.order.group_id, enrollment.id_scope)
    own = certified_member(enrollment, group.group_id, work.tools.now())
    authorities = work.tools.records.groups.issuers(group).needed
    if own not in authorities:
        authorities = (*authorities, own)
    name = group.group_id.text
    if len(authorities) > _MOST:
        raise StationError("SVC-037", name=shown(name), quantity=len(authorities))
    body = encoded(certificate_group(group, authorities, wishes))
    return Paper("enrollmentGroups", name, body, _CERTIFIED)
