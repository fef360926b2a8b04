"""The export format `dps-json`: bodies of the service's bulk requests, ready to be sent.

- `enrollments-0001.json` ...: `{"mode":"create","enrollments":[...]}`, at most 10 each and none
  over the service's limit for a message;
- `groups-0001.json` ...: `{"mode":"create","enrollmentGroups":[...]}`, likewise: the group of each
  symmetric order, its key in the clear, which is for practice alone, and of each X.509 order that
  is enrolled as a group, with the certificate of the CA that issued its units';
- `group-key-<group>.oaep`, `group-<group>.template.json`: a real symmetric order's group, its key
  wrapped for its owner, and its document, which waits for the key; the manifest says how;
- `units-<group>.json`: `{"enrollmentGroupId":...,"units":[{"registrationId":...,"serial":...}]}`,
  the units of that group. The service doesn't want it: they register under the group without being
  named.
- `certs/<registration-id>.pem`, `chain.pem`.

A group stands in every export that has units of it. To create it twice does no harm, as `create`
never overwrites; a group that nobody created makes dead units.
"""

import json
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from station.errors import StationError
from station.model.attestation import SymmetricKeyAttestation, TpmAttestation, X509Attestation
from station.model.enrollment import Enrollment, EnrollmentGroup
from station.model.names import RegistrationId, shown
from station.model.order import Allocation, EnrolledAs, Order, Twin
from station.service.documents import (
    BULK_BYTES,
    BULK_ITEMS,
    bulk_body,
    certificate_group,
    certified_member,
    encoded,
    enrollment_group,
    group_of,
    individual_enrollment,
)
from station.service.exports.certificates import CertificateFiles
from station.service.exports.filenames import file_stem
from station.service.exports.folder import PartFile, PartFolder
from station.service.exports.sealed_keys import KeyedGroup, write_sealed_key
from station.service.exports.sources import ExportJob

_Kind = Literal["enrollments", "enrollmentGroups"]
_STEMS: Final[dict[_Kind, str]] = {"enrollments": "enrollments", "enrollmentGroups": "groups"}


class BulkFiles:
    """Request bodies of one kind, filled one document after another.

    Args:
        part: the export's folder.
        kind: what the bodies hold.
    """

    def __init__(self, part: PartFolder, kind: _Kind) -> None:
        self._part = part
        self._kind = kind
        self._number = 0
        self._pending: tuple[bytes, ...] = ()

    def add(self, document: bytes) -> None:
        """Take a document; write a file whenever one is full."""
        more = (*self._pending, document)
        if len(bulk_body(self._kind, more)) > BULK_BYTES:
            self.flush()
            more = (document,)
        self._pending = more
        if len(self._pending) == BULK_ITEMS:
            self.flush()

    def flush(self) -> None:
        """Write what is pending, if anything is."""
        if self._pending:
            self._number += 1
            name = f"{_STEMS[self._kind]}-{self._number:04d}.json"
            self._part.write(name, bulk_body(self._kind, self._pending))
            self._pending = ()


class Wishes(NamedTuple):
    """What an order wishes for its units at the service.

    Attributes:
        twin: the initial twin, or None.
        allocation: the IoT hubs, or None to leave them to the service.
    """

    twin: Twin | None
    allocation: Allocation | None


class UnitList:
    """The list of a group's units, while it grows.

    Args:
        file: where it goes.
        group_id: the group's name.
        wishes: what the group's order wishes for its units.
        authority: the certificate of the CA that issued its units', DER; None where it has a key.
    """

    def __init__(
        self, file: PartFile, group_id: RegistrationId, wishes: Wishes, authority: bytes | None
    ) -> None:
        self.wishes = wishes
        self.authority = authority
        self._file = file
        head = json.dumps({"enrollmentGroupId": group_id.text}, separators=(",", ":"))
        self._next = head.removesuffix("}") + ',"units":['

    def add(self, enrollment: Enrollment) -> None:
        """Write one unit."""
        unit = {"registrationId": enrollment.registration_id.text, "serial": enrollment.serial}
        self._file.write((self._next + json.dumps(unit, separators=(",", ":"))).encode("ascii"))
        self._next = ","

    def finish(self) -> None:
        """Write the end."""
        self._file.write(b"]}")


