"""Whether an export folder is what a station wrote, file by file."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from io import BufferedReader
from pathlib import Path
from typing import Final

from cryptography import x509
from pydantic import ValidationError

from station.errors import StationError
from station.model.names import shown
from station.service.exports.manifest import (
    CHAIN,
    MANIFEST,
    MAX_MANIFEST,
    SIGNATURE,
    FileEntry,
    Manifest,
)
from station.service.exports.signature import check_chain, check_signature
from station.service.malformed import MALFORMED

_MAX_CONTROL: Final = 1 << 20


class Trusted(Enum):
    """Up to whom the signature was followed."""

    GIVEN = "given"
    FOLDER = "folder"


_WORDS: Final = {
    Trusted.GIVEN: "signed by a station under the certificate given with --trust",
    Trusted.FOLDER: (
        "signed by whoever made chain.pem in the folder itself: this shows no more than that "
        "nothing was changed since; --trust FILE, got by another way, shows who signed"
    ),
}


@dataclass(frozen=True)
class Verified:
    """A folder that is what its manifest says.

    Attributes:
        manifest: what it is.
        by: up to whom the signature was followed.
    """

    manifest: Manifest
    by: Trusted

    @property
    def files(self) -> int:
        """How many files were compared, the manifest and its signature not counted."""
        return len(self.manifest.files)

    @property
    def trusted(self) -> bool:
        """Whether the signature leads to a certificate from outside the folder."""
        return self.by is Trusted.GIVEN

    @property
    def words(self) -> str:
        """What the signature shows, to follow a comma."""
        return _WORDS[self.by]


def verify(folder: Path, trust: bytes | None) -> Verified:
    """Check an export: the manifest's signature, then every file.

    The certificates are judged as of the time that the manifest states, so that an export can be
    checked years later.

    Args:
        folder: the export.
        trust: certificates in PEM or one in DER that the signature must lead to, got by another
            way than the folder; None to take the folder's own `chain.pem`, which shows less.

    Raises:
        StationError: SVC-003 where the signature isn't genuine, SVC-004 naming the first file that
            was changed, is missing or was added, SVC-008 where `trust` holds no certificate,
            SVC-012 where a newer Station wrote the manifest.
    """
    content = _read(folder, MANIFEST, MAX_MANIFEST)
    signer, *others = check_signature(content, _read(folder, SIGNATURE, _MAX_CONTROL))
    manifest = _parsed(content)
    chain = read_certificates(_read(folder, CHAIN, _MAX_CONTROL))
    if not chain:
        raise _changed(CHAIN, "it holds no certificate")
    if trust is None:
        roots, by = [c for c in chain if c.issuer == c.subject], Trusted.FOLDER
    else:
        roots, by = read_certificates(trust), Trusted.GIVEN
        if not roots:
            raise StationError("SVC-008")
    check_chain(signer, [*others, *chain], roots, manifest.made)
    _check_files(folder, manifest)
    return Verified(manifest, by)


def _parsed(content: bytes) -> Manifest:
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        if any(problem["loc"] == ("format_version",) for problem in error.errors()):
            raise StationError("SVC-012") from error
        raise _changed(MANIFEST, "it is not a manifest") from error


def read_certificates(data: bytes) -> list[x509.Certificate]:
    """Return the certificates in PEM, or the one in DER; none where they can't be read."""
    try:
        if b"-----BEGIN CERTIFICATE-----" in data:
            found = x509.load_pem_x509_certificates(data)
        else:
            found = [x509.load_der_x509_certificate(data)]
        _ = [(certificate.subject, certificate.issuer) for certificate in found]
    except MALFORMED:
        return []
    return found


def _check_files(folder: Path, manifest: Manifest) -> None:
    listed = {entry.name for entry in manifest.files}
    if len(listed) != len(manifest.files):
        raise _changed(MANIFEST, "it lists a file twice")
    for name in _found(folder):
        if name not in listed and name not in {MANIFEST, SIGNATURE}:
            raise _changed(name, "it is not in the manifest")
    for entry in manifest.files:
        _check_file(folder, entry)


def _found(folder: Path) -> Iterator[str]:
    """Yield the names of all that lies in the folder, however deep."""
    waiting = [""]
    while waiting:
        above = waiting.pop()
        try:
            with os.scandir(folder / above) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{above}{entry.name}/")
                    else:
                        yield above + entry.name
        except OSError as error:
            raise _changed(above or ".", str(error.strerror)) from error


def _check_file(folder: Path, entry: FileEntry) -> None:
    with _opened(folder, entry.name) as file:
        size = os.fstat(file.fileno()).st_size
        if size != entry.size:
            raise _changed(entry.name, f"{size} bytes")
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != entry.sha256:
        raise _changed(entry.name, f"SHA-256 {digest}")


def _read(folder: Path, name: str, limit: int) -> bytes:
    with _opened(folder, name) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise _changed(name, f"it has more than {limit} bytes")
    return data


@contextmanager
def _opened(folder: Path, name: str) -> Iterator[BufferedReader]:
    """Open a plain file: no link that leads elsewhere, no pipe that never ends."""
    try:
        descriptor = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise _changed(name, "it is not a plain file")
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                yield file
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _changed(name, str(error.strerror)) from error


def _changed(name: str, detail: str) -> StationError:
    return StationError("SVC-004", detail, path=shown(name, 200))
