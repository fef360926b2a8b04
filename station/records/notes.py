"""What happened to a data folder while nobody could write its record: told to the chain later.

A backup is made while another process writes the record, and a folder is restored before anybody
may open it. Each leaves a note beside the record, which whoever writes the record puts into the
chain. A note gives nobody a right: who could forge one could also leave it out.
"""

import logging
import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, Field, JsonValue, ValidationError

from station.errors import StationError
from station.folders import put_whole
from station.model.anchor import Hash
from station.model.strict import Strict
from station.records.audit import Heads, Journal
from station.records.database import Readings, Writer
from station.records.encoding import as_written
from station.records.entries import EntryKind, parse_entry
from station.records.guard import Guard

NOTES: Final = "notes"
_ENDING: Final = ".json"
_UNREAD: Final = ".unread"
_MOST_BYTES: Final = 10_000

_log: Final = logging.getLogger(__name__)


class Note(Strict):
    """A note.

    Attributes:
        kind: what happened.
        id: its own, so that it is told once.
        file: the backup's name, without its folder.
        sha256: of the backup, hexadecimal.
        recovery: SHA-256 of the certificate that it is encrypted to, hexadecimal; empty where
            nobody knows.
        last: the newest entry in it.
        made: when the backup was made, UTC.
        verified: whether the record in it was verified.
    """

    kind: Literal["backed-up", "restored"]
    id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    file: Annotated[str, Field(max_length=200)]
    sha256: Hash
    recovery: Hash | Literal[""]
    last: Annotated[int, Field(ge=1)]
    made: AwareDatetime
    verified: bool


def leave(folder: Path, note: Note) -> None:
    """Leave a note in the folder of notes, which is made where it isn't there.

    Raises:
        StationError: CFG-003 where it can't be written.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        put_whole(folder / f"{note.id}{_ENDING}", note.model_dump_json().encode())
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(folder)) from error


@dataclass
class NoteBook:
    """Puts notes into the chain."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads

    def take(self) -> None:
        """Put each note that was left into the chain, once, and take it away.

        One that can't be read is put aside under another name.

        Raises:
            StationError: as `Writer.transaction`.
        """
        folder = self.writer.path.parent / NOTES
        try:
            paths = sorted(path for path in folder.iterdir() if path.suffix == _ENDING)
        except OSError:
            return
        for path in paths:
            self._take(path)

    def _take(self, path: Path) -> None:
        try:
            note = _read(path)
            if note is None:
                _log.warning("The note %s can't be read, and is put aside", path.name)
                path.replace(path.with_suffix(_UNREAD))
                return
            self._tell(note)
            path.unlink(missing_ok=True)
        except FileNotFoundError:  # another thread was quicker
            return
        except OSError as error:
            _log.warning("The note %s stays: %s", path.name, error)

    def _tell(self, note: Note) -> None:
        data: dict[str, JsonValue] = note.model_dump(mode="json", exclude={"kind"})
        with self.writer.transaction() as connection:
            if _is_told(connection, note):
                return
            entry = self.journal.append(connection, EntryKind(note.kind), data)
        self.heads.sign_if_possible(entry)


def left(folder: Path) -> list[Note]:
    """Return the notes that wait to be put into the chain; those that can't be read aren't told."""
    notes = []
    with suppress(OSError):
        for path in sorted(folder.glob(f"*{_ENDING}")):
            with suppress(OSError):
                notes.append(_read(path))
    return [note for note in notes if note is not None]


def read_last_backup(reads: Readings) -> datetime | None:
    """Return when the newest verified backup was made that the chain tells of, UTC, or None.

    Raises:
        StationError: REC-011 where its entry can't be read, REC-001.
    """
    row = reads.row(
        "SELECT entry FROM audit WHERE instr(entry, ?) AND instr(entry, ?)"
        " ORDER BY sequence DESC LIMIT 1",
        (f'"kind":"{EntryKind.BACKED_UP.value}","sequence":', '"verified":true'),
    )
    if row is None:
        return None
    with as_written("the entry of a backup"):
        return datetime.fromisoformat(str(parse_entry(row["entry"]).data["made"]))


def _read(path: Path) -> Note | None:
    """Return the note in a file; None where there is none in it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(_MOST_BYTES)
    try:
        note = Note.model_validate_json(content)
    except ValidationError:
        return None
    return note if path.stem == note.id and note.file.isprintable() else None


def _is_told(connection: sqlite3.Connection, note: Note) -> bool:
    sql = "SELECT 1 FROM audit WHERE sequence > ? AND instr(entry, ?) LIMIT 1"
    return connection.execute(sql, (note.last, f'"id":"{note.id}"')).fetchone() is not None
