"""A backup put back, or checked by putting it back: verified before anybody can work with it."""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    load_der_private_key,
    load_pem_private_key,
)

from station.errors import StationError
from station.folders import Data
from station.model.names import shown
from station.operations.audit import AuditRequest, audit_certificate
from station.operations.backup_content import DATABASE, BackupManifest, Watch, unpacked
from station.operations.backup_envelope import EnvelopeReader
from station.operations.backup_move import BEGUN, LAST, clear, move_in, take_back
from station.operations.backup_place import restore_place
from station.operations.backup_recipient import RecoveryKey, opened_key
from station.operations.backup_sinks import FolderSinks
from station.operations.factory_file import FactoryFile
from station.records.copying import bring_up_to_date
from station.records.notes import Note, leave
from station.records.verification import Examination, examine_record
from station.secret import Secret

_BLOCK: Final = 1 << 20
_MOST_KEY: Final = 100_000
_CHECKING: Final = "checking the file"
_UNPACKING: Final = "unpacking"
_VERIFYING: Final = "verifying the record"
_BROKEN: Final = frozenset({"REC-001", "CFG-011"})


@dataclass(frozen=True)
class RestoreAsked:
    """What is to be restored.

    Attributes:
        file: the backup.
        key: the recovery key.
        key_name: the file that it is from.
        certificate: PEM file of the audit key's certificate, got by another way; None for the one
            in the backup.
    """

    file: Path
    key: RecoveryKey
    key_name: str
    certificate: Path | None = None


@dataclass(frozen=True)
class Restored:
    """What was restored, or would have been.

    Attributes:
        manifest: what the backup says of itself.
        sha256: of the backup, hexadecimal.
        factory: where the station's token was.
        examination: of the record in it; nothing was found.
    """

    manifest: BackupManifest
    sha256: str
    factory: FactoryFile
    examination: Examination


def read_key(path: Path, passphrase: Secret | None) -> RecoveryKey | None:
    """Return the recovery key in a file, PEM or DER; None where it takes a passphrase.

    Raises:
        StationError: REC-077 where there is none, or the passphrase isn't its own.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_KEY)
        load = load_pem_private_key if b"-----BEGIN" in data else load_der_private_key
        if passphrase is None:
            key = load(data, None)
        else:
            with passphrase.reveal() as words:
                key = load(data, bytes(words))
    except TypeError as error:
        if passphrase is None:
            return None
        raise _wrong_key(str(path), "it takes no passphrase") from error
    except (OSError, ValueError, UnsupportedAlgorithm) as error:
        why = "it can't be read" if passphrase is None else "it can't be read with that passphrase"
        raise _wrong_key(str(path), why) from error
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise _wrong_key(str(path), "it is neither an RSA nor an EC key")
    return key


def _wrong_key(path: str, why: str) -> StationError:
    return StationError("REC-077", path=shown(path, 200), why=why)


def check_backup(asked: RestoreAsked, watch: Watch) -> Restored:
    """Verify a backup by restoring it to a temporary folder, of which nothing stays.

    Raises:
        StationError: as `restore_backup`.
    """
    with restore_place() as folder:
        return _unpack(asked, folder, watch)


def restore_backup(asked: RestoreAsked, root: Path, watch: Watch) -> Restored:
    """Restore a backup into a new or empty folder; it becomes a station at the very end.

    What was begun and broken off is removed, then or by the next try. The record learns of it by a
    note once two supervisors have adopted the folder.

    Args:
        asked: what.
        root: the data folder.
        watch: told how far it is; ends it.

    Raises:
        StationError: CFG-043 where the folder holds a station, CFG-005 where it isn't empty,
            CFG-003 where it can't be written; REC-077 where the key isn't the one, REC-078 where
            the backup is damaged; REC-002 where a newer Station made it; REC-001, REC-011 where
            its record isn't whole; CFG-054.
    """
    clear(root)
    data = Data.made(root)
    begun = data.root / BEGUN
    try:
        begun.mkdir(mode=0o700)
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(root)) from error
    try:
        restored = _unpack(asked, begun, watch)
        _leave_note(asked, restored, Data(begun))
        move_in(data.root)
    except BaseException:
        with suppress(OSError):  # then the next try goes on with it
            take_back(data.root)
        raise
    return restored


def _unpack(asked: RestoreAsked, folder: Path, watch: Watch) -> Restored:
    with _damage_told(asked.file), asked.file.open("rb") as file:
        digest = _checked(file, asked, watch)
        file.seek(0)
        content = EnvelopeReader(file, _key_of(asked))
        with FolderSinks(folder) as sinks:
            manifest = unpacked(content, sinks.opened, watch)
            sinks.end()
    for name in (LAST, DATABASE):
        if not (folder / name).is_file():
            raise _damaged(asked.file, f"{name} is missing")
    watch.step(_VERIFYING, 0)
    try:
        examination = _examined(asked, Data(folder))
        factory = FactoryFile.read(Data(folder))
    except StationError as error:
        if error.code not in _BROKEN:
            raise
        # It is the backup's file that is of no use; where it was unpacked nobody needs to know.
        what = f"{DATABASE} in it is damaged" if error.code == "REC-001" else error.data["why"]
        raise _damaged(asked.file, str(what), error.detail) from error
    watch.step(_VERIFYING, 0)
    return Restored(manifest, digest, factory, examination)


def _examined(asked: RestoreAsked, data: Data) -> Examination:
    certificate = audit_certificate(AuditRequest(data, key=asked.certificate))
    bring_up_to_date(data.database)
    examination = examine_record(data.database, certificate, copy=True)
    if examination.findings:
        raise examination.error
    return examination


def _checked(file: BinaryIO, asked: RestoreAsked, watch: Watch) -> str:
    """Check that nothing of the file was changed, before anything of it is looked at."""
    digest, done, whole = hashlib.sha256(), 0, asked.file.stat().st_size
    while data := file.read(_BLOCK):
        digest.update(data)
        watch.step(_CHECKING, file.tell(), 2 * whole)
    file.seek(0)
    reader = EnvelopeReader(file, _key_of(asked))
    while data := reader.read(_BLOCK):
        done += len(data)
        watch.step(_CHECKING, whole + done, 2 * whole)
    return digest.hexdigest()


def _key_of(asked: RestoreAsked) -> Callable[[bytes], bytes]:
    """Return what opens the content's key, and tells a wrong key from a damaged file."""

    def opened(info: bytes) -> bytes:
        try:
            return opened_key(info, asked.key)
        except ValueError as error:
            raise _wrong_key(asked.key_name, "it is another key") from error

    return opened


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise _damaged(path, str(error)) from error
    except OSError as error:
        raise _damaged(path, error.strerror or type(error).__name__) from error


def _damaged(path: Path, why: str, detail: str = "") -> StationError:
    return StationError("REC-078", detail, path=shown(str(path), 200), why=why)


def _leave_note(asked: RestoreAsked, restored: Restored, data: Data) -> None:
    manifest = restored.manifest
    note = Note(
        kind="restored",
        id=secrets.token_hex(16),
        file=shown(asked.file.name, 150),
        sha256=restored.sha256,
        recovery=manifest.recovery,
        last=restored.examination.report.entries,
        made=manifest.made,
        verified=True,
    )
    leave(data.notes, note)
