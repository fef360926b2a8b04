"""Backups and archives as a supervisor makes them at the open station, and how they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.model.rights import Approval
from station.operations.archive import (
    ArchiveManifest,
    archivable_before,
    archive,
    time_to_archive,
    verify_archive,
)
from station.operations.backup_content import Watch
from station.operations.backup_make import BackupAsked, BackupMade, make_backup
from station.operations.backup_recipient import Recipient, read_recipient, recipient_of
from station.operations.doctor_backups import findings
from station.operations.doctor_finding import Finding
from station.operations.plant import Plant
from station.records.audit_pages import AuditFilter, entries_at, find_entries
from station.records.entries import AuditEntry, EntryKind
from station.records.reader import Reader

_KINDS: Final = frozenset({EntryKind.BACKED_UP, EntryKind.RESTORED, EntryKind.ARCHIVED})
_MOST: Final = 50


@dataclass(frozen=True)
class Kept:
    """How a station's record is kept.

    Attributes:
        recipient: whom backups are encrypted to; None where nobody was named.
        findings: what the doctor says of backup, record and transcripts.
        last: the last backups, restores and archives on record, the newest first.
        old_runs: how many runs of closed orders may be archived.
        keep_days: for how many days their steps stay; None for ever.
    """

    recipient: Recipient | None
    findings: Sequence[Finding]
    last: Sequence[AuditEntry]
    old_runs: int
    keep_days: int | None


def kept(plant: Plant) -> Kept:
    """Return how the record is kept.

    Raises:
        StationError: REC-075 where nothing can be encrypted to who was named; as `Reader`.
    """
    path = plant.data.database
    with Reader.open(path) as reader:
        rules = reader.settings()
        before = archivable_before(rules)
        old = 0 if before is None else reader.old_runs(before)
    return Kept(
        None if rules.recovery is None else recipient_of(rules.recovery),
        list(findings(plant.data)),
        _last(path),
        old,
        rules.keep_days,
    )


def _last(path: Path) -> Sequence[AuditEntry]:
    numbers = list[int]()

    def found(more: Sequence[int], left: int) -> None:
        del left
        numbers.extend(more)

    find_entries(path, AuditFilter(_KINDS), found, lambda: len(numbers) >= _MOST)
    entries = entries_at(path, numbers[:_MOST]).values()
    return [entry for entry in entries if entry is not None]


def name_recipient(plant: Plant, certificate: Path, approval: Approval | None) -> Recipient:
    """Have backups encrypted to another recovery certificate from here on.

    Raises:
        StationError: REC-075 where nothing can be encrypted to it; as `Records.set_settings`.
    """
    recipient, records = read_recipient(certificate), plant.tools.records
    settings = records.settings().model_copy(update={"recovery": recipient.setting})
    records.set_settings(settings, approval)
    return recipient


def back_up(plant: Plant, wanted: BackupAsked, watch: Watch) -> BackupMade:
    """Make a backup of the station at work, for whom the settings name, and put it on record.

    Raises:
        StationError: REC-076 where nobody was named; as `make_backup`.
    """
    records = plant.tools.records
    recovery = records.settings().recovery
    if recovery is None:
        raise StationError("REC-076")
    made = make_backup(plant.data, recipient_of(recovery), wanted, watch)
    records.notes.take()
    return made


def archive_old(
    plant: Plant, out: Path, approval: Approval | None, watch: Watch
) -> ArchiveManifest:
    """Archive all runs that the settings let go; raises as `archive`."""
    before = time_to_archive(plant.tools.records.settings(), None)
    return archive(plant, before, out, approval, watch)


def check_archive(plant: Plant, path: Path, watch: Watch) -> ArchiveManifest:
    """Check an archive that this factory's stations signed; raises as `verify_archive`."""
    return verify_archive(path, plant.tools.factory.issuing_chain[-1], watch)
