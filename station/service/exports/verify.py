"""Whether an export folder is what a station wrote, file by file."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from station.errors import StationError
from station.service.exports.checked import (
    MAX_CONTROL,
    Trusted,
    changed,
    check_file,
    files_in,
    read_certificates,
    read_file,
    trusted_signer,
)
from station.service.exports.manifest import MANIFEST, MAX_MANIFEST, SIGNATURE, Manifest
from station.service.exports.signature import check_signature

__all__ = ["Trusted", "Verified", "read_certificates", "verify"]


@dataclass(frozen=True)
class Verified:
    """A folder that is what its manifest says.

    Attributes:
        manifest: what it is.
        by: up to whom the signature was followed.
        sha256: of the manifest's file, hexadecimal.
    """

    manifest: Manifest
    by: Trusted
    sha256: str

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
        return self.by.words


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
    content = read_file(folder, MANIFEST, MAX_MANIFEST)
    certificates = check_signature(content, read_file(folder, SIGNATURE, MAX_CONTROL))
    manifest = _parsed(content)
    by = trusted_signer(folder, certificates, trust, manifest.made)
    _check_files(folder, manifest)
    return Verified(manifest, by, hashlib.sha256(content).hexdigest())


def _parsed(content: bytes) -> Manifest:
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        if any(problem["loc"] == ("format_version",) for problem in error.errors()):
            raise StationError("SVC-012") from error
        raise changed(MANIFEST, "it is not a manifest") from error


def _check_files(folder: Path, manifest: Manifest) -> None:
    listed = {entry.name for entry in manifest.files}
    if len(listed) != len(manifest.files):
        raise changed(MANIFEST, "it lists a file twice")
    for name in files_in(folder):
        if name not in listed and name not in {MANIFEST, SIGNATURE}:
            raise changed(name, "it is not in the manifest")
    for entry in manifest.files:
        check_file(folder, entry)
