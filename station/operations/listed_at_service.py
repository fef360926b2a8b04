"""What the enrollment list wants of the service, name by name."""

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from station.errors import StationError
from station.model.attestation import Attestation, SymmetricKeyAttestation, X509Attestation
from station.model.enrollment import Enrollment, EnrollmentGroup, EnrollmentStatus
from station.model.names import IdScope, RegistrationId
from station.model.order import EnrolledAs, Order
from station.operations.own_keys import source_of
from station.records.store import Records
from station.service.comparing import essence
from station.service.documents import encoded, wishes_of
from station.service.group_documents import certificate_group, disabled, keyed_document
from station.service.reconcile import Listed, Wanted, key_of
from station.service.single_documents import has_own_key, listed_document

ASIDE: Final = "its unit is in quarantine, under repair or returned: it waits for its release"


class ListedAtService:
    """The list of one service, or an order's part of it.

    Args:
        records: of the station.
        id_scope: the service's.
        order: only this order's; None for all.
        authorities: SHA-256, hexadecimal, of the CAs whose certificates open a group there.
    """

    def __init__(
        self,
        records: Records,
        id_scope: IdScope,
        order: str | None = None,
        authorities: Collection[str] = (),
    ) -> None:
        self._records = records
        self._authorities = authorities
        self._aside = records.aside()
        self._id_scope = id_scope
        self._order = order
        self._orders = {one.name: one for one in records.orders()}
        # The groups that units named, each with an order, and whether it has keys.
        self._groups: dict[RegistrationId, tuple[Order, bool]] = {}

    def units(self) -> Iterator[Listed]:
        """Yield all units, sorted by name; REC-011."""
        for enrollment, replaced in self._records.by_name(self._id_scope, self._order):
            yield self.unit(enrollment, replaced=replaced)

    def unit(self, enrollment: Enrollment, *, replaced: bool = False) -> Listed:
        """Return what is wanted of a unit's name."""
        order = self._orders[enrollment.order]
        name = enrollment.registration_id.text
        gone = replaced or enrollment.status is EnrollmentStatus.REVOKED
        held = enrollment.identity.attestation
        waits = ASIDE if enrollment.serial.lower() in self._aside else ""
        if isinstance(held, SymmetricKeyAttestation) and has_own_key(order, enrollment):
            own = _individual(order, enrollment, Wanted.GONE if gone else Wanted.THERE)
            return replace(own, source=source_of(held)) if gone else replace(own, waits=waits)
        if isinstance(held, SymmetricKeyAttestation):
            self._groups.setdefault(RegistrationId.parse(held.group_id), (order, True))
        elif order.spec.enrollment is EnrolledAs.GROUP:
            self._groups.setdefault(order.group_id, (order, False))
        elif gone:
            blocked = not replaced and self._let_in(held)
            return _individual(order, enrollment, Wanted.BLOCKED if blocked else Wanted.GONE)
        else:
            return replace(_individual(order, enrollment, Wanted.THERE), waits=waits)
        if gone:
            return Listed(name, Wanted.GONE if replaced else Wanted.BLOCKED)
        return Listed(name, Wanted.IN_GROUP)

    def _let_in(self, held: Attestation) -> bool:
        """Tell whether a group at the service lets in whoever has such a certificate."""
        above = held.chain if isinstance(held, X509Attestation) and self._authorities else ()
        return any(hashlib.sha256(one).hexdigest() in self._authorities for one in above)

    def groups(self) -> Iterator[Listed]:
        """Yield the groups of the units that were yielded, sorted by name; REC-012."""
        for group_id in sorted(self._groups, key=lambda one: key_of(one.text)):
            order, keyed = self._groups[group_id]
            yield self._group(group_id, order, keyed=keyed)

    def _group(self, group_id: RegistrationId, order: Order, *, keyed: bool) -> Listed:
        group, name = EnrollmentGroup(group_id, self._id_scope), group_id.text
        wishes = wishes_of(order)
        books = self._records.groups
        try:
            if keyed:  # of which the service shows no more than that there are some
                document = keyed_document(group, ["unknown"], wishes)
            else:
                issuers = books.issuers(group).needed
                if not issuers:
                    return Listed(name, Wanted.GONE)
                document = certificate_group(group, issuers[:2], wishes)
        except StationError as error:
            return _unwritable(name, Wanted.THERE, error)
        whole = disabled(document) if books.is_disabled(group_id) else document
        return Listed(name, Wanted.THERE, essence(json.loads(encoded(whole)), name))


def _individual(order: Order, enrollment: Enrollment, wanted: Wanted) -> Listed:
    name = enrollment.registration_id.text
    try:
        # As it was when it was made: a certificate that has run out since is the same one.
        document = listed_document(order, enrollment, enrollment.enrolled)
        return Listed(name, wanted, essence(json.loads(encoded(document)), name))
    except StationError as error:
        return _unwritable(name, wanted, error)


def _unwritable(name: str, wanted: Wanted, error: StationError) -> Listed:
    return Listed(name, wanted, why=str(error.data.get("why", error.code)))
