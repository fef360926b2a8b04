"""What is in a backup: a tar file, compressed, whose last member says what the others must be."""

import gzip
import hashlib
import io
import json
import os
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import IO, Annotated, BinaryIO, Final, Literal, Protocol, Self

from pydantic import AwareDatetime, Field, ValidationError

from station.errors import StationError
from station.model.anchor import Anchor, Hash
from station.model.names import shown
from station.model.strict import Strict

MANIFEST: Final = "manifest.json"
DATABASE: Final = "station.db"
_BLOCK: Final = 1 << 18
_MOST_MANIFEST: Final = 20_000_000
MOST_PARTS: Final = 100_000
_LEVEL: Final = 1  # a database is half as large then; more takes its time
# Files at the top of a data folder that say how the station is set up, and folders with more.
TOP: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\.(?:toml|pem)")
FOLDERS: Final = ("profiles", "ceremonies")
TRANSCRIPTS: Final = "transcripts"
_BELOW: Final = re.compile(r"[^./\x00-\x1f\x7f][^/\x00-\x1f\x7f]{0,199}")
DEEPEST: Final = 4


class Sink(Protocol):
    """Where something is written to."""

    def write(self, data: bytes, /) -> object:
        """Write some bytes."""
        ...

    def flush(self) -> object:
        """Have nothing wait to be written."""
        ...


@dataclass(frozen=True)
class Watch:
    """Who looks on while something takes long, and may end it.

    Attributes:
        told: called now and then with what is done, how much of it, and of how much; 0 for unknown.
        cancel: ends it.
    """

    told: Callable[[str, int, int], None]
    cancel: Event

    def step(self, what: str, done: int, whole: int = 0) -> None:
        """Tell how far it is, or raise CFG-054 where it is to end."""
        if self.cancel.is_set():
            raise StationError("CFG-054")
        self.told(what, done, whole)


class Part(Strict):
    """A file in a backup.

    Attributes:
        name: relative to the data folder.
        size: bytes.
        sha256: of its content, hexadecimal.
    """

    name: str
    size: Annotated[int, Field(ge=0)]
    sha256: Hash


class BackupManifest(Strict):
    """What a backup is.

    Attributes:
        kind: says what this file is.
        format_version: of the backup's form; 1.
        station: the station's name.
        practice: whether it is of the practice world.
        notice: the same in words; empty for a real one.
        version: of the Station that made it.
        made: when, UTC.
        recovery: SHA-256 of the certificate that it is encrypted to, hexadecimal.
        entries: how many entries the audit chain in it has; None where a damaged record, backed up
            as it is, doesn't say.
        verified: whether its record was verified before it was written.
        transcripts: whether it holds the transcripts of failed runs.
        left_out: what else is in the data folder and not in the backup.
        audit: the audit chain's newest signed head in it; None as for `entries`.
        parts: every other file, in their order.
    """

    kind: Literal["station-backup"] = "station-backup"
    format_version: Literal[1] = 1
    station: str
    practice: bool
    notice: str
    version: str
    made: AwareDatetime
    recovery: Hash
    entries: Annotated[int, Field(ge=1)] | None
    verified: bool
    transcripts: bool
    left_out: tuple[str, ...]
    audit: Anchor | None
    parts: Annotated[tuple[Part, ...], Field(max_length=MOST_PARTS)]

    def canonical(self) -> bytes:
        """Return its bytes: JSON with sorted keys, in UTF-8."""
        content = self.model_dump(mode="json")
        return json.dumps(content, sort_keys=True, indent=1, ensure_ascii=False).encode()


def may_be_in(name: str) -> bool:
    """Whether a backup may hold a file of this name: whatever else, it stays in its folder."""
    parts = name.split("/")
    if len(parts) == 1:
        return name == DATABASE or TOP.fullmatch(name) is not None
    known = parts[0] in (*FOLDERS, TRANSCRIPTS) and len(parts) <= DEEPEST
    return known and all(_BELOW.fullmatch(part) for part in parts[1:])


class _Valve:
    """Lets through what is written until it is shut, and loses the rest."""

    def __init__(self, out: Sink) -> None:
        self._out: Sink | None = out

    def shut(self) -> None:
        self._out = None

    def write(self, data: bytes, /) -> object:
        return len(data) if self._out is None else self._out.write(data)

    def flush(self) -> object:
        return None if self._out is None else self._out.flush()