class DpsJsonWriter:
    """One export as bulk request bodies."""

    def __init__(self, job: ExportJob) -> None:
        self._job = job
        self._individuals = BulkFiles(job.part, "enrollments")
        self._groups = BulkFiles(job.part, "enrollmentGroups")
        self._lists: dict[RegistrationId, UnitList] = {}
        self._certificates = CertificateFiles(job.part, job.factory.issuing_chain)

    def add(self, order: Order, enrollment: Enrollment) -> None:
        """Write one enrollment; SVC-007, SVC-034."""
        wishes = Wishes(order.spec.initial_twin, order.spec.allocation)
        match enrollment.identity.attestation:
            case SymmetricKeyAttestation():
                self._list_of(group_of(enrollment), wishes, None).add(enrollment)
            case X509Attestation() as held if order.spec.enrollment is EnrolledAs.GROUP:
                group = EnrollmentGroup(order.group_id, enrollment.id_scope)
                authority = certified_member(enrollment, group.group_id, self._job.now)
                self._list_of(group, wishes, authority).add(enrollment)
                self._certificates.add(enrollment.registration_id, held)
            case X509Attestation() as held:
                self._add_individual(enrollment, wishes)
                self._certificates.add(enrollment.registration_id, held)
            case TpmAttestation():
                self._add_individual(enrollment, wishes)

    def finish(self) -> bool:
        """Write what is pending; tell whether keys stand in the clear."""
        self._individuals.flush()
        self._groups.flush()
        for units in self._lists.values():
            units.finish()
        self._certificates.finish()
        keyed = any(units.authority is None for units in self._lists.values())
        return keyed and self._job.factory.practice

    def _add_individual(self, enrollment: Enrollment, wishes: Wishes) -> None:
        twin, allocation = wishes
        document = individual_enrollment(enrollment, twin, self._job.now, allocation)
        self._individuals.add(encoded(document))

    def _list_of(self, group: EnrollmentGroup, wishes: Wishes, authority: bytes | None) -> UnitList:
        units = self._lists.get(group.group_id)
        if units is None:
            units = self._begin(group, wishes, authority)
            self._lists[group.group_id] = units
        if units.authority != authority:
            why = "its units don't have certificates of one and the same CA"
            raise StationError("SVC-007", name=shown(group.group_id.text), why=why)
        if units.wishes != wishes:
            what = "twins" if units.wishes.twin != wishes.twin else "allocations"
            why = f"two of its orders give different {what}"
            raise StationError("SVC-007", name=shown(group.group_id.text), why=why)
        return units

    def _begin(self, group: EnrollmentGroup, wishes: Wishes, authority: bytes | None) -> UnitList:
        if authority is None:
            self._add_keyed(group, wishes)
        else:
            self._groups.add(encoded(certificate_group(group, authority, *wishes)))
        file = self._job.part.grow(f"units-{file_stem(group.group_id)}.json")
        return UnitList(file, group.group_id, wishes, authority)

    def _add_keyed(self, group: EnrollmentGroup, wishes: Wishes) -> None:
        if not self._job.factory.practice:
            key = self._job.groups.find(group.group_id)
            sealed = write_sealed_key(self._job.part, KeyedGroup(group, *wishes), key)
            self._job.sealed.append(sealed)
            return
        clear = self._job.factory.disclose_group_key(group.group_id)
        try:
            self._groups.add(encoded(enrollment_group(group, clear, *wishes)))
        finally:
            clear.wipe()


@dataclass(frozen=True)
class DpsJson:
    """The format itself."""

    name: str = "dps-json"

    def start(self, job: ExportJob) -> DpsJsonWriter:
        """Begin an export."""
        return DpsJsonWriter(job)
