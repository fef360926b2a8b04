"""Old runs' steps and transcripts in a signed file, and taken out of the station once it is whole.

The file is JSON, a run a line, compressed with gzip. Beside it lie a manifest (`.json`), which
names its hash, and the factory token's signature over that (`.p7s`).
"""

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, BinaryIO, Final, Literal

from pydantic import AwareDatetime, Field, ValidationError

from station.errors import StationError
from station.folders import put_whole
from station.line.transcripts import Transcripts
from station.model.anchor import Anchor, Hash
from station.model.names import shown
from station.model.rights import Approval
from station.model.settings import Settings
from station.model.strict import Strict
from station.operations.anchors import (
    SIGNATURE_ENDING,
    check_signed_file,
    not_genuine,
    read_bounded,
)
from station.operations.backup_content import Watch
from station.operations.plant import Plant, utc_now
from station.records.archives import ArchivedRun, ArchiveFacts, OldRuns
from station.records.runs import digest_of_work
from station.service.exports.manifest import notice

_WRITING: Final = "writing"
_READING_BACK: Final = "reading it back"
_MANIFEST_ENDING: Final = ".json"
_MOST_MANIFEST: Final = 100_000
_MOST_LINE: Final = 50_000_000
_BLOCK: Final = 1 << 20
_Word = str | int | float | None


class ArchiveLine(Strict):
    """A run in an archive.

    Attributes:
        run: its name.
        about: order, serial number, position, start, duration, outcome, code and detail.
        entry: the number of the audit chain's entry that tells of its end.
        work: SHA-256 over steps and intents as that entry says, hexadecimal; empty where it says
            none.
        steps: place, step, state, seconds and code of each, one after the other.
        intents: number, kind, data and time of each, one after the other.
        transcript: what crossed the cable, where that was kept.
    """

    run: str
    about: dict[str, _Word]
    entry: Annotated[int, Field(ge=1)]
    work: Hash | Literal[""]
    steps: tuple[_Word, ...]
    intents: tuple[_Word, ...]
    transcript: str | None


class ArchiveManifest(Strict):
    """What is signed of an archive.

    Attributes:
        kind: says what this file is.
        format_version: of the archive's form; 1.
        station: the station's name.
        practice: whether it is of the practice world.
        notice: the same in words; empty for a real one.
        made: when, UTC.
        before: the runs in it began before then.
        file: the archive's name.
        size: bytes.
        sha256: of the archive, hexadecimal.
        runs: how many runs are in it.
        transcripts: how many transcripts.
        audit: the audit chain's newest signed head.
    """

    kind: Literal["station-archive"] = "station-archive"
    format_version: Literal[1] = 1
    station: str
    practice: bool
    notice: str
    made: AwareDatetime
    before: AwareDatetime
    file: str
    size: int
    sha256: Hash
    runs: int
    transcripts: int
    audit: Anchor

    def canonical(self) -> bytes:
        """Return its bytes, which are signed."""
        return f"{self.model_dump_json(indent=1)}\n".encode()


@dataclass(frozen=True)
class _Counted:
    """What was written or read.

    Attributes:
        names: the runs', in their order.
        transcripts: the names of those that have one.
    """

    names: tuple[str, ...]
    transcripts: tuple[str, ...]


def manifest_of(path: Path) -> Path:
    """Return where an archive's manifest is."""
    return path.with_name(path.name + _MANIFEST_ENDING)


def archivable_before(settings: Settings) -> datetime | None:
    """Return before when runs must have begun to be archived, UTC; None where none may be."""
    if settings.keep_days is None:
        return None
    return utc_now().replace(microsecond=0) - timedelta(days=settings.keep_days)


def time_to_archive(settings: Settings, asked: datetime | None) -> datetime:
    """Return the time before which runs are archived: the one asked for, or else the newest.

    Raises:
        StationError: REC-083 where the settings have such runs stay.
    """
    newest = archivable_before(settings)
    if newest is None:
        raise StationError("REC-083", why="the settings have all of them stay for ever")
    if asked is not None and asked > newest:
        why = f"all stay for {settings.keep_days} days, those since {newest:%Y-%m-%d %H:%M} UTC too"
        raise StationError("REC-083", why=why)
    return newest if asked is None else asked


