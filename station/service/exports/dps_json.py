"""The export format `dps-json`: bodies of the service's bulk requests, ready to be sent.

- `enrollments-0001.json` ...: `{"mode":"create","enrollments":[...]}`, at most 10 each and none
  over the service's limit for a message;
- `groups-0001.json` ...: `{"mode":"create","enrollmentGroups":[...]}`, likewise: the group of each
  symmetric order, its keys in the clear, which is for practice alone, and of each X.509 order that
  is enrolled as a group, with the certificates of the CAs that issued its units';
- `group-updates-0001.json` ...: `{"mode":"update",...}`, once more those of these groups that were
  rotated, disabled, or given another CA, since the service may have them as they were before;
- `group-key-<group>.oaep`, `group-<group>.template.json`: a real symmetric order's group, its key
  wrapped for its owner, and its document, which waits for the key; the manifest says how, and
  whether it is to be sent as an update. A second key, which the group has while it is rotated, is
  in `group-key-<group>.secondary.oaep`;
- `units-<group>.json`: `{"enrollmentGroupId":...,"units":[{"registrationId":...,"serial":...}]}`,
  the units of that group. The service doesn't want it: they register under the group without being
  named. A unit of a group that was rotated has a `key`: `primary`, `secondary` or `retired`;
- `enrollments-keyed-0001.json.p7m` ...: bodies with the keys of units that have such a key and an
  enrollment of their own, encrypted as `enveloped` has it;
- `certs/<registration-id>.pem`, `chain.pem`.

A group stands in every export that has units of it. To create it twice does no harm, as `create`
never overwrites; a group that nobody created makes dead units.
"""

import json
from dataclasses import dataclass
from typing import Final, Protocol

from station.errors import StationError
from station.model.attestation import SymmetricKeyAttestation, TpmAttestation, X509Attestation
from station.model.enrollment import Enrollment, EnrollmentGroup
from station.model.names import RegistrationId, shown
from station.model.order import EnrolledAs, Order
from station.service.documents import Wishes, encoded, wished_document, wishes_of
from station.service.exports.bulk import BulkFiles
from station.service.exports.certificates import CertificateFiles
from station.service.exports.enveloped import KeyedDocuments
from station.service.exports.filenames import file_stem
from station.service.exports.folder import PartFile
from station.service.exports.groups import GroupFiles
from station.service.exports.sources import ExportJob
from station.service.group_documents import certified_member, group_of
from station.service.single_documents import has_own_key

_DIFFERENT: Final = ("twins", "allocations", "wishes for the service")


class UnitList:
    """The list of a group's units, while it grows.

    Args:
        file: where it goes.
        group_id: the group's name.
        wishes: what the group's order wishes for its units.
        issuers: the CAs that issued its units' certificates, DER; none where it has keys.
    """

    def __init__(
        self, file: PartFile, group_id: RegistrationId, wishes: Wishes, issuers: tuple[bytes, ...]
    ) -> None:
        self.wishes = wishes
        self.issuers = issuers
        self._file = file
        head = json.dumps({"enrollmentGroupId": group_id.text}, separators=(",", ":"))
        self._next = head.removesuffix("}") + ',"units":['

    def add(self, enrollment: Enrollment, key: str | None = None) -> None:
        """Write one unit, and which of its group's keys it has, where the group has had several."""
        unit = {"registrationId": enrollment.registration_id.text, "serial": enrollment.serial}
        if key is not None:
            unit["key"] = key
        self._file.write((self._next + json.dumps(unit, separators=(",", ":"))).encode("ascii"))
        self._next = ","

    def finish(self) -> None:
        """Write the end."""
        self._file.write(b"]}")


class Documents(Protocol):
    """Where the documents of single units go."""

    def add(self, document: bytes) -> None:
        """Take a document."""
        ...

    def flush(self) -> None:
        """Write what is pending."""
        ...


class DpsJsonWriter:
    """One export as documents.

    Args:
        job: what it works with.
        individuals: where the documents of single units go; bodies of bulk requests by default.
        files: whether units' certificates get files of their own.
    """

    def __init__(
        self, job: ExportJob, individuals: Documents | None = None, *, files: bool = True
    ) -> None:
        self._job = job
        self._individuals = individuals or BulkFiles(job.part, "enrollments")
        self._keyed = KeyedDocuments(job, self._individuals, lines=individuals is not None)
        self._groups = GroupFiles(job)
        self._lists: dict[RegistrationId, UnitList] = {}
        self._certificates = CertificateFiles(job.part, job.factory.issuing_chain, each=files)

    def add(self, order: Order, enrollment: Enrollment) -> None:
        """Write one enrollment; SVC-007, SVC-034, SVC-077."""
        wishes = wishes_of(order)
        if has_own_key(order, enrollment):
            self._keyed.add(order, enrollment)
            return
        match enrollment.identity.attestation:
            case SymmetricKeyAttestation(number=number):
                group = group_of(enrollment)
                place = self._groups.place(group.group_id, number)
                self._list_of(group, wishes, None).add(enrollment, place)
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
        self._keyed.flush()
        self._individuals.flush()
        self._groups.flush()
        for units in self._lists.values():
            units.finish()
        self._certificates.finish()
        keyed = any(not units.issuers for units in self._lists.values())
        return keyed and self._job.factory.practice

    def _add_individual(self, enrollment: Enrollment, wishes: Wishes) -> None:
        self._individuals.add(encoded(wished_document(enrollment, wishes, self._job.now)))

    def _list_of(self, group: EnrollmentGroup, wishes: Wishes, issuer: bytes | None) -> UnitList:
        units = self._lists.get(group.group_id)
        if units is None:
            units = self._begin(group, wishes, keyed=issuer is None)
            self._lists[group.group_id] = units
        if (issuer is None) is bool(units.issuers):
            why = "some of its units have certificates, and some have keys"
            raise StationError("SVC-007", name=shown(group.group_id.text), why=why)
        if issuer is not None and issuer not in units.issuers:
            why = "a unit's certificate is by none of the CAs that issued for it"
            raise StationError("SVC-007", name=shown(group.group_id.text), why=why)
        if units.wishes != wishes:
            named = zip(_DIFFERENT, units.wishes, wishes, strict=True)
            what = next(word for word, one, other in named if one != other)
            why = f"two of its orders give different {what}"
            raise StationError("SVC-007", name=shown(group.group_id.text), why=why)
        return units

    def _begin(self, group: EnrollmentGroup, wishes: Wishes, *, keyed: bool) -> UnitList:
        issuers: tuple[bytes, ...] = ()
        if keyed:
            self._groups.add_keyed(group, wishes)
        else:
            found = self._job.groups.issuers(group)
            self._groups.add_certified(group, wishes, found)
            issuers = found.needed
        file = self._job.part.grow(f"units-{file_stem(group.group_id)}.json")
        return UnitList(file, group.group_id, wishes, issuers)


@dataclass(frozen=True)
class DpsJson:
    """The format itself."""

    name: str = "dps-json"

    def start(self, job: ExportJob) -> DpsJsonWriter:
        """Begin an export."""
        return DpsJsonWriter(job)
