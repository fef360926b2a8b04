"""A backup made while the station works: copied, verified, encrypted, written, read back."""

import errno
import hashlib
import logging
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

from station import __version__
from station.errors import StationError
from station.folders import Data
from station.model.anchor import Anchor
from station.model.names import shown
from station.operations.audit import AuditRequest, audit_certificate
from station.operations.backup_content import (
    DATABASE,
    TRANSCRIPTS,
    BackupManifest,
    ContentWriter,
    Watch,
    unpacked,
)
from station.operations.backup_envelope import LARGEST, EnvelopeReader, EnvelopeWriter
from station.operations.backup_files import files_of
from station.operations.backup_place import is_over, workplace
from station.operations.backup_recipient import Recipient
from station.operations.factory_file import FactoryFile
from station.operations.plant import open_reader
from station.records.copying import copy_record
from station.records.files import on_read_only_disk
from station.records.notes import Note, leave
from station.records.reader import Reader
from station.records.verification import examine_record
from station.secret import Secret
from station.service.exports.manifest import notice

_log: Final = logging.getLogger(__name__)

_COPYING: Final = "copying the record"
_VERIFYING: Final = "verifying the record"
_WRITING: Final = "writing"
_READING_BACK: Final = "reading it back"
# What a record says that isn't whole.
_BROKEN: Final = frozenset({"REC-001", "REC-011"})
_BLOCK: Final = 1 << 20


@dataclass(frozen=True)
class BackupAsked:
    """What is wanted.

    Attributes:
        out: the file to write; there must be none yet.
        transcripts: whether the transcripts of failed runs are wanted too.
        verify: whether the record is verified first and the file read back at the end.
    """

    out: Path
    transcripts: bool = False
    verify: bool = True


@dataclass(frozen=True)
class BackupMade:
    """What was written.

    Attributes:
        file: where.
        size: bytes.
        sha256: of the file, hexadecimal.
        manifest: what is in it.
        note: by which the record will know of it; None where no note could be left.
    """

    file: Path
    size: int
    sha256: str
    manifest: BackupManifest
    note: Note | None


def make_backup(data: Data, recipient: Recipient, asked: BackupAsked, looking: Watch) -> BackupMade:
    """Write a backup of a data folder, which may be at work, to a file for the recipient alone.

    The file is there whole or not at all. A note is left for whoever writes the record.

    Args:
        data: the folder.
        recipient: who can open it.
        asked: what is wanted.
        looking: told how far it is; ends it.

    Raises:
        StationError: CFG-004 where the file can't be that, CFG-007, CFG-011; REC-079 where it
            can't be written or read back; REC-011, REC-001 where the record isn't whole; REC-084
            where a file of the station can't be read, and where there is no room for its copy or
            none would be left for the line; CFG-003 where no copy can be made, CFG-054.
    """
    out = _checked_out(data, asked.out)
    FactoryFile.read(data)
    if asked.verify:
        with open_reader(data):
            pass  # a record that can't be read is told before anything is begun
    with workplace(data, looking) as (work, watch):
        copy = work / DATABASE
        _copy(data, copy, watch, as_it_is=not asked.verify)
        if asked.verify:
            watch.step(_VERIFYING, 0)
            _check(data, copy, recipient)
        with _draft(out) as (draft, file):
            manifest, key = _written(data, copy, (recipient, asked), (file, watch))
            digest = _whole_digest(draft, watch)
            if asked.verify:
                _read_back(draft, key, manifest, watch)
            key.wipe()
            size = draft.stat().st_size
            watch.step(_READING_BACK, size, size)
            draft.replace(out)
        _synchronise_folder(out.parent)
    note = _noted(data, manifest, out, digest)
    return BackupMade(out, size, digest, manifest, note)


def _checked_out(data: Data, path: Path) -> Path:
    out = path.absolute()
    if out.exists() or out.is_symlink():
        raise StationError("CFG-004", why=f"{path} is there already")
    if not out.parent.is_dir():
        raise StationError("CFG-004", why=f"there is no folder {out.parent}")
    if out.resolve().is_relative_to(data.root.resolve()):
        raise StationError("CFG-004", why="a backup belongs on another disk than the station")
    return out


def _copy(data: Data, copy: Path, watch: Watch, *, as_it_is: bool) -> None:
    """Copy the record; one that SQLite can't copy byte by byte, where it is wanted as it is."""
    try:
        copy_record(data.database, copy, lambda done, whole: watch.step(_COPYING, done, whole))
    except StationError as error:
        if not as_it_is or error.code not in _BROKEN:
            raise
        _log.warning("The record is copied byte by byte: %s (%s)", error, error.detail)
        try:
            shutil.copyfile(data.database, copy)
        except OSError as failed:
            why = f"{DATABASE} can't be read: {failed.strerror}"
            raise StationError("REC-084", str(failed), why=why) from failed


@dataclass(frozen=True)
class _RecordTold:
    """What a record says of itself: the station, its world, and how far its chain goes."""

    station: str
    practice: bool
    entries: int | None = None
    audit: Anchor | None = None


def _told_by(data: Data, copy: Path, *, as_it_is: bool) -> _RecordTold:
    """Return what the record says; a damaged one that is wanted as it is may say nothing."""
    try:
        with Reader.open(copy, copy=True) as reader:
            head = reader.head()
            anchor = Anchor(sequence=head.sequence, hash=head.hash.hex())
            return _RecordTold(reader.station, reader.practice, reader.last_entry(), anchor)
    except StationError as error:
        if not as_it_is or error.code not in _BROKEN:
            raise
        file = FactoryFile.read(data)
        return _RecordTold(file.station, file.practice)