class ContentWriter:
    """Writes the tar file of a backup into a sink, a member at a time; `finish` ends it.

    A context manager: one that isn't finished writes nothing more, as where the disk is full.

    Args:
        out: where it goes.
        made: the time that members bear.
        watch: told how far the record is.
    """

    def __init__(self, out: Sink, made: float, watch: Watch) -> None:
        self._valve = _Valve(out)
        self._zip = gzip.GzipFile("", "wb", _LEVEL, self._valve, made)
        self._tar = tarfile.open(mode="w|", fileobj=self._zip, bufsize=_BLOCK)  # noqa: SIM115
        self._made = int(made)
        self._watch = watch
        self.parts: list[Part] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Else what tar and gzip hold back is written when they are collected, to a closed file.
        self._valve.shut()
        self._tar.close()
        self._zip.close()

    def add(self, name: str, path: Path) -> None:
        """Add a file as it stands.

        Raises:
            FileNotFoundError: where it isn't there any more; nothing of it is written.
            StationError: REC-084 where it can't be read; CFG-054.
        """
        with ExitStack() as opened:
            with _source(name):
                file = opened.enter_context(path.open("rb"))
                size = os.fstat(file.fileno()).st_size
            measured = _Measured(file, name, lambda done: self._watch.step("writing", done, size))
            self._tar.addfile(self._info(name, size), measured)
        self.parts.append(Part(name=name, size=size, sha256=measured.digest))

    def finish(self, manifest: bytes) -> None:
        """Add the manifest, and end the file; REC-084 where it is larger than one may be."""
        if len(manifest) > _MOST_MANIFEST:
            raise StationError("REC-084", why="it has too many files")
        self._tar.addfile(self._info(MANIFEST, len(manifest)), io.BytesIO(manifest))
        self._tar.close()
        self._zip.close()

    def _info(self, name: str, size: int) -> tarfile.TarInfo:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, self._made
        return info


@contextmanager
def _source(name: str) -> Iterator[None]:
    """Tell apart what can't be read of a station from what can't be written of its backup."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        why = f"{shown(name, 50)} can't be read: {error.strerror}"
        raise StationError("REC-084", str(error), why=why) from error


class _Measured:
    """A file, hashed as it is read."""

    def __init__(self, file: BinaryIO, name: str, told: Callable[[int], None]) -> None:
        self._file = file
        self._name = name
        self._told = told
        self._hash = hashlib.sha256()
        self._done = 0

    def read(self, size: int = -1, /) -> bytes:
        """Read on."""
        with _source(self._name):
            data = self._file.read(size)
        if size > 0 and not data:
            raise StationError("REC-084", why=f"{shown(self._name, 50)} was cut short meanwhile")
        self._hash.update(data)
        self._done += len(data)
        self._told(self._done)
        return data

    @property
    def digest(self) -> str:
        """SHA-256 of what was read."""
        return self._hash.hexdigest()


_MALFORMED: Final = (
    *(tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError, ValueError, OverflowError),
)


def unpacked(content: io.RawIOBase, sink_of: Callable[[str], Sink], watch: Watch) -> BackupManifest:
    """Take a backup's content apart, to its end, and check each file against the manifest.

    Args:
        content: the tar file, compressed.
        sink_of: returns where a file of that name goes.
        watch: told how far it is.

    Raises:
        ValueError: where it isn't a backup's content, or isn't what the manifest says.
        StationError: CFG-054; what the sinks raise.
    """
    parts: list[Part] = []
    try:
        with (
            closing(gzip.GzipFile(fileobj=content, mode="rb")) as unzipped,
            tarfile.open(fileobj=unzipped, mode="r|", bufsize=_BLOCK) as tar,
        ):
            manifest = _members(tar, parts, sink_of, watch)
            while padding := unzipped.read(_BLOCK):
                if padding.strip(b"\0"):
                    raise ValueError("something follows its manifest")
    except _MALFORMED as error:
        raise ValueError(f"it is damaged ({error})") from error
    if list(manifest.parts) != parts:
        raise ValueError("it holds something else than its manifest says")
    return manifest


def _members(
    tar: tarfile.TarFile, parts: list[Part], sink_of: Callable[[str], Sink], watch: Watch
) -> BackupManifest:
    manifest: BackupManifest | None = None
    names: set[str] = set()
    for member in tar:
        file = tar.extractfile(member) if member.isreg() else None
        if file is None or manifest is not None or member.name in names:
            raise ValueError("a member of it is none that a backup has")
        if member.name == MANIFEST:
            manifest = _manifest(file.read(_MOST_MANIFEST + 1))
            continue
        if not may_be_in(member.name) or len(parts) >= MOST_PARTS:
            raise ValueError("a file in it has a name that none has")
        names.add(member.name)
        parts.append(_part(member, _pieces(file), sink_of(member.name), watch))
    if manifest is None:
        raise ValueError("its manifest is missing")
    return manifest


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while data := file.read(_BLOCK):
        yield data


def _part(member: tarfile.TarInfo, pieces: Iterator[bytes], sink: Sink, watch: Watch) -> Part:
    digest, done = hashlib.sha256(), 0
    for data in pieces:
        sink.write(data)
        digest.update(data)
        done += len(data)
        watch.step("reading", done, member.size)
    return Part(name=member.name, size=done, sha256=digest.hexdigest())


def _manifest(content: bytes) -> BackupManifest:
    if len(content) > _MOST_MANIFEST:
        raise ValueError("its manifest is too large")
    try:
        return BackupManifest.model_validate_json(content)
    except ValidationError as error:
        raise ValueError("its manifest can't be read: is it a newer Station's?") from error
