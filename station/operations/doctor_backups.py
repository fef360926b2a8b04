"""Whether what is on record is kept: the newest backup, the record's size, old transcripts."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Final

from station.errors import StationError
from station.folders import Data
from station.line.transcripts import MOST, Transcripts
from station.model.settings import Settings
from station.operations.archive import archivable_before
from station.operations.backup_place import RESERVE, has_room, size_of_record
from station.operations.doctor_finding import Finding, Health, doubt, of_error
from station.operations.factory_file import FactoryFile
from station.operations.plant import open_reader, utc_now
from station.records.files import is_taken, on_read_only_disk
from station.records.notes import left
from station.records.reader import Reader

_BACK_UP: Final = "'station backup FILE' makes one while the station works."
_FIRST: Final = "A supervisor makes the first: 'station backup FILE --to CERTIFICATE'."
_ARCHIVE: Final = "'station archive --out FILE' moves their steps and transcripts to a signed file."
_COPIED: Final = "a backup copies it there first."
_MEGABYTE: Final = 1_000_000


def findings(data: Data, now: datetime | None = None) -> Iterator[Finding]:
    """Look at backup, record and transcripts of a folder; one without a station has none.

    Of a record that can't be read nothing is said: that is another check's to tell.

    Args:
        data: the folder.
        now: the time, UTC; None for the clock's.
    """
    with suppress(StationError):
        practice = FactoryFile.read(data).practice
        with open_reader(data) as reader:
            yield _backup(data, reader, now or utc_now(), practice=practice)
            yield _record(data, reader)
        yield from _transcripts(data)


def _backup(data: Data, reader: Reader, now: datetime, *, practice: bool) -> Finding:
    """Tell when the newest backup was made, also where the record doesn't know of it yet.

    One that nobody verified doesn't count: what is in it may be damaged.
    """
    settings = reader.settings()
    times = [note.made for note in left(data.notes) if note.kind == "backed-up" and note.verified]
    if (on_record := reader.last_backup()) is not None:
        times.append(on_record)
    made = max(times, default=None)
    if made is None:
        told = "none was made yet that was verified"
        if practice or settings.backup_days is None:
            return Finding("backup", Health.GOOD, told)
        remedy = _FIRST if settings.recovery is None else _BACK_UP
        return Finding("backup", doubt(data), told, remedy)
    days = max((now - made).days, 0)
    told = f"the newest is of {made:%Y-%m-%d %H:%M} UTC, {_days(days)} old"
    if practice or not _is_due(settings, days):
        return Finding("backup", Health.GOOD, told)
    return Finding("backup", doubt(data), told, _BACK_UP)


def _is_due(settings: Settings, days: int) -> bool:
    return settings.backup_days is not None and days >= settings.backup_days


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"


def _record(data: Data, reader: Reader) -> Finding:
    """Tell how large the record is, who works with it, what may go, and if a backup can be."""
    if on_read_only_disk(data.root):
        return of_error("record", StationError("REC-080", path=str(data.root)))
    size = size_of_record(data)
    told = f"{-(-size // _MEGABYTE):,} MB, {reader.last_entry():,} entries"
    if is_taken(data.database):
        told += "; a process is at work with it"
    if not has_room(data):
        remedy = f"Free as much as the record has and {RESERVE // _MEGABYTE} MB more: {_COPIED}"
        return Finding("record", doubt(data), f"{told}; no room for a backup", remedy)
    before = archivable_before(reader.settings())
    old = 0 if before is None else reader.old_runs(before)
    if not old:
        return Finding("record", Health.GOOD, told)
    told += f"; {old:,} runs of closed orders may be archived"
    return Finding("record", Health.GOOD, told, _ARCHIVE)


def _transcripts(data: Data) -> Iterator[Finding]:
    """Tell it before the oldest transcripts go."""
    count = len(Transcripts(data.transcripts))
    if count >= MOST * 9 // 10:
        told = f"{count:,} of failed runs are kept; of more than {MOST:,} the oldest go"
        yield Finding("transcripts", doubt(data), told, _ARCHIVE)