def archive(
    plant: Plant, before: datetime, out: Path, approval: Approval | None, watch: Watch
) -> ArchiveManifest:
    """Move the steps and transcripts of old runs out of a station into a new file.

    They are the ended runs of closed orders that began before a time. Nothing is taken out before
    the file, its manifest and its signature are on disk and were read back.

    Args:
        plant: the open station.
        before: the time, UTC.
        out: the file; neither it nor the two beside it are there yet.
        approval: for `Right.ARCHIVE`; practice needs none.
        watch: told how far it is; ends it while nothing is taken out.

    Raises:
        StationError: REC-083 where the settings have them stay; REC-081 where there are none,
            CFG-004 where a file is there, REC-079
            where one can't be written, REC-082 where it isn't what was to be archived, CFG-054;
            REC-025, REC-026; the factory HSM's own.
    """
    records = plant.tools.records
    files = _new_files(out)
    old = _old(plant, before)
    with ExitStack() as undo:
        undo.callback(_remove_unless_needed, plant, old, files)
        written = _write(plant, old, out, watch)
        manifest = _manifest(plant, old, out, written)
        with _told_of(out):
            put_whole(files[1], manifest.canonical())
            put_whole(files[2], plant.tools.factory.sign_manifest(manifest.canonical()))
        _check_read_back(out, manifest, written, watch)
        name = shown(out.name, 150)
        facts = ArchiveFacts(name, written.names, manifest.sha256, before, manifest.transcripts)
        records.archives.take_out(old, facts, approval)
        undo.pop_all()
    for name in written.transcripts:
        with suppress(OSError):
            (plant.data.transcripts / f"{name}.txt").unlink(missing_ok=True)
    return manifest


def _old(plant: Plant, before: datetime) -> OldRuns:
    """Return what may be archived and is to be; raises REC-081, REC-083."""
    records = plant.tools.records
    old = records.archives.old_runs(time_to_archive(records.settings(), before))
    if not old.numbers:
        raise StationError("REC-081", why="no run of a closed order that has steps is so old")
    return old


def _new_files(out: Path) -> tuple[Path, Path, Path]:
    """Return where the archive, its manifest and its signature go, or raise CFG-004."""
    beside = manifest_of(out)
    files = (out, beside, beside.with_suffix(SIGNATURE_ENDING))
    for path in files:
        if path.exists() or path.is_symlink():
            raise StationError("CFG-004", why=f"{path} is there already")
    return files


def _remove_unless_needed(plant: Plant, old: OldRuns, files: Sequence[Path]) -> None:
    """Remove an archive that came to nothing, where the record surely has all that is in it."""
    try:
        has_all = old.numbers <= plant.tools.records.archives.old_runs(old.before).numbers
    except StationError:
        return
    if has_all:
        for path in files:
            path.unlink(missing_ok=True)


