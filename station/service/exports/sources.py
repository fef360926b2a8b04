"""What an export takes from the record and the factory HSM, and what a format has to offer."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from station.model.audit import SignedHead
from station.model.disclosure import Disclosure
from station.model.enrollment import Enrollment, EnrollmentGroup, EnrollmentStatus
from station.model.group import GroupIssuers, GroupKey
from station.model.names import IdScope, RegistrationId
from station.model.order import Order
from station.model.rights import Approval
from station.secret import Secret
from station.service.exports.failed import Failed
from station.service.exports.folder import PartFolder
from station.service.exports.manifest import SealedKey
from station.service.exports.recipient import Recipient

ExportedName = tuple[IdScope, RegistrationId]


class ExportFactory(Protocol):
    """The part of the factory HSM that exports use."""

    @property
    def practice(self) -> bool:
        """Whether it is a practice token."""
        ...

    @property
    def audit_certificate(self) -> bytes:
        """The certificate of the key that signs the audit chain's heads, DER."""
        ...

    @property
    def issuing_chain(self) -> tuple[bytes, ...]:
        """The issuing CA's certificate, then what is above it, the root last; DER."""
        ...

    def disclose_group_key(self, group_id: RegistrationId, number: int) -> Secret:
        """Return a group's key of that number; of a practice token only, else SVC-006."""
        ...

    def derive_pairs(
        self, group_id: RegistrationId, registration_ids: Iterable[RegistrationId], number: int
    ) -> Sequence[tuple[Secret, Secret]]:
        """Return the primary and the secondary keys of units that are enrolled one by one."""
        ...

    def sign_manifest(self, content: bytes) -> bytes:
        """Return a detached CMS signature over `content`, DER, with the signer's certificate."""
        ...


class ExportGroups(Protocol):
    """What the record tells of groups."""

    def keys(self, group_id: RegistrationId) -> Sequence[GroupKey]:
        """Return the keys of a group, also those that are retired, oldest first; REC-012."""
        ...

    def is_disabled(self, group_id: RegistrationId) -> bool:
        """Tell whether a group takes no units any more; REC-012."""
        ...

    def issuers(self, group: EnrollmentGroup) -> GroupIssuers:
        """Return the CAs that issued for a group's units; REC-012."""
        ...


class ExportDisclosures(Protocol):
    """Tells the audit chain of keys that leave."""

    def add(self, leaving: Disclosure) -> None:
        """Put on record that keys are about to leave."""
        ...


class ExportRecords(Protocol):
    """The part of the record that exports use."""

    @property
    def station(self) -> str:
        """The station's name."""
        ...

    @property
    def groups(self) -> ExportGroups:
        """What is known of groups' keys."""
        ...

    @property
    def disclosures(self) -> ExportDisclosures:
        """Takes what is told of keys that leave."""
        ...

    def order(self, name: str) -> Order:
        """Return an order, or raise REC-014."""
        ...

    def orders(self) -> Sequence[Order]:
        """Return all orders."""
        ...

    def enrollments(
        self, *, order: str | None = None, status: EnrollmentStatus | None = None
    ) -> Iterator[Enrollment]:
        """Return enrollments, streamed, by the time of their making."""
        ...

    def next_export(self) -> int:
        """Return the number that the next export gets."""
        ...

    def exported_in(self, number: int, order: str) -> Iterator[Enrollment]:
        """Return an order's enrollments that the export of a number had, or raise SVC-072."""
        ...

    def failed_units(self, order: str) -> Iterator[Failed]:
        """Return an order's units that never passed in it, streamed."""
        ...

    def shut_out(self, order: Order) -> Iterator[Enrollment]:
        """Return an order's revoked units that their group would let in, streamed."""
        ...

    def aside(self) -> Collection[str]:
        """Return the serial numbers, folded, of units that are aside: no export takes them."""
        ...

    def head(self) -> SignedHead:
        """Return the newest signed head of the audit chain."""
        ...

    def verify(self) -> object:
        """Check the whole record, or raise REC-011 or REC-013."""
        ...

    def is_exported(self, manifest_hash: str) -> bool:
        """Tell whether an export with this manifest is on record."""
        ...

    def record_export(
        self,
        registration_ids: Sequence[ExportedName],
        *,
        manifest_hash: str,
        folder_name: str,
        format_name: str,
        approval: Approval | None,
    ) -> None:
        """Put an export on record, READY becoming EXPORTED, in one transaction."""
        ...


@dataclass
class KeyedUnits:
    """The units of an export that have keys of their own in their documents.

    Attributes:
        units: how many there are.
    """

    units: int = 0


class ExportLeaving(Protocol):
    """Puts units' own keys on record."""

    def before(self, orders: Iterable[str]) -> None:
        """Tell of keys before they are written: of one unit of each order named."""
        ...


@dataclass(frozen=True)
class ExportJob:
    """What a format works with.

    Attributes:
        part: the folder to write to.
        factory: the factory HSM.
        now: the time of the export, UTC.
        groups: what is known of groups.
        leaving: to be told before units' own keys are written.
        sealed: the keys that were written, wrapped; a format adds to it.
        changed: groups that the service may have as they were before; likewise.
        recipient: who opens documents with units' own keys; None for nobody.
        keyed: those units; likewise.
    """

    part: PartFolder
    factory: ExportFactory
    now: datetime
    groups: ExportGroups
    leaving: ExportLeaving
    sealed: list[SealedKey] = field(default_factory=list)
    changed: list[RegistrationId] = field(default_factory=list)
    recipient: Recipient | None = None
    keyed: KeyedUnits = field(default_factory=KeyedUnits)

    @property
    def units_in_clear(self) -> bool:
        """Whether a unit's own key was written for anybody to read."""
        return bool(self.keyed.units) and self.recipient is None


class ExportWriter(Protocol):
    """One export in one format, while it is being written."""

    def add(self, order: Order, enrollment: Enrollment) -> None:
        """Write one enrollment of `order`.

        Raises:
            StationError: SVC-006 or SVC-007; nothing of the export stays then.
        """
        ...

    def finish(self) -> bool:
        """Write what is pending; tell whether a file holds keys in the clear."""
        ...


class ExportFormat(Protocol):
    """A way to write enrollments to files: an entry of `EXPORTS`."""

    @property
    def name(self) -> str:
        """What manifests call it."""
        ...

    def start(self, job: ExportJob) -> ExportWriter:
        """Begin an export."""
        ...
