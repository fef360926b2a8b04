"""An export from its first row to the folder in its place."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from itertools import chain
from pathlib import Path
from threading import Event

from station.errors import StationError
from station.model.allotment import audit_key_of
from station.model.enrollment import Enrollment, EnrollmentStatus, mechanism_of
from station.model.order import Order
from station.model.rights import Approval
from station.service.exports.enveloped import sealed_units
from station.service.exports.failed import write_failed
from station.service.exports.folder import PartFolder
from station.service.exports.leaving import Leaving
from station.service.exports.manifest import (
    MANIFEST,
    SIGNATURE,
    UNITS,
    Anchor,
    Manifest,
    notice,
)
from station.service.exports.names import ExportedNames
from station.service.exports.recipient import Recipient
from station.service.exports.shut_out import write_shut_out
from station.service.exports.sources import (
    ExportFactory,
    ExportFormat,
    ExportJob,
    ExportRecords,
)
from station.service.exports.units import unit_line
from station.service.single_documents import has_own_key


class Again(Enum):
    """Which enrollments an export takes; revoked ones never, nor those of units that are aside."""

    NEW_ONLY = "new-only"
    EXPORTED_TOO = "exported-too"


@dataclass(frozen=True)
class ExportRequest:
    """What to export, and where to.

    Attributes:
        out: a new or empty folder; what is missing above it is made.
        format: how it is written.
        order: the name of the one order to export, or None for all.
        again: whether to repeat what was exported before.
        approval: for `Right.EXPORT`; practice needs none.
        failed: whether a table of the units that never passed is wanted beside.
        repeat: the number of an earlier export, whose units it shall have and no others; None for
            those that `again` says.
        recipient: who opens the documents of units that have keys of their own; None for nobody.
    """

    out: Path
    format: ExportFormat
    order: str | None = None
    again: Again = Again.NEW_ONLY
    approval: Approval | None = None
    failed: bool = False
    repeat: int | None = None
    recipient: Recipient | None = None


def _nobody(written: int) -> None:
    del written


@dataclass(frozen=True)
class Watch:
    """Who looks on, and what time it is.

    Attributes:
        progress: told, after each enrollment, how many are written.
        cancel: set to stop; nothing is exported then.
        clock: gives the time, UTC.
    """

    progress: Callable[[int], None] = _nobody
    cancel: Event = field(default_factory=Event)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


@dataclass(frozen=True)
class ExportReport:
    """What an export wrote.

    Attributes:
        folder: where it is.
        enrollments: how many it holds.
        by_mechanism: the same, by attestation.
        keys_in_clear: whether a file holds keys that anybody can read.
        manifest_hash: SHA-256 of the manifest, hexadecimal; the record knows the export by it.
        held_back: how many it would hold if their units weren't aside: in quarantine, under repair
            or returned.
        changed_groups: whether some of its groups were rotated, disabled or given another CA. Where
            the service has them already, it has to be told by updates: `group-updates-*.json`, and
            the documents that wait for their keys.
        number: which export of the station's it is, from 1.
        shut_out: how many revoked units it shuts out of their groups; they aren't counted above.
    """

    folder: Path
    enrollments: int
    by_mechanism: dict[str, int]
    keys_in_clear: bool
    manifest_hash: str
    held_back: int = 0
    changed_groups: bool = False
    number: int | None = None
    shut_out: int = 0

    @property
    def files(self) -> Sequence[str]:
        """The files in the folder by name, read anew: there can be a million."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in found)


class _Tally:
    """Counts what is written, and keeps an export to one service."""

    def __init__(self) -> None:
        self.names = ExportedNames()
        self.held_back = 0
        self.shut_out = 0
        self._by_mechanism: Counter[str] = Counter()
        self._by_order: Counter[str] = Counter()
        self._allotments: set[str] = set()

    def add(self, order: Order, enrollment: Enrollment) -> int:
        """Count an enrollment; return how many there are, or raise SVC-009."""
        self.names.add(enrollment.id_scope, enrollment.registration_id)
        self._by_mechanism[mechanism_of(enrollment.identity.attestation)] += 1
        self._by_order[enrollment.order] += 1
        if order.course.allotment is not None:
            self._allotments.add(order.course.allotment)
        return len(self.names)

    def manifest(
        self, records: ExportRecords, job: ExportJob, request: ExportRequest, *, keys_in_clear: bool
    ) -> Manifest:
        """Return the manifest, but for its files; SVC-001 where nothing was counted."""
        id_scope = self.names.id_scope
        if id_scope is None:
            why = f"{self.held_back} units are aside" if self.held_back else ""
            raise StationError("SVC-001", why)
        head, key = records.head(), audit_key_of(job.factory.audit_certificate)
        return Manifest(
            format=request.format.name,
            station=records.station,
            practice=job.factory.practice,
            keys_in_clear=keys_in_clear or job.units_in_clear,
            notice=notice(
                practice=job.factory.practice,
                keys_in_clear=keys_in_clear,
                units_in_clear=job.units_in_clear,
            ),
            made=job.now.astimezone(UTC).replace(microsecond=0),
            id_scope=id_scope.text,
            units=len(self.names),
            by_mechanism=dict(self._by_mechanism),
            by_order=dict(self._by_order),
            audit=Anchor(sequence=head.sequence, hash=head.hash.hex()),
            audit_key=key,
            allotments=tuple(sorted(self._allotments)),
            number=records.next_export(),
            repeats=request.repeat,
            sealed_keys=tuple(job.sealed),
            sealed_units=sealed_units(job),
        )