@contextmanager
def _told_of(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise StationError("REC-079", str(error), path=shown(str(out), 300), why=why) from error


def _write(plant: Plant, old: OldRuns, out: Path, watch: Watch) -> _Counted:
    names, transcripts = [], []
    kept = Transcripts(plant.data.transcripts)
    with _told_of(out):
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            with (
                gzip.GzipFile("", "wb", fileobj=file, mtime=0) as zipped,
                plant.tools.records.archives.runs(old) as runs,
            ):
                for run in runs:
                    line = _line(run, kept)
                    zipped.write(f"{line.model_dump_json()}\n".encode())
                    names.append(run.name)
                    transcripts += [run.name] if line.transcript is not None else []
                    watch.step(_WRITING, file.tell())
            file.flush()
            os.fsync(file.fileno())
    return _Counted(tuple(names), tuple(transcripts))


def _line(run: ArchivedRun, kept: Transcripts) -> ArchiveLine:
    transcript = None
    if run.name in kept:
        with suppress(StationError):  # the oldest go at any time
            transcript = kept.text(run.name)
    return ArchiveLine(
        run=run.name,
        about=dict(run.about),
        entry=run.entry,
        work=run.work,
        steps=run.steps,
        intents=run.intents,
        transcript=transcript,
    )


def _manifest(plant: Plant, old: OldRuns, out: Path, written: _Counted) -> ArchiveManifest:
    records = plant.tools.records
    head = records.head()
    return ArchiveManifest(
        station=records.station,
        practice=records.practice,
        notice=notice(practice=records.practice, keys_in_clear=False),
        made=utc_now().replace(microsecond=0),
        before=old.before,
        file=shown(out.name, 150),
        size=out.stat().st_size,
        sha256=_digest(out),
        runs=len(written.names),
        transcripts=len(written.transcripts),
        audit=Anchor(sequence=head.sequence, hash=head.hash.hex()),
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_read_back(out: Path, manifest: ArchiveManifest, written: _Counted, watch: Watch) -> None:
    why = ""
    try:
        with out.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            found = _counted(file, watch)
        if found != written or _digest(out) != manifest.sha256:
            why = "it isn't what was written"
        beside = manifest_of(out)
        content = read_bounded(beside, _MOST_MANIFEST)
        if content != manifest.canonical():
            why = "its manifest isn't what was written"
        check_signed_file(beside, content, manifest.made, None)
    except (OSError, ValueError) as error:
        why = str(error) or type(error).__name__
    if why:
        raise StationError("REC-082", path=shown(str(out), 300), why=shown(why, 200))


def _counted(file: BinaryIO, watch: Watch) -> _Counted:
    """Read a whole archive, and check each run's steps and intents against what its entry says.

    Raises:
        ValueError: where one isn't what its entry says, or the file is damaged.
    """
    names, transcripts = [], []
    try:
        with gzip.GzipFile(fileobj=file, mode="rb") as unzipped:
            while text := unzipped.readline(_MOST_LINE):
                line = ArchiveLine.model_validate_json(text)
                if line.work and digest_of_work(line.steps, line.intents) != line.work:
                    raise ValueError(f"run {shown(line.run)} is not as its entry says")
                names.append(line.run)
                transcripts += [line.run] if line.transcript is not None else []
                watch.step(_READING_BACK, file.tell())
    except (gzip.BadGzipFile, zlib.error, EOFError, ValidationError) as error:
        raise ValueError(f"it is damaged ({type(error).__name__})") from error
    return _Counted(tuple(names), tuple(transcripts))


def verify_archive(path: Path, trust: bytes | None, watch: Watch) -> ArchiveManifest:
    """Check an archive by itself: its signature, its hash, and each run in it.

    Args:
        path: the archive; manifest and signature lie beside it.
        trust: certificates in PEM or one in DER that the signature must lead to; None for none.
        watch: told how far it is; ends it.

    Raises:
        StationError: REC-047 where a file can't be read, REC-048 where something of it isn't as it
            was signed, SVC-008.
    """
    beside = manifest_of(path)
    content = read_bounded(beside, _MOST_MANIFEST)
    try:
        manifest = ArchiveManifest.model_validate_json(content)
    except ValidationError as error:
        raise not_genuine(beside, "it has not the form of an archive's manifest") from error
    check_signed_file(beside, content, manifest.made, trust)
    try:
        if _digest(path) != manifest.sha256:
            raise not_genuine(path, "it is not the file that was signed")
        with path.open("rb") as file:
            found = _counted(file, watch)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise StationError("REC-047", path=shown(str(path), 200), why=why) from error
    except ValueError as error:
        raise not_genuine(path, str(error)) from error
    if (len(found.names), len(found.transcripts)) != (manifest.runs, manifest.transcripts):
        raise not_genuine(path, "it holds another number of runs than was signed")
    return manifest