@contextmanager
def _own_name(data: Data, copy: Path) -> Iterator[None]:
    """Tell what is wrong with a copy of the record itself: nobody knows of the copy."""
    try:
        yield
    except StationError as error:
        if error.data.get("path") != str(copy):
            raise
        told = {**error.data, "path": str(data.database)}
        raise StationError(error.code, error.detail, fault=error.fault, **told) from error


def _check(data: Data, copy: Path, recipient: Recipient) -> None:
    """Check that the record is whole, and that supervisors said whom the backup is for."""
    certificate = audit_certificate(AuditRequest(data))
    with _own_name(data, copy):
        examination = examine_record(copy, certificate, copy=True)
    if examination.findings:
        raise examination.error
    with Reader.open(copy, copy=True) as reader:
        if reader.settings().recovery != recipient.setting:
            raise StationError("REC-011", "the settings name another recovery certificate")


@contextmanager
def _draft(out: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Give a file that gets its name at the end, and vanishes where something goes wrong."""
    begin, end = f".{out.name}.", ".part"
    for path in [path for path in out.parent.iterdir() if path.name.startswith(begin)]:
        if is_over(path.name.removeprefix(begin).removesuffix(end)):
            path.unlink(missing_ok=True)
    draft = out.with_name(f"{begin}{os.getpid()}{end}")
    with ExitStack() as undo, _told_of(out):
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        undo.callback(draft.unlink, missing_ok=True)
        with os.fdopen(descriptor, "wb", _BLOCK) as file:
            yield draft, file


@contextmanager
def _told_of(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = "the disk is full" if error.errno == errno.ENOSPC else error.strerror or "no reason"
        raise StationError("REC-079", str(error), path=shown(str(out), 300), why=why) from error


def _written(
    data: Data,
    copy: Path,
    wanted: tuple[Recipient, BackupAsked],
    onto: tuple[BinaryIO, Watch],
) -> tuple[BackupManifest, Secret]:
    """Write the whole envelope to the disk; return what is in it and the content's own key."""
    (recipient, asked), (file, watch) = wanted, onto
    made = datetime.now(UTC).replace(microsecond=0)
    if copy.stat().st_size > LARGEST:
        raise StationError("REC-079", path=shown(str(asked.out), 300), why="it is over 64 GB")
    envelope = EnvelopeWriter(file, recipient)
    with ContentWriter(envelope, made.timestamp(), watch) as content:
        files, left_out = files_of(data, transcripts=asked.transcripts)
        content.add(DATABASE, copy)
        _add(content, files)
        told = _told_by(data, copy, as_it_is=not asked.verify)
        manifest = BackupManifest(
            station=told.station,
            practice=told.practice,
            notice=notice(practice=told.practice, keys_in_clear=False),
            version=__version__,
            made=made,
            recovery=recipient.fingerprint,
            entries=told.entries,
            verified=asked.verify,
            transcripts=asked.transcripts,
            left_out=tuple(shown(name, 200) for name in left_out),
            audit=told.audit,
            parts=tuple(content.parts),
        )
        content.finish(manifest.canonical())
    envelope.close()
    file.flush()
    os.fsync(file.fileno())
    return manifest, envelope.key


def _add(content: ContentWriter, files: Mapping[str, Path]) -> None:
    for name, path in files.items():
        try:
            content.add(name, path)
        except FileNotFoundError as error:
            if not name.startswith(TRANSCRIPTS):  # of which the oldest go at any time
                raise StationError("REC-084", why=f"{shown(name, 50)} was removed") from error


def _whole_digest(draft: Path, watch: Watch) -> str:
    """Return SHA-256 of the file as the disk gives it back, hexadecimal."""
    digest, done = hashlib.sha256(), 0
    with draft.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while data := file.read(_BLOCK):
            digest.update(data)
            done += len(data)
            watch.step(_READING_BACK, done)
    return digest.hexdigest()


class _Nothing:
    """Where what is only checked goes."""

    def write(self, data: bytes, /) -> int:
        """Forget it."""
        return len(data)

    def flush(self) -> None:
        """Do nothing."""


def _read_back(draft: Path, key: Secret, manifest: BackupManifest, watch: Watch) -> None:
    """Decrypt the file as it was written, by its content's own key, and check each part of it."""

    def kept(_: bytes) -> bytes:
        with key.reveal() as content_key:
            return bytes(content_key)

    try:
        with draft.open("rb") as file:
            found = unpacked(EnvelopeReader(file, kept), lambda _: _Nothing(), watch)
    except ValueError as error:
        why = "it isn't what was written"
        raise StationError("REC-079", str(error), path=shown(str(draft), 300), why=why) from error
    if found != manifest:
        raise StationError("REC-079", path=shown(str(draft), 300), why="it isn't what was written")


def _synchronise_folder(folder: Path) -> None:
    with suppress(OSError):  # some file systems can't
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _noted(data: Data, manifest: BackupManifest, out: Path, digest: str) -> Note | None:
    """Leave a note for the record; None where none can be left, which undoes no backup."""
    if manifest.entries is None or on_read_only_disk(data.root):
        return None
    note = Note(
        kind="backed-up",
        id=secrets.token_hex(16),
        file=shown(out.name, 150),
        sha256=digest,
        recovery=manifest.recovery,
        last=manifest.entries,
        made=manifest.made,
        verified=manifest.verified,
    )
    try:
        leave(data.notes, note)
    except StationError as error:
        _log.warning("No note of the backup could be left: %s (%s)", error, error.detail)
        return None
    return note