def write_export(
    records: ExportRecords, factory: ExportFactory, request: ExportRequest, watch: Watch
) -> ExportReport:
    """Write enrollments to a new folder, sign them, and put the export on record.

    Before they are signed, the record is verified: what somebody wrote into the list, or brought
    back from among the revoked, doesn't leave under the factory's signature. The folder appears in
    its place only when it is whole and recorded; `folder` says what is found if that is
    interrupted.

    Raises:
        StationError: SVC-001 where there is nothing to export, or all of it is held back, SVC-007,
            SVC-034, SVC-009 where it is for several services, REC-011 where the record was changed,
            REC-014, LIN-003 where `watch.cancel` was set, LIN-007 where order and factory token are
            not of one world, SVC-013 where there are too many files; as `PartFolder.begin` and
            `move`; as the record and the factory HSM.
    """
    with PartFolder.begin(request.out, records.is_exported) as part:
        job = _job(part, records, factory, request, watch)
        writer = request.format.start(job)
        units = part.grow(UNITS)
        tally = _Tally()
        for order, enrollment in _selected(records, factory, request, (watch, tally)):
            writer.add(order, enrollment)
            units.write(unit_line(order, enrollment))
            watch.progress(tally.add(order, enrollment))
        clear = writer.finish()
        _write_beside(job, records, request, tally)
        records.verify()
        manifest = tally.manifest(records, job, request, keys_in_clear=clear)
        digest = _sign(part, factory, manifest)
        part.sync()
        _put_on_record(records, tally, part, digest, request)
        folder = part.move()
    return _report(folder, manifest, digest, tally, changed_groups=bool(job.changed))


def _job(
    part: PartFolder,
    records: ExportRecords,
    factory: ExportFactory,
    request: ExportRequest,
    watch: Watch,
) -> ExportJob:
    def coming() -> Counter[str]:
        units = _selected(records, factory, request, (watch, _Tally()))
        return Counter(order.name for order, one in units if has_own_key(order, one))

    leaving = Leaving(records.disclosures, request.recipient, coming)
    groups = records.groups
    return ExportJob(part, factory, watch.clock(), groups, leaving, recipient=request.recipient)


def _sign(part: PartFolder, factory: ExportFactory, manifest: Manifest) -> str:
    """Write the manifest and its signature; return its SHA-256, hexadecimal.

    It can be as large as all else in memory, which has it no longer than this takes.
    """
    content = manifest.canonical(part.close_listing())
    part.write(MANIFEST, content)
    part.write(SIGNATURE, factory.sign_manifest(content))
    return hashlib.sha256(content).hexdigest()


def _report(
    folder: Path, manifest: Manifest, digest: str, tally: _Tally, *, changed_groups: bool
) -> ExportReport:
    return ExportReport(
        folder,
        manifest.units,
        manifest.by_mechanism,
        manifest.keys_in_clear,
        digest,
        tally.held_back,
        changed_groups,
        manifest.number,
        tally.shut_out,
    )


def _selected(
    records: ExportRecords,
    factory: ExportFactory,
    request: ExportRequest,
    lookers: tuple[Watch, _Tally],
) -> Iterator[tuple[Order, Enrollment]]:
    (watch, tally), aside = lookers, records.aside()
    orders = _orders(records, request)
    status = EnrollmentStatus.READY if request.again is Again.NEW_ONLY else None
    for order in orders:
        if request.repeat is not None:
            chosen = records.exported_in(request.repeat, order.name)
        else:
            chosen = records.enrollments(order=order.name, status=status)
        for enrollment in chosen:
            if enrollment.status is EnrollmentStatus.REVOKED:
                continue
            if enrollment.serial.lower() in aside:
                tally.held_back += 1
                continue
            if order.practice != factory.practice:
                raise StationError("LIN-007", f"order {order.name}")
            if watch.cancel.is_set():
                raise StationError("LIN-003", "the export was stopped before it was recorded")
            yield order, enrollment


def _orders(records: ExportRecords, request: ExportRequest) -> Sequence[Order]:
    return records.orders() if request.order is None else [records.order(request.order)]


def _write_beside(
    job: ExportJob, records: ExportRecords, request: ExportRequest, tally: _Tally
) -> None:
    """Write what isn't of the export's units, but of their orders."""
    orders = _orders(records, request)
    if request.failed:
        write_failed(job.part, chain(*(records.failed_units(order.name) for order in orders)))
    there = (tally.names.id_scope, job.factory.practice)  # no other service is told of units
    concerned = [order for order in orders if (order.id_scope, order.practice) == there]
    tally.shut_out = write_shut_out(job.part, records, concerned)


def _put_on_record(
    records: ExportRecords, tally: _Tally, part: PartFolder, digest: str, request: ExportRequest
) -> None:
    part.keep()
    try:
        records.record_export(
            tally.names,
            manifest_hash=digest,
            folder_name=request.out.name,
            format_name=request.format.name,
            approval=request.approval,
        )
    except BaseException:
        # Recording is a commit and then a signature: it can fail between the two.
        if records.is_exported(digest):
            part.move()
        else:
            part.forget()
        raise
