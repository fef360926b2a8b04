"""What a folder holds that anybody could have changed: its plain files, and who signed them."""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import Enum
from io import BufferedReader
from pathlib import Path
from typing import Final

from cryptography import x509

from station.errors import StationError
from station.model.names import shown
from station.service.exports.manifest import CHAIN, FileEntry
from station.service.exports.signature import check_chain
from station.service.malformed import MALFORMED

MAX_CONTROL: Final = 1 << 20
"""Bytes that a signature or a chain has at most."""


class Trusted(Enum):
    """Up to whom the signature was followed."""

    GIVEN = "given"
    FOLDER = "folder"

    @property
    def words(self) -> str:
        """What the signature shows, to follow a comma."""
        return _WORDS[self]


_WORDS: Final = {
    Trusted.GIVEN: "signed by a station under the certificate given with --trust",
    Trusted.FOLDER: (
        "signed by whoever made chain.pem in the folder itself: this shows no more than that "
        "nothing was changed since; --trust FILE, got by another way, shows who signed"
    ),
}


def trusted_signer(
    folder: Path, certificates: Sequence[x509.Certificate], trust: bytes | None, when: datetime
) -> Trusted:
    """Check up to whom a signature's certificates lead, and return it.

    Args:
        folder: with its `chain.pem`.
        certificates: those in the signature, the signer's first.
        trust: certificates in PEM or one in DER that they must lead to, got by another way than the
            folder; None to take the folder's own chain, which shows less.
        when: the time at which all of them must be valid, UTC.

    Raises:
        StationError: SVC-003 where they don't lead there, SVC-004 where the folder's chain can't be
            read, SVC-008 where `trust` holds no certificate.
    """
    signer, *others = certificates
    chain = read_certificates(read_file(folder, CHAIN, MAX_CONTROL))
    if not chain:
        raise changed(CHAIN, "it holds no certificate")
    if trust is None:
        roots, by = [c for c in chain if c.issuer == c.subject], Trusted.FOLDER
    else:
        roots, by = read_certificates(trust), Trusted.GIVEN
        if not roots:
            raise StationError("SVC-008")
    check_chain(signer, [*others, *chain], roots, when)
    return by


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


def files_in(folder: Path) -> Iterator[str]:
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
            raise changed(above or ".", str(error.strerror)) from error


def check_file(folder: Path, entry: FileEntry) -> None:
    """Check that a file is the one that an entry tells of, or raise SVC-004."""
    with _opened(folder, entry.name) as file:
        size = os.fstat(file.fileno()).st_size
        if size != entry.size:
            raise changed(entry.name, f"{size} bytes")
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != entry.sha256:
        raise changed(entry.name, f"SHA-256 {digest}")


def lines_in(folder: Path, entry: FileEntry, limit: int) -> Iterator[bytes]:
    """Yield the lines of a file without their ends; its digest is judged after the last of them.

    Raises:
        StationError: SVC-004 where it isn't the file that the entry tells of, or a line has more
            than `limit` bytes.
    """
    digest = hashlib.sha256()
    with _opened(folder, entry.name) as file:
        while line := file.readline(limit + 1):
            if len(line) > limit or not line.endswith(b"\n"):
                raise changed(entry.name, f"a line without end, or of more than {limit} bytes")
            digest.update(line)
            yield line[:-1]
    if digest.hexdigest() != entry.sha256:
        raise changed(entry.name, f"SHA-256 {digest.hexdigest()}")


def read_file(folder: Path, name: str, limit: int) -> bytes:
    """Return a plain file of at most `limit` bytes, or raise SVC-004."""
    with _opened(folder, name) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise changed(name, f"it has more than {limit} bytes")
    return data


@contextmanager
def _opened(folder: Path, name: str) -> Iterator[BufferedReader]:
    """Open a plain file: no link that leads elsewhere, no pipe that never ends."""
    try:
        descriptor = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise changed(name, "it is not a plain file")
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                yield file
        finally:
            os.close(descriptor)
    except OSError as error:
        raise changed(name, str(error.strerror)) from error


def changed(name: str, detail: str) -> StationError:
    """Return the error that a file is not what was written."""
    return StationError("SVC-004", detail, path=shown(name, 200))
